//! The bullets under a key of the meta block: a list, a map, or several maps.

use rustc_hash::{FxHashMap, FxHashSet};

use super::keys::{Holds, KnownKey};
use super::lines::Piece;
use crate::parse::typed::typed;
use crate::post::{Data, Entry, Key, Map, Problem, ProblemKind, Value, normalize_key};
use crate::source::Span;

/// Bytes of the longest key that a line of its own shape can have.
const KEY_BYTES: usize = 60;
/// Words of such a key.
const KEY_WORDS: usize = 5;

/// Reads the texts of bullets as the value of `key`; `None` for a key that nothing declares.
pub(super) fn read_items(
    items: &[Piece<'_>],
    key: Option<&KnownKey<'_>>,
    problems: &mut Vec<Problem>,
) -> Data {
    let declared = key.map_or(Holds::Anything, KnownKey::holds);
    let pairs: Vec<_> = items.iter().map(|item| nested_pair(*item, key)).collect();
    let holds = match declared {
        // Nothing is a map without a single pair: the rule tells that it is a list.
        _ if pairs.iter().all(Option::is_none) => Holds::List,
        Holds::Anything => guess(&pairs),
        known => known,
    };
    if holds == Holds::List {
        let item = |text: &str| key.map_or_else(|| text_data(text), |key| key.item(text));
        return Data::List(
            items
                .iter()
                .map(|piece| value(*piece, item(piece.text)))
                .collect(),
        );
    }
    let mut maps = Maps::new(holds, key);
    for (item, pair) in items.iter().zip(pairs) {
        match pair {
            Some((name, value)) => maps.add(name, value, problems),
            None => problems.push(no_key(item.span())),
        }
    }
    maps.finish()
}

/// What bullets hold that no rule declares: pairs make a map, repeated ones several maps.
fn guess(pairs: &[Option<(Piece<'_>, Piece<'_>)>]) -> Holds {
    let mut seen = FxHashSet::default();
    let mut repeats = false;
    for pair in pairs {
        let Some((name, _)) = pair else {
            return Holds::List;
        };
        repeats |= !seen.insert(normalize_key(name.text));
    }
    if repeats { Holds::Maps } else { Holds::Map }
}

/// Splits `key: value`. The colon needs a space behind it, so that addresses stay whole.
pub(super) fn pair(piece: Piece<'_>) -> Option<(Piece<'_>, Piece<'_>)> {
    let colon = match piece.text.find(": ") {
        Some(at) => at,
        None => piece.text.strip_suffix(':')?.len(),
    };
    let name = piece.before(colon);
    let is_key = !name.text.is_empty()
        && name.text.len() <= KEY_BYTES
        && name.text.split_whitespace().count() <= KEY_WORDS;
    is_key.then(|| (name, piece.behind(colon + 1)))
}

/// As [`pair`]; a declared key needs no space behind its colon.
fn nested_pair<'a>(piece: Piece<'a>, key: Option<&KnownKey<'_>>) -> Option<(Piece<'a>, Piece<'a>)> {
    pair(piece).or_else(|| {
        let colon = piece.text.find(':')?;
        let name = piece.before(colon);
        key?.knows(name.text)
            .then(|| (name, piece.behind(colon + 1)))
    })
}

/// Maps in the making.
struct Maps<'a, 'k> {
    holds: Holds,
    key: Option<&'a KnownKey<'k>>,
    done: Vec<Value>,
    current: Map,
    /// The keys of the current map: a map of many keys must not be searched for each.
    seen: FxHashMap<String, Span>,
    /// The key that begins every map of a list.
    first: String,
}

impl<'a, 'k> Maps<'a, 'k> {
    fn new(holds: Holds, key: Option<&'a KnownKey<'k>>) -> Self {
        Self {
            holds,
            key,
            done: Vec::new(),
            current: Map::default(),
            seen: FxHashMap::default(),
            first: String::new(),
        }
    }

    fn add(&mut self, name: Piece<'_>, text: Piece<'_>, problems: &mut Vec<Problem>) {
        let normal = normalize_key(name.text);
        if self.first.is_empty() {
            self.first.clone_from(&normal);
        }
        let repeated = self.seen.get(&normal).copied();
        let begins = repeated.is_some() || normal == self.first;
        if self.holds == Holds::Maps && begins {
            self.close();
        } else if let Some(first) = repeated {
            problems.push(repeated_key(name, first));
            return;
        }
        self.seen.insert(normal, name.span());
        let data = match self.key {
            Some(key) => key.nested(name.text, text.text),
            None => text_data(text.text),
        };
        self.current.entries.push(entry(name, text, data));
    }

    fn close(&mut self) {
        let map = std::mem::take(&mut self.current);
        // A fresh table: clearing one costs as much as it ever held.
        self.seen = FxHashMap::default();
        if let (Some(first), Some(last)) = (map.entries.first(), map.entries.last()) {
            let span = first.key.span.join(last.value.span);
            let data = Data::Map(map);
            self.done.push(Value { span, data });
        }
    }

    fn finish(mut self) -> Data {
        if self.holds == Holds::Maps {
            self.close();
            return Data::List(self.done);
        }
        Data::Map(self.current)
    }
}

/// An entry from the pieces of its key and value; an empty value stands behind its key.
pub(super) fn entry(name: Piece<'_>, text: Piece<'_>, data: Data) -> Entry {
    let span = if text.text.is_empty() {
        Span::at(name.span().end)
    } else {
        text.span()
    };
    Entry {
        key: Key {
            name: name.text.into(),
            span: name.span(),
        },
        value: Value { span, data },
    }
}

fn value(piece: Piece<'_>, data: Data) -> Value {
    Value {
        span: piece.span(),
        data,
    }
}

fn text_data(text: &str) -> Data {
    typed(text, None)
}

/// The problem of a line that no key begins.
pub(super) fn no_key(span: Span) -> Problem {
    Problem {
        kind: ProblemKind::UnknownKey,
        span,
        message: "no known key begins this line".to_owned(),
        other: None,
        help: None,
    }
}

/// The problem of a key that stands in its map already, at `first`.
pub(super) fn repeated_key(name: Piece<'_>, first: Span) -> Problem {
    Problem {
        kind: ProblemKind::RepeatedKey,
        span: name.span(),
        message: format!("the key '{}' stands here twice", name.text),
        other: Some((first, "first here".to_owned())),
        help: None,
    }
}
