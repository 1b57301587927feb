//! What emitters are given: sorted, counted and judged.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Context;
use super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::rule::Cluster;
use crate::source::Position;
use crate::text::counted;

/// The outcome of a run.
pub struct Report<'a> {
    /// What is shown, sorted by path, then position.
    pub findings: Findings<'a>,
    /// Counts over everything found, shown or not.
    pub summary: Summary,
    /// The verdict.
    pub gate: Gate,
}

/// A diagnostic whose places have lines and columns.
#[derive(Debug, Clone)]
pub struct Located {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// Name of the post inside a container.
    pub post: Option<Arc<str>>,
    /// One place for each label, in the same order.
    pub places: Vec<Place>,
    /// Start and end of each edit of its fix, in the same order; none where the text is gone.
    pub edits: Vec<(Position, Position)>,
    /// Stable across edits elsewhere, unique in a report: 32 hex digits.
    pub fingerprint: String,
}

/// A label's place as people and machines name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the working directory, with `/`. Not neutralised.
    pub path: Arc<str>,
    /// Start and end; `None` for a source as a whole.
    pub range: Option<(Position, Position)>,
}

impl Report<'_> {
    /// The same report with at most that many findings; the others are counted as hidden.
    pub fn limited(&self, most: Option<usize>) -> Report<'_> {
        let kept = most.unwrap_or(usize::MAX).min(self.findings.len());
        let mut summary = self.summary.clone();
        summary.hidden += self.findings.len() - kept;
        Report {
            findings: self.findings.first(kept),
            summary,
            gate: self.gate.clone(),
        }
    }
}

impl Located {
    /// Where the finding belongs.
    pub fn primary(&self) -> &Place {
        &self.places[0]
    }

    /// What the post is called: its path, or its name inside of a container.
    pub fn post_name(&self) -> &str {
        self.post.as_deref().unwrap_or(&self.primary().path)
    }

    /// Whether another finding belongs to the same post.
    pub fn is_of_same_post(&self, other: &Self) -> bool {
        self.post_name() == other.post_name()
    }
}

impl Place {
    /// Line and column of the start, from 1; a source as a whole starts at its first character.
    pub fn line_and_column(&self) -> (u32, u32) {
        let start = self.range.as_ref().map(|(start, _)| start);
        start.map_or((1, 1), |start| (start.line, start.column))
    }
}

/// Counts over a run.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Posts in the corpus that were judged.
    pub posts: usize,
    /// Files they stand in.
    pub files: usize,
    /// Posts that were reported on: all, or those named on the command line.
    pub reported: usize,
    /// Findings, shown or not.
    pub findings: usize,
    /// Findings by severity.
    pub errors: usize,
    /// Findings by severity.
    pub warnings: usize,
    /// Findings by severity.
    pub infos: usize,
    /// Findings that posts suppress; they count nowhere else.
    pub suppressed: usize,
    /// Findings that the baseline knows; they count nowhere else.
    pub baselined: usize,
    /// Findings of the baseline that are gone.
    pub stale: usize,
    /// Findings by code.
    pub by_code: BTreeMap<String, usize>,
    /// The largest clusters of the corpus.
    pub clusters: Vec<Cluster>,
    /// Findings that a limit keeps from being shown.
    pub hidden: usize,
    /// Findings that are too many for one post to be shown.
    pub capped: usize,
    /// What the run left out or could not do, one line each: links out of the tree, unreadable
    /// files.
    pub notices: Vec<String>,
    /// What the environment kept from being judged: path and reason. Exit code 2.
    pub failures: Vec<(String, String)>,
    /// What formats for programs tell beside the findings.
    pub context: Context,
}

impl Summary {
    /// How many findings no limit keeps from being shown.
    pub fn shown(&self) -> usize {
        self.findings.saturating_sub(self.hidden + self.capped)
    }

    /// The findings that are none for the gate: `2 findings suppressed in posts, 1 finding known to
    /// the baseline`.
    pub fn kept_out(&self) -> Option<String> {
        let suppressed = (self.suppressed, "suppressed in posts");
        let baselined = (self.baselined, "known to the baseline");
        let told = [suppressed, baselined].into_iter();
        let told: Vec<String> = told
            .filter(|(count, _)| *count > 0)
            .map(|(count, how)| format!("{} {how}", counted(count, "finding")))
            .collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Whether every condition holds.
    pub passed: bool,
    /// The conditions in the order of the configuration.
    pub conditions: Vec<Condition>,
}

/// One thing that the gate asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is asked: `no errors`, `at most 200 warnings`.
    pub name: String,
    /// What was found: `3 errors`.
    pub value: String,
    /// Whether it holds.
    pub passed: bool,
}
