//! What is boilerplate, and what is not.

use super::Boilerplate;
use crate::rule::kinds::meta::fixture::{check, corpus, corpus_diagnostics, problems};

const KEEP: &str = "Keep the spare key in the tin behind the third step of the stair.";
const WRITE: &str = "Write down who took it and when it came back to its place.";

fn codes(options: &str, posts: &[&str]) -> Vec<(usize, String)> {
    let check = check(&Boilerplate, options);
    let found = corpus_diagnostics(&*check, posts);
    found
        .iter()
        .map(|it| (it.primary().source.0 as usize, it.code.finding().to_owned()))
        .collect()
}

#[test]
fn flags_a_sentence_that_stands_in_enough_posts() {
    let posts = [
        format!("The gate sticks in rain.\n{KEEP}\n"),
        format!("{KEEP} The lamp needs oil.\n"),
        "Nothing here is said twice, nor anywhere else on this site.\n".to_owned(),
    ];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus(&*check(&Boilerplate, "min-posts = 2"), &posts);
    assert_eq!(
        found,
        [
            (
                0,
                KEEP.to_owned(),
                "1 sentence (14 words) stands in 2 of 3 posts".to_owned()
            ),
            (
                1,
                KEEP.to_owned(),
                "1 sentence (14 words) stands in 2 of 3 posts".to_owned()
            ),
        ]
    );
    assert!(codes("min-posts = 3", &posts).is_empty());
}

#[test]
fn case_white_space_and_outer_punctuation_do_not_count() {
    let shouted = KEEP.to_uppercase().replace(' ', "  ").replace('.', "!");
    assert_eq!(codes("min-posts = 2", &[KEEP, &shouted]).len(), 2);
}

#[test]
fn adjacent_sentences_make_one_finding() {
    let post = format!("{KEEP} {WRITE}\n");
    let other = format!("{KEEP} {WRITE} And one of its own.\n");
    let found = corpus(&*check(&Boilerplate, "min-posts = 2"), &[&post, &other]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1, post.trim_end());
    assert!(found[0].2.starts_with("2 sentences (27 words) stand in"));
}

#[test]
fn a_heading_between_them_keeps_runs_apart() {
    let post = format!("{KEEP}\n\n## Then\n\n{WRITE}\n");
    assert_eq!(codes("min-posts = 2", &[&post, &post]).len(), 4);
}

#[test]
fn a_short_sentence_counts_only_in_a_run() {
    let alone = "Mind the step.\n";
    assert!(codes("min-posts = 2", &[alone, alone]).is_empty());
    let run = format!("Mind the step. {KEEP}\n");
    let found = corpus(&*check(&Boilerplate, "min-posts = 2"), &[&run, &run]);
    assert_eq!(found[0].1, run.trim_end());
}

#[test]
fn flags_a_template_whose_slot_is_filled_anew() {
    let post = |tool: &str| {
        format!(
            "tool = \"{tool}\"\n+++\nBefore you lend out the {tool}, look at its handle and its edge.\n"
        )
    };
    let posts = [post("long saw"), post("hand axe"), post("pruning knife")];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus_diagnostics(&*check(&Boilerplate, "slots = [\"tool\"]"), &posts);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].code.finding(), "templated");
    assert_eq!(found[0].notes, ["the slots that differ: `tool`"]);
    assert_eq!(found[0].labels.len(), 3);
    assert!(codes("", &posts).is_empty());
}

#[test]
fn names_the_slots_that_differ_between_the_posts() {
    let post = |tool: &str, place: &str| {
        format!(
            "tool = \"{tool}\"\nplace = \"{place}\"\n+++\nBefore you lend out the {tool} of the {place}, look at its handle and its edge.\n"
        )
    };
    let notes = |posts: [String; 3]| {
        let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
        let check = check(&Boilerplate, "slots = [\"tool\", \"place\"]");
        let found = corpus_diagnostics(&*check, &posts);
        found.into_iter().map(|it| it.notes).collect::<Vec<_>>()
    };
    let one_place = [
        post("long saw", "mill"),
        post("hand axe", "mill"),
        post("pruning knife", "mill"),
    ];
    assert_eq!(notes(one_place)[0], ["the slots that differ: `tool`"]);
    let places = [
        post("long saw", "mill"),
        post("hand axe", "mill"),
        post("long saw", "barn"),
    ];
    let told = notes(places);
    assert_eq!(told[0], ["the slots that differ: `tool`, `place`"]);
}

#[test]
fn the_title_is_a_slot_where_meta_says_nothing() {
    let post = |topic: &str| {
        format!(
            "# Notes on {topic}\nWith {topic} the first hour is spent on finding the right box.\n"
        )
    };
    let posts = [
        post("mending wooden chairs"),
        post("cleaning brass taps"),
        post("painting garden fences"),
    ];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus_diagnostics(&*check(&Boilerplate, "slots = [\"tool\"]"), &posts);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0].notes,
        ["the slots that differ: a part of the title"]
    );
}

