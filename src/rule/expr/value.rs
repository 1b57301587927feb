//! The values that expressions work on. What stands in a post is borrowed from it.

use std::ops::Deref;
use std::rc::Rc;

use super::section::Section;
use crate::post::{self, Data, normalize_key, strip_key};
use crate::source::Span;

/// A value during an evaluation; copies are cheap.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(Text<'a>),
    List(List<'a>),
    Map(Map<'a>),
}

/// A text.
#[derive(Debug, Clone)]
pub(super) enum Text<'a> {
    /// Part of a post or of the expression.
    Read(&'a str),
    /// Built by the expression.
    Made(Rc<str>),
}

/// Values in order.
#[derive(Debug, Clone)]
pub(super) enum List<'a> {
    /// A list in a post or in the expression.
    Read(&'a [post::Value]),
    /// Built by the expression.
    Made(Rc<[Value<'a>]>),
}

/// Keys with values, in order.
#[derive(Debug, Clone)]
pub(super) enum Map<'a> {
    /// A map in a post; its keys are normalised.
    Read(&'a post::Map),
    /// What `section("…")` gives.
    Section(Section<'a>),
    /// Built by the expression.
    Made(Rc<[(Value<'a>, Value<'a>)]>),
}

impl<'a> Value<'a> {
    /// A value of a post.
    pub(super) fn of(data: &'a Data) -> Self {
        match data {
            Data::Null => Self::Null,
            Data::Boolean(value) => Self::Boolean(*value),
            Data::Integer(value) => Self::Integer(*value),
            Data::Float(value) => Self::Float(*value),
            Data::String(value) => Self::read(value),
            Data::List(items) => Self::List(List::Read(items)),
            Data::Map(map) => Self::Map(Map::Read(map)),
        }
    }

    /// A text that stands somewhere.
    pub(super) fn read(text: &'a str) -> Self {
        Self::Text(Text::Read(text))
    }

    /// A text that was built.
    pub(super) fn made(text: impl Into<Rc<str>>) -> Self {
        Self::Text(Text::Made(text.into()))
    }

    /// A list that was built.
    pub(super) fn list(items: impl Into<Rc<[Self]>>) -> Self {
        Self::List(List::Made(items.into()))
    }

    /// A count.
    pub(super) fn count(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A number; whole ones as integers, so that they count, index and divide as authors expect.
    pub(super) fn number(number: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match whole(number) {
            Some(whole) if number.abs() <= EXACT => Self::Integer(whole),
            _ => Self::Float(number),
        }
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&Text<'a>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a loop goes over: the items of a list, the keys of a map.
    pub(super) fn items(&self) -> Option<List<'a>> {
        match self {
            Self::List(list) => Some(list.clone()),
            Self::Map(map) => Some(List::Made(map.entries().map(|(key, _)| key).collect())),
            _ => None,
        }
    }

    /// The number of a list's item.
    pub(super) fn index(&self) -> Option<usize> {
        let index = match self {
            Self::Integer(index) => *index,
            Self::Float(index) => whole(*index)?,
            _ => return None,
        };
        usize::try_from(index).ok()
    }

    /// The value as the rest of the tool has it; `None` for maps and for numbers without end.
    pub(super) fn data(&self) -> Option<Data> {
        Some(match self {
            Self::Null => Data::Null,
            Self::Boolean(value) => Data::Boolean(*value),
            Self::Integer(value) => Data::Integer(*value),
            Self::Float(value) if value.is_finite() => Data::Float(*value),
            Self::Text(text) => Data::String(text.to_string()),
            Self::List(list) => {
                let items = list.iter().map(|item| {
                    item.data().map(|data| post::Value {
                        span: Span::default(),
                        data,
                    })
                });
                Data::List(items.collect::<Option<_>>()?)
            }
            Self::Float(_) | Self::Map(_) => return None,
        })
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Read(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl Text<'_> {
    /// A part of the text; `part` must be cut from it.
    pub(super) fn part(&self, cut: impl FnOnce(&str) -> Option<&str>) -> Option<Self> {
        Some(match self {
            Self::Read(text) => Self::Read(cut(text)?),
            Self::Made(text) => Self::Made(cut(text)?.into()),
        })
    }
}

impl<'a> List<'a> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Read(items) => items.len(),
            Self::Made(items) => items.len(),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<Value<'a>> {
        match self {
            Self::Read(items) => items.get(at).map(|item| Value::of(&item.data)),
            Self::Made(items) => items.get(at).cloned(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Value<'a>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

impl<'a> Map<'a> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Read(map) => map.entries.len(),
            Self::Section(_) => Section::FIELDS.len(),
            Self::Made(entries) => entries.len(),
        }
    }

    /// The value of a key that is written out.
    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        match self {
            Self::Read(map) => {
                let mut entries = map.entries.iter();
                let entry = entries.find(|entry| is_normal_form(&entry.key.name, name))?;
                Some(Value::of(&entry.value.data))
            }
            Self::Section(section) => section.field(name),
            Self::Made(entries) => {
                let mut entries = entries.iter();
                let is_named = |key: &Value<'_>| key.text().is_some_and(|key| **key == *name);
                Some(entries.find(|(key, _)| is_named(key))?.1.clone())
            }
        }
    }

    /// The value of a key; the outer `None` says that the value can be no key.
    #[expect(clippy::option_option, reason = "absent and unknown are two things")]
    pub(super) fn get(&self, key: &Value<'_>) -> Option<Option<Value<'a>>> {
        let entries = match self {
            Self::Made(entries) => &entries[..],
            _ => &[],
        };
        let found = match key {
            Value::Text(name) => return Some(self.field(name)),
            Value::Boolean(wanted) => entries
                .iter()
                .find(|(key, _)| key.boolean() == Some(*wanted)),
            Value::Integer(wanted) => at_number(entries, Some(*wanted)),
            Value::Float(wanted) => at_number(entries, whole(*wanted)),
            Value::Null | Value::List(_) | Value::Map(_) => return None,
        };
        Some(found.map(|(_, value)| value.clone()))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> {
        (0..self.len()).filter_map(|at| self.entry(at))
    }

    fn entry(&self, at: usize) -> Option<(Value<'a>, Value<'a>)> {
        match self {
            Self::Read(map) => {
                let entry = map.entries.get(at)?;
                let key = Value::made(normalize_key(&entry.key.name));
                Some((key, Value::of(&entry.value.data)))
            }
            Self::Section(section) => {
                let name = Section::FIELDS.get(at)?;
                Some((Value::read(name), section.field(name)?))
            }
            Self::Made(entries) => entries.get(at).cloned(),
        }
    }
}

fn at_number<'v, 'a>(
    entries: &'v [(Value<'a>, Value<'a>)],
    wanted: Option<i64>,
) -> Option<&'v (Value<'a>, Value<'a>)> {
    let wanted = wanted?;
    let is_it = |key: &Value<'_>| matches!(key, Value::Integer(key) if *key == wanted);
    entries.iter().find(|(key, _)| is_it(key))
}

/// Whether `normal` is the normal form of a key as written.
fn is_normal_form(key: &str, normal: &str) -> bool {
    strip_key(key.trim(), normal) == Some("")
}

/// The whole number that loses nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "the cast is taken only where it loses nothing"
)]
fn whole(number: f64) -> Option<i64> {
    let inside = number > i64::MIN as f64 && number < i64::MAX as f64;
    let whole = number as i64;
    (inside && whole as f64 == number).then_some(whole)
}
