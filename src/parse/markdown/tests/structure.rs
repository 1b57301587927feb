//! Tests: structure.

use super::*;

#[test]
fn tells_blocks_apart() {
    let text = "# One #\n\nSome *text*\nin lines.\n\nTwo\nlines\n---\n\n- a\n- b\n  - c\n\n1. d\n\n> q\n> r\n>\n> s\n\n```Rust,x\nlet a;\n\nb\n```\n\n    in\n\n    dented\n\n| a | b |\n|---|---|\n| c | d *e* |\n\n<div>\nx\n</div>\n\n---\n";
    assert_eq!(
        blocks(text),
        [
            "h1 <# One #> One",
            "p <Some *text*\nin lines.> Some text in lines.",
            "h2 <Two\nlines\n---> Two lines",
            "li0.0 <- a> a",
            "li0.0 <- b> b",
            "li0.1 <- c> c",
            "li1.0 <1. d> d",
            "quote <> q\n> r> q r",
            "quote <s> s",
            "code(rust) <```Rust,x\nlet a;\n\nb\n```> let a;\n\nb",
            "code() <in\n\n    dented> in\n\ndented",
            "table <| a | b |\n|---|---|\n| c | d *e* |> a b c d e",
            "html <<div>\nx\n</div>> ",
        ]
    );
}

#[test]
fn the_first_text_of_an_item_is_the_item() {
    let text = "- a\n\n  more\n\n- [x] done\n\n  > quoted\n\n  - deep\n    - er\n- ```\n  code\n  ```\n  then\n";
    assert_eq!(
        blocks(text),
        [
            "li0.0 <- a> a",
            "p <more> more",
            "li0.0 <- [x] done> done",
            "quote <> quoted> quoted",
            "li0.1 <- deep> deep",
            "li0.2 <- er> er",
            "code() <```\n  code\n  ```> code",
            "li0.0 <- ```\n  code\n  ```\n  then> then",
        ]
    );
    assert_eq!(blocks("> - a\n\n- b\n"), ["li0.0 <- a> a", "li1.0 <- b> b"]);
}

#[test]
fn decodes_markup_escapes_and_entities() {
    let text = "a **b** `c  d` \\*e\\* &amp; [f](g) <http://h> ~~i~~\\\nj  \nk ![alt *l*](m)[^1]<br>n\n\n[^1]: note\n";
    assert_eq!(texts(text), ["a b c  d *e* & f http://h i j k n", "note"]);
    assert_eq!(source_of(text, "b c"), "b** `c");
    assert_eq!(source_of(text, "c  d"), "c  d");
    assert_eq!(source_of(text, "*"), "*");
    assert_eq!(source_of(text, "&"), "&amp;");
    assert_eq!(source_of(text, "f"), "f");
    assert_eq!(source_of("x `` `a `` y", "`a"), "`a");
    assert_eq!(source_of("| `a\\|b` |\n|-|\n", "a|b"), "a\\|b");
}

#[test]
fn images_and_links_keep_their_places() {
    let text = "![a *b*](i.png 't')\n\ntext [l ![c](j.png)](u) and <me@x.y> [r]\n\n[r]: /def\n";
    let body = read(text).body;
    assert_eq!(body.blocks.len(), 1);
    let images: Vec<_> = body
        .images
        .iter()
        .map(|i| (&text[i.span.range()], &*i.target, &*i.alt))
        .collect();
    assert_eq!(
        images,
        [
            ("![a *b*](i.png 't')", "i.png", "a b"),
            ("![c](j.png)", "j.png", "c")
        ]
    );
    let links: Vec<_> = body
        .links
        .iter()
        .map(|l| (&text[l.span.range()], &*l.target))
        .collect();
    assert_eq!(
        links,
        [
            ("[l ![c](j.png)](u)", "u"),
            ("<me@x.y>", "mailto:me@x.y"),
            ("[r]", "/def")
        ]
    );
    assert_eq!(texts(text), ["text l and me@x.y r"]);
}

