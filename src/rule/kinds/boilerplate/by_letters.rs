//! What is looked for in a text, by two letters that the text must show.

/// Entries that there can be.
pub(super) const MOST_ENTRIES: usize = 64;
/// Kinds of pairs of letters that are told apart.
const KINDS: usize = 1 << 10;

/// Numbers below [`MOST_ENTRIES`], each under two letters: where a text shows other letters, which
/// it does at nearly every place, one look tells that there is nothing to compare.
pub(super) struct ByLetters {
    /// For each kind of pair the entry that was added last, counted from 1.
    last: [u8; KINDS],
    /// For each entry, counted from 1, the one that was added before it under its letters, or 0.
    before: [u8; MOST_ENTRIES + 1],
}

impl Default for ByLetters {
    fn default() -> Self {
        Self {
            last: [0; KINDS],
            before: [0; MOST_ENTRIES + 1],
        }
    }
}

impl ByLetters {
    /// Adds a number that is not there yet.
    pub(super) fn add(&mut self, number: usize, letters: [u8; 2]) {
        let entry = number + 1;
        let last = &mut self.last[kind(letters)];
        if let (Some(before), Ok(entry)) = (self.before.get_mut(entry), u8::try_from(entry)) {
            *before = std::mem::replace(last, entry);
        }
    }

    /// Whether there may be numbers under two letters.
    #[inline]
    pub(super) fn has(&self, letters: [u8; 2]) -> bool {
        self.last[kind(letters)] != 0
    }

    /// Tells the numbers under two letters, and others whose letters are of the same kind.
    #[inline]
    pub(super) fn each_under(&self, letters: [u8; 2], mut tell: impl FnMut(usize)) {
        let mut entry = usize::from(self.last[kind(letters)]);
        while entry != 0 {
            tell(entry - 1);
            entry = self
                .before
                .get(entry)
                .map_or(0, |before| usize::from(*before));
        }
    }
}

/// Letters differ in their low five bits: those of both come to stand side by side.
#[inline]
fn kind([first, second]: [u8; 2]) -> usize {
    (usize::from(first) ^ usize::from(second) << 5) % KINDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_under_two_letters() {
        let mut entries = ByLetters::default();
        entries.add(0, *b"th");
        entries.add(1, *b"ho");
        entries.add(MOST_ENTRIES - 1, *b"th");
        let under = |letters| {
            let mut numbers = Vec::new();
            entries.each_under(letters, |number| numbers.push(number));
            numbers
        };
        assert_eq!(under(*b"th"), [MOST_ENTRIES - 1, 0]);
        assert_eq!(under(*b"ho"), [1]);
        assert!(entries.has(*b"ho") && !entries.has(*b"ht"));
        assert!(under(*b"ht").is_empty());
    }
}
