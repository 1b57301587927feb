//! A post before it is written down.

use super::meta::Meta;

/// What a post says, in no format yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// The number of the post.
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) date: String,
    pub(super) body: Vec<Block>,
    pub(super) meta: Meta,
}

/// A block of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading(&'static str),
    /// The sentences of a paragraph.
    Paragraph(Vec<String>),
    List(Vec<String>),
    Code {
        language: &'static str,
        lines: Vec<String>,
    },
    Picture(Picture),
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) source: &'static str,
    pub(super) url: String,
    pub(super) caption: String,
}

/// A place in a draft whose line the renderer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The title.
    Title,
    /// A block of the body, by its position.
    Block(usize),
    /// The last line of the body.
    BodyEnd,
    /// The value of a meta key; of a list its first item.
    Key(&'static str),
    /// The value of a key inside a meta key.
    Inner(&'static str, &'static str),
    /// The line that closes the meta block, or its last one.
    MetaClose,
}

/// The heading of the section that lists what to do.
pub(super) const CHECKLIST: &str = "implementation checklist";

/// The heading of the last section.
pub(super) const FINAL_NOTES: &str = "final notes";

impl Draft {
    /// Where a heading stands in the body.
    pub(super) fn heading(&self, title: &str) -> Option<usize> {
        let found = |block: &Block| matches!(block, Block::Heading(text) if *text == title);
        self.body.iter().position(found)
    }

    /// Where the paragraphs stand in the body.
    pub(super) fn paragraphs(&self) -> Vec<usize> {
        let blocks = self.body.iter().enumerate();
        let paragraphs = blocks.filter(|(_, block)| matches!(block, Block::Paragraph(_)));
        paragraphs.map(|(at, _)| at).collect()
    }

    /// The sentences of the paragraph at a position of the body.
    pub(super) fn sentences_mut(&mut self, at: usize) -> Option<&mut Vec<String>> {
        match self.body.get_mut(at) {
            Some(Block::Paragraph(sentences)) => Some(sentences),
            _ => None,
        }
    }

    /// The items of the list under the checklist heading.
    pub(super) fn checklist(&self) -> Vec<String> {
        let list = self.body.iter().find_map(|block| match block {
            Block::List(items) => Some(items.clone()),
            _ => None,
        });
        list.unwrap_or_default()
    }

    /// The pictures of the body in order.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.body.iter().filter_map(|block| match block {
            Block::Picture(picture) => Some(picture),
            _ => None,
        })
    }

    /// The words of the running text.
    pub(super) fn words(&self) -> usize {
        let sentences = self.body.iter().flat_map(|block| match block {
            Block::Paragraph(sentences) => sentences.as_slice(),
            _ => &[],
        });
        sentences.map(|text| text.split(' ').count()).sum()
    }
}
