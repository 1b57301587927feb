//! An object of JSON on one line, its body Markdown.

use serde_json::{Map, Value as Json};

use super::{Page, markdown};
use crate::corpus::draft::Draft;
use crate::corpus::meta::Value;

pub(super) fn write(draft: &Draft, page: &mut Page) {
    let mut record = Map::new();
    record.insert("title".to_owned(), draft.title.clone().into());
    record.insert("slug".to_owned(), draft.slug.clone().into());
    record.insert("date".to_owned(), draft.date.clone().into());
    for (key, value) in &draft.meta.entries {
        record.insert(markdown::yaml_key(key), json(value));
    }
    let mut body = Page::default();
    markdown::write_body(draft, &mut body);
    record.insert("body".to_owned(), body.text.into());
    page.line(&[&Json::Object(record).to_string()]);
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Opaque(text) => text.clone().into(),
        Value::Bare(text) => text.parse().unwrap_or_else(|_| text.clone().into()),
        Value::Flag(flag) => (*flag).into(),
        Value::Words(items) | Value::List(items) => items.clone().into(),
        Value::Map(entries) => object(entries),
        Value::Maps(maps) => maps.iter().map(|entries| object(entries)).collect(),
    }
}

fn object(entries: &[(&'static str, Value)]) -> Json {
    let entries = entries.iter();
    let entries = entries.map(|(key, value)| (markdown::yaml_key(key), json(value)));
    Json::Object(entries.collect())
}
