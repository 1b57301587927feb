//! The few lines of a source that a renderer is given, made harmless and short.
//!
//! A renderer sees only this text, so nothing it does can show more of a post, or show it
//! otherwise. Spans are carried over to the text; line numbers stay those of the source.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cluster::{Clusters, cells};
use super::escape;
use super::window::{Focus, boundary, windows};
use crate::source::{SourceText, Span};

/// Columns between tab stops.
const TAB: usize = 4;
/// How many lines of a gap are counted: renderers show a longer one in the same way.
const GAP: usize = 3;

/// A stretch of a source to show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The bytes. The text may have changed since they were found.
    pub(super) span: Span,
    /// The number of the line that the stretch starts on.
    pub(super) line: usize,
}

/// Lines of one source.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// The rows, each ended by a line feed.
    pub(super) text: String,
    /// In ascending order.
    pub(super) rows: Vec<Row>,
    /// Where the wanted stretches stand in `text`, in the order in which they were wanted.
    pub(super) ranges: Vec<Range<usize>>,
}

/// One line of an excerpt.
#[derive(Debug)]
pub(super) struct Row {
    /// Its place among the lines, in which long gaps are short.
    pub(super) index: usize,
    /// Its line number in the source.
    pub(super) number: usize,
    /// Its bytes in the text of the excerpt, the line feed not.
    pub(super) range: Range<usize>,
    /// What stands where, in ascending order; the last cell is the empty one behind the line.
    cells: Vec<Cell>,
}

/// The smallest thing that a label can begin or end at.
#[derive(Debug, Clone, Copy)]
struct Cell {
    /// Offset in the source.
    source: usize,
    /// Offset in the excerpt.
    shown: usize,
}

/// A wanted stretch, cut to what the text holds.
struct Stretch {
    range: Range<usize>,
    lines: (u32, u32),
}

/// What is known of a line before it is built.
struct Draft {
    number: usize,
    foci: Vec<Focus>,
}

impl Excerpt {
    /// The excerpt that shows `wanted`.
    pub(super) fn new(source: &SourceText, wanted: &[Wanted], clusters: &mut Clusters) -> Self {
        let stretches: Vec<_> = wanted
            .iter()
            .map(|want| stretch(source, want.span))
            .collect();
        let mut excerpt = Self::default();
        let mut previous: Option<u32> = None;
        for (line, draft) in drafts(wanted, &stretches) {
            let gap = previous.map_or(0, |last| ((line - last) as usize).min(GAP));
            let index = excerpt.rows.last().map_or(0, |row| row.index) + gap;
            excerpt.push_row(source, line, index, &draft, clusters);
            previous = Some(line);
        }
        excerpt.ranges = stretches
            .iter()
            .map(|stretch| excerpt.range_of(stretch))
            .collect();
        excerpt
    }

    /// The row at or before a place among the lines: a place in a gap belongs to what precedes.
    pub(super) fn row_at(&self, index: usize) -> Option<&Row> {
        let behind = self.rows.partition_point(|row| row.index <= index);
        self.rows.get(behind.checked_sub(1)?)
    }

    /// The row that holds an offset into the text.
    pub(super) fn row_of(&self, offset: usize) -> Option<&Row> {
        let behind = self.rows.partition_point(|row| row.range.start <= offset);
        self.rows.get(behind.checked_sub(1)?)
    }

    fn push_row(
        &mut self,
        source: &SourceText,
        line: u32,
        index: usize,
        draft: &Draft,
        clusters: &mut Clusters,
    ) {
        let bytes = line_range(source, line);
        let mut builder = RowBuilder {
            text: &mut self.text,
            clusters,
            cells: Vec::new(),
            column: 0,
        };
        let start = builder.text.len();
        let mut done = bytes.start;
        for part in windows(&source.text, bytes.clone(), &draft.foci) {
            if part.start > done {
                builder.push_cut(done);
            }
            done = part.end;
            builder.push_part(&source.text, part);
        }
        if done < bytes.end {
            builder.push_cut(done);
        }
        builder.mark(bytes.end);
        let cells = builder.cells;
        self.rows.push(Row {
            index,
            number: draft.number,
            range: start..self.text.len(),
            cells,
        });
        self.text.push('\n');
    }

    /// Where a stretch stands in the text: from the cell of its first byte to the end of the cell
    /// of its last.
    fn range_of(&self, stretch: &Stretch) -> Range<usize> {
        let start = self.shown(stretch.range.start, Row::start_of);
        if stretch.range.is_empty() {
            return start..start;
        }
        start..self.shown(stretch.range.end, Row::end_of).max(start)
    }

