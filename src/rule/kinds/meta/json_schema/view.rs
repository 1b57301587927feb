//! A value of a post as schemas see it.

use std::cmp::Ordering;

use super::super::check::ENGINE_KEY;
use super::decimal::Decimal;
use crate::post::{Data, Entry, Map, Value, same_key};

/// A value.
#[derive(Debug, Clone, Copy)]
pub(super) enum View<'p> {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(&'p str),
    List(&'p [Value]),
    Map(Keys<'p>),
}

/// The keys of a map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'p> {
    entries: &'p [Entry],
    /// Where the engine's own key stands.
    hidden: Option<usize>,
}

impl<'p> Keys<'p> {
    /// The keys of the meta block, without the engine's own.
    pub(super) fn of_meta(map: Option<&'p Map>) -> Self {
        let entries = map.map_or(&[][..], |map| &map.entries);
        let is_hidden = |entry: &Entry| same_key(&entry.key.name, ENGINE_KEY);
        Self {
            entries,
            hidden: entries.iter().position(is_hidden),
        }
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.entries.len() - usize::from(self.hidden.is_some())
    }

    /// The keys with their values, in order.
    pub(super) fn entries(self) -> impl Iterator<Item = &'p Entry> + Clone {
        let entries = self.entries.iter().enumerate();
        entries
            .filter(move |(at, _)| Some(*at) != self.hidden)
            .map(|(_, entry)| entry)
    }
}

impl<'p> View<'p> {
    /// A value inside the meta block.
    pub(super) fn of(data: &'p Data) -> Self {
        match data {
            Data::Null => Self::Null,
            Data::Boolean(value) => Self::Boolean(*value),
            Data::Integer(number) => Self::Integer(*number),
            Data::Float(number) => Self::Float(*number),
            Data::String(text) => Self::String(text),
            Data::List(items) => Self::List(items),
            Data::Map(map) => Self::Map(Keys {
                entries: &map.entries,
                hidden: None,
            }),
        }
    }

    /// The number, if it is one.
    pub(super) fn number(self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from_integer(number)),
            Self::Float(number) => Some(Decimal::from_float(number)),
            _ => None,
        }
    }

    /// How many values it consists of: what it costs to compare.
    pub(super) fn weight(self) -> usize {
        let of = |value: &Value| View::of(&value.data).weight();
        1 + match self {
            Self::List(items) => items.iter().map(of).sum(),
            Self::Map(keys) => keys.entries().map(|entry| of(&entry.value)).sum(),
            _ => 0,
        }
    }

    /// Orders values so that equal ones, in the sense of JSON Schema, come together. Depth is
    /// bounded by the readers of posts.
    pub(super) fn compare(self, other: View<'_>) -> Ordering {
        match (self, other) {
            (Self::Boolean(a), View::Boolean(b)) => a.cmp(&b),
            (Self::Integer(a), View::Integer(b)) => a.cmp(&b),
            (Self::String(a), View::String(b)) => a.cmp(b),
            (Self::List(a), View::List(b)) => {
                let mut pairs = a.iter().zip(b);
                let first = pairs.find_map(|(a, b)| {
                    let order = View::of(&a.data).compare(View::of(&b.data));
                    order.is_ne().then_some(order)
                });
                first.unwrap_or_else(|| a.len().cmp(&b.len()))
            }
            (Self::Map(a), View::Map(b)) => compare_maps(a, b),
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => self.rank().cmp(&other.rank()),
            },
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Boolean(_) => 1,
            Self::Integer(_) | Self::Float(_) => 2,
            Self::String(_) => 3,
            Self::List(_) => 4,
            Self::Map(_) => 5,
        }
    }
}

fn compare_maps(a: Keys<'_>, b: Keys<'_>) -> Ordering {
    let (a, b) = (sorted(a), sorted(b));
    let first = a.iter().zip(&b).find_map(|(a, b)| {
        let names = a.key.name.cmp(&b.key.name);
        let order = names.then_with(|| View::of(&a.value.data).compare(View::of(&b.value.data)));
        order.is_ne().then_some(order)
    });
    first.unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// The entries by name.
pub(super) fn sorted(keys: Keys<'_>) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = keys.entries().collect();
    entries.sort_by(|a, b| a.key.name.cmp(&b.key.name));
    entries
}
