//! The lines that a suppression speaks of.

use crate::parse::Comment;
use crate::source::{Span, offset};

/// Lines between a comment and the line that it speaks of: blank ones, and other comments.
const MOST_BETWEEN: usize = 32;
/// Bytes of a line that may be blank.
const MOST_BLANK: usize = 1024;

/// The lines of a post.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where each line starts, and the text ends.
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    /// Finds them in one scan. `\n`, `\r\n` and a lone `\r` end a line.
    pub(super) fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(offset(at + 1));
            }
        }
        Self { text, starts }
    }

    /// The lines that a stretch stands on.
    pub(super) fn around(&self, span: Span) -> Span {
        let first = self.number(span.start);
        let last = self.number(span.end.saturating_sub(1).max(span.start));
        Span::new(self.line(first).start, self.line(last).end)
    }

    /// The first line behind a comment that is neither blank nor another of the `comments`, which
    /// are in order; without one, nothing.
    pub(super) fn behind(&self, comment: Span, comments: &[Comment]) -> Span {
        let mut next = self.number(comment.end.saturating_sub(1)) + 1;
        for _ in 0..MOST_BETWEEN {
            let Some(start) = self.starts.get(next) else {
                break;
            };
            let line = self.line(next);
            let text = &self.text[line.start as usize..line.end.min(self.end()) as usize];
            let said = text.trim_start().len();
            let first = start + offset(text.len() - said);
            if text.len() <= MOST_BLANK && said == 0 {
                next += 1;
                continue;
            }
            let at = comments.binary_search_by_key(&first, |comment| comment.span.start);
            let Ok(at) = at else { return line };
            next = self.number(comments[at].span.end.saturating_sub(1)) + 1;
        }
        Span::at(self.end())
    }

    /// All of the text, and what is said of its end.
    pub(super) fn from(start: u32) -> Span {
        Span::new(start, u32::MAX)
    }

    fn end(&self) -> u32 {
        offset(self.text.len())
    }

    fn number(&self, offset: u32) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// A line with its break; the last one goes on behind the end of the text.
    fn line(&self, number: usize) -> Span {
        let start = self.starts.get(number).copied().unwrap_or(u32::MAX);
        let end = self.starts.get(number + 1).copied().unwrap_or(u32::MAX);
        Span::new(start, end)
    }
}
