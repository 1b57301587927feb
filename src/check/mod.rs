//! Judging: each post alone, then all posts together.

mod corpus;
mod post;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Input;
use crate::rule::{Cluster, Fact, Notice, Rule};
use crate::source::{SourceId, Sources, Span};

/// What a run is about.
pub struct Run<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The files, sorted.
    pub inputs: &'a [Input],
    /// The source of each input, in the same order.
    pub input_sources: &'a [SourceId],
    /// All sources.
    pub sources: &'a Sources,
    /// The day that rules call today.
    pub today: Date,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
    /// The largest clusters of the corpus.
    pub clusters: Vec<Cluster>,
    /// Posts that were judged.
    pub posts: usize,
    /// Posts of those that were reported on.
    pub reported: usize,
    /// Settings that have no effect.
    pub notices: Vec<Notice>,
    /// What the environment or a bug kept from being judged: path and reason.
    pub failures: Vec<(String, String)>,
}

/// What is kept of a post once its text is dropped.
struct PostRecord {
    source: SourceId,
    input: usize,
    /// Number of the post in its file.
    ordinal: usize,
    anchor: Span,
    diagnostics: Vec<Diagnostic>,
    facts: Vec<RuleFacts>,
}

/// The facts that one corpus rule noted of one post.
struct RuleFacts {
    rule: usize,
    is_reported: bool,
    facts: Box<[Fact]>,
}

/// What became of one file.
#[derive(Default)]
struct FileOutcome {
    posts: Vec<PostRecord>,
    /// Findings about the file as a whole.
    diagnostics: Vec<Diagnostic>,
    failures: Vec<(String, String)>,
}

/// Judges every post, on the threads of the current pool.
pub fn check(run: &Run<'_>) -> Outcome {
    let checker = post::PostChecker::new(run);
    let files: Vec<FileOutcome> = (0..run.inputs.len())
        .into_par_iter()
        .map(|input| checker.file(input))
        .collect();
    let mut outcome = Outcome::default();
    let mut posts = Vec::new();
    for (input, file) in files.into_iter().enumerate() {
        outcome.diagnostics.extend(file.diagnostics);
        outcome.failures.extend(file.failures);
        if run.inputs[input].is_reported {
            outcome.reported += file.posts.len();
        }
        posts.extend(file.posts);
    }
    outcome.posts = posts.len();
    for post in &mut posts {
        outcome.diagnostics.append(&mut post.diagnostics);
    }
    corpus::check(run, &posts, &mut outcome);
    outcome
}

/// The message of a finding in the words of the house.
fn reworded(rule: &Rule, mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(template) = &rule.message {
        diagnostic.message = template.replace("{message}", &diagnostic.message);
    }
    diagnostic
}

fn internal_error(rule: &str, path: &Arc<str>) -> (String, String) {
    let reason =
        format!("internal error in {rule} on {path} (this is a bug; other posts were checked)");
    (path.to_string(), reason)
}
