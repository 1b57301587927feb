//! From a key to the posts in which a rule noted it: one sorted list with a table of beginnings.

use std::hint::black_box;

use rustc_hash::FxHashMap;

use super::shards::Sorted;
use crate::rule::{Entry, Holders};

/// Entries that a bucket of the table holds on average: a search looks at one or two cache lines.
const BUCKET: usize = 8;
/// Bits of a prefix beyond those of a bucket: two bits an entry on average.
const SHARED: u32 = 4;
/// Entries that a bucket has at most, unless it has more by chance or a key was noted often.
const USUAL: usize = 4 * BUCKET;
/// Keys that are looked at together.
const AHEAD: usize = 64;
/// Keys that are kept as those noted in most posts.
pub const WIDEST: usize = 512;

/// The posts of the keys that a rule noted: of all of them, or of those that are asked for.
#[derive(Debug, Default)]
pub struct Postings {
    /// Sorted by key, then post; each pair once. Of a key the prefix is left out, which the table
    /// of beginnings tells, and the post takes its room: 8 bytes an entry.
    packed: Vec<u64>,
    /// Where the keys of each prefix start; one more than there are prefixes.
    starts: Vec<u32>,
    /// Bits of a prefix: as many as the number of a post needs, or more.
    bits: u32,
    /// Where the entries of keys noted in many posts start, and how many there are: to search
    /// among them would touch a cache line at each step.
    wide: FxHashMap<u64, (u32, u32)>,
    /// The keys noted in most posts, with their number.
    widest: Vec<(u64, usize)>,
    /// A bit for each prefix of keys, set where one of them was noted in several posts. Most keys
    /// were not, and this is small enough to stay in the caches.
    shared: Vec<u64>,
    shared_bits: u32,
}

impl Postings {
    /// Those of all posts.
    pub fn of(entries: Sorted<'_>) -> Self {
        let (len, most) = (entries.len(), entries.most_post);
        Self::packed_from(entries.groups(), len, len, most, |_| true)
    }

    /// Those that are asked for: of a key that one post alone noted, if `is_asked` says so.
    pub fn of_asked(entries: Sorted<'_>, is_asked: impl Fn(u64) -> bool) -> Self {
        let most = entries.most_post;
        Self::packed_from(entries.groups(), entries.len(), 0, most, is_asked)
    }

    /// Adds entries to others that are sorted already.
    pub fn merged(sorted: Vec<Entry>, mut added: Vec<Entry>) -> Self {
        added.sort_unstable();
        added.dedup();
        let mut entries = sorted;
        let mut from = entries.len();
        // From the end, so that no entry is moved twice.
        entries.extend_from_slice(&added);
        let mut to = entries.len();
        while let Some(last) = added.last() {
            to -= 1;
            if from > 0 && entries[from - 1] > *last {
                from -= 1;
                entries[to] = entries[from];
            } else {
                entries[to] = *last;
                added.pop();
            }
        }
        let groups = entries.chunk_by(|a, b| a.key() == b.key());
        let most = entries.iter().map(|entry| entry.post()).max().unwrap_or(0);
        Self::packed_from(groups, entries.len(), entries.len(), most, |_| true)
    }

