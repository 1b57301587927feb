//! Whether values repeat, in bounded memory.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Counts of values by their hashes. Beyond a bound only a sample is kept: the values whose hashes
/// end in some number of zeros, with all of their repeats.
#[derive(Debug, Clone, Default)]
pub(super) struct Distinct {
    counts: FxHashMap<u64, u32>,
    /// How many bits of a kept hash are zero.
    zeros: u32,
    /// How many values were kept, and how many of them equal another one.
    total: u64,
    repeated: u64,
    is_given_up: bool,
}

/// Values of the sample.
const MOST_VALUES: usize = 1 << 16;
/// Of so many values a fifth may repeat; beyond that they are not distinct, and are dropped.
const JUDGED_FROM: u64 = 512;

impl Distinct {
    /// Takes in a value.
    pub(super) fn note(&mut self, value: &str) {
        self.note_hash(xxh3_64(value.as_bytes()));
    }

    /// Takes in a value by its hash.
    pub(super) fn note_hash(&mut self, hash: u64) {
        if !self.is_given_up {
            self.add(hash, 1);
            self.settle();
        }
    }

    /// Takes in no value from now on, and judges none.
    pub(super) fn give_up(&mut self) {
        *self = Self {
            is_given_up: true,
            ..Self::default()
        };
    }

    /// Takes in what another has counted.
    pub(super) fn merge(&mut self, other: Self) {
        if self.is_given_up || other.is_given_up {
            self.give_up();
            return;
        }
        self.thin_out(other.zeros);
        for (hash, count) in other.counts {
            self.add(hash, count);
        }
        self.settle();
        if self.total >= JUDGED_FROM && self.repeated * 5 > self.total {
            self.give_up();
        }
    }

    /// How many of the values, or of their sample, another one equals, and of how many; nothing
    /// where they are plainly not distinct.
    pub(super) fn judged(&self) -> Option<(u64, u64)> {
        (!self.is_given_up).then_some((self.repeated, self.total))
    }

    fn add(&mut self, hash: u64, count: u32) {
        if hash.trailing_zeros() < self.zeros {
            return;
        }
        let held = self.counts.entry(hash).or_default();
        let repeats = |count: u32| if count > 1 { u64::from(count) } else { 0 };
        self.repeated += repeats(*held + count) - repeats(*held);
        self.total += u64::from(count);
        *held += count;
    }

    fn settle(&mut self) {
        while self.counts.len() > MOST_VALUES {
            self.thin_out(self.zeros + 1);
        }
    }

    /// Keeps only hashes that end in so many zeros.
    fn thin_out(&mut self, zeros: u32) {
        if zeros <= self.zeros {
            return;
        }
        self.zeros = zeros;
        self.counts.retain(|hash, _| hash.trailing_zeros() >= zeros);
        let counts = || self.counts.values().map(|count| u64::from(*count));
        self.total = counts().sum();
        self.repeated = counts().filter(|count| *count > 1).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distinct(numbers: impl Iterator<Item = u32>) -> Distinct {
        let mut distinct = Distinct::default();
        for number in numbers {
            distinct.note(&number.to_string());
        }
        distinct
    }

    #[test]
    fn tells_how_many_values_repeat() {
        let mut all = distinct(0..100);
        all.merge(distinct(98..200));
        assert_eq!(all.judged(), Some((4, 202)));
    }

    #[test]
    fn keeps_a_sample_of_many_with_all_its_repeats() {
        let mut all = distinct(0..200_000);
        all.merge(distinct(0..2_000));
        let (repeated, total) = all.judged().unwrap();
        assert!(all.counts.len() <= MOST_VALUES);
        // A hundredth of the values stand twice.
        let share = repeated * 1000 / total;
        assert!((15..=25).contains(&share), "{share} of 1000");
    }

    #[test]
    fn gives_up_on_values_that_plainly_repeat() {
        let mut all = distinct((0..1000).map(|it| it % 10));
        all.merge(distinct(0..10));
        assert_eq!(all.judged(), None);
        all.merge(distinct(0..10));
        assert_eq!(all.judged(), None);
    }
}
