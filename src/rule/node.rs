//! Configuration values with the place that each came from.

use crate::source::{SourceId, Span};

/// A value of a configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: NodeValue,
    /// The file it stands in.
    pub source: SourceId,
    /// Its bytes there.
    pub span: Span,
}

/// What a configuration value is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A date or time, as written.
    Datetime(String),
    /// Values in order.
    Array(Vec<Node>),
    /// Keys with values.
    Table(NodeTable),
}

/// Keys with values, in order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NodeTable {
    /// The entries.
    pub entries: Vec<NodeEntry>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeEntry {
    /// The key, unquoted.
    pub key: String,
    /// The file the key stands in.
    pub source: SourceId,
    /// The key's bytes there.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl NodeTable {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&NodeEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Takes an entry over; one of the same key is replaced.
    pub fn set(&mut self, entry: NodeEntry) {
        match self.entries.iter_mut().find(|held| held.key == entry.key) {
            Some(held) => *held = entry,
            None => self.entries.push(entry),
        }
    }
}

impl NodeValue {
    /// What kind of value it is, for messages: `a string`.
    pub fn described(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "a boolean",
            Self::Datetime(_) => "a date",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Reads TOML for tests of kinds; configurations are read by `config`.
#[cfg(test)]
pub(crate) fn parse(text: &str) -> NodeTable {
    use toml::de::{DeTable, DeValue};

    fn table(items: &DeTable<'_>) -> NodeTable {
        let mut entries: Vec<NodeEntry> = items
            .iter()
            .map(|(key, value)| NodeEntry {
                key: key.get_ref().to_string(),
                source: SourceId(0),
                key_span: Span::from_range(key.span()),
                value: node(value.get_ref(), Span::from_range(value.span())),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        NodeTable { entries }
    }

    fn node(value: &DeValue<'_>, span: Span) -> Node {
        let value = match value {
            DeValue::String(text) => NodeValue::String(text.to_string()),
            DeValue::Integer(number) => NodeValue::Integer(number.as_str().parse().unwrap()),
            DeValue::Float(number) => NodeValue::Float(number.as_str().parse().unwrap()),
            DeValue::Boolean(value) => NodeValue::Boolean(*value),
            DeValue::Datetime(value) => NodeValue::Datetime(value.to_string()),
            DeValue::Array(items) => NodeValue::Array(
                items
                    .iter()
                    .map(|item| node(item.get_ref(), Span::from_range(item.span())))
                    .collect(),
            ),
            DeValue::Table(items) => NodeValue::Table(table(items)),
        };
        Node {
            value,
            source: SourceId(0),
            span,
        }
    }

    table(DeTable::parse(text).unwrap().get_ref())
}
