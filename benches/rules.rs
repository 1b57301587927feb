//! Times of judging one clean post alone by the `alphanode` pack, by kind of rule and as a whole:
//! `cargo bench --bench rules`.

use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use gatepost::config::{Config, ConfigArgument, Request, load};
use gatepost::parse::format_named;
use gatepost::post::Post;
use gatepost::read::reload;
use gatepost::rule::expr::Verdict;
use gatepost::rule::{MetricCache, PostContext, Rule};
use gatepost::source::{SourceId, Sources};

/// A post of the size and shape of those that the pack is for; nothing is wrong with it.
const POST: &str = include_str!("post.md");

/// The kinds that judge posts alone, then all of them.
const KINDS: [&str; 6] = ["assert", "meta", "sections", "score", "pattern", "all"];

fn main() {
    divan::main();
}

#[divan::bench(args = KINDS)]
fn judges_a_clean_post(bencher: Bencher<'_, '_>, kind: &str) {
    let config = pack();
    let post = parsed(&config);
    let rules: Vec<&Rule> = config
        .rules
        .rules
        .iter()
        .filter(|rule| kind == "all" || rule.kind.name() == kind)
        .collect();
    assert_eq!(findings(&rules, &post), 0, "the post is clean");
    bencher.bench(|| findings(black_box(&rules), black_box(&post)));
}

/// How much is found; metrics are measured anew.
fn findings(rules: &[&Rule], post: &Post) -> usize {
    let metrics = MetricCache::default();
    let found = rules.iter().map(|rule| {
        let cx = PostContext {
            rule: &rule.id,
            post,
            text: POST,
            source: SourceId(0),
            path: "post.md",
            place: Some("post.md"),
            format: "markdown",
            today: jiff::civil::date(2026, 6, 15),
            overrun: Cell::default(),
            metrics: &metrics,
        };
        let mut when = rule.when.iter();
        if when.all(|when| when.is_true(&cx) == Verdict::True) {
            rule.check.check_post(&cx).len()
        } else {
            0
        }
    });
    found.sum()
}

#[expect(clippy::panic, reason = "a bench without its pack is none")]
fn pack() -> Config {
    let request = Request {
        arguments: vec![ConfigArgument::Pack("alphanode".to_owned())],
        ..Request::default()
    };
    match load(&request, Path::new("/"), &mut Sources::new(reload)) {
        Ok(config) => config,
        Err(failure) => panic!("the pack is not sound: {failure:?}"),
    }
}

#[expect(clippy::unwrap_used, reason = "a bench without its post is none")]
fn parsed(config: &Config) -> Post {
    let format = format_named("markdown").unwrap();
    format.parse(POST, &config.parse).pop().unwrap()
}
