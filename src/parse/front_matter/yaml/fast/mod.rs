//! A quick reader of the YAML that front matter is mostly written in: keys with values on one
//! line, lists and maps by indent, flow lists and maps of scalars.
//!
//! Invariant: what it reads, the general parser reads just so, and has nothing to tell about it.
//! Of anything else it gives up, and the general parser reads all of it.

mod inline;
mod row;

use std::ops::Range;

use crate::post::{Data, Key, Map, Value};

use super::super::entries::Entries;
use super::super::reader::Reader;
use inline::Inline;
use row::{Row, Rows};

/// Deeper values are left to the general parser.
const DEEPEST: usize = 8;

/// Longer keys are left to the general parser, which bounds them.
const LONGEST_KEY: usize = 1024;

/// Room for more keys is made when they come.
const MOST_ROOM: usize = 64;

/// The map that the content of `reader` holds, unless anything about it is uncommon.
pub(super) fn read(reader: &Reader<'_>) -> Option<Map> {
    if !row::has_common_bytes(reader.content) {
        return None;
    }
    let mut scanner = Scanner {
        reader,
        rows: Rows::new(reader.content),
        values: 0,
        depth: 0,
    };
    if scanner.rows.current()?.indent > 0 {
        return None;
    }
    let root = scanner.map()?;
    match root.data {
        Data::Map(map) if scanner.rows.current().is_none() => Some(map),
        _ => None,
    }
}

/// A value with its bytes in the content.
struct Node {
    data: Data,
    /// Its bytes without quotes.
    range: Range<usize>,
    /// Where it ends, quotes included: a list or map ends with its last value.
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
    rows: Rows<'a>,
    values: usize,
    depth: usize,
}

impl<'a> Scanner<'_, 'a> {
    fn inline(&self, row: Row) -> Inline<'a> {
        Inline::new(self.reader.content, row.end)
    }

    /// Counts one more value.
    fn count(&mut self, values: usize) -> Option<()> {
        self.values += values;
        (self.values <= self.reader.limits.front_matter_nodes).then_some(())
    }

    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST.min(self.reader.limits.nesting)).then_some(())
    }

    fn to_value(&self, node: Node) -> Value {
        Value {
            span: self.reader.span(node.range),
            data: node.data,
        }
    }

    /// The map that starts at the current row, up to the first row that is indented less.
    fn map(&mut self) -> Option<Node> {
        self.count(1)?;
        self.enter()?;
        let Row { indent, start, .. } = self.rows.current()?;
        let mut end = start;
        let mut entries = self.new_entries();
        while let Some(row) = self.rows.current().filter(|row| row.indent >= indent) {
            if row.indent > indent {
                return None;
            }
            let (key, colon) = self.key(row)?;
            let value = self.value_behind(colon, row)?;
            end = value.end;
            let value = self.to_value(value);
            if !entries.push_new(key, value) {
                return None;
            }
        }
        self.depth -= 1;
        Some(Node::new(Data::Map(entries.finish()), start..end))
    }

    /// A map that will be read: the outermost has room for as many keys as are common in a content
    /// of its size.
    fn new_entries(&self) -> Entries {
        if self.depth > 1 {
            return Entries::default();
        }
        Entries::with_capacity((self.reader.content.len() / 40).min(MOST_ROOM))
    }

    /// The key that a row starts with, and where its colon stands.
    fn key(&self, row: Row) -> Option<(Key, usize)> {
        let (name, range, colon) = self.inline(row).key(row.start)?;
        if colon - row.start > LONGEST_KEY {
            return None;
        }
        let (name, span) = (name.into_owned(), self.reader.span(range));
        Some((Key { name, span }, colon))
    }

    /// The value behind a colon, on its row or on the rows below.
    fn value_behind(&mut self, colon: usize, row: Row) -> Option<Node> {
        let inline = self.inline(row);
        if let Some(start) = inline.content_behind(colon) {
            return self.inline_value(start, row);
        }
        self.rows.advance();
        match self.rows.current() {
            Some(below) if below.indent > row.indent && self.is_item(below) => self.list(false),
            Some(below) if below.indent > row.indent => self.map(),
            Some(below) if below.indent == row.indent && self.is_item(below) => self.list(true),
            _ => {
                self.count(1)?;
                Some(Node::new(Data::Null, colon..colon))
            }
        }
    }

    fn inline_value(&mut self, start: usize, row: Row) -> Option<Node> {
        let node = self.inline(row).value(start, self.reader)?;
        let held = match &node.data {
            Data::List(items) => items.len(),
            Data::Map(map) => map.entries.len(),
            _ => 0,
        };
        self.count(1 + held)?;
        self.rows.advance();
        Some(node)
    }

    fn is_item(&self, row: Row) -> bool {
        self.inline(row).is_item(row.start)
    }

    /// The list that starts at the current row. One that is indented like the key it belongs to
    /// ends where the next key starts, and starts, as the general parser has it, with its first
    /// value.
    fn list(&mut self, is_level: bool) -> Option<Node> {
        self.count(1)?;
        self.enter()?;
        let Row { indent, start, .. } = self.rows.current()?;
        let mut range = start..start;
        let mut items = Vec::new();
        while let Some(row) = self.rows.current().filter(|row| row.indent >= indent) {
            if row.indent == indent && is_level && !self.is_item(row) {
                break;
            }
            if row.indent > indent || !self.is_item(row) {
                return None;
            }
            let item_start = self.inline(row).content_behind(row.start)?;
            if is_level && items.is_empty() {
                range.start = item_start;
            }
            let item = self.item(item_start, row)?;
            range.end = item.end;
            items.push(self.to_value(item));
        }
        self.depth -= 1;
        Some(Node::new(Data::List(items), range))
    }

    /// The value behind a dash: a map whose first key stands on the same row, or on one row.
    fn item(&mut self, start: usize, row: Row) -> Option<Node> {
        let inner = Row {
            indent: row.indent + (start - row.start),
            start,
            ..row
        };
        if self.inline(row).key(start).is_some() {
            self.rows.replace(inner);
            return self.map();
        }
        self.inline_value(start, row)
    }
}

#[cfg(test)]
mod tests;
