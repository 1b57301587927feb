//! The quick way and the general parser agree, or the quick way gives up.

use proptest::prelude::*;

use super::super::read_any;
use super::*;
use crate::parse::ParseLimits;

/// Reads a content both ways, and holds that they agree. Whether the quick way did not give up.
fn is_read(content: &str) -> bool {
    let limits = ParseLimits::default();
    // In the middle of a file, so that a forgotten base shows.
    let text = format!("---\n{content}");
    let mut reader = Reader::new(&text, 4..text.len(), &limits);
    let Some(map) = read(&reader) else {
        return false;
    };
    assert_eq!(map, read_any(&mut reader), "{content:?}");
    assert_eq!(reader.finish(), [], "{content:?}");
    true
}

#[test]
fn reads_what_is_common() {
    for content in [
        "title: Owls at night\ndate: 2024-05-01\nscore: 7.5\ndraft: false\nnone:\n",
        "title: \"Owls: a guide\" # why\nby: 'it''s'\nempty: \"\"\nurl: https://a.b/c#d\n",
        "tags:\n- a\n- b b\n- 'c'\nnext: 1\n",
        "tags:\n  - a\n\n  # comment\n  - 3\nnext: 1\r\n",
        "a:\n  b:\n    c: d\n    e: f\n  g: h\ni:\n  j: k",
        "people:\n  - name: x\n    role: y\n  - name: z\n    tags:\n    - q\n    - r\nlast: 1\n",
        "people:\n- name: x\n  role: y\n- name: z\n",
        "tags: [a, \"b, c\", 'd', 4]\nnone: []\nmap: {a: b, 'c d': 2}\nempty: {}\n",
        "- no: list\n",
    ] {
        assert_eq!(is_read(content), !content.starts_with('-'), "{content:?}");
    }
}

#[test]
fn gives_up_what_is_uncommon() {
    for content in [
        "",
        "# nothing\n",
        "  a: b\n",
        "a: b: c\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !!str 1\n",
        "a: \"b\\n\"\n",
        "a: 'b\n  c'\n",
        "a: [b, [c]]\n",
        "a: [b,\n  c]\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: 1\nA: 2\n",
        "<<: {a: b}\n",
        "? a\n: b\n",
        "a:\tb\n",
        "a: b\rc: d\n",
        "a:\n  - - b\n",
        "a:\n  -\n  - b\n",
        "a:\n  - b\n - c\n",
        "a:\n    b: c\n  d: e\n",
        "--- a: b\n",
        "... : b\n",
        "a: b\n\u{feff}c: d\n",
        "a: %b\n",
        "a: \"b\"c\n",
        "a: \"b\"#c\n",
        "a: [b]#c\n",
        "a\n",
    ] {
        assert!(!is_read(content), "{content:?}");
    }
}

#[test]
fn leaves_what_is_past_a_bound_to_the_general_parser() {
    let mut keys = String::new();
    for at in 0..10_001 {
        keys.push_str(&format!("k{at}: 1\n"));
    }
    assert!(!is_read(&keys));
    assert!(!is_read(&format!("a: [{}]\n", "1, ".repeat(10_001))));
    assert!(!is_read(&format!("{}: 1\n", "k".repeat(9000))));
    let mut deep = String::new();
    for at in 0..20 {
        deep.push_str(&format!("{}k:\n", " ".repeat(at)));
    }
    assert!(!is_read(&deep));
    let limits = ParseLimits {
        nesting: 1,
        ..ParseLimits::default()
    };
    let text = "a:\n  b: c\n";
    assert!(read(&Reader::new(text, 0..text.len(), &limits)).is_none());
}

/// Pieces of lines, common ones more often.
const PIECES: [&str; 68] = [
    "a",
    "b",
    "key",
    "it's",
    "word word",
    "1",
    "-2.5",
    "0x1f",
    "true",
    "null",
    "~",
    "é",
    "🦀",
    ": ",
    ": ",
    ": ",
    ": ",
    ":",
    "- ",
    "- ",
    "- ",
    "-",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n  ",
    "\n  ",
    "\n  - ",
    "\n    ",
    "\n- ",
    "\n- ",
    "\n ",
    " ",
    "  ",
    "\r\n",
    "\r",
    "\t",
    "#",
    " # c",
    "\"",
    "\"",
    "'",
    "'",
    "\"q\"",
    "'r'",
    "''",
    "[",
    "]",
    "[a, b]",
    "[\"a\", 1]",
    "{",
    "}",
    "{a: b}",
    "{'a': \"b\"}",
    ",",
    ", ",
    "|",
    ">",
    "&x ",
    "*x",
    "!t ",
    "? ",
    "%",
    "@",
    "\\",
    "<<",
];

