//! Tests: keys.

use super::*;
use crate::post::{Problem, ProblemKind};
use crate::source::Span;

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
fn advice_says_what_a_missing_key_takes() {
    let post = Fixture::new("title = 'Warm caches'\ntopic = 'a'\nhash = '00ff12'\n+++\n");
    let found = fixture::check(&MetaKind, SCHEMA).check_post(&post.cx());
    assert_eq!(found[0].help, ["add `score`"]);
    let fields = "[fields]\na = { required = true, type = 'url' }\n\
                  b = { required = true, one-of = ['x', 1] }";
    let post = Fixture::new("+++\n");
    let found = fixture::check(&MetaKind, fields).check_post(&post.cx());
    assert_eq!(found[0].help, ["add `a` (url), `b` (one of `x`, `1`)"]);
}