#[test]
fn a_slot_value_inside_another_word_is_no_slot() {
    let post = |tool: &str, rest: &str| {
        format!(
            "tool = \"{tool}\"\n+++\nThe {rest} was hung up to dry under the roof of the shed.\n"
        )
    };
    let posts = [
        post("saw", "sawmill"),
        post("axe", "axemill"),
        post("pin", "pinmill"),
    ];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    assert!(codes("slots = [\"tool\"]", &posts).is_empty());
}

#[test]
fn a_frame_of_few_words_is_no_template() {
    let post = |tool: &str| format!("tool = \"{tool}\"\n+++\nAll about the {tool}.\n");
    let posts = [
        post("long saw of the old mill"),
        post("hand axe of the new mill"),
    ];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    assert!(codes("slots = [\"tool\"]\nmin-posts = 2\nmin-words = 1", &posts).is_empty());
}

#[test]
fn posts_that_share_nothing_are_clean() {
    let posts = [
        "The ferry leaves at nine. It is seldom late, and never early.\n",
        "Bread is baked twice a day. The second batch is the better one.\n",
        "A kite needs more tail than you think. Knot rags into it.\n",
    ];
    assert!(codes("min-posts = 2\nmin-words = 1\nmax-ratio = 0.1", &posts).is_empty());
}

#[test]
fn flags_what_a_post_says_twice() {
    let post = format!("{KEEP}\nThe lamp needs oil before dusk.\n{KEEP}\n");
    let found = corpus_diagnostics(&*check(&Boilerplate, ""), &[&post]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.finding(), "within-post");
    let (again, first) = (&found[0].labels[0], &found[0].labels[1]);
    assert!(first.span < again.span);
}

#[test]
fn tells_the_ratio_with_its_largest_parts() {
    let post = |own: &str| format!("{KEEP} {WRITE} {own}\n");
    let posts = [
        post("The swing squeaks when nobody is near it."),
        post("A hedge is cut before the birds come back."),
        post("Snow on the shed is to be shovelled at once."),
    ];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let found = corpus_diagnostics(&*check(&Boilerplate, "max-ratio = 0.5"), &posts);
    let ratio: Vec<&str> = found
        .iter()
        .filter(|it| it.code.finding() == "ratio")
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        ratio[0],
        "77 % of the words (27 of 35) stand in other posts too, over the 50 % allowed"
    );
    assert_eq!(codes("max-ratio = 0.9", &posts).len(), 3);
}

#[test]
fn a_limit_keeps_the_largest_and_says_so() {
    let post = format!(
        "{KEEP} {WRITE}\n\n## Then\n\nMind the second step, it is the one that creaks at night.\n"
    );
    let found = corpus_diagnostics(
        &*check(&Boilerplate, "min-posts = 2\nlimit = 1"),
        &[&post, &post],
    );
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0].notes,
        ["1 smaller run of this post with 12 words in all is not told (limit = 1)"]
    );
}

#[test]
fn allowed_texts_are_not_told_and_stale_ones_are() {
    let options = format!("min-posts = 2\nallow = [\"{KEEP}\", \"Nobody says this any more.\"]");
    let allowing = check(&Boilerplate, &options);
    assert!(corpus(&*allowing, &[KEEP, KEEP]).is_empty());
    let notices = crate::rule::kinds::meta::fixture::notices(&*allowing, &[KEEP, KEEP]);
    assert_eq!(notices, ["this 'allow' text stands in no post; remove it"]);
}

#[test]
fn a_template_may_be_allowed() {
    let post = |tool: &str| {
        format!(
            "tool = \"{tool}\"\n+++\nBefore you lend out the {tool}, look at its handle and its edge.\n"
        )
    };
    let posts = [post("long saw"), post("hand axe"), post("pruning knife")];
    let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
    let allow = "allow = [\"Before you lend out the {tool}, look at its handle and its edge.\"]";
    assert!(codes(&format!("slots = [\"tool\"]\n{allow}"), &posts).is_empty());
}

#[test]
fn a_share_of_the_posts_can_make_boilerplate_too() {
    let posts = [KEEP, KEEP, "One.", "Two."];
    assert_eq!(codes("min-posts = 9\nmin-share = 0.5", &posts).len(), 2);
    assert!(codes("min-posts = 9\nmin-share = 0.6", &posts).is_empty());
}

#[test]
fn only_reported_posts_are_told_but_all_are_counted() {
    let hidden = format!("# unreported\n{KEEP}\n");
    let found = corpus(&*check(&Boilerplate, "min-posts = 2"), &[KEEP, &hidden]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, 0);
}

#[test]
fn mistakes_in_options_are_told_at_their_place() {
    assert_eq!(
        problems(&Boilerplate, "min-posts = 1"),
        [("1".to_owned(), "'min-posts' must be at least 2".to_owned())]
    );
    assert_eq!(
        problems(&Boilerplate, "blocks = [\"paragraf\"]"),
        [(
            "\"paragraf\"".to_owned(),
            "unknown blocks 'paragraf'; did you mean 'paragraph'?".to_owned()
        )]
    );
    assert_eq!(
        problems(&Boilerplate, "max-ratio = 35"),
        [(
            "35".to_owned(),
            "'max-ratio' must lie between 0 and 1".to_owned()
        )]
    );
}
