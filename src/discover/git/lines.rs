//! The lines that changed.

use std::collections::HashMap;
use std::sync::Arc;

/// First and last line of each stretch, from 1, sorted.
pub(in crate::discover) type Ranges = Vec<(u32, u32)>;

/// The changed lines of every changed post, as git counts lines: `\n` alone ends one.
#[derive(Debug, Clone, Default)]
pub struct ChangedLines {
    /// By the path that users know; `None` for a post that is new, or that changed as a whole.
    files: HashMap<Arc<str>, Option<Ranges>>,
}

impl ChangedLines {
    /// Notes the changed lines of a post: sorted stretches, or `None` for all lines.
    pub fn insert(&mut self, path: Arc<str>, ranges: Option<Vec<(u32, u32)>>) {
        self.files.insert(path, ranges);
    }

    /// Whether any line from `first` to `last`, counted from 1, changed in the post at `path`.
    pub fn touches(&self, path: &str, first: u32, last: u32) -> bool {
        match self.files.get(path) {
            None => false,
            Some(None) => true,
            Some(Some(ranges)) => {
                let at = ranges.partition_point(|(_, end)| *end < first);
                ranges.get(at).is_some_and(|(start, _)| *start <= last)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_touched_from_its_first_line_to_its_last() {
        let mut lines = ChangedLines::default();
        lines.insert("a.md".into(), Some(vec![(3, 4), (9, 9)]));
        lines.insert("new.md".into(), None);
        let touched: Vec<u32> = (1..12)
            .filter(|line| lines.touches("a.md", *line, *line))
            .collect();
        assert_eq!(touched, [3, 4, 9]);
        assert!(lines.touches("a.md", 1, 3));
        assert!(lines.touches("a.md", 5, 20));
        assert!(!lines.touches("a.md", 5, 8));
        assert!(lines.touches("new.md", 700, 700));
        assert!(!lines.touches("other.md", 1, 9));
    }
}