    /// Packs the entries of each key, `len` in all, for `room` of which there is room from the
    /// beginning.
    fn packed_from<'e>(
        groups: impl Iterator<Item = &'e [Entry]>,
        len: usize,
        room: usize,
        most_post: u32,
        is_asked: impl Fn(u64) -> bool,
    ) -> Self {
        let buckets = (len / BUCKET).max(1).next_power_of_two();
        let bits = buckets.trailing_zeros();
        let mut postings = Self {
            packed: Vec::with_capacity(room),
            bits: bits.max(u32::BITS - most_post.leading_zeros()),
            shared_bits: bits + SHARED,
            shared: vec![0; (buckets << SHARED) / 64 + 1],
            ..Self::default()
        };
        let prefixes = 1 << postings.bits;
        postings.starts.reserve_exact(prefixes + 1);
        for group in groups {
            postings.add(group, &is_asked);
        }
        postings.start_prefixes(prefixes);
        postings.packed.shrink_to_fit();
        keep_widest(&mut postings.widest, WIDEST);
        postings
    }

    /// Adds all entries of the next key.
    fn add(&mut self, group: &[Entry], is_asked: impl Fn(u64) -> bool) {
        let key = group[0].key();
        if group.len() > 1 {
            self.mark_shared(key, group.len());
        } else if !is_asked(key) {
            return;
        }
        self.start_prefixes(prefix(key, self.bits));
        if group.len() > USUAL {
            let numbers = [self.packed.len(), group.len()].map(u32::try_from);
            if let [Ok(start), Ok(count)] = numbers {
                self.wide.insert(key, (start, count));
            }
        }
        let packed = self.packed(key);
        let posts = group.iter().map(|entry| u64::from(entry.post()));
        self.packed.extend(posts.map(|post| packed | post));
    }

    fn mark_shared(&mut self, key: u64, posts: usize) {
        let at = prefix(key, self.shared_bits);
        self.shared[at / 64] |= 1 << (at % 64);
        self.widest.push((key, posts));
        if self.widest.len() >= 16 * WIDEST {
            keep_widest(&mut self.widest, WIDEST);
        }
    }

    /// The keys of all prefixes up to `last` that have not started yet start here.
    fn start_prefixes(&mut self, last: usize) {
        let at = u32::try_from(self.packed.len()).unwrap_or(u32::MAX);
        if self.starts.len() <= last {
            self.starts.resize(last + 1, at);
        }
    }

    /// A key without its prefix; room for a post is left in the low bits.
    fn packed(&self, key: u64) -> u64 {
        key << self.bits
    }

    /// The bits that a post takes.
    fn mask(&self) -> u64 {
        (1 << self.bits) - 1
    }

    /// In how many posts a key was noted that was noted at all.
    pub fn count(&self, key: u64) -> usize {
        if self.may_be_shared(key) {
            self.holders(key).len().max(1)
        } else {
            1
        }
    }

    /// Looks at once where the answers about some keys stand. What is in no cache then comes for
    /// all of them together, and not for one after another as they are asked.
    pub fn look_ahead(&self, keys: &[u64]) {
        for keys in keys.chunks(AHEAD) {
            let mut shared = [0; AHEAD];
            let mut count = 0;
            for key in keys {
                shared[count] = *key;
                count += usize::from(self.may_be_shared(*key));
            }
            let seen = shared[..count].iter().map(|key| {
                let start = self.starts.get(prefix(*key, self.bits)).copied();
                let first = start.and_then(|start| self.packed.get(start as usize));
                first.copied().unwrap_or(0)
            });
            // Nobody asks what was seen there.
            black_box(seen.fold(0, |all, seen| all ^ seen));
        }
    }

    /// Whether several posts may have noted a key.
    #[inline]
    fn may_be_shared(&self, key: u64) -> bool {
        let at = prefix(key, self.shared_bits);
        let bits = self.shared.get(at / 64).copied().unwrap_or(0);
        bits >> (at % 64) & 1 == 1
    }

    /// The posts of a key.
    pub fn holders(&self, key: u64) -> Holders<'_> {
        let prefix = prefix(key, self.bits);
        let bounds = (self.starts.get(prefix), self.starts.get(prefix + 1));
        let (Some(start), Some(end)) = bounds else {
            return Holders::Posts(&[]);
        };
        let bucket = &self.packed[*start as usize..*end as usize];
        let first = self.packed(key);
        let last = first | self.mask();
        let (start, end) = if bucket.len() <= USUAL {
            // Of a bucket of usual size all is looked at: branches on what stands there cost more.
            let below = bucket.iter().filter(|it| **it < first);
            let up_to = bucket.iter().filter(|it| **it <= last);
            (below.count(), up_to.count())
        } else if let Some((start, count)) = self.wide.get(&key) {
            let posts = &self.packed[*start as usize..][..*count as usize];
            return Holders::Packed(posts, self.mask());
        } else {
            let start = bucket.partition_point(|it| *it < first);
            let up_to = bucket[start..].partition_point(|it| *it <= last);
            (start, start + up_to)
        };
        Holders::Packed(&bucket[start..end], self.mask())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// All entries, sorted.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        let buckets = (0..).zip(self.starts.windows(2));
        buckets.flat_map(move |(prefix, bounds)| {
            let prefix = u64::rotate_right(prefix, self.bits);
            let bucket = &self.packed[bounds[0] as usize..bounds[1] as usize];
            bucket.iter().map(move |packed| {
                let post = u32::try_from(packed & self.mask()).unwrap_or(u32::MAX);
                Entry::new(prefix | packed >> self.bits, post)
            })
        })
    }

    /// The keys noted in most posts, with their number: by posts, then by key.
    pub fn widest(&self) -> &[(u64, usize)] {
        &self.widest
    }
}

