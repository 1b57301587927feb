//! What `pattern` rules say of small posts.

use super::*;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

const POST: &str = "title = 'How we utilize time'
tags = ['utilize', 'other']
+++
# Utilize this

We utilize tools. An over-utilized
word is not utilized.

- utilize

```sh
utilize --now
```
";

/// The text under each finding.
fn found(options: &str, post: &str) -> Vec<String> {
    let found = Fixture::new(post).findings(&*check(&Pattern, options));
    found.into_iter().map(|(_, text, _)| text).collect()
}

fn diagnostics(options: &str, post: &str) -> Vec<Diagnostic> {
    check(&Pattern, options).check_post(&Fixture::new(post).cx())
}

#[track_caller]
fn is_clean(options: &str, post: &str) {
    assert_eq!(found(options, post), Vec::<String>::new());
}

#[test]
fn finds_whole_words_in_title_headings_and_text() {
    let words = ["utilize", "Utilize", "utilize", "utilize"];
    assert_eq!(found("words = ['utilize']", POST), words);
    let first = diagnostics("words = ['utilize']", POST).remove(0);
    assert_eq!(first.message, "\"utilize\" must not appear");
    assert_eq!(first.identity, "utilize");
    assert_eq!(first.code.finding(), "found");
}

#[test]
fn words_end_where_words_end() {
    is_clean("words = ['art']", "Smart artists in a start_art.\n");
    assert_eq!(found("words = ['art', 'art of']", "Art often.\n"), ["Art"]);
    assert_eq!(
        found("words = ['art', 'art of']", "The art of it.\n"),
        ["art of"]
    );
    assert_eq!(
        found("words = ['c++', '.net']", "In C++, not ASP.NET.\n"),
        ["C++", ".NET"]
    );
    is_clean("words = ['caf']", "A café.\n");
    is_clean("words = ['e']", "Cafe\u{301}.\n");
}

#[test]
fn phrases_are_found_over_line_ends() {
    let post = "Go in\norder to win.\n";
    assert_eq!(found("words = ['in  order to']", post), ["in\norder to"]);
    let message = diagnostics("words = ['in order to']", post)
        .remove(0)
        .message;
    assert_eq!(message, "\"in order to\" must not appear");
}

#[test]
fn a_phrase_does_not_run_over_blocks() {
    is_clean("words = ['in order']", "Come in\n\norder a tea.\n");
    is_clean("patterns = ['in\\s+order']", "Come in\n\norder a tea.\n");
    assert_eq!(found("words = ['a a']", "Take xa a a.\n"), ["a a"]);
}

#[test]
fn a_pattern_may_ask_for_the_ends_of_a_block() {
    let post = "# One\n\nTwo three.\n\nFour three.\n";
    assert_eq!(found(r"patterns = ['\Afour']", post), ["Four"]);
    assert_eq!(found(r"patterns = ['e\z']", post), ["e"]);
    assert_eq!(found("patterns = ['(?-m)^two']", post), ["Two"]);
    assert_eq!(found("patterns = ['^two', '^three']", post), ["Two"]);
}

#[test]
fn a_title_that_is_not_in_the_body_is_looked_at() {
    let post = "title = 'A draft'\n+++\nNothing here.\n";
    assert_eq!(found("words = ['draft']", post), ["draft"]);
}

#[test]
fn case_counts_only_when_told() {
    assert_eq!(found("words = ['ÜBER']", "Wir sind über.\n"), ["über"]);
    is_clean("words = ['ÜBER']\nignore-case = false", "Wir sind über.\n");
    is_clean(
        "words = ['Utilize']\nignore-case = false\nscope = 'text'",
        POST,
    );
    assert_eq!(
        found("patterns = ['UTIL\\w+']\nscope = 'title'", POST),
        ["utilize"]
    );
    is_clean("patterns = ['UTIL']\nignore-case = false", POST);
}

#[test]
fn every_scope_is_looked_at_alone() {
    let at = |scope: &str| {
        let options = format!("words = ['utilize']\nscope = '{scope}'");
        let found = diagnostics(&options, POST);
        let spans = found
            .iter()
            .map(|it| it.primary().span.unwrap().start as usize);
        let lines = spans.map(|start| POST[..start].matches('\n').count() + 1);
        lines.collect::<Vec<_>>()
    };
    assert_eq!(at("title"), [1]);
    assert_eq!(at("meta"), [1, 2]);
    assert_eq!(at("headings"), [4]);
    assert_eq!(at("text"), [6, 9]);
    assert_eq!(at("code"), [12]);
    assert_eq!(at("source"), [1, 2, 4, 6, 9, 12]);
}

#[test]
fn scopes_that_overlap_tell_a_place_once() {
    let options = "words = ['utilize']\nscope = ['source', 'text', 'title', 'meta']";
    assert_eq!(found(options, POST).len(), 6);
    assert_eq!(found("words = ['plan']", "# A plan\n").len(), 1);
}

