//! From an export to its items, without a tree: what lies around an item is looked at once.

use super::cursor::Cursor;
use crate::parse::records::{Splitter, Stretch};
use crate::source::Position;

/// Bytes of a tag up to the end of its name; a longer one is no item.
const LONGEST_NAME: usize = 256;

const DOCTYPE: (&str, &str) = (
    "a document type is not read: what it declares stays as it is written",
    "export the file without `<!DOCTYPE …>`",
);
const OPEN_ITEM: (&str, &str) = (
    "the item is not finished: the file ends before its `</item>`",
    "export the file again",
);
const ITEM_IN_ITEM: (&str, &str) = (
    "the item is not finished: another begins before its `</item>`",
    "export the file again",
);
const OPEN_FILE: (&str, &str) = (
    "the file is not finished: it ends inside of an element",
    "export the file again",
);

/// Finds `<item>` … `</item>`, whatever prefix the name has, outside of comments and CDATA. An item
/// ends where another begins, and a tag where a `<` stands in it: a broken one hides no other.
pub(super) struct Items {
    cursor: Cursor,
    /// Bytes in the pieces before this one.
    offset: u64,
    /// Bytes of this piece that the cursor is behind.
    counted: usize,
    state: State,
    /// Where the last markup starts.
    mark: Position,
    /// The item that is open.
    item: Option<Open>,
    /// Elements that are open around items.
    depth: u64,
}

struct Open {
    start: Position,
    /// With the prefix: items of another one are parts of this one.
    name: Vec<u8>,
}

enum State {
    Text,
    /// Behind a `<`, until it shows what it begins.
    Markup(Vec<u8>),
    /// Behind the name of a tag.
    Tag {
        name: Name,
        quote: Option<u8>,
        is_behind_slash: bool,
    },
    /// In a comment, CDATA or an instruction, with the two bytes before.
    Until([u8; 3], [u8; 2]),
    /// In a document type, with the brackets that are open.
    Doctype(u64),
}

#[derive(Default)]
struct Name {
    is_close: bool,
    /// The name of an item, with the prefix; nothing of any other element.
    item: Option<Vec<u8>>,
}

impl Items {
    pub(super) fn new() -> Self {
        Self {
            cursor: Cursor::new(),
            offset: 0,
            counted: 0,
            state: State::Text,
            mark: Position::START,
            item: None,
            depth: 0,
        }
    }

    /// Takes in bytes from `at` on; the offset up to which it did.
    fn step(&mut self, bytes: &[u8], at: usize, found: &mut Vec<Stretch>) -> usize {
        let rest = &bytes[at..];
        match &mut self.state {
            State::Text => {
                let Some(next) = memchr::memchr(b'<', rest) else {
                    return bytes.len();
                };
                self.cursor.advance(&bytes[self.counted..at + next]);
                self.counted = at + next;
                self.mark = self.cursor.at();
                self.state = State::Markup(Vec::new());
                at + next + 1
            }
            State::Markup(_) => at + usize::from(self.markup(rest[0], found)),
            State::Tag {
                name,
                quote,
                is_behind_slash,
            } => {
                let (taken, end) = through_tag(rest, quote, is_behind_slash);
                if end == TagEnd::Closed {
                    let name = std::mem::take(name);
                    let is_empty = *is_behind_slash;
                    let end = self.offset + (at + taken) as u64;
                    self.tag(name, is_empty, end, found);
                }
                if end != TagEnd::Beyond {
                    self.state = State::Text;
                }
                at + taken
            }
            State::Until(end, before) => {
                let taken = until(rest, *end, before);
                if taken.is_some() {
                    self.state = State::Text;
                }
                at + taken.unwrap_or(rest.len())
            }
            State::Doctype(open) => {
                match rest[0] {
                    b'[' => *open += 1,
                    b']' => *open = open.saturating_sub(1),
                    b'>' if *open == 0 => self.state = State::Text,
                    _ => {}
                }
                at + 1
            }
        }
    }

    /// Takes in the next byte of markup that shows not yet what it is; whether it did. What ends a
    /// name is a part of the tag, what can be no markup is text.
    fn markup(&mut self, byte: u8, found: &mut Vec<Stretch>) -> bool {
        let State::Markup(head) = &mut self.state else {
            return false;
        };
        let Some(state) = next_state(head, byte) else {
            head.push(byte);
            return true;
        };
        if matches!(state, State::Doctype(_)) && self.item.is_none() {
            found.push(fault(self.mark, 0, DOCTYPE));
        }
        let is_taken = !matches!(state, State::Tag { .. } | State::Text);
        self.state = state;
        is_taken
    }

    /// A tag that ends at `end`.
    fn tag(&mut self, name: Name, is_empty: bool, end: u64, found: &mut Vec<Stretch>) {
        if let Some(item) = &self.item {
            if name.item.as_ref() != Some(&item.name) {
                return;
            }
            found.push(if name.is_close {
                stretch(item.start, end)
            } else {
                let len = self.mark.offset - item.start.offset;
                fault(item.start, len, ITEM_IN_ITEM)
            });
            self.item = None;
            if name.is_close {
                return;
            }
        }
        match name.item {
            _ if name.is_close => self.depth = self.depth.saturating_sub(1),
            Some(_) if is_empty => found.push(stretch(self.mark, end)),
            Some(name) => {
                let start = self.mark;
                self.item = Some(Open { start, name });
            }
            None => self.depth += u64::from(!is_empty),
        }
    }
}

