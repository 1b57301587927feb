//! Characters that only together have a width: emoji sequences, presentation selectors.
//!
//! A renderer that adds up the widths of single characters puts carets under the wrong columns
//! behind such a cluster. So a cluster is stood in for by private characters of one column each,
//! as many as it is wide, and put back while the line is written.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;

/// The first of the stand-ins: it is written as nothing and only takes up a column. `escape.rs`
/// keeps these characters out of every text.
const FIRST: u32 = 0xF_0000;

/// The clusters of one rendering and what stands in for them.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    texts: Vec<String>,
}

impl Clusters {
    /// Appends `cluster` to `line` so that the widths of the characters appended add up to the
    /// width of the cluster, which is returned. A mark without a letter gets a dotted circle.
    pub(super) fn push(&mut self, line: &mut String, cluster: &str) -> usize {
        let cluster = match cluster.width() {
            0 => Cow::Owned(format!("\u{25cc}{cluster}")),
            _ => Cow::Borrowed(cluster),
        };
        let width = cluster.width();
        let added: usize = cluster.chars().filter_map(UnicodeWidthChar::width).sum();
        match self.stand_in() {
            Some(stand_in) if added != width => {
                self.texts.push(cluster.into_owned());
                line.push(stand_in);
                line.extend((1..width).filter_map(|_| char::from_u32(FIRST)));
            }
            _ => line.push_str(&cluster),
        }
        width
    }

    /// A character that `text`, which takes up no column, is written for.
    pub(super) fn hidden(&mut self, text: &str) -> Option<char> {
        let stand_in = self.stand_in()?;
        self.texts.push(text.to_owned());
        Some(stand_in)
    }

    /// What `c` stands for; `None` for a character that means itself.
    pub(super) fn text_of(&self, c: char) -> Option<&str> {
        let at = u32::from(c).checked_sub(FIRST)? as usize;
        Some(
            at.checked_sub(1)
                .map_or("", |at| self.texts.get(at).map_or("", String::as_str)),
        )
    }

    fn stand_in(&self) -> Option<char> {
        let next = u32::try_from(self.texts.len() + 1).ok()?;
        char::from_u32(FIRST.checked_add(next)?)
    }
}

/// The smallest pieces of `text` that have a width of their own, whatever stands before them:
/// grapheme clusters, joined where two together are narrower or wider than each alone.
pub(super) fn cells(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let clusters = text.grapheme_indices(true);
    let mut clusters = clusters
        .map(|(at, cluster)| at..at + cluster.len())
        .peekable();
    std::iter::from_fn(move || {
        let mut cell = clusters.next()?;
        while let Some(next) = clusters.next_if(|next| is_joined(text, &cell, next)) {
            cell.end = next.end;
        }
        Some(cell)
    })
}

fn is_joined(text: &str, cell: &Range<usize>, next: &Range<usize>) -> bool {
    let both = [&text[cell.clone()], &text[next.clone()]];
    let can_join = |cluster: &&str| !cluster.is_ascii() && !cluster.contains(escape::acts);
    both.iter().all(can_join)
        && text[cell.start..next.end].width() != both[0].width() + both[1].width()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(cluster: &str) -> (String, usize, String) {
        let mut clusters = Clusters::default();
        let mut line = String::new();
        let width = clusters.push(&mut line, cluster);
        let added: usize = line.chars().filter_map(UnicodeWidthChar::width).sum();
        let back = line
            .chars()
            .map(|c| clusters.text_of(c).map_or(c.to_string(), str::to_owned));
        let back: String = back.collect();
        assert_eq!(width, added);
        (line, width, back)
    }

    #[test]
    fn letters_with_marks_and_wide_letters_stand_for_themselves() {
        for cluster in ["a", "e\u{301}", "漢", "✅", "🇩🇪"] {
            let (line, width, _) = pushed(cluster);
            assert_eq!((line.as_str(), width), (cluster, cluster.width()));
        }
    }

    #[test]
    fn emoji_sequences_come_back_as_they_were() {
        for cluster in ["⚠\u{fe0f}", "👩‍💻", "👩‍👩‍👧‍👦", "👍🏽"] {
            let (line, width, back) = pushed(cluster);
            assert_eq!((back.as_str(), width), (cluster, 2), "{line:?}");
        }
    }

    #[test]
    fn a_mark_without_a_letter_gets_a_circle() {
        assert_eq!(
            pushed("\u{301}"),
            (
                "\u{25cc}\u{301}".to_owned(),
                1,
                "\u{25cc}\u{301}".to_owned()
            )
        );
    }

    #[test]
    fn cells_do_not_change_the_width_of_what_follows() {
        let text = "ab⚠\u{fe0f}\u{200d}🇩🇪لا\u{1b}漢";
        let cells: Vec<&str> = cells(text).map(|cell| &text[cell]).collect();
        assert_eq!(
            cells,
            ["a", "b", "⚠\u{fe0f}\u{200d}🇩🇪", "لا", "\u{1b}", "漢"]
        );
    }
}
