//! The parts of a post in which rules over text look, with the way back to the source.

use std::ops::Range;

use crate::post::{BlockKind, Body, Data, Link, Map, Title, Value};
use crate::rule::{OptionInfo, Options, PostContext};
use crate::source::{Span, offset};

/// A part of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The title.
    Title,
    /// Headings of level 1.
    H1,
    /// Headings.
    Headings,
    /// Running text: paragraphs, list items, quotes, captions and tables.
    Text,
    /// Code blocks.
    Code,
    /// The texts of meta values.
    Meta,
    /// The whole source as it is written.
    Source,
}

impl Scope {
    /// The names in configurations.
    const ALL: [(&'static str, Self); 7] = [
        ("title", Self::Title),
        ("h1", Self::H1),
        ("headings", Self::Headings),
        ("text", Self::Text),
        ("code", Self::Code),
        ("meta", Self::Meta),
        ("source", Self::Source),
    ];

    /// The option `scope`.
    pub(super) const OPTION: OptionInfo = OptionInfo {
        name: "scope",
        takes: "list of title, h1, headings, text, code, meta, source",
        default: r#"["title", "headings", "text"]"#,
        doc: "Where it is looked for: `h1` are headings of level 1, `text` paragraphs, list items, \
              quotes, captions and tables, `meta` the texts of meta values, `source` the whole file \
              as it is written",
    };

    /// Whether it has texts that are parts of the body's text.
    pub(super) fn is_in_body(self) -> bool {
        !matches!(self, Self::Meta | Self::Source)
    }

    /// Whether its texts are wording, in which code and URLs stand as strangers.
    pub(super) fn is_prose(self) -> bool {
        matches!(self, Self::Title | Self::H1 | Self::Headings | Self::Text)
    }

    /// The scopes that the option `scope` names.
    pub(super) fn read_all(options: &mut Options<'_>) -> Vec<Self> {
        if options.node("scope").is_none() {
            return vec![Self::Title, Self::Headings, Self::Text];
        }
        let names = Self::ALL.map(|(name, _)| name);
        Self::named(&options.choices("scope", &names))
    }

    /// The scopes of these names, each once.
    pub(super) fn named(names: &[&str]) -> Vec<Self> {
        let known = Self::ALL.iter().filter(|(name, _)| names.contains(name));
        known.map(|(_, scope)| *scope).collect()
    }
}

/// A stretch of text.
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    origin: Origin<'a>,
}

/// Bytes of a decoded text in which single places are looked for.
const SEARCHED: usize = 2000;

#[derive(Clone, Copy)]
enum Origin<'a> {
    /// A part of the decoded body, from this offset on.
    Body(&'a Body, u32),
    /// Byte for byte as in the source, from this offset on.
    Source(u32),
    /// Decoded from these bytes, which are written so.
    Decoded(&'a str, Span),
}

impl Place<'_> {
    /// Where a part of the text stands in the source; all of it where that cannot be told.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let span = Span::from_range(range.clone());
        match self.origin {
            Origin::Body(body, start) => {
                body.span(span.shifted(start).start..span.shifted(start).end)
            }
            Origin::Source(start) => span.shifted(start),
            Origin::Decoded(written, whole) => {
                let at = written_at(written, self.text, range);
                at.map_or(whole, |at| {
                    let start = whole.start + at;
                    Span::new(start, start + span.len())
                })
            }
        }
    }
}

/// Where a part of a decoded text stands in what it was decoded from: as the first, second or
/// third of its like, where there are as many of them before decoding as behind.
fn written_at(written: &str, text: &str, part: Range<usize>) -> Option<u32> {
    let before = text.get(..part.start)?;
    let part = text.get(part).filter(|part| !part.is_empty())?;
    if written.len() > SEARCHED || written.matches(part).count() != text.matches(part).count() {
        return None;
    }
    let mut found = written.match_indices(part);
    let (at, _) = found.nth(before.matches(part).count())?;
    // What stands behind such a sign is read as something else.
    let is_escape = written[..at].ends_with(['\\', '&', '<']);
    (!is_escape).then(|| offset(at))
}

