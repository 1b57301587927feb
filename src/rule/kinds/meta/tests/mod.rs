//! Tests: mod.

mod keys;
mod schema;
mod values;

use super::fixture::{self, Fixture};
use super::*;

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
