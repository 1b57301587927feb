//! Keys and values on one line. All offsets count from the start of the content.

use std::borrow::Cow;
use std::ops::Range;

use crate::post::{Data, KeyName};

use super::super::super::reader::Reader;
use super::super::scalar::resolve;
use super::Node;

/// A content, read from places in it up to the end of their line.
#[derive(Clone, Copy)]
pub(super) struct Inline<'a> {
    pub(super) content: &'a str,
}

/// Text with its bytes, quotes included.
pub(super) struct Scalar<'a> {
    text: Cow<'a, str>,
    pub(super) range: Range<usize>,
    is_quoted: bool,
}

impl<'a> Inline<'a> {
    /// The lines of a content.
    pub(super) fn new(content: &'a str) -> Self {
        Self { content }
    }

    /// The byte at an offset, unless the line ends there.
    #[inline]
    pub(super) fn byte(self, at: usize) -> Option<u8> {
        let byte = *self.content.as_bytes().get(at)?;
        (byte != b'\n' && byte != b'\r').then_some(byte)
    }

    #[inline]
    pub(super) fn behind_blanks(self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    #[inline]
    fn is_blank_or_end(self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' '))
    }

    /// The line from an offset on.
    fn line(self, at: usize) -> &'a str {
        let rest = &self.content[at..];
        let len = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        rest[..len].trim_end_matches('\r')
    }

    /// Whether nothing but a comment follows.
    fn is_over(self, at: usize) -> bool {
        let next = self.behind_blanks(at);
        self.byte(next).is_none_or(|byte| byte == b'#' && next > at)
    }

    /// Where something stands behind the colon or dash at `at`.
    #[inline]
    pub(super) fn content_behind(self, at: usize) -> Option<usize> {
        let behind = self.content.as_bytes().get(at + 1..)?;
        let blanks = behind.iter().position(|byte| *byte != b' ')?;
        let is_content = match behind[blanks] {
            b'\n' | b'\r' => false,
            b'#' => blanks == 0,
            _ => true,
        };
        is_content.then_some(at + 1 + blanks)
    }

    /// Whether the dash of an item stands at `at`.
    #[inline]
    pub(super) fn is_item(self, at: usize) -> bool {
        self.byte(at) == Some(b'-') && self.is_blank_or_end(at + 1)
    }

    /// Whether a key starts at `at`.
    pub(super) fn is_key(self, at: usize) -> bool {
        self.word_key(at).is_some() || self.other_key(at).is_some()
    }

    /// The key that starts at `at` and is more than a word: its name, its bytes, and where its
    /// colon stands.
    pub(super) fn other_key(self, at: usize) -> Option<(KeyName, Range<usize>, usize)> {
        let key = match self.byte(at)? {
            b'"' | b'\'' => self.quoted(at)?,
            // Three of them at the start of a line part documents.
            b'-' | b'.' => return None,
            _ => self.plain_key(at)?,
        };
        let colon = self.behind_blanks(key.range.end);
        let is_key = self.byte(colon) == Some(b':') && self.is_blank_or_end(colon + 1);
        is_key.then(|| ((&*key.text).into(), key.range, colon))
    }

    /// Where the colon stands behind a key of letters, digits, `_` and `-` at `at`: nearly every
    /// key is one.
    #[inline]
    pub(super) fn word_key(self, at: usize) -> Option<usize> {
        let rest = self.content.as_bytes().get(at..)?;
        let is_part = |byte: &u8| IN_WORD_KEYS[usize::from(*byte)];
        let len = rest.iter().position(|byte| !is_part(byte))?;
        let ends_key = matches!(rest[len..], [b':'] | [b':', b' ' | b'\n' | b'\r', ..]);
        (ends_key && len > 0 && rest[0] != b'-').then_some(at + len)
    }

    fn plain_key(self, at: usize) -> Option<Scalar<'a>> {
        let rest = &self.content.as_bytes()[at..];
        let mut marks = memchr::memchr2_iter(b':', b'\n', rest).map(|mark| at + mark);
        let ends = |mark: &usize| self.byte(*mark).is_none() || self.is_blank_or_end(mark + 1);
        let colon = marks.find(ends)?;
        self.byte(colon)?;
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

    /// Text without quotes that starts at `at` and fills the line, and has no mark in it that a
    /// comment or a key could be made with: nearly every value is that.
    #[inline]
    pub(super) fn unmarked_line(self, at: usize) -> Option<&'a str> {
        let rest = &self.content.as_bytes()[at..];
        if !MAY_START[usize::from(*rest.first()?)] {
            return None;
        }
        let len = memchr::memchr3(b'\n', b'#', b':', rest).unwrap_or(rest.len());
        let is_whole = matches!(rest.get(len), None | Some(b'\n'));
        is_whole.then(|| without_blanks(&self.content[at..at + len]))
    }

    /// Text without quotes that starts at `at` and fills the line but for a comment.
    fn plain_value(self, at: usize) -> Option<Scalar<'a>> {
        let line = self.line(at);
        let end = at + comment(line).unwrap_or(line.len());
        self.plain(at..end)
    }

    /// Text without quotes that fills a range but for blanks at its end.
    pub(super) fn plain(self, range: Range<usize>) -> Option<Scalar<'a>> {
        let scalar = self.unmarked(range)?;
        let is_text = !holds_key(&scalar.text) && comment(&scalar.text).is_none();
        is_text.then_some(scalar)
    }

    /// The same where it is known that there is no comment and no key.
    pub(super) fn unmarked(self, range: Range<usize>) -> Option<Scalar<'a>> {
        let text = without_blanks(&self.content[range.clone()]);
        let starts_well = match *text.as_bytes() {
            [b'-', next, ..] => next.is_ascii_alphanumeric() || next == b'.',
            [first, ..] => MAY_START[usize::from(first)],
            [] => false,
        };
        starts_well.then(|| Scalar {
            range: range.start..range.start + text.len(),
            text: text.into(),
            is_quoted: false,
        })
    }

    /// Text in quotes that starts at `at`. Escapes with a backslash are left to the general
    /// parser, and so is what goes on behind the line.
    pub(super) fn quoted(self, at: usize) -> Option<Scalar<'a>> {
        let quote = self.byte(at)?;
        let start = at + 1;
        let mut end = start;
        let mut is_doubled = false;
        loop {
            let rest = &self.content.as_bytes()[end..];
            end += memchr::memchr3(quote, b'\\', b'\n', rest)?;
            match self.byte(end)? {
                b'\\' if quote == b'"' => return None,
                b'\\' => {}
                _ if quote == b'"' || self.byte(end + 1) != Some(quote) => break,
                _ => {
                    is_doubled = true;
                    end += 1;
                }
            }
            end += 1;
        }
        let inner = &self.content[start..end];
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
}

impl Scalar<'_> {
    pub(super) fn into_node(self) -> Node {
        let Range { start, end } = self.range;
        if self.is_quoted {
            let data = Data::String(self.text.into_owned());
            let range = start + 1..end - 1;
            return Node { data, range, end };
        }
        Node::new(resolve(&self.text), start..end)
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

/// The bytes that text without quotes may start with: letters, digits, what is beyond ASCII, and
/// marks that mean nothing in YAML.
static MAY_START: [bool; 256] = may_start();

const fn may_start() -> [bool; 256] {
    let mut table = [true; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || is_mark(byte);
        byte += 1;
    }
    table
}

const fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'_' | b'.' | b'/' | b'(' | b')' | b'$' | b'+' | b'=' | b'~' | b'^' | b';' | b'<' | b'\\'
    )
}

/// A text without the blanks at its end and what is left of its line break, which few have.
#[inline]
fn without_blanks(text: &str) -> &str {
    match text.as_bytes() {
        [.., b' ' | b'\r'] => text.trim_end_matches([' ', '\r']),
        _ => text,
    }
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
