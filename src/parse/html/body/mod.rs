//! From tokens to a body: blocks, text, links, images.
//!
//! No tree is built: a stack holds the open elements that decide what text is, up to a bound.

mod containers;
mod inline;
mod leaf;
mod text;

use std::ops::Range;

use crate::post::Body;
use crate::source::{MapBuilder, Span};

use super::Dialect;
use super::element::{Element, Role};
use super::opaque::Shortcodes;
use super::tokens::{Tag, Token, tokens};
use containers::{Containers, Kind, Sort};
use inline::{OpenCode, OpenLink};
use leaf::Leaf;

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
    /// The shortcodes that may stand in it; nothing where there are none.
    shortcodes: Option<Shortcodes<'a>>,
    text: MapBuilder,
    body: Body,
    open: Containers,
    leaf: Option<Leaf>,
    link: Option<OpenLink>,
    /// The code within a line that is open.
    code: Option<OpenCode>,
    /// The language of the code that the element around is said to hold.
    highlighted: Option<String>,
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
            shortcodes: (dialect == Dialect::Wordpress).then(|| Shortcodes::of(source)),
            text: MapBuilder::with_capacity(source.len() / 2),
            body: Body::default(),
            open: Containers::default(),
            leaf: None,
            link: None,
            code: None,
            highlighted: None,
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
            let kind = if kind == Kind::Section && is_hidden(tag) {
                Kind::HiddenBlock
            } else {
                kind
            };
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
            Role::Code => self.start_code(tag),
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
            Role::Code => self.leave_code(),
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

/// Whether an element says itself that it is not to be seen.
fn is_hidden(tag: &Tag) -> bool {
    let style = tag.value("style");
    let mut styles = style.split(';').filter_map(|it| it.split_once(':'));
    let is_none = |name: &str, value: &str| {
        name.trim().eq_ignore_ascii_case("display") && value.trim().eq_ignore_ascii_case("none")
    };
    tag.attribute("hidden").is_some() || styles.any(|(name, value)| is_none(name, value))
}
