//! Markdown with YAML front matter.

use super::Page;
use crate::corpus::draft::{Anchor, Block, Draft};
use crate::corpus::meta::Value;

pub(super) fn write(draft: &Draft, page: &mut Page) {
    write_meta(draft, page);
    write_body(draft, page);
}

/// Front matter.
pub(super) fn write_meta(draft: &Draft, page: &mut Page) {
    page.line(&["---"]);
    page.marked(Anchor::Title, &["title: ", &quoted(&draft.title)]);
    page.line(&["slug: ", &draft.slug]);
    page.line(&["date: ", &draft.date]);
    for (key, value) in &draft.meta.entries {
        entry(page, key, value);
    }
    page.marked(Anchor::MetaClose, &["---"]);
}

/// What stands below the meta.
pub(super) fn write_body(draft: &Draft, page: &mut Page) {
    for (at, block) in draft.body.iter().enumerate() {
        page.line(&[]);
        self::block(page, Anchor::Block(at), block);
    }
    page.mark(Anchor::BodyEnd);
}

fn block(page: &mut Page, anchor: Anchor, block: &Block) {
    match block {
        Block::Heading(title) => page.marked(anchor, &["## ", title]),
        Block::Paragraph(sentences) => page.prose(anchor, sentences),
        Block::List(items) => {
            for item in items {
                page.line(&["- ", item]);
            }
        }
        Block::Code { language, lines } => {
            page.line(&["```", language]);
            for line in lines {
                page.line(&[line]);
            }
            page.line(&["```"]);
        }
        Block::Picture(picture) => {
            page.line(&["![", &picture.caption, "](", &picture.url, ")"]);
        }
    }
}

fn entry(page: &mut Page, key: &'static str, value: &Value) {
    let name = yaml_key(key);
    match value {
        Value::List(items) => {
            page.line(&[&name, ":"]);
            for (at, item) in items.iter().enumerate() {
                page.line(&["  - ", &quoted(item)]);
                if at == 0 {
                    page.mark(Anchor::Key(key));
                }
            }
        }
        Value::Map(entries) => {
            page.line(&[&name, ":"]);
            for (inner, value) in entries {
                let line = ["  ", &yaml_key(inner), ": ", &scalar(value)];
                page.marked(Anchor::Inner(key, inner), &line);
            }
        }
        Value::Maps(maps) => {
            page.line(&[&name, ":"]);
            for (at, (inner, value)) in maps.iter().flat_map(first_is_dashed).enumerate() {
                page.line(&[inner.0, &yaml_key(inner.1), ": ", &scalar(value)]);
                if at == 0 {
                    page.mark(Anchor::Key(key));
                }
            }
        }
        _ => page.marked(Anchor::Key(key), &[&name, ": ", &scalar(value)]),
    }
}

type Line<'a> = ((&'static str, &'static str), &'a Value);

/// The lines of a map in a list: a dash before the first key, its width before the others.
fn first_is_dashed<'a>(map: &'a Vec<(&'static str, Value)>) -> impl Iterator<Item = Line<'a>> {
    let indents = std::iter::once("  - ").chain(std::iter::repeat("    "));
    let lines = map.iter().zip(indents);
    lines.map(|((key, value), indent)| ((indent, *key), value))
}

/// A key without blanks.
pub(super) fn yaml_key(key: &str) -> String {
    key.replace(' ', "_")
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Opaque(text) => format!("\"{text}\""),
        Value::Bare(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::Words(words) => format!("[{}]", words.join(", ")),
        Value::List(_) | Value::Map(_) | Value::Maps(_) => String::new(),
    }
}

/// A text as YAML, in quotes where a plain scalar would end early.
fn quoted(text: &str) -> String {
    if text.contains(": ") || text.contains(" #") {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}
