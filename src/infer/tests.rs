//! A proposal is one whatever the posts say: it can be loaded, and is the same each time.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use proptest::prelude::*;

use super::{Corpus, Proposal, propose};
use crate::config::{Config, ConfigArgument, Request, load};
use crate::discover::{Named, discover};
use crate::read::reload;
use crate::source::Sources;

fn configured(arguments: Vec<ConfigArgument>, cwd: &Path) -> Config {
    let request = Request {
        arguments,
        isolated: true,
        ..Request::default()
    };
    let loaded = load(&request, cwd, &mut Sources::new(reload));
    loaded.map_err(|failure| format!("{failure:?}")).unwrap()
}

fn proposed(cwd: &Path) -> Proposal {
    let config = configured(Vec::new(), cwd);
    let found = discover(&config, cwd, &Named::default()).unwrap();
    propose(Corpus {
        inputs: found.inputs,
        cwd,
        config: &config,
        today: date(2026, 1, 1),
    })
}

/// A folder with a post for each text.
fn site(texts: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{number}.md")), text).unwrap();
    }
    folder
}

fn front_matter(meta: &serde_json::Value, body: &str) -> String {
    format!(
        "{}\n\n{body}\n",
        serde_json::to_string_pretty(meta).unwrap()
    )
}

fn scalar() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-3..300_i64).prop_map(Into::into),
        (0.0..2.0_f64).prop_map(Into::into),
        "[a-c\"'\\\\\\]\\[.#\u{1b}\n é-]{0,5}".prop_map(Into::into),
        "(2024-0[1-9]-1[0-9]|1\\.[0-9]\\.0|x-0[0-9]|https://a\\.b/[a-c])".prop_map(Into::into),
    ]
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    scalar().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Into::into),
            proptest::collection::btree_map("[a-b. ]{1,2}", inner, 0..3)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn post() -> impl Strategy<Value = String> {
    let keys = "(meta|id|score|date|[a-b.\"\\]\\[ \u{9b}=-]{1,3})";
    let meta = proptest::collection::btree_map(keys, value(), 0..5);
    let body = "(## [A-B\"\\]]{1,2}\n\n(- a\n\n)?(words [a-b\u{7}]{1,3}\\.\n\n)?){0,3}";
    (meta, body).prop_map(|(meta, body)| {
        let meta = serde_json::Value::Object(meta.into_iter().collect());
        front_matter(&meta, &body)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_posts_have_a_proposal_that_can_be_loaded(
        few in proptest::collection::vec(post(), 1..6),
        times in 1..30_usize,
    ) {
        let texts: Vec<String> = (0..few.len() * times).map(|at| few[at % few.len()].clone()).collect();
        let folder = site(&texts);
        let proposal = proposed(folder.path());
        prop_assert_eq!(proposal.failures.len(), 0);
        prop_assert!(!proposal.text.chars().any(|c| c.is_control() && c != '\n'));
        prop_assert_eq!(&proposed(folder.path()).text, &proposal.text);
        let file = folder.path().join("gatepost.toml");
        fs::write(&file, &proposal.text).unwrap();
        configured(vec![ConfigArgument::File(file)], folder.path());
    }
}

#[test]
fn texts_that_are_made_of_others_are_seen() {
    let names = ["rope", "tent", "stove", "lamp", "axe head"];
    let texts: Vec<String> = (0..40)
        .map(|number| {
            let (name, shelf) = (names[number % 5], format!("F{}", number % 7));
            let meta = serde_json::json!({
                "name": name,
                "shelf": shelf,
                "label": format!("{name} on {shelf}"),
                "title": format!("The {name}"),
                "tags": [name],
                "tag_count": 1 + number % 3,
                "weight": number % 4,
                "heavy": number % 4 == 3,
            });
            front_matter(&meta, "words")
        })
        .collect();
    let text = proposed(site(&texts).path()).text;
    for wanted in [
        "assert = 'meta.label == meta.name + \" on \" + meta.shelf'",
        "assert = 'meta.title == \"The \" + meta.name'",
        "assert = 'meta.name == meta.tags[0]'",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert_eq!(text.matches("kind = \"assert\"").count(), 3, "{text}");
}

#[test]
fn what_agrees_by_chance_is_no_relation() {
    let texts: Vec<String> = (0..60)
        .map(|number| {
            let meta = serde_json::json!({
                "draft": false,
                "featured": number == 7,
                "layout": "post",
                "section": "post",
                "order": number,
                "views": (number * 37) % 60,
                "lang": if number % 2 == 0 { "en" } else { "de" },
                "lead": format!("entry {number} is about something"),
            });
            front_matter(&meta, "some words\n\nmore words")
        })
        .collect();
    let text = proposed(site(&texts).path()).text;
    assert!(!text.contains("kind = \"assert\""), "{text}");
    assert!(!text.contains("kind = \"unique\""), "{text}");
    assert!(!text.contains("max = "), "{text}");
    assert!(text.contains("one-of = [\"de\", \"en\"]"), "{text}");
}
