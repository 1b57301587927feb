//! Cuts a body where no block reaches across, and tells which parts of it are plain.
//!
//! Most of a post is paragraphs, headings and flat lists without markup, and fenced code. These
//! are read line by line, at a fraction of what the parser costs; the parser reads the rest, and
//! all of a body of which this module is not sure that its parts stand apart.

use std::ops::Range;

use memchr::memmem;

use crate::parse::lines::{Line, lines};

/// A stretch of a body that reads the same alone as in its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) kind: PartKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Lines of text, headings, flat items.
    Lines,
    /// A fenced block.
    Code,
    /// What the parser must read.
    Mixed,
}

/// How long a part is in most posts, or longer.
const BYTES_A_PART: usize = 256;

/// The parts of a body. Blank lines may stand between them.
pub(super) fn parts(body: &str) -> Vec<Part> {
    Cutter::new(body).cut().unwrap_or_else(|| {
        vec![Part {
            range: 0..body.len(),
            kind: PartKind::Mixed,
        }]
    })
}

/// What a line may be, by what it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// Text of a paragraph.
    Text,
    /// An image in a paragraph: `![text](target)`.
    Image,
    Heading,
    /// A short item of a list: `- text`.
    Item,
    Fence,
    /// Starts with blanks or the marker of an item: it may go on with a list that stands before a
    /// blank line.
    Inner,
    Other,
    /// Something that may reach beyond blank lines.
    Open,
}

impl LineKind {
    pub(super) fn of(line: &str) -> Self {
        let bytes = line.as_bytes();
        match bytes.first() {
            None => Self::Blank,
            Some(b' ' | b'\t') => of_indented(line),
            Some(0..0x20) => Self::Open,
            Some(b'#') => of_number_signs(bytes),
            Some(b'-') if matches!(bytes, [_, b' ', first, ..] if first.is_ascii_alphabetic()) => {
                Self::Item
            }
            Some(b'-' | b'+' | b'*') if matches!(bytes.get(1), None | Some(b' ' | b'\t')) => {
                Self::Inner
            }
            Some(b'0'..=b'9') => of_digits(bytes),
            Some(b'`' | b'~') => of_fence(bytes),
            Some(b'<') => of_html(line),
            Some(b'!') if image(line).is_some() => Self::Image,
            Some(b'-' | b'+' | b'*' | b'_' | b'=' | b':' | b'|' | b'>') => Self::Other,
            Some(_) => Self::Text,
        }
    }

    /// Whether it is of a paragraph or a heading, which end at a blank line.
    fn is_flat(self) -> bool {
        matches!(self, Self::Text | Self::Image | Self::Heading)
    }
}

fn of_indented(line: &str) -> LineKind {
    let inner = line.trim_start_matches([' ', '\t']);
    match LineKind::of(inner) {
        LineKind::Blank => LineKind::Blank,
        LineKind::Fence | LineKind::Open => LineKind::Open,
        _ => LineKind::Inner,
    }
}

fn of_number_signs(line: &[u8]) -> LineKind {
    let level = line.iter().take_while(|byte| **byte == b'#').count();
    let is_sound = level <= 6 && line.get(level) == Some(&b' ');
    let is_text = line
        .get(level + 1)
        .is_some_and(|first| !matches!(first, b' ' | b'\t' | b'#'));
    if is_sound && is_text {
        LineKind::Heading
    } else {
        LineKind::Other
    }
}

fn of_digits(line: &[u8]) -> LineKind {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match line.get(digits) {
        Some(b'.' | b')') => LineKind::Inner,
        _ => LineKind::Text,
    }
}

fn of_fence(line: &[u8]) -> LineKind {
    let len = fence_len(line, line[0]);
    if len < 3 || line[0] == b'`' && line[len..].contains(&b'`') {
        LineKind::Other
    } else {
        LineKind::Fence
    }
}

fn fence_len(line: &[u8], sign: u8) -> usize {
    line.iter().take_while(|byte| **byte == sign).count()
}

/// The alternative text and the target of an image that fills a line, where both are as they stand.
pub(super) fn image(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix("![")?.strip_suffix(')')?;
    let (alt, target) = inner.split_once("](")?;
    let is_target = !target.is_empty() && !holds(target.as_bytes(), may_not_be_target);
    (is_target && !has_markup(alt.as_bytes())).then_some((alt, target))
}

/// HTML that ends elsewhere than at a blank line is `Open`, but for a comment on one line.
fn of_html(line: &str) -> LineKind {
    let is_comment = |rest: &str| memmem::find(rest.as_bytes(), b"-->").is_some();
    if line.strip_prefix("<!--").is_some_and(is_comment) {
        return LineKind::Other;
    }
    let name = line[1..].split(|c: char| !c.is_ascii_alphabetic()).next();
    let name = name.unwrap_or_default();
    let reaches_on = ["script", "pre", "style", "textarea"]
        .iter()
        .any(|open| name.eq_ignore_ascii_case(open));
    if reaches_on || line[1..].starts_with(['!', '?']) {
        LineKind::Open
    } else {
        LineKind::Other
    }
}

