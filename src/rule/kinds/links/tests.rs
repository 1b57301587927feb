//! What `links` rules say of small posts alone; what needs files is shown by the tests of the
//! command.

use super::*;
use crate::parse::ParseOptions;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

fn found(options: &str, post: &str) -> Vec<(String, String, String)> {
    Fixture::markdown(post).findings(&*check(&LinksKind, options))
}

fn one(finding: &str, at: &str, message: &str) -> Vec<(String, String, String)> {
    vec![(finding.to_owned(), at.to_owned(), message.to_owned())]
}

#[test]
fn an_anchor_of_the_post_itself_must_be_there() {
    let post = "# A\n\nSee [on](#the-end) and [up][1].\n\n## The ends\n\n[1]: #the-ends\n";
    assert_eq!(
        found("", post),
        one(
            "anchor",
            "#the-end",
            "no heading or id of this post is called 'the-end'"
        )
    );
    let diagnostic = check(&LinksKind, "").check_post(&Fixture::markdown(post).cx());
    assert_eq!(diagnostic[0].help, ["did you mean '#the-ends'?"]);
    assert_eq!(found("check = ['files']", post), []);
}

#[test]
fn an_image_needs_a_text() {
    assert_eq!(
        found("", "![ ](a.png) ![a cat](b.png)\n"),
        one("alt", "![ ](a.png)", "the image 'a.png' has no text")
    );
    for post in [
        "![a cat](a.png)\n",
        "`![](a.png)`\n",
        "<img alt=\"\" src=\"a.png\">\n",
    ] {
        assert_eq!(found("", post), [], "{post}");
    }
    let page = "<img src=a.png ALT><img data-alt='x' src=b.png>";
    let html = Fixture::read(page, "html", &ParseOptions::default());
    let found_there = html.findings(&*check(&LinksKind, ""));
    assert_eq!(found_there[0].2, "the image 'b.png' has no text");
    let query = "![](https://a.example/o?alt=media)";
    assert_eq!(found("", query)[0].1, query);
    assert_eq!(found("check = ['images']", "![](a.png)\n"), []);
}

#[test]
fn references_lead_to_their_targets() {
    let post =
        Fixture::markdown("[![a](b.md)](b.md) <https://a.example> [c][d]\n\n[d]: <e f.md>\n");
    let all = references(&post.post, &post.text).into_iter();
    let all: Vec<(&str, &str)> = all
        .map(|it| (&post.text[it.span.range()], it.target))
        .collect();
    assert_eq!(
        all,
        [
            ("b.md", "b.md"),
            ("b.md", "b.md"),
            ("https://a.example", "https://a.example"),
            ("[c][d]", "e f.md"),
        ]
    );
}

#[test]
fn a_place_is_that_of_the_target_and_not_of_its_title() {
    let post = "[c.md](c.md \"c.md\") ![e](<e f.png> 'e f.png') [a]( a 'data')\n";
    let post = Fixture::markdown(post);
    let all = references(&post.post, &post.text).into_iter();
    let all: Vec<_> = all.map(|it| (it.span.start, it.target)).collect();
    assert_eq!(all, [(7, "c.md"), (26, "e f.png"), (51, "a")]);
}

#[test]
fn facts_are_few_and_of_the_links_that_are_judged() {
    let post =
        Fixture::markdown("# A\n\n[b](b.md#c) [d](../d/) [e](https://a.example) ![f](f.png)\n");
    let notes = |options: &str| {
        let facts = check(&LinksKind, options).facts(&post.cx());
        facts.iter().filter_map(Note::of).collect::<Vec<_>>()
    };
    assert_eq!(notes("check = ['alt']"), []);
    assert_eq!(notes("check = ['images']"), [Note::Image]);
    assert_eq!(
        notes("check = ['files']"),
        [Note::Own, Note::Own, Note::Link, Note::Link]
    );
    assert_eq!(
        notes("check = ['anchors']"),
        [
            Note::Own,
            Note::Own,
            Note::Anchor,
            Note::Lead,
            Note::AsciiAt
        ]
    );
    let pages = notes("check = ['pages']");
    assert_eq!(pages, [Note::Own, Note::Own, Note::Own, Note::Link]);
}

#[test]
fn tells_mistakes_in_options() {
    let told = |options: &str| problems(&LinksKind, options).remove(0).1;
    for folder in ["..", "/static", "a/../../b", ""] {
        let wanted = format!("'{folder}' is no folder below the folder of this file");
        assert_eq!(told(&format!("roots = ['{folder}']")), wanted);
    }
    assert_eq!(
        told("check = ['file']"),
        "unknown check 'file'; did you mean 'files'?"
    );
}
