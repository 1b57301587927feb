//! A post's shingles in 240 bytes: one-permutation `MinHash`.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::rule::Fact;
use crate::source::Span;
use crate::text::mixed;

/// Rows of a band: all must agree for two posts to become candidates.
const ROWS: usize = 5;
/// Bands. At a similarity of 0.8 a pair is missed once in 14,000 times: (1 - 0.8^5)^24.
pub(super) const BANDS: usize = 24;
/// Values of a sketch.
const BINS: usize = ROWS * BANDS;
/// Values that one fact holds: its key four, its span and tag six.
const BINS_OF_FACT: usize = 10;

/// For each bin the low bits of the least shingle hash that falls into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sketch([u16; BINS]);

impl Sketch {
    /// The sketch of a set of shingle hashes, whose bits are spread; `None` for an empty set.
    /// Repeated hashes do not matter.
    pub(super) fn of(shingles: impl Iterator<Item = u64>) -> Option<Self> {
        let mut least = [u64::MAX; BINS];
        for hash in shingles {
            // The high half chooses the bin, so that the least value stays uniform.
            let bin = usize::try_from(((hash >> 32) * BINS as u64) >> 32).unwrap_or(0);
            least[bin] = least[bin].min(hash & 0xffff_ffff);
        }
        if least.iter().all(|value| *value == u64::MAX) {
            return None;
        }
        densify(&mut least);
        let mut values = [0; BINS];
        for (value, least) in values.iter_mut().zip(least) {
            // The low bits of a minimum are biased; mixed ones are not.
            *value = u16::try_from(mixed(least) >> 48).unwrap_or(0);
        }
        Some(Self(values))
    }

    /// The key of each band.
    pub(super) fn bands(&self) -> [u64; BANDS] {
        let mut bands = [0; BANDS];
        for (band, rows) in bands.iter_mut().zip(self.0.chunks_exact(ROWS)) {
            for value in rows {
                *band = mixed(*band ^ u64::from(*value));
            }
        }
        bands
    }

    /// One bit of each value.
    pub(super) fn sign(&self) -> Sign {
        let halves = [&self.0[..BINS / 2], &self.0[BINS / 2..]];
        let bits = |values: &[u16]| {
            values
                .iter()
                .fold(1, |bits, it| bits << 1 | u64::from(it & 1))
        };
        Sign(halves.map(bits))
    }

    /// How many values agree.
    #[inline]
    pub(super) fn agreement(&self, other: &Self) -> Agreement {
        let values = self.0.iter().zip(&other.0);
        // A sum as wide as the values is made eight at a time.
        Agreement(values.map(|(a, b)| u16::from(a == b)).sum())
    }

    /// Packs the sketch into facts.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let packed = self.0.chunks_exact(BINS_OF_FACT).map(|bins| {
            let pair = |at: usize| u32::from(bins[at]) << 16 | u32::from(bins[at + 1]);
            Fact {
                key: u64::from(pair(0)) << 32 | u64::from(pair(2)),
                span: Span {
                    start: pair(4),
                    end: pair(6),
                },
                tag: pair(8),
            }
        });
        packed.collect()
    }

    /// Unpacks the sketch that [`Sketch::facts`] packed; `None` for a post without one.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "unpacking takes the low bits on purpose"
    )]
    pub(super) fn from_facts(facts: &[Fact]) -> Option<Self> {
        if facts.len() * BINS_OF_FACT != BINS {
            return None;
        }
        let mut values = [0; BINS];
        for (bins, fact) in values.chunks_exact_mut(BINS_OF_FACT).zip(facts) {
            let pairs = [
                (fact.key >> 32) as u32,
                fact.key as u32,
                fact.span.start,
                fact.span.end,
                fact.tag,
            ];
            for (pair, bins) in pairs.iter().zip(bins.chunks_exact_mut(2)) {
                bins[0] = (pair >> 16) as u16;
                bins[1] = *pair as u16;
            }
        }
        Some(Self(values))
    }
}

/// What tells a sketch from most others at a glance: one bit of each value, and one that says that
/// these are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign([u64; 2]);

impl Sign {
    /// In how many bits another one differs.
    #[inline]
    pub(super) fn unlike(self, other: Self) -> u32 {
        let [a, b] = [self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]];
        a.count_ones() + b.count_ones()
    }
}

