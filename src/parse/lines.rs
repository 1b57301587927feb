//! The lines of a text with their places. `\n`, `\r\n` and a lone `\r` end a line.

use std::borrow::Cow;

use crate::source::Span;

/// A line without its break.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Where it starts.
    pub(super) start: usize,
    /// Where the next line starts.
    pub(super) next: usize,
}

impl<'a> Line<'a> {
    /// The line that starts at `start`.
    pub(super) fn at(text: &'a str, start: usize) -> Self {
        let rest = &text.as_bytes()[start..];
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line_break = match rest.get(len..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        Self {
            text: &text[start..start + len],
            start,
            next: start + len + line_break,
        }
    }

    /// Where its text ends.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its text without blanks at the end.
    pub(super) fn trimmed(&self) -> &'a str {
        self.text.trim_end_matches([' ', '\t'])
    }

    /// Whether there is nothing on it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Its bytes without blanks at the end.
    pub(super) fn span(&self) -> Span {
        Span::from_range(self.start..self.start + self.trimmed().len())
    }
}

/// Every line from an offset on.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        (at < text.len()).then(|| {
            let line = Line::at(text, at);
            at = line.next;
            line
        })
    })
}

/// The same text with a line feed for every lone carriage return, for parsers that do not know
/// one. All offsets stay.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(|at| is_lone(&at)) {
        return text.into();
    }
    let mut chars = text.chars().peekable();
    let mut changed = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let is_lone = c == '\r' && chars.peek() != Some(&'\n');
        changed.push(if is_lone { '\n' } else { c });
    }
    changed.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_lines_at_lf_crlf_and_cr_alike() {
        let text = "a\r\nb\rc \n\nd";
        let found: Vec<_> = lines(text, 0).map(|line| (line.start, line.text)).collect();
        assert_eq!(found, [(0, "a"), (3, "b"), (5, "c "), (8, ""), (9, "d")]);
        assert_eq!(lines("a\n", 0).count(), 1);
        assert_eq!(lines("", 0).count(), 0);
    }

    #[test]
    fn makes_line_feeds_of_lone_carriage_returns_alone() {
        assert_eq!(with_line_feeds("a\r\nb\rc\r"), "a\r\nb\nc\n");
        assert!(matches!(with_line_feeds("a\r\nb"), Cow::Borrowed(_)));
    }
}
