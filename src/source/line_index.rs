//! From byte offsets to lines and columns.

use std::ops::Range;

/// A place in a text as people count: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line number, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Byte offset into the file.
    pub offset: u64,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self {
        line: 1,
        column: 1,
        offset: 0,
    };

    /// A place in a part of a file that starts here, as a place in the file.
    pub fn plus(self, inner: Self) -> Self {
        Self {
            line: self.line.saturating_add(inner.line - 1),
            column: match inner.line {
                1 => self.column.saturating_add(inner.column - 1),
                _ => inner.column,
            },
            offset: self.offset.saturating_add(inner.offset),
        }
    }
}

/// The offsets at which the lines of one text start.
///
/// `\n`, `\r\n` and a lone `\r` end a line; nothing else does.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters start before each multiple of `STRIDE`, so that the end of a line of
    /// many megabytes is found as fast as its start.
    marks: Vec<u32>,
}

/// Bytes between marks; most posts are shorter and have none.
const STRIDE: usize = 1 << 16;

impl LineIndex {
    /// Finds every line of `text` in one scan.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !is_pair {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        let mut marks = vec![0];
        let mut sum = 0;
        for stride in bytes.chunks_exact(STRIDE) {
            sum += characters(stride);
            marks.push(sum);
        }
        Self { starts, marks }
    }

    /// How many lines there are; a text that ends in a line break has an empty last one.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line (from 0) that holds `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        let line = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Where line `line` (from 0) starts; the last line's start for a line past the end.
    pub fn start_of(&self, line: u32) -> u32 {
        let last = self.starts.len() - 1;
        self.starts[(line as usize).min(last)]
    }

    /// Line and column of `offset` in `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = floor_boundary(text, offset);
        let line = self.line_of(offset);
        let start = self.starts[line as usize];
        let before = self.characters_in(text, start as usize..offset as usize);
        // A byte order mark is no column: editors do not show it.
        let has_mark = start == 0 && offset > 0 && text.starts_with('\u{feff}');
        Position {
            line: line + 1,
            column: before - u32::from(has_mark) + 1,
            offset: u64::from(offset),
        }
    }

    fn characters_in(&self, text: &str, range: Range<usize>) -> u32 {
        let bytes = text.as_bytes();
        let (first, last) = (range.start.div_ceil(STRIDE), range.end / STRIDE);
        if first >= last {
            return characters(&bytes[range]);
        }
        characters(&bytes[range.start..first * STRIDE])
            + (self.marks[last] - self.marks[first])
            + characters(&bytes[last * STRIDE..range.end])
    }
}

/// How many characters start in a stretch of UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    let starts = bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80);
    u32::try_from(starts.count()).unwrap_or(u32::MAX)
}

/// The last character boundary at or before `offset`, never past the end.
fn floor_boundary(text: &str, offset: u32) -> u32 {
    let mut at = (offset as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_and_column(text: &str, offset: u32) -> (u32, u32) {
        let at = LineIndex::new(text).position(text, offset);
        (at.line, at.column)
    }

    #[test]
    fn counts_columns_in_characters() {
        assert_eq!(line_and_column("aä€x\n", 6), (1, 4));
    }

    #[test]
    fn counts_columns_of_long_lines_alike() {
        let line = "aä€🦀".repeat(2 * STRIDE / 10);
        for text in [format!("{line}\n{line}"), format!("\u{feff}a\r\n{line}")] {
            let lines = LineIndex::new(&text);
            for (at, _) in text.char_indices().step_by(997) {
                let at = u32::try_from(at).unwrap();
                let found = lines.position(&text, at);
                let before = &text[lines.start_of(lines.line_of(at)) as usize..at as usize];
                let before = before.trim_start_matches('\u{feff}').chars().count();
                assert_eq!(found.column as usize, before + 1, "at {at}");
            }
        }
    }

    #[test]
    fn ends_lines_at_lf_crlf_and_cr_alike() {
        assert_eq!(line_and_column("a\r\nb\rc\nd", 3), (2, 1));
        assert_eq!(line_and_column("a\r\nb\rc\nd", 5), (3, 1));
        assert_eq!(line_and_column("a\r\nb\rc\nd", 7), (4, 1));
    }

    #[test]
    fn does_not_count_a_byte_order_mark() {
        assert_eq!(line_and_column("\u{feff}ab", 4), (1, 2));
    }

    #[test]
    fn a_place_in_a_part_counts_from_where_the_part_starts() {
        let at = |line, column, offset| Position {
            line,
            column,
            offset,
        };
        let start = at(7, 3, 100);
        assert_eq!(start.plus(Position::START), start);
        assert_eq!(start.plus(at(1, 5, 4)), at(7, 7, 104));
        assert_eq!(start.plus(at(2, 5, 40)), at(8, 5, 140));
    }

    #[test]
    fn holds_at_and_past_the_end() {
        assert_eq!(line_and_column("ab", 99), (1, 3));
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("a\n", 2), (2, 1));
    }
}
