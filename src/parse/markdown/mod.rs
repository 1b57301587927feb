//! Markdown with front matter, and what site generators add to it.

mod blocks;
mod comments;
mod opaque;
mod span;
mod urls;

use crate::post::{BlockKind, Body, Data, Meta, Post, Title};

use super::front_matter;
use super::{Comment, InputFormat, ParseOptions};

/// Markdown files. One file is one post.
pub(super) struct Markdown;

impl InputFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdx"]
    }

    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post> {
        let front = front_matter::read(text, &options.limits);
        let body = blocks::read(text, front.body_start);
        let title = declared_title(front.meta.as_ref()).or_else(|| first_heading(&body));
        vec![Post {
            id: None,
            title,
            meta: front.meta,
            body,
            problems: front.problems,
            first_line: span::first_line(text, front.body_start),
            last_line: span::last_line(text),
        }]
    }

    fn comments(&self, text: &str, post: &Post) -> Vec<Comment> {
        let mut comments = front_matter::comments(text, post);
        comments.extend(comments::of_body(text, front_matter::body_start(text)));
        comments
    }
}

fn declared_title(meta: Option<&Meta>) -> Option<Title> {
    let entry = meta?.root.get("title")?;
    match &entry.value.data {
        Data::String(text) => Some(Title {
            text: text.clone(),
            span: entry.value.span,
        }),
        _ => None,
    }
}

fn first_heading(body: &Body) -> Option<Title> {
    let mut blocks = body.blocks.iter();
    let heading = blocks.find(|block| block.kind == BlockKind::Heading(1))?;
    let text = body.block_text(heading);
    let span = match text {
        "" => heading.span,
        _ => body.span(heading.text.range()),
    };
    Some(Title {
        text: text.to_owned(),
        span,
    })
}

#[cfg(test)]
mod tests;
