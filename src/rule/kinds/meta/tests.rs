use super::fixture::{self, Fixture};
use super::*;
use crate::post::{Problem, ProblemKind};
use crate::source::Span;

/// A schema like that of a site whose posts are generated.
const SCHEMA: &str = r#"
unknown-keys = "deny"
[fields]
title = { type = "string", required = true, min-length = 3, max-length = 20 }
topic = { type = "string", required = true }
hash = { type = "string", required = true, pattern = "[0-9a-f]{6}" }
difficulty = { type = "string", one-of = ["beginner", "advanced"] }
"reading time" = { type = "integer", min = 1, max = 60 }
tools = { type = "list", of = "string", min-items = 1, max-items = 3, unique-items = true }
"score.quality" = { type = "number", required = true, min = 0, max = 100 }
"score.depth" = { type = "number", required = true }
"revision.\"last reviewed\"" = { type = "date", not-after = "today", max-age = 400 }
"revision.version" = { format = "semver" }
"entities[].name" = { type = "string", required = true }
"entities[].type" = { type = "string", required = true, one-of = ["stack", "area"] }
lang = { type = "string", required = true, default = "en" }
source = { type = "url" }
flagged = { type = "boolean" }
"#;

const GOOD: &str = r#"title = "Warm caches"
topic = "cache warmup"
hash = "00ff12"
difficulty = "advanced"
Reading_Time = 7
tools = ["psql", "make"]
entities = [{ name = "a", type = "stack" }, { name = "b", type = "area" }]
source = "https://example.com/a"
flagged = false
gatepost = { disable = ["score"] }
[score]
quality = 80.5
depth = 70
[revision]
"last reviewed" = 2026-05-30
version = "1.4.0"
+++
Body.
"#;

type Finding = (String, String, String);

fn found(options: &str, post: &str) -> Vec<Finding> {
    Fixture::new(post).findings(&*fixture::check(&MetaKind, options))
}

/// What is said of the good post with one line put in the place of another.
fn changed(from: &str, to: &str) -> Vec<Finding> {
    assert!(GOOD.contains(from), "{from}");
    found(SCHEMA, &GOOD.replacen(from, to, 1))
}

fn one(finding: &str, at: &str, message: &str) -> Vec<Finding> {
    vec![(finding.to_owned(), at.to_owned(), message.to_owned())]
}

#[test]
fn is_silent_on_good_meta() {
    assert_eq!(found(SCHEMA, GOOD), []);
    assert_eq!(found("", GOOD), []);
    assert_eq!(found("", "No meta.\n"), []);
    assert_eq!(
        found("[fields]\na = { type = 'integer' }", "No meta.\n"),
        []
    );
    assert_eq!(
        found("[fields]\n'meta.a' = { required = true }", "a = 1\n+++\n"),
        []
    );
}

#[test]
fn tells_missing_keys_of_one_parent_at_once() {
    let fields = "[fields]\nb = { required = true }\nd = { required = true }\na.required = true";
    assert_eq!(
        found(fields, "x = 1\n+++\n"),
        one("missing", "+++", "missing keys `b`, `d` and `a`")
    );
    assert_eq!(
        found(fields, "b = 1\nd = 2\n+++\n"),
        one("missing", "+++", "missing key `a`")
    );
    assert_eq!(
        changed("hash = \"00ff12\"\n", ""),
        one("missing", "+++", "missing key `hash`")
    );
}

#[test]
fn tells_a_nested_missing_key_at_its_parent() {
    assert_eq!(
        changed("depth = 70\n", ""),
        one("missing", "score", "missing key `depth` in `score`")
    );
    assert_eq!(
        changed("quality = 80.5\ndepth = 70\n", ""),
        one(
            "missing",
            "score",
            "missing keys `quality` and `depth` in `score`"
        )
    );
    assert_eq!(
        changed("[score]\nquality = 80.5\ndepth = 70\n", ""),
        one("missing", "+++", "missing key `score`")
    );
    assert_eq!(
        changed("type = \"area\"", ""),
        vec![(
            "missing".into(),
            "{ name = \"b\",  }".into(),
            "missing key `type` in item 2 of `entities`".into()
        )]
    );
}

