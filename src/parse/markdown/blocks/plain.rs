//! Parts of a body that hold no markup but that of their lines.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::line::PlainKind;
use super::{BodyReader, code_kind};
use crate::parse::lines::Line;
use crate::post::BlockKind;

impl BodyReader<'_> {
    /// Reads a part of plain lines.
    pub(super) fn read_lines(&mut self, lines: &[(PlainKind<'_>, Line<'_>)]) {
        let mut line_break = None;
        let depth = self.containers.len();
        for (kind, line) in lines {
            let is_of_paragraph = matches!(kind, PlainKind::Text | PlainKind::Image { .. });
            let before = line_break.replace(line.end()..line.next);
            match before.filter(|_| is_of_paragraph && self.leaf.is_some()) {
                Some(before) => self.line_break(before),
                None => self.close_leaf(),
            }
            match *kind {
                PlainKind::Text => self.inline_text(line.text, line.start..line.end()),
                PlainKind::Image { alt, target } => self.plain_image(line, alt, target),
                PlainKind::Heading(level) => self.plain_heading(line, level),
                PlainKind::Item => self.plain_item(line, depth),
            }
        }
        self.close_leaf();
        self.containers.truncate(depth);
    }

    fn plain_image(&mut self, line: &Line<'_>, alt: &str, target: &str) {
        self.start_image(target.to_owned(), line.start..line.end());
        let start = line.start + "![".len();
        if !alt.is_empty() {
            self.inline_text(alt, start..start + alt.len());
        }
        self.end_image();
    }

    fn plain_heading(&mut self, line: &Line<'_>, level: u8) {
        self.open(BlockKind::Heading(level), line.start..line.end());
        let marker = usize::from(level) + " ".len();
        self.inline_text(&line.text[marker..], line.start + marker..line.end());
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
