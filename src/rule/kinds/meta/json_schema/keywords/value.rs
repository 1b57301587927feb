//! Keywords that look at any value: `type`, `enum`, `const`.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::complaint::What;
use super::super::constant::Constant;
use super::super::json::{JsonId, JsonKind};
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::run::Run;
use super::super::view::View;
use crate::post::ValueType;
use crate::text::nearest;

/// `type`: a set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Types(u8);

/// Every type by its name in schemas and in messages.
const NAMES: [(&str, &str); 7] = [
    ("null", "null"),
    ("boolean", "a boolean"),
    ("integer", "an integer"),
    ("number", "a number"),
    ("string", "a string"),
    ("array", "a list"),
    ("object", "a map"),
];

impl Types {
    const NULL: Self = Self(1);
    const BOOLEAN: Self = Self(2);
    const INTEGER: Self = Self(4);
    const NUMBER: Self = Self(8);
    const STRING: Self = Self(16);
    const LIST: Self = Self(32);
    const MAP: Self = Self(64);

    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let id = reader.value("type")?;
        let mut types = Self::default();
        match &reader.json(id).kind {
            JsonKind::String(name) => types = types.with(named(reader, id, name)?),
            JsonKind::List(items) => {
                for item in items {
                    match &reader.json(*item).kind {
                        JsonKind::String(name) => {
                            types = types.with(named(reader, *item, name)?);
                        }
                        _ => reader.wrong("type", *item, "a list of strings"),
                    }
                }
                if items.is_empty() {
                    reader.problem(id, "'type' must list at least one type");
                }
            }
            _ => reader.wrong("type", id, "a string or a list of strings"),
        }
        Some(types)
    }

    /// Both sets in one.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a value is of one of the types. A number without a fraction is an integer.
    pub(crate) fn take(self, view: View<'_>) -> bool {
        match view {
            View::Null => self.has(Self::NULL),
            View::Boolean(_) => self.has(Self::BOOLEAN),
            View::Integer(_) => self.has(Self::INTEGER.with(Self::NUMBER)),
            View::Float(number) => {
                self.has(Self::NUMBER) || self.has(Self::INTEGER) && number.fract() == 0.0
            }
            View::String(_) => self.has(Self::STRING),
            View::List(_) => self.has(Self::LIST),
            View::Map(_) => self.has(Self::MAP),
        }
    }

    /// The one type that is wanted, as `fields` call it; null beside it does not count.
    pub(crate) fn only(self) -> Option<ValueType> {
        Some(match Self(self.0 & !Self::NULL.0) {
            Self::BOOLEAN => ValueType::Boolean,
            Self::INTEGER => ValueType::Integer,
            Self::NUMBER => ValueType::Number,
            Self::STRING => ValueType::String,
            Self::LIST => ValueType::List,
            Self::MAP => ValueType::Map,
            _ => return None,
        })
    }

    /// As messages call them: `a string or a list`.
    pub(crate) fn described(self) -> String {
        let all = (0..).zip(NAMES);
        let named = all.filter(|(bit, _)| self.0 & (1 << bit) != 0);
        let named: Vec<&str> = named.map(|(_, (_, words))| words).collect();
        match named.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => "nothing".to_owned(),
        }
    }

    pub(crate) fn holds<'p>(self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        self.take(place.view) || run.complain(place, "type", || What::Type(self))
    }
}

fn named(reader: &mut Reader<'_, '_, '_>, at: JsonId, name: &str) -> Option<Types> {
    let bit = NAMES.iter().position(|(known, _)| *known == name);
    if bit.is_none() {
        let mut message = format!("unknown type '{name}'");
        let known = NAMES.map(|(known, _)| known);
        let meant = match name {
            "list" => Some("array"),
            "map" | "dict" => Some("object"),
            "int" => Some("integer"),
            "float" => Some("number"),
            "bool" => Some("boolean"),
            "date" | "datetime" | "text" => Some("string"),
            other => nearest(other, known),
        };
        match meant {
            Some(near) => message.push_str(&format!("; did you mean '{near}'?")),
            None => message.push_str(&format!("; known are {}", known.join(", "))),
        }
        reader.problem(at, message);
    }
    Some(Types(1 << bit?))
}

/// `enum` or `const`: values that are allowed.
#[derive(Debug)]
pub(crate) struct Values {
    keyword: &'static str,
    /// The texts, for look-up.
    texts: FxHashSet<String>,
    /// All, in the order of the schema.
    pub(crate) all: Arc<[Constant]>,
}

impl Values {
    /// `enum` and `const`, those of them that there are.
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Vec<Self> {
        let mut found = Vec::new();
        if let Some(items) = reader.list("enum") {
            if items.is_empty()
                && let Some(id) = reader.value("enum")
            {
                reader.problem(id, "'enum' must list at least one value");
            }
            let items = items.iter().map(|item| reader.constant(*item));
            found.push(Self::new("enum", items.collect()));
        }
        if let Some(id) = reader.value("const") {
            found.push(Self::new("const", vec![reader.constant(id)]));
        }
        found
    }

    fn new(keyword: &'static str, all: Vec<Constant>) -> Self {
        let texts = all.iter().filter_map(Constant::text);
        Self {
            keyword,
            texts: texts.map(str::to_owned).collect(),
            all: all.into(),
        }
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let is_one = if let View::String(text) = place.view {
            self.texts.contains(text)
        } else {
            run.charge(self.all.len() * place.view.weight());
            self.all.iter().any(|it| it.is(place.view))
        };
        is_one || run.complain(place, self.keyword, || What::Value(self.all.clone()))
    }
}