impl Splitter for Items {
    fn take(&mut self, bytes: &[u8], found: &mut Vec<Stretch>) {
        let mut at = 0;
        while at < bytes.len() {
            at = self.step(bytes, at, found);
        }
        self.cursor.advance(&bytes[self.counted..]);
        self.counted = 0;
        self.offset += bytes.len() as u64;
    }

    fn finish(&mut self, found: &mut Vec<Stretch>) {
        if let Some(item) = self.item.take() {
            let len = self.offset - item.start.offset;
            found.push(fault(item.start, len, OPEN_ITEM));
        } else if self.depth > 0 || !matches!(self.state, State::Text) {
            found.push(fault(self.cursor.at(), 0, OPEN_FILE));
        }
    }
}

fn stretch(start: Position, end: u64) -> Stretch {
    Stretch {
        start,
        len: end - start.offset,
        fault: None,
    }
}

fn fault(start: Position, len: u64, fault: (&'static str, &'static str)) -> Stretch {
    Stretch {
        start,
        len,
        fault: Some(fault),
    }
}

/// What begins behind a `<`, `head` and `byte`, once that shows.
fn next_state(head: &[u8], byte: u8) -> Option<State> {
    match head {
        [] if byte == b'?' => Some(State::Until(*b"\0?>", [0; 2])),
        [] if byte == b'!' => None,
        b"!-" if byte == b'-' => Some(State::Until(*b"-->", [0; 2])),
        b"![CDATA" if byte == b'[' => Some(State::Until(*b"]]>", [0; 2])),
        [b'!', ..] => {
            let is_begun =
                |sign: &[u8]| sign.starts_with(head) && sign.get(head.len()) == Some(&byte);
            let is_open = is_begun(b"!--") || is_begun(b"![CDATA[");
            (!is_open).then_some(State::Doctype(0))
        }
        _ => {
            let name = head.strip_prefix(b"/").unwrap_or(head);
            let is_slash = byte == b'/';
            let is_end = matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>')
                || is_slash && !head.is_empty()
                || head.len() >= LONGEST_NAME;
            if is_end && !name.is_empty() {
                return Some(tag_named(name, name.len() < head.len()));
            }
            let goes_on = is_slash && head.is_empty() || is_in_name(byte, name.is_empty());
            (!goes_on).then_some(State::Text)
        }
    }
}

/// Behind the name of a tag.
fn tag_named(name: &[u8], is_close: bool) -> State {
    let is_item = local(name) == b"item";
    State::Tag {
        name: Name {
            is_close,
            item: is_item.then(|| name.to_vec()),
        },
        quote: None,
        is_behind_slash: false,
    }
}

/// Whether a byte can stand in a name, or begin one.
fn is_in_name(byte: u8, is_first: bool) -> bool {
    let can_begin = byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || !byte.is_ascii();
    can_begin || !is_first && (byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    let colon = memchr::memrchr(b':', name);
    &name[colon.map_or(0, |at| at + 1)..]
}

/// How a stretch of a tag ends.
#[derive(PartialEq, Eq)]
enum TagEnd {
    /// With its `>`.
    Closed,
    /// Before a `<`, which no tag holds.
    Broken,
    /// Not in these bytes.
    Beyond,
}

/// Goes through a tag: how many bytes of it there are, and how they end.
fn through_tag(
    bytes: &[u8],
    quote: &mut Option<u8>,
    is_behind_slash: &mut bool,
) -> (usize, TagEnd) {
    for (at, byte) in bytes.iter().enumerate() {
        match (*quote, byte) {
            (_, b'<') => return (at, TagEnd::Broken),
            (Some(open), byte) if open == *byte => *quote = None,
            (Some(_), _) => {}
            (None, b'>') => return (at + 1, TagEnd::Closed),
            (None, b'"' | b'\'') => *quote = Some(*byte),
            (None, byte) => *is_behind_slash = *byte == b'/',
        }
    }
    (bytes.len(), TagEnd::Beyond)
}

/// How many bytes lie up to the end of `end`, in which a zero stands for any byte. `before` are the
/// two bytes before these.
fn until(bytes: &[u8], end: [u8; 3], before: &mut [u8; 2]) -> Option<usize> {
    let is_sign = |sign: u8, byte: u8| sign == 0 || sign == byte;
    let at = |at: usize, back: usize| match at.checked_sub(back) {
        Some(at) => bytes[at],
        None => before[2 + at - back],
    };
    let mut ends = memchr::memchr_iter(end[2], bytes);
    let found = ends.find(|last| is_sign(end[0], at(*last, 2)) && is_sign(end[1], at(*last, 1)));
    *before = match bytes {
        [] => *before,
        [only] => [before[1], *only],
        [.., one, two] => [*one, *two],
    };
    found.map(|last| last + 1)
}

#[cfg(test)]
mod tests;
