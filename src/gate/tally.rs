//! Findings in their order, and counts of all of them, of which the first may be all that is held.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::Summary;
use crate::check::{Finding, Gathered, Outcome};
use crate::diagnostic::Severity;

/// Counts of findings.
#[derive(Debug, Default)]
pub(super) struct Tally {
    of_codes: FxHashMap<(u32, Severity), usize>,
    /// Findings beyond the most that are shown of their post.
    capped: usize,
}

/// Findings of a run.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// In their order: all, or as many as are shown, up to the end of a post.
    pub(super) findings: Vec<Finding>,
    /// How many of those may be shown.
    shown: usize,
    /// Counts of all of them.
    pub(super) tally: Tally,
    /// Findings that posts suppress.
    pub(super) suppressed: usize,
}

impl Sorted {
    /// The findings of `outcome`, of which as many are held as it takes to show `most`, at most
    /// `per_post` of each post.
    pub(super) fn of(outcome: &Outcome<'_>, most: usize, per_post: usize) -> Self {
        let mut all = Self::default();
        // The first part that is known to show enough of itself: no finding behind it is held.
        let last = AtomicUsize::new(usize::MAX);
        let parts = outcome.parts(|number, part| {
            let mut part = Self::of_part(part, most, per_post);
            if number > last.load(Ordering::Relaxed) {
                part.findings = Vec::new();
            } else if part.shown >= most {
                last.fetch_min(number, Ordering::Relaxed);
            }
            part
        });
        for part in parts {
            if all.shown < most {
                all.shown += part.shown;
                all.findings.extend(part.findings);
            }
            all.tally.add(&part.tally);
            all.suppressed += part.suppressed;
        }
        all
    }

    fn of_part(part: Gathered, most: usize, per_post: usize) -> Self {
        let mut findings = part.findings;
        // The posts stand in their order.
        let posts = findings.chunk_by_mut(|a, b| a.source == b.source);
        posts.for_each(sort);
        let tally = Tally::of(&findings, per_post);
        let (mut held, mut shown) = (0, 0);
        for of_post in of_posts(&findings) {
            if shown >= most {
                break;
            }
            held += of_post.len();
            shown += of_post.len().min(per_post);
        }
        findings.truncate(held);
        findings.shrink_to_fit();
        Self {
            findings,
            shown,
            tally,
            suppressed: part.suppressed,
        }
    }
}

impl Tally {
    /// Counts findings that are in their order.
    pub(super) fn of(findings: &[Finding], per_post: usize) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            let key = (finding.code, finding.severity);
            *tally.of_codes.entry(key).or_default() += 1;
        }
        let of_posts = of_posts(findings).map(<[Finding]>::len);
        tally.capped = of_posts.map(|count| count.saturating_sub(per_post)).sum();
        tally
    }

    fn add(&mut self, other: &Self) {
        for (key, count) in &other.of_codes {
            *self.of_codes.entry(*key).or_default() += count;
        }
        self.capped += other.capped;
    }

    /// What a report says of the findings, of which `shown` are shown.
    pub(super) fn summary(&self, outcome: &Outcome<'_>, shown: usize) -> Summary {
        let mut summary = Summary::default();
        for ((code, severity), count) in &self.of_codes {
            let code = outcome.code_numbered(*code).to_string();
            *summary.by_code.entry(code).or_default() += count;
            *match severity {
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Info => &mut summary.infos,
            } += count;
            summary.findings += count;
        }
        summary.capped = self.capped;
        summary.hidden = summary.findings - self.capped - shown;
        summary
    }
}

/// Sorts the findings of a post by position, then code, then in the order of the rules. Sources of
/// posts are numbered in the order of their paths: with that it is a total order, so that nothing of
/// the run's threads or hash maps reaches the output.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|it| (it.span, it.code));
}

fn of_posts(findings: &[Finding]) -> impl Iterator<Item = &[Finding]> {
    findings.chunk_by(|a, b| a.source == b.source)
}
