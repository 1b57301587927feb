//! Tests: constructs.

use super::*;

#[test]
fn shortcodes_are_no_text() {
    let text = "a {{< b \"c\" >}} d {{% e %}}f {% g %} {{ h }}.\n\n{{< figure\n  src=\"x\" >}}\n\n{{< i >}} {{< j >}}\nk\n{{< /i >}}\n\n{{ l }}text\n";
    assert_eq!(
        blocks(text),
        [
            "p <a {{< b \"c\" >}} d {{% e %}}f {% g %} {{ h }}.> a d f .",
            "raw <{{< figure\n  src=\"x\" >}}> ",
            "raw <{{< i >}} {{< j >}}> ",
            "p <k> k",
            "raw <{{< /i >}}> ",
            "p <{{ l }}text> text",
        ]
    );
}

#[test]
fn a_paragraph_of_only_opaque_text_is_raw() {
    assert_eq!(blocks("> {{ x }}\n"), ["raw <> {{ x }}> "]);
    assert_eq!(blocks("- {{ x }}\n"), ["raw <- {{ x }}> "]);
    assert_eq!(blocks("**{{ x }}**\n"), ["raw <**{{ x }}**> "]);
    assert_eq!(
        blocks("<br>\n\n<!-- c -->\n\n![i](j)\n"),
        ["html <<br>> ", "html <<!-- c -->> "]
    );
}

#[test]
fn code_keeps_its_braces() {
    let text = "`{{ a }}` and ``{% b %}`` {{ c }}\n\n```\n{{< d >}}\n[[e]]\n:::note\nimport x from 'y'\n```\n\n    {{ f }}\n    !!! g\n";
    assert_eq!(
        texts(text),
        [
            "{{ a }} and {% b %}",
            "{{< d >}}\n[[e]]\n:::note\nimport x from 'y'",
            "{{ f }}\n!!! g"
        ]
    );
}

#[test]
fn an_open_brace_ends_with_its_paragraph() {
    assert_eq!(texts("a {{ b\n\nc }} d {{ e }}\n"), ["a {{ b", "c }} d"]);
    assert_eq!(texts("a {{ b {% c {{< d"), ["a {{ b {% c {{< d"]);
}

#[test]
fn templates_in_targets_stay_readable() {
    let text = "[a]({{< ref \"b.md\" >}}) ![c]({{ d }}/e.png) [f]\n\n[f]: {{g}}/h\n";
    let body = read(text).body;
    assert_eq!(body.links[0].target, "{{< ref \"b.md\" >}}");
    assert_eq!(body.links[1].target, "{{g}}/h");
    assert_eq!(body.images[0].target, "{{ d }}/e.png");
    assert_eq!(body.text, "a f");
}

#[test]
fn paired_tags_hide_what_is_no_text() {
    let text = "a\n\n{% comment %}\nb\n\nc\n{% endcomment %}\n\n{{< highlight go >}}\nd\n\ne\n{{< /highlight >}}\n\nf\n";
    assert_eq!(texts(text), ["a", "", "", "f"]);
}

#[test]
fn admonition_fences_leave_title_and_content() {
    let text = "intro\n:::note\nOne.\n:::\n\n:::warning Mind *this*\nTwo.\n\nThree.\n:::\n\n:::tip[Title]\nFour.\n:::\n\n::: {.callout}\nFive.\n:::\n";
    assert_eq!(
        texts(text),
        [
            "intro",
            "",
            "One.",
            "",
            "Mind this",
            "Two.",
            "Three.",
            "",
            "Title",
            "Four.",
            "",
            "",
            "Five.",
            ""
        ]
    );
    assert_eq!(blocks(text)[0], "p <intro> intro");
    assert_eq!(blocks(text)[4], "p <:::warning Mind *this*> Mind this");
}

#[test]
fn indented_admonitions_hold_ordinary_blocks() {
    let text = "!!! note \"A title\"\n    Content\n    here.\n\n    - item\n\n    text\n\n        code\n\n    ??? tip\n\n        Nested.\n\nAfter.\n\n- real\n";
    assert_eq!(
        blocks(text),
        [
            "p <!!! note \"A title\"> A title",
            "p <Content\n    here.> Content here.",
            "li0.0 <- item> item",
            "p <text> text",
            "code() <code> code",
            "raw <??? tip> ",
            "p <Nested.> Nested.",
            "p <After.> After.",
            "li1.0 <- real> real",
        ]
    );
}

#[test]
fn exclamations_in_prose_are_no_admonitions() {
    assert_eq!(
        texts("!!! wow\nso great\n\n??? what\n\n!!!\n    x\n"),
        ["!!! wow so great", "??? what", "!!! x"]
    );
}

#[test]
fn wiki_links_show_their_text() {
    let text =
        "See [[Some page]], [[dir/page|shown *here*]] and ![[pic.png]]. [[1]](u) [[ -f x ]] [[a\n";
    assert_eq!(
        texts(text),
        ["See Some page, shown here and . [1] [[ -f x ]] [[a"]
    );
    assert_eq!(source_of(text, "Some page"), "Some page");
}

#[test]
fn mdx_is_told_by_its_imports() {
    let text = "import A from '../a'\nimport {\n  B,\n} from \"b\";\n\nexport const meta = {\n  x: 1,\n}\n\n# T {props.x}\n\n<A prop={`>`} other=\"}\">\nInner text.\n</A>\n\nSay <B.C d={{ e: 1 }} /> it. {/* a\n\ncomment */}\n";
    assert_eq!(texts(text).concat(), "TInner text.Say it.");
    let prose = "import taxes are high\n\nexport const is a keyword, <A> is {not}.\n";
    assert_eq!(
        texts(prose),
        [
            "import taxes are high",
            "export const is a keyword, is {not}."
        ]
    );
}

#[test]
fn an_unclosed_component_hides_nothing_behind_its_paragraph() {
    let text = "import A from 'a'\n\nx {a < B\n\ny <A\n\nz\n";
    assert_eq!(texts(text), ["", "x {a < B", "y <A", "z"]);
}

#[test]
fn a_block_ends_before_painted_blanks_that_the_parser_gives_it() {
    // The indent of the admonition's content is cut from the painted line, amid the character.
    assert_eq!(
        blocks("!!! note\n    </div>\n{{\u{feff}x}}\n"),
        ["raw <!!! note> ", "html <</div>> ", "raw <{{\u{feff}x}}> "]
    );
}

#[test]
fn signs_in_fenced_code_are_none_of_their_own() {
    let post = read("a\n\n```sh\nif [[ {{ x }} ]]\n:::note\n```\n\nb\n");
    assert_eq!(post.body.text, "a\nif [[ {{ x }} ]]\n:::note\nb");
    let post = read("a\n\n```sh\n{{ x }}\n```\n\nb {{ y }} c\n");
    assert_eq!(post.body.text, "a\n{{ x }}\nb c");
}
