//! Cuts a body where no block reaches across, and tells which parts of it are plain.
//!
//! Most of a post is paragraphs, headings and flat lists without markup, and fenced code. These
//! are read line by line, at a fraction of what the parser costs; the parser reads the rest, and
//! all of a body of which this module is not sure that its parts stand apart.

use std::ops::Range;

use super::line::{LineKind, PlainKind, repeated};
use crate::parse::lines::{Line, lines};

/// A stretch of a body that reads the same alone as in its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) kind: PartKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Text, headings and flat items: which of [`Parts::lines`] they are.
    Lines(Range<usize>),
    /// A fenced block.
    Code,
    /// What the parser must read.
    Mixed,
}

/// All parts of a body.
pub(super) struct Parts<'a> {
    pub(super) parts: Vec<Part>,
    pub(super) lines: Vec<(PlainKind<'a>, Line<'a>)>,
}

/// How long a line is in most posts, or longer, without the blank ones.
const BYTES_A_LINE: usize = 128;

impl<'a> Parts<'a> {
    /// The parts of a body. Blank lines may stand between them.
    pub(super) fn of(body: &'a str) -> Self {
        Cutter::new(body).cut().unwrap_or_else(|| Self {
            parts: vec![Part {
                range: 0..body.len(),
                kind: PartKind::Mixed,
            }],
            lines: Vec::new(),
        })
    }
}

struct Cutter<'a> {
    body: &'a str,
    parts: Vec<Part>,
    lines: Vec<(PlainKind<'a>, Line<'a>)>,
    /// The part that is being read; nothing between parts.
    open: Option<Open>,
    /// What the line before is.
    before: LineKind<'a>,
}

struct Open {
    start: usize,
    /// Where its lines start.
    lines: usize,
    is_plain: bool,
    /// Whether it holds nothing but paragraphs and headings, which end at a blank line.
    is_flat: bool,
}

impl<'a> Cutter<'a> {
    fn new(body: &'a str) -> Self {
        Self {
            body,
            parts: Vec::with_capacity(body.len() / BYTES_A_LINE),
            lines: Vec::with_capacity(body.len() / BYTES_A_LINE),
            open: None,
            before: LineKind::Blank,
        }
    }

    /// Nothing where something may reach from one part into another. What a link or a footnote
    /// stands for may be defined anywhere.
    fn cut(mut self) -> Option<Parts<'a>> {
        let bytes = self.body.as_bytes();
        let is_definition = |at: usize| bytes.get(at + 1) == Some(&b':');
        if memchr::memchr_iter(b']', bytes).any(is_definition) {
            return None;
        }
        let mut at = 0;
        while at < self.body.len() {
            let line = Line::at(self.body, at);
            at = line.next;
            match LineKind::of(line.text) {
                LineKind::Open => return None,
                LineKind::Blank => self.before = LineKind::Blank,
                LineKind::Fence => at = self.take_fence(&line)?,
                kind => self.take(line, kind),
            }
        }
        self.close(self.body.len());
        Some(Parts {
            parts: self.parts,
            lines: self.lines,
        })
    }

    fn take(&mut self, line: Line<'a>, kind: LineKind<'a>) {
        let is_behind_blank = self.before == LineKind::Blank;
        let may_go_on = matches!(kind, LineKind::Inner | LineKind::Plain(PlainKind::Item));
        if is_behind_blank && (!may_go_on || self.is_flat()) {
            self.close(line.start);
        }
        let open = self.open.get_or_insert(Open {
            start: line.start,
            lines: self.lines.len(),
            is_plain: true,
            is_flat: true,
        });
        let is_first = open.start == line.start;
        let plain = kind.plain().filter(|_| open.is_plain);
        let plain = plain.filter(|kind| match self.before.plain() {
            Some(before) => kind.may_follow(before),
            None => is_first,
        });
        let plain = plain.filter(|kind| kind.is_all_of(line.text));
        self.lines.extend(plain.map(|kind| (kind, line)));
        open.is_plain = plain.is_some();
        open.is_flat &= kind.plain().is_some_and(PlainKind::is_flat);
        self.before = kind;
    }

    /// Takes a fenced block, and tells where it ends.
    fn take_fence(&mut self, first: &Line<'_>) -> Option<usize> {
        if self.before != LineKind::Blank && !self.is_flat() {
            return None;
        }
        self.close(first.start);
        let last = closing_fence(self.body, first)?;
        let info = first.text.trim_start_matches(['`', '~']);
        let is_plain = !info.contains(['\\', '&', '\u{b}', '\u{c}'])
            && memchr::memchr2(b'\r', 0, &self.body.as_bytes()[first.start..last.next]).is_none();
        let kind = if is_plain {
            PartKind::Code
        } else {
            PartKind::Mixed
        };
        self.push(first.start..last.end(), kind);
        self.before = LineKind::Blank;
        Some(last.next)
    }

    fn is_flat(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.is_flat)
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.take() else {
            return;
        };
        if open.is_plain {
            let lines = open.lines..self.lines.len();
            self.push(open.start..end, PartKind::Lines(lines));
        } else {
            self.lines.truncate(open.lines);
            self.push(open.start..end, PartKind::Mixed);
        }
    }

    /// What goes to the parser goes there in stretches as long as can be.
    fn push(&mut self, range: Range<usize>, kind: PartKind) {
        match self.parts.last_mut() {
            Some(last) if last.kind == PartKind::Mixed && kind == PartKind::Mixed => {
                last.range.end = range.end;
            }
            _ => self.parts.push(Part { range, kind }),
        }
    }
}

