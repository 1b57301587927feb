//! The texts of schemas: JSON values with their places, all in one table.

use jsonc_parser::ast::Value as Ast;
use jsonc_parser::common::Ranged;
use rustc_hash::{FxHashMap, FxHashSet};

use super::decimal::Decimal;
use crate::parse::json::{fault, nested_deeper, parse};
use crate::rule::TextFile;
use crate::source::{SourceId, Span};

/// Deepest nesting of a schema.
const MOST_DEPTH: usize = 128;

/// A value in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct JsonId(u32);

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Json {
    pub(super) kind: JsonKind,
    pub(super) source: SourceId,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum JsonKind {
    Null,
    Boolean(bool),
    Number(Decimal),
    String(Box<str>),
    List(Vec<JsonId>),
    Map(Vec<Member>),
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) key: Box<str>,
    pub(super) key_span: Span,
    pub(super) value: JsonId,
}

/// A fault of a text and where it is.
pub(super) type Fault = (Span, String);

/// The values of all texts that were read.
#[derive(Debug, Default)]
pub(super) struct Texts {
    values: Vec<Json>,
    /// The members of large maps by their keys.
    by_key: FxHashMap<JsonId, FxHashMap<Box<str>, JsonId>>,
}

/// A map of more members is large: to look at each for every reference would take long.
const LARGE: usize = 32;

impl Texts {
    /// Reads a text.
    pub(super) fn add(&mut self, file: &TextFile) -> Result<JsonId, Fault> {
        if let Some(at) = nested_deeper(&file.text, MOST_DEPTH) {
            let message = format!("nested deeper than {MOST_DEPTH}");
            return Err((Span::from_range(at..at + 1), message));
        }
        match parse(&file.text) {
            Ok(Some(root)) => self.value(&root, file.source),
            Ok(None) => Err((Span::at(0), "the schema is empty".to_owned())),
            Err(error) => {
                let range = error.range();
                Err((Span::from_range(range.start..range.end), fault(&error)))
            }
        }
    }

    /// Depth is bounded by [`Texts::add`].
    fn value(&mut self, ast: &Ast<'_>, source: SourceId) -> Result<JsonId, Fault> {
        let span = Span::from_range(ast.start()..ast.end());
        let kind = match ast {
            Ast::NullKeyword(_) => JsonKind::Null,
            Ast::BooleanLit(boolean) => JsonKind::Boolean(boolean.value),
            Ast::StringLit(text) => JsonKind::String(text.value.as_ref().into()),
            Ast::NumberLit(number) => {
                let number = Decimal::parse(number.value);
                JsonKind::Number(number.ok_or_else(|| (span, "too large a number".to_owned()))?)
            }
            Ast::Array(array) => {
                let items = array.elements.iter();
                JsonKind::List(
                    items
                        .map(|item| self.value(item, source))
                        .collect::<Result<_, _>>()?,
                )
            }
            Ast::Object(object) => {
                let mut seen = FxHashSet::default();
                let mut members = Vec::with_capacity(object.properties.len());
                for member in &object.properties {
                    let key = member.name.as_str();
                    let key_span = Span::from_range(member.name.start()..member.name.end());
                    if !seen.insert(key) {
                        return Err((key_span, format!("the key '{key}' stands twice")));
                    }
                    members.push(Member {
                        key: key.into(),
                        key_span,
                        value: self.value(&member.value, source)?,
                    });
                }
                JsonKind::Map(members)
            }
        };
        let id = JsonId(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        if let JsonKind::Map(members) = &kind
            && members.len() > LARGE
        {
            let by_key = members.iter().map(|it| (it.key.clone(), it.value));
            self.by_key.insert(id, by_key.collect());
        }
        self.values.push(Json { kind, source, span });
        Ok(id)
    }

    /// A value.
    pub(super) fn get(&self, id: JsonId) -> &Json {
        &self.values[id.0 as usize]
    }

    /// The members of a map; none of anything else.
    pub(super) fn members(&self, id: JsonId) -> &[Member] {
        match &self.get(id).kind {
            JsonKind::Map(members) => members,
            _ => &[],
        }
    }

    /// The value of a key of a map.
    pub(super) fn member(&self, id: JsonId, key: &str) -> Option<JsonId> {
        if let Some(by_key) = self.by_key.get(&id) {
            return by_key.get(key).copied();
        }
        let mut members = self.members(id).iter();
        let found = members.find(|member| &*member.key == key)?;
        Some(found.value)
    }

    /// The text under a key of a map.
    pub(super) fn text(&self, id: JsonId, key: &str) -> Option<&str> {
        match &self.get(self.member(id, key)?).kind {
            JsonKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// What a step of a JSON pointer leads to.
    pub(super) fn step(&self, id: JsonId, step: &str) -> Option<JsonId> {
        match &self.get(id).kind {
            JsonKind::Map(_) => self.member(id, step),
            JsonKind::List(items) => items.get(step.parse::<usize>().ok()?).copied(),
            _ => None,
        }
    }
}

impl JsonKind {
    /// What kind of value it is, for messages.
    pub(super) fn described(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}
