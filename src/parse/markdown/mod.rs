//! Markdown with front matter, and what site generators add to it.

mod blocks;
mod comments;
mod opaque;
mod urls;

use crate::post::{Map, Post};

use super::front_matter::{self, FrontMatter};
use super::{Comment, InputFormat, ParseOptions};
use super::{span, title};

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
        vec![post(text, front, options)]
    }

    fn parse_all(&self, texts: &[&str], options: &ParseOptions) -> Vec<Vec<Post>> {
        let fronts = texts.iter();
        let fronts: Vec<_> = fronts
            .map(|text| front_matter::read(text, &options.limits))
            .collect();
        let posts = texts.iter().zip(fronts);
        posts
            .map(|(text, front)| vec![post(text, front, options)])
            .collect()
    }

    fn comments(&self, text: &str, post: &Post) -> Vec<Comment> {
        let mut comments = front_matter::comments(text, post);
        comments.extend(comments::of_body(text, front_matter::body_start(text)));
        comments
    }
}

/// Reads what stands behind the front matter.
fn post(text: &str, front: FrontMatter, options: &ParseOptions) -> Post {
    let body = blocks::read(text, front.body_start, options.flavor);
    let title = title::declared(front.meta.as_ref()).or_else(|| title::first_heading(&body));
    Post {
        id: None,
        title,
        meta: front.meta,
        body,
        problems: front.problems,
        inherited: Map::default(),
        first_line: span::first_line(text, front.body_start),
        last_line: span::last_line(text),
    }
}

#[cfg(test)]
mod tests;
