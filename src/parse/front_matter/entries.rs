//! Keys and values as they are gathered: of a repeated key the first is kept, the second told.

use rustc_hash::FxHashMap;

use crate::post::{Data, Entry, Key, KeyName, Map, Problem, ProblemKind, Value, normalize_key};
use crate::source::Span;

use super::reader::Reader;

/// Up to as many keys are compared one by one, which costs less than to hash them.
const FEW: usize = 40;

/// A map that is being read.
#[derive(Default)]
pub(in crate::parse) struct Entries {
    map: Map,
    /// One bit for each shape that a key has: one of another shape is new, and needs no comparison.
    shapes: [u64; 4],
    /// Whether a key is of no known shape.
    has_shapeless: bool,
    /// Where the keys stand, once they are more than a few.
    seen: FxHashMap<String, usize>,
}

impl Entries {
    /// A map with room for as many keys.
    pub(in crate::parse) fn with_capacity(keys: usize) -> Self {
        let entries = Vec::with_capacity(keys);
        Self {
            map: Map { entries },
            ..Self::default()
        }
    }

    /// Adds an entry, or tells that its key is there already.
    pub(in crate::parse) fn push(&mut self, key: Key, value: Value, reader: &mut Reader<'_>) {
        match self.position(&key.name) {
            Some(at) => reader.problem(repeated(&self.map.entries[at].key, &key)),
            None => self.map.entries.push(Entry { key, value }),
        }
    }

    /// Adds an entry, or is false when its key is there already.
    #[inline]
    pub(in crate::parse) fn push_new(&mut self, key: Key, value: Value) -> bool {
        let is_new = self.position(&key.name).is_none();
        if is_new {
            self.map.entries.push(Entry { key, value });
        }
        is_new
    }

    /// Adds an entry whose value is not known yet, and gives its place; nothing when the key is
    /// there already.
    #[inline]
    pub(in crate::parse) fn begin(&mut self, name: &KeyName, span: Span) -> Option<&mut Value> {
        if self.position(name).is_some() {
            return None;
        }
        // Made where it is to stand: names are too large to be moved for nothing.
        self.map.entries.extend(std::iter::once_with(|| Entry {
            key: Key {
                name: name.clone(),
                span,
            },
            value: Value {
                span,
                data: Data::Null,
            },
        }));
        self.map.entries.last_mut().map(|entry| &mut entry.value)
    }

    /// Adds an entry unless its key is there already.
    pub(in crate::parse) fn push_weak(&mut self, entry: Entry) {
        self.push_new(entry.key, entry.value);
    }

    /// The map read.
    pub(in crate::parse) fn finish(self) -> Map {
        self.map
    }

    /// Whether a glance tells that the key is new; then it is noted as the next.
    #[inline]
    fn is_surely_new(&mut self, name: &KeyName) -> bool {
        let Some(shape) = name.shape() else {
            self.has_shapeless = true;
            return false;
        };
        let shapes = &mut self.shapes[usize::from(shape / 64)];
        let bit = 1 << (shape % 64);
        let is_new = *shapes & bit == 0 && !self.has_shapeless;
        *shapes |= bit;
        is_new && self.map.entries.len() < FEW
    }

    /// Where the key stands already; else it is noted as the next.
    #[inline]
    fn position(&mut self, name: &KeyName) -> Option<usize> {
        if self.is_surely_new(name) {
            return None;
        }
        self.position_by_name(name)
    }

    #[inline(never)]
    fn position_by_name(&mut self, name: &KeyName) -> Option<usize> {
        if self.map.entries.len() >= FEW {
            return self.position_among_many(name);
        }
        self.map.position_of(name)
    }

    fn position_among_many(&mut self, name: &KeyName) -> Option<usize> {
        let entries = &self.map.entries;
        let next = entries.len();
        if self.seen.is_empty() {
            let names = entries.iter().map(|entry| normalize_key(&entry.key.name));
            self.seen = names.zip(0..).collect();
        }
        let at = *self.seen.entry(normalize_key(name)).or_insert(next);
        (at != next).then_some(at)
    }
}

/// The problem of a `second` key that means the same as the `first`.
pub(in crate::parse) fn repeated(first: &Key, second: &Key) -> Problem {
    let (name, earlier) = (second.name.trim(), first.name.trim());
    let message = if name == earlier {
        format!("the key `{name}` stands twice")
    } else {
        format!("the keys `{earlier}` and `{name}` mean the same")
    };
    Problem {
        kind: ProblemKind::RepeatedKey,
        span: second.span,
        message: one_line(&message),
        other: Some((first.span, "first here".to_owned())),
        help: Some("remove one of them; only the first is read".to_owned()),
    }
}

/// A message is one line, whatever a key holds.
fn one_line(message: &str) -> String {
    message.replace(['\n', '\r'], " ")
}
