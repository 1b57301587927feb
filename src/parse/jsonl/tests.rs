//! Tests: what a record says, and where.

use proptest::prelude::*;

use super::*;
use crate::post::BlockKind;

fn post(text: &str) -> Post {
    post_with(text, JsonlOptions::default())
}

fn post_with(text: &str, jsonl: JsonlOptions) -> Post {
    let options = ParseOptions {
        jsonl,
        ..ParseOptions::default()
    };
    let mut posts = Jsonl.parse(text, &options);
    assert_eq!(posts.len(), 1);
    posts.remove(0)
}

/// What stands at the places of all problems, with their messages.
fn problems(text: &str) -> Vec<(String, String)> {
    let problems = post(text).problems.into_iter();
    problems
        .map(|it| (text[it.span.range()].to_owned(), it.message))
        .collect()
}

fn problem(at: &str, message: &str) -> Vec<(String, String)> {
    vec![(at.to_owned(), message.to_owned())]
}

fn path(name: &str) -> Option<MetaPath> {
    MetaPath::parse(name).ok()
}

/// Keys and texts of the meta.
fn meta(post: &Post) -> Vec<(String, String)> {
    let entries = post.meta.iter().flat_map(|meta| &meta.root.entries);
    entries
        .map(|it| {
            let text = it.value.data.as_text();
            let text = text.unwrap_or_else(|| it.value.data.described().to_owned());
            (it.key.name.to_string(), text)
        })
        .collect()
}

fn owned(entries: &[(&str, &str)]) -> Vec<(String, String)> {
    let entries = entries.iter();
    entries
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn a_record_is_a_post_with_exact_places() {
    let text = r##"{"id": 7, "title": "Caf\u00e9", "body": "# One\n\nTwo \ud83d\ude00 **three**.\n\n- four"}"##;
    let post = post(text);
    assert_eq!(post.problems, []);
    assert_eq!(post.id.as_deref(), Some("7"));
    let title = post.title.as_ref().unwrap();
    assert_eq!(title.text, "Café");
    assert_eq!(&text[title.span.range()], r"Caf\u00e9");
    let written: Vec<&str> = post
        .body
        .blocks
        .iter()
        .map(|block| &text[block.span.range()])
        .collect();
    assert_eq!(written, ["# One", r"Two \ud83d\ude00 **three**.", "- four"]);
    let at = u32::try_from(post.body.text.find("three").unwrap()).unwrap();
    assert_eq!(&text[post.body.span(at..at + 5).range()], "three");
    let at = u32::try_from(post.body.text.find('😀').unwrap()).unwrap();
    let smile = post.body.span(at..at + 4);
    assert_eq!(&text[smile.range()], r"\ud83d\ude00");
    assert_eq!(meta(&post), owned(&[("id", "7"), ("title", "Café")]));
    assert_eq!(&text[post.meta.as_ref().unwrap().close.range()], "}");
}

#[test]
fn the_meta_object_comes_before_the_other_fields_and_these_before_front_matter() {
    let text = r#"{"date": "a", "meta": {"title": "b", "date": "c"}, "title": "d", "content": "---\ndate: e\nlevel: f\n---\nText."}"#;
    let post = post(text);
    assert_eq!(
        meta(&post),
        owned(&[("title", "b"), ("date", "c"), ("level", "f")])
    );
    assert_eq!(post.body.text.trim(), "Text.");
    let level = &post.meta.as_ref().unwrap().root.entries[2];
    assert_eq!(&text[level.value.span.range()], "f");
    assert_eq!(post.title.unwrap().text, "d");
}

#[test]
fn configured_fields_are_taken_wherever_they_stand() {
    let text = r#"{"content": {"rendered": "One.", "protected": false}, "name": "x", "about": {"title": "t"}, "acf": {"k": 1}, "meta": "m"}"#;
    let options = JsonlOptions {
        body: path("content.rendered"),
        title: path("about.title"),
        id: path("name"),
        meta: path("acf"),
        body_format: Some(BodyFormat::Text),
    };
    let post = post_with(text, options);
    assert_eq!(post.problems, []);
    assert_eq!(post.id.as_deref(), Some("x"));
    assert_eq!(post.title.as_ref().unwrap().text, "t");
    assert_eq!(post.body.blocks[0].kind, BlockKind::Heading(1));
    let keys: Vec<String> = meta(&post).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["k", "content", "name", "about", "meta"]);
}

