//! Findings on lines that changed.

use super::fingerprint::Named;
use crate::check::Outcome;
use crate::config::says_unjudged;
use crate::discover::ChangedLines;
use crate::source::{Origin, SourceId, SourceText, Sources, Span};

/// Keeps the findings that touch a changed line, those about a file as a whole, and those that say
/// that a post could not be judged. The findings are sorted, so that each text is read once.
pub(super) fn keep_touching(
    lines: &ChangedLines,
    findings: &mut Vec<Named>,
    outcome: &Outcome<'_>,
    sources: &Sources,
) {
    let mut held: Option<(SourceId, Option<LineBreaks>)> = None;
    findings.retain(|Named { finding, .. }| {
        let whole = match sources.origin(finding.source) {
            Origin::Record(record) => Some(Span::new(0, record.len)),
            Origin::File(_) | Origin::Memory(_) => None,
        };
        let Some(span) = finding.reach.or(finding.span).or(whole) else {
            return true;
        };
        if says_unjudged(outcome.code(finding).as_str()) {
            return true;
        }
        let source = finding.source;
        let (_, breaks) = match held.take_if(|(of, _)| *of == source) {
            Some(same) => held.insert(same),
            None => held.insert((source, LineBreaks::of(sources, source))),
        };
        // A text that went away is told when places are looked up.
        breaks.as_ref().is_none_or(|breaks| {
            let (first, last) = breaks.lines(span);
            lines.touches(&sources.shown(source), first, last)
        })
    });
}

/// The offsets of `\n`, which alone ends a line of git, behind the line that a text starts on.
struct LineBreaks(u32, Vec<u32>);

impl LineBreaks {
    fn of(sources: &Sources, source: SourceId) -> Option<Self> {
        let SourceText { text, start, .. } = sources.load(source).ok()?;
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let breaks = breaks.map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        Some(Self(start.line, breaks.collect()))
    }

    /// First and last line that the stretch touches, from 1.
    fn lines(&self, span: Span) -> (u32, u32) {
        let line = |offset: u32| {
            let before = self.1.partition_point(|at| *at < offset);
            let before = u32::try_from(before).unwrap_or(u32::MAX);
            self.0.saturating_add(before)
        };
        let first = line(span.start);
        let last = if span.is_empty() {
            first
        } else {
            line(span.end - 1)
        };
        (first, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_that_ends_in_a_line_break_does_not_touch_the_next_line() {
        let breaks = LineBreaks(1, vec![3, 7]);
        assert_eq!(breaks.lines(Span::new(0, 3)), (1, 1));
        assert_eq!(breaks.lines(Span::new(0, 4)), (1, 1));
        assert_eq!(breaks.lines(Span::new(4, 9)), (2, 3));
        assert_eq!(breaks.lines(Span::at(8)), (3, 3));
    }
}
