//! Texts and how often each is seen, while they are few.

use std::collections::BTreeMap;

/// Counts of texts. Once there are too many, or one is too long to be a choice among few, none
/// are kept.
#[derive(Debug, Clone)]
pub(super) struct Values {
    counts: Option<BTreeMap<Box<str>, u32>>,
}

/// Texts that are kept apart: more than a choice has, since misspelt ones count too.
const MOST_VALUES: usize = 64;
/// Longer texts, and those of more words, are no choice among few.
const MOST_BYTES: usize = 48;
const MOST_WORDS: usize = 3;

impl Default for Values {
    fn default() -> Self {
        Self {
            counts: Some(BTreeMap::new()),
        }
    }
}

impl Values {
    /// Takes in a text.
    pub(super) fn note(&mut self, text: &str) {
        let Some(counts) = &mut self.counts else {
            return;
        };
        if let Some(count) = counts.get_mut(text) {
            *count += 1;
        } else if counts.len() == MOST_VALUES || !may_be_choice(text) {
            self.counts = None;
        } else {
            counts.insert(text.into(), 1);
        }
    }

    /// Takes in what another has counted.
    pub(super) fn merge(&mut self, other: Self) {
        let Some((counts, others)) = self.counts.as_mut().zip(other.counts) else {
            self.counts = None;
            return;
        };
        for (text, count) in others {
            *counts.entry(text).or_default() += count;
        }
        if counts.len() > MOST_VALUES {
            self.counts = None;
        }
    }

    /// The texts with their counts, in order of the texts; nothing where they are too many.
    pub(super) fn counts(&self) -> Option<&BTreeMap<Box<str>, u32>> {
        self.counts.as_ref()
    }
}

fn may_be_choice(text: &str) -> bool {
    text.len() <= MOST_BYTES && text.split_whitespace().count() <= MOST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<'a>(texts: impl IntoIterator<Item = &'a str>) -> Values {
        let mut values = Values::default();
        for text in texts {
            values.note(text);
        }
        values
    }

    #[test]
    fn counts_while_they_are_few() {
        let mut all = values(["draft", "final", "draft"]);
        all.merge(values(["final", "old"]));
        let counts = all.counts().unwrap();
        let shown: Vec<_> = counts
            .iter()
            .map(|(text, count)| (&**text, *count))
            .collect();
        assert_eq!(shown, [("draft", 2), ("final", 2), ("old", 1)]);
    }

    #[test]
    fn gives_up_on_many_and_on_long_ones() {
        let many: Vec<String> = (0..=MOST_VALUES).map(|it| it.to_string()).collect();
        assert!(values(many.iter().map(String::as_str)).counts().is_none());
        assert!(values(["what is said of it"]).counts().is_none());
        let mut all = values(["a"]);
        all.merge(values(many.iter().map(String::as_str)));
        assert!(all.counts().is_none());
    }
}
