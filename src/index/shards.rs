//! Entries of many posts on their way to posting lists.

use rayon::prelude::*;

use crate::rule::Entry;

/// Shards of all keys: so many fit beside one another when entries are put into them.
const SHARDS: usize = 256;

/// Entries that are put into shards by the first bits of their keys where they stand, so that each
/// is sorted in a cache.
#[derive(Default)]
pub struct Shards {
    entries: Vec<Entry>,
}

impl Shards {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Makes room for so many more entries. Room that is not used costs nothing.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// Adds the entries of some posts.
    pub fn extend(&mut self, entries: &[Entry]) {
        self.entries.extend_from_slice(entries);
    }

    /// Hands over all entries in order, shard by shard.
    pub fn sorted(mut self, mut shard: impl FnMut(&[Entry])) {
        let mut shards = sharded(&mut self.entries);
        shards.par_iter_mut().for_each(|it| it.sort_unstable());
        for entries in shards {
            shard(entries);
        }
    }
}

/// The entries in shards: each is swapped to where one of its shard is to stand until all stand
/// there.
fn sharded(entries: &mut [Entry]) -> Vec<&mut [Entry]> {
    let mut counts = [0; SHARDS];
    for entry in entries.iter() {
        counts[shard_of(*entry)] += 1;
    }
    let mut next = counts;
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
            let other = shard_of(entries[at]);
            entries.swap(at, next[other]);
            next[other] += 1;
        }
    }
    let mut rest = entries;
    let mut shards = Vec::with_capacity(SHARDS);
    for count in counts {
        let (shard, behind) = rest.split_at_mut(count);
        shards.push(shard);
        rest = behind;
    }
    shards
}

fn shard_of(entry: Entry) -> usize {
    usize::from(entry.key().to_be_bytes()[0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shards_one_after_the_other_are_sorted(
            raw in proptest::collection::vec((any::<u64>(), 0u32..9), 0..300),
        ) {
            let mut entries: Vec<Entry> = raw
                .iter()
                .map(|(key, post)| Entry::new(*key, *post))
                .collect();
            let mut shards = Shards::default();
            let (first, rest) = entries.split_at(entries.len() / 3);
            shards.extend(first);
            shards.reserve(rest.len());
            shards.extend(rest);
            prop_assert_eq!(shards.len(), entries.len());
            prop_assert_eq!(shards.is_empty(), entries.is_empty());
            entries.sort_unstable();
            let mut sorted = Vec::new();
            shards.sorted(|shard| sorted.extend_from_slice(shard));
            prop_assert_eq!(sorted, entries);
        }
    }
}
