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

use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::check::{Finding, Outcome};
use crate::config::{GateConfig, Limits};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::discover::ChangedLines;
use crate::source::Sources;
use findings::Kept;
use fingerprint::Named;

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

/// Sorts, counts and judges `findings`, which are those of `outcome`.
pub fn judge<'a>(
    outcome: &'a Outcome<'a>,
    mut findings: Vec<Finding>,
    sources: &'a Sources,
    demands: Demands<'_>,
) -> Report<'a> {
    sort(&mut findings, outcome);
    let is_thinned = demands.baseline.is_some() || demands.changed_lines.is_some();
    let most = demands.shown.filter(|_| !is_thinned).unwrap_or(usize::MAX);
    let mut named = fingerprint::of_all(&findings, most, outcome, sources, demands.home);
    drop(findings);
    let mut known = baseline::Known::default();
    if let Some(baseline) = demands.baseline {
        known = baseline::take_out(baseline, &mut named, outcome, sources, demands);
    }
    if let Some(lines) = demands.changed_lines {
        changed::keep_touching(lines, &mut named, outcome, sources);
    }
    let mut summary = count(&named, outcome);
    summary.baselined = known.baselined;
    summary.stale = known.stale;
    summary.posts = outcome.posts;
    summary.reported = outcome.reported;
    summary.files = outcome.files;
    summary.suppressed = outcome.suppressed;
    summary.failures.clone_from(&outcome.failures);
    summary.failures.sort();
    summary.failures.dedup();
    summary.clusters.clone_from(&outcome.clusters);
    summary
        .clusters
        .sort_by(|a, b| (b.posts, b.words, &a.excerpt).cmp(&(a.posts, a.words, &b.excerpt)));
    let required = require::judge(&demands.gate.requirements, &named, outcome);
    let findings = keep_shown(&named, demands, &mut summary);
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

/// All findings in their order, with their names.
fn named(outcome: &Outcome<'_>, sources: &Sources, home: &str) -> Vec<Named> {
    let mut findings = outcome.findings.clone();
    sort(&mut findings, outcome);
    fingerprint::of_all(&findings, usize::MAX, outcome, sources, home)
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

/// By path, then position, then code, then in the order of the rules: a total order, so that
/// nothing of the run's threads or hash maps reaches the output. Sources of posts are numbered in
/// the order of their paths.
fn sort(findings: &mut [Finding], outcome: &Outcome<'_>) {
    findings.par_sort_by(|a, b| {
        (a.source, a.span)
            .cmp(&(b.source, b.span))
            .then_with(|| outcome.code(a).cmp(outcome.code(b)))
    });
}

fn count(findings: &[Named], outcome: &Outcome<'_>) -> Summary {
    let mut summary = Summary {
        findings: findings.len(),
        ..Summary::default()
    };
    let mut by_code: FxHashMap<u32, (&Code, usize)> = FxHashMap::default();
    for Named { finding, .. } in findings {
        let held = by_code.entry(finding.code);
        held.or_insert((outcome.code(finding), 0)).1 += 1;
        match finding.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Info => summary.infos += 1,
        }
    }
    summary.by_code = by_code
        .into_values()
        .map(|(code, count)| (code.to_string(), count))
        .collect();
    summary
}

/// Names what the limits let through to be shown; all else stays counted.
fn keep_shown(
    findings: &[Named],
    demands: Demands<'_>,
    summary: &mut Summary,
) -> Vec<(Finding, u128)> {
    let mut kept = Vec::new();
    for of_source in findings.chunk_by(|a, b| a.finding.source == b.finding.source) {
        let most = demands.limits.findings_per_post.min(of_source.len());
        summary.capped += of_source.len() - most;
        let room = demands.shown.unwrap_or(usize::MAX) - kept.len();
        summary.hidden += most.saturating_sub(room);
        let first = of_source[..most.min(room)].iter();
        kept.extend(first.map(|named| (named.finding, named.fingerprint)));
    }
    kept
}
