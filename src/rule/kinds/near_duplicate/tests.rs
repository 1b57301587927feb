//! What is almost the same, and what is not: against an exact comparison of all pairs.

use super::NearDuplicate;
use crate::rule::kinds::meta::fixture::{check, corpus_diagnostics, problems};
use crate::text::{jaccard, mixed, shingle_set};

/// A text of `words` words; `seed` chooses them, `changed` of them are chosen anew by `salt`.
fn text(seed: u64, words: u64, changed: u64, salt: u64) -> String {
    let word = |at: u64| {
        let is_changed = mixed(salt ^ mixed(at)) % words < changed;
        let source = if is_changed { salt << 32 } else { seed };
        format!("w{}", mixed(source ^ mixed(at + 1)) % 100_000)
    };
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn agrees_with_an_exact_join() {
    // Families of one original and copies with 1 to 20 changed words of 300: similarities from
    // far above to far below the threshold.
    let mut posts = Vec::new();
    for family in 0..40 {
        posts.push(text(family, 300, 0, 0));
        posts.extend((1..=4).map(|copy| text(family, 300, copy * 5, family * 100 + copy)));
    }
    let sets: Vec<Vec<u64>> = posts.iter().map(|post| shingle_set(post, 5)).collect();
    let mut expected = Vec::new();
    for (a, set) in sets.iter().enumerate() {
        let others = sets.iter().enumerate().filter(|(b, _)| *b != a);
        let closest = others
            .map(|(_, other)| jaccard(set, other))
            .fold(0.0, f64::max);
        if closest >= 0.8 {
            expected.push(a);
        }
    }
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus_diagnostics(&*check(&NearDuplicate, ""), &posts);
    let found: Vec<usize> = found
        .iter()
        .map(|it| it.primary().source.0 as usize)
        .collect();
    assert!(expected.len() > 50, "{}", expected.len());
    assert!(found.iter().all(|post| expected.contains(post)));
    let missed = expected.iter().filter(|post| !found.contains(post)).count();
    assert!(
        missed * 100 <= expected.len(),
        "{missed} of {}",
        expected.len()
    );
}

#[test]
fn finds_a_pair_in_a_crowd_that_is_almost_alike_enough() {
    // All posts share most of their words; each pair shares a little more.
    let mut posts = Vec::new();
    for pair in 0..60 {
        let own = text(0, 1000, 28, 7000 + pair);
        posts.push(own.clone());
        posts.push(own.replace(" w", &format!(" {pair}w")).replacen(
            &format!(" {pair}w"),
            " w",
            960,
        ));
    }
    let sets: Vec<Vec<u64>> = posts.iter().map(|post| shingle_set(post, 5)).collect();
    let expected: Vec<usize> = (0..posts.len())
        .filter(|a| (0..posts.len()).any(|b| b != *a && jaccard(&sets[*a], &sets[b]) >= 0.8))
        .collect();
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus_diagnostics(&*check(&NearDuplicate, ""), &posts);
    let found: Vec<usize> = found
        .iter()
        .map(|it| it.primary().source.0 as usize)
        .collect();
    assert!(expected.len() > 20, "{}", expected.len());
    assert_eq!(found, expected);
}

#[test]
fn names_the_closest_post_and_what_differs() {
    let one = "The road climbs from the mill to the chapel in seven bends.\n\n\
               Cyclists walk the last of them.\n\n\
               A bench waits at the top, and a tap with cold water.\n\n\
               From there the whole valley lies open, from the dam to the old railway bridge.\n";
    let two = one.replace("cold water", "warm water");
    let found = corpus_diagnostics(&*check(&NearDuplicate, "threshold = 0.5"), &[one, &two]);
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0].message,
        "the body is 78.2 % the same as that of posts/1.md"
    );
    assert_eq!(
        found[0].notes,
        [
            "what differs (- there, + here):",
            "- A bench waits at the top, and a tap with warm water.",
            "+ A bench waits at the top, and a tap with cold water.",
        ]
    );
}

#[test]
fn unlike_posts_are_clean() {
    let posts = [
        "One two three four five six seven.",
        "Eight nine ten eleven twelve.",
    ];
    assert!(corpus_diagnostics(&*check(&NearDuplicate, ""), &posts).is_empty());
}

#[test]
fn posts_without_a_run_of_words_are_like_nothing() {
    let posts = ["Soon.", "Soon.", ""];
    assert!(corpus_diagnostics(&*check(&NearDuplicate, ""), &posts).is_empty());
}

#[test]
fn masked_values_can_make_posts_alike() {
    let post = |town: &str| {
        format!(
            "town = \"{town}\"\n+++\nThe market of {town} opens at six. In {town} the bells ring then.\n"
        )
    };
    let posts = [post("Upper Lahn"), post("Sandholm")];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    assert!(corpus_diagnostics(&*check(&NearDuplicate, ""), &posts).is_empty());
    let masking = check(&NearDuplicate, "slots = [\"town\"]");
    assert_eq!(corpus_diagnostics(&*masking, &posts).len(), 2);
}

#[test]
fn mistakes_in_options_are_told_at_their_place() {
    assert_eq!(
        problems(&NearDuplicate, "threshold = 0.3"),
        [(
            "0.3".to_owned(),
            "'threshold' must be at least 0.5; use 'boilerplate' for less".to_owned()
        )]
    );
}
