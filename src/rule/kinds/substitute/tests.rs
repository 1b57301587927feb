//! What `substitute` rules say of small posts.

use super::*;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

const SWAP: &str = "[swap]\nutilize = 'use'\n'in order to' = 'to'\njavascript = 'JavaScript'\n";

fn diagnostics(options: &str, post: &str) -> Vec<Diagnostic> {
    check(&Substitute, options).check_post(&Fixture::markdown(post).cx())
}

fn messages(options: &str, post: &str) -> Vec<String> {
    let found = diagnostics(options, post).into_iter();
    found.map(|it| it.message).collect()
}

/// The post with every fix made, and whether all of them are safe.
fn fixed(options: &str, post: &str) -> (String, bool) {
    let mut text = post.to_owned();
    let mut is_safe = true;
    for found in diagnostics(options, post).iter().rev() {
        if let Some(fix) = &found.fix {
            is_safe &= fix.applicability == Applicability::Safe;
            text.replace_range(fix.edits[0].span.range(), &fix.edits[0].text);
        }
    }
    (text, is_safe)
}

#[test]
fn tells_what_to_write_instead() {
    let found = diagnostics(SWAP, "We utilize it in\norder to win.\n");
    assert_eq!(found[0].message, "\"utilize\" must be \"use\"");
    assert_eq!(found[0].help, ["write \"use\""]);
    assert_eq!(found[0].code.finding(), "found");
    assert_eq!(found[1].message, "\"in order to\" must be \"to\"");
}

#[test]
fn the_fix_keeps_capitals() {
    let post = "Utilize it. UTILIZE it, utilize it.\nIn order to win, javascript.\n";
    let after = "Use it. USE it, use it.\nTo win, JavaScript.\n";
    assert_eq!(fixed(SWAP, post), (after.to_owned(), true));
    assert_eq!(messages(SWAP, after), Vec::<String>::new());
}

#[test]
fn a_term_that_is_written_as_preferred_is_no_finding() {
    for post in [
        "JavaScript and JAVASCRIPT.",
        "Reutilize a utilizer.",
        "Used in order.",
    ] {
        assert_eq!(messages(SWAP, post), Vec::<String>::new(), "{post}");
    }
    let longer = "[swap]\ninternet = 'the internet'\n";
    assert_eq!(
        messages(longer, "The internet is large."),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(longer, "An internet of things."),
        ["\"internet\" must be \"the internet\""]
    );
}

#[test]
fn code_and_urls_are_no_wording() {
    let post = "Call `utilize()` as <https://a.example/utilize> and https://b.example/utilize say.\n\n```\nutilize\n```\n";
    assert_eq!(messages(SWAP, post), Vec::<String>::new());
    let linked = "See [utilize it](https://a.example/utilize).\n";
    assert_eq!(
        fixed(SWAP, linked).0,
        "See [use it](https://a.example/utilize).\n"
    );
    assert_eq!(messages(&format!("scope = 'code'\n{SWAP}"), post).len(), 1);
}

#[test]
fn a_fix_is_safe_in_wording_alone() {
    assert!(fixed(SWAP, "---\ntitle: We utilize\n---\nText.\n").1);
    assert!(!fixed(SWAP, "# We utilize\n\nText.\n").1);
    assert!(fixed(SWAP, "We [utilize it](a.md) here.\n").1);
    for named in [
        "See [utilize] here.\n\n[utilize]: /x\n",
        "See [[utilize]].\n",
        "A :utilize: sign.\n",
    ] {
        assert!(
            !fixed(SWAP, named).1 || messages(SWAP, named).is_empty(),
            "{named}"
        );
    }
    let (after, is_safe) = fixed(SWAP, "Text.\n\n## We utilize\n");
    assert_eq!((after.as_str(), is_safe), ("Text.\n\n## We use\n", false));
    let marked = "[swap]\nstar = '*'\n";
    assert_eq!(fixed(marked, "A star.\n"), ("A *.\n".to_owned(), false));
}

#[test]
fn a_term_that_is_not_written_as_it_reads_is_left() {
    let post = "> We go in\n> order to win, *in* order to.\n";
    assert_eq!(messages(SWAP, post).len(), 2);
    assert_eq!(fixed(SWAP, post).0, post);
    let quoted = "[swap]\nutilize = 'use: it'\n";
    let meta = "---\ntitle: We utilize\n---\nText.\n";
    assert_eq!(fixed(quoted, meta).0, meta);
}

#[test]
fn of_several_preferred_terms_none_is_written() {
    let swap = "[swap]\nleverage = ['use', 'lift']\n";
    let post = "Leverage it.\n";
    assert_eq!(
        messages(swap, post),
        ["\"Leverage\" must be \"Use\" or \"Lift\""]
    );
    assert_eq!(fixed(swap, post).0, post);
}

#[test]
fn exceptions_and_case_count_as_told() {
    let exact = "ignore-case = false\n[swap]\nGIT = 'Git'\n";
    assert_eq!(
        messages(exact, "GIT and git.\n"),
        ["\"GIT\" must be \"Git\""]
    );
    let except = "except = ['\"[^\"]*\"']\n[swap]\nutilize = 'use'\n";
    assert_eq!(
        messages(except, "He said \"utilize it\".\n"),
        Vec::<String>::new()
    );
}

#[test]
fn many_of_one_term_are_counted() {
    let found = messages(SWAP, &"utilize ".repeat(23));
    assert_eq!(found.len(), 21);
    assert_eq!(found[20], "\"utilize\" appears 3 times more");
}

#[test]
fn tells_mistakes_in_options() {
    let told = |options: &str| problems(&Substitute, options).remove(0);
    let pair = |at: &str, message: &str| (at.to_owned(), message.to_owned());
    assert_eq!(told("").1, "a 'substitute' rule needs 'swap'");
    assert_eq!(
        told("swap = 'x'"),
        pair("'x'", "'swap' must be a table, not a string")
    );
    assert_eq!(
        told("[swap]\na = 3"),
        pair("3", "'a' must be a string, not an integer")
    );
    assert_eq!(
        told("[swap]\n' ' = 'a'"),
        pair("' '", "a phrase must not be blank")
    );
    assert!(
        told("[swap]\na = ''")
            .1
            .starts_with("a preferred term must not be blank")
    );
    assert_eq!(told("[swap]\na = []").1, "'a' must be a string, not a list");
}

#[test]
fn the_cells_of_a_table_are_no_one_wording() {
    let swap = "[swap]\n'the the' = 'the'\n";
    let post = "| a | b |\n| --- | --- |\n| the | the |\n";
    assert_eq!(messages(swap, post), Vec::<String>::new());
    assert_eq!(
        messages(swap, &post.replace("| the |", "| the the |")).len(),
        1
    );
}

#[test]
fn parts_of_addresses_and_handles_are_no_wording() {
    let swap = "[swap]\ngithub = 'GitHub'\niphone = 'iPhone'\n";
    let post = "On github.com/me and www.github.com, by @github, at github/linguist.\n";
    assert_eq!(messages(swap, post), Vec::<String>::new());
    assert_eq!(messages(swap, "It is on github.\n").len(), 1);
    assert_eq!(
        messages(swap, "Iphone first.\n"),
        ["\"Iphone\" must be \"iPhone\""]
    );
}
