//! From diagnostics to a verdict: order, positions, fingerprints, counts, conditions.

mod baseline;
mod changed;
mod conditions;
mod context;
mod findings;
mod fingerprint;
mod locate;
mod report;
mod require;
mod tally;

use std::path::Path;
use std::sync::Mutex;

use crate::check::{Finding, Outcome};
use crate::config::{GateConfig, Limits, Measured, Requirement};
use crate::diagnostic::Diagnostic;
use crate::discover::ChangedLines;
use crate::source::Sources;
use findings::Kept;
use fingerprint::Named;
use tally::{Sorted, Tally};

pub use baseline::{Baseline, Compared, Entry, compare};
pub use context::{Context, Declared};
pub use findings::{Findings, Told};
pub use report::{Condition, Gate, Located, Place, Report, Summary};

/// What the gate is asked on the command line, on top of the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Demands<'a> {
    /// The working directory relative to the project.
    pub home: &'a str,
    /// The folder of the project.
    pub root: &'a Path,
    /// Findings that are known; they are neither shown nor judged.
    pub baseline: Option<&'a Baseline>,
    /// The configured gate, with the command line laid over it.
    pub gate: &'a GateConfig,
    /// Bounds.
    pub limits: Limits,
    /// The most findings that are shown; all without.
    pub shown: Option<usize>,
    /// The lines that a finding must touch; any without.
    pub changed_lines: Option<&'a ChangedLines>,
}

/// Sorts, counts and judges the findings of `outcome`.
pub fn judge<'a>(
    outcome: &'a Outcome<'a>,
    sources: &'a Sources,
    demands: Demands<'_>,
) -> Report<'a> {
    let per_post = demands.limits.findings_per_post;
    let sorted = Sorted::of(outcome, most_held(demands), per_post);
    let mut tally = sorted.tally;
    let mut named = fingerprint::of_all(&sorted.findings, outcome, sources, demands.home);
    drop(sorted.findings);
    let mut known = baseline::Known::default();
    if let Some(baseline) = demands.baseline {
        known = baseline::take_out(baseline, &mut named, outcome, sources, demands);
    }
    if let Some(lines) = demands.changed_lines {
        changed::keep_touching(lines, &mut named, outcome, sources);
    }
    if is_thinned(demands) {
        let left: Vec<Finding> = named.iter().map(|named| named.finding).collect();
        tally = Tally::of(&left, per_post);
    }
    let required = require::judge(&demands.gate.requirements, &named, outcome);
    let findings = shown(&named, demands);
    drop(named);
    let mut summary = tally.summary(outcome, findings.len());
    summary.baselined = known.baselined;
    summary.stale = known.stale;
    summary.posts = outcome.posts;
    summary.reported = outcome.reported;
    summary.files = outcome.files;
    summary.suppressed = sorted.suppressed;
    summary.failures.clone_from(&outcome.failures);
    summary.failures.sort();
    summary.failures.dedup();
    summary.clusters.clone_from(&outcome.clusters);
    summary
        .clusters
        .sort_by(|a, b| (b.posts, b.words, &a.excerpt).cmp(&(a.posts, a.words, &b.excerpt)));
    let mut gate = conditions::judge(&summary, demands.gate);
    for condition in required {
        gate.passed &= condition.passed;
        gate.conditions.push(condition);
    }
    let kept = Kept {
        outcome,
        sources,
        findings,
        lost: Mutex::default(),
    };
    Report {
        findings: Findings::new(kept),
        summary,
        gate,
    }
}

/// Whether findings are taken out before they count.
fn is_thinned(demands: Demands<'_>) -> bool {
    demands.baseline.is_some() || demands.changed_lines.is_some()
}

/// How many findings are looked at one by one: all, or those that are shown.
fn most_held(demands: Demands<'_>) -> usize {
    let mut requirements = demands.gate.requirements.iter();
    let is_counted = |it: &Requirement| matches!(it.measured, Measured::Findings(_));
    let takes_all = is_thinned(demands) || requirements.any(is_counted);
    demands.shown.filter(|_| !takes_all).unwrap_or(usize::MAX)
}

/// All findings in their order, with their names.
fn named(outcome: &Outcome<'_>, sources: &Sources, home: &str) -> Vec<Named> {
    let sorted = Sorted::of(outcome, usize::MAX, usize::MAX);
    fingerprint::of_all(&sorted.findings, outcome, sources, home)
}

/// Gives diagnostics that go through no gate, those of a configuration, their places.
pub fn located(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Located> {
    let mut diagnostics = diagnostics;
    diagnostics.sort_by(|a, b| {
        let place = |it: &Diagnostic| (it.primary().source, it.primary().span);
        (sources.shown(a.primary().source), place(a), &a.message).cmp(&(
            sources.shown(b.primary().source),
            place(b),
            &b.message,
        ))
    });
    let unnamed = diagnostics.into_iter().map(|found| (found, String::new()));
    locate::locate(unnamed.collect(), sources, &mut Vec::new())
}

/// The findings that the limits let through, with their names.
fn shown(findings: &[Named], demands: Demands<'_>) -> Vec<(Finding, u128)> {
    let mut kept = Vec::new();
    let most = demands.shown.unwrap_or(usize::MAX);
    for of_source in findings.chunk_by(|a, b| a.finding.source == b.finding.source) {
        let first = of_source.iter().take(demands.limits.findings_per_post);
        let first = first.take(most - kept.len());
        kept.extend(first.map(|named| (named.finding, named.fingerprint)));
    }
    kept
}
