//! From diagnostics to a verdict: order, positions, fingerprints, counts, conditions.

mod changed;
mod conditions;
mod fingerprint;
mod locate;
mod report;

use std::collections::BTreeMap;

use crate::check::Outcome;
use crate::config::{GateConfig, Limits};
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::ChangedLines;
use crate::source::Sources;

pub use report::{Condition, Gate, Located, Place, Report, Summary};

/// What the gate is asked on the command line, on top of the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Demands<'a> {
    /// The working directory relative to the project.
    pub home: &'a str,
    /// The configured gate, with the command line laid over it.
    pub gate: GateConfig,
    /// Bounds.
    pub limits: Limits,
    /// The most findings that are shown; all without.
    pub shown: Option<usize>,
    /// The lines that a finding must touch; any without.
    pub changed_lines: Option<&'a ChangedLines>,
}

/// Sorts, counts and judges what was found.
pub fn judge(outcome: Outcome, files: usize, sources: &Sources, demands: Demands<'_>) -> Report {
    let mut diagnostics = outcome.diagnostics;
    if let Some(lines) = demands.changed_lines {
        diagnostics = changed::touching(lines, diagnostics, sources);
    }
    let mut summary = count(&diagnostics);
    summary.posts = outcome.posts;
    summary.reported = outcome.reported;
    summary.files = files;
    summary.failures = outcome.failures;
    summary.failures.sort();
    summary.failures.dedup();
    summary.clusters = outcome.clusters;
    summary
        .clusters
        .sort_by(|a, b| (b.posts, b.words, &a.excerpt).cmp(&(a.posts, a.words, &b.excerpt)));
    sort(&mut diagnostics, sources);
    let fingerprints = fingerprint::of_all(&diagnostics, sources, demands.home);
    let kept = keep_shown(diagnostics, fingerprints, demands, &mut summary);
    let diagnostics = locate::locate(kept, sources, &mut summary.failures);
    let gate = conditions::judge(&summary, demands.gate);
    Report {
        diagnostics,
        summary,
        gate,
    }
}

/// Gives diagnostics that go through no gate, those of a configuration, their places.
pub fn located(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Located> {
    let mut diagnostics = diagnostics;
    sort(&mut diagnostics, sources);
    let unnamed = diagnostics.into_iter().map(|found| (found, String::new()));
    locate::locate(unnamed.collect(), sources, &mut Vec::new())
}

/// By path, then position, then code and message: a total order, so that nothing of the run's
/// threads or hash maps reaches the output.
fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            let primary = diagnostic.primary();
            (primary.source, primary.span)
        };
        let (source_a, span_a) = key(a);
        let (source_b, span_b) = key(b);
        sources
            .shown(source_a)
            .as_bytes()
            .cmp(sources.shown(source_b).as_bytes())
            .then_with(|| (source_a, span_a).cmp(&(source_b, span_b)))
            .then_with(|| a.code.cmp(&b.code))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.identity.cmp(&b.identity))
    });
}

fn count(diagnostics: &[Diagnostic]) -> Summary {
    let mut summary = Summary {
        findings: diagnostics.len(),
        ..Summary::default()
    };
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *by_code.entry(diagnostic.code.as_str()).or_default() += 1;
        match diagnostic.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Info => summary.infos += 1,
        }
    }
    summary.by_code = by_code
        .into_iter()
        .map(|(code, count)| (code.to_owned(), count))
        .collect();
    summary
}

/// Drops what the limits keep from being shown; all of it stays counted.
fn keep_shown(
    diagnostics: Vec<Diagnostic>,
    fingerprints: Vec<String>,
    demands: Demands<'_>,
    summary: &mut Summary,
) -> Vec<(Diagnostic, String)> {
    let mut kept = Vec::new();
    let mut source = None;
    let mut of_source = 0;
    for (diagnostic, fingerprint) in diagnostics.into_iter().zip(fingerprints) {
        let own = Some(diagnostic.primary().source);
        if own != source {
            source = own;
            of_source = 0;
        }
        of_source += 1;
        if of_source > demands.limits.findings_per_post {
            summary.capped += 1;
        } else if demands.shown.is_some_and(|most| kept.len() >= most) {
            summary.hidden += 1;
        } else {
            kept.push((diagnostic, fingerprint));
        }
    }
    kept
}
