//! How rows began in the front matter that was read before: posts of one site have the same keys
//! in one order, and to compare a row with the one that stood there costs a quarter of reading it.
//!
//! Invariant: it says of a row what reading the row says, so that nothing that is read depends on
//! what was read before.

use std::cell::RefCell;
use std::ops::Range;

use super::row::Row;
use crate::post::KeyName;

/// Longest beginning that is kept, in bytes.
const LONGEST: usize = 32;

/// Most rows that are kept.
const MOST: usize = 128;

/// So many rows of those that stood there may be left out before they are taken for others.
const AHEAD: usize = 8;

thread_local! {
    static LAST: RefCell<Habit> = const { RefCell::new(Habit::new()) };
}

/// The rows with keys of the front matter that this thread has read last.
#[derive(Default)]
pub(super) struct Habit {
    rows: Vec<Known>,
    /// Which of them is expected.
    next: usize,
}

/// How a row begins: `  - name: `.
struct Known {
    /// Up to the byte behind the colon; zeros behind it.
    text: [u8; LONGEST],
    len: usize,
    /// The column of what stands there first: the key, or the dash before it.
    indent: usize,
    /// The column of the key.
    column: usize,
    name: KeyName,
}

impl Habit {
    const fn new() -> Self {
        Self {
            rows: Vec::new(),
            next: 0,
        }
    }

    /// What this thread knows; nobody else has it until it is kept again.
    pub(super) fn take() -> Self {
        let rows = LAST.take().rows;
        Self { rows, next: 0 }
    }

    /// Keeps it for the front matter that is read next.
    pub(super) fn keep(self) {
        LAST.set(self);
    }

    /// The row at the start of a line, if it begins as the expected one.
    #[inline]
    pub(super) fn row(&mut self, content: &str, line: usize) -> Option<Row> {
        let known = self.rows.get(self.next)?;
        let rest = content.as_bytes().get(line..)?;
        if !rest.starts_with(known.text.get(..known.len)?) {
            return None;
        }
        let row = Row {
            indent: known.indent,
            start: line + known.indent,
            known: Some(self.next),
        };
        self.next += 1;
        Some(row)
    }

    /// The name of the key that stands in a column of a row that was as expected, and its length.
    #[inline]
    pub(super) fn key(&self, row: usize, column: usize) -> Option<(KeyName, usize)> {
        let known = self.rows.get(row)?;
        (known.column == column).then(|| (known.name.clone(), known.len - 2 - column))
    }

    /// Learns how a row begins that was not expected. Its line starts at `line`, and a colon and
    /// one more byte stand behind its key.
    pub(super) fn learn(&mut self, content: &str, line: usize, key: Range<usize>, name: &KeyName) {
        let Some(begin) = content.as_bytes().get(line..key.end + 2) else {
            return;
        };
        let ahead = self.rows.iter().skip(self.next).take(AHEAD);
        let is_it = |known: &Known| known.text.get(..known.len) == Some(begin);
        if let Some(passed) = ahead.map(is_it).position(|it| it) {
            self.next += passed + 1;
            return;
        }
        let mut text = [0; LONGEST];
        let (Some(kept), true) = (text.get_mut(..begin.len()), self.next < MOST) else {
            return;
        };
        kept.copy_from_slice(begin);
        let known = Known {
            text,
            len: begin.len(),
            indent: begin.iter().take_while(|byte| **byte == b' ').count(),
            column: key.start - line,
            name: name.clone(),
        };
        match self.rows.get_mut(self.next) {
            Some(row) => *row = known,
            None => self.rows.push(known),
        }
        self.next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the rows of a content; whether each was as expected.
    fn read(habit: &mut Habit, content: &str) -> Vec<bool> {
        habit.next = 0;
        let mut line = 0;
        let mut met = Vec::new();
        for text in content.split_inclusive('\n') {
            let colon = text.find(':').unwrap();
            let column = text[..colon].trim_start_matches([' ', '-']);
            let column = colon - column.len();
            let name = KeyName::from(&text[column..colon]);
            let row = habit.row(content, line);
            met.push(row.is_some());
            match row {
                Some(row) => {
                    let indent = text.len() - text.trim_start().len();
                    assert_eq!((row.indent, row.start), (indent, line + indent));
                    let known = habit.key(row.known.unwrap(), column);
                    assert_eq!(known, Some((name, colon - column)));
                    assert_eq!(habit.key(row.known.unwrap(), column + 1), None);
                }
                None => habit.learn(content, line, line + column..line + colon, &name),
            }
            line += text.len();
        }
        met
    }

    #[test]
    fn rows_are_known_the_second_time() {
        let mut habit = Habit::default();
        let content = "title: a\ntags:\n  - name: b\n    of: c\nlast: d\n";
        assert_eq!(read(&mut habit, content), [false; 5]);
        assert_eq!(read(&mut habit, &content.to_uppercase()), [false; 5]);
        assert_eq!(read(&mut habit, content), [false; 5]);
        let other = content.replace(" a\n", " another\n");
        assert_eq!(read(&mut habit, &other), [true; 5]);
    }

    #[test]
    fn a_row_that_some_leave_out_is_passed_over() {
        let mut habit = Habit::default();
        read(&mut habit, "a: 1\nb: 1\nc: 1\nd: 1\n");
        assert_eq!(read(&mut habit, "a: 2\nc: 2\nd: 2\n"), [true, false, true]);
        assert_eq!(read(&mut habit, "a: 3\nb: 3\nc: 3\nd: 3\n"), [true; 4]);
    }

    #[test]
    fn a_row_is_known_by_its_indent_its_dash_and_what_follows_its_colon() {
        let mut habit = Habit::default();
        for content in ["a: 1\n", " a: 1\n", "- a: 1\n", "a:\n", "a :\n", "ab: 1\n"] {
            assert_eq!(read(&mut habit, content), [false], "{content:?}");
        }
    }

    #[test]
    fn neither_long_rows_nor_unended_ones_nor_too_many_are_kept() {
        let mut habit = Habit::default();
        let long = format!("{}: 1\n", "k".repeat(LONGEST));
        for content in [&long, "a:"] {
            assert_eq!(read(&mut habit, content), [false]);
            assert_eq!(read(&mut habit, content), [false], "{content:?}");
        }
        let many: Vec<String> = (0..2 * MOST).map(|at| format!("k{at}: 1\n")).collect();
        read(&mut habit, &many.concat());
        assert_eq!(habit.rows.len(), MOST);
    }
}
