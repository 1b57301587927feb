//! From lines with their classes to the blocks of a body.

use super::classes::{Class, classify};
use super::lines::Line;
use super::shape::{fence, marker, sourced_caption, wraps};
use crate::post::{Block, BlockKind, Body, Image, TextRange};
use crate::source::{MapBuilder, Span};

/// Reads the body: the line of its title, if there is one, and the lines that follow it. `known`
/// are titles that mark a heading wherever they stand.
pub(super) fn read_body(title: Option<&Line<'_>>, lines: &[Line<'_>], known: &[String]) -> Body {
    let mut reader = Reader {
        lines,
        classes: classify(lines, known),
        map: MapBuilder::default(),
        body: Body::default(),
        list: List::default(),
        caption: None,
    };
    if let Some(title) = title {
        reader.line_block(BlockKind::Heading(1), title);
    }
    let mut at = 0;
    while at < lines.len() {
        at = reader.block(at);
    }
    reader.finish()
}

struct Reader<'a> {
    lines: &'a [Line<'a>],
    classes: Vec<Class>,
    map: MapBuilder,
    body: Body,
    list: List,
    /// The first line of a caption whose second line is next.
    caption: Option<Span>,
}

impl Reader<'_> {
    /// Reads the block that begins at line `at`; gives the line behind it.
    fn block(&mut self, at: usize) -> usize {
        let class = self.classes[at];
        if !matches!(class, Class::Blank | Class::Item) {
            self.list.close();
        }
        let line = self.lines[at];
        match class {
            Class::Blank => return at + 1,
            Class::Item => return self.item(at),
            Class::Code | Class::MaybeCode => return self.code(at),
            Class::Fence | Class::Fenced => return self.fenced(at),
            Class::Prose => return self.paragraph(at),
            Class::Heading => self.line_block(BlockKind::Heading(2), &line),
            Class::Comment => self.line_block(BlockKind::Html, &line),
            Class::Caption => self.caption(&line),
        }
        at + 1
    }

    /// Begins the text of a block, apart from the text before it.
    fn begin(&mut self) -> u32 {
        if !self.body.blocks.is_empty() {
            self.map.separate('\n');
        }
        self.map.len()
    }

    fn end(&mut self, kind: BlockKind, span: Span, start: u32) {
        let end = self.map.len();
        let text = TextRange { start, end };
        self.body.blocks.push(Block { kind, span, text });
    }

    fn line_block(&mut self, kind: BlockKind, line: &Line<'_>) {
        let start = self.begin();
        self.map.push(line.text(), line.span());
        self.end(kind, line.span(), start);
    }

    fn caption(&mut self, line: &Line<'_>) {
        self.line_block(BlockKind::Caption, line);
        let Some(alt) = sourced_caption(line.text()) else {
            self.caption = Some(line.span());
            return;
        };
        let first = self.caption.take();
        self.body.images.push(Image {
            span: first.map_or(line.span(), |first| first.join(line.span())),
            target: String::new(),
            alt: alt.to_owned(),
        });
    }

    fn paragraph(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let end = self.run_of_prose(at, |before, line| wraps(before.text(), line.text()));
        let start = self.begin();
        self.push_joined(at, end);
        let span = lines[at].span().join(lines[end - 1].span());
        self.end(BlockKind::Paragraph, span, start);
        end
    }

    /// An item and the lines that go on with it: those indented deeper than its bullet.
    fn item(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let line = lines[at];
        let end = self.run_of_prose(at, |_, next| next.indent() > line.indent());
        let start = self.begin();
        let words = line.piece.behind(marker(line.text()).unwrap_or(0));
        self.map.push(words.text, words.span());
        if end > at + 1 && !words.text.is_empty() {
            self.map.separate(' ');
        }
        self.push_joined(at + 1, end);
        let kind = self.list.item(line.indent());
        self.end(kind, line.span().join(lines[end - 1].span()), start);
        end
    }

    /// Where the prose lines end that follow line `at` and go on with it.
    fn run_of_prose(&self, at: usize, goes_on: impl Fn(&Line<'_>, &Line<'_>) -> bool) -> usize {
        let mut end = at + 1;
        while end < self.lines.len()
            && self.classes[end] == Class::Prose
            && goes_on(&self.lines[end - 1], &self.lines[end])
        {
            end += 1;
        }
        end
    }

    fn push_joined(&mut self, from: usize, to: usize) {
        for (at, line) in self.lines[from..to].iter().enumerate() {
            if at > 0 {
                self.map.separate(' ');
            }
            self.map.push(line.text(), line.span());
        }
    }

    /// A run of code lines, with the blank lines inside it.
    fn code(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let (mut end, mut ahead) = (at + 1, at + 1);
        while let Some(Class::Code | Class::Blank) = self.classes.get(ahead) {
            ahead += 1;
            if self.classes[ahead - 1] == Class::Code {
                end = ahead;
            }
        }
        let start = self.begin();
        self.push_code(at, end);
        let span = lines[at].span().join(lines[end - 1].span());
        self.end(BlockKind::Code { language: None }, span, start);
        // The blank lines that were looked at belong to nothing: they are not looked at again.
        ahead
    }

    /// A fenced block; one that nothing closes runs to the end.
    fn fenced(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let inner = self.classes[at + 1..]
            .iter()
            .take_while(|class| **class == Class::Fenced)
            .count();
        let close = at + 1 + inner;
        let end = (close + 1).min(lines.len());
        let language = fence(lines[at].text()).and_then(|fence| fence.language());
        let start = self.begin();
        self.push_code(at + 1, close);
        let span = lines[at].span().join(lines[end - 1].span());
        self.end(BlockKind::Code { language }, span, start);
        end
    }

    /// Code keeps its line breaks and its indentation beyond that of the first line.
    fn push_code(&mut self, from: usize, to: usize) {
        let base = self.lines.get(from).map_or("", |line| line.lead);
        let mut before: Option<u32> = None;
        for line in &self.lines[from..to] {
            if let Some(end) = before.replace(line.span().end) {
                self.map.push("\n", Span::new(end, line.start()));
            }
            if line.is_blank() {
                continue;
            }
            let indent = line.lead.strip_prefix(base).unwrap_or_default();
            let start = line.span().start;
            let width = u32::try_from(indent.len()).unwrap_or(start);
            self.map.push(indent, Span::new(start - width, start));
            self.map.push(line.text(), line.span());
        }
    }

    fn finish(mut self) -> Body {
        (self.body.text, self.body.map) = self.map.finish();
        self.body.outline();
        self.body
    }
}

/// Numbers lists, and tells the depth of items by their indentation.
#[derive(Debug, Default)]
struct List {
    number: u32,
    indents: Vec<usize>,
}

impl List {
    fn item(&mut self, indent: usize) -> BlockKind {
        while self.indents.len() > 1 && self.indents.last().is_some_and(|last| *last > indent) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|last| *last < indent) {
            self.indents.push(indent);
        }
        BlockKind::ListItem {
            list: self.number,
            depth: u32::try_from(self.indents.len() - 1).unwrap_or(u32::MAX),
        }
    }

    fn close(&mut self) {
        if !self.indents.is_empty() {
            self.indents.clear();
            self.number += 1;
        }
    }
}
