//! `grouped`: the findings of each post under its name.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::escape::plain;
use super::verdict::{self, Fixable};
use super::{Emitter, Style, paint};
use crate::diagnostic::Severity;
use crate::gate::{Located, Report};
use crate::source::Sources;

/// Messages up to this width have their codes in one column; longer ones do not push the others.
const WIDEST: usize = 80;

/// A heading for each post, a row for each finding.
pub(super) struct Grouped;

impl Emitter for Grouped {
    fn name(&self) -> &'static str {
        "grouped"
    }

    fn is_for_people(&self) -> bool {
        true
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut fixable = Fixable::default();
        if !style.quiet {
            for group in report.findings.posts() {
                for located in &group {
                    fixable.count(located);
                }
                write_group(&group, *style, out)?;
            }
        }
        verdict::write(report, fixable, *style, out)
    }
}

fn write_group(group: &[Located], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let count = |severity| {
        group
            .iter()
            .filter(|one| one.diagnostic.severity == severity)
            .count()
    };
    let counts = verdict::counted_findings(
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
    let (path, name) = (&group[0].primary().path, group[0].post_name());
    paint::write_name(out, style, paint::STRONG, path, name)?;
    writeln!(out, " ({counts})")?;
    let places: Vec<String> = group.iter().map(place_of).collect();
    let place_width = places.iter().map(String::len).max().unwrap_or(0);
    let message_width = group
        .iter()
        .map(|one| plain(&one.diagnostic.message).width());
    let message_width = message_width
        .filter(|width| *width <= WIDEST)
        .max()
        .unwrap_or(0);
    for (located, place) in group.iter().zip(&places) {
        let diagnostic = &located.diagnostic;
        let message = plain(&diagnostic.message);
        let blanks = message_width.saturating_sub(message.width());
        write!(out, "  {place:>place_width$}  ")?;
        let severity = format!("{:<7}", diagnostic.severity.as_str());
        paint::write(out, style, paint::severity(diagnostic.severity), &severity)?;
        write!(out, "  {message}{:blanks$}  ", "")?;
        paint::write(out, style, paint::FAINT, &plain(diagnostic.code.as_str()))?;
        writeln!(out)?;
    }
    writeln!(out)
}

fn place_of(located: &Located) -> String {
    let (line, column) = located.primary().line_and_column();
    format!("{line}:{column}")
}
