//! Links, images and code inside of blocks.

use crate::post::{BlockKind, Image, Link, TextRange};
use crate::source::offset;

use super::BodyReader;
use super::containers::Sort;
use crate::parse::html::tokens::Tag;

/// What a word may end with before the number of a note.
const ENDS: &str = ".,;:!?)\"'\u{2019}\u{201d}\u{bb}\u{2026}";

/// The link that is open.
pub(super) struct OpenLink {
    /// Its number among the links of the body.
    number: usize,
    /// How many blocks were read before it.
    blocks: usize,
    /// Length of the text before its own.
    before: u32,
    /// Whether that is text of the same block.
    is_within_text: bool,
}

/// The code within a line that is open.
pub(super) struct OpenCode {
    /// Length of the text before its own.
    before: u32,
    /// How many more elements of code are open in it.
    inner: usize,
}

impl BodyReader<'_> {
    pub(super) fn image(&mut self, tag: &Tag) {
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

    pub(super) fn start_link(&mut self, tag: &Tag) {
        self.link = None;
        if let Some(target) = tag.attribute("href") {
            let leaf = self.leaf.as_ref();
            self.link = Some(OpenLink {
                number: self.body.links.len(),
                blocks: self.body.blocks.len(),
                before: self.text.len(),
                is_within_text: leaf.is_some_and(|leaf| leaf.text.is_some()),
            });
            self.body.links.push(Link {
                span: self.span(tag.range.clone()),
                target: target.value.trim().to_owned(),
            });
        }
    }

    pub(super) fn end_link(&mut self, end: usize) {
        let Some(link) = self.link.take() else { return };
        let end = self.span(end..end);
        let span = &mut self.body.links[link.number].span;
        *span = span.join(end);
        if let Some(leaf) = &mut self.leaf
            && leaf.text.is_some()
        {
            leaf.extend(end.end as usize - self.base);
        }
        if self.is_sign(&link) {
            self.cut_text(link.before);
        }
    }

    /// Whether a link to an anchor is but a sign, which is no text: the `#` or `¶` that themes put
    /// beside a heading, or the number of a note behind a word.
    fn is_sign(&self, link: &OpenLink) -> bool {
        let Some(leaf) = &self.leaf else { return false };
        let texts = self.text.text().split_at_checked(link.before as usize);
        let Some((before, own)) = texts.filter(|_| link.blocks == self.body.blocks.len()) else {
            return false;
        };
        let own = own.trim();
        let leads_to_anchor = self.body.links[link.number].target.contains('#');
        if !leads_to_anchor || own.is_empty() || own.contains(char::is_alphabetic) {
            return false;
        }
        let ends_word = |c: char| c.is_alphanumeric() || ENDS.contains(c);
        match leaf.kind {
            BlockKind::Code { .. } => false,
            BlockKind::Heading(_) if !own.contains(char::is_numeric) => true,
            _ => {
                link.is_within_text && own.contains(char::is_numeric) && before.ends_with(ends_word)
            }
        }
    }

    /// Takes back the text of the open block from an offset on.
    fn cut_text(&mut self, at: u32) {
        if let Some(leaf) = &mut self.leaf {
            leaf.text = leaf.text.and_then(|text| text.cut(&mut self.text, at));
        }
        while self
            .body
            .inline_code
            .last()
            .is_some_and(|code| code.end > at)
        {
            self.body.inline_code.pop();
        }
    }

    /// Opens code: a stretch of a line, or what names the language of a block.
    pub(super) fn start_code(&mut self, tag: &Tag) {
        if self.open.has(Sort::Pre) {
            self.name_language(tag);
            return;
        }
        let before = self.text.len();
        match &mut self.code {
            Some(open) => open.inner += 1,
            None => self.code = Some(OpenCode { before, inner: 0 }),
        }
    }

    /// Closes an element of code.
    pub(super) fn leave_code(&mut self) {
        match &mut self.code {
            Some(open) if open.inner > 0 => open.inner -= 1,
            _ => self.end_code(),
        }
    }

    /// Ends the code within a line; with its block it ends at the latest.
    pub(super) fn end_code(&mut self) {
        let Some(open) = self.code.take() else { return };
        let own = self.text.text().get(open.before as usize..);
        let own = own.unwrap_or_default().trim_end();
        let kept = own.trim_start();
        if !kept.is_empty() {
            let start = open.before + offset(own.len() - kept.len());
            let end = start + offset(kept.len());
            self.body.inline_code.push(TextRange { start, end });
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
}

/// The language of the code that an element holds, as Jekyll writes it around highlighted code.
pub(super) fn language_within(tag: &Tag) -> Option<String> {
    let mut classes = tag.value("class").split_ascii_whitespace();
    let is_highlighted = classes.any(|class| class == "highlighter-rouge");
    is_highlighted.then(|| language_of(tag)).flatten()
}

/// The language that an element is declared to be in: `class="language-x"`, `class="lang-x"` or
/// `data-lang="x"`.
pub(super) fn language_of(tag: &Tag) -> Option<String> {
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