/// The line that ends a fenced block; nothing where none does for sure.
fn closing_fence<'a>(body: &'a str, first: &Line<'a>) -> Option<Line<'a>> {
    let sign = first.text.as_bytes()[0];
    let len = repeated(first.text.as_bytes(), sign);
    for line in lines(body, first.next) {
        let inner = line.text.trim_start_matches([' ', '\t']).as_bytes();
        let found = repeated(inner, sign);
        let behind = &inner[found..];
        if found >= len && behind.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            let is_sure = inner.len() == line.text.len() && !behind.contains(&b'\t');
            return is_sure.then_some(line);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts with their texts, blank ends cut off; `false` for those of the parser.
    fn cut(body: &str) -> Vec<(&str, bool)> {
        let parts = Parts::of(body).parts.into_iter();
        let told = |part: Part| (body[part.range].trim_end(), part.kind != PartKind::Mixed);
        parts.map(told).collect()
    }

    #[test]
    fn paragraphs_headings_lists_and_code_are_plain() {
        let body = "one\ntwo\n\n# three\nfour\n\n## five\n\n- a\n- b\n\n```rust\nlet *x\n\n# no\n```\nsix\n";
        let want = [
            ("one\ntwo", true),
            ("# three\nfour", true),
            ("## five", true),
            ("- a\n- b", true),
            ("```rust\nlet *x\n\n# no\n```", true),
            ("six", true),
        ];
        assert_eq!(cut(body), want);
    }

    #[test]
    fn markup_goes_to_the_parser_with_all_that_may_belong_to_it() {
        let body = "a\n\n*b*\n\n[c](d)\n\n![e](e)\n\n- f\n\n  g\n- h\n\ni\n";
        let want = [
            ("a", true),
            ("*b*\n\n[c](d)", false),
            ("![e](e)", true),
            ("- f\n\n  g\n- h", false),
            ("i", true),
        ];
        assert_eq!(cut(body), want);
    }

    #[test]
    fn what_is_not_flat_text_is_not_plain() {
        for body in [
            "a\n===",
            "a\n---",
            "a\n- b",
            "- a\nb",
            "- a\n\n- b",
            "a  \nb",
            "# a #",
            "#a",
            "1. a",
            "> a",
            "a | b\n- | -",
            "- [ ] a",
            "    a",
            "a\tb",
            "![a *b*](c)",
            "![a](b c)",
            "![a](b(c))",
            "![a](b) c",
            "![]()",
            "```\na\r\n```",
            "``` &amp;\na\n```",
        ] {
            assert!(cut(body).iter().any(|part| !part.1), "{body:?}");
        }
    }

    #[test]
    fn what_may_reach_beyond_blank_lines_leaves_the_body_whole() {
        for open in [
            "[a]: b",
            "<!-- a\n\n-->",
            "<pre>\n\n</pre>",
            "<Script>",
            "<?php",
            "  ```\n\na\n  ```",
            "```\na",
            "```\na\n  ```",
            "<div>\n```\n</div>",
            "\u{c}",
        ] {
            let body = format!("a\n\n{open}\n\nb\n");
            assert_eq!(cut(&body), [(body.trim_end(), false)]);
        }
        let comment = "a\n\n<!-- b -->\n\nc";
        assert_eq!(cut(comment).len(), 3);
    }
}
