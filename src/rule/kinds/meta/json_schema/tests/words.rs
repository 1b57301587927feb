//! What findings advise, why they say it is so, and which of several forms they speak of.

use super::{check, diagnostics, markdown};
use crate::diagnostic::Applicability;

/// The messages of all findings.
fn said(schema: &str, value: &str) -> Vec<String> {
    let post = format!("---\na: {value}\n---\n");
    let found = diagnostics(schema, &post).into_iter();
    found
        .map(|it| format!("{}: {}", it.code.finding(), it.message))
        .collect()
}

#[test]
fn says_which_types_any_of_the_forms_takes() {
    let schema = r#"{ "properties": { "a": { "oneOf": [
        { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] } } }"#;
    assert_eq!(
        said(schema, "3"),
        ["type: `a` is an integer, not a string or a list"]
    );
    assert_eq!(
        said(schema, "[x, 3]"),
        ["type: `a[]` is an integer, not a string"]
    );
    assert_eq!(said(schema, "[x]"), Vec::<String>::new());
}

#[test]
fn speaks_of_the_form_that_a_key_names() {
    let schema = r#"{ "properties": { "a": { "anyOf": [
        { "properties": { "kind": { "const": "image" }, "src": { "type": "string" } },
          "required": ["kind", "src"], "additionalProperties": false },
        { "properties": { "kind": { "const": "video" }, "url": { "type": "string" }, "length": { "type": "integer" } },
          "required": ["kind", "url", "length"], "additionalProperties": false } ] } } }"#;
    assert_eq!(
        said(schema, "{ kind: video, src: x, url: y }"),
        [
            "unknown: unknown key `src` in `a`",
            "missing: missing key `length` in `a`"
        ]
        .map(str::to_owned)
        .into_iter()
        .rev()
        .collect::<Vec<_>>()
    );
    assert_eq!(
        said(schema, "{ kind: audio }"),
        ["value: `a.kind` must be one of `image`, `video`, not 'audio'"]
    );
    let post = "---\na: { kind: video, url: 3, length: 1 }\n---\n";
    let found = diagnostics(schema, post);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "`a.url` is an integer, not a string");
    assert_eq!(
        found[0].notes,
        ["this is the closest of the 2 forms it may have"]
    );
}

#[test]
fn joins_the_values_of_all_forms() {
    let schema = r#"{ "properties": { "a": { "anyOf": [
        { "const": "x" }, { "enum": ["y", "z"] }, { "type": "null" } ] } } }"#;
    assert_eq!(
        said(schema, "w"),
        ["value: `a` must be one of `x`, `y`, `z`, not 'w'"]
    );
}

#[test]
fn tells_more_forms_than_one_and_what_must_not_be() {
    let schema = r#"{ "properties": { "a": { "oneOf": [{ "minimum": 1 }, { "maximum": 5 }] } } }"#;
    assert_eq!(
        said(schema, "3"),
        ["value: `a` has 2 of the forms of `oneOf`, where it may have one"]
    );
    for (not, message) in [
        (
            r#"{ "type": "integer" }"#,
            "value: `a` must not be an integer",
        ),
        (r#"{ "enum": [3, 4] }"#, "value: `a` must not be `3` or `4`"),
        (
            r#"{ "minimum": 1 }"#,
            "value: `a` is what the schema's `not` rules out",
        ),
    ] {
        let schema = format!(r#"{{ "properties": {{ "a": {{ "not": {not} }} }} }}"#);
        assert_eq!(said(&schema, "3"), [message]);
    }
}

#[test]
fn a_condition_chooses_what_is_asked_for() {
    let schema = r#"{ "if": { "properties": { "a": { "const": 1 } } },
        "then": { "required": ["b"] }, "else": { "required": ["c"] } }"#;
    assert_eq!(said(schema, "1"), ["missing: missing key `b`"]);
    assert_eq!(said(schema, "2"), ["missing: missing key `c`"]);
}

#[test]
fn says_the_same_once() {
    let schema = r##"{ "allOf": [{ "$ref": "#/$defs/x" }, { "$ref": "#/$defs/x" }],
        "$defs": { "x": { "required": ["b"] } } }"##;
    assert_eq!(said(schema, "1"), ["missing: missing key `b`"]);
}

