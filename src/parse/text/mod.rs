//! Rendered posts: plain text as it was copied from a page.
//!
//! Three renderings are read: with empty lines between blocks, the same below theme chrome, and a
//! compact one without empty lines and indentation. Markup is gone in all of them, so every block
//! is told by its shape: [`classes`] names each line, [`blocks`] builds the body from them, and
//! [`meta_block`] reads the keys and values that some renderings end with.

mod blocks;
mod classes;
mod code;
mod headings;
mod items;
mod keys;
mod lines;
mod meta_block;
mod shape;

use keys::KeyTable;
use lines::Line;

use super::{InputFormat, ParseOptions, title};
use crate::post::{Post, Title};

/// The format of rendered posts.
pub(super) struct RenderedText;

impl InputFormat for RenderedText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post> {
        vec![read_post(text, options)]
    }
}

fn read_post(text: &str, options: &ParseOptions) -> Post {
    let lines = lines::split(text, &options.ignore_lines);
    let Some(first) = lines.iter().position(|line| !line.is_blank()) else {
        return Post::default();
    };
    let keys = KeyTable::new(&options.keys);
    let marker = options
        .meta_heading
        .as_deref()
        .and_then(|title| meta_block::find_marker(&lines, title, &keys));
    let mut problems = Vec::new();
    let meta = marker.map(|at| meta_block::read_meta(&lines[at..], &keys, &mut problems));
    let body_lines = lines.get(first..marker.unwrap_or(lines.len()));
    let (title_line, rest) = split_title(body_lines.unwrap_or_default());
    let last = rest.iter().rfind(|line| !line.is_blank()).or(title_line);
    let first_line = lines[first].span();
    Post {
        id: None,
        title: title::declared(meta.as_ref()).or_else(|| title_line.map(title_of)),
        meta,
        body: blocks::read_body(title_line, rest, &options.headings),
        problems,
        first_line,
        last_line: last.map_or(first_line, Line::span),
    }
}

/// The first line is the title, but for one that opens a fenced block.
fn split_title<'l, 'a>(lines: &'l [Line<'a>]) -> (Option<&'l Line<'a>>, &'l [Line<'a>]) {
    match lines.split_first() {
        Some((first, rest)) if shape::fence(first.text()).is_none() => (Some(first), rest),
        _ => (None, lines),
    }
}

fn title_of(line: &Line<'_>) -> Title {
    Title {
        text: line.text().to_owned(),
        span: line.span(),
    }
}

#[cfg(test)]
mod tests;
