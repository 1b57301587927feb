//! From the parser's events to a body: blocks, text, links, images.

mod inline;
mod leaf;
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
use parts::{Part, PartKind};

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
    let parts = parts::parts(&body);
    let Some(signs) = signs_outside_of_code(&body, &parts, flavor) else {
        return read_parts(&body, start, parts);
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
fn read_parts(body: &str, start: usize, parts: Vec<Part>) -> Body {
    let painted = Painted::plain(body);
    let mut reader = BodyReader::new(body, start, &painted);
    for part in parts {
        match part.kind {
            PartKind::Lines => reader.read_lines(part.range),
            PartKind::Code => reader.read_code(part.range),
            PartKind::Mixed => {
                reader.parse(part.range);
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[rustfmt::skip]
    const TOKENS: &[&str] = &[
        "a", "Word ", "bc.", "é", "\u{a0}", "\u{3000}", "\u{feff}", "\0", "\u{b}", " ", " ", "  ",
        "    ", "\t", "\n", "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\n\n", "\n\n", "\n\n", "\n\n",
        "\r\n", "\r\n\r\n", "# ", "## ", "###### ", "#", "- ", "- ", "- ", "- x\n", "-", "+ ", "* ",
        "1. ", "2) ", "12", ".", "> ", "> [!NOTE]\n", "```", "```\n", "````", "~~~", "\n```rs x\n",
        "\n```\n", "~~~\n", "`", "*", "**", "_", "~~", "<div>", "</div>", "<!-- c -->", "<!--", "-->",
        "<pre>", "</pre>", "<br>", "<?", "[a](b)", "\n![i](j)\n", "![i](", "![i](j \"k\")", "[", "]",
        "[^1]", "|", "a | b\n--- | ---\nc | d\n", "---", "===", "&amp;", "\\", "[ ] ", ":", "{{ s }}",
        "{% t %}", "\n:::note\n", "[[w]]", "%%", "\nimport a\n", "<B>", "{c}",
    ];

    /// Paragraphs, headings, lists and code with few signs of anything else among them.
    fn tame() -> impl Strategy<Value = String> {
        let block = prop_oneof![
            4 => "[a-z]{1,9}( [a-z.,é]{1,9}){0,5}(\n[a-zé]{1,9}( [a-z.]{1,9}){0,3}){0,2}",
            2 => "#{1,3} [a-z]{1,9}",
            2 => "(- [a-z]{1,9}\n){1,3}",
            1 => "```(rs)?\n([a-z #*`]{0,9}\n){0,3}```",
            1 => "!\\[[a-z*]{0,4}\\]\\([a-z/.(_]{0,4}\\)( a)?",
            1 => proptest::sample::select(TOKENS).prop_map(str::to_owned),
        ];
        proptest::collection::vec(
            (
                block,
                proptest::sample::select(["\n", "\n\n", "\n\n\n", "\n  \n"].as_slice()),
            ),
            1..12,
        )
        .prop_map(|blocks| blocks.into_iter().map(|(block, end)| block + end).collect())
    }

    fn wild() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(TOKENS), 1..40)
            .prop_map(|tokens| tokens.concat())
    }

    /// As a body is read by the parser alone.
    fn parsed(body: &str, flavor: Option<Flavor>) -> Body {
        let (read, code) = read_whole(body, 0, &Painted::plain(body));
        let painted = Signs::of(body, flavor).and_then(|signs| opaque::paint(body, code, signs));
        painted.map_or(read, |painted| read_whole(body, 0, &painted).0)
    }

    fn assert_same(body: &str) {
        let body = with_line_feeds(body);
        for flavor in [None, Some(Flavor::Obsidian), Some(Flavor::Docusaurus)] {
            let (by_parts, parsed) = (read(&body, 0, flavor), parsed(&body, flavor));
            assert_eq!(format!("{by_parts:?}"), format!("{parsed:?}"), "{body:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn parts_read_as_they_do_in_their_place(body in tame()) {
            assert_same(&body);
        }

        #[test]
        fn parts_of_anything_read_as_they_do_in_their_place(body in wild()) {
            assert_same(&body);
        }
    }
}
