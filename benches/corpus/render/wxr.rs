//! An item of a WordPress export.

use super::html::{escaped, write_body};
use super::{Page, markdown};
use crate::corpus::draft::Draft;
use crate::corpus::meta::Value;

/// What stands before the items.
pub(in crate::corpus) const EXPORT_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">
<channel>
";
/// What stands behind the items.
pub(in crate::corpus) const EXPORT_END: &str = "</channel>\n</rss>\n";

pub(super) fn write(draft: &Draft, page: &mut Page) {
    page.line(&["<item>"]);
    page.line(&["<title>", &escaped(&draft.title), "</title>"]);
    let mut body = Page::default();
    write_body(draft, &mut body);
    page.line(&[
        "<content:encoded><![CDATA[",
        body.text.trim(),
        "]]></content:encoded>",
    ]);
    let id = draft.number.to_string();
    element(page, "wp:post_id", &id);
    element(page, "wp:post_date", &draft.date);
    element(page, "wp:post_name", &draft.slug);
    element(page, "wp:status", "publish");
    element(page, "wp:post_type", "post");
    for (key, value) in &draft.meta.entries {
        page.line(&["<wp:postmeta>"]);
        element(page, "wp:meta_key", &markdown::yaml_key(key));
        element(page, "wp:meta_value", &scalar(value));
        page.line(&["</wp:postmeta>"]);
    }
    page.line(&["</item>"]);
}

fn element(page: &mut Page, name: &str, text: &str) {
    page.line(&["<", name, "><![CDATA[", text, "]]></", name, ">"]);
}

/// A value as WordPress keeps it: what is no scalar is serialized by PHP.
fn scalar(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Opaque(text) | Value::Bare(text) => text.clone(),
        Value::Flag(flag) => u8::from(*flag).to_string(),
        value => serialized(value),
    }
}

fn serialized(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Opaque(text) => serialized_text(text),
        Value::Bare(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(_), _) => format!("i:{text};"),
            (Err(_), Ok(_)) => format!("d:{text};"),
            _ => serialized_text(text),
        },
        Value::Flag(flag) => format!("b:{};", u8::from(*flag)),
        Value::Words(items) | Value::List(items) => {
            array(items.iter().map(|item| serialized_text(item)))
        }
        Value::Map(entries) => map(entries),
        Value::Maps(maps) => array(maps.iter().map(|entries| map(entries))),
    }
}

fn serialized_text(text: &str) -> String {
    format!("s:{}:\"{text}\";", text.len())
}

fn array(items: impl ExactSizeIterator<Item = String>) -> String {
    let len = items.len();
    let items = items.enumerate().map(|(at, item)| format!("i:{at};{item}"));
    format!("a:{len}:{{{}}}", items.collect::<String>())
}

fn map(entries: &[(&'static str, Value)]) -> String {
    let members = entries.iter().map(|(key, value)| {
        let key = serialized_text(&markdown::yaml_key(key));
        format!("{key}{}", serialized(value))
    });
    let members: String = members.collect();
    format!("a:{}:{{{members}}}", entries.len())
}
