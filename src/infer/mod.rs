//! Proposes a configuration from the posts that are there.
//!
//! A few posts, spread evenly, tell what kinds of posts there are, and what may hold of each kind:
//! which sections, which relations, which sentences. Then every post is read once, in parallel, and
//! counted: `gather` holds counts alone, in bounded memory. What the counts bear out is
//! proposed, each with its evidence.
//!
//! Invariant: a proposal depends on the posts and their paths alone, whatever the threads: posts
//! are counted in chunks of a fixed size, and chunks are put together in their order.
//!
//! Invariant: what a proposal makes an error is not found in more than one in twenty posts, as far
//! as counts can tell: `propose/budget.rs` sees to it.

mod assumptions;
mod distinct;
mod folders;
mod gather;
mod kinds;
mod numbers;
mod outline;
mod pilot;
mod place;
mod propose;
mod quote;
mod reader;
mod reading;
mod relations;
mod sentences;
mod shape;
mod tally;
#[cfg(test)]
mod tests;
mod texts;
mod values;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use assumptions::Assumptions;
use gather::Gathered;
use kinds::{Kind, Kinds};
use reader::{Reader, Unread};

use crate::config::Config;
use crate::discover::Input;
use crate::rule::MetricCache;

/// The posts that a proposal is made from.
pub struct Corpus<'a> {
    /// The files, sorted.
    pub inputs: Vec<Input>,
    /// The folder that the proposal is for.
    pub cwd: &'a Path,
    /// What readers and bounds are told.
    pub config: &'a Config,
    /// The day that counts as today.
    pub today: Date,
}

/// A proposal.
pub struct Proposal {
    /// The configuration, as TOML with comments.
    pub text: String,
    /// How many posts it was made from.
    pub posts: usize,
    /// Files that the environment kept from being read: path and reason.
    pub failures: Vec<(String, String)>,
}

/// With fewer posts little is proposed, and that is said.
const FEW: usize = 20;
/// Files that are counted together, by one thread.
const CHUNK: usize = 64;
/// Chunks that are in memory at once.
const CHUNKS: usize = 32;
/// A format is one of the corpus's own if one file in so many has it.
const RARE_FORMAT: usize = 10;

/// Proposes a configuration, on the threads of the current pool.
pub fn propose(mut corpus: Corpus<'_>) -> Proposal {
    let dropped = drop_rare_formats(&mut corpus.inputs);
    let config = corpus.config;
    let mut reader = Reader::new(config.parse.clone(), config.limits.file_size, corpus.today);
    reading::learn(&corpus.inputs, corpus.cwd, &mut reader);
    let mut kinds = kinds::kinds(&corpus.inputs, corpus.cwd, &reader);
    let mut failures = Vec::new();
    let mut surveys = Vec::new();
    for kind in std::mem::take(&mut kinds.known) {
        let assumed = Assumptions::from(&kind.pilot.iter().collect::<Vec<_>>());
        let kind = Kind {
            pilot: Vec::new(),
            ..kind
        };
        let (gathered, unread) = gathered(&kind, &assumed, &reader, &mut failures);
        surveys.push(Survey {
            kind,
            assumed,
            gathered,
            unread,
        });
    }
    let posts = surveys.iter().map(|it| it.gathered.posts as usize).sum();
    let site = Site {
        kinds: &kinds,
        surveys: &surveys,
        reader: &reader,
        dropped: &dropped,
    };
    Proposal {
        text: propose::written(&site),
        posts,
        failures,
    }
}

/// All that is known of the posts of one kind.
struct Survey<'a> {
    kind: Kind<'a>,
    assumed: Assumptions,
    gathered: Gathered,
    /// Files whose content is no text, or too long.
    unread: u32,
}

/// All that is known.
struct Site<'a> {
    kinds: &'a Kinds<'a>,
    surveys: &'a [Survey<'a>],
    reader: &'a Reader,
    dropped: &'a BTreeMap<&'static str, usize>,
}

/// Counts every post of a kind. `failures` takes what the environment kept from being read.
fn gathered(
    kind: &Kind<'_>,
    assumed: &Assumptions,
    reader: &Reader,
    failures: &mut Vec<(String, String)>,
) -> (Gathered, u32) {
    let mut all = Gathered::about(assumed);
    let mut unread = 0;
    for window in kind.inputs.chunks(CHUNK * CHUNKS) {
        let parts: Vec<_> = window
            .par_chunks(CHUNK)
            .map(|chunk| counted(chunk, assumed, reader))
            .collect();
        for (part, faults) in parts {
            all.merge(part);
            for (path, fault) in faults {
                match fault {
                    Unread::Content => unread += 1,
                    Unread::Environment(reason) => failures.push((path, reason)),
                }
            }
        }
    }
    (all, unread)
}

/// The counts of some files, and those that can not be read.
fn counted(
    inputs: &[&Input],
    assumed: &Assumptions,
    reader: &Reader,
) -> (Gathered, Vec<(String, Unread)>) {
    let mut part = Gathered::about(assumed);
    let mut faults = Vec::new();
    for input in inputs {
        let read = reader.posts(input, |reader, text, post| {
            let metrics = MetricCache::default();
            let cx = reader.context(input, text, &post, &metrics);
            part.note(&cx, assumed);
        });
        if let Err(fault) = read {
            faults.push((input.shown.to_string(), fault));
        }
    }
    (part, faults)
}

/// Leaves out files of formats that few have: a `robots.txt` among posts in Markdown is no post.
fn drop_rare_formats(inputs: &mut Vec<Input>) -> BTreeMap<&'static str, usize> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for input in &*inputs {
        *counts.entry(input.format.name()).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or(0);
    let total = inputs.len();
    counts.retain(|_, count| *count < most && *count * RARE_FORMAT < total);
    inputs.retain(|input| !counts.contains_key(input.format.name()));
    counts
}
