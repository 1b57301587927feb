//! A quick reader of the YAML that front matter is mostly written in: keys with values on one
//! line, lists and maps by indent, flow lists and maps of scalars.
//!
//! Invariant: what it reads, the general parser reads just so, and has nothing to tell about it.
//! Of anything else it gives up, and the general parser reads all of it.

mod flow;
mod habit;
mod inline;
mod row;

use std::ops::Range;

use crate::post::{Data, Map, Value};
use crate::source::Span;

use super::super::entries::Entries;
use super::super::reader::Reader;
use super::scalar::resolve_into;
use habit::Habit;
use inline::Inline;
use row::{Row, next_line};

/// Deeper values are left to the general parser.
const DEEPEST: usize = 8;

/// Longer keys are left to the general parser, which bounds them.
const LONGEST_KEY: usize = 1024;

/// Room for more keys is made when they come.
const MOST_ROOM: usize = 64;

/// Room for the keys of a map inside of another, and for the items of a list.
const INNER_ROOM: usize = 4;

/// The map that the content of `reader` holds, unless anything about it is uncommon.
pub(super) fn read(reader: &Reader<'_>) -> Option<Map> {
    if !row::has_common_bytes(reader.content) {
        return None;
    }
    let mut scanner = Scanner::new(reader);
    let root = scanner.root();
    scanner.habit.keep();
    root
}

/// A value before it is read.
const NOT_READ: Value = Value {
    span: Span { start: 0, end: 0 },
    data: Data::Null,
};

/// A value on one line, with its bytes in the content.
struct Node {
    data: Data,
    /// Its bytes without quotes.
    range: Range<usize>,
    /// Where it ends, quotes included.
    end: usize,
}

impl Node {
    fn new(data: Data, range: Range<usize>) -> Self {
        let end = range.end;
        Self { data, range, end }
    }
}

struct Scanner<'r, 'a> {
    reader: &'r Reader<'a>,
    inline: Inline<'a>,
    habit: Habit,
    /// The row that is read next.
    row: Option<Row>,
    /// Where the value read last ends, quotes included: a list or map ends with its last value.
    end: usize,
    values: usize,
    depth: usize,
}

impl<'r, 'a> Scanner<'r, 'a> {
    fn new(reader: &'r Reader<'a>) -> Self {
        let mut scanner = Self {
            reader,
            inline: Inline::new(reader.content),
            habit: Habit::take(),
            row: None,
            end: 0,
            values: 0,
            depth: 0,
        };
        scanner.go_to(0);
        scanner
    }

    /// The map that the content is.
    fn root(&mut self) -> Option<Map> {
        if self.row?.indent > 0 {
            return None;
        }
        let mut root = NOT_READ;
        self.map(&mut root)?;
        match root.data {
            Data::Map(map) if self.row.is_none() => Some(map),
            _ => None,
        }
    }

    /// Goes to the first row from the start of a line on.
    #[inline]
    fn go_to(&mut self, line: usize) {
        let content = self.reader.content;
        let expected = self.habit.row(content, line);
        self.row = expected.or_else(|| Row::from_line(content, line));
    }

    /// Goes to the first row behind the line of an offset.
    #[inline]
    fn go_behind(&mut self, at: usize) {
        match next_line(self.reader.content, at) {
            Some(line) => self.go_to(line),
            None => self.row = None,
        }
    }

