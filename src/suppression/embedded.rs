//! Comments in the body of a record: they speak of the lines of the body, not of those of the file.

use super::directive::Reader;
use super::{Suppression, Suppressions, Terms};
use crate::parse::Embedded;
use crate::source::{OffsetMap, Span};

/// Reads what the comments of a body hide, with the places of the record.
pub(super) fn read(body: &Embedded, terms: Terms<'_>) -> Suppressions {
    let mut reader = Reader::new(&body.text, terms);
    reader.comments(&body.comments(terms.options));
    let mut found = reader.finish();
    for Suppression { span, hides, .. } in &mut found.all {
        *span = body.map.span(span.start..span.end);
        *hides = placed(*hides, &body.map);
    }
    for fault in &mut found.faults {
        fault.span = body.map.span(fault.span.start..fault.span.end);
    }
    found
}

/// A stretch that has no end goes on behind the body, and one that starts with the body is all of
/// the record.
fn placed(hides: Span, map: &OffsetMap) -> Span {
    match (hides.start, hides.end) {
        (0, u32::MAX) => hides,
        (start, u32::MAX) => Span::new(map.span(start..start).start, u32::MAX),
        (start, end) => map.span(start..end),
    }
}
