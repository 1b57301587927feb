//! The three renderings of plain text.

use super::Page;
use crate::corpus::draft::{Anchor, Block, Draft};
use crate::corpus::meta::Value;

/// The rendering with empty lines and a meta block, with or without the bar on its first line.
pub(super) fn write(draft: &Draft, bar: bool, page: &mut Page) {
    if bar {
        page.line(&["|"]);
        page.line(&[]);
    }
    page.marked(Anchor::Title, &[&draft.title]);
    for (at, block) in draft.body.iter().enumerate() {
        if !follows_closely(draft, at) {
            page.line(&[]);
        }
        body_block(page, Anchor::Block(at), block);
    }
    page.mark(Anchor::BodyEnd);
    page.line(&[]);
    page.line(&["alphanode post meta"]);
    page.line(&[]);
    for (key, value) in &draft.meta.entries {
        entry(page, key, value);
    }
    page.mark(Anchor::MetaClose);
    page.line(&[]);
    page.text.push_str("Similar Posts");
}

/// The rendering without empty lines, indentation and meta.
pub(super) fn write_compact(draft: &Draft, page: &mut Page) {
    page.marked(Anchor::Title, &[&draft.title]);
    for (at, block) in draft.body.iter().enumerate() {
        let anchor = Anchor::Block(at);
        match block {
            Block::List(items) => {
                for item in items {
                    page.line(&["- ", item]);
                }
            }
            Block::Code { lines, .. } => {
                for line in lines.iter().filter(|line| !line.is_empty()) {
                    page.line(&[line.trim_start()]);
                }
            }
            _ => body_block(page, anchor, block),
        }
    }
    page.mark(Anchor::BodyEnd);
    page.text.pop();
}

/// A picture stands right under the list before it.
fn follows_closely(draft: &Draft, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| draft.body.get(before));
    matches!(
        (before, &draft.body[at]),
        (Some(Block::List(_)), Block::Picture(_))
    )
}

fn body_block(page: &mut Page, anchor: Anchor, block: &Block) {
    match block {
        Block::Heading(title) => page.marked(anchor, &[title]),
        Block::Paragraph(sentences) => page.prose(anchor, sentences),
        Block::List(items) => {
            for item in items {
                page.line(&["  • ", item]);
            }
        }
        Block::Code { lines, .. } => {
            for line in lines {
                page.line(&[line]);
            }
        }
        Block::Picture(picture) => {
            page.line(&[&picture.caption]);
            page.line(&[&picture.caption, ". image source: ", picture.source]);
        }
    }
}

fn entry(page: &mut Page, key: &'static str, value: &Value) {
    match value {
        Value::Words(items) | Value::List(items) => {
            page.line(&[key]);
            for (at, item) in items.iter().enumerate() {
                page.line(&["  • ", item]);
                if at == 0 {
                    page.mark(Anchor::Key(key));
                }
            }
        }
        Value::Map(entries) => {
            page.line(&[key]);
            for (inner, value) in entries {
                let line = ["  • ", inner, ": ", scalar(value)];
                page.marked(Anchor::Inner(key, inner), &line);
            }
        }
        Value::Maps(maps) => {
            page.line(&[key]);
            for (inner, value) in maps.iter().flatten() {
                page.line(&["    • ", inner, ": ", scalar(value)]);
            }
        }
        _ => page.marked(Anchor::Key(key), &[key, scalar(value)]),
    }
}

fn scalar(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Opaque(text) | Value::Bare(text) => text,
        Value::Flag(true) => "1",
        Value::Flag(false) => "0",
        Value::Words(_) | Value::List(_) | Value::Map(_) | Value::Maps(_) => "",
    }
}
