//! From TOML text to spanned nodes.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rule::node::{Node, NodeEntry, NodeTable, NodeValue};
use crate::source::{SourceId, Span};

/// How the message of a syntax error begins.
pub const SYNTAX: &str = "invalid TOML";

/// Syntax errors shown for one file: one unclosed bracket makes many.
const MOST_ERRORS: usize = 3;

/// Reads `text`, the text of `source`. Syntax errors go to `problems`; what could be read is
/// returned all the same.
pub fn parse(text: &str, source: SourceId, problems: &mut Vec<Diagnostic>) -> NodeTable {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MOST_ERRORS) {
        let span = error.span().map_or(Span::at(0), Span::from_range);
        let message = format!("{SYNTAX}: {}", one_line(error.message()));
        problems.push(problem(source, span, message));
    }
    table_node(table.get_ref(), source)
}

/// A mistake in a configuration.
pub fn problem(source: SourceId, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(
        Code::of_engine("config"),
        Severity::Error,
        source,
        span,
        message,
    )
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

fn table_node(table: &DeTable<'_>, source: SourceId) -> NodeTable {
    let mut entries: Vec<NodeEntry> = table
        .iter()
        .map(|(key, value)| NodeEntry {
            key: key.get_ref().to_string(),
            source,
            key_span: Span::from_range(key.span()),
            value: node(value, source),
        })
        .collect();
    // The parser's table is ordered by key; people think in the order of the file.
    entries.sort_by_key(|entry| entry.key_span.start);
    NodeTable { entries }
}

/// Depth is bounded by the parser, which refuses deeper nesting.
fn node(value: &Spanned<DeValue<'_>>, source: SourceId) -> Node {
    let span = Span::from_range(value.span());
    let value = match value.get_ref() {
        DeValue::String(text) => NodeValue::String(text.to_string()),
        DeValue::Integer(integer) => integer_node(integer.as_str(), integer.radix()),
        DeValue::Float(float) => NodeValue::Float(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => NodeValue::Boolean(*value),
        DeValue::Datetime(value) => NodeValue::Datetime(value.to_string()),
        DeValue::Array(items) => {
            NodeValue::Array(items.iter().map(|item| node(item, source)).collect())
        }
        DeValue::Table(table) => NodeValue::Table(table_node(table, source)),
    };
    Node {
        value,
        source,
        span,
    }
}

/// An integer beyond 64 bits is kept as the nearest number, so that a range check can refuse it.
fn integer_node(digits: &str, radix: u32) -> NodeValue {
    match i64::from_str_radix(digits, radix) {
        Ok(value) => NodeValue::Integer(value),
        Err(_) => NodeValue::Float(digits.parse().unwrap_or(f64::NAN)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_the_places_of_the_file() {
        let text = "z = 1\na = [\"x\"]\n";
        let mut problems = Vec::new();
        let table = parse(text, SourceId(0), &mut problems);
        assert!(problems.is_empty());
        let keys: Vec<&str> = table.entries.iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["z", "a"]);
        let Some(Node {
            value: NodeValue::Array(items),
            ..
        }) = table.get("a")
        else {
            panic!("a list is expected");
        };
        assert_eq!(&text[items[0].span.range()], "\"x\"");
    }

    #[test]
    fn tells_syntax_errors_and_keeps_the_rest() {
        let mut problems = Vec::new();
        let table = parse("a = 1\nb = \nc = 3\n", SourceId(0), &mut problems);
        assert_eq!(problems.len(), 1);
        assert!(table.get("a").is_some());
        assert!(table.get("c").is_some());
    }
}
