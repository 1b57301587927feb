//! JSON front matter.

use jsonc_parser::ast::{Object, Value as Node};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseError;

use crate::parse::json::{brackets, fault, nested_deeper, parse};
use crate::post::{Data, Key, Map, Value};

use super::entries::Entries;
use super::number::number;
use super::reader::Reader;

/// Reads an object. Of a faulty one the members before the fault are kept.
pub(super) fn read(reader: &mut Reader<'_>) -> Map {
    let content = reader.content;
    // The parser recurses: the depth is bounded before it is called.
    if let Some(at) = nested_deeper(content, reader.limits.nesting) {
        let span = reader.char_at(at);
        reader.too_deep(span);
        return Map::default();
    }
    match parse(content) {
        Ok(root) => read_root(root.as_ref(), reader),
        Err(error) => {
            // Of a block that is told to have no end it is clear already.
            if !reader.has_problems() {
                tell(&error, reader);
            }
            read_before(&error, reader)
        }
    }
}

/// Reads any value; nothing where it cannot be parsed, which is told.
pub(super) fn read_value(reader: &mut Reader<'_>) -> Option<Value> {
    let content = reader.content;
    if let Some(at) = nested_deeper(content, reader.limits.nesting) {
        let span = reader.char_at(at);
        reader.too_deep(span);
        return None;
    }
    match parse(content) {
        Ok(root) => value(root.as_ref()?, reader),
        Err(error) => {
            tell(&error, reader);
            None
        }
    }
}

fn read_root(root: Option<&Node<'_>>, reader: &mut Reader<'_>) -> Map {
    match root {
        Some(Node::Object(object)) => map(object, reader),
        Some(other) => {
            let span = reader.span(other.start()..other.end());
            reader.unparsable(span, "front matter must be a map");
            Map::default()
        }
        None => Map::default(),
    }
}

/// The members of the outermost object that end before a fault: the object is cut at the fault, or
/// at the last comma before, and closed. Tells no further problems of the syntax.
fn read_before(error: &ParseError, reader: &mut Reader<'_>) -> Map {
    let range = error.range();
    let comma = last_member_end(&reader.content[..range.end]);
    for cut in [Some(range.start), Some(range.end), comma]
        .into_iter()
        .flatten()
    {
        let repaired = format!("{}}}", &reader.content[..cut]);
        if let Ok(root) = parse(&repaired) {
            return read_root(root.as_ref(), reader);
        }
    }
    Map::default()
}

fn tell(error: &ParseError, reader: &mut Reader<'_>) {
    let range = error.range();
    let is_wide = reader.content[range.start..range.end].contains(['\n', '\r']);
    let span = if is_wide || range.start == range.end {
        reader.char_at(range.start)
    } else {
        reader.span(range.start..range.end)
    };
    reader.unparsable(span, fault(error));
}

fn map(object: &Object<'_>, reader: &mut Reader<'_>) -> Map {
    let mut entries = Entries::default();
    for member in &object.properties {
        let key = Key {
            name: member.name.as_str().into(),
            span: reader.span(member.name.start()..member.name.end()),
        };
        let Some(value) = value(&member.value, reader) else {
            break;
        };
        entries.push(key, value, reader);
    }
    entries.finish()
}

/// A value, or nothing once there are too many.
fn value(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Value> {
    let (start, end) = (node.start(), node.end());
    let outer = reader.span(start..end);
    if !reader.takes_value(outer) {
        return None;
    }
    let (span, data) = match node {
        Node::StringLit(text) => (
            reader.span(start + 1..end - 1),
            Data::String(text.value.clone().into_owned()),
        ),
        Node::NumberLit(digits) => (outer, number(digits.value)),
        Node::BooleanLit(boolean) => (outer, Data::Boolean(boolean.value)),
        Node::NullKeyword(_) => (outer, Data::Null),
        Node::Object(object) => (outer, Data::Map(map(object, reader))),
        Node::Array(array) => {
            let items = array.elements.iter();
            let values = items.map_while(|item| value(item, reader)).collect();
            (outer, Data::List(values))
        }
    };
    Some(Value { span, data })
}

/// Length of the object that `text` starts with, up to its brace. Braces in strings do not count;
/// a string ends with its line at the latest.
pub(super) fn object_len(text: &str) -> Option<usize> {
    let closing = brackets(text).find(|bracket| bracket.depth == 0)?;
    Some(closing.at + 1)
}

/// Where the last comma between members of the outermost object stands.
fn last_member_end(text: &str) -> Option<usize> {
    brackets(text)
        .filter(|bracket| bracket.byte == b',' && bracket.depth == 1)
        .last()
        .map(|comma| comma.at)
}
