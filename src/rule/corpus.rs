//! All posts together, as one corpus rule sees them: by the facts that it noted of each.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::holders::Holders;
use super::set::Setting;
use super::{Fact, Project};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Result;
use crate::post::Post;
use crate::source::{SourceId, Span};

/// What is known of every post of a run. Posts are numbered in the order of their paths.
pub trait Ledger: Sync {
    /// Numbers of posts lie below this.
    fn len(&self) -> u32;

    /// Whether there is no post.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// In how many posts a rule noted anything; a rule that speaks of a post notes at least that.
    fn noted(&self, rule: usize) -> usize;

    /// What a rule noted of a post, in its own order.
    fn facts(&self, rule: usize, post: u32) -> Vec<Fact>;

    /// The posts in which a rule noted a key; of one that at most one post noted, nobody where
    /// the rule does not say that it asks ([`Check::asks_who_alone_noted`](super::Check)).
    fn holders(&self, rule: usize, key: u64) -> Holders<'_>;

    /// In how many posts a rule noted a key that it noted at all: most often in one, which costs
    /// less to tell than who it is.
    fn count(&self, rule: usize, key: u64) -> usize {
        self.holders(rule, key).len().max(1)
    }

    /// Tells which keys are asked for next, so that what is known of them comes from memory
    /// together.
    fn look_ahead(&self, _rule: usize, _keys: &[u64]) {}

    /// The first `most` of [`Ledger::holders`].
    fn first_holders(&self, rule: usize, key: u64, most: usize) -> Vec<u32> {
        self.holders(rule, key).from(0).take(most).collect()
    }

    /// The keys that a rule noted in most posts, with their number: by posts, then by key.
    fn widest(&self, rule: usize, most: usize) -> Vec<(u64, usize)>;

    /// Whether the facts of all posts are in memory, so that a pass over them costs no reading.
    fn is_at_hand(&self) -> bool;

    /// Where a post stands.
    fn place(&self, post: u32) -> PostPlace;

    /// Where a finding about the whole of a post is shown.
    fn anchor(&self, post: u32) -> Span {
        self.place(post).anchor
    }

    /// The files of the project.
    fn project(&self) -> &dyn Project;

    /// The path of a post below the project, with `/`; `None` where it lies elsewhere.
    fn location(&self, post: u32) -> Option<String>;

    /// Reads a post again.
    fn load(&self, post: u32) -> Result<Arc<LoadedPost>>;
}

/// Where a post stands.
#[derive(Debug, Clone)]
pub struct PostPlace {
    /// Its source.
    pub source: SourceId,
    /// Its path as shown to users.
    pub path: Arc<str>,
    /// Where a finding about the whole post is shown.
    pub anchor: Span,
}

/// A post that was read again.
pub struct LoadedPost {
    /// The whole source text.
    pub text: Arc<str>,
    /// The post.
    pub post: Post,
}

/// All posts of a run, as one rule sees them.
pub struct Corpus<'a> {
    /// The id of the rule that is judging.
    pub rule: &'a str,
    /// The number of the rule.
    pub number: usize,
    /// What is known.
    pub ledger: &'a dyn Ledger,
}

impl Corpus<'_> {
    /// In how many posts the rule noted anything.
    pub fn noted(&self) -> usize {
        self.ledger.noted(self.number)
    }

    /// What the rule noted of a post.
    pub fn facts(&self, post: u32) -> Vec<Fact> {
        self.ledger.facts(self.number, post)
    }

    /// The posts in which the rule noted a key, as [`Ledger::holders`] tells them.
    pub fn holders(&self, key: u64) -> Holders<'_> {
        self.ledger.holders(self.number, key)
    }

    /// In how many posts the rule noted a key that it noted at all.
    pub fn count(&self, key: u64) -> usize {
        self.ledger.count(self.number, key)
    }

    /// Tells which keys are asked for next.
    pub fn look_ahead(&self, keys: &[u64]) {
        self.ledger.look_ahead(self.number, keys);
    }

    /// The first of [`Corpus::holders`].
    pub fn first(&self, key: u64) -> Option<u32> {
        let first = self.ledger.first_holders(self.number, key, 1);
        first.first().copied()
    }

    /// The first `most` of [`Corpus::holders`] besides `post`.
    pub fn others(&self, key: u64, post: u32, most: usize) -> Vec<u32> {
        let mut others = self.ledger.first_holders(self.number, key, most + 1);
        others.retain(|other| *other != post);
        others.truncate(most);
        others
    }

    /// The keys noted in most posts.
    pub fn widest(&self, most: usize) -> Vec<(u64, usize)> {
        self.ledger.widest(self.number, most)
    }

    /// The fact of a post that satisfies `is_wanted`; the first of several.
    pub fn fact(&self, post: u32, is_wanted: impl Fn(&Fact) -> bool) -> Option<Fact> {
        self.facts(post).into_iter().find(is_wanted)
    }

    /// A finding of this rule at a place in a post.
    pub fn found(
        &self,
        finding: &'static str,
        post: u32,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        let source = self.ledger.place(post).source;
        let code = Code::of_rule(self.rule, finding);
        Diagnostic::new(code, Severity::Error, source, span, message)
    }
}

/// A corpus rule that has looked at all posts and can judge each in view of the others.
pub trait Survey: Send + Sync {
    /// What is wrong with a post, in the smallest form; the same for every call. `values` are the
    /// metrics of the corpus, for rules that ask for them.
    fn judge(&self, post: u32, values: &dyn CorpusValues) -> Vec<Found>;

    /// The metric of the corpus that rules of this kind measure; `None` where the post has nothing
    /// to measure.
    fn value(&self, _post: u32) -> Option<f64> {
        None
    }

    /// One of the findings that [`Survey::judge`] made of the post, in full. Only findings that
    /// are shown are asked for. `None` where the post can no longer be read.
    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic>;

    /// The largest clusters, for the summary.
    fn clusters(&self) -> Vec<Cluster> {
        Vec::new()
    }

    /// Settings that have no effect.
    fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }
}

/// The metrics of the corpus: each is measured by the first rule of its kind.
pub trait CorpusValues {
    /// A metric of a post that the rule speaks of.
    fn value(&self, metric: &str, post: u32) -> Option<f64>;
}

/// A finding of a corpus rule in its smallest form: enough to sort, count and judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The part of the code behind the slash.
    pub finding: &'static str,
    /// Where it stands.
    pub span: Span,
    /// Tells it from other findings of its code in the post, across edits elsewhere.
    pub identity: u64,
    /// Free for the rule: what it needs to tell the finding in full.
    pub handle: u64,
}

/// The identity of a finding that a text tells from others: white space makes no difference.
pub fn identity_of(text: &str) -> u64 {
    let mut hash = 0;
    for word in text.split_whitespace() {
        hash = crate::text::mixed(hash ^ xxh3_64(word.as_bytes()));
    }
    hash
}

/// A setting that has no effect on this corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where it stands.
    pub set: Setting,
    /// What to know.
    pub message: String,
}

/// A text that stands in many posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Its beginning.
    pub excerpt: String,
    /// In how many posts it stands.
    pub posts: usize,
    /// How many words it has.
    pub words: usize,
}
