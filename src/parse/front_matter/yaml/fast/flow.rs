//! Lists and maps in brackets, on one line and with nothing but scalars in them.

use crate::post::{Data, Key, Value};

use super::super::super::entries::Entries;
use super::super::super::reader::Reader;
use super::inline::{Inline, Scalar};
use super::{INNER_ROOM, LONGEST_KEY, Node};

impl<'a> Inline<'a> {
    /// `[a, 'b']`
    pub(super) fn flow_list(self, open: usize, reader: &Reader<'_>) -> Option<Node> {
        let mut items = Vec::with_capacity(INNER_ROOM);
        let mut at = self.behind_blanks(open + 1);
        while self.byte(at)? != b']' {
            let item = self.flow_scalar(at)?;
            at = self.behind_comma(item.range.end, b']')?;
            items.push(item.into_value(reader));
        }
        Some(Node::new(Data::List(items), open..at + 1))
    }

    /// `{a: b, 'c': d}`
    pub(super) fn flow_map(self, open: usize, reader: &Reader<'_>) -> Option<Node> {
        let mut entries = Entries::default();
        let mut at = self.behind_blanks(open + 1);
        while self.byte(at)? != b'}' {
            let (name, range, colon) = match self.word_key(at) {
                Some(colon) => (self.content[at..colon].into(), at..colon, colon),
                None => self.other_key(at)?,
            };
            // A bracket in a key without quotes belongs to the map around it.
            if holds_bracket(&self.content[range.clone()]) || colon - at > LONGEST_KEY {
                return None;
            }
            let value = self.flow_scalar(self.behind_blanks(colon + 1))?;
            at = self.behind_comma(value.range.end, b'}')?;
            let span = reader.span(range);
            if !entries.push_new(Key { name, span }, value.into_value(reader)) {
                return None;
            }
        }
        Some(Node::new(Data::Map(entries.finish()), open..at + 1))
    }

    fn flow_scalar(self, at: usize) -> Option<Scalar<'a>> {
        if let b'"' | b'\'' = self.byte(at)? {
            return self.quoted(at);
        }
        let rest = &self.content.as_bytes()[at..];
        let ends = |byte: &u8| is_bracket(*byte) || *byte == b'\n';
        let is_mark = |byte: &u8| ends(byte) || matches!(byte, b'#' | b':');
        let mark = rest.iter().position(is_mark)?;
        let end = mark + rest[mark..].iter().position(ends)?;
        if rest[end] == b'\n' {
            return None;
        }
        if mark == end {
            return self.unmarked(at..at + end);
        }
        self.plain(at..at + end)
    }

    /// Where the next item of a flow list or map starts, or its closing bracket stands.
    fn behind_comma(self, at: usize, close: u8) -> Option<usize> {
        let at = self.behind_blanks(at);
        match self.byte(at)? {
            b',' => Some(self.behind_blanks(at + 1)),
            byte if byte == close => Some(at),
            _ => None,
        }
    }
}

impl Scalar<'_> {
    fn into_value(self, reader: &Reader<'_>) -> Value {
        let node = self.into_node();
        Value {
            span: reader.span(node.range),
            data: node.data,
        }
    }
}

fn is_bracket(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

fn holds_bracket(key: &str) -> bool {
    !key.starts_with(['"', '\'']) && key.bytes().any(is_bracket)
}
