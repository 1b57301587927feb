//! What holds for any schema and any value.

use proptest::prelude::*;

use super::{Folder, built, markdown};

/// Small schemas, one in another.
fn schema() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "true",
        "false",
        "{}",
        r#"{"type":"integer"}"#,
        r#"{"type":["string","null"]}"#,
        r#"{"enum":[1,"a",[]]}"#,
        r#"{"minimum":1,"maximum":3}"#,
        r#"{"multipleOf":0.5}"#,
        r#"{"minLength":1,"pattern":"^a"}"#,
        r#"{"format":"date"}"#,
        r#"{"required":["a"]}"#,
        r#"{"maxProperties":1}"#,
        r#"{"minItems":1,"uniqueItems":true}"#,
        r##"{"$ref":"#/$defs/list"}"##,
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"allOf":[{a},{b}]}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"anyOf":[{a},{b}]}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"oneOf":[{a},{b}]}}"#)),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!(r#"{{"if":{a},"then":{b},"else":{c}}}"#)),
            inner.clone().prop_map(|a| format!(r#"{{"not":{a}}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(
                r#"{{"properties":{{"a":{a}}},"additionalProperties":{b}}}"#
            )),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(
                r#"{{"properties":{{"a":{a}}},"unevaluatedProperties":{b}}}"#
            )),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!(r#"{{"prefixItems":[{a}],"items":{b}}}"#)),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!(r#"{{"contains":{a},"unevaluatedItems":{b}}}"#)),
            inner.prop_map(|a| format!(r#"{{"dependentSchemas":{{"a":{a}}}}}"#)),
        ]
    })
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "null",
        "true",
        "0",
        "1",
        "2.5",
        "-3",
        "\"\"",
        "\"a\"",
        "\"2024-01-05\"",
        "[]",
        "{}",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| format!("[{}]", items.join(","))),
            (inner.clone(), inner).prop_map(|(a, b)| format!(r#"{{"a":{a},"b":{b}}}"#)),
        ]
    })
}

/// What the reference of the small schemas leads to: lists in lists.
const LIST: &str =
    r##"{"type":"array","items":{"anyOf":[{"type":"integer"},{"$ref":"#/$defs/list"}]}}"##;

/// Whether a value meets a schema.
fn holds(schema: &str, value: &str) -> bool {
    let post = format!(r#"{{"properties":{{"v":{schema}}},"$defs":{{"list":{LIST}}}}}"#);
    let check = built(&Folder(vec![("post.json", post)]));
    let check = check.unwrap_or_else(|problems| panic!("{schema} {problems:?}"));
    let post = markdown(&format!("{{\"v\": {value}}}\n\nText.\n"));
    let cx = post.cx();
    let found = check.check_post(&cx);
    assert!(!cx.overrun.get(), "{schema} {value}");
    let block = post.post.meta.as_ref().unwrap().span;
    for it in &found {
        let span = it.primary().span.unwrap();
        assert!(
            block.contains(span) && !it.message.is_empty(),
            "{schema} {value} {it:?}"
        );
    }
    found.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn schemas_combine_as_logic_has_it(a in schema(), b in schema(), value in value()) {
        let (is_a, is_b) = (holds(&a, &value), holds(&b, &value));
        prop_assert_eq!(holds(&format!(r#"{{"not":{a}}}"#), &value), !is_a);
        prop_assert_eq!(holds(&format!(r#"{{"allOf":[{a},{b}]}}"#), &value), is_a && is_b);
        prop_assert_eq!(holds(&format!(r#"{{"anyOf":[{a},{b}]}}"#), &value), is_a || is_b);
        prop_assert_eq!(holds(&format!(r#"{{"oneOf":[{a},{b}]}}"#), &value), is_a != is_b);
        let condition = format!(r#"{{"if":{a},"then":{b},"else":false}}"#);
        prop_assert_eq!(holds(&condition, &value), is_a && is_b);
    }

    #[test]
    fn no_text_breaks_the_reader(
        words in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"$ref\"", "\"$id\"", "\"#\"", "\"#/a\"", "\"a\"", "1",
            "-1e999", "true", "null", "\"type\"", "\"items\"", "\"properties\"", "\"anyOf\"",
            "\"$defs\"", "\"$dynamicRef\"", "\"$dynamicAnchor\"", "\"pattern\"", "\"(?<=\"",
            "\"\\ud800\"", "\"é%\"", "\"enum\"", "\"required\"", "\"http://[\"",
        ]), 0..24),
    ) {
        let text = words.concat();
        let _ = built(&Folder(vec![("post.json", text)]));
    }

    #[test]
    fn keywords_may_have_any_value(
        keyword in prop::sample::select(vec![
            "type", "enum", "const", "minimum", "multipleOf", "minLength", "pattern", "format",
            "items", "prefixItems", "contains", "minItems", "uniqueItems", "properties",
            "patternProperties", "additionalProperties", "required", "dependentRequired",
            "dependencies", "propertyNames", "allOf", "not", "if", "then", "$ref", "$id", "$schema",
            "$anchor", "$dynamicAnchor", "$dynamicRef", "$defs", "unevaluatedItems",
            "unevaluatedProperties", "title", "errorMessage", "dependentSchemas",
        ]),
        other in value(),
        meta in value(),
    ) {
        let folder = Folder(vec![("post.json", format!(r#"{{"{keyword}":{other}}}"#))]);
        if let Ok(check) = built(&folder) {
            let post = markdown(&format!("{{\"a\": {meta}}}\n\nText.\n"));
            check.check_post(&post.cx());
        }
    }
}
