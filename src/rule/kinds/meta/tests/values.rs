//! Tests: values.

use super::*;

#[test]
fn tells_wrong_types() {
    for (from, to, at, message) in [
        (
            "topic = \"cache warmup\"",
            "topic = 2024",
            "2024",
            "`topic` is an integer, not a string",
        ),
        (
            "topic = \"cache warmup\"",
            "topic = 1.0",
            "1.0",
            "`topic` is a number, not a string",
        ),
        (
            "topic = \"cache warmup\"",
            "topic = [1]",
            "[1]",
            "`topic` is a list, not a string",
        ),
        (
            "Reading_Time = 7",
            "Reading_Time = 7.5",
            "7.5",
            "`reading time` is a number, not an integer",
        ),
        (
            "Reading_Time = 7",
            "Reading_Time = '7'",
            "7",
            "`reading time` is a string, not an integer",
        ),
        (
            "flagged = false",
            "flagged = 'no'",
            "no",
            "`flagged` is a string, not a boolean",
        ),
        (
            "tools = [\"psql\", \"make\"]",
            "tools = 'psql'",
            "psql",
            "`tools` is a string, not a list",
        ),
        ("\"psql\"", "4", "4", "`tools` is an integer, not a string"),
        (
            "2026-05-30",
            "\"2026-02-30\"",
            "2026-02-30",
            "`revision.last reviewed` is not a date: '2026-02-30'",
        ),
        (
            "https://example.com/a",
            "/a",
            "/a",
            "`source` is not a URL: '/a'",
        ),
        (
            "[{ name = \"a\", type = \"stack\" }, { name = \"b\", type = \"area\" }]",
            "'none'",
            "none",
            "`entities` is a string, not a list",
        ),
        (
            "{ name = \"b\", type = \"area\" }",
            "'b'",
            "b",
            "`entities[]` is a string, not a map",
        ),
    ] {
        assert_eq!(changed(from, to), one("type", at, message));
    }
    let fields = "[fields]\n'score.quality' = { required = true }";
    assert_eq!(
        found(fields, "score = 3\n+++\n"),
        one("type", "3", "`score` is an integer, not a map")
    );
}

#[test]
fn a_type_takes_what_it_should() {
    for (value_type, good) in [
        ("string", "'a'"),
        ("string", "'2024-01-01'"),
        ("integer", "-3"),
        ("number", "3"),
        ("number", "3.5"),
        ("date", "2024-02-29"),
        ("datetime", "'2024-02-29T10:00:00+02:00'"),
        ("list", "[]"),
        ("map", "{}"),
        ("url", "'http://example.com'"),
        ("boolean", "true"),
    ] {
        let fields = format!("[fields]\na = {{ type = '{value_type}', required = true }}");
        let post = format!("a = {good}\n+++\n");
        assert_eq!(found(&fields, &post), [], "{value_type} {good}");
    }
}

#[test]
fn tells_values_out_of_bounds() {
    for (from, to, finding, at, message) in [
        (
            "Reading_Time = 7",
            "Reading_Time = 0",
            "range",
            "0",
            "`reading time` must be at least 1, not 0",
        ),
        (
            "quality = 80.5",
            "quality = 100.5",
            "range",
            "100.5",
            "`score.quality` must be at most 100, not 100.5",
        ),
        (
            "2026-05-30",
            "2026-06-16",
            "range",
            "2026-06-16",
            "`revision.last reviewed` must not be in the future, not 2026-06-16",
        ),
        (
            "2026-05-30",
            "2017-03-01",
            "range",
            "2017-03-01",
            "`revision.last reviewed` must be at most 400 days old, not from 2017-03-01",
        ),
        (
            "Warm caches",
            "Wö",
            "length",
            "Wö",
            "`title` must have at least 3 characters, not 2",
        ),
        (
            "Warm caches",
            "Warm caches are good caches",
            "length",
            "Warm caches are good caches",
            "`title` must have at most 20 characters, not 27",
        ),
        (
            "00ff12",
            "00ff123",
            "pattern",
            "00ff123",
            "`hash` does not match `[0-9a-f]{6}`: '00ff123'",
        ),
        (
            "1.4.0",
            "1.4",
            "format",
            "1.4",
            "`revision.version` is not a semantic version: '1.4'",
        ),
        (
            "difficulty = \"advanced\"",
            "difficulty = \"expert\"",
            "value",
            "expert",
            "`difficulty` must be one of `beginner`, `advanced`, not 'expert'",
        ),
        (
            "type = \"area\"",
            "type = \"are\"",
            "value",
            "are",
            "`entities[].type` must be one of `stack`, `area`, not 'are'",
        ),
        (
            "[\"psql\", \"make\"]",
            "[]",
            "items",
            "[]",
            "`tools` has 0 items; at least 1 must be there",
        ),
        (
            "[\"psql\", \"make\"]",
            "['a', 'b', 'c', 'd']",
            "items",
            "['a', 'b', 'c', 'd']",
            "`tools` has 4 items; at most 3 are allowed",
        ),
        (
            "\"make\"",
            "\"psql\"",
            "items",
            "psql",
            "`tools` repeats 'psql'",
        ),
    ] {
        assert_eq!(changed(from, to), one(finding, at, message));
    }
}

#[test]
fn bounds_hold_at_their_edges() {
    assert_eq!(changed("Reading_Time = 7", "Reading_Time = 60"), []);
    assert_eq!(changed("2026-05-30", "2026-06-15"), []);
    assert_eq!(changed("2026-05-30", "2025-05-11"), []);
    assert_eq!(changed("Warm caches", "Wöä"), []);
    assert_eq!(changed("\"psql\", \"make\"", "\"a\", \"A\", \"b\""), []);
}

#[test]
fn advice_says_what_to_write() {
    let help = |from: &str, to: &str| {
        let post = Fixture::new(&GOOD.replacen(from, to, 1));
        let found = fixture::check(&MetaKind, SCHEMA).check_post(&post.cx());
        found[0].help.clone()
    };
    assert_eq!(
        help("difficulty = \"advanced\"", "difficulty = \"Advanced\""),
        ["write it as `advanced`"]
    );
    assert_eq!(
        help("difficulty = \"advanced\"", "difficulty = \"begginer\""),
        ["did you mean `beginner`?"]
    );
    assert_eq!(
        help("topic = \"cache warmup\"", "topic = 2024"),
        ["quote it to make it a string"]
    );
    assert_eq!(
        help("2026-05-30", "2026-05-30T10:00:00Z"),
        ["write the day alone: `2026-05-30`"]
    );
}

#[test]
fn a_number_repeats_no_text_that_looks_like_it() {
    let schema = "[fields]\ntags = { type = \"list\", unique-items = true }\n";
    let found = |tags: &str| {
        let post = Fixture::new(&format!("tags = {tags}\n+++\nText.\n"));
        fixture::check(&MetaKind, schema)
            .check_post(&post.cx())
            .len()
    };
    assert_eq!(found("[1, \"1\"]"), 0);
    assert_eq!(found("[\"1\", \"1\"]"), 1);
    assert_eq!(found("[1, 1]"), 1);
}
