//! Rules: kinds that the engine knows, and what a kind must be able to do.

mod allowance;
mod corpus;
mod digest;
pub mod expr;
mod fact;
mod files;
mod holders;
pub mod kinds;
mod metrics;
pub mod node;
mod options;
pub mod packs;
mod project;
mod recent;
mod rewrite;
mod scope;
mod set;
mod slug;

use std::cell::Cell;

use jiff::civil::Date;

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::parse::ParseOptions;
use crate::post::Post;
use crate::source::{SourceId, Span};
use crate::text::WordTable;
use digest::SentenceTable;

pub use allowance::Allowance;
pub use corpus::{
    Cluster, Corpus, CorpusValues, Found, Ledger, LoadedPost, Notice, PostPlace, Survey,
    identity_of,
};
pub use fact::{Fact, read_facts, read_facts_into, write_facts};
pub(crate) use fact::{read_number, write_number};
pub use files::{Files, TextFile};
pub use holders::{Entry, Holders};
pub use metrics::{CORPUS_METRICS, METRICS, MetricCache, MetricInfo, Metrics, metric_named};
pub use options::{OptionInfo, Options};
pub use project::{Presence, Project};
pub use recent::Recent;
pub use scope::PathScope;
pub use set::{Example, Levels, PathOverride, Rule, RuleSet, Selection, Setting};
pub(crate) use slug::slug_of;

/// A kind of rule: judges posts by options.
pub trait RuleKind: Sync {
    /// The name in configurations.
    fn name(&self) -> &'static str;

    /// What it judges, in one sentence without a final period.
    fn summary(&self) -> &'static str;

    /// Everything that it can find.
    fn findings(&self) -> &'static [FindingInfo];

    /// What of that a program can put right.
    fn fixes(&self) -> &'static [FixInfo] {
        &[]
    }

    /// Every option that it reads: the one place that feeds validation, `explain` and the schema.
    fn options(&self) -> &'static [OptionInfo];

    /// The metric of the corpus that its rules measure.
    fn measures(&self) -> Option<&'static str> {
        None
    }

    /// Makes the check. Mistakes are told through `options`; what is returned then is not used.
    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>>;
}

/// A finding that a kind can make.
#[derive(Debug, Clone, Copy)]
pub struct FindingInfo {
    /// The part of the code behind the slash.
    pub name: &'static str,
    /// What it means, in one sentence without a final period.
    pub summary: &'static str,
}

/// A finding that a program can put right, at least where it is plain what to write.
#[derive(Debug, Clone, Copy)]
pub struct FixInfo {
    /// The part of the code behind the slash.
    pub finding: &'static str,
    /// The applicabilities that its fixes have.
    pub applicability: &'static [Applicability],
    /// What is written, in one sentence without a final period.
    pub summary: &'static str,
}

impl FixInfo {
    /// The options of `check` that make it.
    pub fn made_with(&self) -> &'static str {
        match self.applicability {
            [Applicability::Safe] => "--fix",
            [Applicability::Unsafe] => "--unsafe-fixes",
            _ => "--fix, guesses with --unsafe-fixes",
        }
    }
}

/// A rule ready to judge.
pub trait Check: Send + Sync {
    /// Tells readers what they need to know: key tables and section titles.
    fn hint(&self, _options: &mut ParseOptions) {}

    /// What is wrong with one post, looked at alone.
    fn check_post(&self, _cx: &PostContext<'_>) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Whether the rule judges all posts together: then [`Check::facts`] and [`Check::survey`] are
    /// called too.
    fn is_corpus(&self) -> bool {
        false
    }

    /// Whether what it finds in a post follows from the facts of all posts, so that it may be kept
    /// for as long as those do not change.
    fn is_kept(&self) -> bool {
        true
    }

    /// The metrics of the corpus that it asks for.
    fn asks(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// What the corpus phase needs to know of one post, in the smallest form.
    fn facts(&self, _cx: &PostContext<'_>) -> Vec<Fact> {
        Vec::new()
    }

    /// Adds the keys by which other posts find this one.
    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        keys.extend(facts.iter().map(|fact| fact.key));
    }

    /// Whether it may ask who noted `key` where that is one post at most. Of all other keys that
    /// one post alone noted it is known only that they are not shared.
    fn asks_who_alone_noted(&self, _key: u64) -> bool {
        true
    }

    /// Whether what is found in a post depends on the keys alone that it shares with others. If
    /// not, a change of a post may concern all that it shares any key with.
    fn is_decided_by_keys(&self) -> bool {
        true
    }

    /// Looks at all posts together. Cost grows linearly with the corpus.
    fn survey<'c>(&'c self, _corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        None
    }
}

/// One post as checks see it.
pub struct PostContext<'a> {
    /// The id of the rule that is judging.
    pub rule: &'a str,
    /// The post.
    pub post: &'a Post,
    /// The whole text of its source.
    pub text: &'a str,
    /// Its source.
    pub source: SourceId,
    /// Its path as shown to users, with `/`.
    pub path: &'a str,
    /// Its path below the project, with `/`; `None` where it lies elsewhere.
    pub place: Option<&'a str>,
    /// The name of its format.
    pub format: &'a str,
    /// The day of the run.
    pub today: Date,
    /// Set by a condition that was stopped: the post was not fully judged.
    pub overrun: Cell<bool>,
    /// Computed on first use, shared by all rules.
    pub metrics: &'a MetricCache,
}

impl<'a> PostContext<'a> {
    /// A finding of this rule at a place in this post. Its severity is set by the engine.
    pub fn found(
        &self,
        finding: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(
            Code::of_rule(self.rule, finding),
            crate::diagnostic::Severity::Error,
            self.source,
            span,
            message,
        )
    }

    /// The metrics of the post.
    pub fn metrics(&self) -> Metrics<'a> {
        Metrics::of(self.post, self.today, self.metrics)
    }

    /// The words of the post's decoded text.
    pub(crate) fn words(&self) -> &'a WordTable {
        self.metrics.digest().words(&self.post.body)
    }

    /// The sentences of the post.
    pub(crate) fn sentences(&self) -> &'a SentenceTable {
        self.metrics.digest().sentences(&self.post.body)
    }

    /// The slug: meta `slug`, else the file name without extension and leading date.
    pub fn slug(&self) -> &'a str {
        slug_of(self.post, self.path)
    }
}