/// The sign of a sketch, once it is known.
#[derive(Debug, Default)]
pub(super) struct SignCell([AtomicU64; 2]);

impl SignCell {
    /// The sign.
    #[inline]
    pub(super) fn get(&self) -> Option<Sign> {
        let known = [0, 1].map(|half| self.0[half].load(Ordering::Relaxed));
        known.iter().all(|half| *half != 0).then_some(Sign(known))
    }

    /// Keeps the sign.
    pub(super) fn set(&self, sign: Sign) {
        for (half, bits) in self.0.iter().zip(sign.0) {
            half.store(bits, Ordering::Relaxed);
        }
    }
}

/// How many values of two sketches agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Agreement(u16);

impl Agreement {
    /// From none to all values, the least first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..).take(BINS + 1).map(Self)
    }

    /// Bits in which the signs of sketches that agree so much differ at most, but for one pair in
    /// 30,000: of each value that does not agree one bit in two does, and four standard deviations
    /// more are allowed for.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 120"
    )]
    pub(super) fn most_unlike(self) -> u32 {
        let others = f64::from(BINS as u32) - f64::from(self.0);
        (others / 2.0 + 4.0 * (others / 4.0).sqrt()).ceil() as u32
    }

    /// An estimate of the similarity, with a standard deviation of at most 0.046.
    #[expect(clippy::cast_precision_loss, reason = "at most 120 values")]
    pub(super) fn likeness(self) -> f64 {
        f64::from(self.0) / BINS as f64
    }
}

/// Fills empty bins from others, the same way for every post: without it short posts would agree
/// in their empty bins.
fn densify(least: &mut [u64; BINS]) {
    let filled = *least;
    for (bin, value) in least.iter_mut().enumerate() {
        let mut attempt = 0;
        while *value == u64::MAX {
            attempt += 1;
            let hash = mixed((bin as u64) << 32 | attempt);
            let from = usize::try_from(((hash >> 32) * BINS as u64) >> 32).unwrap_or(0);
            if filled[from] != u64::MAX {
                // Copies of one bin must differ, or one shingle would fill a whole band.
                *value = filled[from] ^ (attempt << 40);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(numbers: impl IntoIterator<Item = u64>) -> Sketch {
        Sketch::of(numbers.into_iter().map(mixed)).unwrap()
    }

    #[test]
    fn survives_packing() {
        let sketch = sketch([1, 2, 3, 99]);
        assert_eq!(Sketch::from_facts(&sketch.facts()), Some(sketch));
        assert_eq!(Sketch::from_facts(&[]), None);
        assert_eq!(Sketch::of(std::iter::empty()), None);
    }

    #[test]
    fn estimates_the_similarity() {
        // The sets share 800 of 1,200.
        let likeness = sketch(0..1000).agreement(&sketch(200..1200)).likeness();
        assert!((likeness - 800.0 / 1200.0).abs() < 0.15, "{likeness}");
    }

    #[test]
    fn signs_of_like_sets_are_alike() {
        let least = Agreement(78);
        assert!((34..=36).contains(&least.most_unlike()), "{least:?}");
        for shared in [0, 300, 900, 1000] {
            let (a, b) = (sketch(0..1000), sketch(1000 - shared..2000 - shared));
            let unlike = a.sign().unlike(b.sign());
            let agreement = a.agreement(&b);
            assert!(
                unlike <= agreement.most_unlike(),
                "{shared}: {unlike}, {agreement:?}"
            );
            assert_eq!(
                unlike > least.most_unlike(),
                shared < 600,
                "{shared}: {unlike}"
            );
        }
    }

    #[test]
    fn a_sign_is_kept() {
        let cell = SignCell::default();
        assert_eq!(cell.get(), None);
        let sign = sketch(0..9).sign();
        cell.set(sign);
        assert_eq!(cell.get(), Some(sign));
    }

    #[test]
    fn short_sets_that_differ_do_not_look_alike() {
        let likeness = sketch([1, 2, 3]).agreement(&sketch([4, 5, 6])).likeness();
        assert!(likeness < 0.1, "{likeness}");
    }
}
