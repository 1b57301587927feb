//! From the parser's events to a body: blocks, text, links, images.

mod inline;
mod leaf;
mod line;
mod parts;
mod plain;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::parse::Flavor;
use crate::parse::lines::with_line_feeds;
use crate::post::{BlockKind, Body, Link, TextRange};
use crate::source::{MapBuilder, Span};

use super::opaque::{self, Painted, Signs};
use super::urls;
use inline::OpenImage;
use leaf::{Beside, Container, Leaf};
use parts::{Part, PartKind, Parts};

/// What is read beyond the core. Heading attributes stay out: with task lists they make the
/// parser panic on hostile input. They are cut from the text of a heading instead.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// How long a block is in most posts, or longer.
const BYTES_A_BLOCK: usize = 128;

/// Reads the body that starts at `start` of a source. One that may hold opaque constructs is read
/// whole, and once more with these painted over: what is code says the first reading.
pub(super) fn read(source: &str, start: usize, flavor: Option<Flavor>) -> Body {
    let body = with_line_feeds(&source[start..]);
    let parts = Parts::of(&body);
    let Some(signs) = signs_outside_of_code(&body, &parts.parts, flavor) else {
        return read_parts(&body, start, &parts);
    };
    let (read, code) = read_whole(&body, start, &Painted::plain(&body));
    match opaque::paint(&body, code, signs) {
        Some(painted) => read_whole(&body, start, &painted).0,
        None => read,
    }
}

/// The signs of opaque constructs in a body; nothing where all of them stand in code.
fn signs_outside_of_code(body: &str, parts: &[Part], flavor: Option<Flavor>) -> Option<Signs> {
    let signs = Signs::of(body, flavor)?;
    let mut others = parts.iter().filter(|part| part.kind != PartKind::Code);
    let is_outside = others.any(|part| Signs::of(&body[part.range.clone()], flavor).is_some());
    is_outside.then_some(signs)
}

/// Reads a body part by part, with the parser where it must be.
fn read_parts(body: &str, start: usize, parts: &Parts<'_>) -> Body {
    let painted = Painted::plain(body);
    let mut reader = BodyReader::new(body, start, &painted);
    for part in &parts.parts {
        match &part.kind {
            PartKind::Lines(lines) => reader.read_lines(&parts.lines[lines.clone()]),
            PartKind::Code => reader.read_code(part.range.clone()),
            PartKind::Mixed => {
                reader.parse(part.range.clone());
            }
        }
    }
    reader.finish()
}

/// Reads a body with the parser, and tells where its code stands.
fn read_whole(body: &str, start: usize, painted: &Painted<'_>) -> (Body, Vec<Range<usize>>) {
    let mut reader = BodyReader::new(body, start, painted);
    let code = reader.parse(0..body.len());
    (reader.finish(), code)
}

struct BodyReader<'a> {
    source: &'a str,
    base: usize,
    painted: &'a Painted<'a>,
    text: MapBuilder,
    body: Body,
    containers: Vec<Container>,
    lists: u32,
    leaf: Option<Leaf>,
    image: Option<OpenImage>,
    /// Opaque blocks that were put among the blocks already.
    opaque_taken: usize,
    inline_code: Vec<TextRange>,
}

impl<'a> BodyReader<'a> {
    fn new(source: &'a str, base: usize, painted: &'a Painted<'a>) -> Self {
        Self {
            source,
            base,
            painted,
            text: MapBuilder::with_capacity(source.len()),
            body: Body {
                blocks: Vec::with_capacity(source.len() / BYTES_A_BLOCK),
                ..Body::default()
            },
            containers: Vec::new(),
            lists: 0,
            leaf: None,
            image: None,
            opaque_taken: 0,
            inline_code: Vec::new(),
        }
    }

    /// Takes what the parser makes of a part, and tells where its code stands.
    fn parse(&mut self, part: Range<usize>) -> Vec<Range<usize>> {
        let mut code = Vec::new();
        let painted = self.painted;
        let in_body = |range: Range<usize>| part.start + range.start..part.start + range.end;
        let text = &painted.text[part.clone()];
        let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
        while let Some((event, range)) = events.next() {
            let range = in_body(range);
            let definition = match &event {
                Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => {
                    let found = events.reference_definitions().get(id);
                    found.map(|definition| in_body(definition.span.clone()))
                }
                event if opaque::is_code(event) => {
                    code.push(range.clone());
                    None
                }
                _ => None,
            };
            self.take(event, range, definition);
        }
        code
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>, definition: Option<Range<usize>>) {
        match event {
            Event::Start(tag) => self.start(tag, range, definition),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.inline_text(&text, range),
            Event::Code(code) => self.code_span(&code, range),
            Event::SoftBreak | Event::HardBreak => self.line_break(range),
            Event::InlineHtml(_) => self.leaf_at(&range).holds(Beside::Html),
            Event::Rule => self.close_leaf(),
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, definition: Option<Range<usize>>) {
        match tag {
            Tag::Paragraph => self.open_text(range),
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(level as u8), range),
            Tag::CodeBlock(kind) => self.open(code_kind(&kind), range),
            Tag::HtmlBlock => self.open(BlockKind::Html, range),
            Tag::Table(_) => self.open(BlockKind::Table, range),
            Tag::TableCell => self.next_cell(),
            Tag::BlockQuote(_) => self.enter(Container::Quote {
                start: range.start,
                is_used: false,
            }),
            Tag::List(_) => self.enter_list(&range),
            Tag::Item => self.enter_item(&range),
            Tag::FootnoteDefinition(_) => self.enter(Container::Footnote),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let mut target = self.target(&dest_url, &range, definition);
                if link_type == LinkType::Email {
                    target.insert_str(0, "mailto:");
                }
                self.leaf_at(&range);
                let span = self.span(range);
                self.body.links.push(Link { span, target });
            }
            Tag::Image { dest_url, .. } => {
                let target = self.target(&dest_url, &range, definition);
                self.start_image(target, range);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table => self.close_leaf(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close_leaf();
                self.containers.pop();
            }
            TagEnd::Image => self.end_image(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                self.leaf_at(range);
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Body {
        self.close_leaf();
        self.take_opaque_before(usize::MAX);
        let (text, map) = self.text.finish();
        self.body.text = text;
        self.body.map = map;
        urls::add_bare(&mut self.body, &self.inline_code);
        self.body.inline_code = self.inline_code;
        self.body.outline();
        self.body
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::from_range(self.base + range.start..self.base + range.end)
    }
}

fn code_kind(kind: &CodeBlockKind<'_>) -> BlockKind {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info
            .trim_start_matches(['{', '.', ' '])
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}'))
            .next()
            .filter(|name| !name.is_empty())
            .map(str::to_lowercase),
        CodeBlockKind::Indented => None,
    };
    BlockKind::Code { language }
}

#[cfg(test)]
mod tests;