/// The texts of a post that lie in `scopes`. A text may lie in several.
pub(super) fn places<'a>(cx: &PostContext<'a>, scopes: &[Scope]) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for scope in scopes {
        match scope {
            Scope::Title => places.extend(cx.post.title.as_ref().map(|title| title_of(cx, title))),
            Scope::H1 => add_blocks(cx, &mut places, |kind| *kind == BlockKind::Heading(1)),
            Scope::Headings => add_blocks(cx, &mut places, |kind| {
                matches!(kind, BlockKind::Heading(_))
            }),
            Scope::Text => add_blocks(cx, &mut places, |kind| {
                kind.is_prose() || matches!(kind, BlockKind::Caption | BlockKind::Table)
            }),
            Scope::Code => add_blocks(cx, &mut places, |kind| {
                matches!(kind, BlockKind::Code { .. })
            }),
            Scope::Meta => places.extend(
                cx.post
                    .meta
                    .iter()
                    .flat_map(|meta| texts_of(cx, &meta.root)),
            ),
            Scope::Source => places.push(Place {
                text: cx.text,
                origin: Origin::Source(0),
            }),
        }
    }
    places
}

fn add_blocks<'a>(
    cx: &PostContext<'a>,
    places: &mut Vec<Place<'a>>,
    is_meant: fn(&BlockKind) -> bool,
) {
    let body = &cx.post.body;
    let meant = body.blocks.iter().filter(|block| is_meant(&block.kind));
    places.extend(meant.map(|block| Place {
        text: body.block_text(block),
        origin: Origin::Body(body, block.text.start),
    }));
}

/// The title; where it is a heading, as the body has it, so that places inside it are exact.
fn title_of<'a>(cx: &PostContext<'a>, title: &'a Title) -> Place<'a> {
    let body = &cx.post.body;
    let section = cx.post.title_section().map(|at| &body.sections[at]);
    let block = section.and_then(|section| Some(&body.blocks[section.heading?]));
    match block.filter(|block| block.span.contains(title.span)) {
        Some(block) => Place {
            text: body.block_text(block),
            origin: Origin::Body(body, block.text.start),
        },
        None => written(cx, &title.text, title.span),
    }
}

/// Every text in meta, in order. A stack of its own: depth is bounded by readers alone.
fn texts_of<'a>(cx: &PostContext<'a>, root: &'a Map) -> Vec<Place<'a>> {
    let mut texts = Vec::new();
    let mut open: Vec<&'a Value> = values(root).collect();
    while let Some(value) = open.pop() {
        match &value.data {
            Data::String(text) => texts.push(written(cx, text, value.span)),
            Data::List(items) => open.extend(items.iter().rev()),
            Data::Map(map) => open.extend(values(map)),
            _ => {}
        }
    }
    texts
}

/// The values of a map, the last one first.
fn values(map: &Map) -> impl Iterator<Item = &Value> {
    map.entries.iter().rev().map(|entry| &entry.value)
}

/// A text that was read from `span`.
fn written<'a>(cx: &PostContext<'a>, text: &'a str, span: Span) -> Place<'a> {
    let written = cx.text.get(span.range()).unwrap_or_default();
    let origin = if written == text {
        Origin::Source(span.start)
    } else {
        Origin::Decoded(written, span)
    };
    Place { text, origin }
}

/// What running text has verbatim, in order: code, and links that are written as their URL. Rules
/// about wording do not speak of it.
pub(super) fn verbatim(cx: &PostContext<'_>) -> Vec<Span> {
    let body = &cx.post.body;
    let code = body.inline_code.iter().map(|code| body.span(code.range()));
    let is_bare = |link: &&Link| {
        let written = cx.text.get(link.span.range()).unwrap_or_default();
        let written = written.trim_matches(['<', '>']);
        !written.is_empty() && link.target.ends_with(written)
    };
    let links = body.links.iter().filter(is_bare).map(|link| link.span);
    let mut spans: Vec<Span> = code.chain(links).collect();
    spans.sort_unstable();
    spans
}

/// Whether `span` touches one of `spans`, which are in order and do not overlap.
pub(super) fn touches(spans: &[Span], span: Span) -> bool {
    let behind = spans.partition_point(|it| it.start < span.end);
    behind > 0 && spans[behind - 1].end > span.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_decoded_text_is_found_where_it_is_written() {
        let at = |written: &str, text: &str, part: &str, number: usize| {
            let (start, _) = text.match_indices(part).nth(number).unwrap();
            written_at(written, text, start..start + part.len())
        };
        assert_eq!(at(r"Caf\u00e9 saws", "Caf\u{e9} saws", "saws", 0), Some(10));
        assert_eq!(at("a &amp; saw saw", "a & saw saw", "saw", 1), Some(12));
        assert_eq!(at(r"Caf\u00e9", "Caf\u{e9}", "\u{e9}", 0), None);
        assert_eq!(at(r"n\nn", "n\nn", "n", 1), None);
        assert_eq!(at(r"\bad b\u0061d", "\u{8}ad bad", "bad", 0), None);
        let long = "x".repeat(SEARCHED + 1);
        assert_eq!(at(&long, &long, "x", 0), None);
    }
}
