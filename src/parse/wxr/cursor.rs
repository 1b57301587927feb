//! Line, column and offset of the place that a container is read up to.

use crate::source::Position;

/// The place that a container is read up to. `\n`, `\r\n` and a lone `\r` end a line.
#[derive(Debug)]
pub(super) struct Cursor {
    at: Position,
    is_behind_return: bool,
}

impl Cursor {
    pub(super) fn new() -> Self {
        Self {
            at: Position::START,
            is_behind_return: false,
        }
    }

    /// Where it stands.
    pub(super) fn at(&self) -> Position {
        self.at
    }

    /// Moves it behind some bytes.
    pub(super) fn advance(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.last() else { return };
        let is_start = self.at.offset == 0;
        let mut line = 0;
        let mut is_of_first_line = true;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let before = at.checked_sub(1).map(|before| bytes[before] == b'\r');
            let is_pair = bytes[at] == b'\n' && before.unwrap_or(self.is_behind_return);
            self.at.line = self.at.line.saturating_add(u32::from(!is_pair));
            line = at + 1;
            is_of_first_line = false;
        }
        // A byte order mark is no column.
        let mark = usize::from(is_start && bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let rest = &bytes[if is_of_first_line { mark } else { line }..];
        let before = if is_of_first_line { self.at.column } else { 1 };
        self.at.column = before.saturating_add(count_characters(rest));
        self.at.offset += bytes.len() as u64;
        self.is_behind_return = *last == b'\r';
    }
}

/// Bytes that begin a character.
fn count_characters(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::LineIndex;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn counts_as_a_line_index_does(text in "(\u{feff}|)[ab\u{e4}€\r\n]{0,20}", at in 0..30usize, cut in 0..30usize) {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let cut = (0..=cut.min(at)).rev().find(|cut| text.is_char_boundary(*cut)).unwrap();
            let cut = if text.starts_with('\u{feff}') { cut.max(3).min(at) } else { cut };
            let mut cursor = Cursor::new();
            cursor.advance(&text.as_bytes()[..cut]);
            cursor.advance(&text.as_bytes()[cut..at]);
            let place = LineIndex::new(&text).position(&text, u32::try_from(at).unwrap());
            // Between `\r` and `\n` the index still stands on the line that they end.
            prop_assume!(!(text[..at].ends_with('\r') && text[at..].starts_with('\n')));
            prop_assert_eq!(cursor.at(), place);
        }
    }
}
