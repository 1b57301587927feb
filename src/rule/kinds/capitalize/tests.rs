//! What `capitalize` rules say of small posts.

use super::*;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

fn diagnostics(options: &str, post: &str) -> Vec<Diagnostic> {
    check(&Capitalize, options).check_post(&Fixture::markdown(post).cx())
}

/// What each finding advises to write.
fn advice(style: &str, post: &str) -> Vec<String> {
    let found = diagnostics(&format!("style = '{style}'"), post).into_iter();
    found.map(|mut it| it.help.remove(0)).collect()
}

#[track_caller]
fn is_clean(style: &str, headings: &[&str]) {
    for heading in headings {
        let post = format!("## {heading}\n\nText.\n");
        assert_eq!(advice(style, &post), Vec::<String>::new(), "{heading}");
    }
}

#[track_caller]
fn becomes(style: &str, heading: &str, right: &str) {
    let wanted = [format!("write \"{right}\"")];
    assert_eq!(advice(style, &format!("## {heading}\n\nText.\n")), wanted);
    is_clean(style, &[right]);
}

#[test]
fn sentence_case_has_one_capital() {
    becomes(
        "sentence",
        "Getting Started with Ropes",
        "Getting started with ropes",
    );
    becomes("sentence", "getting started", "Getting started");
    becomes("sentence", "1. knots And hitches", "1. Knots and hitches");
    is_clean(
        "sentence",
        &[
            "Knots",
            "What the API says in JSON",
            "Using GitHub from an iPhone",
            "Knots: An introduction",
            "“Quoted words” (And more)",
            "2024 In review",
            "Why I left, and I'm back",
            "`Code` and `More Code`",
            "What we learned in January",
            "Mondays for English-speaking crews",
            "Plan B",
            "Über uns",
            "日本語",
            "main.rs",
            "",
        ],
    );
}

#[test]
fn the_running_text_tells_names() {
    let post = "## A walk in Paris\n\nParis is large. We came to Paris by train.\n";
    assert_eq!(advice("sentence", post), Vec::<String>::new());
    let post = "## A Walk in Paris's parks\n\nWe came to Paris. Walk on.\n";
    assert_eq!(
        advice("sentence", post),
        ["write \"A walk in Paris's parks\""]
    );
    let begins = "## A walk in Paris\n\nParis is large: Paris, \"Paris\".\n";
    assert_eq!(advice("sentence", begins), ["write \"A walk in paris\""]);
}

#[test]
fn names_can_be_listed() {
    let options = "style = 'sentence'\nexcept = ['New York', 'Go']";
    let found = |post: &str| diagnostics(options, post).len();
    assert_eq!(found("## Moving to New York\n"), 0);
    assert_eq!(found("## Learn Go, and go\n"), 0);
    assert_eq!(found("## New Yorks of old\n"), 1);
}

#[test]
fn title_case_leaves_small_words() {
    for style in ["title-ap", "title-chicago"] {
        becomes(style, "the art of War", "The Art of War");
        becomes(style, "The Art Of war", "The Art of War");
        becomes(style, "What Is It for", "What Is It For");
        is_clean(
            style,
            &[
                "Set Up a Rope",
                "Set up a Rope",
                "How To Tie",
                "Ropes: A Primer",
                "A Primer: The Knots",
                "What It Is For: Ropes",
                "Follow-up and Follow-Up",
                "npm2 Explained",
                "Top 10 Knots",
            ],
        );
    }
    becomes("title-ap", "Life with Ropes", "Life With Ropes");
    becomes("title-chicago", "Life With Ropes", "Life with Ropes");
    is_clean(
        "title-chicago",
        &["Walk Over the Hill", "Walk over the Hill"],
    );
}

#[test]
fn lower_case_has_none() {
    becomes("lower", "Reading the Sky", "reading the sky");
    is_clean(
        "lower",
        &["reading the sky", "what NASA says: now", "why I left"],
    );
}

#[test]
fn the_words_are_pointed_at() {
    let post = "---\ntitle: Good title\n---\n# Knots And Hitches\n\n## Fine here\n";
    let found = diagnostics("style = 'sentence'", post);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "\"Knots And Hitches\" is not in sentence case"
    );
    let labels = found[0].labels.iter();
    let texts: Vec<&str> = labels.map(|it| &post[it.span.unwrap().range()]).collect();
    assert_eq!(texts, ["And", "Hitches"]);
    assert_eq!(found[0].identity, "knots and hitches");
}

#[test]
fn a_title_that_is_a_heading_is_told_once() {
    let post = "# Knots And Hitches\n\nText.\n";
    assert_eq!(diagnostics("style = 'sentence'", post).len(), 1);
    let declared = "---\ntitle: \"Knots And\"\n---\n## Hitches And\n";
    assert_eq!(
        diagnostics("style = 'sentence'\nscope = 'title'", declared).len(),
        1
    );
    assert_eq!(
        diagnostics("style = 'sentence'\nscope = 'headings'", declared).len(),
        1
    );
    assert_eq!(
        diagnostics("style = 'sentence'\nscope = 'h1'", declared).len(),
        0
    );
}

#[test]
fn the_fix_is_a_guess() {
    let post = "## Knots *And* Hitches\n";
    let fix = diagnostics("style = 'sentence'", post)
        .remove(0)
        .fix
        .unwrap();
    assert_eq!(fix.applicability, Applicability::Unsafe);
    let mut text = post.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(text, "## Knots *and* hitches\n");
}

#[test]
fn tells_mistakes_in_options() {
    let told = |options: &str| problems(&Capitalize, options).remove(0).1;
    assert_eq!(told(""), "a 'capitalize' rule needs 'style'");
    assert_eq!(
        told("style = 'sentance'"),
        "unknown style 'sentance'; did you mean 'sentence'?"
    );
    assert_eq!(
        told("style = 'lower'\nscope = 'text'"),
        "unknown scope 'text'; known are title, h1, headings"
    );
}
