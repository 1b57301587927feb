//! One post a line, each an object of JSON.

mod json;
mod split;
mod string;

#[cfg(test)]
mod tests;

use super::front_matter::{Entries, Reader};
use super::{BodyFormat, Embedded, InputFormat, JsonlOptions, ParseLimits, ParseOptions};
use super::{Splitter, title};
use crate::post::{Data, Map, Meta, MetaPath, Post, Problem, ProblemKind, Title, Value};
use crate::source::Span;

use json::{Fault, Object};

/// The fields that a body may stand in, the likeliest first.
const BODIES: [(&str, BodyFormat); 5] = [
    ("body", BodyFormat::Markdown),
    ("content", BodyFormat::Markdown),
    ("markdown", BodyFormat::Markdown),
    ("html", BodyFormat::Html),
    ("text", BodyFormat::Text),
];
/// The fields that may name a post.
const IDS: [&str; 2] = ["id", "slug"];
/// The objects whose members may be meta.
const METAS: [&str; 2] = ["meta", "front_matter"];
/// Values of one record. Bounds memory; the size of a record is bounded before.
const MOST_VALUES: usize = 100_000;

/// JSON Lines.
pub(super) struct Jsonl;

impl InputFormat for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post> {
        vec![read_post(text, options)]
    }

    fn splitter(&self) -> Option<Box<dyn Splitter>> {
        Some(Box::new(split::Lines::new()))
    }

    fn embedded(&self, text: &str, options: &ParseOptions) -> Option<Embedded> {
        let limits = limits(options);
        let object = json::read(&mut reader(text, &limits)).ok()?;
        body(text, &object.map, &options.jsonl)?.ok()?.embedded
    }
}

/// Bounds of a record are not those of front matter: it holds the body too.
fn limits(options: &ParseOptions) -> ParseLimits {
    ParseLimits {
        front_matter_nodes: options.limits.front_matter_nodes.max(MOST_VALUES),
        ..options.limits
    }
}

fn reader<'a>(text: &'a str, limits: &'a ParseLimits) -> Reader<'a> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    Reader::new(text, mark..text.len(), limits)
}

fn read_post(text: &str, options: &ParseOptions) -> Post {
    let limits = limits(options);
    let mut reader = reader(text, &limits);
    let object = match json::read(&mut reader) {
        Ok(object) => object,
        Err(fault) => return unreadable(fault),
    };
    let close = Span::new(object.span.end - 1, object.span.end);
    let found = match body(text, &object.map, &options.jsonl) {
        Some(Ok(found)) => found,
        Some(Err(problem)) => {
            reader.problem(problem);
            Found::default()
        }
        None => {
            reader.problem(no_body(close, &options.jsonl));
            Found::default()
        }
    };
    let inner = found.embedded.map(|it| it.post(options));
    let mut post = inner.unwrap_or_else(|| Post {
        first_line: Span::at(object.span.start),
        last_line: close,
        ..Post::default()
    });
    let own_id = id(&object.map, &options.jsonl);
    let own_title = title(&object.map, &options.jsonl);
    let inner = post.meta.take().map(|meta| meta.root);
    let meta = Meta {
        span: object.span,
        close,
        root: root(object, found.at, inner, &options.jsonl),
    };
    post.id = own_id.or_else(|| id(&meta.root, &options.jsonl));
    let declared = own_title.or_else(|| title::declared(Some(&meta)));
    post.title = declared.or(post.title);
    post.meta = Some(meta);
    let mut problems = reader.finish();
    problems.append(&mut post.problems);
    post.problems = problems;
    post
}

/// A record that is no JSON: what it says is not guessed.
fn unreadable(fault: Fault) -> Post {
    let problem = Problem {
        kind: ProblemKind::Unreadable,
        span: fault.span,
        message: fault.message,
        other: fault.other,
        help: fault.help.map(str::to_owned),
    };
    Post {
        first_line: problem.span,
        last_line: problem.span,
        problems: vec![problem],
        ..Post::default()
    }
}

/// Where the body stands; nothing decoded where it is null or empty.
#[derive(Default)]
struct Found {
    at: Option<Span>,
    embedded: Option<Embedded>,
}

/// The body of a record: the field that is configured, else the first of the likely ones that is
/// text. The problem of a configured one that is not text.
fn body(text: &str, map: &Map, options: &JsonlOptions) -> Option<Result<Found, Problem>> {
    let (value, format) = match &options.body {
        Some(path) => (field(map, path)?, format_of(path)),
        None => guessed(map)?,
    };
    let at = Some(value.span);
    let decoded = match &value.data {
        Data::String(_) => string::decode(text.get(value.span.range())?, value.span.start).ok()?,
        Data::Null => return Some(Ok(Found { at, embedded: None })),
        other => return Some(Err(no_text(value.span, other))),
    };
    let format = options.body_format.unwrap_or(format);
    let has_text = !decoded.text.is_empty();
    let embedded = has_text.then(|| Embedded::new(decoded.text, decoded.map, format));
    Some(Ok(Found { at, embedded }))
}

