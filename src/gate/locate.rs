//! Lines and columns of every label, computed once, each source read once.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Located, Place};
use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Position, SourceId, SourceText, Sources, Span};

/// A label by the number of its diagnostic and its own.
type LabelAt = (SourceId, usize, usize);
/// A place found for a label, and the span that it came from.
type Found = (usize, usize, Place, Option<Span>);

/// What was found in one source, and why it could not be read.
struct InSource {
    labels: Vec<Found>,
    /// The edits of each diagnostic, by its number.
    edits: Vec<(usize, Vec<(Position, Position)>)>,
    failure: Option<(String, String)>,
}

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
            edits: Vec::new(),
            post: None,
            fingerprint,
        })
        .collect();
    for found in found {
        failures.extend(found.failure);
        for (at, edits) in found.edits {
            located[at].edits = edits;
        }
        for (at, number, place, span) in found.labels {
            located[at].places[number] = place;
            located[at].diagnostic.labels[number].span = span;
        }
    }
    // Findings that gave way to others may have changed their order within a post.
    let source = |it: &Located| it.diagnostic.primary().source;
    for post in located.chunk_by_mut(|a, b| source(a) == source(b)) {
        post.sort_by_key(|it| it.diagnostic.primary().span);
    }
    located
}

fn in_source(group: &[LabelAt], kept: &[(Diagnostic, String)], sources: &Sources) -> InSource {
    let Some((source, _, _)) = group.first() else {
        return InSource {
            labels: Vec::new(),
            edits: Vec::new(),
            failure: None,
        };
    };
    let path = sources.shown(*source);
    let whole = match sources.origin(*source) {
        Origin::Record(record) => Some(record.start),
        Origin::File(_) | Origin::Memory(_) => None,
    };
    let needs_text = |(_, at, number): &LabelAt| kept[*at].0.labels[*number].span.is_some();
    let text = group.iter().any(needs_text).then(|| sources.load(*source));
    let (text, failure) = match text {
        Some(Ok(text)) => (Some(text), None),
        Some(Err(error)) => (None, Some((path.to_string(), error.to_string()))),
        None => (None, None),
    };
    let mut taken = HashSet::new();
    let own = group.iter().filter(|(_, _, number)| *number == 0);
    let mut is_first = vec![false; group.len()];
    for (_, at, _) in own {
        let span = kept[*at].0.labels[0].span;
        let place = group.partition_point(|label| *label < (*source, *at, 0));
        is_first[place] = span.is_none_or(|span| taken.insert(span.start));
    }
    let found = group
        .iter()
        .zip(is_first)
        .map(|((_, at, number), is_first)| {
            let mut span = kept[*at].0.labels[*number].span;
            let range = text.as_ref().and_then(|text| {
                if *number == 0 && !is_first {
                    span = span.map(|span| untaken(span, text, &mut taken));
                }
                let span = span?;
                Some((text.position(span.start), text.position(span.end)))
            });
            // A record as a whole is where it starts; a file as a whole is no place in it.
            let range = range.or_else(|| whole.map(|start| (start, start)));
            let place = Place {
                path: path.clone(),
                range,
            };
            (*at, *number, place, span)
        })
        .collect();
    let edits = text.iter().flat_map(|text| edits_in(group, kept, text));
    InSource {
        edits: edits.collect(),
        labels: found,
        failure,
    }
}

/// Where the edits of the findings that belong to a source stand. Unlike what is shown of a
/// finding, they give way to no other.
fn edits_in<'a>(
    group: &'a [LabelAt],
    kept: &'a [(Diagnostic, String)],
    text: &'a SourceText,
) -> impl Iterator<Item = (usize, Vec<(Position, Position)>)> {
    let at = |offset| text.position(offset);
    let own = group.iter().filter(|(_, _, number)| *number == 0);
    own.filter_map(move |(_, number, _)| {
        let edits = kept[*number].0.fix.as_ref()?.edits.iter();
        let places = edits.map(|edit| (at(edit.span.start), at(edit.span.end)));
        Some((*number, places.collect()))
    })
}

/// Editors keep one problem a position: where another finding of the post starts already, a
/// finding starts at its next word or character, or where it has none left, further to the left
/// in its line.
fn untaken(span: Span, text: &SourceText, taken: &mut HashSet<u32>) -> Span {
    let inside = first_line(text.text.get(span.range()).unwrap_or_default());
    let line_start = text.lines.start_of(text.lines.line_of(span.start));
    let left = text.text.get(line_start as usize..span.start as usize);
    let left = left.unwrap_or_default().char_indices().rev();
    let left = left.map(|(at, _)| line_start + u32::try_from(at).unwrap_or(0));
    let start = std::iter::once(span.start)
        .chain(starts(inside, span.start, true))
        .chain(starts(inside, span.start, false))
        .chain(left)
        .find(|start| !taken.contains(start))
        .unwrap_or(span.start);
    taken.insert(start);
    Span::new(start, span.end)
}

/// The text up to its first line break.
fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// The offsets at which the words of a line start, or all its characters.
fn starts(line: &str, offset: u32, of_words: bool) -> impl Iterator<Item = u32> {
    let mut before = ' ';
    let characters = line.char_indices().filter_map(move |(at, c)| {
        let is_start = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        (!of_words || is_start).then_some(at)
    });
    characters.map(move |at| offset + u32::try_from(at).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineIndex;

    #[test]
    fn a_second_finding_starts_at_the_next_word() {
        let text = SourceText {
            text: "One two.\nThree.".into(),
            lines: LineIndex::new("One two.\nThree."),
            start: Position::START,
        };
        let mut taken = HashSet::new();
        let starts: Vec<u32> = (0..3)
            .map(|_| untaken(Span::new(0, 15), &text, &mut taken).start)
            .collect();
        assert_eq!(starts, [0, 4, 1]);
    }

    #[test]
    fn no_two_findings_start_at_one_place() {
        let text = SourceText {
            text: "---\n: ä".into(),
            lines: LineIndex::new("---\n: ä"),
            start: Position::START,
        };
        let mut taken = HashSet::new();
        let starts: Vec<u32> = (0..3)
            .map(|_| untaken(Span::new(0, 3), &text, &mut taken).start)
            .collect();
        assert_eq!(starts, [0, 1, 2]);
        assert_eq!(untaken(Span::new(6, 8), &text, &mut taken), Span::new(6, 8));
        assert_eq!(untaken(Span::new(6, 8), &text, &mut taken), Span::new(5, 8));
    }
}
