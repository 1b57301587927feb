//! Characters: blanks collapse as a browser collapses them, but for code.

use std::ops::Range;

use crate::post::BlockKind;

use super::BodyReader;
use super::containers::Sort;
use super::leaf::Beside;
use crate::parse::html::Dialect;
use crate::parse::html::opaque::{Part, may_hold_any, parts};
use crate::parse::leaf_text::LeafText;

impl BodyReader<'_> {
    /// Takes characters and the bytes that they were decoded from.
    pub(super) fn characters(&mut self, shown: &str, range: Range<usize>) {
        if self.open.hide() {
            return;
        }
        if self.open.has(Sort::Pre) {
            self.code(shown, range);
            return;
        }
        let is_verbatim = shown.len() == range.len();
        if !is_verbatim {
            let blank = shown.bytes().all(|b| b.is_ascii_whitespace());
            if blank {
                self.blank(shown, range);
            } else {
                self.push(shown, range);
            }
            return;
        }
        if !may_hold_any(shown) {
            self.words(shown, range.start);
            return;
        }
        for part in parts(shown, self.shortcodes.as_ref()) {
            let place = |part: &Range<usize>| range.start + part.start..range.start + part.end;
            match part {
                Part::Text(part) => self.words(&shown[part.clone()], place(&part).start),
                Part::Opaque(part) => self.opaque(&place(&part)),
                Part::CaptionStart(part) | Part::CaptionEnd(part) if self.goes_on() => {
                    self.opaque(&place(&part));
                }
                Part::CaptionStart(_) => {
                    self.close_leaf();
                    self.in_caption = true;
                }
                Part::CaptionEnd(_) => self.close_leaf(),
            }
        }
    }

    /// Code stands as it is, without the line break behind `<pre>`.
    fn code(&mut self, shown: &str, range: Range<usize>) {
        let skips_break = std::mem::take(&mut self.skips_break);
        let is_verbatim = shown.len() == range.len();
        let kept = match shown.strip_prefix('\n') {
            Some(rest) if skips_break => rest,
            _ => shown,
        };
        let cut = if is_verbatim {
            shown.len() - kept.len()
        } else {
            0
        };
        self.push(kept, range.start + cut..range.end);
    }

    fn opaque(&mut self, range: &Range<usize>) {
        self.line_feeds = 0;
        if !self.open.has(Sort::Table) {
            self.leaf_at(range).beside = Beside::Opaque;
        }
    }

    /// Takes text that stands byte for byte at `start`.
    fn words(&mut self, text: &str, start: usize) {
        let mut at = 0;
        while at < text.len() {
            let word = plain_len(&text[at..]);
            if word > 0 {
                self.push(&text[at..at + word], start + at..start + at + word);
                at += word;
            }
            let rest = &text[at..];
            let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
            if blanks > 0 {
                self.blank(&rest[..blanks], start + at..start + at + blanks);
                at += blanks;
            }
        }
    }

    /// Takes a run of blanks. For WordPress an empty line ends a paragraph.
    fn blank(&mut self, blanks: &str, range: Range<usize>) {
        let Some(leaf) = &self.leaf else { return };
        self.line_feeds += memchr::memchr_iter(b'\n', blanks.as_bytes()).count();
        let is_prose = leaf.kind.is_prose() || leaf.kind == BlockKind::Caption;
        if self.dialect == Dialect::Wordpress && is_prose && self.line_feeds > 1 {
            self.close_leaf();
        } else if leaf.text.is_some() && !self.text.text().ends_with(' ') {
            self.text.push(" ", self.span(range));
        }
    }

    pub(super) fn line_break(&mut self, range: &Range<usize>) {
        if !self.open.has(Sort::Pre) {
            self.blank("", range.clone());
        } else if self.leaf.is_some() {
            self.push("\n", range.clone());
        }
    }

    /// Parts cells, lines of a heading and lines of code that are elements.
    pub(super) fn separate(&mut self) {
        let Some(leaf) = self.leaf.as_ref().filter(|leaf| leaf.text.is_some()) else {
            return;
        };
        let separator = match leaf.kind {
            BlockKind::Code { .. } => '\n',
            _ => ' ',
        };
        if !self.text.text().ends_with(separator) {
            self.text.separate(separator);
        }
    }

    /// Appends decoded text to the block that is open, or opens one.
    fn push(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.line_feeds = 0;
        let span = self.span(range.clone());
        if self.leaf_at(&range).text.is_none() {
            let begun = LeafText::begin(&mut self.text);
            self.leaf_at(&range).text = Some(begun);
        }
        self.text.push(text, span);
    }
}

/// Length of the text up to blanks that are not one space between words.
fn plain_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_blank_at = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let found = bytes.iter().enumerate().position(|(at, byte)| {
        byte.is_ascii_whitespace() && (*byte != b' ' || at == 0 || is_blank_at(at + 1))
    });
    found.unwrap_or(text.len())
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace()
}
