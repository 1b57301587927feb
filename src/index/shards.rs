//! Sorting millions of entries in shards that fit into a cache.

use rayon::prelude::*;

use crate::rule::Entry;

/// Shards of all keys: so many fit beside one another when entries are put into them.
const SHARDS: usize = 256;

/// Sorts entries where they stand: first into shards by the first bits of their keys, then each
/// shard in a cache.
pub(super) fn sort(entries: &mut [Entry]) {
    let counts = put_into_shards(entries);
    let mut rest = entries;
    let mut shards = Vec::with_capacity(SHARDS);
    for count in counts {
        let (shard, behind) = rest.split_at_mut(count);
        shards.push(shard);
        rest = behind;
    }
    let sort = |shard: &mut [Entry]| shard.par_sort_unstable();
    shards.into_par_iter().for_each(sort);
}

/// Swaps each entry to where one of its shard is to stand until all stand there; how many each
/// shard has.
fn put_into_shards(entries: &mut [Entry]) -> [usize; SHARDS] {
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
    counts
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
    }
}