/// Lines of a sound map.
fn sound(depth: u32) -> BoxedStrategy<Vec<String>> {
    let scalar = prop_oneof![
        "[a-z0-9][a-z0-9 :#'\".,_-]{0,8}[a-z]",
        "[-+~./$(<=^;]?[a-z0-9é🦀.]{1,4}",
        "\"[a-z :#'{}, \\[\\]]{0,6}\"",
        "'[a-z :#\"{},]{0,6}'",
        "\\[([a-z0-9]{1,3}, ){0,3}'[a-z, ]{0,3}' ?,? ?\\]",
        "\\{(?:[a-z]{1,2}: [a-z0-9]{1,3} ?, ){0,3}\"[a-z]\": '[a-z{}]?' ?\\}",
        "",
    ];
    let comment = prop_oneof![4 => Just(""), 1 => Just(" # a: b"), 1 => Just("  ")];
    let key = "[a-z]{1,3}|[a-zé]{1,3} [a-z.-]{1,2} ?|\"[a-z: ]{0,3}\"|'[a-z#]{1,2}' ";
    let entry = (key, scalar, comment).prop_map(|(key, value, comment)| {
        let blank = if value.is_empty() { "" } else { " " };
        vec![format!("{key}:{blank}{value}{comment}")]
    });
    if depth == 0 {
        return prop::collection::vec(entry, 1..5)
            .prop_map(|lines| lines.concat())
            .boxed();
    }
    let inner = (key, 0..3_usize, any::<bool>(), sound(depth - 1)).prop_map(
        |(key, indent, is_list, lines)| {
            let mut out = vec![format!("{key}:")];
            let indent = if is_list { indent } else { indent + 1 };
            for (at, line) in lines.iter().enumerate() {
                let mark = match (is_list, at % 3) {
                    (true, 0) => "- ",
                    (true, _) => "  ",
                    _ => "",
                };
                out.push(format!("{}{mark}{line}", " ".repeat(indent)));
            }
            out
        },
    );
    let items = (
        key,
        0..3_usize,
        prop::collection::vec("- [a-z0-9\"':#,]{1,4}", 1..4),
    )
        .prop_map(|(key, indent, items)| {
            let items = items
                .iter()
                .map(|item| format!("{}{item}", " ".repeat(indent)));
            std::iter::once(format!("{key}:")).chain(items).collect()
        });
    let filler = prop_oneof![Just(vec![String::new()]), Just(vec!["   # x".to_owned()])];
    let part = prop_oneof![4 => entry, 2 => inner, 2 => items, 1 => filler];
    prop::collection::vec(part, 1..5)
        .prop_map(|parts| parts.concat())
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn agrees_with_the_general_parser_on_sound_maps(lines in sound(2), ends in any::<bool>()) {
        is_read(&lines.join(if ends { "\n" } else { "\r\n" }));
    }

    #[test]
    fn agrees_with_the_general_parser_on_maps_with_a_fault(
        lines in sound(2),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..PIECES.len(), 0..3_usize),
            1..4,
        ),
    ) {
        let mut chars: Vec<String> = lines.join("\n").chars().map(String::from).collect();
        for (at, piece, cut) in changes {
            let at = at.index(chars.len() + 1);
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, [PIECES[piece].to_owned()]);
        }
        is_read(&chars.concat());
    }

    #[test]
    fn what_was_read_before_changes_nothing(
        lines in sound(2),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_usize),
            1..4,
        ),
    ) {
        is_read(&lines.join("\n"));
        let mut others = lines.clone();
        for (at, from, cut) in changes {
            let at = at.index(others.len() + 1);
            let end = (at + cut).min(others.len());
            others.splice(at..end, [lines[from.index(lines.len())].clone()]);
        }
        is_read(&others.join("\n"));
    }

    #[test]
    fn agrees_with_the_general_parser_on_any_pieces(
        picks in prop::collection::vec(0..PIECES.len(), 0..30),
    ) {
        is_read(&picks.iter().map(|at| PIECES[*at]).collect::<String>());
    }
}