fn prefix(key: u64, bits: u32) -> usize {
    // A shift by all 64 bits is none.
    let prefix = key.checked_shr(u64::BITS - bits).unwrap_or(0);
    usize::try_from(prefix).unwrap_or(usize::MAX)
}

/// Keeps the first by number of posts, then by key.
fn keep_widest(widest: &mut Vec<(u64, usize)>, most: usize) {
    widest.sort_unstable_by_key(|(key, posts)| (std::cmp::Reverse(*posts), *key));
    widest.truncate(most);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shards::Shards;
    use super::*;

    fn postings(entries: impl IntoIterator<Item = Entry>) -> Postings {
        let mut shards: Shards = entries.into_iter().collect();
        Postings::of(shards.sorted())
    }

    fn posts(holders: &Holders<'_>) -> Vec<u32> {
        holders.from(0).collect()
    }

    #[test]
    fn no_entries_have_no_holders() {
        assert!(postings([]).holders(7).is_empty());
        assert!(Postings::default().holders(7).is_empty());
    }

    #[test]
    fn tells_the_keys_of_most_posts() {
        let entries = [(5, 1), (5, 2), (9, 1), (9, 3), (9, 2), (9, 2), (1, 1)];
        let postings = postings(entries.map(|(key, post)| Entry::new(key, post)));
        assert_eq!(postings.widest(), [(9, 3), (5, 2)]);
    }

    #[test]
    fn keys_of_one_post_are_left_out_unless_they_are_asked_for() {
        let entries =
            [(1, 4), (5, 1), (5, 2), (9, 0)].map(|(key, post)| Entry::new(key << 56, post));
        let postings =
            Postings::of_asked(Shards::from_iter(entries).sorted(), |key| key == 9 << 56);
        let held = |key: u64| posts(&postings.holders(key << 56));
        assert_eq!((held(1), held(5), held(9)), (vec![], vec![1, 2], vec![0]));
        assert_eq!(
            [1, 5, 9].map(|key: u64| postings.count(key << 56)),
            [1, 2, 1]
        );
    }

    #[test]
    fn a_key_of_many_posts_is_found_beside_others() {
        let crowd = |key: u64| (0..500).map(move |post| Entry::new(key, 2 * post));
        let entries = (crowd(7).chain(crowd(9))).chain([Entry::new(8, 3), Entry::new(8, 5)]);
        let postings = postings(entries);
        let held = |key| posts(&postings.holders(key));
        let all: Vec<u32> = (0..500).map(|post| 2 * post).collect();
        assert_eq!((held(7), held(9)), (all.clone(), all));
        assert_eq!((held(8), held(6)), (vec![3, 5], vec![]));
        assert_eq!([7, 8, 9].map(|key| postings.count(key)), [500, 2, 500]);
    }

    proptest! {
        #[test]
        fn merging_is_sorting(
            old in proptest::collection::vec((0u64..9, 0u32..9), 0..60),
            new in proptest::collection::vec((0u64..9, 10u32..19), 0..60),
        ) {
            let entries = |raw: &[(u64, u32)]| -> Vec<Entry> {
                raw.iter().map(|(key, post)| Entry::new(*key, *post)).collect()
            };
            let merged = Postings::merged(
                postings(entries(&old)).entries().collect(),
                entries(&new),
            );
            let sorted = postings(entries(&[old, new].concat()));
            let listed = |postings: &Postings| postings.entries().collect::<Vec<_>>();
            prop_assert_eq!(listed(&merged), listed(&sorted));
        }

        #[test]
        fn finds_what_a_pass_over_all_finds(
            raw in proptest::collection::vec((0u64..40, 0u32..50, any::<bool>()), 0..300),
        ) {
            let key = |small: u64, is_high: bool| if is_high { small << 58 } else { small };
            let entries: Vec<Entry> = raw
                .iter()
                .map(|(small, post, is_high)| Entry::new(key(*small, *is_high), *post))
                .collect();
            let postings = postings(entries.clone());
            for entry in &entries {
                postings.look_ahead(&[entry.key(), !entry.key()]);
                let held = postings.holders(entry.key()).len();
                prop_assert_eq!(postings.count(entry.key()), held);
            }
            for wanted in (0..40).flat_map(|small| [key(small, false), key(small, true)]) {
                let of_key = entries.iter().filter(|entry| entry.key() == wanted);
                let mut expected: Vec<u32> = of_key.map(|entry| entry.post()).collect();
                expected.sort_unstable();
                expected.dedup();
                prop_assert_eq!(posts(&postings.holders(wanted)), expected);
            }
        }
    }
}