#[test]
fn bare_urls_are_links_outside_of_code() {
    let text =
        "See https://a.b/c_d?x=1&y=2. Not `http://c` nor [http://e](http://f).\n\n    http://g\n";
    let body = read(text).body;
    let links: Vec<_> = body
        .links
        .iter()
        .map(|l| (&text[l.span.range()], &*l.target))
        .collect();
    assert_eq!(
        links,
        [
            ("https://a.b/c_d?x=1&y=2", "https://a.b/c_d?x=1&y=2"),
            ("[http://e](http://f)", "http://f")
        ]
    );
}

#[test]
fn heading_attributes_are_no_text() {
    assert_eq!(
        texts("# A {#a}\n\n## B {.c #d k=v}\n\n### Set {1, 2}\n\n#### {}\n\nE {#e}\n===\n"),
        ["A", "B", "Set {1, 2}", "{}", "E"]
    );
    assert_eq!(texts("# A `x` {#a .b}\n\np {#p}\n"), ["A x", "p {#p}"]);
}

#[test]
fn titles_come_from_meta_then_from_the_first_top_heading() {
    let title = |text: &str| {
        read(text)
            .title
            .map(|title| (title.text, text[title.span.range()].to_owned()))
    };
    let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
    assert_eq!(
        title("---\ntitle: 'It''s'\n---\n# H\n"),
        pair("It's", "It''s")
    );
    assert_eq!(
        title("---\ntitle: [3]\n---\n## G\n\n# The *H* {#h}\n"),
        pair("The H", "The *H")
    );
    assert_eq!(title("---\ntitle: 404\n---\n# H\n"), pair("404", "404"));
    assert_eq!(title("---\ntitle: 1.5\n---\n# H\n"), pair("1.5", "1.5"));
    assert_eq!(title("H\n===\n"), pair("H", "H"));
    assert_eq!(title("#\n"), pair("", "#"));
    assert_eq!(title("## H\n"), None);
    assert_eq!(title(""), None);
}

#[test]
fn first_and_last_lines_are_those_with_text() {
    let lines = |text: &str| {
        let post = read(text);
        (
            text[post.first_line.range()].to_owned(),
            text[post.last_line.range()].to_owned(),
        )
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        lines("---\na: 1\n---\n\n  first \r\nx\n last \n\n"),
        pair("first", "last")
    );
    assert_eq!(lines("---\na: 1\n---\n\n"), pair("---", "---"));
    assert_eq!(lines("\u{feff}one"), pair("one", "one"));
    assert_eq!(lines("\u{feff}---\na: 1\n---"), pair("---", "---"));
    assert_eq!(lines(""), pair("", ""));
    assert_eq!(lines("\n \n"), pair("", ""));
}

#[test]
fn line_breaks_of_every_kind_give_the_same_structure() {
    let text = "---\ntitle: T\n---\n# A\n\nb\nc  \nd\n\n- e\n  f\n\n```\ng\n\nh\n```\n\n{{< x >}}\n\n> i\n> j\n\n    k\n    l\n\n:::note M\nn\n:::\n\n!!! tip\n    o\n";
    let plain = read(text).body;
    for line_break in ["\r\n", "\r"] {
        let body = read(&text.replace('\n', line_break)).body;
        assert_eq!(body.text, plain.text);
        let kinds = |body: &Body| {
            body.blocks
                .iter()
                .map(|block| block.kind.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(&body), kinds(&plain));
    }
}

#[test]
fn faulty_front_matter_does_not_hide_the_body() {
    let post = read("---\na: b: c\n---\n# H\n\ntext\n");
    assert_eq!(post.problems[0].kind, ProblemKind::Unparsable);
    assert_eq!(post.body.text, "H\ntext");
    assert_eq!(post.body.sections.len(), 2);
    let post = read("---\nkey: v\n\n# H\n");
    assert_eq!(post.problems.len(), 1);
    assert_eq!(post.body.text, "H");
}

#[test]
fn a_file_of_front_matter_alone_has_no_blocks() {
    let post = read("---\na: 1\n---\n");
    assert!(post.meta.is_some());
    assert!(post.body.blocks.is_empty());
    assert_eq!(post.body.sections.len(), 1);
    assert!(read("\u{feff}# T\n").title.is_some());
}
