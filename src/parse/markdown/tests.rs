//! Tests: tests.

use super::*;
use crate::post::ProblemKind;
use crate::post::{BlockKind, Body};

mod constructs;
mod hostile;
mod structure;

fn read(text: &str) -> Post {
    let mut posts = Markdown.parse(text, &ParseOptions::default());
    assert_eq!(posts.len(), 1);
    let post = posts.remove(0);
    check(text, &post);
    post
}

/// Holds what is true of every post: spans lie in the source on character boundaries, texts and
/// blocks are in order.
fn check(text: &str, post: &Post) {
    let body = &post.body;
    let mut spans = vec![
        post.first_line,
        post.last_line,
        post.anchor(),
        post.meta_anchor(),
    ];
    spans.extend(body.blocks.iter().map(|block| block.span));
    spans.extend(body.links.iter().map(|link| link.span));
    spans.extend(body.images.iter().map(|image| image.span));
    spans.extend(post.problems.iter().map(|problem| problem.span));
    for (at, c) in body.text.char_indices() {
        let (at, end) = (
            u32::try_from(at).unwrap(),
            u32::try_from(at + c.len_utf8()).unwrap(),
        );
        spans.push(body.span(at..end));
    }
    for span in spans {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    let mut end = 0;
    for block in &body.blocks {
        assert!(
            block.text.start >= end && block.text.end >= block.text.start,
            "{text:?}"
        );
        assert!(
            body.text
                .get(block.text.start as usize..block.text.end as usize)
                .is_some()
        );
        end = block.text.end;
    }
    assert_eq!(end as usize, body.text.len(), "{text:?}");
    let sections = body
        .sections
        .iter()
        .flat_map(|section| section.blocks.clone());
    assert_eq!(
        sections.count() + body.sections.len() - 1,
        body.blocks.len()
    );
}

/// Every block: its kind, its bytes and its text.
fn blocks(text: &str) -> Vec<String> {
    let post = read(text);
    let shown = post.body.blocks.iter().map(|block| {
        let kind = match &block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem { list, depth } => format!("li{list}.{depth}"),
            BlockKind::Code { language } => format!("code({})", language.as_deref().unwrap_or("")),
            kind => format!("{kind:?}").to_lowercase(),
        };
        let raw = &text[block.span.range()];
        format!("{kind} <{raw}> {}", post.body.block_text(block))
    });
    shown.collect()
}

/// The texts of the blocks alone.
fn texts(text: &str) -> Vec<String> {
    let post = read(text);
    let shown = post
        .body
        .blocks
        .iter()
        .map(|block| post.body.block_text(block).to_owned());
    shown.collect()
}

/// The bytes of the first place of `needle` in the text.
fn source_of<'a>(text: &'a str, needle: &str) -> &'a str {
    let body = read(text).body;
    let at = body.text.find(needle).unwrap();
    let range = u32::try_from(at).unwrap()..u32::try_from(at + needle.len()).unwrap();
    &text[body.span(range).range()]
}
