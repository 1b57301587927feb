//! Where findings lie, and what they say. Below a line of a post, `^` marks the text that a finding
//! underlines; behind the marks stands what it says.

use super::{check, markdown};

/// What the marks of a post say, and the post without them.
fn marked(post: &str) -> (String, Vec<(usize, String, String)>) {
    let mut text = String::new();
    let mut wanted = Vec::new();
    let mut line_start = 0;
    for line in post.split_inclusive('\n') {
        let marks = line.trim_start_matches(' ');
        if marks.starts_with('^') {
            let column = line.len() - marks.len();
            let length = marks.bytes().take_while(|byte| *byte == b'^').count();
            let at = line_start + column;
            let said = marks[length..].trim();
            let (finding, message) = said.split_once(": ").unwrap();
            wanted.push((at, finding.to_owned(), message.to_owned()));
            let under: String = text[at..].chars().take(length).collect();
            wanted
                .last_mut()
                .unwrap()
                .2
                .push_str(&format!(" @ {under}"));
        } else {
            line_start = text.len();
            text.push_str(line);
        }
    }
    wanted.sort();
    (text, wanted)
}

#[track_caller]
fn assert_found(schema: &str, post: &str) {
    let (text, wanted) = marked(post);
    let post = markdown(&text);
    let check = check(schema);
    let mut found: Vec<(usize, String, String)> = check
        .check_post(&post.cx())
        .iter()
        .map(|it| {
            let (finding, under, message) = post.shown(it);
            let at = it.primary().span.unwrap().start as usize;
            (at, finding, format!("{message} @ {under}"))
        })
        .collect();
    found.sort();
    assert_eq!(found, wanted);
}

/// A collection of Astro as it describes it in `.astro/collections/blog.schema.json`.
const ASTRO: &str = r##"{
  "$ref": "#/definitions/blog",
  "definitions": {
    "blog": {
      "type": "object",
      "properties": {
        "title": { "type": "string" },
        "description": { "type": "string", "maxLength": 20 },
        "pubDate": {
          "anyOf": [
            { "type": "string", "format": "date-time" },
            { "type": "string", "format": "date" },
            { "type": "integer", "format": "unix-time" }
          ]
        },
        "heroImage": { "type": "string" },
        "tags": { "type": "array", "items": { "type": "string" }, "default": [] },
        "draft": { "type": "boolean", "default": false },
        "kind": { "type": "string", "enum": ["note", "essay"] },
        "$schema": { "type": "string" }
      },
      "required": ["title", "pubDate"],
      "additionalProperties": false
    }
  },
  "$schema": "http://json-schema.org/draft-07/schema#"
}"##;

#[test]
fn takes_what_astro_takes() {
    for post in [
        "---\ntitle: A\npubDate: 2024-01-05\n---\n",
        "---\ntitle: A\npubDate: 2024-01-05T10:00:00Z\ntags: [a, b]\ndraft: true\nkind: note\n---\n",
        "---\ntitle: A\npubDate: 2024-01-05 10:00:00\n---\n",
        "---\ntitle: A\npubDate: 1704448800\ngatepost: { disable: [score] }\n---\n",
        "+++\ntitle = 'A'\npubDate = 2024-01-05T10:00:00\n+++\n",
        "{\"title\": \"A\", \"pubDate\": \"2024-01-05\", \"$schema\": \"x\"}\n\nText.\n",
    ] {
        assert_found(ASTRO, post);
    }
}

#[test]
fn tells_what_astro_does_not_take() {
    assert_found(
        ASTRO,
        r#"---
title: 2024
       ^^^^ type: `title` is an integer, not a string
description: "what is longer than it may be"
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ length: `description` must have at most 20 characters, not 29
pubDate: "Jul 08 2022"
          ^^^^^^^^^^^ format: `pubDate` is neither a date with a time nor a date: 'Jul 08 2022'
heroimage: a.png
^^^^^^^^^ unknown: unknown key `heroimage`; did you mean `heroImage`?
tags: [a, 3, b]
          ^ type: `tags[]` is an integer, not a string
draft: yes
       ^^^ type: `draft` is a string, not a boolean
kind: Note
      ^^^^ value: `kind` must be one of `note`, `essay`, not 'Note'
---
"#,
    );
    assert_found(
        ASTRO,
        r"+++
title = ''
pubDate = [1]
          ^^^ type: `pubDate` is a list, not an integer or a string
extra = { a = 1 }
^^^^^ unknown: unknown key `extra`
+++
",
    );
    assert_found(
        ASTRO,
        r"---
draft: true
---
^^^ missing: missing keys `title` and `pubDate`
",
    );
}

