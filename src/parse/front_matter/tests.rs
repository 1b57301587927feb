//! Tests: tests.

use super::*;
use crate::post::{Data, Entry, Value};

mod hostile;
mod limits;

fn read_all(text: &str) -> FrontMatter {
    let found = read(text, &ParseLimits::default());
    for problem in &found.problems {
        check_span(text, problem.span);
        if let Some((span, _)) = &problem.other {
            check_span(text, *span);
        }
        let message = &problem.message;
        assert!(
            !message.contains('\n') && !message.ends_with('.'),
            "{message}"
        );
    }
    if let Some(meta) = &found.meta {
        check_span(text, meta.span);
        check_span(text, meta.close);
        check_map(text, &meta.root);
    }
    assert!(text.is_char_boundary(found.body_start));
    found
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
}

fn check_map(text: &str, map: &Map) {
    for Entry { key, value } in &map.entries {
        check_span(text, key.span);
        check_value(text, value);
    }
}

fn check_value(text: &str, value: &Value) {
    check_span(text, value.span);
    match &value.data {
        Data::Map(map) => check_map(text, map),
        Data::List(items) => items.iter().for_each(|item| check_value(text, item)),
        _ => {}
    }
}

/// The entries as `key=value@slice` lines, nested ones indented.
fn shown(text: &str) -> String {
    let found = read_all(text);
    let mut out = String::new();
    show_map(text, &found.meta.unwrap().root, 0, &mut out);
    out
}

fn show_map(text: &str, map: &Map, depth: usize, out: &mut String) {
    for Entry { key, value } in &map.entries {
        let raw = &text[key.span.range()];
        out.push_str(&format!("{}{raw}: ", "  ".repeat(depth)));
        show_value(text, value, depth, out);
    }
}

fn show_value(text: &str, value: &Value, depth: usize, out: &mut String) {
    let raw = &text[value.span.range()];
    match &value.data {
        Data::Map(map) => {
            out.push_str("map\n");
            show_map(text, map, depth + 1, out);
        }
        Data::List(items) => {
            out.push_str("list\n");
            for item in items {
                out.push_str(&format!("{}- ", "  ".repeat(depth + 1)));
                show_value(text, item, depth + 1, out);
            }
        }
        data => out.push_str(&format!("{data:?} <{}>\n", raw.escape_debug())),
    }
}

fn problems(text: &str) -> Vec<String> {
    let found = read_all(text);
    let told = found.problems.iter().map(|problem| {
        let place = &text[problem.span.range()];
        format!(
            "{:?} <{}>: {}",
            problem.kind,
            place.escape_debug(),
            problem.message
        )
    });
    told.collect()
}

fn body(text: &str) -> &str {
    &text[read_all(text).body_start..]
}