struct Cutter<'a> {
    body: &'a str,
    parts: Vec<Part>,
    /// The part that is being read; nothing between parts.
    open: Option<Open>,
    /// What the line before is.
    before: LineKind,
}

struct Open {
    start: usize,
    is_plain: bool,
    /// Whether it holds nothing but paragraphs and headings, which end at a blank line.
    is_flat: bool,
}

impl<'a> Cutter<'a> {
    fn new(body: &'a str) -> Self {
        Self {
            body,
            parts: Vec::with_capacity(body.len() / BYTES_A_PART),
            open: None,
            before: LineKind::Blank,
        }
    }

    /// Nothing where something may reach from one part into another. What a link or a footnote
    /// stands for may be defined anywhere.
    fn cut(mut self) -> Option<Vec<Part>> {
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
                kind => self.take(&line, kind),
            }
        }
        self.close(self.body.len());
        Some(self.parts)
    }

    fn take(&mut self, line: &Line<'_>, kind: LineKind) {
        let is_behind_blank = self.before == LineKind::Blank;
        if is_behind_blank && (kind != LineKind::Inner && kind != LineKind::Item || self.is_flat())
        {
            self.close(line.start);
        }
        let open = self.open.get_or_insert(Open {
            start: line.start,
            is_plain: true,
            is_flat: true,
        });
        let is_first = open.start == line.start;
        let may_stand = match kind {
            _ if is_behind_blank => is_first,
            LineKind::Item => matches!(self.before, LineKind::Heading | LineKind::Item),
            _ => self.before != LineKind::Item,
        };
        open.is_plain &= may_stand && is_plain(line.text, kind);
        open.is_flat &= kind.is_flat();
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
        if let Some(open) = self.open.take() {
            let kind = if open.is_plain {
                PartKind::Lines
            } else {
                PartKind::Mixed
            };
            self.push(open.start..end, kind);
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
    let len = fence_len(first.text.as_bytes(), sign);
    for line in lines(body, first.next) {
        let inner = line.text.trim_start_matches([' ', '\t']).as_bytes();
        let found = fence_len(inner, sign);
        let behind = &inner[found.min(inner.len())..];
        if found >= len && behind.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            let is_sure = inner.len() == line.text.len() && !behind.contains(&b'\t');
            return is_sure.then_some(line);
        }
    }
    None
}

/// Whether a line is text as it stands: nothing in it is markup, and nothing is cut from its end.
fn is_plain(line: &str, kind: LineKind) -> bool {
    let last = line.as_bytes().last();
    let ends_in_text = match kind {
        LineKind::Image => return true,
        LineKind::Text | LineKind::Item => last != Some(&b' '),
        LineKind::Heading => !matches!(last, Some(b' ' | b'#')),
        _ => false,
    };
    ends_in_text && !has_markup(line.as_bytes())
}

/// Bytes that are looked at in one step of a few vector instructions.
const STEP: usize = 16;

fn has_markup(line: &[u8]) -> bool {
    holds(line, may_be_markup)
}

/// Whether any byte is one of those asked for.
#[inline]
fn holds(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    let Some(last) = bytes.last_chunk::<STEP>() else {
        return bytes.iter().any(|byte| is_one(*byte));
    };
    let mut found = [false; STEP];
    for step in bytes.as_chunks::<STEP>().0.iter().chain([last]) {
        for (found, byte) in found.iter_mut().zip(step) {
            *found |= is_one(*byte);
        }
    }
    found.contains(&true)
}

/// Whether a byte may be anything but text in a paragraph.
fn may_be_markup(byte: u8) -> bool {
    // Of `[`, `\`, `]`, `^`, `_` and the backtick only `^` is always text.
    let is_bracket_to_backtick = byte.wrapping_sub(b'[') <= b'`' - b'[';
    let is_sign = (byte == b'*') | (byte == b'<') | (byte == b'&') | (byte == b'~');
    is_bracket_to_backtick | is_sign | (byte < b' ')
}

/// Whether a byte may end the target of an image, or mean another.
fn may_not_be_target(byte: u8) -> bool {
    let is_sign = (byte == b'(') | (byte == b')') | (byte == b'<') | (byte == b'&');
    is_sign | (byte == b'\\') | (byte <= b' ') | (byte == 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts with their texts, blank ends cut off; `false` for those of the parser.
    fn cut(body: &str) -> Vec<(&str, bool)> {
        let parts = parts(body).into_iter();
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
