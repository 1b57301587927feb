//! How human formats end: statistics, what was found, the verdict as the last line.

use std::io::{self, Write};

use super::escape::plain;
use super::{Style, paint};
use crate::diagnostic::Applicability;
use crate::gate::{Condition, Gate, Located, Report, Summary};
use crate::text::{counted, grouped_digits};

/// How many characters of a cluster are shown.
const EXCERPT: usize = 100;

/// How many of the findings that were shown a program can put right.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fixable {
    safely: usize,
    unsafely: usize,
}

impl Fixable {
    /// Counts a finding that is shown.
    pub(super) fn count(&mut self, shown: &Located) {
        match shown.diagnostic.fix.as_ref().map(|fix| fix.applicability) {
            None => {}
            Some(Applicability::Safe) => self.safely += 1,
            Some(Applicability::Unsafe) => self.unsafely += 1,
        }
    }

    /// `2 of them fixable with --fix, 1 more with --unsafe-fixes`.
    fn told(self, summary: &Summary) -> Option<String> {
        let safely = grouped_digits(self.safely);
        let unsafely = grouped_digits(self.unsafely);
        let told = match (self.safely, self.unsafely) {
            (0, 0) => return None,
            (_, 0) => format!("{safely} of them fixable with --fix"),
            (0, _) => format!("{unsafely} of them fixable with --fix --unsafe-fixes, a guess each"),
            _ => {
                format!("{safely} of them fixable with --fix, {unsafely} more with --unsafe-fixes")
            }
        };
        let is_all = summary.hidden + summary.capped == 0;
        Some(if is_all {
            told
        } else {
            format!("at least {told}")
        })
    }
}

/// Writes the end of a report; only the verdict when quiet.
pub(super) fn write(
    report: &Report,
    fixable: Fixable,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !style.quiet {
        if style.statistics {
            write_statistics(&report.summary, style, out)?;
        }
        write_counts(&report.summary, out)?;
        if let Some(told) = fixable.told(&report.summary) {
            writeln!(out, "{told}")?;
        }
    }
    write_gate(&report.gate, style, out)
}

/// `12 errors, 3 warnings and 1 info`, without what is zero.
pub(super) fn counted_findings(errors: usize, warnings: usize, infos: usize) -> String {
    let kinds = [(errors, "error"), (warnings, "warning"), (infos, "info")];
    let counts: Vec<String> = kinds
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(*count, noun))
        .collect();
    match counts.split_last() {
        None => "no findings".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The codes that were found, the most frequent first.
pub(super) fn codes_by_count(summary: &Summary) -> Vec<(&str, usize)> {
    let mut codes: Vec<(&str, usize)> = summary
        .by_code
        .iter()
        .map(|(code, count)| (code.as_str(), *count))
        .collect();
    codes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    codes
}

fn write_statistics(summary: &Summary, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let codes = codes_by_count(summary);
    for (code, count) in &codes {
        writeln!(out, "{count:>7}  {}", plain(code))?;
    }
    if !codes.is_empty() {
        writeln!(out)?;
    }
    if summary.clusters.is_empty() {
        return Ok(());
    }
    paint::write(out, style, paint::STRONG, "largest clusters:")?;
    writeln!(out)?;
    for cluster in &summary.clusters {
        let posts = counted(cluster.posts, "post");
        let words = counted(cluster.words, "word");
        writeln!(out, "  {posts}, {words}: {}", shortened(&cluster.excerpt))?;
    }
    writeln!(out)
}

fn shortened(excerpt: &str) -> String {
    match excerpt.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", plain(&excerpt[..end])),
        None => plain(excerpt).into_owned(),
    }
}