#[test]
fn types_scalars_and_keeps_their_places() {
    let text = "---\ntitle: \"Café ☕\"\n🦀: 'it''s' # why\nn: 0x10\nf: 1.5\nb: true\nno: no\nempty:\nd: 2024-05-01\n---\nx";
    insta::assert_snapshot!(shown(text), @r#"
    title: String("Café ☕") <Café ☕>
    🦀: String("it's") <it\'\'s>
    n: Integer(16) <0x10>
    f: Float(1.5) <1.5>
    b: Boolean(true) <true>
    no: String("no") <no>
    empty: Null <>
    d: String("2024-05-01") <2024-05-01>
    "#);
    assert_eq!(body(text), "x");
    assert!(problems(text).is_empty());
}

#[test]
fn reads_lists_maps_and_scalars_of_many_lines() {
    let text = "---\ntags:\n- a\n- b b\nflow: {x: [1, 2], 'y': z}\nlit: |\n  one\n  ---\n\n  two\n\nfold: >-\n  a\n  b\nplain: p\n  q\nquoted: \"r\n  s\"\ndeep:\n  er:\n    - k: v\n      l: w\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    tags: list
      - String("a") <a>
      - String("b b") <b b>
    flow: map
      x: list
        - Integer(1) <1>
        - Integer(2) <2>
      'y': String("z") <z>
    lit: String("one\n---\n\ntwo\n") <one\n  ---\n\n  two>
    fold: String("a b") <a\n  b>
    plain: String("p q") <p\n  q>
    quoted: String("r s") <r\n  s>
    deep: map
      er: list
        - map
          k: String("v") <v>
          l: String("w") <w>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn a_key_that_is_not_there_has_no_name() {
    let root = read_all("---\n? \n: x\n---\n").meta.unwrap().root;
    assert_eq!(root.entries[0].key.name, "");
}

#[test]
fn tells_a_repeated_key_among_few_and_among_many() {
    for count in [2, 40, 41, 90] {
        let mut keys = String::new();
        for at in 0..count {
            keys.push_str(&format!("key {at}: x\n"));
        }
        for repeated in ["KEY-0", "key_1", &format!("key {}", count - 1)] {
            let told = problems(&format!("---\n{keys}{repeated}: y\n---\n"));
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with(&format!("RepeatedKey <{repeated}>")));
        }
        assert!(problems(&format!("---\n{keys}other: y\n---\n")).is_empty());
    }
}

#[test]
fn containers_end_with_their_last_child() {
    let text = "---\na:\n  - x\n  - y\nb: [1, 2]\nc: z\n---\n";
    let root = read_all(text).meta.unwrap().root;
    assert_eq!(&text[root.entries[0].value.span.range()], "- x\n  - y");
    assert_eq!(&text[root.entries[1].value.span.range()], "[1, 2]");
}

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

#[test]
fn tells_repeated_keys_and_keeps_the_first() {
    for text in [
        "---\na: 1\nb: 2\na: 3\n---\n",
        "+++\na = 1\nb = 2\na = 3\n+++\n",
        "{\"a\": 1, \"b\": 2, \"a\": 3}\n",
    ] {
        let found = read_all(text);
        let [problem] = &found.problems[..] else {
            panic!("{:?}", found.problems)
        };
        assert_eq!(problem.kind, ProblemKind::RepeatedKey);
        assert_eq!(problem.message, "the key `a` stands twice");
        let (first, label) = problem.other.clone().unwrap();
        assert_eq!(label, "first here");
        assert!(first.end < problem.span.start);
        assert_eq!(text[first.range()].trim_matches('"'), "a");
        assert_eq!(
            found.meta.unwrap().root.get("a").unwrap().value.data,
            Data::Integer(1)
        );
    }
    let told = problems("---\nlast reviewed: 1\nLast_Reviewed: 2\n---\n");
    assert_eq!(
        told,
        ["RepeatedKey <Last_Reviewed>: the keys `last reviewed` and `Last_Reviewed` mean the same"]
    );
    assert_eq!(problems("---\na: {x: 1, x: 2}\nb: {x: 1}\n---\n").len(), 1);
}

#[test]
fn the_first_of_a_repeated_toml_key_is_the_one_in_the_same_table() {
    let text = "+++\na = 1\nb = { a = 2 }\na = 3\n[t]\na = 4\na = 5\n+++\n";
    let found = read_all(text);
    let firsts: Vec<_> = found
        .problems
        .iter()
        .map(|p| p.other.as_ref().unwrap().0.start)
        .collect();
    assert_eq!(firsts, [4, 34]);
}

#[test]
fn reads_toml_with_places() {
    let text = "+++\ntitle = \"T \\u00e9\"\ndate = 2024-05-01T10:00:00Z\nbig = 99999999999999999999\nhex = 0x1F\nml = \"\"\"x\ny\"\"\"\na.b = 1\ntags = ['p', \"q\"]\n[score]\nquality = 8_0\nup = inf\n[[src]]\nurl = 'u'\n[[src]]\nurl = 'v'\n+++\n";
    insta::assert_snapshot!(shown(text), @r#"
    title: String("T é") <T \\u00e9>
    date: String("2024-05-01T10:00:00Z") <2024-05-01T10:00:00Z>
    big: Float(1e20) <99999999999999999999>
    hex: Integer(31) <0x1F>
    ml: String("x\ny") <x\ny>
    a: map
      b: Integer(1) <1>
    tags: list
      - String("p") <p>
      - String("q") <q>
    score: map
      quality: Integer(80) <8_0>
      up: String("inf") <inf>
    src: list
      - map
        url: String("u") <u>
      - map
        url: String("v") <v>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn reads_json_with_places() {
    let text = "{\n  \"title\": \"T \\u00e9 \\\" }\",\n  \"n\": -1, \"f\": 1.0, \"big\": 1e999,\n  \"l\": [null, {\"x\": false}]\n}\nbody";
    insta::assert_snapshot!(shown(text), @r#"
    "title": String("T é \" }") <T \\u00e9 \\\" }>
    "n": Integer(-1) <-1>
    "f": Float(1.0) <1.0>
    "big": String("1e999") <1e999>
    "l": list
      - Null <null>
      - map
        "x": Boolean(false) <false>
    "#);
    assert_eq!(body(text), "body");
    assert!(problems(text).is_empty());
}

#[test]
fn keeps_what_stands_before_a_fault() {
    for text in [
        "---\na: 1\nb: [x]\ntitle: one: two\nc: 2\n---\nbody",
        "---\na: 1\nb: [x]\nc: [y\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\nc: \"y\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\nno colon here\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\n\tc: 1\n---\nbody",
        "+++\na = 1\nb = ['x']\nc =\n+++\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"],\n}\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"]\n\"c\": 2}\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"],\n\"c\": nope}\nbody",
    ] {
        let found = read_all(text);
        assert_eq!(found.problems.len(), 1, "{text} {:?}", found.problems);
        assert_eq!(found.problems[0].kind, ProblemKind::Unparsable);
        let root = found.meta.unwrap().root;
        let kept: Vec<_> = root
            .entries
            .iter()
            .map(|entry| entry.key.name.as_str())
            .collect();
        assert!(kept.starts_with(&["a", "b"]), "{text} {kept:?}");
        assert!(!kept.contains(&"title"));
        assert_eq!(&text[found.body_start..], "body");
    }
}

#[test]
fn says_what_is_wrong_with_yaml() {
    for (content, told) in [
        ("title: one: two", "<:>: a second `:` stands in this value"),
        ("a:\n\t- x", "<\\t>: a tab cannot indent YAML"),
        ("a:\tx\n\tb: 1", "<\\t>: a tab cannot indent YAML"),
        ("a: @x", "<@>: a value cannot start with `@`"),
        (
            "a: [x, y\nb: 1",
            "<:>: a `,` or the closing bracket is missing before this",
        ),
        ("a: \"x\nb: 1", "<b>: a quote above this line is not closed"),
        (
            "a: 1\nword\nb: 1",
            "<word>: this line has no `:` behind its key",
        ),
        (
            "a:\u{a0}x\nb: 1",
            "<\\u{a0}>: a no-break space stands behind the colon",
        ),
        (
            "a: 1\nb:\u{a0}x",
            "<\\u{a0}>: a no-break space stands behind the colon",
        ),
        ("- a", "<- a>: front matter must be a map"),
        ("just text", "<just text>: front matter must be a map"),
        (
            "a: *nope",
            "<*nope>: nothing is named `&nope` before this alias",
        ),
        (
            "a: &x [*x]",
            "<*x>: this alias stands inside of what it names",
        ),
        (
            "a: !py/object x",
            "<!py/object>: the tag `!py/object` is not known; the value is read as text",
        ),
        (
            "a: !!int x",
            "<x>: `!!int` asks for an integer, but this is not",
        ),
        ("? [x]\n: y\nb: 1", "<[x]>: a key must be plain text"),
        (
            "a: 1\n--- b",
            "<--->: a second document starts here; front matter is one map",
        ),
        ("<<: 1", "<1>: `<<` merges maps, but this is none"),
        ("%YAML 1.2", "<%>: a value or key cannot start with `%`"),
    ] {
        let text = format!("---\n{content}\n---\n");
        assert_eq!(problems(&text), [format!("Unparsable {told}")]);
    }
}

#[test]
fn honours_core_tags() {
    let text = "---\na: !!str 12\nb: !!int 12\nc: !!float 1\nd: ! 12\ne: !!timestamp 2001-01-01\nf: !!seq [x]\ng: !!str\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    a: String("12") <12>
    b: Integer(12) <12>
    c: Float(1.0) <1>
    d: String("12") <12>
    e: String("2001-01-01") <2001-01-01>
    f: list
      - String("x") <x>
    g: String("") <>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn expands_aliases_and_merge_keys() {
    let text = "---\nbase: &b {x: 1, y: 2}\ncopy: *b\nown:\n  <<: *b\n  y: 3\nboth:\n  <<: [*b, {z: 4}]\nname: &n key\n*n : v\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    base: map
      x: Integer(1) <1>
      y: Integer(2) <2>
    copy: map
      x: Integer(1) <1>
      y: Integer(2) <2>
    own: map
      y: Integer(3) <3>
      x: Integer(1) <1>
    both: map
      x: Integer(1) <1>
      y: Integer(2) <2>
      z: Integer(4) <4>
    name: String("key") <key>
    *n: String("v") <v>
    "#);
    assert!(problems(text).is_empty());
    let root = read_all(text).meta.unwrap().root;
    assert_eq!(&text[root.entries[1].value.span.range()], "*b");
}
