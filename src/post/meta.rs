//! Typed meta with a span for every key and value.

use super::key_name::{KeyName, Sign};
use crate::source::Span;

/// The meta block of a post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meta {
    /// The keys and values.
    pub root: Map,
    /// The whole block, delimiters included.
    pub span: Span,
    /// The closing delimiter, or the last line of a block that has none.
    pub close: Span,
}

/// Keys and values in order. Of a repeated key the first entry is kept; readers tell the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// The entries in order of the source.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Value,
}

/// A key as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// As written, without quotes.
    pub name: KeyName,
    /// Its bytes, quotes included.
    pub span: Span,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Its bytes without quotes; for an empty value the empty span behind its key.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// What a value is. Dates of every syntax are strings in their written form.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Nothing, or an explicit null.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other finite number.
    Float(f64),
    /// Text.
    String(String),
    /// Values in order.
    List(Vec<Value>),
    /// Keys with values.
    Map(Map),
}

/// The types a schema can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A calendar date.
    Date,
    /// A date with a time.
    Datetime,
    /// A list.
    List,
    /// A map.
    Map,
    /// An absolute URL.
    Url,
}

impl ValueType {
    /// Every type with its name in configurations.
    pub const ALL: [(&'static str, Self); 9] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("datetime", Self::Datetime),
        ("list", Self::List),
        ("map", Self::Map),
        ("url", Self::Url),
    ];

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, value_type)| *value_type)
    }

    /// The name in configurations.
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, value_type)| *value_type == self);
        found.map_or("value", |(name, _)| name)
    }
}

impl Map {
    /// The entry of a key, whatever its case and word separators.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.position(name).map(|at| &self.entries[at])
    }

    /// Which entry has a key that is asked for in many posts.
    pub fn position_of(&self, name: &KeyName) -> Option<usize> {
        let mut entries = self.entries.iter();
        entries.position(|entry| entry.key.name.is(name))
    }

    /// Which entry has a key, whatever its case and word separators.
    pub fn position(&self, name: &str) -> Option<usize> {
        let sign = Sign::of(name);
        let mut entries = self.entries.iter();
        entries.position(|entry| entry.key.name.is_signed(sign, name))
    }
}

impl Data {
    /// The scalar as text, as a reader of the file would write it; `None` for lists and maps.
    pub fn as_text(&self) -> Option<String> {
        Some(match self {
            Self::Null => String::new(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::String(value) => value.clone(),
            Self::List(_) | Self::Map(_) => return None,
        })
    }

    /// The number, of either kind.
    #[expect(clippy::cast_precision_loss, reason = "thresholds are compared as f64")]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// What kind of value it is, for messages: `a list`.
    pub fn described(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}
