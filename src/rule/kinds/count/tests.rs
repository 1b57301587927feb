//! What `count` rules say of small posts.

use super::*;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

fn found(options: &str, post: &str) -> Vec<(String, String, String)> {
    Fixture::new(post).findings(&*check(&Count, options))
}

fn one(finding: &str, at: &str, message: &str) -> Vec<(String, String, String)> {
    vec![(finding.to_owned(), at.to_owned(), message.to_owned())]
}

const POST: &str = "# A plan\n\nVery good. It is very, VERY good.\n\n```\nvery\n```\n";

#[test]
fn points_at_the_first_that_is_too_many() {
    assert_eq!(
        found("words = ['very']\nmax = 2", POST),
        one("many", "VERY", "\"very\" appears 3 times, above 2")
    );
    assert_eq!(
        found("words = ['very']\nmax = 0\nignore-case = false", POST),
        one("many", "very", "\"very\" appears 1 time, above 0")
    );
}

#[test]
fn too_few_are_told_at_the_title() {
    assert_eq!(
        found("words = ['tea']\nmin = 1", POST),
        one("few", "A plan", "\"tea\" appears 0 times, below 1")
    );
}

#[test]
fn of_many_terms_a_message_names_the_first() {
    let told = |words: &str| {
        found(&format!("words = [{words}]\nmin = 1"), POST)
            .remove(0)
            .2
    };
    assert_eq!(
        told("'b', 'c', 'd', 'e', 'f', 'g'"),
        "\"b\", \"c\", \"d\", \"e\" and 2 more appear 0 times, below 1"
    );
    assert_eq!(
        told("'b', 'c', 'd', 'e', 'f'"),
        "\"b\" and \"c\" and \"d\" and \"e\" and \"f\" appear 0 times, below 1"
    );
}

#[test]
fn the_bounds_themselves_pass() {
    for bounds in ["min = 3", "max = 3", "min = 3\nmax = 3", "min = 0"] {
        assert_eq!(found(&format!("words = ['very']\n{bounds}"), POST), []);
    }
}

#[test]
fn all_terms_are_counted_together() {
    let options = "pattern = 'go+d'\nwords = ['very', 'very good']\nmax = 2";
    assert_eq!(
        found(options, POST),
        one(
            "many",
            "VERY good",
            "`go+d` and \"very good\" and \"very\" appear 3 times, above 2"
        )
    );
}

#[test]
fn only_the_scope_counts() {
    assert_eq!(found("words = ['very']\nscope = 'code'\nmax = 1", POST), []);
    let two = "# One\n\n## Part\n\n# Two\n";
    let h1 = "pattern = '(?s).+'\nscope = 'h1'\nmax = 1";
    assert_eq!(
        found(h1, two),
        one("many", "Two", "`(?s).+` appears 2 times, above 1")
    );
    assert_eq!(found(h1, "# One\n\n## Part\n\n## More\n"), []);
}

#[test]
fn exceptions_do_not_count() {
    assert_eq!(
        found("words = ['very']\nmax = 2\nexcept = ['very good']", POST),
        []
    );
}

#[test]
fn tells_mistakes_in_options() {
    let told = |options: &str| problems(&Count, options).remove(0).1;
    assert_eq!(told("min = 1"), "a 'count' rule needs 'pattern' or 'words'");
    assert_eq!(told("words = ['a']"), "a 'count' rule needs 'min' or 'max'");
    assert_eq!(
        told("words = ['a']\nmin = 3\nmax = 2"),
        "'min' is above 'max'"
    );
    assert_eq!(
        told("words = ['a']\nmax = -1"),
        "'max' must not be negative"
    );
    assert_eq!(
        told("words = ['a']\nmin = 10000"),
        "'min' must be below 10,000"
    );
    assert!(told("pattern = '('\nmin = 1").starts_with("bad regular expression"));
}
