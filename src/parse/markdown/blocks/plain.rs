//! Parts of a body that hold no markup but that of their lines.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::parts::{LineKind, image};
use super::{BodyReader, code_kind};
use crate::parse::lines::{Line, lines};
use crate::post::BlockKind;

impl BodyReader<'_> {
    /// Reads a part of plain lines.
    pub(super) fn read_lines(&mut self, range: Range<usize>) {
        let body = &self.source[..range.end];
        let mut line_break = None;
        let depth = self.containers.len();
        for line in lines(body, range.start) {
            let kind = LineKind::of(line.text);
            if matches!(kind, LineKind::Text | LineKind::Image) {
                if let Some(before) = line_break.replace(line.end()..line.next) {
                    self.line_break(before);
                }
            } else {
                self.close_leaf();
                line_break = None;
            }
            match kind {
                LineKind::Text => self.inline_text(line.text, line.start..line.end()),
                LineKind::Image => self.plain_image(&line),
                LineKind::Heading => self.plain_heading(&line),
                LineKind::Item => self.plain_item(&line, depth),
                _ => break,
            }
        }
        self.close_leaf();
        self.containers.truncate(depth);
    }

    fn plain_image(&mut self, line: &Line<'_>) {
        let Some((alt, target)) = image(line.text) else {
            return;
        };
        self.start_image(target.to_owned(), line.start..line.end());
        let start = line.start + "![".len();
        if !alt.is_empty() {
            self.inline_text(alt, start..start + alt.len());
        }
        self.end_image();
    }

    fn plain_heading(&mut self, line: &Line<'_>) {
        let level = line.text.bytes().take_while(|byte| *byte == b'#').count();
        let kind = BlockKind::Heading(u8::try_from(level).unwrap_or(6));
        self.open(kind, line.start..line.end());
        let text = level + 1;
        self.inline_text(&line.text[text..], line.start + text..line.end());
        self.close_leaf();
    }

    /// Reads an item of the list that stands in `depth` containers.
    fn plain_item(&mut self, line: &Line<'_>, depth: usize) {
        let range = line.start..line.end();
        if self.containers.len() == depth {
            self.enter_list(&range);
        }
        self.enter_item(&range);
        let marker = "- ".len();
        self.inline_text(&line.text[marker..], range.start + marker..range.end);
        self.close_leaf();
        self.containers.pop();
    }

    /// Reads a part that is a fenced block.
    pub(super) fn read_code(&mut self, range: Range<usize>) {
        let first = Line::at(self.source, range.start);
        let sign = if first.text.starts_with('`') {
            '`'
        } else {
            '~'
        };
        let info = first.text.trim_start_matches(sign);
        let kind = CodeBlockKind::Fenced(info.trim_matches([' ', '\t']).into());
        let last = memchr::memrchr(b'\n', &self.source.as_bytes()[range.clone()]);
        let code = first.next..range.start + last.map_or(0, |at| at + 1);
        self.open(code_kind(&kind), range);
        if !code.is_empty() {
            self.inline_text(&self.source[code.clone()], code);
        }
        self.close_leaf();
    }
}
