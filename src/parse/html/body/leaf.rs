//! Blocks that are being read, and how elements open and close them.

use std::ops::Range;

use crate::post::{Block, BlockKind, TextRange};

use super::BodyReader;
use super::containers::{Kind, Sort};
use super::inline::{language_of, language_within};
use crate::parse::html::tokens::Tag;
use crate::parse::leaf_text::LeafText;

/// The block that is being read.
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    pub(super) range: Range<usize>,
    pub(super) text: Option<LeafText>,
    /// What it holds beside text.
    pub(super) beside: Beside,
}

/// What a block holds beside text: it decides what a block without text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Nothing,
    Opaque,
}

impl Leaf {
    pub(super) fn extend(&mut self, end: usize) {
        self.range.end = self.range.end.max(end);
    }
}

impl BodyReader<'_> {
    /// Opens an element that is remembered.
    pub(super) fn enter(&mut self, kind: Kind, tag: &Tag) {
        let start = tag.range.start;
        if self.open.hide() || kind == Kind::Hidden {
            self.open.push(kind, tag.element.name, start);
            return;
        }
        if self.open.has(Sort::Pre) {
            self.end_block();
            self.open.push(kind, tag.element.name, start);
            return;
        }
        let is_in_table = self.open.has(Sort::Table);
        match kind {
            Kind::Heading(_) | Kind::Pre => self.close_leaf(),
            Kind::Table if !is_in_table => self.close_leaf(),
            _ => self.end_block(),
        }
        if kind.ends_heading() && self.open.has(Sort::Heading) {
            self.close_leaf();
            self.open.close_heading();
        }
        if matches!(kind, Kind::Item { .. }) {
            self.open.close_item();
        }
        if kind == Kind::Figure {
            self.uncaptioned = None;
        }
        if kind == Kind::Section
            && let Some(language) = language_within(tag)
        {
            self.highlighted = Some(language);
        }
        let kind = match self.open.push(kind, tag.element.name, start) {
            Some(Kind::Heading(level)) => BlockKind::Heading(level),
            Some(Kind::Table) if !is_in_table => BlockKind::Table,
            Some(Kind::Pre) => {
                self.skips_break = true;
                let around = self.highlighted.take();
                BlockKind::Code {
                    language: language_of(tag).or(around),
                }
            }
            _ => return,
        };
        self.leaf = Some(Leaf::new(kind, start..tag.range.end));
    }

    /// Closes an element that is remembered.
    pub(super) fn leave(&mut self, kind: Kind, name: &str, range: &Range<usize>) {
        if !self.open.hide() && self.ends_with(kind) {
            self.extend_leaf(range.end);
        }
        self.open.close(kind, name);
        if kind != Kind::Hidden && !self.open.hide() {
            self.end_block();
        }
    }

    /// Whether the open block ends with the end tag of such an element: with that of an item only
    /// where it has no element of its own.
    fn ends_with(&self, kind: Kind) -> bool {
        let Some(leaf) = &self.leaf else { return false };
        match kind {
            Kind::Heading(_) => matches!(leaf.kind, BlockKind::Heading(_)),
            Kind::Pre => matches!(leaf.kind, BlockKind::Code { .. }),
            Kind::Table => leaf.kind == BlockKind::Table,
            Kind::Item { .. } => matches!(leaf.kind, BlockKind::ListItem { .. }),
            Kind::Quote => leaf.kind == BlockKind::Quote,
            Kind::Caption => leaf.kind == BlockKind::Caption,
            _ => false,
        }
    }

    pub(super) fn extend_leaf(&mut self, end: usize) {
        if let Some(leaf) = &mut self.leaf {
            leaf.extend(end);
        }
    }

    /// Ends the block that is open; in a table and in a heading, what follows goes on with it.
    pub(super) fn end_block(&mut self) {
        self.line_feeds = 0;
        self.end_code();
        if self.goes_on() {
            self.separate();
        } else {
            self.close_leaf();
        }
    }

    /// Whether the open block goes on until its own element ends.
    pub(super) fn goes_on(&self) -> bool {
        match self.leaf.as_ref().map(|leaf| &leaf.kind) {
            Some(BlockKind::Table) => self.open.has(Sort::Table),
            Some(BlockKind::Heading(_)) => self.open.has(Sort::Heading),
            Some(BlockKind::Code { .. }) => self.open.has(Sort::Pre),
            _ => false,
        }
    }

    /// What a text that starts here belongs to; what it stands in decides on its kind. The first
    /// text of an item or quote starts with the tag of that.
    pub(super) fn text_leaf(&mut self, start: usize) -> Leaf {
        if self.in_caption {
            return Leaf::new(BlockKind::Caption, start..start);
        }
        if self.open.has(Sort::Table) {
            return Leaf::new(BlockKind::Table, start..start);
        }
        let inner = self.open.inner();
        let marker = inner.filter(|inner| !inner.is_used).map(|it| it.start);
        let (kind, marker) = match inner.map(|inner| inner.kind) {
            Some(Kind::Heading(level)) => (BlockKind::Heading(level), None),
            Some(Kind::Quote) => (BlockKind::Quote, marker),
            Some(Kind::Caption) => (BlockKind::Caption, marker),
            Some(Kind::Item { list, depth }) if marker.is_some() => {
                (BlockKind::ListItem { list, depth }, marker)
            }
            _ => (BlockKind::Paragraph, None),
        };
        let behind = self.body.blocks.last().map_or(0, |last| last.span.end);
        let is_first = |at: &usize| self.base + at >= behind as usize;
        let from = marker.filter(is_first).unwrap_or(start);
        Leaf::new(kind, from..start)
    }

    /// The block that text at `range` belongs to.
    pub(super) fn leaf_at(&mut self, range: &Range<usize>) -> &mut Leaf {
        let leaf = match self.leaf.take() {
            Some(leaf) => leaf,
            None => self.text_leaf(range.start),
        };
        let leaf = self.leaf.insert(leaf);
        leaf.extend(range.end);
        leaf
    }

    pub(super) fn close_leaf(&mut self) {
        self.in_caption = false;
        self.line_feeds = 0;
        self.end_code();
        let Some(leaf) = self.leaf.take() else { return };
        let text = self.close_text(&leaf);
        let is_empty = text.start == text.end;
        let kind = match leaf.kind {
            kind @ (BlockKind::Heading(_) | BlockKind::Code { .. }) => kind,
            kind if !is_empty => kind,
            _ if leaf.beside == Beside::Opaque => BlockKind::Raw,
            _ => return,
        };
        self.open.mark_used(&kind);
        if kind == BlockKind::Caption
            && let Some(at) = self.uncaptioned.take()
        {
            let caption = &self.text.text()[text.start as usize..text.end as usize];
            caption.clone_into(&mut self.body.images[at].alt);
        }
        let span = self.span(leaf.range);
        self.body.blocks.push(Block { kind, span, text });
    }

    fn close_text(&mut self, leaf: &Leaf) -> TextRange {
        let Some(text) = leaf.text else {
            return LeafText::none(&self.text);
        };
        text.end(&mut self.text, |own| match leaf.kind {
            BlockKind::Code { .. } => own.trim_end_matches('\n'),
            _ => own.trim_end_matches(' '),
        })
    }
}

impl Leaf {
    fn new(kind: BlockKind, range: Range<usize>) -> Self {
        Self {
            kind,
            range,
            text: None,
            beside: Beside::Nothing,
        }
    }
}
