//! Tests of HTML.

mod fragments;
mod hostile;
mod pages;

use super::*;
use crate::parse::ParseOptions;
use crate::post::{Block, BlockKind, Body, Post};

fn read(text: &str) -> Post {
    let mut posts = Html.parse(text, &ParseOptions::default());
    assert_eq!(posts.len(), 1);
    posts.remove(0)
}

fn fragment(text: &str) -> Body {
    body(text, 0..text.len(), Dialect::Plain)
}

fn wordpress(text: &str) -> Body {
    body(text, 0..text.len(), Dialect::Wordpress)
}

/// Kind and text of every block.
fn blocks(body: &Body) -> Vec<String> {
    let tell = |block: &Block| {
        let kind = match &block.kind {
            BlockKind::ListItem { list, depth } => format!("item {list}.{depth}"),
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Code { language } => {
                format!("code {}", language.as_deref().unwrap_or("-"))
            }
            kind => format!("{kind:?}").to_lowercase(),
        };
        format!("{kind}: {}", body.block_text(block))
    };
    body.blocks.iter().map(tell).collect()
}

/// The bytes of every block.
fn bytes<'a>(text: &'a str, body: &Body) -> Vec<&'a str> {
    let spans = body.blocks.iter().map(|block| &text[block.span.range()]);
    spans.collect()
}
