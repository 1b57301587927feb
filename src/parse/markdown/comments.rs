//! Comments of a Markdown body: of HTML, and of MDX.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::blocks::OPTIONS;
use super::opaque;
use crate::parse::lines::with_line_feeds;
use crate::parse::{COMMENT_SIGN, Comment};
use crate::source::Span;

/// Elements whose text is no HTML.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// The comments of the body at `start` that speak to gatepost. What stands in code, in a value of
/// an attribute or in a script is none.
pub(super) fn of_body(source: &str, start: usize) -> Vec<Comment> {
    let body = with_line_feeds(&source[start..]);
    let code = opaque::code_ranges(&body);
    let signs = opaque::Signs::of(&body, None);
    let painted = signs.and_then(|signs| opaque::paint(&body, code.clone(), signs));
    let text = painted.as_ref().map_or(&*body, |painted| &*painted.text);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let mut html: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            // The lines of one block come one by one.
            Event::Html(_) => match &mut html {
                Some(block) => block.end = range.end,
                None => html = Some(range),
            },
            Event::InlineHtml(_) => of_html(&body, range, &mut found),
            _ => {
                if let Some(block) = html.take() {
                    of_html(&body, block, &mut found);
                }
            }
        }
    }
    let is_outside = |range: &Range<usize>| !holds(&code, range.start);
    let of_mdx: Vec<_> = mdx(&body).filter(|(range, _)| is_outside(range)).collect();
    let html: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    let outside_html = of_mdx
        .into_iter()
        .filter(|(range, _)| !holds(&html, range.start));
    found.extend(outside_html);
    found.sort_by_key(|(range, _)| range.start);
    let comments = found.into_iter().filter_map(|(range, signs)| {
        let inner = range.start + signs..(range.end - 3).max(range.start + signs);
        let said = body.get(inner.clone())?;
        let inner = inner.start + (said.len() - said.trim_start().len())..inner.end;
        let said = said.trim();
        said.starts_with(COMMENT_SIGN).then(|| Comment {
            span: Span::from_range(start + range.start..start + range.end),
            inner: Span::from_range(start + inner.start..start + inner.start + said.len()),
        })
    });
    comments.collect()
}

/// Whether one of some ranges, which are in order, holds an offset.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

/// Every `{/* … */}`, with the length of its opening signs.
fn mdx(body: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + body.get(at..)?.find("{/*")?;
        let end = start + 3 + body[start + 3..].find("*/}")? + 3;
        at = end;
        Some((start..end, 3))
    })
}

/// The comments of a stretch of HTML.
fn of_html(body: &str, html: Range<usize>, found: &mut Vec<(Range<usize>, usize)>) {
    let mut at = html.start;
    while let Some(next) = memchr::memchr(b'<', &body.as_bytes()[at..html.end]) {
        let start = at + next;
        let rest = &body[start..html.end];
        let len = if let Some(inner) = rest.strip_prefix("<!--") {
            let Some(len) = inner.find("-->") else {
                return;
            };
            found.push((start..start + len + 7, 4));
            len + 7
        } else {
            match element_len(rest) {
                Some(len) => len,
                None => return,
            }
        };
        at = start + len;
    }
}

/// Length of the tag that a text starts with, and of what it holds if that is no HTML. Nothing
/// where it does not end.
fn element_len(rest: &str) -> Option<usize> {
    let name = rest[1..]
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()?;
    if name.is_empty() && !rest.starts_with("</") {
        return Some(1);
    }
    let mut quote = None;
    let end = rest.bytes().position(|byte| match (quote, byte) {
        (Some(open), byte) => {
            quote = Some(open).filter(|open| *open != byte);
            false
        }
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (None, byte) => byte == b'>',
    })?;
    let name = name.to_ascii_lowercase();
    if !RAW_TEXT.contains(&name.as_str()) {
        return Some(end + 1);
    }
    let closing = format!("</{name}");
    let behind = rest.as_bytes()[end..].windows(closing.len());
    let mut behind = behind.enumerate();
    let close = behind.find(|(_, window)| window.eq_ignore_ascii_case(closing.as_bytes()));
    close.map(|(at, _)| end + at + closing.len())
}
