//! Markdown with front matter, and what site generators add to it.

mod blocks;
mod comments;
mod opaque;
mod urls;

use crate::post::Post;

use super::{Comment, InputFormat, ParseOptions};
use super::{front_matter, span, title};

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
        let title = title::declared(front.meta.as_ref()).or_else(|| title::first_heading(&body));
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

#[cfg(test)]
mod tests;