#[test]
fn advice_and_fixes_are_those_of_fields() {
    for (schema, value, help, fix) in [
        (
            r#"{ "type": "string" }"#,
            "3",
            "quote it to make it a string",
            Some("\"3\""),
        ),
        (
            r#"{ "type": ["integer", "null"] }"#,
            "'3'",
            "remove the quotes",
            Some("3"),
        ),
        (
            r#"{ "type": "boolean" }"#,
            "'yes'",
            "write `true` or `false`",
            Some("true"),
        ),
        (
            r#"{ "enum": ["beginner", "advanced"] }"#,
            "Advanced",
            "write it as `advanced`",
            Some("advanced"),
        ),
        (
            r#"{ "enum": ["beginner", "advanced"] }"#,
            "begginer",
            "did you mean `beginner`?",
            Some("beginner"),
        ),
        (r#"{ "const": 3 }"#, "'3'", "remove the quotes", None),
        (
            r#"{ "format": "date" }"#,
            "2024/3/1",
            "write a day of the calendar as `YYYY-MM-DD`",
            Some("2024-03-01"),
        ),
    ] {
        let schema = format!(r#"{{ "properties": {{ "a": {schema} }} }}"#);
        let found = diagnostics(&schema, &format!("---\na: {value}\n---\n"));
        assert_eq!(found.len(), 1, "{schema}");
        assert_eq!(found[0].help, [help], "{schema}");
        let edit = found[0].fix.as_ref().map(|fix| fix.edits[0].text.as_str());
        assert_eq!(edit, fix, "{schema}");
    }
}

#[test]
fn a_misspelt_key_gets_the_name_of_a_required_one() {
    let schema = r#"{ "required": ["title"], "additionalProperties": false,
        "properties": { "title": { "type": "string", "description": "Shown in\n lists." } } }"#;
    let found = diagnostics(schema, "---\ntitel: x\n---\n");
    let unknown = found
        .iter()
        .find(|it| it.code.finding() == "unknown")
        .unwrap();
    assert_eq!(
        unknown.message,
        "unknown key `titel`; did you mean `title`?"
    );
    let fix = unknown.fix.as_ref().unwrap();
    assert_eq!(fix.applicability, Applicability::Safe);
    let missing = found
        .iter()
        .find(|it| it.code.finding() == "missing")
        .unwrap();
    assert_eq!(missing.help, ["add `title` (a string)"]);
    assert_eq!(missing.notes, ["Shown in lists."]);
    assert!(missing.reach.is_some());
    let found = diagnostics(schema, "---\ntitle: x\nfoo: 1\n---\n");
    assert_eq!(found[0].help, ["remove it, or declare it in the schema"]);
}

#[test]
fn a_schema_says_why() {
    let schema = r#"{ "description": "A post.", "properties": {
        "a": { "type": "integer", "title": "Age", "description": "In years." },
        "b": { "type": "integer", "description": "x", "errorMessage": "Whole years please." },
        "c": { "type": "integer", "minimum": 3,
               "errorMessage": { "minimum": "Three at least.", "type": "A number." } } },
        "additionalProperties": false }"#;
    let post = "---\na: x\nb: x\nc: 2\nd: 1\n---\n";
    let notes: Vec<Vec<String>> = diagnostics(schema, post)
        .into_iter()
        .map(|it| it.notes)
        .collect();
    assert_eq!(
        notes,
        [
            vec!["In years."],
            vec!["Whole years please."],
            vec!["Three at least."],
            vec![]
        ]
    );
}

#[test]
fn a_repeated_item_shows_the_first() {
    let schema = r#"{ "properties": { "a": { "uniqueItems": true } } }"#;
    let text = "---\na: [x, 1, y, 1.0, x]\n---\n";
    let post = markdown(text);
    let found = check(schema).check_post(&post.cx());
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|it| {
            let first = it.labels[1].span.unwrap();
            (it.message.as_str(), &text[first.range()])
        })
        .collect();
    assert_eq!(shown, [("`a` repeats '1'", "1"), ("`a` repeats 'x'", "x")]);
}

#[test]
fn a_pattern_that_can_not_be_matched_says_nothing_beside_a_format() {
    let schema = r#"{ "properties": { "a": {
        "type": "string", "format": "email", "pattern": "^(?!\\.)(?!.*\\.\\.)[a-z]+@" } } }"#;
    assert_eq!(said(schema, "me@a.example"), Vec::<String>::new());
    assert_eq!(
        said(schema, "me"),
        ["format: `a` is not an email address: 'me'"]
    );
}
