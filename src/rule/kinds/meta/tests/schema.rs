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
            "[fields]\na = { type = 'int', min = 1 }",
            "'int'",
            "unknown type 'int'; did you mean 'integer'?",
        ),
        (
            "[fields]\na = { of = 'bool' }",
            "'bool'",
            "unknown of 'bool'; did you mean 'boolean'?",
        ),
        (
            "[fields]\na = { type = 'text', min = 1, min-length = 1, one-of = [1, 'x'] }",
            "'text'",
            "unknown type 'text'; known are string, integer, number, boolean, date, datetime, \
             list, map, url",
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

#[test]
fn takes_bounds_that_meet() {
    for field in [
        "min = 1, max = 1",
        "min-length = 0, max-length = 0",
        "min-items = 2, max-items = 2",
        "one-of = ['x', 1, true]",
        "type = 'number', one-of = [1, 1.5]",
        "type = 'list', one-of = ['x', 1]",
        "of = 'integer', one-of = [1, 2]",
        "type = 'url', one-of = ['https://a.example/']",
        "type = 'datetime', one-of = [2020-02-29T00:00:00Z]",
    ] {
        let options = format!("[fields]\na = {{ {field} }}");
        assert_eq!(fixture::problems(&MetaKind, &options), [], "{field}");
    }
}

#[test]
fn tells_bounds_that_no_value_can_meet() {
    for (options, at, message) in [
        (
            "[fields]\na = { min = 2, max = 1.5 }",
            "2",
            "'min' is larger than 'max'",
        ),
        (
            "[fields]\na = { min-length = 2, max-length = 1 }",
            "2",
            "'min-length' is larger than 'max-length'",
        ),
        (
            "[fields]\na = { min-items = 1, max-items = 0 }",
            "1",
            "'min-items' is larger than 'max-items'",
        ),
        (
            "[fields]\na = { one-of = [] }",
            "[]",
            "'one-of' must list at least one value",
        ),
        (
            "[fields]\na = { type = 'integer', one-of = [5, '6'] }",
            "'6'",
            "'one-of' lists a string, '6', where an integer is asked for",
        ),
        (
            "[fields]\na = { type = 'date', one-of = ['soon', 2020-02-29] }",
            "'soon'",
            "'one-of' lists a string, 'soon', where a date is asked for",
        ),
        (
            "[fields]\na = { of = 'string', one-of = ['x', true] }",
            "true",
            "'one-of' lists a boolean, 'true', where a string is asked for",
        ),
    ] {
        assert_eq!(
            fixture::problems(&MetaKind, options),
            [(at.to_owned(), message.to_owned())],
            "{options}"
        );
    }
}
