//! What stands in Markdown but is none: shortcodes, template tags, admonition markers, wiki
//! brackets, MDX.
//!
//! A body that holds such constructs is read again with them painted over, byte for byte, so that
//! every offset stays: with blanks where they fill their lines, with letters inside of a line. The
//! letters are left out of the text again.

mod admonition;
mod mdx;
mod signs;
mod template;
mod vault;
mod wiki;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::blocks::OPTIONS;
use crate::parse::ahead::Ahead;
use crate::parse::lines::{Line, lines};
use signs::Construct;

pub(super) use signs::Signs;

/// A body with its opaque constructs painted over. All offsets count from its start.
#[derive(Default)]
pub(super) struct Painted<'a> {
    /// The body, as long as before.
    pub(super) text: Cow<'a, str>,
    /// What was painted over, in order.
    pub(super) hidden: Vec<Range<usize>>,
    /// The part of it that fills lines of its own, in order.
    pub(super) blocks: Vec<Range<usize>>,
    /// Where the lines end behind which a new block starts: titles of admonitions.
    pub(super) breaks: Vec<usize>,
    /// Where the list markers stand that admonitions were painted as.
    pub(super) wrappers: Vec<usize>,
}

impl<'a> Painted<'a> {
    /// A body with nothing painted over.
    pub(super) fn plain(body: &'a str) -> Self {
        Self {
            text: body.into(),
            ..Self::default()
        }
    }

    /// The parts of a range that were not painted over.
    pub(super) fn visible(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let first = self
            .hidden
            .partition_point(|hidden| hidden.end <= range.start);
        let mut hidden = self.hidden[first..].iter();
        let mut at = range.start;
        std::iter::from_fn(move || {
            while at < range.end {
                let next = hidden.next().filter(|hidden| hidden.start < range.end);
                let end = next.map_or(range.end, |hidden| hidden.start);
                let part = at..end;
                at = next.map_or(range.end, |hidden| hidden.end);
                if !part.is_empty() {
                    return Some(part);
                }
            }
            None
        })
    }

    /// Whether anything in a range was painted over.
    pub(super) fn hides_in(&self, range: &Range<usize>) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let next = self
            .hidden
            .partition_point(|hidden| hidden.end <= range.start);
        self.hidden
            .get(next)
            .is_some_and(|hidden| hidden.start < range.end)
    }

    /// Whether a block ends at the line break in `range`.
    pub(super) fn breaks_in(&self, range: &Range<usize>) -> bool {
        let next = self.breaks.partition_point(|at| *at < range.start);
        self.breaks.get(next).is_some_and(|at| *at < range.end)
    }
}

/// Paints over the opaque constructs of a body whose `code` is known: fenced, indented and in
/// spans, in order. Nothing where there are none.
pub(super) fn paint(body: &str, code: Vec<Range<usize>>, signs: Signs) -> Option<Painted<'_>> {
    let mut canvas = Canvas::new(body, code);
    if signs.hold(Construct::Admonition) {
        admonition::paint(&mut canvas);
    }
    if !canvas.wrappers.is_empty() {
        canvas.code = code_ranges(&String::from_utf8_lossy(&canvas.bytes));
    }
    let is_mdx = signs.hold(Construct::Expression);
    if is_mdx || signs.hold(Construct::Module) {
        mdx::paint(&mut canvas, is_mdx);
    }
    if signs.hold(Construct::Template) {
        template::paint(&mut canvas);
    }
    if signs.hold(Construct::Wiki) {
        wiki::paint(&mut canvas);
    }
    if signs.hold(Construct::Vault) {
        vault::paint(&mut canvas);
    }
    canvas.is_painted().then(|| canvas.finish())
}

/// A body that is being painted.
struct Canvas<'a> {
    source: &'a str,
    bytes: Vec<u8>,
    /// Code, fenced, indented and in spans: nothing starts there.
    code: Vec<Range<usize>>,
    hidden: Vec<Range<usize>>,
    breaks: Vec<usize>,
    wrappers: Vec<usize>,
}

impl<'a> Canvas<'a> {
    fn new(source: &'a str, code: Vec<Range<usize>>) -> Self {
        Self {
            source,
            bytes: source.as_bytes().to_vec(),
            code,
            hidden: Vec::new(),
            breaks: Vec::new(),
            wrappers: Vec::new(),
        }
    }

    /// Where the code ends that holds `at`.
    fn code_end(&self, at: usize) -> Option<usize> {
        let next = self.code.partition_point(|code| code.end <= at);
        let code = self.code.get(next)?;
        code.contains(&at).then_some(code.end)
    }

    fn hide(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.hidden.push(range);
        }
    }

    fn is_painted(&self) -> bool {
        !(self.hidden.is_empty() && self.breaks.is_empty() && self.wrappers.is_empty())
    }

    fn finish(mut self) -> Painted<'a> {
        self.hidden.sort_by_key(|range| (range.start, range.end));
        let mut painted = Painted::default();
        let hidden = std::mem::take(&mut self.hidden);
        let groups = joined(hidden, self.source);
        for group in groups {
            let whole = group[0].start..group[group.len() - 1].end;
            if fills_its_lines(self.source, &whole) {
                self.fill(&whole, b' ');
                painted.blocks.push(whole.clone());
                painted.hidden.push(whole);
                continue;
            }
            for range in &group {
                self.fill(range, b'x');
            }
            painted.hidden.extend(group);
        }
        self.breaks.sort_unstable();
        painted.breaks = self.breaks;
        painted.wrappers = self.wrappers;
        // Only whole characters are painted, and only with ASCII.
        painted.text = match String::from_utf8(self.bytes) {
            Ok(text) => text.into(),
            Err(_) => self.source.into(),
        };
        painted
    }

    fn fill(&mut self, range: &Range<usize>, with: u8) {
        for byte in &mut self.bytes[range.clone()] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = with;
            }
        }
    }
}

/// Sorted ranges, overlapping ones made one, in groups with nothing but blanks between.
fn joined(ranges: Vec<Range<usize>>, source: &str) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
    for range in ranges {
        let Some(group) = groups.last_mut() else {
            groups.push(vec![range]);
            continue;
        };
        let last = group.len() - 1;
        if range.start <= group[last].end {
            group[last].end = group[last].end.max(range.end);
        } else if is_blank(&source.as_bytes()[group[last].end..range.start]) {
            group.push(range);
        } else {
            groups.push(vec![range]);
        }
    }
    groups
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' ' | b'\t'))
}

fn fills_its_lines(source: &str, range: &Range<usize>) -> bool {
    let is_inner = |byte: &&u8| !matches!(byte, b' ' | b'\t');
    let is_end = |byte: Option<&u8>| matches!(byte, None | Some(b'\n' | b'\r'));
    let bytes = source.as_bytes();
    let before = bytes[..range.start].iter().rev().find(is_inner);
    is_end(before) && is_end(bytes[range.end..].iter().find(is_inner))
}

/// Whether code starts with an event.
pub(super) fn is_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)))
}

/// The code of a body as the parser sees it, in order.
pub(super) fn code_ranges(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| is_code(event))
        .map(|(_, range)| range)
        .collect()
}

/// Looks ahead for the end of a paragraph from growing offsets.
#[derive(Default)]
struct ParagraphEnd {
    known: usize,
}

impl ParagraphEnd {
    /// Where the next blank line starts behind the line of `from`, or the text ends.
    fn next(&mut self, source: &str, from: usize) -> usize {
        if self.known <= from {
            let blank = lines(source, from).skip(1).find(Line::is_blank);
            self.known = blank.map_or(source.len(), |line| line.start);
        }
        self.known
    }
}
