//! Tests: schema.

use super::*;

#[test]
fn hints_every_field_to_readers() {
    let mut options = ParseOptions::default();
    fixture::check(&MetaKind, SCHEMA).hint(&mut options);
    let shown: Vec<String> = options
        .keys
        .iter()
        .map(|key| format!("{} {}", key.path, key.value_type.as_str()))
        .collect();
    assert_eq!(shown.len(), 15);
    assert_eq!(shown[8], "revision.last_reviewed date");
    assert_eq!(options.keys[5].of, Some(crate::post::ValueType::String));
}

#[test]
fn tells_mistakes_in_the_schema() {
    for (options, at, message) in [
        (
            "unknown-keys = 'forbid'",
            "'forbid'",
            "unknown unknown-keys 'forbid'; known are allow, deny",
        ),
        (
            "fields = 3",
            "3",
            "'fields' must be a table of fields, not an integer",
        ),
        (
            "[fields]\na = 3",
            "3",
            "'a' must be a table of what is asked of it, not an integer",
        ),
        (
            "[fields]\na = { typ = 'string' }",
            "typ",
            "unknown key 'typ'; did you mean 'type'?",
        ),
        (
            "[fields]\na = { type = 'strin' }",
            "'strin'",
            "unknown type 'strin'; did you mean 'string'?",
        ),
        (
            "[fields]\n'a..b' = {}",
            "'a..b'",
            "'a..b' is not a meta path: a key is expected here",
        ),
        (
            "[fields]\n'a[0]' = {}",
            "'a[0]'",
            "a field is a key or every item, `[]`, not one item",
        ),
        (
            "[fields]\n'a b' = {}\na-b = {}",
            "a-b",
            "the field 'a-b' is declared twice",
        ),
        (
            "[fields]\na = { pattern = '(' }",
            "'('",
            "bad regular expression: unclosed group",
        ),
        (
            "[fields]\na = { not-after = 'now' }",
            "'now'",
            "'not-after' must be 'today' or a date, `YYYY-MM-DD`",
        ),
        (
            "[fields]\na = { type = 'string', min = 3 }",
            "3",
            "'min' needs the type number or integer, not string",
        ),
        (
            "[fields]\na = { type = 'map', of = 'string' }",
            "'string'",
            "'of' needs the type list, not map",
        ),
    ] {
        assert_eq!(
            fixture::problems(&MetaKind, options),
            [(at.to_owned(), message.to_owned())],
            "{options}"
        );
    }
    let deep = format!("[fields]\n'{}' = {{}}", vec!["a"; 40].join("."));
    assert!(
        fixture::problems(&MetaKind, &deep)[0]
            .1
            .contains("at most 32 steps")
    );
}
