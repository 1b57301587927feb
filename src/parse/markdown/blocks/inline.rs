//! Text, links and images inside of blocks.

use std::ops::Range;

use crate::post::{BlockKind, Image, TextRange};
use crate::source::{Span, offset};

use super::BodyReader;
use super::leaf::{Beside, Leaf};
use crate::parse::leaf_text::LeafText;
use crate::parse::markdown::opaque::Painted;

/// The image whose alternative text is being read.
pub(super) struct OpenImage {
    image: Image,
    depth: usize,
}

impl BodyReader<'_> {
    pub(super) fn inline_text(&mut self, text: &str, range: Range<usize>) {
        if let Some(open) = &mut self.image {
            let parts = visible_text(self.painted, text, &range);
            open.image.alt.extend(parts.map(|(part, _)| part));
            return;
        }
        let painted = self.painted;
        let leaf = self.leaf_at(&range);
        if !painted.hides_in(&range) {
            self.push(text, range);
            return;
        }
        leaf.holds(Beside::Opaque);
        for (part, place) in visible_text(painted, text, &range) {
            self.push(part, place);
        }
    }

    pub(super) fn code_span(&mut self, code: &str, range: Range<usize>) {
        if let Some(open) = &mut self.image {
            open.image.alt.push_str(code);
            return;
        }
        self.leaf_at(&range);
        let inner = code_place(&self.source[range.clone()], code);
        let place = range.start + inner.start..range.start + inner.end;
        let start = self.text.len();
        for (part, place) in visible_text(self.painted, code, &place) {
            self.push(part, place);
        }
        let end = self.text.len();
        self.inline_code.push(TextRange { start, end });
    }

    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if let Some(open) = &mut self.image {
            open.image.alt.push(' ');
            return;
        }
        let end = self.leaf_at(&range).range.end;
        if self.painted.breaks_in(&range) {
            self.break_block(range, end);
        } else {
            self.push(" ", range);
        }
    }

    /// Ends the block at a line break and opens another for the lines behind.
    fn break_block(&mut self, range: Range<usize>, end: usize) {
        let first = self.leaf_at(&range);
        let is_implicit = first.is_implicit;
        first.range.end = range.start.max(first.range.start);
        let behind = &self.source[range.end..];
        let prefix = behind.len() - behind.trim_start_matches([' ', '\t', '>']).len();
        let start = range.end + prefix;
        self.leaf = Some(Leaf {
            is_implicit,
            ..self.text_leaf(start..end.max(start))
        });
    }

    /// Appends decoded text to the block that is open.
    fn push(&mut self, text: &str, place: Range<usize>) {
        let span = self.span(place);
        let Some(leaf) = &mut self.leaf else { return };
        let is_code = matches!(leaf.kind, BlockKind::Code { .. });
        let follows_blank = match leaf.text {
            Some(_) => self.text.text().ends_with(' '),
            None => true,
        };
        let kept = if follows_blank && !is_code {
            text.trim_start()
        } else {
            text
        };
        if kept.is_empty() {
            return;
        }
        if leaf.text.is_none() {
            leaf.text = Some(LeafText::begin(&mut self.text));
        }
        let is_verbatim = text.len() == span.len() as usize;
        let cut = if is_verbatim {
            offset(text.len() - kept.len())
        } else {
            0
        };
        self.text.push(kept, Span::new(span.start + cut, span.end));
    }

    pub(super) fn next_cell(&mut self) {
        if self.leaf.as_ref().is_some_and(|leaf| leaf.text.is_some())
            && !self.text.text().ends_with(' ')
        {
            self.text.separate(' ');
        }
    }

    pub(super) fn start_image(&mut self, target: String, range: Range<usize>) {
        if let Some(open) = &mut self.image {
            open.depth += 1;
            return;
        }
        self.leaf_at(&range).holds(Beside::Image);
        let span = self.span(range);
        let alt = String::new();
        self.image = Some(OpenImage {
            image: Image { span, target, alt },
            depth: 0,
        });
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(open) if open.depth > 0 => open.depth -= 1,
            _ => self
                .body
                .images
                .extend(self.image.take().map(|open| open.image)),
        }
    }

    /// The target as the source has it: what was painted over in it is put back.
    pub(super) fn target(
        &self,
        url: &str,
        range: &Range<usize>,
        definition: Option<Range<usize>>,
    ) -> String {
        let place = definition.unwrap_or(range.clone());
        let original = self.painted.hides_in(&place).then(|| {
            let at = self.painted.text[place.clone()].rfind(url)?;
            self.source
                .get(place.start + at..place.start + at + url.len())
        });
        original.flatten().unwrap_or(url).to_owned()
    }
}

/// The parts of an event's text that were not painted over, with their places. Text that differs
/// from its bytes cannot be cut.
fn visible_text<'t>(
    painted: &'t Painted<'_>,
    text: &'t str,
    range: &Range<usize>,
) -> impl Iterator<Item = (&'t str, Range<usize>)> {
    let start = range.start;
    let is_verbatim = text.len() == range.len();
    let whole = (!is_verbatim).then(|| (text, range.clone()));
    let parts = painted.visible(range.clone()).filter(move |_| is_verbatim);
    let cut = parts.filter_map(move |place| {
        let part = text.get(place.start - start..place.end - start)?;
        Some((part, place))
    });
    whole.into_iter().chain(cut)
}

/// Where the text of a code span stands in its bytes: between the backticks, without padding.
fn code_place(raw: &str, code: &str) -> Range<usize> {
    let ticks = raw.len() - raw.trim_start_matches('`').len();
    let padded = [ticks, ticks + 1].map(|start| start..start + code.len());
    let found = padded.into_iter().find(|place| {
        let is_inside = place.end + place.start == raw.len();
        is_inside && is_same(raw.get(place.clone()), code)
    });
    found.unwrap_or_else(|| {
        // Of another length than the text, so that nobody takes both for the same bytes.
        let inner = ticks..raw.len().saturating_sub(ticks).max(ticks);
        if inner.len() == code.len() {
            0..raw.len()
        } else {
            inner
        }
    })
}

/// Whether code is written just so, line breaks being blanks.
fn is_same(raw: Option<&str>, code: &str) -> bool {
    let same = |(a, b): (u8, u8)| a == b || b == b' ' && matches!(a, b'\n' | b'\r');
    raw.is_some_and(|raw| raw.bytes().zip(code.bytes()).all(same))
}
