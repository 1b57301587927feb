//! Which parts of a long line are shown.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::{cluster, escape};

/// The widest line that is shown whole, in columns.
const WIDEST: usize = 200;
/// The least that is shown around one of many labels on a line.
const NARROWEST: usize = 40;
/// How many bytes on either side of a label are looked at: whatever the line's length, the cost
/// of a window is bounded.
const REACH: usize = 1024;

/// A place on a line that must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Focus {
    /// The offset.
    pub(super) at: usize,
    /// Whether a label ends here that began on an earlier line: then what stands before matters.
    pub(super) is_end: bool,
}

/// The parts of the line `line` (a range of `text`) to show, in order and apart from each other.
/// A line that is not too wide is shown whole; else every focus gets its share of the columns.
pub(super) fn windows(text: &str, line: Range<usize>, foci: &[Focus]) -> Vec<Range<usize>> {
    if line.len() <= REACH && width(&text[line.clone()]) <= WIDEST {
        return vec![line];
    }
    let start = Focus {
        at: line.start,
        is_end: false,
    };
    let foci = if foci.is_empty() { &[start] } else { foci };
    let share = (WIDEST / foci.len()).max(NARROWEST);
    let mut parts: Vec<_> = foci
        .iter()
        .map(|focus| window(text, &line, *focus, share))
        .collect();
    parts.sort_unstable_by_key(|part| part.start);
    parts.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    parts
}

/// The last character boundary at or before `offset`, never past the end.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The stretch of about `share` columns around a focus.
fn window(text: &str, line: &Range<usize>, focus: Focus, share: usize) -> Range<usize> {
    let from = boundary(text, focus.at.saturating_sub(REACH).max(line.start));
    let to = boundary(text, (focus.at + REACH).min(line.end));
    let near = &text[from..to];
    let cells: Vec<(usize, usize)> = cluster::cells(near)
        .map(|cell| (from + cell.start, width(&near[cell])))
        .collect();
    let behind = cells.partition_point(|(at, _)| *at <= focus.at);
    let focused = behind.saturating_sub(1);
    let lead = if focus.is_end {
        share / 4 * 3
    } else {
        share / 4
    };
    let (first, used) = fitting(cells[..focused].iter().rev(), lead);
    let (last, _) = fitting(cells[focused..].iter(), share - used);
    let end = cells.get(focused + last).map_or(to, |(at, _)| *at);
    cells.get(focused - first).map_or(from, |(at, _)| *at)..end
}

/// How many of `cells` fit into `columns`, and how many columns they take.
fn fitting<'a>(cells: impl Iterator<Item = &'a (usize, usize)>, columns: usize) -> (usize, usize) {
    let mut used = 0;
    let mut count = 0;
    for (_, width) in cells {
        if used + width > columns {
            break;
        }
        used += width;
        count += 1;
    }
    (count, used)
}

/// The columns that `text` takes up when it is shown.
fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    let escaped: usize = text
        .chars()
        .filter(|c| escape::acts(*c))
        .map(|c| c.escape_unicode().len())
        .sum();
    escaped + text.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The start and end of every window.
    fn shown(text: &str, line: Range<usize>, foci: &[Focus]) -> Vec<(usize, usize)> {
        let parts = windows(text, line, foci);
        parts.iter().map(|part| (part.start, part.end)).collect()
    }

    fn at(at: usize) -> Focus {
        Focus { at, is_end: false }
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "before\na line of text\nbehind";
        assert_eq!(shown(text, 7..21, &[at(9)]), [(7, 21)]);
        assert_eq!(shown("", 0..0, &[]), [(0, 0)]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_focus() {
        let text = "x".repeat(500_000);
        let parts = shown(&text, 0..text.len(), &[at(250_000)]);
        assert_eq!(parts, [(249_950, 250_150)]);
        assert_eq!(shown(&text, 0..text.len(), &[at(0)]), [(0, 200)]);
        let end = Focus {
            at: 500_000,
            is_end: true,
        };
        assert_eq!(shown(&text, 0..text.len(), &[end]), [(499_849, 500_000)]);
    }

    #[test]
    fn two_labels_share_the_columns() {
        let text = "y".repeat(9_000);
        let parts = shown(&text, 0..text.len(), &[at(8_000), at(100)]);
        assert_eq!(parts, [(75, 175), (7_975, 8_075)]);
        let near = shown(&text, 0..text.len(), &[at(100), at(150)]);
        assert_eq!(near, [(75, 225)]);
    }

    #[test]
    fn wide_letters_and_controls_count_as_they_are_shown() {
        let wide = "漢".repeat(500);
        let parts = shown(&wide, 0..wide.len(), &[at(0)]);
        assert_eq!(parts, [(0, 300)]);
        let controls = "\u{1b}".repeat(500);
        let part = shown(&controls, 0..500, &[at(0)])[0];
        assert!(part.1 <= 200 / r"\u{1b}".len());
    }

    #[test]
    fn a_focus_inside_a_cluster_or_of_endless_marks_is_bounded() {
        let marks = format!("a{}", "\u{301}".repeat(100_000));
        let parts = windows(&marks, 0..marks.len(), &[at(50_001)]);
        assert!(parts.iter().all(|part| part.len() <= 2 * REACH + 2));
        assert!(marks.get(parts[0].clone()).is_some());
    }
}
