//! Times of what corpus rules note of one post, and of the tools for text below them:
//! `cargo bench --bench facts`.

use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use gatepost::config::{Config, ConfigArgument, Request, load};
use gatepost::parse::format_named;
use gatepost::post::Post;
use gatepost::read::reload;
use gatepost::rule::{Fact, MetricCache, PostContext, Rule};
use gatepost::source::{SourceId, Sources};
use gatepost::text::{WordTable, folded, sentences, shingles, word_count};

/// A post of the size and shape of those that the `alphanode` pack is for.
const POST: &str = include_str!("post.md");

/// The kinds of that pack that judge the corpus, then all of them.
const KINDS: [&str; 5] = ["boilerplate", "unique", "near-duplicate", "hash", "all"];

fn main() {
    divan::main();
}

#[divan::bench(args = KINDS)]
fn notes_facts(bencher: Bencher<'_, '_>, kind: &str) {
    let config = pack();
    let post = parsed(&config);
    let rules = config.rules.rules.iter();
    let rules: Vec<&Rule> = rules
        .filter(|rule| rule.check.is_corpus())
        .filter(|rule| kind == "all" || rule.kind.name() == kind)
        .collect();
    bencher.bench(|| facts(black_box(&rules), black_box(&post)));
}

/// The facts of a post of which nothing is known yet.
fn facts(rules: &[&Rule], post: &Post) -> Vec<Vec<Fact>> {
    let metrics = MetricCache::default();
    let facts = rules.iter().map(|rule| {
        rule.check.facts(&PostContext {
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
        })
    });
    facts.collect()
}

#[divan::bench(args = ["words", "sentences", "lexical-diversity", "flesch"])]
fn measures(bencher: Bencher<'_, '_>, metric: &str) {
    let post = parsed(&pack());
    let today = jiff::civil::date(2026, 6, 15);
    bencher.bench(|| {
        let cache = MetricCache::default();
        gatepost::rule::Metrics::of(black_box(&post), today, &cache).get(metric)
    });
}

#[divan::bench]
fn tables_words(bencher: Bencher<'_, '_>) {
    let body = parsed(&pack()).body.text;
    bencher.bench(|| WordTable::of(black_box(&body)));
}

#[divan::bench]
fn counts_words(bencher: Bencher<'_, '_>) {
    let body = parsed(&pack()).body.text;
    bencher.bench(|| word_count(black_box(&body)));
}

#[divan::bench]
fn splits_sentences(bencher: Bencher<'_, '_>) {
    let body = parsed(&pack()).body.text;
    bencher.bench(|| sentences(black_box(&body)).count());
}

#[divan::bench(args = ["ascii", "accents"])]
fn folds(bencher: Bencher<'_, '_>, script: &str) {
    let mut body = parsed(&pack()).body.text;
    if script == "accents" {
        body = body.replace("er ", "ér ");
    }
    bencher.bench(|| folded(black_box(&body)));
}

#[divan::bench]
fn makes_shingles(bencher: Bencher<'_, '_>) {
    let words = WordTable::of(&parsed(&pack()).body.text);
    bencher.bench(|| shingles(black_box(words.hashes()), 5).fold(0, u64::wrapping_add));
}

#[expect(clippy::panic, reason = "a bench without its pack is none")]
fn pack() -> Config {
    let request = Request {
        arguments: vec![ConfigArgument::Pack("alphanode".to_owned())],
        ..Request::default()
    };
    let Ok(config) = load(&request, Path::new("/"), &mut Sources::new(reload)) else {
        panic!("the pack is sound");
    };
    config
}

#[expect(clippy::unwrap_used, reason = "a bench without its post is none")]
fn parsed(config: &Config) -> Post {
    let format = format_named("markdown").unwrap();
    format.parse(POST, &config.parse).remove(0)
}