    fn shown(&self, offset: usize, place: fn(&Row, usize) -> usize) -> usize {
        let behind = self.rows.partition_point(|row| row.first_byte() <= offset);
        let row = self.rows.get(behind.saturating_sub(1));
        row.map_or(0, |row| place(row, offset))
    }
}

impl Row {
    fn first_byte(&self) -> usize {
        self.cells.first().map_or(0, |cell| cell.source)
    }

    fn start_of(&self, offset: usize) -> usize {
        let behind = self.cells.partition_point(|cell| cell.source <= offset);
        let cell = self.cells.get(behind.saturating_sub(1));
        cell.map_or(self.range.start, |cell| cell.shown)
    }

    fn end_of(&self, offset: usize) -> usize {
        let behind = self.cells.partition_point(|cell| cell.source < offset);
        self.cells
            .get(behind)
            .map_or(self.range.end, |cell| cell.shown)
    }
}

struct RowBuilder<'a> {
    text: &'a mut String,
    clusters: &'a mut Clusters,
    cells: Vec<Cell>,
    column: usize,
}

impl RowBuilder<'_> {
    fn mark(&mut self, source: usize) {
        let shown = self.text.len();
        self.cells.push(Cell { source, shown });
    }

    /// Says that something was left out from `source` on.
    fn push_cut(&mut self, source: usize) {
        self.mark(source);
        self.text.push('…');
        self.column += 1;
    }

    fn push_part(&mut self, source: &str, part: Range<usize>) {
        let text = &source[part.clone()];
        let mut hazards = escape::hazards(text).map(|(at, _)| at).peekable();
        for cell in cells(text) {
            self.mark(part.start + cell.start);
            let mut is_harmless = true;
            while hazards.next_if(|hazard| *hazard < cell.end).is_some() {
                is_harmless = false;
            }
            if is_harmless {
                self.column += self.clusters.push(self.text, &text[cell]);
            } else {
                self.push_escaped(&text[cell]);
            }
        }
    }

    /// A cluster with a hazard in it: all of it is shown by number, a tab as blanks.
    fn push_escaped(&mut self, cluster: &str) {
        let before = self.text.len();
        for c in cluster.chars() {
            match c {
                '\t' => {
                    let blanks = TAB - self.column % TAB;
                    self.text.extend(std::iter::repeat_n(' ', blanks));
                }
                c => escape::push_escaped(self.text, c),
            }
        }
        self.column += self.text.len() - before;
    }
}

/// The lines to show: the first and last of every stretch, and a single line between two.
fn drafts(wanted: &[Wanted], stretches: &[Stretch]) -> BTreeMap<u32, Draft> {
    let mut drafts = BTreeMap::new();
    for (want, Stretch { range, lines }) in wanted.iter().zip(stretches) {
        let mut show = |line: u32, at: usize, is_end: bool| {
            let number = want.line.max(1) + (line - lines.0) as usize;
            let draft = drafts.entry(line).or_insert_with(|| Draft {
                number,
                foci: Vec::new(),
            });
            draft.foci.push(Focus { at, is_end });
        };
        show(lines.0, range.start, false);
        if lines.1 > lines.0 {
            show(lines.1, range.end, true);
        }
    }
    let shown: Vec<(u32, usize)> = drafts
        .iter()
        .map(|(line, draft)| (*line, draft.number))
        .collect();
    for pair in shown.windows(2) {
        let [(line, number), (next, _)] = *pair else {
            continue;
        };
        if next - line == 2 {
            let between = Draft {
                number: number + 1,
                foci: Vec::new(),
            };
            drafts.insert(line + 1, between);
        }
    }
    drafts
}

/// `span` cut to the text, without the line breaks at its end.
fn stretch(source: &SourceText, span: Span) -> Stretch {
    let text = &source.text;
    let range = span.range();
    let start = boundary(text, range.start);
    let end = boundary(text, range.end).max(start);
    let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
    let first = line_of(source, start);
    let last = line_of(source, end);
    let bytes = line_range(source, first);
    let start = start.clamp(bytes.start, bytes.end);
    Stretch {
        range: start..end.max(start),
        lines: (first, last),
    }
}

fn line_of(source: &SourceText, offset: usize) -> u32 {
    source
        .lines
        .line_of(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// The bytes of a line, without its line break. A byte order mark is not shown.
fn line_range(source: &SourceText, line: u32) -> Range<usize> {
    let start = source.lines.start_of(line) as usize;
    let end = if line + 1 < source.lines.line_count() {
        source.lines.start_of(line + 1) as usize
    } else {
        source.text.len()
    };
    let content = source.text[start..end].trim_end_matches(['\n', '\r']);
    let end = start + content.len();
    let mark = usize::from(start == 0 && content.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    start + mark..end
}
