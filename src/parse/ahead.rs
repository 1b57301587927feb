//! Searches that go forward alone.

use memchr::memmem;

/// Looks ahead for a needle from growing offsets: every byte is looked at once at most.
pub(super) struct Ahead<'n> {
    needle: memmem::Finder<'n>,
    found: Option<usize>,
    searched_from: usize,
}

impl<'n> Ahead<'n> {
    /// Looks for `needle`.
    pub(super) fn new(needle: &'n str) -> Self {
        Self {
            needle: memmem::Finder::new(needle),
            found: None,
            searched_from: usize::MAX,
        }
    }

    /// Where the needle stands next at or behind `from`.
    pub(super) fn next(&mut self, source: &str, from: usize) -> Option<usize> {
        let is_known = self.searched_from <= from && self.found.is_none_or(|at| at >= from);
        if !is_known {
            let rest = source.as_bytes().get(from..)?;
            self.found = self.needle.find(rest).map(|at| from + at);
            self.searched_from = from;
        }
        self.found
    }
}
