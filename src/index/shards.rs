//! Sorting millions of entries in shards that fit into a cache.

use rayon::prelude::*;

use crate::rule::Entry;

/// Shards of all keys: so many fit beside one another when entries are put into them.
const SHARDS: usize = 256;
/// Entries of a shard that is cut into shards once more, and of one that several threads sort.
const LARGE: std::ops::Range<usize> = 1 << 12..1 << 18;

/// Entries as they come, in shards by the first bits of their keys.
#[derive(Debug)]
pub struct Shards(Vec<Vec<Entry>>);

impl Default for Shards {
    fn default() -> Self {
        Self(vec![Vec::new(); SHARDS])
    }
}

impl Shards {
    /// Makes room for so many entries whose keys are spread, and some more: none is to be moved.
    pub fn reserve(&mut self, entries: usize) {
        let each = entries / SHARDS;
        for shard in &mut self.0 {
            shard.reserve(each + each / 16);
        }
    }

    /// Adds entries.
    pub fn extend(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.0[shard_of(*entry, 0)].push(*entry);
        }
    }

    /// Sorts the entries, each shard in a cache, and leaves each once.
    pub fn sorted(mut self) -> Sorted {
        self.0.par_iter_mut().for_each(|shard| {
            if LARGE.contains(&shard.len()) {
                shards(shard, 1).for_each(<[Entry]>::sort_unstable);
            } else {
                shard.par_sort_unstable();
            }
            shard.dedup();
        });
        Sorted(self.0)
    }
}

impl FromIterator<Entry> for Shards {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut shards = Self::default();
        for entry in entries {
            shards.extend(&[entry]);
        }
        shards
    }
}

/// Entries in order, each once.
#[derive(Debug)]
pub struct Sorted(Vec<Vec<Entry>>);

impl Sorted {
    /// All of them.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().flatten().copied()
    }

    /// Those of each key.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Entry]> {
        let shards = self.0.iter();
        shards.flat_map(|shard| shard.chunk_by(|a, b| a.key() == b.key()))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }
}

/// Swaps each entry to where one of its shard is to stand until all stand there: the shards, in
/// order, by that byte of their keys.
fn shards(entries: &mut [Entry], byte: usize) -> impl Iterator<Item = &mut [Entry]> {
    let mut counts = [0; SHARDS];
    for entry in entries.iter() {
        counts[shard_of(*entry, byte)] += 1;
    }
    let mut next = [0; SHARDS];
    let mut end = 0;
    for (next, count) in next.iter_mut().zip(counts) {
        *next = end;
        end += count;
    }
    let mut end = 0;
    for (shard, count) in counts.into_iter().enumerate() {
        end += count;
        while next[shard] < end {
            let at = next[shard];
            let other = shard_of(entries[at], byte);
            entries.swap(at, next[other]);
            next[other] += 1;
        }
    }
    let mut rest = entries;
    counts.into_iter().map(move |count| {
        let (shard, behind) = std::mem::take(&mut rest).split_at_mut(count);
        rest = behind;
        shard
    })
}

/// That byte of a key, the first of them the highest.
fn shard_of(entry: Entry, byte: usize) -> usize {
    usize::from(entry.key().to_be_bytes()[byte])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::mixed;

    proptest! {
        #[test]
        fn sorts(raw in proptest::collection::vec((0_u64..40, 0_u32..3), 0..300)) {
            let entries: Vec<Entry> = raw
                .iter()
                .map(|(key, post)| Entry::new(key << 58 | key >> 3, *post))
                .collect();
            let mut expected = entries.clone();
            expected.sort_unstable();
            expected.dedup();
            let sorted = entries.into_iter().collect::<Shards>().sorted();
            prop_assert_eq!(sorted.len(), expected.len());
            prop_assert_eq!(sorted.groups().flatten().count(), expected.len());
            prop_assert_eq!(sorted.entries().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn sorts_shards_that_are_cut_once_more(first in any::<u64>(), is_spread in any::<bool>()) {
            let bits = if is_spread { 0 } else { first << 56 };
            let entries: Vec<Entry> = (0..6000)
                .map(|number| Entry::new(bits | mixed(first ^ (number % 5500)) >> 8, 7))
                .collect();
            let mut expected = entries.clone();
            expected.sort_unstable();
            expected.dedup();
            let sorted = entries.into_iter().collect::<Shards>().sorted();
            prop_assert_eq!(sorted.len(), expected.len());
            prop_assert_eq!(sorted.groups().flatten().count(), expected.len());
            prop_assert_eq!(sorted.entries().collect::<Vec<_>>(), expected);
        }
    }
}
