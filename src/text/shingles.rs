//! Sets of word runs, by which texts are compared as wholes.

use super::WordTable;

/// The hashes of all runs of `size` words, given by their hashes, in order, repeated ones too.
pub fn shingles(words: &[u64], size: usize) -> impl Iterator<Item = u64> {
    let before = size.saturating_sub(1);
    let add = |run: u64, word: u64| run.wrapping_mul(BASE).wrapping_add(word);
    let (first, behind) = words.split_at(before.min(words.len()));
    let mut run = first.iter().fold(0, |run, word| add(run, *word));
    // The word that leaves a run was multiplied once for each word after it.
    let leaving = (0..before).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    behind.iter().zip(words).map(move |(entering, left)| {
        let whole = add(run, *entering);
        run = whole.wrapping_sub(left.wrapping_mul(leaving));
        mixed(whole)
    })
}

/// The factor between the words of a run: odd, so that no bit of a word's hash is lost.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The set of all runs of `size` words of `text`, sorted.
pub fn shingle_set(text: &str, size: usize) -> Vec<u64> {
    let mut set: Vec<u64> = shingles(WordTable::of(text).hashes(), size).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// The Jaccard index of two sorted sets; 0 if both are empty.
#[expect(clippy::cast_precision_loss, reason = "shingles of one post")]
pub fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let all = a.len() + b.len() - shared;
    if all == 0 {
        return 0.0;
    }
    shared as f64 / all as f64
}

/// Spreads the bits of a hash (the finaliser of `MurmurHash3`, multiplied once more so that the order of
/// words counts).
pub fn mixed(hash: u64) -> u64 {
    let mut hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_runs_of_words_without_case_and_punctuation() {
        let a = shingle_set("The owner keeps the note, daily.", 5);
        let b = shingle_set("the OWNER keeps\nthe note daily", 5);
        assert_eq!(a, b);
        assert_eq!(a.len(), 2);
        assert!((jaccard(&a, &b) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_order_of_words_counts() {
        assert_ne!(shingle_set("a b c d e", 5), shingle_set("e d c b a", 5));
    }

    #[test]
    fn a_run_counts_wherever_it_stands() {
        let words: Vec<u64> = (0..40).map(mixed).collect();
        for size in [1, 2, 5, 39, 40] {
            let alone = words.windows(size).flat_map(|run| shingles(run, size));
            assert!(shingles(&words, size).eq(alone), "{size}");
        }
        assert_eq!(shingles(&words, 41).count(), 0);
        assert!(shingles(&words, 0).eq(shingles(&words, 1)));
    }

    #[test]
    fn a_text_of_fewer_words_has_none() {
        assert!(shingle_set("one two three four", 5).is_empty());
        assert!(jaccard(&[], &[]).abs() < f64::EPSILON);
    }
}
