//! The meta block of a rendering: where it begins, and its keys with their values.

use std::collections::hash_map::Entry as Slot;

use rustc_hash::FxHashMap;

use super::items::{no_key, pair, read_items, repeated_key};
use super::keys::{KeyTable, KnownKey, value_text};
use super::lines::{Line, Piece};
use super::shape::{is_title, marker};
use crate::post::{Data, Entry, Key, Map, Meta, Problem, Value, normalize_key};
use crate::source::Span;

/// Lines behind a marker that are looked at to tell meta from prose.
const LOOKED_AT: usize = 16;

/// The line at which the meta block begins: of several equal lines the last that meta follows.
pub(super) fn find_marker(lines: &[Line<'_>], title: &str, keys: &KeyTable<'_>) -> Option<usize> {
    let is_marker = |at: &usize| !lines[*at].is_blank() && is_title(lines[*at].text(), title);
    let mut markers = (0..lines.len()).rev().filter(is_marker);
    let last = markers.next()?;
    let found = std::iter::once(last).chain(markers).find(|at| {
        let behind = lines[at + 1..].iter().filter(|line| !line.is_blank());
        let own = behind.take_while(|line| !is_title(line.text(), title));
        own.take(LOOKED_AT).any(|line| looks_like_meta(line, keys))
    });
    found.or(Some(last))
}

fn looks_like_meta(line: &Line<'_>, keys: &KeyTable<'_>) -> bool {
    if keys.is_empty() {
        return pair(line.piece).is_some() || marker(line.text()).is_some();
    }
    keys.split(line.text()).is_some_and(|(_, len)| {
        // Prose that begins with the word goes on with a space.
        !line.text()[len..].starts_with(' ')
    })
}

/// Reads the block whose marker is the first of `lines`.
pub(super) fn read_meta(
    lines: &[Line<'_>],
    keys: &KeyTable<'_>,
    problems: &mut Vec<Problem>,
) -> Meta {
    let mut content = lines.iter().filter(|line| !line.is_blank()).copied();
    let marker_span = content.next().map_or(Span::at(0), |line| line.span());
    let content: Vec<Line<'_>> = content.collect();
    let mut reader = Reader {
        keys,
        problems,
        root: Map::default(),
        seen: FxHashMap::default(),
    };
    let mut at = 0;
    while at < content.len() {
        at = reader.entry(&content, at);
    }
    let root = reader.root;
    let close = content.last().map_or(marker_span, Line::span);
    Meta {
        root,
        span: marker_span.join(close),
        close,
    }
}

struct Reader<'a> {
    keys: &'a KeyTable<'a>,
    problems: &'a mut Vec<Problem>,
    root: Map,
    seen: FxHashMap<String, Span>,
}

impl Reader<'_> {
    /// Reads the entry at line `at` with the bullets under it; gives the line behind them.
    fn entry(&mut self, lines: &[Line<'_>], at: usize) -> usize {
        let line = &lines[at];
        let bullets = lines[at + 1..].iter().map_while(bullet);
        let end = at + 1 + bullets.clone().count();
        let Some((name, text, key)) = split(line, end > at + 1, self.keys) else {
            self.problems.push(no_key(line.span()));
            // Bullets under a line that is no key belong to it: one fault, told once.
            return end;
        };
        if !text.text.is_empty() {
            let data = match key {
                Some(key) => key.scalar(text.text),
                None => Data::String(text.text.to_owned()),
            };
            self.add(
                name,
                Value {
                    span: text.span(),
                    data,
                },
            );
            return at + 1;
        }
        let items: Vec<Piece<'_>> = bullets.collect();
        let value = match (items.first(), items.last()) {
            (Some(first), Some(last)) => Value {
                span: first.span().join(last.span()),
                data: read_items(&items, key, self.problems),
            },
            _ => Value {
                span: Span::at(name.span().end),
                data: Data::Null,
            },
        };
        self.add(name, value);
        end
    }

    fn add(&mut self, name: Piece<'_>, value: Value) {
        let span = name.span();
        match self.seen.entry(normalize_key(name.text)) {
            Slot::Occupied(first) => self.problems.push(repeated_key(name, *first.get())),
            Slot::Vacant(slot) => {
                slot.insert(span);
                let key = Key {
                    name: name.text.into(),
                    span,
                };
                self.root.entries.push(Entry { key, value });
            }
        }
    }
}

/// Splits a line into its key and the text behind it; `None` where no key begins the line.
fn split<'a, 'k>(
    line: &Line<'a>,
    has_bullets: bool,
    keys: &'k KeyTable<'k>,
) -> Option<(Piece<'a>, Piece<'a>, Option<&'k KnownKey<'k>>)> {
    let (piece, whole) = (line.piece, line.text());
    if marker(whole).is_some() {
        return None;
    }
    if keys.is_empty() {
        let bare = || has_bullets.then(|| (piece, piece.behind(whole.len())));
        let (name, text) = pair(piece).or_else(bare)?;
        return Some((name, text, None));
    }
    let (key, len) = keys.split(whole)?;
    let text = value_text(&whole[len..]);
    let text = piece.behind(whole.len() - text.len());
    Some((piece.before(len), text, Some(key)))
}

/// What stands behind the bullet of a line; `None` without a bullet.
fn bullet<'a>(line: &Line<'a>) -> Option<Piece<'a>> {
    marker(line.text()).map(|len| line.piece.behind(len))
}