#[test]
fn an_optional_parent_may_be_absent_with_all_its_keys() {
    let fields = "[fields]\nseo = { type = 'map' }\n'seo.title' = { required = true }";
    assert_eq!(found(fields, "a = 1\n+++\n"), []);
    assert_eq!(
        found(fields, "seo = { text = 1 }\n+++\n"),
        one("missing", "seo", "missing key `title` in `seo`")
    );
}

#[test]
fn a_post_without_meta_is_told_once() {
    assert_eq!(
        found(SCHEMA, "# Heading\n\nText.\n"),
        one("missing", "Heading", "the post has no meta block")
    );
}

#[test]
fn a_required_key_without_value_is_told_at_the_key() {
    assert_eq!(
        changed("topic = \"cache warmup\"", "topic = \"~\""),
        one("missing", "topic", "key `topic` has no value")
    );
    assert_eq!(
        changed("topic = \"cache warmup\"", "topic = \" \""),
        one("missing", "topic", "key `topic` has no value")
    );
    assert_eq!(changed("flagged = false", "flagged = \"~\""), []);
    assert_eq!(
        changed("source = \"https://example.com/a\"", "source = \"\""),
        []
    );
}

#[test]
fn tells_missing_keys_no_more_when_the_block_is_broken() {
    let check = fixture::check(&MetaKind, SCHEMA);
    for kind in [
        ProblemKind::Unparsable,
        ProblemKind::FrontMatterLimit,
        ProblemKind::FrontMatterLanguage,
    ] {
        for text in ["title = \"Warm caches\"\n+++\n", "Text.\n"] {
            let mut post = Fixture::new(text);
            post.post.problems.push(problem(kind, "cannot be read"));
            assert_eq!(post.findings(&*check), []);
        }
    }
}

#[test]
fn passes_on_repeated_and_unknown_keys_of_readers() {
    let mut post = Fixture::new(GOOD);
    post.post.problems.push(Problem {
        other: Some((Span::new(0, 5), "first here".into())),
        ..problem(ProblemKind::RepeatedKey, "key `title` is repeated")
    });
    post.post.problems.push(problem(
        ProblemKind::UnknownKey,
        "no known key begins this line",
    ));
    let strict = fixture::check(&MetaKind, SCHEMA);
    let codes: Vec<String> = post.findings(&*strict).into_iter().map(|it| it.0).collect();
    assert_eq!(codes, ["repeated-key", "unknown"]);
    assert_eq!(strict.check_post(&post.cx())[0].labels.len(), 2);
    let open = fixture::check(&MetaKind, "");
    let codes: Vec<String> = post.findings(&*open).into_iter().map(|it| it.0).collect();
    assert_eq!(codes, ["repeated-key"]);
}

fn problem(kind: ProblemKind, message: &str) -> Problem {
    Problem {
        kind,
        span: Span::new(0, 1),
        message: message.into(),
        other: None,
        help: None,
    }
}

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
fn tells_keys_that_are_not_declared() {
    assert_eq!(
        changed("difficulty =", "dificulty ="),
        one(
            "unknown",
            "dificulty",
            "unknown key `dificulty`; did you mean `difficulty`?"
        )
    );
    assert_eq!(
        changed("depth = 70", "depth = 70\nclarity = 3"),
        one("unknown", "clarity", "unknown key `clarity` in `score`")
    );
    assert_eq!(
        changed("name = \"b\", ", "name = \"b\", url = 1, "),
        one(
            "unknown",
            "url",
            "unknown key `url` in item 2 of `entities`"
        )
    );
    let open = SCHEMA.replace("\"deny\"", "\"allow\"");
    assert_eq!(found(&open, &format!("extra = 1\n{GOOD}")), []);
    assert_eq!(
        found(
            "unknown-keys = 'deny'\n[fields]\na = { type = 'map' }",
            "a = { b = 1 }\n+++\n"
        ),
        []
    );
}

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