#[test]
fn a_record_without_a_body_is_told_and_an_empty_body_is_not() {
    let none = "the record has no body: none of the fields `body`, `content`, `markdown`, `html`, `text` is text";
    assert_eq!(problems(r#"{"id": "a"}"#), problem("}", none));
    assert_eq!(problems(r#"{"body": ["a"]}"#), problem("}", none));
    assert_eq!(problems(r#"{"body": ""}"#), []);
    assert_eq!(problems(r#"{"id": 1, "body": null}"#), []);
    assert_eq!(problems("\u{feff}{\"text\": \"a\"} "), []);
    let options = JsonlOptions {
        body: path("a"),
        ..JsonlOptions::default()
    };
    let found = post_with(r#"{"a": 3}"#, options);
    assert_eq!(
        found.problems[0].message,
        "the body must be text, not an integer"
    );
}

#[test]
fn a_field_without_a_value_hides_no_body() {
    let found = post(r#"{"body": null, "html": "<p>One.</p>", "text": "Two."}"#);
    assert_eq!(found.problems, []);
    assert_eq!(found.body.text.trim(), "One.");
    assert_eq!(meta(&found), owned(&[("body", ""), ("text", "Two.")]));
}

#[test]
fn title_and_id_may_stand_in_the_meta_object_or_in_front_matter() {
    let text = r#"{"front_matter": {"title": "One", "slug": "a-b"}, "body": "Text."}"#;
    let found = post(text);
    let title = found.title.unwrap();
    assert_eq!((&*title.text, &text[title.span.range()]), ("One", "One"));
    assert_eq!(found.id.as_deref(), Some("a-b"));
    let found = post(r#"{"body": "---\ntitle: Two\nid: 7\n---\n# Three"}"#);
    assert_eq!(found.title.unwrap().text, "Two");
    assert_eq!(found.id.as_deref(), Some("7"));
    assert_eq!(
        post(r##"{"title": 404, "body": "# Four"}"##)
            .title
            .unwrap()
            .text,
        "404"
    );
}

#[test]
fn a_body_in_the_meta_object_is_no_meta() {
    let options = JsonlOptions {
        body: path("meta.body"),
        ..JsonlOptions::default()
    };
    let found = post_with(r##"{"meta": {"body": "# One", "level": 3}}"##, options);
    assert_eq!(found.title.as_ref().unwrap().text, "One");
    assert_eq!(meta(&found), owned(&[("level", "3")]));
}

#[test]
fn what_is_no_json_is_told_where_it_stands() {
    for (text, at, message) in [
        (r#"["a"]"#, "[", "a record must be an object"),
        (
            r#"{"a": 1,}"#,
            ",",
            "no comma may stand before a `}` or `]`",
        ),
        (r#"{"a": 1 // b"#, "/", "JSON has no comments"),
        (
            r#"{"a": 1 "b": 2}"#,
            "1",
            "a comma is missing behind this value",
        ),
        (r#"{"a" 1}"#, r#""a""#, "a colon must follow this key"),
        (r"{a: 1}", "a", "a key must stand in double quotes"),
        (r#"{"a": 'b'}"#, "'", "text must stand in double quotes"),
        (r#"{"a": NaN}"#, "NaN", "`NaN` is no value of JSON"),
        (r#"{"a": 01}"#, "01", "`01` is no value of JSON"),
        (r#"{"a": +1}"#, "+1", "`+1` is no value of JSON"),
        (r#"{"a": 1.}"#, "1.", "`1.` is no value of JSON"),
        (r#"{"a": True}"#, "True", "`True` is no value of JSON"),
        (r#"{"a": }"#, "}", "a value is expected here"),
        (r#"{"a": "b}"#, "\"", "the string is not closed"),
        (r#"{"a": "\x"}"#, r"\x", "no escape of JSON"),
        (
            "{\"a\": \"\t\"}",
            "\t",
            "a control character must be written as an escape",
        ),
        (
            r#"{"a": 1} {"b": 2}"#,
            "{",
            "nothing may follow the object on its line",
        ),
        (
            r#"{"a": [1, 2"#,
            "2",
            "the record ends before its `[` is closed",
        ),
        (r#"{"a":"#, ":", "the record ends before its `{` is closed"),
        ("{", "{", "the record ends before its `{` is closed"),
        (
            r#"{"a": 1,"#,
            ",",
            "the record ends before its `{` is closed",
        ),
        ("[1, ", "[", "a record must be an object"),
    ] {
        assert_eq!(problems(text), problem(at, message), "{text}");
        assert_eq!(
            post(text).problems[0].kind,
            ProblemKind::Unreadable,
            "{text}"
        );
    }
}

#[test]
fn every_number_of_json_is_read() {
    let text = r#"{"body": "", "n": [0, -0, 10, -2.5, 1e3, 1E-2, 0.5e+1, true, false, null, {}]}"#;
    assert_eq!(problems(text), []);
}

#[test]
fn a_repeated_key_is_told_and_the_first_is_read() {
    let text = r#"{"body": "One.", "tag": 1, "tag": 2, "body": "Two."}"#;
    let found = post(text);
    assert_eq!(found.body.text.trim(), "One.");
    let spans: Vec<&str> = found
        .problems
        .iter()
        .map(|it| &text[it.span.range()])
        .collect();
    assert_eq!(spans, [r#""tag""#, r#""body""#]);
    assert!(
        found
            .problems
            .iter()
            .all(|it| it.kind == ProblemKind::RepeatedKey)
    );
}

#[test]
fn depth_and_number_of_values_are_bounded() {
    let deep = format!("{{\"body\": \"\", \"a\": {}", "[".repeat(100_000));
    assert_eq!(problems(&deep), problem("[", "nested deeper than 128"));
    let many = format!("{{\"body\": \"x\", \"a\": [{}1]}}", "1,".repeat(200_000));
    assert_eq!(problems(&many), problem("1", "more than 100000 values"));
}

fn assert_in_range(text: &str, post: &Post) {
    let body = &post.body;
    let blocks = body.blocks.iter().map(|it| it.span);
    let links = body.links.iter().map(|it| it.span);
    let images = body.images.iter().map(|it| it.span);
    let problems = post.problems.iter().map(|it| it.span);
    let own = [
        post.first_line,
        post.last_line,
        post.anchor(),
        post.meta_anchor(),
    ];
    let all = blocks.chain(links).chain(images).chain(problems).chain(own);
    for span in all {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    for (at, c) in body.text.char_indices() {
        let from = u32::try_from(at).unwrap();
        let span = body.span(from..from + u32::try_from(c.len_utf8()).unwrap());
        assert!(
            text.get(span.range()).is_some(),
            "{c:?} at {span:?} of {text:?}"
        );
    }
}

/// A text as a string of JSON, its characters escaped where `is_escaped` says so.
fn quoted(body: &str, is_escaped: &[bool]) -> String {
    let mut flags = is_escaped.iter().cycle();
    let mut quoted = String::from("\"");
    for c in body.chars() {
        if c < ' ' || c == '"' || c == '\\' || flags.next() == Some(&true) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                quoted.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            quoted.push(c);
        }
    }
    quoted.push('"');
    quoted
}

const FRAGMENTS: &[&str] = &[
    "# H\n",
    "- é\n",
    "a **b** c\n",
    "&amp; &euml;",
    "![ä](x.png)",
    "[l](u)",
    "\n\n",
    "😀",
    "---\n",
    "title: ü\n",
    "```\ncode\n```\n",
    "> q\n",
    "| a | b |\n|---|---|\n| é | d |\n",
    "\r\n",
    "<!-- c -->",
    "<div>\nx\n</div>\n",
    "\\",
    "\"",
    "\u{301}",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_place_of_a_body_lies_on_characters_of_the_record(
        parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..12),
        is_escaped in prop::collection::vec(any::<bool>(), 1..9),
        field in prop::sample::select(vec!["body", "text"]),
    ) {
        let body = parts.concat();
        let text = format!("{{\"{field}\": {}, \"id\": \"ä\"}}", quoted(&body, &is_escaped));
        let found = post(&text);
        assert_in_range(&text, &found);
        let plain = post(&format!("{{\"{field}\": {}}}", quoted(&body, &[false])));
        prop_assert_eq!(found.body.text, plain.body.text);
    }

    #[test]
    fn no_record_makes_the_reader_fail(text in r#"[{}\[\]",:\\u0-9a-ftrue é/'-]{0,40}"#) {
        assert_in_range(&text, &post(&text));
    }

    #[test]
    fn what_is_read_is_what_other_readers_read(value in json_value()) {
        let text = serde_json::json!({"body": "x", "v": value}).to_string();
        let found = post(&text);
        prop_assert_eq!(&found.problems, &vec![]);
        let entry = found.meta.as_ref().unwrap().root.get("v").unwrap();
        prop_assert_eq!(as_json(&entry.value.data), value);
    }
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        "[ -~é\u{1}\n\"\\\\😀]{0,8}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn as_json(data: &Data) -> serde_json::Value {
    match data {
        Data::Null => serde_json::Value::Null,
        Data::Boolean(value) => (*value).into(),
        Data::Integer(value) => (*value).into(),
        Data::Float(value) => (*value).into(),
        Data::String(value) => value.clone().into(),
        Data::List(items) => items.iter().map(|it| as_json(&it.data)).collect(),
        Data::Map(map) => {
            let entries = map.entries.iter();
            entries
                .map(|it| (it.key.name.to_string(), as_json(&it.value.data)))
                .collect()
        }
    }
}
