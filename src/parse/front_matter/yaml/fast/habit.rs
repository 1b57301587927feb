//! How rows began in the front matter that was read before: posts of one site have the same keys
//! in one order, and to compare a row with the one that stood there costs less than to read it.
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

/// After so many rows that were not expected the rest is not compared: it would cost, and say
/// nothing.
const MOST_MISSED: usize = 8;

thread_local! {
    static LAST: RefCell<Habit> = const { RefCell::new(Habit::new(Vec::new())) };
}

/// The rows with keys of the front matter that this thread has read last.
#[derive(Default)]
pub(super) struct Habit {
    rows: Vec<Known>,
    /// Which of them is expected; [`MOST`] once none is.
    next: usize,
    /// How many stood where another was expected.
    missed: usize,
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
    const fn new(rows: Vec<Known>) -> Self {
        Self {
            rows,
            next: 0,
            missed: 0,
        }
    }

    /// What this thread knows; nobody else has it until it is kept again.
    pub(super) fn take() -> Self {
        Self::new(LAST.take().rows)
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
    pub(super) fn key(&self, row: usize, column: usize) -> Option<(&KeyName, usize)> {
        let known = self.rows.get(row)?;
        (known.column == column).then(|| (&known.name, known.len - 2 - column))
    }

    /// Learns how a row begins that was not expected. Its line starts at `line`, and a colon and
    /// one more byte stand behind its key.
    pub(super) fn learn(&mut self, content: &str, line: usize, key: Range<usize>, name: &KeyName) {
        let begin = content.as_bytes().get(line..key.end + 2);
        let Some(begin) = begin.filter(|_| self.next < MOST) else {
            return;
        };
        if self.next < self.rows.len() {
            if self.passes_to(begin) {
                return;
            }
            self.missed += 1;
            if self.missed > MOST_MISSED {
                self.next = MOST;
                return;
            }
        }
        self.note(begin, key.start - line, name);
    }

    /// Goes on behind a row that was expected soon, if this is one.
    fn passes_to(&mut self, begin: &[u8]) -> bool {
        let mut ahead = self.rows[self.next..].iter().take(AHEAD);
        let passed = ahead.position(|known| known.text.get(..known.len) == Some(begin));
        self.next += passed.map_or(0, |passed| passed + 1);
        passed.is_some()
    }

    /// Keeps a row in the place of the expected one, unless it is too long.
    fn note(&mut self, begin: &[u8], column: usize, name: &KeyName) {
        let mut text = [0; LONGEST];
        let Some(kept) = text.get_mut(..begin.len()) else {
            return;
        };
        kept.copy_from_slice(begin);
        let known = Known {
            text,
            len: begin.len(),
            indent: begin.iter().take_while(|byte| **byte == b' ').count(),
            column,
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
        *habit = Habit::new(std::mem::take(&mut habit.rows));
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
                    assert_eq!(known, Some((&name, colon - column)));
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
    fn a_few_rows_of_another_kind_are_learned_and_many_are_left() {
        let mut habit = Habit::default();
        let rows = |name: &str| {
            (0..20)
                .map(|at| format!("{name}{at}: 1\n"))
                .collect::<Vec<_>>()
        };
        read(&mut habit, &rows("a").concat());
        assert_eq!(read(&mut habit, &rows("b").concat()), [false; 20]);
        let again = read(
            &mut habit,
            &[&rows("b")[..MOST_MISSED], &rows("a")[MOST_MISSED..]]
                .concat()
                .concat(),
        );
        assert_eq!(again, [true; 20]);
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
