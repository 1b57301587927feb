//! Stretches of a source without the blanks around them.

use std::ops::Range;

use crate::source::Span;

/// The bytes of a range without the blanks and line breaks at its end.
pub(super) fn trimmed_end(text: &str, range: Range<usize>) -> Range<usize> {
    let len = text[range.clone()].trim_end().len();
    range.start..range.start + len
}

/// The first line with anything on it from `body` on; of a source without a body its first line.
pub(super) fn first_line(text: &str, body: usize) -> Span {
    let start = if text[body..].trim().is_empty() {
        0
    } else {
        body
    };
    let rest = text[start..].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = text.len() - rest.len();
    let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    Span::from_range(trimmed_end(text, start..start + end))
}

/// The last line with anything on it.
pub(super) fn last_line(text: &str) -> Span {
    let end = text.trim_end().len();
    let before = &text.as_bytes()[..end];
    let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
    let line = text[start..end].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    Span::from_range(end - line.len()..end)
}
