//! One line, one record.

use crate::parse::records::{Splitter, Stretch};
use crate::source::Position;

/// What may stand at the start of a file, and is no record.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Cuts a file into its lines; blank ones are no records.
pub(super) struct Lines {
    /// Where the line in hand starts.
    start: Position,
    /// Its bytes so far.
    len: u64,
    has_content: bool,
    is_behind_return: bool,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self {
            start: Position::START,
            len: 0,
            has_content: false,
            is_behind_return: false,
        }
    }

    fn extend(&mut self, bytes: &[u8]) {
        let is_mark = |at: u64, byte: &u8| {
            let of_mark = usize::try_from(at).ok().and_then(|at| MARK.get(at));
            of_mark == Some(byte)
        };
        let mut placed = (self.start.offset + self.len..).zip(bytes);
        self.has_content |=
            placed.any(|(at, byte)| !matches!(byte, b' ' | b'\t') && !is_mark(at, byte));
        self.len += bytes.len() as u64;
        self.is_behind_return &= bytes.is_empty();
    }

    fn end(&mut self, line_break: u8, found: &mut Vec<Stretch>) {
        let is_pair = self.is_behind_return && line_break == b'\n';
        if self.has_content {
            found.push(Stretch {
                start: self.start,
                len: self.len,
                fault: None,
            });
        }
        self.start.offset += self.len + 1;
        self.start.line = self.start.line.saturating_add(u32::from(!is_pair));
        self.len = 0;
        self.has_content = false;
        self.is_behind_return = line_break == b'\r';
    }
}

impl Splitter for Lines {
    fn take(&mut self, bytes: &[u8], found: &mut Vec<Stretch>) {
        let mut done = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            self.extend(&bytes[done..at]);
            self.end(bytes[at], found);
            done = at + 1;
        }
        self.extend(&bytes[done..]);
    }

    fn finish(&mut self, found: &mut Vec<Stretch>) {
        if self.has_content {
            self.end(b'\n', found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, offset and text of each record, whatever pieces the file is given in.
    fn records(text: &str) -> Vec<(u32, u64, &str)> {
        let of_pieces = |size: usize| {
            let mut lines = Lines::new();
            let mut found = Vec::new();
            for piece in text.as_bytes().chunks(size) {
                lines.take(piece, &mut found);
            }
            lines.finish(&mut found);
            found
        };
        let found = of_pieces(usize::MAX);
        for size in 1..4 {
            assert_eq!(of_pieces(size), found, "in pieces of {size}");
        }
        let text_of = |it: &Stretch| {
            let start = usize::try_from(it.start.offset).unwrap();
            &text[start..start + usize::try_from(it.len).unwrap()]
        };
        let records = found.iter();
        records
            .map(|it| (it.start.line, it.start.offset, text_of(it)))
            .collect()
    }

    #[test]
    fn a_line_is_a_record_and_a_blank_line_is_none() {
        assert_eq!(
            records("{1}\n\n \t\n {2}\n{3}"),
            [(1, 0, "{1}"), (4, 8, " {2}"), (5, 13, "{3}")]
        );
        assert_eq!(records(""), []);
        assert_eq!(records("\n"), []);
        assert_eq!(records("\u{feff}"), []);
        assert_eq!(records("\u{feff} \n{1}"), [(2, 5, "{1}")]);
        assert_eq!(records("\u{feff}{1}"), [(1, 0, "\u{feff}{1}")]);
    }

    #[test]
    fn lines_end_at_lf_crlf_and_cr_alike() {
        assert_eq!(
            records("{1}\r\n{2}\r{3}\r\n\r\n{4}\n\r\n{5}"),
            [
                (1, 0, "{1}"),
                (2, 5, "{2}"),
                (3, 9, "{3}"),
                (5, 16, "{4}"),
                (7, 22, "{5}")
            ]
        );
    }
}
