//! What an item says of itself besides its body.

use rustc_hash::FxHashMap;

use super::php::{self, PhpData, PhpValue};
use super::xml::{Decoded, Element, decode, elements};
use crate::parse::front_matter::Entries;
use crate::parse::typed::typed;
use crate::parse::{ParseOptions, html};
use crate::post::{Data, Entry, Key, Map, Value, ValueType, normalize_key};
use crate::source::{OffsetMap, Span};

/// The elements of RSS itself: others of that name, as `<media:title>`, say something else.
const OF_RSS: [&str; 3] = ["title", "link", "category"];
/// Elements that say one thing of the post, and what that is called in meta.
const FIELDS: [(&str, &str); 10] = [
    ("title", "title"),
    ("link", "link"),
    ("creator", "author"),
    ("encoded", "excerpt"),
    ("post_id", "id"),
    ("post_date", "date"),
    ("post_modified", "modified"),
    ("post_name", "slug"),
    ("status", "status"),
    ("post_type", "type"),
];
/// Taxonomies of WordPress itself, and what their lists are called in meta; others keep their name.
const TAXONOMIES: [(&str, &str); 2] = [("category", "categories"), ("post_tag", "tags")];

/// The meta of an item. Of keys that WordPress itself and a plug-in use, those of the former count.
pub(super) fn root(
    text: &str,
    item: &Element<'_>,
    children: &[Element<'_>],
    options: &ParseOptions,
) -> Map {
    let mut root = Entries::default();
    let mut others = Gathered::default();
    let is_meant =
        |child: &&Element<'_>| child.prefix() == item.prefix() || !OF_RSS.contains(&child.local());
    for child in children.iter().filter(is_meant) {
        match child.local() {
            "category" => others.term(text, child),
            "postmeta" => others.custom(text, child, options),
            name => {
                let is_excerpt = name != "encoded" || child.prefix() == "excerpt";
                let field = FIELDS.iter().find(|(element, _)| *element == name);
                if let Some((_, key)) = field.filter(|_| is_excerpt) {
                    let mut found = decode(text, child.content.clone());
                    if *key == "title" {
                        found = shown(&found);
                    }
                    let value = scalar(&found, child, declared(key, options));
                    root.push_weak(entry(key, child, value));
                }
            }
        }
    }
    for field in others.fields {
        root.push_weak(field.entry());
    }
    root.finish()
}

/// A title as readers see it: WordPress keeps it as HTML.
fn shown(found: &Decoded) -> Decoded {
    let (text, map) = html::shown(&found.text);
    let map = map.behind(&found.map);
    Decoded { text, map }
}

/// Lists of terms and custom fields, by their keys.
#[derive(Default)]
struct Gathered {
    fields: Vec<Field>,
    places: FxHashMap<String, usize>,
}

/// A key with all values that stand under it.
struct Field {
    key: Key,
    values: Vec<Value>,
    /// Whether it is a list even of one value.
    is_list: bool,
}

impl Gathered {
    /// `<category domain="post_tag" nicename="saws">Saws</category>`: the nicename is what links
    /// and queries use.
    fn term(&mut self, text: &str, element: &Element<'_>) {
        let domain = element.attribute(text, "domain");
        let domain = domain.map_or_else(|| "category".to_owned(), |it| it.text);
        let known = TAXONOMIES.iter().find(|(taxonomy, _)| *taxonomy == domain);
        let name = known.map_or(domain, |(_, name)| (*name).to_owned());
        let span = Span::from_range(element.name_at.clone());
        let term = element.attribute(text, "nicename");
        let term = term.unwrap_or_else(|| decode(text, element.content.clone()));
        let value = scalar(&term, element, None);
        let name = name.into();
        self.add(Key { name, span }, value, true);
    }

    /// `<wp:postmeta>` with a key and a value.
    fn custom(&mut self, text: &str, element: &Element<'_>, options: &ParseOptions) {
        let most = options.limits.nesting;
        let Ok(children) = elements(text, element.content.clone(), most) else {
            return;
        };
        let child = |name: &str| children.iter().find(|child| child.local() == name);
        let (Some(key), Some(value)) = (child("meta_key"), child("meta_value")) else {
            return;
        };
        let name = decode(text, key.content.clone());
        let found = decode(text, value.content.clone());
        let declared = declared(name.text.trim(), options);
        let value = array(&found).unwrap_or_else(|| scalar(&found, value, declared));
        let key = Key {
            span: placed(&name, key).1,
            name: name.text.trim().into(),
        };
        self.add(key, value, false);
    }

    fn add(&mut self, key: Key, value: Value, is_list: bool) {
        let next = self.fields.len();
        let at = *self.places.entry(normalize_key(&key.name)).or_insert(next);
        if at == next {
            self.fields.push(Field {
                key,
                values: Vec::new(),
                is_list,
            });
        }
        self.fields[at].values.push(value);
    }
}

impl Field {
    fn entry(mut self) -> Entry {
        let (first, last) = (self.values.first(), self.values.last());
        let span = first
            .zip(last)
            .map(|(first, last)| first.span.join(last.span));
        let value = match self.values.pop() {
            Some(only) if self.values.is_empty() && !self.is_list => only,
            last => {
                self.values.extend(last);
                Value {
                    span: span.unwrap_or(self.key.span),
                    data: Data::List(self.values),
                }
            }
        };
        Entry {
            key: self.key,
            value,
        }
    }
}

fn entry(key: &str, element: &Element<'_>, value: Value) -> Entry {
    Entry {
        key: Key {
            name: key.into(),
            span: Span::from_range(element.name_at.clone()),
        },
        value,
    }
}

/// The type that rules declare a key of.
fn declared(key: &str, options: &ParseOptions) -> Option<ValueType> {
    options.hint(key).map(|hint| hint.value_type)
}

/// A text without the blanks around it, and its place; that of an empty one is where it would stand.
fn placed<'a>(found: &'a Decoded, element: &Element<'_>) -> (&'a str, Span) {
    let text = found.text.trim();
    if text.is_empty() {
        let start = Span::from_range(element.content.clone()).start;
        return (text, Span::at(start));
    }
    let lead = found.text.len() - found.text.trim_start().len();
    (text, span(&found.map, lead, lead + text.len()))
}

