//! Keys and values on one line. All offsets count from the start of the content.

use std::borrow::Cow;
use std::ops::Range;

use crate::post::{Data, Key, Value};

use super::super::super::entries::Entries;
use super::super::super::reader::Reader;
use super::super::scalar::resolve;
use super::{LONGEST_KEY, Node};

/// A line up to its last character.
#[derive(Clone, Copy)]
pub(super) struct Inline<'a> {
    line: &'a str,
}

/// Text with its bytes, quotes included.
struct Scalar<'a> {
    text: Cow<'a, str>,
    range: Range<usize>,
    is_quoted: bool,
}

impl<'a> Inline<'a> {
    /// The line that ends at `end`.
    pub(super) fn new(content: &'a str, end: usize) -> Self {
        Self {
            line: &content[..end],
        }
    }

    fn byte(self, at: usize) -> Option<u8> {
        self.line.as_bytes().get(at).copied()
    }

    fn behind_blanks(self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    fn is_blank_or_end(self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' '))
    }

    /// Whether nothing but a comment follows.
    fn is_over(self, at: usize) -> bool {
        let next = self.behind_blanks(at);
        self.byte(next).is_none_or(|byte| byte == b'#' && next > at)
    }

    /// Where something stands behind the colon or dash at `at`.
    pub(super) fn content_behind(self, at: usize) -> Option<usize> {
        (!self.is_over(at + 1)).then(|| self.behind_blanks(at + 1))
    }

    /// Whether the dash of an item stands at `at`.
    pub(super) fn is_item(self, at: usize) -> bool {
        self.byte(at) == Some(b'-') && self.is_blank_or_end(at + 1)
    }

    /// The key that starts at `at`: its name, its bytes, and where its colon stands.
    pub(super) fn key(self, at: usize) -> Option<(Cow<'a, str>, Range<usize>, usize)> {
        if let Some(colon) = self.word_key(at) {
            return Some((self.line[at..colon].into(), at..colon, colon));
        }
        let key = match self.byte(at)? {
            b'"' | b'\'' => self.quoted(at)?,
            // Three of them at the start of a line part documents.
            b'-' | b'.' => return None,
            _ => self.plain_key(at)?,
        };
        let colon = self.behind_blanks(key.range.end);
        let is_key = self.byte(colon) == Some(b':') && self.is_blank_or_end(colon + 1);
        is_key.then_some((key.text, key.range, colon))
    }

    /// Where the colon stands behind a key of letters, digits, `_` and `-` at `at`: nearly every
    /// key is one.
    fn word_key(self, at: usize) -> Option<usize> {
        let rest = &self.line.as_bytes()[at..];
        let len = rest
            .iter()
            .position(|byte| !IN_WORD_KEYS[usize::from(*byte)])?;
        let is_key = len > 0 && rest[0] != b'-' && rest[len] == b':';
        (is_key && self.is_blank_or_end(at + len + 1)).then_some(at + len)
    }

    fn plain_key(self, at: usize) -> Option<Scalar<'a>> {
        let mut colons = memchr::memchr_iter(b':', &self.line.as_bytes()[at..]);
        let colon = at + colons.find(|colon| self.is_blank_or_end(at + colon + 1))?;
        let key = self.plain(at..colon)?;
        // `<<` merges maps.
        (key.text != "<<").then_some(key)
    }

    /// The value that starts at `at` and fills the line but for a comment.
    pub(super) fn value(self, at: usize, reader: &Reader<'_>) -> Option<Node> {
        let node = match self.byte(at)? {
            b'"' | b'\'' => self.quoted(at)?.into_node(),
            b'[' => self.flow_list(at, reader)?,
            b'{' => self.flow_map(at, reader)?,
            _ => self.plain_value(at)?.into_node(),
        };
        self.is_over(node.end).then_some(node)
    }

    fn plain_value(self, at: usize) -> Option<Scalar<'a>> {
        let rest = &self.line[at..];
        if memchr::memchr2(b'#', b':', rest.as_bytes()).is_none() {
            return self.unmarked(at..self.line.len());
        }
        let end = comment(rest).map_or(self.line.len(), |len| at + len);
        self.plain(at..end)
    }

    /// Text without quotes that fills a range but for blanks at its end.
    fn plain(self, range: Range<usize>) -> Option<Scalar<'a>> {
        let scalar = self.unmarked(range)?;
        let is_text = !holds_key(&scalar.text) && comment(&scalar.text).is_none();
        is_text.then_some(scalar)
    }

    /// The same where it is known that there is no comment and no key.
    fn unmarked(self, range: Range<usize>) -> Option<Scalar<'a>> {
        let bytes = &self.line.as_bytes()[range.clone()];
        let len = bytes.iter().rposition(|byte| *byte != b' ')? + 1;
        let text = &self.line[range.start..range.start + len];
        let starts_well = match *text.as_bytes() {
            [b'-', next, ..] => next.is_ascii_alphanumeric() || next == b'.',
            [first, ..] => first.is_ascii_alphanumeric() || !first.is_ascii() || is_mark(first),
            [] => false,
        };
        starts_well.then(|| Scalar {
            range: range.start..range.start + text.len(),
            text: text.into(),
            is_quoted: false,
        })
    }

    /// Text in quotes that starts at `at`. Escapes with a backslash are left to the general
    /// parser.
    fn quoted(self, at: usize) -> Option<Scalar<'a>> {
        let quote = self.byte(at)?;
        let start = at + 1;
        let mut end = start;
        let mut is_doubled = false;
        loop {
            let rest = &self.line.as_bytes()[end..];
            end += memchr::memchr2(quote, b'\\', rest)?;
            if self.byte(end) == Some(quote) {
                if quote == b'"' || self.byte(end + 1) != Some(quote) {
                    break;
                }
                is_doubled = true;
                end += 1;
            } else if quote == b'"' {
                return None;
            }
            end += 1;
        }
        let inner = &self.line[start..end];
        Some(Scalar {
            text: if is_doubled {
                inner.replace("''", "'").into()
            } else {
                inner.into()
            },
            range: at..end + 1,
            is_quoted: true,
        })
    }

    /// `[a, 'b']`
    fn flow_list(self, open: usize, reader: &Reader<'_>) -> Option<Node> {
        let mut items = Vec::new();
        let mut at = self.behind_blanks(open + 1);
        while self.byte(at)? != b']' {
            let item = self.flow_scalar(at)?;
            at = self.behind_comma(item.range.end, b']')?;
            items.push(item.into_value(reader));
        }
        Some(Node::new(Data::List(items), open..at + 1))
    }

    /// `{a: b, 'c': d}`
    fn flow_map(self, open: usize, reader: &Reader<'_>) -> Option<Node> {
        let mut entries = Entries::default();
        let mut at = self.behind_blanks(open + 1);
        while self.byte(at)? != b'}' {
            let (name, range, colon) = self.key(at)?;
            if holds_bracket(&self.line[range.clone()]) || colon - at > LONGEST_KEY {
                return None;
            }
            let value = self.flow_scalar(self.behind_blanks(colon + 1))?;
            at = self.behind_comma(value.range.end, b'}')?;
            let (name, span) = (name.into_owned(), reader.span(range));
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
        let rest = &self.line.as_bytes()[at..];
        let is_mark = |byte: &u8| is_bracket(*byte) || matches!(byte, b'#' | b':');
        let mark = rest.iter().position(is_mark)?;
        if is_bracket(rest[mark]) {
            return self.unmarked(at..at + mark);
        }
        let end = rest.iter().position(|byte| is_bracket(*byte))?;
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
    fn into_node(self) -> Node {
        let Range { start, end } = self.range;
        if self.is_quoted {
            let data = Data::String(self.text.into_owned());
            let range = start + 1..end - 1;
            return Node { data, range, end };
        }
        Node::new(resolve(&self.text), start..end)
    }

    fn into_value(self, reader: &Reader<'_>) -> Value {
        let node = self.into_node();
        Value {
            span: reader.span(node.range),
            data: node.data,
        }
    }
}

/// The bytes of keys that are words.
static IN_WORD_KEYS: [bool; 256] = in_word_keys();

const fn in_word_keys() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        byte += 1;
    }
    table
}

/// The marks that text without quotes may start with, among those that mean nothing in YAML.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'_' | b'.' | b'/' | b'(' | b')' | b'$' | b'+' | b'=' | b'~' | b'^' | b';' | b'<' | b'\\'
    )
}

fn is_bracket(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

fn holds_bracket(key: &str) -> bool {
    !key.starts_with(['"', '\'']) && key.bytes().any(is_bracket)
}

/// Where a comment stands in a text.
fn comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'#', bytes).find(|at| *at > 0 && bytes[at - 1] == b' ')
}

/// Whether a colon in a text ends a key.
fn holds_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_key = |at: usize| matches!(bytes.get(at + 1), None | Some(b' '));
    memchr::memchr_iter(b':', bytes).any(ends_key)
}
