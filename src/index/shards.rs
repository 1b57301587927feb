//! Sorting millions of entries in shards that fit into a cache.

use rayon::prelude::*;

use crate::rule::Entry;

/// Shards of all keys: so many fit beside one another when entries are put into them.
const SHARDS: usize = 256;
/// Entries of a shard that is cut into shards once more, and of one that several threads sort.
const LARGE: std::ops::Range<usize> = 1 << 12..1 << 18;

/// Sorts entries where they stand: first into shards by the first bits of their keys, then each
/// shard in a cache.
pub(super) fn sort(entries: &mut [Entry]) {
    let shards: Vec<&mut [Entry]> = shards(entries, 0).collect();
    shards.into_par_iter().for_each(|shard| {
        if LARGE.contains(&shard.len()) {
            self::shards(shard, 1).for_each(<[Entry]>::sort_unstable);
        } else {
            shard.par_sort_unstable();
        }
    });
}

/// Swaps each entry to where one of its shard is to stand until all stand there: the shards, in
/// order, by that byte of their keys.
fn shards(entries: &mut [Entry], byte: usize) -> impl Iterator<Item = &mut [Entry]> {
    let shard_of = |entry: Entry| usize::from(entry.key().to_be_bytes()[byte]);
    let mut counts = [0; SHARDS];
    for entry in entries.iter() {
        counts[shard_of(*entry)] += 1;
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
            let other = shard_of(entries[at]);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::mixed;

    proptest! {
        #[test]
        fn sorts(raw in proptest::collection::vec((0_u64..40, 0_u32..3), 0..300)) {
            let mut entries: Vec<Entry> = raw
                .iter()
                .map(|(key, post)| Entry::new(key << 58 | key >> 3, *post))
                .collect();
            let mut expected = entries.clone();
            expected.sort_unstable();
            sort(&mut entries);
            prop_assert_eq!(entries, expected);
        }

        #[test]
        fn sorts_shards_that_are_cut_once_more(first in any::<u64>(), is_spread in any::<bool>()) {
            let bits = if is_spread { 0 } else { first << 56 };
            let mut entries: Vec<Entry> = (0..6000)
                .map(|number| Entry::new(bits | mixed(first ^ (number % 5500)) >> 8, 7))
                .collect();
            let mut expected = entries.clone();
            expected.sort_unstable();
            sort(&mut entries);
            prop_assert_eq!(entries, expected);
        }
    }
}
