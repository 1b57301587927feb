//! How numbers are spread, in little memory.

use std::collections::BTreeMap;

/// Counts of numbers by size. Whole numbers up to 512 are kept apart; larger ones, and fractions,
/// share a bucket with those that differ by less than half a hundredth.
#[derive(Debug, Clone, Default)]
pub(super) struct Spread {
    buckets: BTreeMap<i64, u32>,
    /// How many bits of a number its bucket forgets beyond [`FORGOTTEN`].
    coarseness: u32,
    count: u32,
    /// The least number and the greatest one.
    ends: Option<(f64, f64)>,
}

/// Bits of a number that no bucket keeps: all but the sign, the exponent and eight of the mantissa.
const FORGOTTEN: u32 = 44;
/// Numbers that need more buckets are told apart less.
const MOST_BUCKETS: usize = 2048;

impl Spread {
    /// Takes in a number.
    pub(super) fn note(&mut self, number: f64) {
        *self.buckets.entry(self.bucket(number)).or_default() += 1;
        self.count += 1;
        self.reach(number, number);
        self.settle();
    }

    /// Takes in what another has counted.
    pub(super) fn merge(&mut self, other: &Self) {
        while self.coarseness < other.coarseness {
            self.coarsen();
        }
        let finer = self.coarseness - other.coarseness;
        for (bucket, count) in &other.buckets {
            *self.buckets.entry(bucket >> finer).or_default() += count;
        }
        self.count += other.count;
        if let Some((least, most)) = other.ends {
            self.reach(least, most);
        }
        self.settle();
    }

    /// How many numbers there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// The least number.
    pub(super) fn min(&self) -> Option<f64> {
        self.ends.map(|(least, _)| least)
    }

    /// The greatest number.
    pub(super) fn max(&self) -> Option<f64> {
        self.ends.map(|(_, most)| most)
    }

    /// A number that `percent` of all lie below, or one a little below it.
    pub(super) fn percentile(&self, percent: u32) -> Option<f64> {
        let before = u64::from(self.count) * u64::from(percent) / 100;
        let mut seen = 0;
        let mut buckets = self.buckets.iter();
        let found = buckets.find(|(_, count)| {
            seen += u64::from(**count);
            seen > before
        });
        found.map_or_else(|| self.max(), |(bucket, _)| Some(self.number(*bucket)))
    }

    /// How many numbers lie outside of two bounds.
    pub(super) fn outside(&self, least: f64, most: f64) -> u32 {
        let buckets = self.buckets.iter();
        let outer = buckets.filter(|(bucket, _)| {
            let number = self.number(**bucket);
            number < least || number > most
        });
        outer.map(|(_, count)| count).sum()
    }

    fn reach(&mut self, least: f64, most: f64) {
        let (lower, upper) = self.ends.unwrap_or((least, most));
        self.ends = Some((lower.min(least), upper.max(most)));
    }

    fn settle(&mut self) {
        while self.buckets.len() > MOST_BUCKETS {
            self.coarsen();
        }
    }

    fn coarsen(&mut self) {
        self.coarseness += 1;
        let mut wider = BTreeMap::new();
        for (bucket, count) in &self.buckets {
            *wider.entry(bucket >> 1).or_default() += count;
        }
        self.buckets = wider;
    }

    fn bucket(&self, number: f64) -> i64 {
        // Adding zero makes one number of both zeros.
        ordered((number + 0.0).to_bits().cast_signed()) >> (FORGOTTEN + self.coarseness)
    }

    fn number(&self, bucket: i64) -> f64 {
        let bits = ordered(bucket << (FORGOTTEN + self.coarseness));
        f64::from_bits(bits.cast_unsigned())
    }
}

/// Turns the bits of floats into numbers of the same order, and back.
fn ordered(bits: i64) -> i64 {
    bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spread(numbers: impl IntoIterator<Item = f64>) -> Spread {
        let mut spread = Spread::default();
        for number in numbers {
            spread.note(number);
        }
        spread
    }

    #[test]
    fn small_whole_numbers_are_exact() {
        let spread = spread((0..=200).map(f64::from));
        assert_eq!(spread.min(), Some(0.0));
        assert_eq!(spread.max(), Some(200.0));
        assert_eq!(spread.percentile(5), Some(10.0));
        assert_eq!(spread.percentile(50), Some(100.0));
        assert_eq!(spread.outside(60.0, 100.0), 160);
    }

    #[test]
    fn nothing_has_no_bounds() {
        assert_eq!(Spread::default().min(), None);
        assert_eq!(Spread::default().percentile(5), None);
    }

    proptest! {
        #[test]
        fn merging_is_counting_together(
            a in proptest::collection::vec(-1e9..1e9f64, 0..300),
            b in proptest::collection::vec(-1e3..1e3f64, 0..300),
        ) {
            let mut merged = spread(a.clone());
            merged.merge(&spread(b.clone()));
            let together = spread(a.iter().chain(&b).copied());
            prop_assert_eq!(merged.count(), together.count());
            let exact = a.iter().chain(&b).copied().reduce(f64::min);
            prop_assert_eq!(merged.min(), exact);
            for percent in [0, 5, 50, 99] {
                prop_assert_eq!(merged.percentile(percent), together.percentile(percent));
            }
        }

        #[test]
        fn a_percentile_is_never_above_the_number(numbers in proptest::collection::vec(0.0..1e12f64, 1..200)) {
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            let median = sorted[sorted.len() / 2];
            let found = spread(numbers).percentile(50).unwrap();
            prop_assert!(found <= median && found >= median * 0.99);
        }

        #[test]
        fn memory_is_bounded(numbers in proptest::collection::vec(any::<f64>().prop_filter("finite", |it| it.is_finite()), 0..5000)) {
            prop_assert!(spread(numbers).buckets.len() <= MOST_BUCKETS);
        }
    }
}
