//! Both ways of reading a body agree.

use proptest::prelude::*;

use super::*;

#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "a", "Word ", "bc.", "é", "\u{a0}", "\u{3000}", "\u{feff}", "\0", "\u{b}", " ", " ", "  ",
    "    ", "\t", "\n", "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\n\n", "\n\n", "\n\n", "\n\n",
    "\r\n", "\r\n\r\n", "# ", "## ", "###### ", "#", "- ", "- ", "- ", "- x\n", "-", "+ ", "* ",
    "1. ", "2) ", "12", ".", "> ", "> [!NOTE]\n", "```", "```\n", "````", "~~~", "\n```rs x\n",
    "\n```\n", "~~~\n", "`", "*", "**", "_", "~~", "<div>", "</div>", "<!-- c -->", "<!--", "-->",
    "<pre>", "</pre>", "<br>", "<?", "[a](b)", "\n![i](j)\n", "![i](", "![i](j \"k\")", "[", "]",
    "[^1]", "|", "a | b\n--- | ---\nc | d\n", "---", "===", "&amp;", "\\", "[ ] ", ":", "{{ s }}",
    "{% t %}", "\n:::note\n", "[[w]]", "%%", "\nimport a\n", "<B>", "{c}",
];

/// Paragraphs, headings, lists and code with few signs of anything else among them.
fn tame() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        4 => "[a-z]{1,9}( [a-z.,é]{1,9}){0,5}(\n[a-zé]{1,9}( [a-z.]{1,9}){0,3}){0,2}",
        2 => "#{1,3} [a-z]{1,9}",
        2 => "(- [a-z]{1,9}\n){1,3}",
        1 => "```(rs)?\n([a-z #*`]{0,9}\n){0,3}```",
        1 => "!\\[[a-z*]{0,4}\\]\\([a-z/.(_]{0,4}\\)( a)?",
        1 => proptest::sample::select(TOKENS).prop_map(str::to_owned),
    ];
    proptest::collection::vec(
        (
            block,
            proptest::sample::select(["\n", "\n\n", "\n\n\n", "\n  \n"].as_slice()),
        ),
        1..12,
    )
    .prop_map(|blocks| blocks.into_iter().map(|(block, end)| block + end).collect())
}

fn wild() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(TOKENS), 1..40)
        .prop_map(|tokens| tokens.concat())
}

/// As a body is read by the parser alone.
fn parsed(body: &str, flavor: Option<Flavor>) -> Body {
    let (read, code) = read_whole(body, 0, &Painted::plain(body));
    let painted = Signs::of(body, flavor).and_then(|signs| opaque::paint(body, code, signs));
    painted.map_or(read, |painted| read_whole(body, 0, &painted).0)
}

fn assert_same(body: &str) {
    let body = with_line_feeds(body);
    for flavor in [None, Some(Flavor::Obsidian), Some(Flavor::Docusaurus)] {
        let (by_parts, parsed) = (read(&body, 0, flavor), parsed(&body, flavor));
        assert_eq!(format!("{by_parts:?}"), format!("{parsed:?}"), "{body:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn parts_read_as_they_do_in_their_place(body in tame()) {
        assert_same(&body);
    }

    #[test]
    fn parts_of_anything_read_as_they_do_in_their_place(body in wild()) {
        assert_same(&body);
    }
}
