//! TOML front matter.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue, Error};

use crate::parse::lines::with_line_feeds;
use crate::post::{Data, Entry, Key, Map, Value};

use super::entries::{Entries, repeated};
use super::number::number;
use super::reader::Reader;

/// Faults told of one block: an unclosed bracket makes every line behind it one.
const MOST_FAULTS: usize = 3;

/// Reads a table. Of a faulty one the parts that could be recovered are kept.
pub(super) fn read(reader: &mut Reader<'_>) -> Map {
    let content = with_line_feeds(reader.content);
    let (table, errors) = DeTable::parse_recoverable(&content);
    let root = map(table.get_ref(), reader, 1).0;
    for error in errors.iter().take(MOST_FAULTS) {
        tell(error, &root, reader);
    }
    root
}

fn tell(error: &Error, root: &Map, reader: &mut Reader<'_>) {
    let range = error.span().unwrap_or(0..0);
    let span = if range.is_empty() {
        reader.char_at(range.start)
    } else {
        reader.span(range.clone())
    };
    match error.message() {
        "duplicate key" => tell_repeated(range, root, reader),
        // The parser's own bound is lower than ours; both are far from what anybody writes.
        message if message.contains("recursi") => reader.too_deep(span),
        message => reader.unparsable(
            span,
            format!("not valid TOML: {}", message.replace('\n', " ")),
        ),
    }
}

fn tell_repeated(range: Range<usize>, root: &Map, reader: &mut Reader<'_>) {
    let second = Key {
        name: key_name(&reader.content[range.clone()]).into(),
        span: reader.span(range),
    };
    if let Some(first) = last_key_before(root, &second, reader) {
        reader.problem(repeated(first, &second));
    } else {
        let mut problem = repeated(&second, &second);
        problem.other = None;
        reader.problem(problem);
    }
}

fn key_name(raw: &str) -> String {
    raw.trim_matches(['"', '\'']).to_owned()
}

/// The key of that name that stands nearest before: the parser does not tell which it was.
fn last_key_before<'a>(map: &'a Map, second: &Key, reader: &Reader<'_>) -> Option<&'a Key> {
    let mut found: Option<&Key> = None;
    for Entry { key, value } in &map.entries {
        let inner = match &value.data {
            Data::Map(inner) if !is_over(value, second, reader) => {
                last_key_before(inner, second, reader)
            }
            _ => None,
        };
        let own = (key.name == second.name && key.span.end <= second.span.start).then_some(key);
        let nearest = [found, own, inner].into_iter().flatten();
        found = nearest.max_by_key(|key| key.span.start);
    }
    found
}

/// Whether a value is an inline table that is closed before the key.
fn is_over(value: &Value, key: &Key, reader: &Reader<'_>) -> bool {
    value.span.end <= key.span.start && reader.slice(value.span).starts_with('{')
}

/// The map with the range of its keys and values.
fn map(table: &DeTable<'_>, reader: &mut Reader<'_>, depth: usize) -> (Map, Option<Range<usize>>) {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    let mut entries = Entries::default();
    let mut covered: Option<Range<usize>> = None;
    for (key, node) in pairs {
        let Some((value, range)) = value(node, reader, depth) else {
            break;
        };
        let all = key.span().start..range.end.max(key.span().end);
        covered = Some(covered.map_or(all.clone(), |known| join(&known, &all)));
        let key = Key {
            name: key.get_ref().clone().into_owned().into(),
            span: reader.span(key.span()),
        };
        entries.push(key, value, reader);
    }
    (entries.finish(), covered)
}

fn join(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.min(b.start)..a.end.max(b.end)
}

/// A value with the range it takes, or nothing once there are too many or they are too deep.
fn value(
    node: &Spanned<DeValue<'_>>,
    reader: &mut Reader<'_>,
    depth: usize,
) -> Option<(Value, Range<usize>)> {
    let range = node.span();
    let outer = reader.span(range.clone());
    if !reader.takes_value(outer) {
        return None;
    }
    let is_container = matches!(node.get_ref(), DeValue::Array(_) | DeValue::Table(_));
    if is_container && depth >= reader.limits.nesting {
        reader.too_deep(outer);
        return None;
    }
    let raw = &reader.content[range.clone()];
    let (inner, data) = match node.get_ref() {
        DeValue::String(text) => (
            unquoted(raw, &range),
            Data::String(text.clone().into_owned()),
        ),
        DeValue::Integer(integer) => (range.clone(), integer_data(integer, raw)),
        DeValue::Float(float) => (range.clone(), float_data(float.as_str(), raw)),
        DeValue::Boolean(boolean) => (range.clone(), Data::Boolean(*boolean)),
        DeValue::Datetime(_) => (range.clone(), Data::String(raw.to_owned())),
        DeValue::Array(items) => {
            let values: Vec<_> = items
                .iter()
                .map_while(|item| value(item, reader, depth + 1))
                .collect();
            let end = values.last().map_or(range.end, |(_, last)| last.end);
            let values = values.into_iter().map(|(value, _)| value).collect();
            (range.start..end.max(range.end), Data::List(values))
        }
        DeValue::Table(table) => {
            let (map, covered) = map(table, reader, depth + 1);
            let is_inline = raw.starts_with('{');
            let inner = covered
                .filter(|_| !is_inline)
                .map_or(range.clone(), |covered| join(&range, &covered));
            (inner, Data::Map(map))
        }
    };
    let span = reader.span(inner.clone());
    Some((Value { span, data }, inner.start..inner.end.max(range.end)))
}

/// The range of a string without its quotes, and without the line break right behind quotes for
/// several lines, which is no part of it.
fn unquoted(raw: &str, range: &Range<usize>) -> Range<usize> {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.into_iter().find(|quote| {
        raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote)
    });
    let len = quote.map_or(0, str::len);
    let line_break = match &raw.as_bytes()[len..raw.len() - len] {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    range.start + len + line_break..range.end - len
}

fn integer_data(integer: &DeInteger<'_>, raw: &str) -> Data {
    match i64::from_str_radix(integer.as_str(), integer.radix()) {
        Ok(value) => Data::Integer(value),
        Err(_) => float_data(integer.as_str(), raw),
    }
}

fn float_data(digits: &str, raw: &str) -> Data {
    match number(digits) {
        Data::Integer(_) | Data::String(_) => Data::String(raw.to_owned()),
        data => data,
    }
}
