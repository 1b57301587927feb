//! What is looked for in a text, by the two letters that it begins with.

/// Kinds of pairs of letters that are told apart.
const KINDS: usize = 1 << 10;
/// Kinds of letters.
const LETTERS: u8 = 1 << 5;

/// Numbers, each under two letters. Nearly every place of a text shows letters under which there
/// is none: one look tells it.
pub(super) struct ByLetters {
    /// For each kind of pair the entry that was added last, or 0.
    last: [u16; KINDS],
    /// The first is none.
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    number: usize,
    /// The entry that was added before it under its letters, or 0.
    before: u16,
}

impl ByLetters {
    pub(super) fn new() -> Self {
        let mut entries = Vec::with_capacity(usize::from(LETTERS));
        entries.push(Entry::default());
        Self {
            last: [0; KINDS],
            entries,
        }
    }

    /// Adds a number under the first letters of a text: under every second one if it has no other.
    pub(super) fn add(&mut self, number: usize, text: &[u8]) {
        match *text {
            [] => {}
            [first] => (0..LETTERS).for_each(|second| self.add_under(number, [first, second])),
            [first, second, ..] => self.add_under(number, [first, second]),
        }
    }

    fn add_under(&mut self, number: usize, letters: [u8; 2]) {
        if let Ok(entry) = u16::try_from(self.entries.len()) {
            let before = std::mem::replace(&mut self.last[kind(letters)], entry);
            self.entries.push(Entry { number, before });
        }
    }

    /// Tells the numbers under two letters, and others whose letters are of the same kind.
    #[inline]
    pub(super) fn each_under(&self, letters: [u8; 2], mut tell: impl FnMut(usize)) {
        let mut entry = self.last[kind(letters)];
        while entry != 0 {
            let Entry { number, before } = self.entries[usize::from(entry)];
            tell(number);
            entry = before;
        }
    }
}

/// Letters differ in their low bits.
#[inline]
fn kind([first, second]: [u8; 2]) -> usize {
    usize::from(first % LETTERS) << 5 | usize::from(second % LETTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_begins_with_two_letters() {
        let mut entries = ByLetters::new();
        for (number, text) in ["the", "how", "th", "t"].iter().enumerate() {
            entries.add(number, text.as_bytes());
        }
        let under = |letters| {
            let mut numbers = Vec::new();
            entries.each_under(letters, |number| numbers.push(number));
            numbers
        };
        assert_eq!(under(*b"th"), [3, 2, 0]);
        assert_eq!(under(*b"ho"), [1]);
        assert_eq!(under(*b"t,"), [3]);
        assert!(under(*b"ht").is_empty());
    }
}
