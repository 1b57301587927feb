//! Schemas that are wrong, and schemas and posts that are made to cost much.

use std::time::{Duration, Instant};

use super::{Folder, built, check, markdown};

/// What is wrong with `post.json`: the text there and the message.
fn wrong(schema: &str) -> Vec<(String, String)> {
    let folder = Folder(vec![("post.json", schema.to_owned())]);
    let problems = built(&folder).err().unwrap_or_default();
    problems
        .into_iter()
        .map(|(_, at, message)| (at, message))
        .collect()
}

#[test]
fn tells_every_mistake_at_its_place() {
    for (schema, at, message) in [
        ("{", "{", "not valid JSON: unterminated object"),
        ("[]", "[]", "a schema must be a map, not a list"),
        (
            "{ \"type\": \"string\", }",
            ",",
            "no comma may stand before a `}` or `]`",
        ),
        (
            "{ \"a\": 1, \"a\": 2 }",
            "\"a\"",
            "the key 'a' stands twice",
        ),
        (
            r#"{ "type": "strin" }"#,
            "\"strin\"",
            "unknown type 'strin'; did you mean 'string'?",
        ),
        (
            r#"{ "type": 3 }"#,
            "3",
            "'type' must be a string or a list of strings, not a number",
        ),
        (
            r#"{ "minLength": -1 }"#,
            "-1",
            "'minLength' must be a whole number that is not negative",
        ),
        (
            r#"{ "minLength": "1" }"#,
            "\"1\"",
            "'minLength' must be a number, not a string",
        ),
        (
            r#"{ "multipleOf": 0 }"#,
            "0",
            "'multipleOf' must be more than 0",
        ),
        (
            r#"{ "properties": [] }"#,
            "[]",
            "'properties' must be a map, not a list",
        ),
        (
            r#"{ "properties": { "a": 3 } }"#,
            "3",
            "'properties' must be a schema, not a number",
        ),
        (
            r#"{ "required": "a" }"#,
            "\"a\"",
            "'required' must be a list, not a string",
        ),
        (
            r#"{ "required": [1] }"#,
            "1",
            "'required' must be a list of strings, not a number",
        ),
        (
            r#"{ "anyOf": [] }"#,
            "[]",
            "'anyOf' must list at least one schema",
        ),
        (
            r#"{ "items": [{}] }"#,
            "[{}]",
            "'items' must be a schema; a list of schemas is 'prefixItems' in 2020-12",
        ),
    ] {
        assert_eq!(
            wrong(schema),
            [(at.to_owned(), message.to_owned())],
            "{schema}"
        );
    }
}

#[test]
fn tells_references_and_patterns_that_lead_nowhere() {
    for (schema, at, message) in [
        (
            r#"{ "pattern": "(?=a)" }"#,
            "\"(?=a)\"",
            "a look ahead, `(?=`, can not be matched in linear time; write the expression without \
             it",
        ),
        (
            r#"{ "patternProperties": { "(": {} } }"#,
            "\"(\"",
            "bad regular expression: unclosed group",
        ),
        (
            r##"{ "$ref": "#/$defs/a" }"##,
            "\"#/$defs/a\"",
            "'#/$defs/a' leads to no schema",
        ),
        (
            r#"{ "$ref": "https://example.com/a.json" }"#,
            "\"https://example.com/a.json\"",
            "'https://example.com/a.json' is no file of the project; nothing is read from the \
             network",
        ),
        (
            r#"{ "$ref": "other.json" }"#,
            "\"other.json\"",
            "cannot read other.json: not found",
        ),
        (
            r#"{ "$schema": "http://json-schema.org/draft-04/schema#" }"#,
            "\"http://json-schema.org/draft-04/schema#\"",
            "'$schema' must be that of draft-07 or 2020-12: \
             `http://json-schema.org/draft-07/schema#` or \
             `https://json-schema.org/draft/2020-12/schema`",
        ),
        (
            r##"{ "$defs": { "a": { "$ref": "#/$defs/a" } } }"##,
            "\"#/$defs/a\"",
            "the schema leads back to itself without a look at a smaller value",
        ),
        (
            r##"{ "anyOf": [{ "not": { "$ref": "#" } }] }"##,
            "\"#\"",
            "the schema leads back to itself without a look at a smaller value",
        ),
        (
            r#"{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }"#,
            "\"x\"",
            "the anchor 'x' stands twice",
        ),
    ] {
        assert_eq!(
            wrong(schema),
            [(at.to_owned(), message.to_owned())],
            "{schema}"
        );
    }
}

