//! What `consistent` rules say of small posts.

use super::*;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

const EITHER: &str = "either = [['e-mail', 'email'], [['colour', 'colours'], ['color', 'colors']]]";

fn diagnostics(options: &str, post: &str) -> Vec<Diagnostic> {
    check(&Consistent, options).check_post(&Fixture::markdown(post).cx())
}

/// The texts under the labels of each finding.
fn labelled<'a>(options: &str, post: &'a str) -> Vec<Vec<&'a str>> {
    let found = diagnostics(options, post).into_iter();
    let texts = found.map(|it| {
        let spans = it.labels.into_iter().map(|label| label.span.unwrap());
        spans.map(|span| &post[span.range()]).collect()
    });
    texts.collect()
}

#[test]
fn the_rarer_spelling_is_told_and_leads_to_the_other() {
    let post = "Send an email. An e-mail is not an Email.\n";
    assert_eq!(labelled(EITHER, post), [["e-mail", "email"]]);
    let found = diagnostics(EITHER, post).remove(0);
    assert_eq!(found.message, "\"e-mail\" is mixed with \"email\"");
    assert_eq!(
        found.notes,
        ["\"email\" stands 2 times in this post, \"e-mail\" 1 time"]
    );
    assert_eq!(found.identity, "e-mail");
}

#[test]
fn what_is_said_of_many_words_is_said_of_none_of_them() {
    let either = "either = [[{ pattern = '\\w+isation' }, { pattern = '\\w+ization' }]]";
    let post = "A realization, an organization; one organisation.\n";
    let found = diagnostics(either, post).remove(0);
    assert_eq!(
        found.message,
        "\"organisation\" is mixed with spellings like \"realization\""
    );
    assert_eq!(
        found.notes,
        [
            "spellings like \"realization\" stand 2 times in this post, spellings like \"organisation\" 1 time"
        ]
    );
}

#[test]
fn of_equals_the_first_is_right() {
    assert_eq!(
        labelled(EITHER, "An e-mail, an email.\n"),
        [["email", "e-mail"]]
    );
    assert_eq!(
        labelled(EITHER, "An email, an e-mail.\n"),
        [["e-mail", "email"]]
    );
}

#[test]
fn one_spelling_throughout_is_fine_whichever() {
    for post in [
        "E-mail me an e-mail.",
        "Email, email.",
        "The color of colors.",
        "Nothing.",
    ] {
        assert_eq!(labelled(EITHER, post), Vec::<Vec<&str>>::new(), "{post}");
    }
    let both = "An e-mail in color, and a colour: colours.\n";
    assert_eq!(labelled(EITHER, both), [["color", "colour"]]);
}

#[test]
fn code_urls_and_exceptions_do_not_count() {
    let post =
        "An e-mail to `email` at https://a.example/email/ or <email@a.example>.\n\n    email\n";
    assert_eq!(labelled(EITHER, post), Vec::<Vec<&str>>::new());
    let except = format!("{EITHER}\nexcept = ['email server']");
    assert_eq!(
        labelled(&except, "An e-mail server, the email server.\n"),
        Vec::<Vec<&str>>::new()
    );
}

#[test]
fn patterns_are_spellings_too() {
    let options =
        "either = [[{ pattern = '\\b\\w+isation\\b' }, { pattern = '\\b\\w+ization\\b' }]]";
    let post = "Organisation and localisation, then organization.\n";
    assert_eq!(labelled(options, post), [["organization", "Organisation"]]);
}

#[test]
fn a_list_of_words_is_one_thing() {
    let options = "either = ['web site', 'website', 'web-site']";
    let post = "A website, a web\nsite, a web-site, the website.\n";
    assert_eq!(
        labelled(options, post),
        [["web\nsite", "website"], ["web-site", "website"]]
    );
}

#[test]
fn case_may_be_the_difference() {
    let options = "ignore-case = false\neither = ['GitHub', 'Github']";
    assert_eq!(
        labelled(options, "GitHub, Github.\n"),
        [["Github", "GitHub"]]
    );
}

#[test]
fn many_are_counted() {
    let post = format!("{}{}", "email ".repeat(30), "e-mail ".repeat(25));
    let found = diagnostics(EITHER, &post);
    assert_eq!(found.len(), 21);
    assert_eq!(
        found[20].message,
        "\"e-mail\" is mixed with \"email\" 5 more times"
    );
}

#[test]
fn tells_mistakes_in_options() {
    let told = |options: &str| problems(&Consistent, options).remove(0).1;
    assert_eq!(told(""), "a 'consistent' rule needs 'either'");
    assert_eq!(
        told("either = 'a'"),
        "'either' must be a list of lists, not a string"
    );
    assert_eq!(
        told("either = [['a']]"),
        "a list of spellings needs two at least"
    );
    assert_eq!(
        told("either = [['a', 3]]"),
        "'either' must be a string, not an integer"
    );
    assert_eq!(
        told("either = ['GitHub', 'Github']"),
        "'Github' is named twice, unless 'ignore-case' is false"
    );
    assert_eq!(
        told("either = [['a', { patern = 'b' }]]"),
        "unknown key 'patern'; did you mean 'pattern'?"
    );
}