fn span(map: &OffsetMap, start: usize, end: usize) -> Span {
    let decoded = Span::from_range(start..end);
    map.span(decoded.start..decoded.end)
}

fn scalar(found: &Decoded, element: &Element<'_>, value_type: Option<ValueType>) -> Value {
    let (text, span) = placed(found, element);
    Value {
        span,
        data: typed(text, value_type),
    }
}

/// The value of a text that is a serialized array.
fn array(found: &Decoded) -> Option<Value> {
    let lead = found.text.len() - found.text.trim_start().len();
    let array = php::read(found.text.trim())?;
    Some(value(array, lead, &found.map))
}

/// Depth is bounded by the reader.
fn value(found: PhpValue, lead: usize, map: &OffsetMap) -> Value {
    let span = span(map, lead + found.start, lead + found.end);
    let data = match found.data {
        PhpData::Null => Data::Null,
        PhpData::Boolean(value) => Data::Boolean(value),
        PhpData::Integer(value) => Data::Integer(value),
        PhpData::Float(value) => Data::Float(value),
        PhpData::Text(text) => Data::String(text),
        PhpData::Array(entries) => items(entries, lead, map),
    };
    Value { span, data }
}

/// An array is a list if its keys are the numbers from 0 on.
fn items(entries: Vec<(PhpValue, PhpValue)>, lead: usize, map: &OffsetMap) -> Data {
    let mut keys = (0..).zip(&entries);
    if keys.all(|(at, (key, _))| key.data == PhpData::Integer(at)) {
        let items = entries.into_iter().map(|(_, item)| value(item, lead, map));
        return Data::List(items.collect());
    }
    let mut members = Entries::default();
    for (key, item) in entries {
        let place = span(map, lead + key.start, lead + key.end);
        let name = match key.data {
            PhpData::Text(text) => text.into(),
            PhpData::Integer(number) => number.to_string().into(),
            _ => continue,
        };
        let key = Key { name, span: place };
        members.push_weak(Entry {
            key,
            value: value(item, lead, map),
        });
    }
    Data::Map(members.finish())
}
