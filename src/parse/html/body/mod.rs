//! From tokens to a body: blocks, text, links, images.
//!
//! No tree is built: a stack holds the open elements that decide what text is, up to a bound.

mod containers;
mod leaf;
mod text;

use std::ops::Range;

use crate::post::{BlockKind, Body, Image, Link};
use crate::source::{MapBuilder, Span};

use super::Dialect;
use super::element::{Element, Role};
use super::tokens::{Tag, Token, tokens};
use containers::{Containers, Kind, Sort};
use leaf::{Beside, Leaf};

/// Reads the bytes `range` of a source.
pub(super) fn read(source: &str, range: Range<usize>, dialect: Dialect) -> Body {
    let mut reader = BodyReader::new(&source[range.clone()], range.start, dialect);
    for token in tokens(reader.source) {
        reader.take(token);
    }
    reader.finish()
}

struct BodyReader<'a> {
    source: &'a str,
    base: usize,
    dialect: Dialect,
    text: MapBuilder,
    body: Body,
    open: Containers,
    leaf: Option<Leaf>,
    /// The link that is open, among the links of the body.
    link: Option<usize>,
    /// The image without an alternative text whose caption is awaited.
    uncaptioned: Option<usize>,
    /// Line breaks since the last text.
    line_feeds: usize,
    /// Whether the next text is the caption that a shortcode holds.
    in_caption: bool,
    /// Whether the next line break is the one behind `<pre>`, which does not count.
    skips_break: bool,
}

impl<'a> BodyReader<'a> {
    fn new(source: &'a str, base: usize, dialect: Dialect) -> Self {
        Self {
            source,
            base,
            dialect,
            text: MapBuilder::with_capacity(source.len() / 2),
            body: Body::default(),
            open: Containers::default(),
            leaf: None,
            link: None,
            uncaptioned: None,
            line_feeds: 0,
            in_caption: false,
            skips_break: false,
        }
    }

    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Text(shown, range) => self.characters(&shown, range),
            Token::Start(tag) => self.start(&tag),
            Token::End(element, range) => self.end(element, &range),
            Token::Comment(range) => self.comment(&range),
        }
    }

    fn start(&mut self, tag: &Tag) {
        let Element { name, role } = tag.element;
        if let Some(kind) = Kind::of(role) {
            if !(tag.is_closed && matches!(name, "svg" | "math")) {
                self.enter(kind, tag);
            }
            return;
        }
        if self.open.hide() {
            return;
        }
        match role {
            Role::Paragraph => {
                self.end_block();
                if self.leaf.is_none() {
                    let mut leaf = self.text_leaf(tag.range.start);
                    leaf.extend(tag.range.end);
                    self.leaf = Some(leaf);
                }
            }
            Role::Cell | Role::Boundary => self.end_block(),
            Role::Break => self.line_break(&tag.range),
            Role::Image => self.image(tag),
            Role::Anchor => self.start_link(tag),
            Role::Code => self.name_language(tag),
            _ => {}
        }
    }

    fn end(&mut self, element: Element, range: &Range<usize>) {
        if let Some(kind) = Kind::of(element.role) {
            self.leave(kind, element.name, range);
            return;
        }
        if self.open.hide() {
            return;
        }
        match element.role {
            Role::Paragraph => {
                self.extend_leaf(range.end);
                self.end_block();
            }
            Role::Cell | Role::Boundary => self.end_block(),
            Role::Break => self.line_break(range),
            Role::Anchor => self.end_link(range.end),
            _ => {}
        }
    }

    /// A comment of Gutenberg stands between blocks.
    fn comment(&mut self, range: &Range<usize>) {
        let inner = self.source[range.start + 2..range.end].trim_start_matches('-');
        let inner = inner.trim_start();
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let is_block = inner.starts_with("wp:");
        if is_block && !self.open.hide() && !self.open.has(Sort::Pre) {
            self.end_block();
        }
    }

    fn image(&mut self, tag: &Tag) {
        let alt = tag.attribute("alt");
        if alt.is_none() && (self.in_caption || self.open.has_figure()) {
            self.uncaptioned = Some(self.body.images.len());
        }
        self.body.images.push(Image {
            span: self.span(tag.range.clone()),
            target: tag.value("src").to_owned(),
            alt: alt.map_or_else(String::new, |alt| alt.value.clone()),
        });
        if let Some(leaf) = &mut self.leaf {
            leaf.extend(tag.range.end);
        }
    }

    fn start_link(&mut self, tag: &Tag) {
        self.link = None;
        if let Some(target) = tag.attribute("href") {
            self.link = Some(self.body.links.len());
            self.body.links.push(Link {
                span: self.span(tag.range.clone()),
                target: target.value.trim().to_owned(),
            });
        }
    }

    fn end_link(&mut self, end: usize) {
        let Some(at) = self.link.take() else { return };
        let end = self.span(end..end);
        let span = &mut self.body.links[at].span;
        *span = span.join(end);
        if let Some(leaf) = &mut self.leaf
            && leaf.text.is_some()
        {
            leaf.extend(end.end as usize - self.base);
        }
    }

    /// `<code class="language-x">` in `<pre>` names the language of the block.
    fn name_language(&mut self, tag: &Tag) {
        if let Some(leaf) = &mut self.leaf
            && let BlockKind::Code { language } = &mut leaf.kind
            && language.is_none()
        {
            *language = language_of(tag);
        }
    }

    fn finish(mut self) -> Body {
        self.close_leaf();
        let (text, map) = self.text.finish();
        self.body.text = text;
        self.body.map = map;
        self.body.outline();
        self.body
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::from_range(self.base + range.start..self.base + range.end)
    }
}

/// The language that an element is declared to be in: `class="language-x"`, `class="lang-x"` or
/// `data-lang="x"`.
fn language_of(tag: &Tag) -> Option<String> {
    let mut classes = tag.value("class").split_ascii_whitespace();
    let of_class = |class: &'_ str| {
        let name = class.strip_prefix("language-");
        let name = name.or_else(|| class.strip_prefix("lang-"));
        name.map(str::to_lowercase)
    };
    let declared = || Some(tag.value("data-lang").to_lowercase());
    let found = classes.find_map(of_class).or_else(declared);
    found.filter(|name| !name.is_empty())
}
