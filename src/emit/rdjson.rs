//! `rdjson`: the Diagnostic Format of reviewdog, which comments on reviews of many hosts.
//!
//! Its columns count the bytes of UTF-8 and its messages become Markdown in comments. Paths stay
//! relative to the working directory, from which reviewdog is run.

use std::io::{self, Write};

use serde::Serialize;

use super::entry::Entry;
use super::escape::plain;
use super::json::write_value;
use super::{Emitter, Style};
use crate::diagnostic::{Label, Severity};
use crate::gate::{Place, Report};
use crate::source::{Position, SourceId, Sources};

/// One object, a diagnostic a line.
pub(super) struct Rdjson;

impl Emitter for Rdjson {
    fn name(&self) -> &'static str {
        "rdjson"
    }

    fn emit(
        &self,
        report: &Report,
        sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"gatepost\"},\"diagnostics\":[")?;
        let mut start = "\n";
        for found in report.findings.iter() {
            out.write_all(start.as_bytes())?;
            write_value(&DiagnosticShape::of(&Entry::of(&found), sources), out)?;
            start = ",\n";
        }
        for failure in &report.summary.failures {
            out.write_all(start.as_bytes())?;
            write_value(
                &DiagnosticShape::of(&Entry::of_failure(failure), sources),
                out,
            )?;
            start = ",\n";
        }
        out.write_all(b"\n]}\n")
    }
}

#[derive(Serialize)]
struct DiagnosticShape<'a> {
    message: String,
    location: LocationShape<'a>,
    severity: &'static str,
    code: CodeShape<'a>,
    /// Left out where empty: readers of an older version of the format do not know it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[SuggestionShape<'a>; 1]>,
}

#[derive(Serialize)]
struct SuggestionShape<'a> {
    range: RangeShape,
    text: &'a str,
}

#[derive(Serialize)]
struct CodeShape<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct RelatedShape<'a> {
    message: String,
    location: LocationShape<'a>,
}

#[derive(Serialize)]
struct LocationShape<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<RangeShape>,
}

#[derive(Serialize)]
struct RangeShape {
    start: PositionShape,
    end: PositionShape,
}

#[derive(Serialize)]
struct PositionShape {
    line: u32,
    /// Left out where the text is gone: then the lines are meant as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
}

impl<'a> DiagnosticShape<'a> {
    fn of(entry: &Entry<'a>, sources: &Sources) -> Self {
        let lines = std::iter::once(plain(&entry.message).into_owned()).chain(entry.advice());
        let lines: Vec<String> = lines.map(|line| without_markup(&line)).collect();
        let source = entry.located.map(|it| it.diagnostic.primary().source);
        let related = entry.related();
        Self {
            message: lines.join("\n"),
            location: LocationShape::of(entry.path, source, entry.range, sources),
            severity: match entry.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            code: CodeShape { value: entry.code },
            related_locations: related
                .map(|(label, place)| RelatedShape::of(label, place, sources))
                .collect(),
            suggestions: SuggestionShape::of(entry, sources).map(|it| [it]),
        }
    }
}

impl<'a> SuggestionShape<'a> {
    /// The fix, if it is one edit: reviewers take suggestions one by one.
    fn of(entry: &Entry<'a>, sources: &Sources) -> Option<Self> {
        let diagnostic = &entry.located?.diagnostic;
        let [edit] = diagnostic.fix.as_ref()?.edits.as_slice() else {
            return None;
        };
        let place = entry.located?.edits.first()?;
        Some(Self {
            range: RangeShape::of(diagnostic.primary().source, *place, sources),
            text: &edit.text,
        })
    }
}

impl<'a> RelatedShape<'a> {
    fn of(label: &'a Label, place: &'a Place, sources: &Sources) -> Self {
        Self {
            message: without_markup(&plain(&label.message)),
            location: LocationShape::of(&place.path, Some(label.source), place.range, sources),
        }
    }
}

impl<'a> LocationShape<'a> {
    fn of(
        path: &'a str,
        source: Option<SourceId>,
        range: Option<(Position, Position)>,
        sources: &Sources,
    ) -> Self {
        let range = source.zip(range);
        Self {
            path: if path.is_empty() { "." } else { path },
            range: range.map(|(source, range)| RangeShape::of(source, range, sources)),
        }
    }
}

impl RangeShape {
    fn of(source: SourceId, (start, end): (Position, Position), sources: &Sources) -> Self {
        let text = sources.text(source).ok();
        let column = |at: Position| Some(text.as_ref()?.byte_column(at));
        let shape = |at: Position| PositionShape {
            line: at.line,
            column: column(at),
        };
        Self {
            start: shape(start),
            end: shape(end),
        }
    }
}

/// A line that says the same as Markdown and as plain text: one that holds what could become a
/// link, a mention, an image or markup stands in a code span.
fn without_markup(line: &str) -> String {
    let is_harmless = |c: char| c.is_alphanumeric() || " '\"`.,;:()%/-+=?".contains(c);
    let is_text = line.starts_with(|c: char| c.is_alphabetic() || "'\"`".contains(c));
    let is_link = line.contains("://") || line.to_lowercase().contains("www.");
    let has_spans = line.contains("``");
    if line.is_empty() || is_text && !is_link && !has_spans && line.chars().all(is_harmless) {
        return line.to_owned();
    }
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {line} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_become_markup_stands_in_a_code_span() {
        let calm = "`level` must be one of `easy`, not 'eäzy'; 3 of 4 (75%)";
        assert_eq!(without_markup(calm), calm);
        assert_eq!(without_markup("ask @team"), "` ask @team `");
        assert_eq!(without_markup("a ``b`` [c]"), "``` a ``b`` [c] ```");
        assert_eq!(without_markup("- a"), "` - a `");
        assert_eq!(without_markup("see https://x"), "` see https://x `");
    }
}
