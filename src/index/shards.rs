//! Sorting millions of entries in parts that fit into a cache.

use rayon::prelude::*;

use crate::rule::Entry;

/// Bits of a key that say in which shard it is kept: few shards, so that the memory of each goes
/// back to the system as a whole.
const BITS: u32 = 5;
/// Bits behind them that say in which part of its shard it is sorted: so many parts fit beside one
/// another in a cache when entries are put into them.
const BITS_OF_PART: u32 = 11;
const PARTS: usize = 1 << BITS_OF_PART;
/// Entries of a shard that is sorted without parts.
const FEW: usize = 1 << 12;
/// Entries of a part that several threads sort.
const MANY: usize = 1 << 16;

/// Entries as they come, in shards by the first bits of their keys.
#[derive(Debug)]
pub struct Shards(Vec<Vec<Entry>>);

impl Default for Shards {
    fn default() -> Self {
        Self(vec![Vec::new(); 1 << BITS])
    }
}

impl Shards {
    /// Makes room for so many entries whose keys are spread, and some more: none is to be moved.
    pub fn reserve(&mut self, entries: usize) {
        let each = entries / self.0.len();
        let room = each + each / 16;
        for shard in &mut self.0 {
            // Nothing is in it: what it had is given back, not copied.
            if shard.capacity() < room && shard.is_empty() {
                *shard = Vec::new();
            }
            shard.reserve_exact(room);
        }
    }

    /// Adds entries.
    pub fn extend(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.0[bits_of(*entry, 0, BITS)].push(*entry);
        }
    }

    /// Takes all entries out. Their memory stays.
    pub fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }

    /// Sorts the entries, all shards at once, and leaves each entry once.
    pub fn sorted(&mut self) -> Sorted<'_> {
        let shards = self.0.par_iter_mut();
        let most_posts = shards.map(|shard| {
            sort(shard);
            shard.dedup();
            shard.iter().map(|entry| entry.post()).max().unwrap_or(0)
        });
        Sorted {
            most_post: most_posts.max().unwrap_or(0),
            shards: &self.0,
        }
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
#[derive(Debug, Clone, Copy)]
pub struct Sorted<'s> {
    shards: &'s [Vec<Entry>],
    /// The greatest number of a post.
    pub(super) most_post: u32,
}

impl<'s> Sorted<'s> {
    /// All of them.
    pub fn entries(self) -> impl Iterator<Item = Entry> + 's {
        self.shards.iter().flatten().copied()
    }

    /// Those of each key.
    pub(super) fn groups(self) -> impl Iterator<Item = &'s [Entry]> {
        let shards = self.shards.iter();
        shards.flat_map(|shard| shard.chunk_by(|a, b| a.key() == b.key()))
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.shards.iter().map(Vec::len).sum()
    }
}

/// Sorts a shard.
fn sort(shard: &mut [Entry]) {
    if shard.len() < FEW {
        shard.sort_unstable();
        return;
    }
    let parts: Vec<&mut [Entry]> = parts(shard).collect();
    parts.into_par_iter().for_each(|part| {
        if part.len() < MANY {
            part.sort_unstable();
        } else {
            part.par_sort_unstable();
        }
    });
}

/// Swaps each entry of a shard to where one of its part is to stand until all stand there: the
/// parts, in order.
fn parts(entries: &mut [Entry]) -> impl Iterator<Item = &mut [Entry]> {
    let part_of = |entry: Entry| bits_of(entry, BITS, BITS_OF_PART);
    let mut counts = [0; PARTS];
    for entry in entries.iter() {
        counts[part_of(*entry)] += 1;
    }
    let mut next = [0; PARTS];
    let mut end = 0;
    for (next, count) in next.iter_mut().zip(counts) {
        *next = end;
        end += count;
    }
    let mut end = 0;
    for (part, count) in counts.into_iter().enumerate() {
        end += count;
        while next[part] < end {
            let at = next[part];
            let other = part_of(entries[at]);
            entries.swap(at, next[other]);
            next[other] += 1;
        }
    }
    let mut rest = entries;
    counts.into_iter().map(move |count| {
        let (part, behind) = std::mem::take(&mut rest).split_at_mut(count);
        rest = behind;
        part
    })
}

/// Some bits of a key, behind so many others.
#[expect(clippy::cast_possible_truncation, reason = "a few bits")]
fn bits_of(entry: Entry, behind: u32, bits: u32) -> usize {
    (entry.key() << behind >> (u64::BITS - bits)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::mixed;

    /// Sorts entries and compares them with what a plain sort makes of them.
    fn assert_sorted(entries: Vec<Entry>) {
        let mut shards: Shards = entries.iter().copied().collect();
        let sorted = shards.sorted();
        let mut expected = entries;
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(sorted.len(), expected.len());
        assert_eq!(sorted.groups().flatten().count(), expected.len());
        assert_eq!(sorted.entries().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sorts_a_part_of_one_key_that_everybody_noted() {
        let posts = u32::try_from(MANY).unwrap() + 5;
        let entries = (0..posts).rev().map(|post| Entry::new(3 << 60, post));
        let mut shards: Shards = entries.clone().chain(entries).collect();
        let sorted = shards.sorted();
        assert!(sorted.entries().map(Entry::post).eq(0..posts));
        assert_eq!(sorted.groups().count(), 1);
    }

    proptest! {
        #[test]
        fn sorts(raw in proptest::collection::vec((0_u64..40, 0_u32..3), 0..300)) {
            let entries: Vec<Entry> = raw
                .iter()
                .map(|(key, post)| Entry::new(key << 58 | key >> 3, *post))
                .collect();
            assert_sorted(entries);
        }

        #[test]
        fn sorts_shards_that_are_cut_into_parts(shard in any::<u64>(), posts in 1_u32..9) {
            let key = |number: u32| shard << 59 | mixed(u64::from(number % 5500)) >> 5;
            let entries: Vec<Entry> = (0..6000)
                .map(|number| Entry::new(key(number), number % posts))
                .collect();
            assert_sorted(entries);
        }
    }
}
