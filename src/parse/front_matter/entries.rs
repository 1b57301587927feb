//! Keys and values as they are gathered: of a repeated key the first is kept, the second told.

use rustc_hash::FxHashMap;

use crate::post::{Entry, Key, Map, Problem, ProblemKind, Value, normalize_key};

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
        match self.position(&key) {
            Some(at) => reader.problem(repeated(&self.map.entries[at].key, &key)),
            None => self.add(key, value),
        }
    }

    /// Adds an entry, or is false when its key is there already.
    #[inline]
    pub(in crate::parse) fn push_new(&mut self, key: Key, value: Value) -> bool {
        let is_new = self.note_new(&key);
        if is_new {
            self.add(key, value);
        }
        is_new
    }

    /// Notes a key as that of the entry which is added next; false where it is there already.
    #[inline]
    pub(in crate::parse) fn note_new(&mut self, key: &Key) -> bool {
        self.position(key).is_none()
    }

    /// Adds an entry with a new key.
    #[inline]
    pub(in crate::parse) fn add(&mut self, key: Key, value: Value) {
        self.map.entries.push(Entry { key, value });
    }

    /// Adds an entry unless its key is there already.
    pub(in crate::parse) fn push_weak(&mut self, entry: Entry) {
        if self.note_new(&entry.key) {
            self.map.entries.push(entry);
        }
    }

    /// The map read.
    pub(in crate::parse) fn finish(self) -> Map {
        self.map
    }

    /// Whether a glance tells that the key is new; then it is noted as the next.
    #[inline]
    fn is_surely_new(&mut self, key: &Key) -> bool {
        let Some(shape) = key.name.shape() else {
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
    fn position(&mut self, key: &Key) -> Option<usize> {
        if self.is_surely_new(key) {
            return None;
        }
        self.position_by_name(key)
    }

    #[inline(never)]
    fn position_by_name(&mut self, key: &Key) -> Option<usize> {
        if self.map.entries.len() >= FEW {
            return self.position_among_many(key);
        }
        self.map.position_of(&key.name)
    }

    fn position_among_many(&mut self, key: &Key) -> Option<usize> {
        let entries = &self.map.entries;
        let next = entries.len();
        if self.seen.is_empty() {
            let names = entries.iter().map(|entry| normalize_key(&entry.key.name));
            self.seen = names.zip(0..).collect();
        }
        let at = *self.seen.entry(normalize_key(&key.name)).or_insert(next);
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
