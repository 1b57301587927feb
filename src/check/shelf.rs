//! A corpus whose posts can be judged: all of it in memory, or a few posts against an index.

use super::{PostName, Run};
use crate::index::{WrittenFile, WrittenPost};
use crate::rule::{Corpus, Ledger, RuleSet};

/// A corpus with the notes of the posts that are reported on.
pub trait Shelf: Ledger {
    /// The run.
    fn run(&self) -> &Run<'_>;

    /// The rules in force.
    fn rules(&self) -> &RuleSet {
        &self.run().config.rules
    }

    /// How many files the corpus has.
    fn files(&self) -> usize;

    /// The posts that are reported on, in order.
    fn reported(&self) -> Vec<u32>;

    /// What the post in an input is called, where the input is a record of a container.
    fn name_of(&self, _input: usize) -> Option<PostName> {
        None
    }

    /// The input that a reported post stands in.
    fn input_of(&self, post: u32) -> usize;

    /// The notes of an input.
    fn notes_of(&self, input: usize) -> WrittenFile<'_>;

    /// The notes of a reported post.
    fn written(&self, post: u32) -> WrittenPost<'_>;

    /// What corpus rules found in a post in an earlier run, where nothing since then concerns it.
    fn found_before(&self, _post: u32) -> Option<&[u8]> {
        None
    }

    /// Whether what corpus rules find in a post is to be noted, for this run and a later one.
    fn wants_found(&self, _post: u32) -> bool {
        true
    }

    /// Remembers what could not be judged: path and reason.
    fn fail(&self, path: String, reason: String);

    /// What could not be judged.
    fn failures(&self) -> Vec<(String, String)>;
}

/// All posts of a shelf as each rule sees them.
pub fn corpora<'a>(shelf: &'a (impl Shelf + 'a)) -> Vec<Corpus<'a>> {
    let rules = shelf.rules().rules.iter().enumerate();
    let corpora = rules.map(|(number, rule)| Corpus {
        rule: &rule.id,
        number,
        ledger: shelf,
    });
    corpora.collect()
}
