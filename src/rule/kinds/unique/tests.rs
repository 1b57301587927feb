//! Tests: tests.

use super::*;
use crate::rule::kinds::meta::fixture::{check, corpus, corpus_diagnostics, problems};

fn found(options: &str, posts: &[&str]) -> Vec<(usize, String, String)> {
    corpus(&*check(&Unique, options), posts)
}

fn post_of(number: usize, at: &str, message: &str) -> (usize, String, String) {
    (number, at.to_owned(), message.to_owned())
}

#[test]
fn flags_every_holder_of_a_meta_value() {
    let posts = [
        "hash = 'ab1'\n+++\n",
        "hash = 'ab2'\n+++\n",
        "hash = 'ab1'\n+++\n",
    ];
    assert_eq!(
        found("key = 'hash'", &posts),
        [
            post_of(0, "ab1", "`hash` 'ab1' is also in posts/2.md"),
            post_of(2, "ab1", "`hash` 'ab1' is also in posts/0.md"),
        ]
    );
}

#[test]
fn is_silent_on_values_that_differ_or_are_absent() {
    let posts = [
        "hash = 'ab'\nid = 1\n+++\n",
        "hash = 'AB'\nid = '~'\n+++\n",
        "hash = ''\nid = '~'\n+++\n",
        "hash = ' '\n+++\n",
        "Text.\n",
        "Text.\n",
    ];
    assert_eq!(found("key = ['hash', 'id']", &posts), []);
    // Two keys never meet, even with the same value.
    let posts = ["a = 'x'\n+++\n", "b = 'x'\n+++\n"];
    assert_eq!(found("key = ['a', 'b']", &posts), []);
    // What one post repeats itself is not judged.
    assert_eq!(found("key = 'tags[]'", &["tags = ['a', 'a']\n+++\n"]), []);
}

#[test]
fn points_at_two_others_and_counts_the_rest() {
    let posts = ["id = 7\n+++\n"; 5];
    let found = corpus_diagnostics(&*check(&Unique, "key = 'id'"), &posts);
    assert_eq!(found.len(), 5);
    assert_eq!(found[1].message, "`id` '7' is also in 4 other posts");
    assert_eq!(found[1].notes, ["in 5 posts"]);
    let sources: Vec<u32> = found[1].labels.iter().map(|it| it.source.0).collect();
    assert_eq!(sources, [1, 0, 2]);
}

#[test]
fn reports_only_what_is_asked_for() {
    let posts = ["# unreported\nid = 7\n+++\n", "id = 7\n+++\n"];
    assert_eq!(
        found("key = 'id'", &posts),
        [post_of(1, "7", "`id` '7' is also in posts/0.md")]
    );
}

#[test]
fn titles_compare_without_case_and_space() {
    let posts = ["# Warm  caches\n", "title = 'WARM caches '\n+++\n"];
    let both = found("key = 'title'", &posts);
    assert_eq!(both[0].2, "title 'Warm  caches' is also in posts/1.md");
    assert_eq!(both.len(), 2);
    assert_eq!(found("key = 'title'\nnormalize = 'none'", &posts), []);
    let posts = ["id = 'a B'\n+++\n", "id = 'a  b'\n+++\n"];
    assert_eq!(
        found("key = 'id'\nnormalize = ['case', 'space']", &posts).len(),
        2
    );
    assert_eq!(found("key = 'id'\nnormalize = 'case'", &posts), []);
}

#[test]
fn content_compares_words() {
    let posts = [
        "# One\n\nWords, that both; posts share here.\n",
        "# One\n\nwords that both posts share HERE\n",
        "# Too short\n",
        "# Too short\n",
    ];
    let same = found("key = 'content'", &posts);
    assert_eq!(same.len(), 2);
    assert_eq!(
        same[1],
        post_of(
            1,
            "# One".trim_start_matches("# "),
            "the whole text is also in posts/0.md"
        )
    );
}

#[test]
fn items_of_lists_compare_one_by_one() {
    let posts = ["tags = ['a', 'b']\n+++\n", "tags = ['c', 'b']\n+++\n"];
    assert_eq!(found("key = 'tags[]'", &posts)[0].1, "b");
    assert_eq!(found("key = 'tags'", &posts), []);
}

#[test]
fn posts_of_different_groups_may_share() {
    let posts = [
        "id = 7\nlang = 'en'\n+++\n",
        "id = 7\nlang = 'de'\n+++\n",
        "id = 7\n+++\n",
        "id = 7\nlang = 'de'\n+++\n",
    ];
    let numbers: Vec<usize> = found("key = 'id'\nwithin = 'lang'", &posts)
        .iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(numbers, [1, 3]);
    assert_eq!(found("key = 'id'\nwithin = 'folder'", &posts).len(), 4);
}

#[test]
fn long_values_are_cut() {
    let post = format!("id = '{}'\n+++\n", "ä".repeat(100));
    let both = found("key = 'id'", &[&post, &post]);
    assert!(
        both[0]
            .2
            .starts_with(&format!("`id` '{}…' is", "ä".repeat(60)))
    );
}

#[test]
fn tells_mistakes_in_its_options() {
    assert_eq!(problems(&Unique, "")[0].1, "a 'unique' rule needs 'key'");
    assert_eq!(problems(&Unique, "key = 'a..b'")[0].0, "'a..b'");
    assert_eq!(
        problems(&Unique, "key = 'a'\nnormalize = 'cases'")[0].1,
        "unknown normalize 'cases'; did you mean 'case'?"
    );
}
