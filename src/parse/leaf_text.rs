//! The text of the block that is being read, at the end of that of the body.

use crate::post::TextRange;
use crate::source::{MapBuilder, offset};

/// Where the text of a block begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeafText {
    /// Length of the text before the block.
    before: u32,
    start: u32,
}

impl LeafText {
    /// Begins the text of a block: a line feed parts it from that of the block before.
    pub(super) fn begin(text: &mut MapBuilder) -> Self {
        let before = text.len();
        if before > 0 {
            text.separate('\n');
        }
        let start = text.len();
        Self { before, start }
    }

    /// Ends it with what `kept` leaves of it. One that is empty leaves no trace.
    pub(super) fn end(self, text: &mut MapBuilder, kept: impl Fn(&str) -> &str) -> TextRange {
        let own = &text.text()[self.start as usize..];
        let end = self.start + offset(kept(own).len());
        if end > self.start {
            text.truncate(end);
            let start = self.start;
            return TextRange { start, end };
        }
        text.truncate(self.before);
        Self::none(text)
    }

    /// The text of a block without any.
    pub(super) fn none(text: &MapBuilder) -> TextRange {
        let at = text.len();
        TextRange { start: at, end: at }
    }

    /// Cuts it off at an offset; nothing where it began there.
    pub(super) fn cut(self, text: &mut MapBuilder, at: u32) -> Option<Self> {
        let is_begun = at > self.start;
        text.truncate(if is_begun { at } else { self.before });
        is_begun.then_some(self)
    }
}
