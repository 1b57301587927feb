//! The lines of a text, trimmed, each with its place.

use crate::source::Span;

/// A stretch of the source text that knows where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// The text, trimmed.
    pub(super) text: &'a str,
    /// Offset of its first byte in the source.
    pub(super) start: u32,
}

impl<'a> Piece<'a> {
    /// The trimmed piece of `text`, which stands at `start`.
    fn trimmed(text: &'a str, start: u32) -> Self {
        let body = text.trim_start();
        Self {
            text: body.trim_end(),
            start: start + length(text) - length(body),
        }
    }

    /// The bytes of the piece.
    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start + length(self.text))
    }

    /// The trimmed part before byte `at`.
    pub(super) fn before(self, at: usize) -> Self {
        Self::trimmed(&self.text[..at], self.start)
    }

    /// The trimmed part from byte `at` on.
    pub(super) fn behind(self, at: usize) -> Self {
        Self::trimmed(&self.text[at..], self.start + length(&self.text[..at]))
    }
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The white space before the text.
    pub(super) lead: &'a str,
    /// The text; empty for a blank line and for theme chrome.
    pub(super) piece: Piece<'a>,
}

impl<'a> Line<'a> {
    /// The trimmed text.
    pub(super) fn text(&self) -> &'a str {
        self.piece.text
    }

    /// The bytes of the trimmed text.
    pub(super) fn span(&self) -> Span {
        self.piece.span()
    }

    /// Offset of the first byte, white space included.
    pub(super) fn start(&self) -> u32 {
        self.piece.start - length(self.lead)
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.piece.text.is_empty()
    }

    /// Columns of white space before the text; a tab counts four.
    pub(super) fn indent(&self) -> usize {
        let columns = self.lead.chars().map(|c| if c == '\t' { 4 } else { 1 });
        columns.sum()
    }
}

/// Splits a text at `\n`, `\r\n` and a lone `\r`. Lines equal to one of `ignored` become blank.
pub(super) fn split<'a>(text: &'a str, ignored: &[String]) -> Vec<Line<'a>> {
    let ignored: Vec<&str> = ignored.iter().map(|chrome| chrome.trim()).collect();
    let mark = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let mut lines = Vec::with_capacity(text.len() / USUAL_LENGTH + 1);
    let mut start = mark;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()) {
        // The line feed of a pair adds nothing: its carriage return ended the line.
        let is_second = text.as_bytes()[end] == b'\n' && end > mark && is_return(text, end - 1);
        if !is_second {
            lines.push(line(&text[start..end], start, &ignored));
        }
        start = end + 1;
    }
    lines.push(line(&text[start..], start, &ignored));
    lines
}

/// Bytes of a usual line: a guess that saves growing the list.
const USUAL_LENGTH: usize = 40;
const BYTE_ORDER_MARK: char = '\u{feff}';

fn is_return(text: &str, at: usize) -> bool {
    text.as_bytes()[at] == b'\r'
}

fn line<'a>(text: &'a str, start: usize, ignored: &[&str]) -> Line<'a> {
    let start = Span::from_range(start..start).start;
    let mut piece = Piece::trimmed(text, start);
    let lead = &text[..(piece.start - start) as usize];
    if ignored.contains(&piece.text) {
        piece.text = "";
    }
    Line { lead, piece }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let lines = split(text, &["|".to_owned()]);
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn ends_lines_at_lf_crlf_and_cr_alike() {
        assert_eq!(texts("a\r\nb\rc\n\nd"), ["a", "b", "c", "", "d"]);
        assert_eq!(texts("a\r\r\nb"), ["a", "", "b"]);
    }

    #[test]
    fn blanks_chrome_wherever_it_stands() {
        assert_eq!(texts(" | \na | b\n|"), ["", "a | b", ""]);
    }

    #[test]
    fn gives_exact_spans_behind_a_byte_order_mark_and_wide_characters() {
        let text = "\u{feff}\t• größer  \r\n  x";
        let lines = split(text, &[]);
        assert_eq!(&text[lines[0].span().range()], "• größer");
        assert_eq!(lines[0].indent(), 4);
        assert_eq!(&text[lines[1].span().range()], "x");
        assert_eq!(lines[1].lead, "  ");
    }

    #[test]
    fn cuts_pieces_at_their_place() {
        let text = "  key:  value ";
        let piece = split(text, &[])[0].piece;
        assert_eq!(&text[piece.before(3).span().range()], "key");
        assert_eq!(&text[piece.behind(4).span().range()], "value");
    }
}