/// The field at a path. A path drops the `meta.` that it starts with: what it names may stand in the
/// object of that name.
fn field<'a>(map: &'a Map, path: &MetaPath) -> Option<&'a Value> {
    let in_meta = || match &map.get("meta")?.value.data {
        Data::Map(inner) => path.first(inner),
        _ => None,
    };
    path.first(map).or_else(in_meta)
}

/// The first of the likely fields that is text, else the first that is null, and its format.
fn guessed(map: &Map) -> Option<(&Value, BodyFormat)> {
    let found = |(name, format): &(&str, BodyFormat)| Some((&map.get(name)?.value, *format));
    let mut named = BODIES.iter().filter_map(found);
    let text = named
        .clone()
        .find(|(value, _)| matches!(value.data, Data::String(_)));
    text.or_else(|| named.find(|(value, _)| value.data == Data::Null))
}

/// The format that the name of a field means.
fn format_of(path: &MetaPath) -> BodyFormat {
    let last = path.split_last().map(|(_, key)| key.to_owned());
    let named = BODIES
        .iter()
        .find(|(name, _)| Some(*name) == last.as_deref());
    named.map_or(BodyFormat::Markdown, |(_, format)| *format)
}

fn no_text(span: Span, data: &Data) -> Problem {
    Problem {
        kind: ProblemKind::Unparsable,
        span,
        message: format!("the body must be text, not {}", data.described()),
        other: None,
        help: Some("name the field of the body: `[format.jsonl] body`".to_owned()),
    }
}

fn no_body(close: Span, options: &JsonlOptions) -> Problem {
    let message = if options.body.is_some() {
        "the record has no field of the name that `format.jsonl.body` gives".to_owned()
    } else {
        let names = BODIES.map(|(name, _)| name).join("`, `");
        format!("the record has no body: none of the fields `{names}` is text")
    };
    Problem {
        kind: ProblemKind::Unparsable,
        span: close,
        message,
        other: None,
        help: Some("name the field of the body: `[format.jsonl] body`".to_owned()),
    }
}

fn id(map: &Map, options: &JsonlOptions) -> Option<String> {
    let value = |value: &Value| {
        let text = value.data.as_text()?;
        (!text.trim().is_empty()).then(|| text.trim().to_owned())
    };
    if let Some(path) = &options.id {
        return value(field(map, path)?);
    }
    let entries = IDS.iter().filter_map(|name| map.get(name));
    entries.map(|entry| &entry.value).find_map(value)
}

fn title(map: &Map, options: &JsonlOptions) -> Option<Title> {
    let value = match &options.title {
        Some(path) => field(map, path),
        None => map.get("title").map(|entry| &entry.value),
    }?;
    title::of(value)
}

/// The meta of a post: the members of the meta object, the other fields of the record, and what
/// front matter its body has. What is said first counts.
fn root(object: Object, body: Option<Span>, inner: Option<Map>, options: &JsonlOptions) -> Map {
    let is_meta = |value: &Value| matches!(value.data, Data::Map(_));
    let found = if let Some(path) = &options.meta {
        path.first(&object.map)
    } else {
        let entries = METAS.iter().filter_map(|name| object.map.get(name));
        let mut values = entries.map(|entry| &entry.value);
        values.find(|value| is_meta(value))
    };
    let meta_at = found.filter(|value| is_meta(value)).map(|value| value.span);
    let mut fields = object.map;
    if let Some(body) = body {
        taken(&mut fields, body);
    }
    let meta = meta_at.and_then(|at| taken(&mut fields, at));
    let mut root = Entries::default();
    let members = match meta.map(|value| value.data) {
        Some(Data::Map(map)) => map.entries,
        _ => Vec::new(),
    };
    let inner = inner.map(|map| map.entries).unwrap_or_default();
    for entry in members.into_iter().chain(fields.entries).chain(inner) {
        root.push_weak(entry);
    }
    root.finish()
}

/// Takes the value that stands at a place out of a map. Depth is bounded by the reader.
fn taken(map: &mut Map, at: Span) -> Option<Value> {
    if let Some(found) = map.entries.iter().position(|it| it.value.span == at) {
        return Some(map.entries.remove(found).value);
    }
    let mut maps = map.entries.iter_mut();
    maps.find_map(|entry| match &mut entry.value.data {
        Data::Map(inner) => taken(inner, at),
        _ => None,
    })
}
