//! The text of a post and its structure.

use std::ops::Range;

use crate::source::{OffsetMap, Span};

/// A stretch of a body's decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextRange {
    /// Offset of the first byte in [`Body::text`].
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl TextRange {
    /// The same stretch as a range.
    pub fn range(self) -> Range<u32> {
        self.start..self.end
    }
}

/// What a post says, as one decoded text with blocks that point into it.
///
/// Markup is gone, entities and escapes are decoded, lines of one paragraph are joined by a
/// space, blocks are separated by a line feed. [`Body::span`] leads back to the source.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The decoded text of all blocks in order.
    pub text: String,
    /// From the decoded text to the source.
    pub map: OffsetMap,
    /// The leaf blocks in order of the source.
    pub blocks: Vec<Block>,
    /// Code inside of running text, in order.
    pub inline_code: Vec<TextRange>,
    /// The outline: what comes before the first heading, then a section for each heading.
    pub sections: Vec<Section>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images in order; a picture that a text rendering tells by its caption counts.
    pub images: Vec<Image>,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the source: markers included, the final line break not.
    pub span: Span,
    /// Its decoded text.
    pub text: TextRange,
}

/// What a block is. The innermost container decides: a paragraph in a quote is a `Quote`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6. The title line of a rendered text is level 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// The first text of a list item. Items of one list, whatever their depth, share `list`.
    ListItem {
        /// Number of the list in the post.
        list: u32,
        /// 0 for an outermost item.
        depth: u32,
    },
    /// Code, fenced, indented or recognised, with its language where one is named.
    Code {
        /// The language, lower-case.
        language: Option<String>,
    },
    /// Text in a block quote.
    Quote,
    /// The caption of a picture.
    Caption,
    /// A table, its cells joined by spaces.
    Table,
    /// Raw HTML.
    Html,
    /// Shortcodes, template tags, MDX: opaque.
    Raw,
}

impl BlockKind {
    /// Whether it is running text: a paragraph, a list item or a quote.
    pub fn is_prose(&self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem { .. } | Self::Quote)
    }
}

/// A heading and what follows it up to the next heading of any level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The block that is its heading; `None` for what comes before the first heading.
    pub heading: Option<usize>,
    /// The level of the heading; 0 without one.
    pub level: u8,
    /// The blocks that follow, without the heading.
    pub blocks: Range<usize>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its bytes.
    pub span: Span,
    /// Where it leads.
    pub target: String,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its bytes.
    pub span: Span,
    /// Where it is loaded from; empty where the rendering does not say.
    pub target: String,
    /// Its alternative text or caption.
    pub alt: String,
}

impl Body {
    /// The decoded text of a stretch.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// The decoded text of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        self.slice(block.text)
    }

    /// Where a stretch of the decoded text stands in the source.
    pub fn span(&self, range: Range<u32>) -> Span {
        self.map.span(range)
    }

    /// The heading text of a section; empty before the first heading.
    pub fn section_title(&self, section: &Section) -> &str {
        section
            .heading
            .map_or("", |at| self.block_text(&self.blocks[at]))
    }

    /// Where a section's heading stands; `None` before the first heading.
    pub fn section_span(&self, section: &Section) -> Option<Span> {
        section.heading.map(|at| self.blocks[at].span)
    }

    /// Derives the outline from the blocks. Readers call it last.
    pub fn outline(&mut self) {
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
        let headings = self.blocks.iter().filter(is_heading).count();
        let mut sections = Vec::with_capacity(headings + 1);
        let mut current = Section {
            heading: None,
            level: 0,
            blocks: 0..0,
        };
        for (at, block) in self.blocks.iter().enumerate() {
            if let BlockKind::Heading(level) = block.kind {
                current.blocks.end = at;
                let next = Section {
                    heading: Some(at),
                    level,
                    blocks: at + 1..at + 1,
                };
                sections.push(std::mem::replace(&mut current, next));
            }
        }
        current.blocks.end = self.blocks.len();
        sections.push(current);
        self.sections = sections;
    }
}