    /// Counts more values.
    #[inline]
    fn count(&mut self, values: usize) -> Option<()> {
        self.values += values;
        (self.values <= self.reader.limits.front_matter_nodes).then_some(())
    }

    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST.min(self.reader.limits.nesting)).then_some(())
    }

    /// Reads the map that starts at the current row, up to the first row that is indented less.
    /// This and all others write a value where it is to stand: to move it costs most while it is
    /// new.
    fn map(&mut self, value: &mut Value) -> Option<()> {
        self.count(1)?;
        self.enter()?;
        let Row { indent, start, .. } = self.row?;
        let mut entries = self.new_entries();
        while let Some(row) = self.row.filter(|row| row.indent >= indent) {
            if row.indent > indent {
                return None;
            }
            let (colon, value) = self.key(row, &mut entries)?;
            self.value_behind(colon, row, value)?;
        }
        self.depth -= 1;
        value.span = self.reader.span(start..self.end);
        value.data = Data::Map(entries.finish());
        Some(())
    }

    /// A map that will be read: the outermost has room for as many keys as are common in a content
    /// of its size.
    fn new_entries(&self) -> Entries {
        Entries::with_capacity(match self.depth {
            1 => (self.reader.content.len() / 40).min(MOST_ROOM),
            _ => INNER_ROOM,
        })
    }

    /// Begins an entry with the key that a row starts with; where its colon stands, and the place of
    /// its value.
    #[inline]
    fn key<'e>(&mut self, row: Row, entries: &'e mut Entries) -> Option<(usize, &'e mut Value)> {
        let known = row.known;
        let Some((name, len)) = known.and_then(|known| self.habit.key(known, row.indent)) else {
            return self.unexpected_key(row, entries);
        };
        let colon = row.start + len;
        let span = self.reader.span(row.start..colon);
        Some((colon, entries.begin(name, span)?))
    }

    fn unexpected_key<'e>(
        &mut self,
        row: Row,
        entries: &'e mut Entries,
    ) -> Option<(usize, &'e mut Value)> {
        let start = row.start;
        let (name, range, colon) = match self.inline.word_key(start) {
            Some(colon) => {
                let name = self.reader.content[start..colon].into();
                let line = start - row.indent;
                self.habit
                    .learn(self.reader.content, line, start..colon, &name);
                (name, start..colon, colon)
            }
            None => self.inline.other_key(start)?,
        };
        if colon - start > LONGEST_KEY {
            return None;
        }
        Some((colon, entries.begin(&name, self.reader.span(range))?))
    }

    /// Reads the value behind a colon, on its row or on the rows below.
    fn value_behind(&mut self, colon: usize, row: Row, value: &mut Value) -> Option<()> {
        if let Some(start) = self.inline.content_behind(colon) {
            return self.inline_value(start, value);
        }
        self.go_behind(colon);
        match self.row {
            Some(below) if below.indent > row.indent && self.is_item(below) => {
                self.list(false, value)
            }
            Some(below) if below.indent > row.indent => self.map(value),
            Some(below) if below.indent == row.indent && self.is_item(below) => {
                self.list(true, value)
            }
            _ => {
                self.count(1)?;
                self.end = colon;
                value.span = self.reader.span(colon..colon);
                value.data = Data::Null;
                Some(())
            }
        }
    }

    /// Reads the value that starts at `start`, on its line.
    #[inline]
    fn inline_value(&mut self, start: usize, value: &mut Value) -> Option<()> {
        match self.inline.unmarked_line(start) {
            Some(text) => self.plain_value(start, text, value),
            None => self.marked_value(start, value),
        }
    }

    /// Takes the value that a text without any mark is, which starts at `start`.
    fn plain_value(&mut self, start: usize, text: &str, value: &mut Value) -> Option<()> {
        self.count(1)?;
        self.end = start + text.len();
        self.go_behind(self.end);
        value.span = self.reader.span(start..self.end);
        resolve_into(text, &mut value.data);
        Some(())
    }

    /// Reads the value that starts at `start`, on its line, with quotes, brackets, a comment or what
    /// looks like a key in it.
    #[inline(never)]
    fn marked_value(&mut self, start: usize, value: &mut Value) -> Option<()> {
        let node = self.inline.value(start, self.reader)?;
        let held = match &node.data {
            Data::List(items) => items.len(),
            Data::Map(map) => map.entries.len(),
            _ => 0,
        };
        self.count(1 + held)?;
        self.end = node.end;
        self.go_behind(node.end);
        value.span = self.reader.span(node.range);
        value.data = node.data;
        Some(())
    }

    fn is_item(&self, row: Row) -> bool {
        self.inline.is_item(row.start)
    }

    /// Reads the list that starts at the current row. One that is indented like the key it belongs to
    /// ends where the next key starts, and starts, as the general parser has it, with its first
    /// value.
    fn list(&mut self, is_level: bool, value: &mut Value) -> Option<()> {
        self.count(1)?;
        self.enter()?;
        let Row {
            indent, mut start, ..
        } = self.row?;
        let mut items = Vec::with_capacity(INNER_ROOM);
        while let Some(row) = self.row.filter(|row| row.indent >= indent) {
            if row.indent == indent && is_level && !self.is_item(row) {
                break;
            }
            if row.indent > indent || !self.is_item(row) {
                return None;
            }
            let item_start = self.inline.content_behind(row.start)?;
            if is_level && items.is_empty() {
                start = item_start;
            }
            items.push(NOT_READ);
            self.item(item_start, row, items.last_mut()?)?;
        }
        self.depth -= 1;
        value.span = self.reader.span(start..self.end);
        value.data = Data::List(items);
        Some(())
    }

    /// Reads the value behind a dash: a map whose first key stands on the same row, or on one row.
    fn item(&mut self, start: usize, row: Row, value: &mut Value) -> Option<()> {
        if row.known.is_none() {
            // No key is without a mark.
            if let Some(text) = self.inline.unmarked_line(start) {
                return self.plain_value(start, text, value);
            }
            if !self.inline.is_key(start) {
                return self.marked_value(start, value);
            }
        }
        self.row = Some(Row {
            indent: row.indent + (start - row.start),
            start,
            known: row.known,
        });
        self.map(value)
    }
}

#[cfg(test)]
mod tests;