/// Writes what was found where, and what is not shown; numbers and words of the tool's own.
pub(super) fn write_counts(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.hidden > 0 {
        let hidden = counted(summary.hidden, "more finding");
        writeln!(out, "{hidden} not shown (raise --limit)")?;
    }
    if summary.capped > 0 {
        let capped = counted(summary.capped, "more finding");
        writeln!(
            out,
            "{capped} of single posts not shown (raise limits.max-findings-per-post)"
        )?;
    }
    if !summary.failures.is_empty() {
        let failures = counted(summary.failures.len(), "file");
        writeln!(out, "{failures} could not be judged")?;
    }
    if summary.suppressed > 0 {
        let suppressed = counted(summary.suppressed, "finding");
        writeln!(out, "{suppressed} suppressed in posts")?;
    }
    if summary.baselined > 0 {
        let baselined = counted(summary.baselined, "finding");
        writeln!(out, "{baselined} known to the baseline")?;
    }
    let found = counted_findings(summary.errors, summary.warnings, summary.infos);
    let found = if summary.findings > 0 {
        format!("found {found}")
    } else {
        found
    };
    let posts = counted(summary.posts, "post");
    let files = counted(summary.files, "file");
    if summary.reported == summary.posts {
        writeln!(out, "{found} in {posts} ({files})")
    } else {
        writeln!(out, "{found} in {} of {posts} ({files})", summary.reported)
    }
}

fn write_gate(gate: &Gate, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (verdict, look) = if gate.passed {
        ("gate passed", paint::PASSED)
    } else {
        ("gate failed", paint::FAILED)
    };
    paint::write(out, style, look, verdict)?;
    let conditions: Vec<String> = gate.conditions.iter().map(told).collect();
    match conditions.as_slice() {
        [] => writeln!(out),
        told => writeln!(out, ": {}", told.join("; ")),
    }
}

/// `3 errors (not met: no errors)`.
fn told(condition: &Condition) -> String {
    let met = if condition.passed { "met" } else { "not met" };
    format!(
        "{} ({met}: {})",
        plain(&condition.value),
        plain(&condition.name)
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, condition};
    use super::*;

    fn ended(change: impl FnOnce(&mut Report)) -> String {
        let mut report = Fixture::new().finish().report();
        change(&mut report);
        let mut out = Vec::new();
        write(&report, Fixable::default(), Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_thing_is_not_plural() {
        let out = ended(|report| {
            report.summary.findings = 1;
            report.summary.errors = 1;
            report.summary.posts = 1;
            report.summary.files = 1;
            report.summary.reported = 1;
            report.summary.hidden = 1;
        });
        assert!(out.starts_with(
            "1 more finding not shown (raise --limit)\nfound 1 error in 1 post (1 file)\n"
        ));
    }

    #[test]
    fn a_narrowed_report_says_of_how_many() {
        let out = ended(|report| {
            report.summary.posts = 1000;
            report.summary.files = 40;
            report.summary.reported = 3;
        });
        assert!(out.starts_with("no findings in 3 of 1,000 posts (40 files)\n"));
    }

    #[test]
    fn what_can_be_fixed_is_told_by_what_fixes_it() {
        let told = |safely, unsafely, hidden| {
            let summary = Summary {
                hidden,
                ..Summary::default()
            };
            Fixable { safely, unsafely }
                .told(&summary)
                .unwrap_or_default()
        };
        assert_eq!(told(0, 0, 1), "");
        assert_eq!(told(2, 0, 0), "2 of them fixable with --fix");
        assert_eq!(
            told(2, 1_000, 0),
            "2 of them fixable with --fix, 1,000 more with --unsafe-fixes"
        );
        assert_eq!(
            told(0, 1, 5),
            "at least 1 of them fixable with --fix --unsafe-fixes, a guess each"
        );
    }

    #[test]
    fn every_condition_is_told_with_its_value() {
        let out = ended(|report| {
            report.gate.passed = false;
            report.gate.conditions = vec![
                condition("no errors", "no errors", true),
                condition("average quality", "78.4, at least 80 asked", false),
            ];
        });
        let verdict = "gate failed: no errors (met: no errors); 78.4, at least 80 asked (not met: average quality)\n";
        assert!(out.ends_with(verdict), "{out}");
        assert_eq!(
            ended(|report| report.gate.conditions.clear())
                .lines()
                .last(),
            Some("gate passed")
        );
    }
}