#[test]
fn what_is_unknown_is_ignored() {
    for schema in [
        "true",
        "{}",
        r#"{ "x-order": 3, "minLenght": "a", "format": "unix-time", "examples": [{ "$ref": 3 }] }"#,
        r#"{ "enum": [{ "$ref": "nowhere.json" }, { "$id": 3 }] }"#,
        r##"{ "properties": { "child": { "$ref": "#" } } }"##,
        r#"{ "properties": { "$ref": { "type": "string" } } }"#,
    ] {
        assert_eq!(wrong(schema), [], "{schema}");
    }
}

#[test]
fn a_fault_in_another_file_is_told_there() {
    let folder = Folder(vec![
        (
            "post.json",
            r#"{ "properties": { "a": { "$ref": "a.json#/x" } } }"#.to_owned(),
        ),
        ("a.json", r#"{ "x": { "type": "txt" } }"#.to_owned()),
    ]);
    let problems = built(&folder).err().unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, "a.json");
    assert_eq!(problems[0].1, "\"txt\"");
}

#[test]
fn a_broken_file_is_told_once_and_at_each_reference() {
    let folder = Folder(vec![
        (
            "post.json",
            r#"{ "anyOf": [{ "$ref": "a.json" }, { "$ref": "a.json#/x" }] }"#.to_owned(),
        ),
        ("a.json", r#"{ "x": }"#.to_owned()),
    ]);
    let problems = built(&folder).err().unwrap();
    let files: Vec<&str> = problems.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(files, ["a.json", "post.json", "post.json"]);
}

#[test]
fn files_may_refer_to_one_another() {
    let folder = Folder(vec![
        ("post.json", r#"{ "$id": "https://example.com/s/post.json", "properties": { "a": { "$ref": "a.json" } } }"#.to_owned()),
        ("a.json", r#"{ "$id": "https://example.com/s/a.json", "properties": { "b": { "$ref": "post.json" } }, "type": "object" }"#.to_owned()),
    ]);
    let check = built(&folder).unwrap_or_else(|problems| panic!("{problems:?}"));
    let post = markdown("---\na: { b: { a: { b: { a: 3 } } } }\n---\n");
    let found = post.findings(&*check);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].2, "`a.b.a.b.a` is an integer, not a map");
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}{}", "{\"not\":".repeat(128), "{}") + &"}".repeat(128);
    assert_eq!(wrong(&deep)[0].1, "nested deeper than 128");
    let links: Vec<String> = (0..5_000)
        .map(|at| format!("\"d{at}\": {{ \"$ref\": \"#/$defs/d{}\" }}", at + 1))
        .collect();
    let long = format!(
        "{{ \"$defs\": {{ {}, \"d5000\": {{}} }} }}",
        links.join(",")
    );
    assert_eq!(
        wrong(&long)[0].1,
        "more than 128 schemas apply to one value through another"
    );
}

/// Runs a check on a post; whether it was stopped, and how long it took.
fn cost(schema: &str, post: &str) -> (bool, Duration) {
    let check = check(schema);
    let post = markdown(post);
    assert_eq!(post.post.problems, []);
    let started = Instant::now();
    let cx = post.cx();
    let found = check.check_post(&cx);
    assert!(found.is_empty() || !cx.overrun.get());
    (cx.overrun.get(), started.elapsed())
}

