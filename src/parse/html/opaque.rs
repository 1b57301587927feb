//! What stands in HTML but is no text: tags of templates, shortcodes of WordPress.

use std::ops::Range;

use memchr::memchr2;

use super::Dialect;
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
pub(super) fn parts(text: &str, dialect: Dialect) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut closers = TAGS.map(|(_, closer)| Ahead::new(closer));
    let (mut told, mut at) = (0, 0);
    while let Some(found) = memchr2(b'{', b'[', &text.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        let part = match text.as_bytes()[start] {
            b'[' if dialect == Dialect::Wordpress => shortcode(text, start),
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

/// The shortcode at `start`: one of WordPress, one with attributes, or an end. `[[gallery]]` shows
/// the brackets, and `[sic]` is text.
fn shortcode(text: &str, start: usize) -> Option<(usize, Part)> {
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
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = &inner[..inner.find(|c| !is_of_name(c)).unwrap_or(inner.len())];
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_known = SHORTCODES.contains(&name) || is_end && name == inner || has_attribute(inner);
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
        let parts = parts(text, Dialect::Wordpress).into_iter();
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
        assert_eq!(parts("[gallery]", Dialect::Plain), [Part::Text(0..9)]);
    }
}
