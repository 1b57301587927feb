//! HTML: whole pages, and the fragments that containers hold.

mod body;
mod element;
mod head;
mod json_ld;
mod opaque;
mod page;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use crate::post::{Body, Map, Post};
use crate::source::{MapBuilder, OffsetMap, Span};

use super::front_matter;
use super::span::{first_line, last_line};
use super::{COMMENT_SIGN, Comment, InputFormat, ParseOptions};
use page::Page;
use tokens::{Token, tokens};

/// HTML files. One file is one post.
pub(super) struct Html;

/// Who wrote a fragment of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Dialect {
    /// A page, or a tool that writes whole elements.
    Plain,
    /// WordPress: a blank line ends a paragraph, and `[gallery]` is a shortcode.
    Wordpress,
}

impl InputFormat for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post> {
        let front = front_matter::read(text, &options.limits);
        let page = Page::of(text, front.body_start);
        let body = body(text, page.content.clone(), Dialect::Plain);
        let mut problems = front.problems;
        let meta = head::meta(text, front.meta, &page, options, &mut problems);
        let title = head::title(text, meta.as_ref(), &page, &body);
        let content = &text[..page.content.end];
        vec![Post {
            id: None,
            title,
            meta,
            body,
            problems,
            inherited: Map::default(),
            first_line: first_line(content, page.content.start),
            last_line: last_line(content),
        }]
    }

    fn comments(&self, text: &str, post: &Post) -> Vec<Comment> {
        let mut found = front_matter::comments(text, post);
        found.extend(comments(text, front_matter::body_start(text)..text.len()));
        found
    }
}

/// The characters that HTML shows, with the way back to their bytes.
pub(in crate::parse) fn shown(text: &str) -> (String, OffsetMap) {
    let mut builder = MapBuilder::with_capacity(text.len());
    for token in tokens(text) {
        if let Token::Text(shown, range) = token {
            builder.push(&shown, Span::from_range(range));
        }
    }
    builder.finish()
}

/// Reads a fragment of HTML: the bytes `range` of a source.
pub(in crate::parse) fn body(text: &str, range: Range<usize>, dialect: Dialect) -> Body {
    body::read(text, range, dialect)
}

/// The comments of a fragment of HTML that speak to gatepost.
pub(in crate::parse) fn comments(text: &str, range: Range<usize>) -> Vec<Comment> {
    let base = range.start;
    let comment = |token| match token {
        Token::Comment(range) => Some(base + range.start..base + range.end),
        _ => None,
    };
    let speaks = |range: Range<usize>| {
        let inner = text[range.clone()].strip_prefix("<!--")?;
        let said = inner.strip_suffix("-->").unwrap_or(inner).trim();
        let start = range.start + 4 + (inner.len() - inner.trim_start().len());
        said.starts_with(COMMENT_SIGN).then(|| Comment {
            span: Span::from_range(range),
            inner: Span::from_range(start..start + said.len()),
        })
    };
    let found = tokens(&text[range]).filter_map(comment);
    found.filter_map(speaks).collect()
}