#[test]
fn a_schema_that_branches_without_end_is_stopped() {
    let defs: Vec<String> = (0..60)
        .map(|at| {
            let next = at + 1;
            format!("\"d{at}\": {{ \"allOf\": [{{ \"$ref\": \"#/$defs/d{next}\" }}, {{ \"$ref\": \"#/$defs/d{next}\" }}] }}")
        })
        .collect();
    let schema = format!(
        "{{ \"$ref\": \"#/$defs/d0\", \"$defs\": {{ {}, \"d60\": {{}} }} }}",
        defs.join(",")
    );
    let (is_stopped, took) = cost(&schema, "---\na: 1\n---\n");
    assert!(is_stopped);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn deep_and_long_values_are_judged_in_time() {
    let tree = r##"{ "properties": { "a": { "$ref": "#/$defs/n" } }, "$defs": { "n": { "anyOf": [
        { "type": "array", "items": { "$ref": "#/$defs/n" } }, { "type": "integer" } ] } } }"##;
    let deep = format!(
        "{{\"a\": {}1{}}}\n\nText.\n",
        "[".repeat(126),
        "]".repeat(126)
    );
    let (is_stopped, took) = cost(tree, &deep);
    assert!(!is_stopped && took < Duration::from_secs(5), "{took:?}");
    let wrong = deep.replace('1', "\"x\"");
    let (_, took) = cost(tree, &wrong);
    assert!(took < Duration::from_secs(5), "{took:?}");

    let unique = r#"{ "properties": { "a": { "uniqueItems": true } } }"#;
    let items: Vec<String> = (0..9_000).map(|at| format!("{{\"k\":{at}}}")).collect();
    let items = &items[..4_500].join(",");
    let (is_stopped, took) = cost(unique, &format!("{{\"a\": [{items}]}}\n\nText.\n"));
    assert!(!is_stopped && took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn what_is_said_is_bounded() {
    let names: Vec<String> = (0..20_000).map(|at| format!("\"key{at}\"")).collect();
    let all = names.join(",");
    let declared: Vec<String> = names.iter().map(|it| format!("{it}: {{}}")).collect();
    let (declared, long) = (declared.join(","), "x".repeat(100_000));
    let schema = format!(
        r#"{{ "properties": {{
            "values": {{ "items": {{ "enum": [{all}], "description": "{long}" }} }},
            "texts": {{ "items": {{ "pattern": "^{long}$" }} }},
            "maps": {{ "items": {{ "required": [{all}] }} }},
            "keys": {{ "properties": {{ {declared} }}, "additionalProperties": false }} }} }}"#
    );
    let check = check(&schema);
    let list = |item: &str| vec![item; 4_000].join(",");
    let keys: Vec<String> = (0..4_000).map(|at| format!("\"kex{at}\": 1")).collect();
    for (key, value, stops) in [
        ("values", format!("[{}]", list("\"kex1\"")), false),
        ("texts", format!("[{}]", list("\"y\"")), false),
        ("maps", format!("[{}]", list("{}")), true),
        ("keys", format!("{{{}}}", keys.join(",")), false),
    ] {
        let post = markdown(&format!("{{\"{key}\": {value}}}\n\nText.\n"));
        let started = Instant::now();
        let cx = post.cx();
        let found = check.check_post(&cx);
        assert_eq!(cx.overrun.get(), stops, "{key}");
        assert_eq!(found.len(), if stops { 0 } else { 4_000 }, "{key}");
        let bytes: usize = found
            .iter()
            .map(|it| it.message.len() + it.notes.concat().len() + it.help.concat().len())
            .sum();
        assert!(bytes < 4 << 20, "{key} {bytes}");
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{key} {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn names_the_first_of_many_missing_keys() {
    let names: Vec<String> = (0..25).map(|at| format!("\"k{at}\"")).collect();
    let schema = format!(r#"{{ "required": [{}] }}"#, names.join(","));
    let found = super::diagnostics(&schema, "---\nx: 1\n---\n");
    assert!(
        found[0].message.ends_with("`k19` and 5 more"),
        "{}",
        found[0].message
    );
}

#[test]
fn the_name_of_a_value_is_cut() {
    let schema = r#"{ "additionalProperties": { "additionalProperties": { "type": "null" } } }"#;
    let (long, short) = ("ä".repeat(500), "é".repeat(150));
    let found = super::diagnostics(schema, &format!("---\n{long}: {{ {short}: 1 }}\n---\n"));
    let name = format!("`…{}.{short}`", "ä".repeat(50));
    assert!(found[0].message.starts_with(&name), "{}", found[0].message);
}
