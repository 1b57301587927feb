//! How keywords read their values from a schema: typed, with every mistake told at its place.

use super::constant::Constant;
use super::decimal::Decimal;
use super::draft::{Draft, is_schema};
use super::json::{Json, JsonId, JsonKind, Member};
use super::library::Library;
use super::node::NodeId;
use crate::rule::Options;

/// One schema that is being read.
pub(super) struct Reader<'s, 'o, 'a> {
    pub(super) library: &'s Library,
    pub(super) options: &'o mut Options<'a>,
    pub(super) schema: JsonId,
    pub(super) draft: Draft,
}

impl<'s> Reader<'s, '_, '_> {
    /// The value of a keyword.
    pub(super) fn value(&self, key: &str) -> Option<JsonId> {
        self.library.texts.member(self.schema, key)
    }

    /// What a value is.
    pub(super) fn json(&self, id: JsonId) -> &'s Json {
        self.library.texts.get(id)
    }

    /// Tells a mistake at a value.
    pub(super) fn problem(&mut self, at: JsonId, message: impl Into<String>) {
        let json = self.json(at);
        self.options.problem_at(json.source, json.span, message);
    }

    /// Tells that a value is of the wrong type.
    pub(super) fn wrong(&mut self, key: &str, at: JsonId, wanted: &str) {
        let found = self.json(at).kind.described();
        self.problem(at, format!("'{key}' must be {wanted}, not {found}"));
    }

    /// A number.
    pub(super) fn number(&mut self, key: &str) -> Option<Decimal> {
        let id = self.value(key)?;
        if let JsonKind::Number(number) = self.json(id).kind {
            return Some(number);
        }
        self.wrong(key, id, "a number");
        None
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, key: &str) -> Option<usize> {
        let id = self.value(key)?;
        let number = self.number(key)?;
        let count = number.as_count();
        if count.is_none() {
            let message = format!("'{key}' must be a whole number that is not negative");
            self.problem(id, message);
        }
        count
    }

    /// True or false; false where nothing is said.
    pub(super) fn boolean(&mut self, key: &str) -> bool {
        let Some(id) = self.value(key) else {
            return false;
        };
        if let JsonKind::Boolean(value) = self.json(id).kind {
            return value;
        }
        self.wrong(key, id, "true or false");
        false
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str) -> Option<(JsonId, &'s str)> {
        let id = self.value(key)?;
        if let JsonKind::String(text) = &self.json(id).kind {
            return Some((id, text));
        }
        self.wrong(key, id, "a string");
        None
    }

    /// Any value.
    pub(super) fn constant(&self, id: JsonId) -> Constant {
        Constant::read(&self.library.texts, id)
    }

    /// A list.
    pub(super) fn list(&mut self, key: &str) -> Option<&'s [JsonId]> {
        let id = self.value(key)?;
        if let JsonKind::List(items) = &self.json(id).kind {
            return Some(items);
        }
        self.wrong(key, id, "a list");
        None
    }

    /// The texts of a list.
    pub(super) fn names(&mut self, key: &str) -> Option<Vec<String>> {
        let items = self.list(key)?;
        Some(self.names_of(key, items))
    }

    /// The texts among `items`; others are told.
    pub(super) fn names_of(&mut self, key: &str, items: &[JsonId]) -> Vec<String> {
        let mut names = Vec::with_capacity(items.len());
        for id in items {
            match &self.json(*id).kind {
                JsonKind::String(text) => names.push(text.to_string()),
                _ => self.wrong(key, *id, "a list of strings"),
            }
        }
        names
    }

    /// A map.
    pub(super) fn map(&mut self, key: &str) -> Option<&'s [Member]> {
        let id = self.value(key)?;
        if let JsonKind::Map(members) = &self.json(id).kind {
            return Some(members);
        }
        self.wrong(key, id, "a map");
        None
    }

    /// A schema.
    pub(super) fn schema(&mut self, key: &str) -> Option<NodeId> {
        let id = self.value(key)?;
        self.node(key, id)
    }

    /// The schema that a value is.
    pub(super) fn node(&mut self, key: &str, id: JsonId) -> Option<NodeId> {
        if !is_schema(&self.library.texts, id) {
            self.wrong(key, id, "a schema");
            return None;
        }
        Some(self.library.placed(id)?.node)
    }

    /// A list of at least one schema.
    pub(super) fn schemas(&mut self, key: &str) -> Option<Vec<NodeId>> {
        let items = self.list(key)?;
        if items.is_empty()
            && let Some(id) = self.value(key)
        {
            self.problem(id, format!("'{key}' must list at least one schema"));
        }
        let nodes = items.iter().filter_map(|item| self.node(key, *item));
        Some(nodes.collect())
    }

    /// Schemas by key.
    pub(super) fn schemas_by_key(&mut self, key: &str) -> Vec<(&'s Member, NodeId)> {
        let members = self.map(key).unwrap_or_default();
        let nodes = members
            .iter()
            .filter_map(|member| Some((member, self.node(key, member.value)?)));
        nodes.collect()
    }
}
