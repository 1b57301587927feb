//! The sections of a post as expressions see them.

use std::cell::LazyCell;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::budget::Budget;
use super::value::{Text, Value};
use crate::post::{Block, BlockKind, Body, Post, TextRange};

/// What `section("title")` gives: a section with the deeper ones that follow it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    body: &'a Body,
    at: usize,
}

impl<'a> Section<'a> {
    /// What a section has.
    pub(super) const FIELDS: [&'static str; 4] = ["title", "words", "items", "text"];

    /// The first section of that folded title.
    pub(super) fn titled(body: &'a Body, title: &str) -> Option<Self> {
        let at = section_titled(body, title)?;
        Some(Self { body, at })
    }

    /// A field by its name.
    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        Some(match name {
            "title" => Value::read(self.body.section_title(&self.body.sections[self.at])),
            "words" => Value::count(self.content().unicode_words().count()),
            "items" => Value::list(self.items().collect::<Vec<_>>()),
            "text" => Value::read(self.content()),
            _ => return None,
        })
    }

    /// Charges what looking at a section costs.
    pub(super) fn charge(&self, budget: &mut Budget) -> Option<()> {
        budget.take_text(self.content().len())
    }

    fn items(&self) -> impl Iterator<Item = Value<'a>> {
        let body = self.body;
        let blocks = self.blocks().iter();
        let items = blocks.filter(|block| matches!(block.kind, BlockKind::ListItem { .. }));
        items.map(|block| Value::read(body.block_text(block)))
    }

    fn content(&self) -> &'a str {
        match self.blocks() {
            [] => "",
            [first, ..] => self.body.slice(TextRange {
                start: first.text.start,
                end: self.blocks().last().unwrap_or(first).text.end,
            }),
        }
    }

    fn blocks(&self) -> &'a [Block] {
        &self.body.blocks[self.under()]
    }

    /// The blocks of the section and of the deeper ones that follow it.
    fn under(&self) -> Range<usize> {
        let sections = &self.body.sections;
        let section = &sections[self.at];
        let deeper = sections[self.at + 1..]
            .iter()
            .take_while(|next| next.level > section.level);
        let end = deeper
            .last()
            .map_or(section.blocks.end, |last| last.blocks.end);
        section.blocks.start..end
    }
}

/// The first section of that folded title.
pub(crate) fn section_titled(body: &Body, title: &str) -> Option<usize> {
    body.sections.iter().position(|section| {
        section.heading.is_some() && is_titled(body.section_title(section), title)
    })
}

/// The form in which titles are compared.
pub(crate) fn folded(title: &str) -> String {
    title.trim().to_lowercase()
}

/// The titles of the sections, folded; the heading that is the title of the post is none.
pub(super) fn titles(post: &Post) -> Value<'_> {
    let body = &post.body;
    let title = LazyCell::new(|| post.title.as_ref().map(|title| folded(&title.text)));
    let mut titles = Vec::with_capacity(body.sections.len());
    for section in &body.sections {
        let text = body.section_title(section);
        let is_titled = |title: &String| is_titled(text, title);
        let is_title = section.level == 1 && title.as_ref().is_some_and(is_titled);
        if section.heading.is_some() && !is_title {
            titles.push(Value::Text(lowered(text)));
        }
    }
    Value::list(titles)
}

fn is_titled(text: &str, folded_title: &str) -> bool {
    if text.is_ascii() {
        text.trim().eq_ignore_ascii_case(folded_title)
    } else {
        folded(text) == folded_title
    }
}

fn lowered(title: &str) -> Text<'_> {
    // Without an early end, many bytes are looked at in one step.
    let changes = |byte: u8| !byte.is_ascii() || byte.is_ascii_uppercase();
    if title.bytes().fold(false, |any, byte| any | changes(byte)) {
        Text::Made(folded(title).into())
    } else {
        Text::Read(title.trim())
    }
}
