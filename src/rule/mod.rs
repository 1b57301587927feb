//! Rules: kinds that the engine knows, and what a kind must be able to do.

mod digest;
pub mod expr;
mod holders;
pub mod kinds;
mod metrics;
pub mod node;
mod options;
pub mod packs;
mod scope;
mod set;
mod slug;

use std::cell::Cell;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Result;
use crate::parse::ParseOptions;
use crate::post::Post;
use crate::source::{SourceId, Span};
use crate::text::WordTable;
use digest::SentenceTable;

pub use metrics::{CORPUS_METRICS, METRICS, MetricCache, MetricInfo, Metrics, metric_named};
pub use options::{OptionInfo, Options};
pub use scope::PathScope;
pub use set::{Example, PathOverride, Rule, RuleSet, Selection, Setting};
pub(crate) use slug::slug_of;

/// A kind of rule: judges posts by options.
pub trait RuleKind: Sync {
    /// The name in configurations.
    fn name(&self) -> &'static str;

    /// What it judges, in one sentence without a final period.
    fn summary(&self) -> &'static str;

    /// Everything that it can find.
    fn findings(&self) -> &'static [FindingInfo];

    /// Every option that it reads: the one place that feeds validation, `explain` and the schema.
    fn options(&self) -> &'static [OptionInfo];

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

/// A rule ready to judge.
pub trait Check: Send + Sync {
    /// Tells readers what they need to know: key tables and section titles.
    fn hint(&self, _options: &mut ParseOptions) {}

    /// What is wrong with one post, looked at alone.
    fn check_post(&self, _cx: &PostContext<'_>) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Whether the rule judges all posts together: then [`Check::facts`] and
    /// [`Check::check_corpus`] are called too.
    fn is_corpus(&self) -> bool {
        false
    }

    /// What the corpus phase needs to know of one post, in the smallest form.
    fn facts(&self, _cx: &PostContext<'_>) -> Vec<Fact> {
        Vec::new()
    }

    /// What is wrong with posts in view of all the others. Findings are made only for posts that
    /// are reported; cost grows linearly with the corpus.
    fn check_corpus(&self, _corpus: &Corpus<'_>) -> CorpusFindings {
        CorpusFindings::default()
    }
}

/// A small fixed-size note on a post that outlives its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What is compared: a hash of a value, a unit, a band.
    pub key: u64,
    /// Where it stands.
    pub span: Span,
    /// Free for the rule: a class, a count.
    pub tag: u32,
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
    pub fn slug(&self) -> String {
        slug_of(self.post, self.path)
    }
}

/// All posts of a run, as a corpus rule sees them: by the facts it noted itself.
pub struct Corpus<'a> {
    /// The id of the rule that is judging.
    pub rule: &'a str,
    /// One entry a post, in the order of their paths.
    pub posts: &'a [CorpusPost<'a>],
    /// Reads a post again, for the few that are shown.
    pub load: &'a (dyn Fn(usize) -> Result<Arc<LoadedPost>> + Sync),
}

/// A post of the corpus.
pub struct CorpusPost<'a> {
    /// Its source.
    pub source: SourceId,
    /// Its path as shown to users.
    pub path: &'a str,
    /// Where a finding about the whole post is shown.
    pub anchor: Span,
    /// Whether findings about it are wanted.
    pub is_reported: bool,
    /// The facts that the judging rule noted.
    pub facts: &'a [Fact],
}

/// A post that was read again.
pub struct LoadedPost {
    /// The whole source text.
    pub text: Arc<str>,
    /// The post.
    pub post: Post,
}

impl Corpus<'_> {
    /// A finding of this rule at a place in post number `post`.
    pub fn found(
        &self,
        finding: &'static str,
        post: usize,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(
            Code::of_rule(self.rule, finding),
            crate::diagnostic::Severity::Error,
            self.posts[post].source,
            span,
            message,
        )
    }
}

/// What a corpus rule says.
#[derive(Debug, Default)]
pub struct CorpusFindings {
    /// Findings, in any order; each belongs to the post of its primary label.
    pub diagnostics: Vec<Diagnostic>,
    /// The largest clusters, for the summary.
    pub clusters: Vec<Cluster>,
    /// Settings that have no effect.
    pub notices: Vec<Notice>,
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
