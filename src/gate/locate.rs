//! Lines and columns of every label, computed once, each source read once.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Located, Place};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, SourceText, Sources, Span};

/// A label by the number of its diagnostic and its own.
type LabelAt = (SourceId, usize, usize);
/// A place found for a label, and the span that it came from.
type Found = (usize, usize, Place, Option<Span>);

/// What was found in one source, and why it could not be read.
type InSource = (Vec<Found>, Option<(String, String)>);

/// Gives every label its place. Sources that can no longer be read are told in `failures`.
pub(super) fn locate(
    kept: Vec<(Diagnostic, String)>,
    sources: &Sources,
    failures: &mut Vec<(String, String)>,
) -> Vec<Located> {
    let mut labels: Vec<LabelAt> = Vec::new();
    for (at, (diagnostic, _)) in kept.iter().enumerate() {
        for (number, label) in diagnostic.labels.iter().enumerate() {
            labels.push((label.source, at, number));
        }
    }
    labels.sort_unstable();
    let groups: Vec<&[LabelAt]> = labels.chunk_by(|a, b| a.0 == b.0).collect();
    let found: Vec<InSource> = groups
        .into_par_iter()
        .map(|group| in_source(group, &kept, sources))
        .collect();
    let mut located: Vec<Located> = kept
        .into_iter()
        .map(|(diagnostic, fingerprint)| Located {
            places: vec![
                Place {
                    path: sources.shown(diagnostic.primary().source).clone(),
                    range: None,
                };
                diagnostic.labels.len()
            ],
            diagnostic,
            post: None,
            fingerprint,
        })
        .collect();
    for (places, failure) in found {
        failures.extend(failure);
        for (at, number, place, span) in places {
            located[at].places[number] = place;
            located[at].diagnostic.labels[number].span = span;
        }
    }
    located
}

fn in_source(group: &[LabelAt], kept: &[(Diagnostic, String)], sources: &Sources) -> InSource {
    let Some((source, _, _)) = group.first() else {
        return (Vec::new(), None);
    };
    let path = sources.shown(*source);
    let needs_text = |(_, at, number): &LabelAt| kept[*at].0.labels[*number].span.is_some();
    let text = group.iter().any(needs_text).then(|| sources.load(*source));
    let (text, failure) = match text {
        Some(Ok(text)) => (Some(text), None),
        Some(Err(error)) => (None, Some((path.to_string(), error.to_string()))),
        None => (None, None),
    };
    let mut taken = HashSet::new();
    let found = group
        .iter()
        .map(|(_, at, number)| {
            let mut span = kept[*at].0.labels[*number].span;
            let range = text.as_ref().and_then(|text| {
                if *number == 0 {
                    span = span.map(|span| untaken(span, text, &mut taken));
                }
                let span = span?;
                Some((
                    text.lines.position(&text.text, span.start),
                    text.lines.position(&text.text, span.end),
                ))
            });
            let place = Place {
                path: path.clone(),
                range,
            };
            (*at, *number, place, span)
        })
        .collect();
    (found, failure)
}

/// Editors keep one problem a position: the start of a finding moves on by whole characters while
/// another finding of the post starts there, as long as the line lasts.
fn untaken(span: Span, text: &SourceText, taken: &mut HashSet<u32>) -> Span {
    let mut start = span.start;
    let rest = text.text.get(start as usize..).unwrap_or_default();
    for c in rest.chars() {
        if !taken.contains(&start) {
            break;
        }
        if matches!(c, '\n' | '\r') {
            start = span.start;
            break;
        }
        start += u32::try_from(c.len_utf8()).unwrap_or(1);
    }
    taken.insert(start);
    Span::new(start, span.end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineIndex;

    #[test]
    fn no_two_findings_start_at_one_place() {
        let text = SourceText {
            text: "---\nä".into(),
            lines: LineIndex::new("---\nä"),
        };
        let mut taken = HashSet::new();
        let starts: Vec<u32> = (0..3)
            .map(|_| untaken(Span::new(0, 3), &text, &mut taken).start)
            .collect();
        assert_eq!(starts, [0, 1, 2]);
        assert_eq!(untaken(Span::new(4, 6), &text, &mut taken).start, 4);
        assert_eq!(untaken(Span::new(4, 6), &text, &mut taken).start, 6);
    }
}
