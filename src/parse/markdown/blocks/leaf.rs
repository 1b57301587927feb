//! Blocks that are being read, and the lists, items and quotes they stand in.

use std::ops::Range;

use crate::post::{Block, BlockKind, TextRange};

use super::BodyReader;
use crate::parse::leaf_text::LeafText;
use crate::parse::span::trimmed_end;

/// What the current block stands in.
pub(super) enum Container {
    Quote {
        start: usize,
        is_used: bool,
    },
    List {
        list: u32,
        depth: u32,
    },
    Item {
        start: usize,
        list: u32,
        depth: u32,
        is_used: bool,
    },
    Footnote,
    /// A list or item that an admonition was painted as; where the marker of an item stands.
    Admonition(Option<usize>),
}

/// The block that is being read.
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    pub(super) range: Range<usize>,
    pub(super) text: Option<LeafText>,
    /// Whether it grows with its events: the text of a tight list item has no tag of its own.
    pub(super) is_implicit: bool,
    /// What it holds beside text.
    pub(super) beside: Beside,
}

/// What a block holds beside text. It decides what a block without text is; the last one that
/// applies counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    Nothing,
    Html,
    Image,
    Opaque,
}

impl Leaf {
    /// Notes that the block holds something beside text.
    pub(super) fn holds(&mut self, beside: Beside) {
        self.beside = self.beside.max(beside);
    }
}

impl BodyReader<'_> {
    pub(super) fn enter(&mut self, container: Container) {
        self.close_leaf();
        self.containers.push(container);
    }

    pub(super) fn enter_list(&mut self, range: &Range<usize>) {
        let line = &self.painted.text[range.start..];
        let marker = range.start + (line.len() - line.trim_start_matches(' ').len());
        if self.painted.wrappers.binary_search(&marker).is_ok() {
            self.enter(Container::Admonition(None));
            return;
        }
        let (list, depth) = match self.containers.last() {
            Some(Container::Item { list, depth, .. }) => (*list, depth + 1),
            _ => (self.lists, 0),
        };
        self.lists += u32::from(depth == 0);
        self.enter(Container::List { list, depth });
    }

    pub(super) fn enter_item(&mut self, range: &Range<usize>) {
        let container = match self.containers.last() {
            Some(Container::List { list, depth }) => Container::Item {
                start: range.start,
                list: *list,
                depth: *depth,
                is_used: false,
            },
            _ => Container::Admonition(Some(range.start)),
        };
        self.enter(container);
    }

    pub(super) fn open_text(&mut self, range: Range<usize>) {
        self.leaf = Some(self.text_leaf(range));
    }

    pub(super) fn open(&mut self, kind: BlockKind, range: Range<usize>) {
        self.leaf = Some(self.new_leaf(kind, range));
    }

    /// A block of running text; what it stands in decides on its kind. The first text of an item
    /// or quote starts with the marker.
    pub(super) fn text_leaf(&mut self, range: Range<usize>) -> Leaf {
        self.close_leaf();
        // The title of an admonition is its first block, and starts with the marker.
        let marker = match self.containers.last_mut() {
            Some(Container::Admonition(marker)) => marker.take(),
            _ => None,
        };
        let mut around = self.containers.iter().rev();
        let inner = around.find(|container| !matches!(container, Container::Admonition(_)));
        let (kind, start) = match inner {
            Some(Container::Quote { start, is_used }) => {
                (BlockKind::Quote, (!is_used).then_some(*start))
            }
            Some(Container::Item {
                start,
                list,
                depth,
                is_used: false,
            }) => {
                let (list, depth) = (*list, *depth);
                (BlockKind::ListItem { list, depth }, Some(*start))
            }
            _ => (BlockKind::Paragraph, None),
        };
        let start = marker.or(start).unwrap_or(range.start);
        self.new_leaf(kind, start..range.end)
    }

    fn new_leaf(&mut self, kind: BlockKind, range: Range<usize>) -> Leaf {
        self.close_leaf();
        self.take_opaque_before(range.start);
        Leaf {
            kind,
            range,
            text: None,
            is_implicit: false,
            beside: Beside::Nothing,
        }
    }

    /// The block that an inline event at `range` belongs to.
    pub(super) fn leaf_at(&mut self, range: &Range<usize>) -> &mut Leaf {
        let leaf = self.leaf.take().unwrap_or_else(|| Leaf {
            is_implicit: true,
            ..self.text_leaf(range.clone())
        });
        let leaf = self.leaf.insert(leaf);
        if leaf.is_implicit {
            leaf.range.end = leaf.range.end.max(range.end);
        }
        leaf
    }

    #[inline]
    pub(super) fn close_leaf(&mut self) {
        if let Some(leaf) = self.leaf.take() {
            self.close(leaf);
        }
    }

    fn close(&mut self, leaf: Leaf) {
        let text = self.close_text(&leaf);
        let is_text = matches!(
            leaf.kind,
            BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Quote
        );
        let kind = match leaf.kind {
            kind if !is_text || text.start < text.end => kind,
            _ => match leaf.beside {
                Beside::Opaque => BlockKind::Raw,
                Beside::Html => BlockKind::Html,
                Beside::Image | Beside::Nothing => return,
            },
        };
        self.mark_used(&kind);
        // The parser may end a block amid painted blanks: they are trimmed as it saw them, lest the
        // end falls into a character that was painted over.
        let range = trimmed_end(&self.painted.text, leaf.range);
        let span = self.span(range);
        self.body.blocks.push(Block { kind, span, text });
    }

    fn close_text(&mut self, leaf: &Leaf) -> TextRange {
        let Some(text) = leaf.text else {
            return LeafText::none(&self.text);
        };
        text.end(&mut self.text, |own| match leaf.kind {
            BlockKind::Code { .. } => own.trim_end_matches('\n'),
            BlockKind::Heading(_) => without_attributes(own.trim_end()),
            _ => own.trim_end(),
        })
    }

    fn mark_used(&mut self, kind: &BlockKind) {
        let mut around = self.containers.iter_mut().rev();
        let inner = around.find(|container| !matches!(container, Container::Admonition(_)));
        match (kind, inner) {
            (BlockKind::ListItem { .. }, Some(Container::Item { is_used, .. }))
            | (BlockKind::Quote, Some(Container::Quote { is_used, .. })) => *is_used = true,
            _ => {}
        }
    }

    /// Puts the opaque blocks that start before an offset among the blocks.
    pub(super) fn take_opaque_before(&mut self, offset: usize) {
        while let Some(range) = self.painted.blocks.get(self.opaque_taken)
            && range.start < offset
        {
            self.opaque_taken += 1;
            let span = self.span(range.clone());
            let at = self.text.len();
            // Raw HTML may hold it.
            let is_held = self
                .body
                .blocks
                .last()
                .is_some_and(|block| block.span.end > span.start);
            if !is_held {
                self.body.blocks.push(Block {
                    kind: BlockKind::Raw,
                    span,
                    text: TextRange { start: at, end: at },
                });
            }
        }
    }
}

/// A heading's text without attributes at its end: `Setup {#setup .wide}`.
fn without_attributes(text: &str) -> &str {
    let Some((title, attributes)) = text
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once('{'))
    else {
        return text;
    };
    let mut words = attributes.split_whitespace().peekable();
    let are_attributes = words.peek().is_some()
        && words.all(|word| word.len() > 1 && (word.starts_with(['#', '.']) || word.contains('=')));
    if are_attributes {
        title.trim_end()
    } else {
        text
    }
}
