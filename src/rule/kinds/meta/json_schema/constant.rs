//! Values that schemas hold: what `const` and `enum` compare with.

use super::decimal::Decimal;
use super::json::{JsonId, JsonKind, Texts};
use super::view::{View, sorted};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Null,
    Boolean(bool),
    Number(Decimal),
    String(String),
    List(Vec<Constant>),
    /// By name.
    Map(Vec<(String, Constant)>),
}

impl Constant {
    /// The value at a place of a schema, whose depth is bounded.
    pub(super) fn read(texts: &Texts, id: JsonId) -> Self {
        match &texts.get(id).kind {
            JsonKind::Null => Self::Null,
            JsonKind::Boolean(value) => Self::Boolean(*value),
            JsonKind::Number(number) => Self::Number(*number),
            JsonKind::String(text) => Self::String(text.to_string()),
            JsonKind::List(items) => {
                Self::List(items.iter().map(|item| Self::read(texts, *item)).collect())
            }
            JsonKind::Map(members) => {
                let members = members.iter();
                let mut members: Vec<_> = members
                    .map(|it| (it.key.to_string(), Self::read(texts, it.value)))
                    .collect();
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Self::Map(members)
            }
        }
    }

    /// Whether a value of a post is this one: numbers by what they are worth, maps in any order.
    pub(super) fn is(&self, view: View<'_>) -> bool {
        match (self, view) {
            (Self::Null, View::Null) => true,
            (Self::Boolean(a), View::Boolean(b)) => *a == b,
            (Self::String(a), View::String(b)) => a == b,
            (Self::Number(a), _) => view.number() == Some(*a),
            (Self::List(a), View::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(View::of(&b.data)))
            }
            (Self::Map(members), View::Map(keys)) if members.len() == keys.len() => {
                let mut pairs = members.iter().zip(sorted(keys));
                pairs.all(|((name, wanted), entry)| {
                    entry.key.name == name.as_str() && wanted.is(View::of(&entry.value.data))
                })
            }
            _ => false,
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// As people write it: texts as they are, lists and maps as JSON.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            other => other.json(),
        }
    }

    fn json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::String(text) => format!("\"{text}\""),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::json).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(members) => {
                let members = members.iter();
                let shown: Vec<String> = members
                    .map(|(key, value)| format!("\"{key}\": {}", value.json()))
                    .collect();
                format!("{{{}}}", shown.join(", "))
            }
        }
    }
}
