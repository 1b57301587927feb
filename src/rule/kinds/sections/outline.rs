//! The outline of a post as sections rules see it.

use std::borrow::Cow;
use std::ops::Range;

use crate::post::{BlockKind, Body, Post};
use crate::source::Span;
use crate::text::{excerpt, folded, spoken_words};

/// The headings of a post in order.
pub(crate) struct Outline<'a> {
    body: &'a Body,
    pub(crate) headings: Vec<Heading<'a>>,
    /// Number of the heading that is the title of the post itself.
    pub(super) title: Option<usize>,
}

/// A heading.
pub(crate) struct Heading<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// As titles are compared.
    pub(crate) folded: Cow<'a, str>,
    pub(super) level: u8,
    /// Its block, markers included: another place for a further finding.
    pub(super) line: Span,
    /// Number of its block.
    block: usize,
}

/// What a section holds, its subsections included.
#[derive(Default, Clone, Copy)]
pub(crate) struct Content {
    pub(crate) is_empty: bool,
    pub(super) words: usize,
    pub(crate) items: usize,
}

/// Most characters of a title in a message.
const QUOTED: usize = 60;

impl Heading<'_> {
    /// The title for a message.
    pub(super) fn shown(&self) -> String {
        excerpt(self.text, QUOTED)
    }
}

impl<'a> Outline<'a> {
    pub(crate) fn of(post: &'a Post) -> Self {
        let body = &post.body;
        let title_block = post
            .title_section()
            .and_then(|section| body.sections[section].heading);
        let mut headings = Vec::with_capacity(body.sections.len());
        headings.extend(body.sections.iter().filter_map(|section| {
            let block = section.heading?;
            let text = body.block_text(&body.blocks[block]);
            Some(Heading {
                text,
                folded: fold_title(text),
                level: section.level,
                line: body.blocks[block].span,
                block,
            })
        }));
        Self {
            body,
            title: headings
                .iter()
                .position(|heading: &Heading<'_>| Some(heading.block) == title_block),
            headings,
        }
    }

    /// Where the text of a heading stands, without markers.
    pub(super) fn span(&self, at: usize) -> Span {
        let block = &self.body.blocks[self.headings[at].block];
        self.body.span(block.text.range())
    }

    /// The numbers of the headings that are sections of the post.
    pub(crate) fn sections(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.headings.len()).filter(|at| Some(*at) != self.title)
    }

    /// Number of the first heading behind a section and all its subsections.
    pub(crate) fn end(&self, at: usize) -> usize {
        let level = self.headings[at].level;
        let deeper = self.headings[at + 1..]
            .iter()
            .take_while(|next| next.level > level);
        at + 1 + deeper.count()
    }

    /// What stands in a section; words are counted up to `most_words`.
    pub(crate) fn content(&self, at: usize, most_words: usize) -> Content {
        let blocks = self.blocks(at);
        let mut content = Content {
            is_empty: !self.has_image(at),
            ..Content::default()
        };
        for block in &self.body.blocks[blocks] {
            let text = self.body.block_text(block);
            if block.kind.is_prose() {
                let wanted = most_words - content.words;
                content.words += spoken_words(text).take(wanted).count();
            }
            content.items += usize::from(matches!(block.kind, BlockKind::ListItem { .. }));
            content.is_empty &= is_void(&block.kind, text);
        }
        content
    }

    /// The texts of the list items in a section.
    pub(crate) fn items(&self, at: usize) -> Vec<&'a str> {
        let blocks = self.body.blocks[self.blocks(at)].iter();
        let items = blocks.filter(|block| matches!(block.kind, BlockKind::ListItem { .. }));
        items.map(|block| self.body.block_text(block)).collect()
    }

    fn blocks(&self, at: usize) -> Range<usize> {
        let behind = self.headings.get(self.end(at));
        let end = behind.map_or(self.body.blocks.len(), |heading| heading.block);
        self.headings[at].block + 1..end
    }

    fn has_image(&self, at: usize) -> bool {
        let from = self.headings[at].line.end;
        let behind = self.headings.get(self.end(at));
        let to = behind.map_or(u32::MAX, |heading| heading.line.start);
        let mut images = self.body.images.iter();
        images.any(|image| (from..to).contains(&image.span.start))
    }
}

/// Whether a block fills no section: a heading, nothing, or a comment.
fn is_void(kind: &BlockKind, text: &str) -> bool {
    let text = text.trim();
    match kind {
        BlockKind::Heading(_) => true,
        BlockKind::Html => text.is_empty() || text.starts_with("<!--") && text.ends_with("-->"),
        BlockKind::Raw => false,
        _ => text.is_empty(),
    }
}

/// The form in which titles are compared: folded, without a leading number like `1.` or `2.3)`.
pub(crate) fn fold_title(title: &str) -> Cow<'_, str> {
    let title = title.trim_start();
    let behind = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    let number = &title[..title.len() - behind.len()];
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains(['.', ')'])
        && behind.starts_with(char::is_whitespace);
    let title = if is_number { behind } else { title };
    if is_folded(title) {
        title.into()
    } else {
        folded(title).into()
    }
}

/// Whether folding surely leaves a title as it is.
fn is_folded(title: &str) -> bool {
    let is_kept = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    let mut words = title.split(' ');
    let ends = [title.bytes().next(), title.bytes().next_back()];
    words.all(|word| !word.is_empty() && word.bytes().all(is_kept))
        && ends.iter().flatten().all(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_taken_as_folded_is(title in "[ a-cA1.,é\u{a0}\t]{0,8}") {
            prop_assert!(!is_folded(&title) || folded(&title) == title);
        }
    }
}
