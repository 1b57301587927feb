//! Comments of front matter.

use super::fence::{self, Language};
use crate::parse::lines::Line;
use crate::parse::{COMMENT_SIGN, Comment};
use crate::post::{Data, Map, Post, ProblemKind, Value};
use crate::source::Span;

/// The comments in front matter that speak to gatepost: `#` behind a blank or at the start of a
/// line, outside of every key and value. Where the block can not be read, nothing says what is a
/// comment.
pub(in crate::parse) fn comments(text: &str, post: &Post) -> Vec<Comment> {
    let Some(block) = fence::find(text) else {
        return Vec::new();
    };
    let is_read = !post.problems.iter().any(|problem| {
        let kind = problem.kind;
        !matches!(kind, ProblemKind::RepeatedKey | ProblemKind::UnknownKey)
    });
    let has_comments = matches!(block.language, Language::Yaml | Language::Toml);
    let Some(meta) = post.meta.as_ref().filter(|_| is_read && has_comments) else {
        return Vec::new();
    };
    let mut leaves = Vec::new();
    of_map(&meta.root, &mut leaves);
    leaves.sort_unstable();
    let mut comments = Vec::new();
    let mut at = block.content.start;
    let content = &text[..block.content.end];
    while let Some(found) = memchr::memchr(b'#', &content.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        let is_apart = content[..start]
            .bytes()
            .next_back()
            .is_none_or(|before| matches!(before, b' ' | b'\t' | b'\n' | b'\r'));
        let said = content[at..].trim_start_matches([' ', '\t']);
        if !is_apart || !said.starts_with(COMMENT_SIGN) || is_inside(&leaves, start) {
            continue;
        }
        let line = Line::at(content, start);
        let end = start + line.trimmed().len();
        comments.push(Comment {
            span: Span::from_range(start..end),
            inner: Span::from_range(content.len() - said.len()..end),
        });
        at = line.next;
    }
    comments
}

/// Whether an offset lies in one of the stretches, which are sorted and do not overlap.
fn is_inside(leaves: &[(u32, u32)], at: usize) -> bool {
    let before = leaves.partition_point(|(start, _)| *start as usize <= at);
    let mut before = leaves[..before].iter().rev();
    before.next().is_some_and(|(_, end)| at < *end as usize)
}

fn of_map(map: &Map, leaves: &mut Vec<(u32, u32)>) {
    for entry in &map.entries {
        leaves.push((entry.key.span.start, entry.key.span.end));
        of_value(&entry.value, leaves);
    }
}

/// Depth is bounded by the reader.
fn of_value(value: &Value, leaves: &mut Vec<(u32, u32)>) {
    match &value.data {
        Data::Map(map) => of_map(map, leaves),
        Data::List(items) => items.iter().for_each(|item| of_value(item, leaves)),
        _ => leaves.push((value.span.start, value.span.end)),
    }
}