#[test]
fn a_part_of_a_decoded_value_is_shown_unless_it_is_an_escape() {
    let options = "words = ['bad', 'é']\nscope = 'meta'";
    let post = "note = \"a \\\"bad\\\" word\"\n+++\n";
    assert_eq!(found(options, post), ["bad"]);
    let post = "note = \"an \\u00e9 is\"\n+++\n";
    assert_eq!(found(options, post), ["an \\u00e9 is"]);
}

#[test]
fn patterns_say_what_they_match() {
    let found = diagnostics("patterns = ['\\bnot \\w+']", POST).remove(0);
    assert_eq!(found.message, "\"not utilized\" must not appear");
    assert_eq!(found.notes, ["it matches the pattern `\\bnot \\w+`"]);
    is_clean("patterns = ['x*', '^$']", "A line.\n");
}

#[test]
fn of_overlapping_matches_the_first_and_longest_is_told() {
    let options = "patterns = ['one', 'one two', 'two three']\nwords = ['one two three']";
    assert_eq!(found(options, "Say one two three.\n"), ["one two three"]);
}

#[test]
fn what_lies_in_an_exception_does_not_count() {
    let options = "words = ['master']\nexcept = ['master class', 'web ?master']";
    let post = "A master class of the web master and a master.\n";
    assert_eq!(found(options, post), ["master"]);
    assert_eq!(
        diagnostics(options, post)[0].primary().span.unwrap().start,
        39
    );
    let options = "patterns = ['b c d']\nexcept = ['a b c', 'c d']";
    assert_eq!(found(options, "A b c d.\n"), ["b c d"]);
}

#[test]
fn many_matches_end_in_one_that_counts_the_rest() {
    let post = "bad ".repeat(30);
    let found = diagnostics("words = ['bad', 'good']", &post);
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].message, "\"bad\" appears 10 times more");
    assert_eq!(diagnostics("words = ['bad']", &"bad ".repeat(20)).len(), 20);
}

#[test]
fn what_must_appear_is_told_at_the_title() {
    let options = "words = ['affiliate', 'sponsored']\nmust-appear = true";
    is_clean(options, "# A post\n\nThis is sponsored.\n");
    let found = diagnostics(options, "# A post\n\nThis is not.\n").remove(0);
    assert_eq!(found.code.finding(), "absent");
    assert_eq!(
        found.message,
        "none of \"affiliate\", \"sponsored\" appears"
    );
    let options = "patterns = ['licen[cs]e']\nmust-appear = true\nexcept = ['no license']";
    let found = diagnostics(options, "There is no license.\n").remove(0);
    assert_eq!(found.message, "\"licen[cs]e\" does not appear");
}

#[test]
fn posts_without_anything_are_clean() {
    let options = "words = ['a']\nscope = ['title', 'meta', 'text', 'code', 'source']";
    is_clean(options, "");
    is_clean("words = []", POST);
    is_clean("patterns = []\nmust-appear = true", POST);
}

#[test]
fn mistakes_in_options_are_told_at_their_place() {
    let told = |options: &str| {
        let (at, message) = problems(&Pattern, options).remove(0);
        format!("{at}: {message}")
    };
    for (options, wanted) in [
        (
            "scope = 'text'",
            ": a 'pattern' rule needs 'patterns' or 'words'",
        ),
        ("words = ['a', ' ']", "' ': a phrase must not be blank"),
        (
            "patterns = ['a', '(']",
            "'(': bad regular expression: unclosed group",
        ),
        (
            "words = ['a']\nexcept = '['",
            "'[': bad regular expression: unclosed character class",
        ),
        (
            "words = ['a']\nscope = ['txt']",
            "'txt': unknown scope 'txt'; did you mean 'text'?",
        ),
        ("words = 3", "3: 'words' must be a string, not an integer"),
    ] {
        assert_eq!(told(options), wanted);
    }
    let huge = "patterns = ['(\\w{1000}){1000}']";
    assert!(told(huge).contains("over the size limit"), "{}", told(huge));
}

#[test]
fn what_is_excepted_hides_nothing_behind_it() {
    for options in ["words = ['foo']", "patterns = ['foo']"] {
        let options = format!("{options}\nexcept = ['foo bar']");
        let post = format!("{}foo baz\n", "foo bar ".repeat(20_000));
        assert_eq!(found(&options, &post), ["foo"], "{options}");
    }
}

#[test]
fn tells_how_often_a_word_stands_however_often_it_does() {
    let post = "foo ".repeat(30_000);
    let told = diagnostics("words = ['foo']", &post);
    assert_eq!(
        told.last().unwrap().message,
        "\"foo\" appears 29,980 times more"
    );
}