const DEEP: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "score": {
      "type": "object",
      "properties": {
        "quality": { "minimum": 0, "exclusiveMaximum": 100, "multipleOf": 0.5 }
      },
      "required": ["quality", "depth"]
    },
    "entities": {
      "type": "array",
      "minItems": 2,
      "uniqueItems": true,
      "contains": { "properties": { "type": { "const": "area" } } },
      "items": { "$ref": "#/$defs/entity" }
    },
    "pair": { "prefixItems": [{ "type": "string" }, { "type": "integer" }], "items": false },
    "never": false,
    "slug": { "type": "string", "pattern": "^[a-z-]+$", "not": { "const": "index" } },
    "map": { "propertyNames": { "pattern": "^[a-z]+$" }, "maxProperties": 1 }
  },
  "dependentRequired": { "slug": ["map"] },
  "$defs": {
    "entity": {
      "type": "object",
      "properties": {
        "name": { "type": "string", "minLength": 1 },
        "type": { "enum": ["stack", "area"] }
      },
      "required": ["name"],
      "unevaluatedProperties": false
    }
  }
}"##;

#[test]
fn finds_the_narrowest_place_at_every_depth() {
    assert_found(
        DEEP,
        r#"---
score:
^^^^^ missing: missing key `depth` in `score`
  quality: 100
           ^^^ range: `score.quality` must be less than 100, not 100
entities:
  - { name: "a", type: stak }
                       ^^^^ value: `entities[].type` must be one of `stack`, `area`, not 'stak'
  - { type: area }
    ^^^^^^^^^^^^^^ missing: missing key `name` in item 2 of `entities`
  - { name: b, typ: area }
               ^^^ unknown: unknown key `typ` in item 3 of `entities`; did you mean `type`?
pair: [a, 1, 2, 3]
             ^ items: `pair` has more than 2 items
never: 1
^^^^^ unknown: the key `never` must not be there
slug: index
      ^^^^^ value: `slug` must not be `index`
---
^^^ missing: missing key `map`, which `slug` asks for
"#,
    );
    assert_found(
        DEEP,
        r#"+++
slug = "Index_1"
        ^^^^^^^ pattern: `slug` does not match `^[a-z-]+$`: 'Index_1'
pair = [1, 1.0]
        ^ type: `pair[]` is an integer, not a string
entities = []
           ^^ items: `entities` has 0 items; at least 2 must be there
           ^^ items: `entities` has 0 items that `contains` asks for; at least 1 must be there
[map]
A = 1
^ unknown: the key `A` does not match `^[a-z]+$`
+++
"#,
    );
    assert_found(
        DEEP,
        r#"{
"entities": [{ "name": "", "type": "area" }, { "type": "area", "name": "" }],
               ^^^^^^ length: `entities[].name` must have at least 1 character, not 0
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ items: `entities` repeats a map
                                                               ^^^^^^ length: `entities[].name` must have at least 1 character, not 0
"score": { "quality": 0.25, "depth": null }
                      ^^^^ range: `score.quality` must be a multiple of 0.5, not 0.25
}

Text.
"#,
    );
}

#[test]
fn an_empty_value_is_told_at_its_key() {
    let schema =
        r#"{ "properties": { "a": { "type": ["string", "array"] }, "b": { "type": "null" } } }"#;
    assert_found(
        schema,
        r"---
a:
^ type: `a` has no value, where a string or a list is asked for
b:
---
",
    );
}

#[test]
fn a_post_without_meta_lacks_what_is_required() {
    assert_found(
        r#"{ "required": ["a"] }"#,
        "# Title\n  ^^^^^ missing: the post has no meta block\n",
    );
    assert_found(r#"{ "properties": { "a": false } }"#, "# Title\n");
}

#[test]
fn a_block_that_can_not_be_read_is_not_judged() {
    assert_found(r#"{ "required": ["a"] }"#, "---\nb: [\n---\n");
}

#[test]
fn the_keys_of_rendered_text_are_typed_by_the_schema() {
    use crate::parse::ParseOptions;
    use crate::rule::kinds::meta::fixture::Fixture;

    let check = check(
        r#"{ "required": ["reading_time", "topic"], "additionalProperties": false, "properties": {
            "topic": { "type": "string" },
            "reading_time": { "type": "integer", "minimum": 5 },
            "score": { "type": "object", "properties": { "quality": { "type": "number" } } },
            "flag": { "anyOf": [{ "type": "boolean" }, { "type": "null" }] },
            "tools": { "type": "array", "items": { "type": "string" } } } }"#,
    );
    let mut options = ParseOptions {
        meta_heading: Some("post meta".to_owned()),
        ..ParseOptions::default()
    };
    check.hint(&mut options);
    let shown: Vec<String> = options
        .keys
        .iter()
        .map(|it| format!("{} {}", it.path, it.value_type.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            "topic string",
            "reading_time integer",
            "score map",
            "score.quality number",
            "flag string",
            "tools list"
        ]
    );
    let text = "a title\n\nsome text here.\n\npost meta\n\ntopic2024\nreading time4\nscore\n  • quality: 80\n";
    let post = Fixture::read(text, "text", &options);
    assert_eq!(
        post.findings(&*check),
        [(
            "range".to_owned(),
            "4".to_owned(),
            "`reading time` must be at least 5, not 4".to_owned()
        )]
    );
}
