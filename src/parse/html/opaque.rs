//! What stands in HTML but is no text: tags of templates, shortcodes of WordPress.

use std::ops::Range;

use memchr::{memchr2, memmem};
use rustc_hash::FxHashSet;

use crate::parse::ahead::Ahead;

/// Openers of template tags with their closers.
const TAGS: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// Shortcodes that need no attributes: those of WordPress itself.
const SHORTCODES: [&str; 8] = [
    "audio",
    "caption",
    "embed",
    "gallery",
    "more",
    "playlist",
    "video",
    "wp_caption",
];

/// Longer ones are no shortcodes.
const MOST: usize = 1000;

/// The shortcodes of a text that WordPress keeps.
pub(super) struct Shortcodes<'a> {
    /// The names of those that end: `[box]` is one where `[/box]` stands as well.
    ending: FxHashSet<&'a str>,
}

impl<'a> Shortcodes<'a> {
    /// Those of a body.
    pub(super) fn of(body: &'a str) -> Self {
        let ends = memmem::find_iter(body.as_bytes(), "[/").map(|at| &body[at + 2..]);
        let ending = ends.filter_map(|rest| {
            let name = name_at(rest);
            rest[name.len()..].starts_with(']').then_some(name)
        });
        Self {
            ending: ending.filter(|name| !name.is_empty()).collect(),
        }
    }
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// What is read.
    Text(Range<usize>),
    /// What is not.
    Opaque(Range<usize>),
    /// What is not, and starts the caption of a picture.
    CaptionStart(Range<usize>),
    /// What is not, and ends one.
    CaptionEnd(Range<usize>),
}

/// Whether a text may hold anything that is not read.
pub(super) fn may_hold_any(text: &str) -> bool {
    memchr2(b'{', b'[', text.as_bytes()).is_some()
}

/// Cuts a text into what is read and what is not.
pub(super) fn parts(text: &str, shortcodes: Option<&Shortcodes<'_>>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut closers = TAGS.map(|(_, closer)| Ahead::new(closer));
    let (mut told, mut at) = (0, 0);
    while let Some(found) = memchr2(b'{', b'[', &text.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        let part = match text.as_bytes()[start] {
            b'[' => shortcodes.and_then(|known| shortcode(text, start, known)),
            b'{' => template_tag(text, start, &mut closers),
            _ => None,
        };
        let Some((end, part)) = part else { continue };
        if told < start {
            parts.push(Part::Text(told..start));
        }
        parts.push(part);
        told = end;
        at = end;
    }
    if told < text.len() {
        parts.push(Part::Text(told..text.len()));
    }
    parts
}

fn template_tag(text: &str, start: usize, closers: &mut [Ahead<'_>; 2]) -> Option<(usize, Part)> {
    let rest = &text[start..];
    let tag = TAGS.iter().position(|(opener, _)| rest.starts_with(opener));
    let end = closers[tag?].next(text, start + 2)? + 2;
    (end - start <= MOST).then_some((end, Part::Opaque(start..end)))
}

/// The shortcode at `start`: one of WordPress, one with attributes, an end, or one that has an end.
/// `[[gallery]]` shows the brackets, and `[sic]` is text.
fn shortcode(text: &str, start: usize, known: &Shortcodes<'_>) -> Option<(usize, Part)> {
    let inner = &text.as_bytes()[start + 1..];
    let len = memchr2(b']', b'[', &inner[..inner.len().min(MOST)])?;
    let (end, inner) = (start + len + 2, &text[start + 1..start + 1 + len]);
    if text[..start].ends_with('[') {
        return None;
    }
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner),
    };
    let name = name_at(inner);
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_known = SHORTCODES.contains(&name)
        || name == inner && (is_end || known.ending.contains(name))
        || has_attribute(inner);
    let closes = text.as_bytes().get(end - 1) == Some(&b']');
    if !(starts_well && is_known && closes) {
        return None;
    }
    let part = match (name, is_end) {
        ("caption" | "wp_caption", false) => Part::CaptionStart(start..end),
        ("caption" | "wp_caption", true) => Part::CaptionEnd(start..end),
        _ => Part::Opaque(start..end),
    };
    Some((end, part))
}

/// The name that a text starts with.
fn name_at(text: &str) -> &str {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    &text[..text.find(|c| !is_of_name(c)).unwrap_or(text.len())]
}

/// Whether a shortcode goes on with `name=`.
fn has_attribute(inner: &str) -> bool {
    let mut words = inner.split_ascii_whitespace().skip(1);
    words.any(|word| {
        let name = word.split('=').next().unwrap_or_default();
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        name.len() < word.len() && !name.is_empty() && name.bytes().all(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        let parts = parts(text, Some(&Shortcodes::of(text))).into_iter();
        let hidden = parts.filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Opaque(range) | Part::CaptionStart(range) | Part::CaptionEnd(range) => {
                Some(&text[range])
            }
        });
        hidden.collect()
    }

    #[test]
    fn shortcodes_are_told_from_brackets_in_text() {
        assert_eq!(
            hidden("a [gallery] [/su_note] [form-7 id=\"3\" title=x] b"),
            ["[gallery]", "[/su_note]", "[form-7 id=\"3\" title=x]"]
        );
        assert_eq!(hidden("[row][sic] a[/row]"), ["[row]", "[/row]"]);
        assert!(
            hidden("[sic] x[0] [1] [a link](b) [[gallery]] [gallery [/ x] [Note: a=b]").is_empty()
        );
    }

    #[test]
    fn tags_of_templates_are_hidden_in_every_dialect() {
        assert_eq!(
            hidden("a {{ b }} {% if c %} {d} {{ e"),
            ["{{ b }}", "{% if c %}"]
        );
        assert_eq!(parts("[gallery]", None), [Part::Text(0..9)]);
    }
}
