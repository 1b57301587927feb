//! Where blocks begin and end.

use super::*;

#[test]
fn line_breaks_and_byte_order_marks_do_not_matter() {
    let text = "---\ntitle: T\ntags:\n  - a\n  - b\nlit: |\n  x\n  y\n---\nbody";
    let plain = read_all(text);
    for line_break in ["\r\n", "\r"] {
        for mark in ["", "\u{feff}"] {
            let other = format!("{mark}{}", text.replace('\n', line_break));
            assert_eq!(body(&other), "body");
            let root = read_all(&other).meta.unwrap().root;
            let names = |map: &Map| {
                map.entries
                    .iter()
                    .map(|e| e.key.name.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(names(&root), names(&plain.meta.as_ref().unwrap().root));
            assert_eq!(&other[root.entries[0].value.span.range()], "T");
            assert_eq!(
                root.get("lit").unwrap().value.data,
                Data::String("x\ny\n".into())
            );
        }
    }
}

#[test]
fn knows_every_closer_and_its_place() {
    for (text, close) in [
        ("---\na: 1\n---\nx", "---"),
        ("---\na: 1\n--- \t\nx", "---"),
        ("--- \na: 1\n...\nx", "..."),
        ("+++\na = 1\n+++ \nx", "+++"),
        ("{\n\"a\": 1\n}\nx", "}"),
        ("---yaml\na: 1\n---\nx", "---"),
        ("--- toml\na = 1\n---\nx", "---"),
        ("---json\n{\"a\": 1}\n---\nx", "---"),
    ] {
        let meta = read_all(text).meta.unwrap();
        assert_eq!(&text[meta.close.range()], close, "{text}");
        assert_eq!(body(text), "x");
        assert_eq!(meta.root.get("a").unwrap().value.data, Data::Integer(1));
        assert_eq!(meta.span.start, 0);
        assert!(problems(text).is_empty());
    }
}

#[test]
fn an_empty_block_is_an_empty_map() {
    for text in [
        "---\n---\n",
        "---\n\n---",
        "---\n\n# note\n\n---\n",
        "---\n# note\n---\n",
        "+++\n+++\n",
        "{}\n",
        "{ }",
    ] {
        let found = read_all(text);
        assert_eq!(found.meta.unwrap().root, Map::default(), "{text}");
        assert!(found.problems.is_empty(), "{text}");
        assert_eq!(found.body_start, text.len());
    }
}

#[test]
fn leaves_what_is_no_front_matter_alone() {
    for text in [
        "",
        "\n---\na: 1\n---\n",
        "# T",
        "---",
        "---\n",
        "---\n\nprose: yes\n",
        "---\nSome prose.\n\nMore.\n",
        "---\n\nSome prose.\n\n---\n\nMore.\n",
        "---\n\n# Head\n\nSome prose.\n\n---\n",
        "----\na: 1\n----\n",
        "--- a title\n---\n",
        "---js",
        "---js\nx",
        "+++",
        "+++\nprose\n",
        "{{< figure >}}\n",
        "{% include x %}\n",
        "{/* mdx */}",
        "{title}",
        "{\"a\": 1} is JSON\n",
        " ---\na: 1\n---\n",
        "---\nHe said it (loudly): go\n",
        "---\nhttp://x.y\n",
        "{",
        "{\n",
    ] {
        let found = read_all(text);
        assert!(found.meta.is_none(), "{text}");
        assert!(found.problems.is_empty(), "{text}");
        assert_eq!(found.body_start, 0);
    }
    assert_eq!(read_all("\u{feff}# T").body_start, 3);
}

#[test]
fn tells_front_matter_that_is_not_closed_and_reads_its_keys() {
    let text = "---\ntitle: T\ntags:\n  - a\n\n# Head\n";
    assert_eq!(
        problems(text),
        ["Unparsable <--->: front matter is not closed"]
    );
    assert_eq!(body(text), "\n# Head\n");
    let meta = read_all(text).meta.unwrap();
    assert_eq!(meta.root.entries.len(), 2);
    assert_eq!(&text[meta.close.range()], "  - a");
    assert_eq!(
        problems("+++\ntitle = 'T'\n\ntext"),
        ["Unparsable <+++>: front matter is not closed"]
    );
    let json = "{\n\"title\": \"T\",\n\"n\": 1\n\n- text } x";
    assert_eq!(
        problems(json)[0],
        "Unparsable <{>: front matter is not closed"
    );
    assert_eq!(read_all(json).meta.unwrap().root.entries.len(), 2);
    assert_eq!(body(json), "\n- text } x");
}

#[test]
fn does_not_read_other_languages() {
    let text = "---js\nmodule.exports = {}\n---\nx";
    assert_eq!(
        problems(text),
        ["FrontMatterLanguage <js>: 'js' front matter is not read"]
    );
    assert_eq!(
        problems("--- coffee\na: 1\n---\n"),
        ["FrontMatterLanguage <coffee>: 'coffee' front matter is not read"]
    );
    assert_eq!(body(text), "x");
}
