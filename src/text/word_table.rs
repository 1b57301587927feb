//! All words of a text at once: where they stand, and a hash of each.

use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use super::lower_into;
use super::word_mask::{LANES, edges, take_lowest};
use super::words::joints;

/// The words of a text, found and hashed in one pass, for everything that compares or counts them.
#[derive(Debug, Clone, Default)]
pub struct WordTable {
    hashes: Vec<u64>,
    /// For every [`LANES`] bytes of the text; its end counts as one.
    starts: Vec<Starts>,
    /// Where apostrophes make one of two words.
    joints: Vec<u32>,
}

/// The words that start within [`LANES`] bytes.
#[derive(Debug, Clone, Copy)]
struct Starts {
    /// One bit for each, the lowest for the first byte.
    bits: u64,
    /// How many words start before.
    before: u32,
}

impl WordTable {
    /// The words of `text`, as [`super::words`] finds them.
    pub fn of(text: &str) -> Self {
        let mut hashes = Vec::with_capacity(text.len() / USUAL_WORD);
        let mut starts = Vec::with_capacity(text.len() / LANES + 1);
        let mut start = 0;
        for (base, mut edges) in (0..).step_by(LANES).zip(edges(text)) {
            starts.push(Starts {
                bits: edges.starts,
                before: small(hashes.len()) + u32::from(edges.is_inside),
            });
            if !edges.is_inside {
                start = base + take_lowest(&mut edges.starts);
            }
            let lane = Lane::of(text, base, edges.is_ascii);
            hashes.reserve(LANES / 2);
            while edges.ends != 0 {
                hashes.push(lane.hash(start, take_lowest(&mut edges.ends)));
                start = base + take_lowest(&mut edges.starts);
            }
        }
        Self {
            hashes,
            starts,
            joints: joints(text).map(small).collect(),
        }
    }

    /// A hash of each word, lower-case, in order: a function of the word alone.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// A hash of all words in their order, whatever stands between them.
    pub fn content_hash(&self) -> u128 {
        let mut hasher = Xxh3::new();
        for hashes in self.hashes.chunks(HASHED_AT_ONCE) {
            let mut bytes = [[0; 8]; HASHED_AT_ONCE];
            for (bytes, hash) in bytes.iter_mut().zip(hashes) {
                *bytes = hash.to_le_bytes();
            }
            hasher.update(bytes[..hashes.len()].as_flattened());
        }
        hasher.digest128()
    }

    /// How many words start in a stretch of the text.
    pub fn count(&self, range: Range<u32>) -> usize {
        (self.before(range.end) - self.before(range.start)) as usize
    }

    /// How many words start before a place of the text.
    pub fn before(&self, offset: u32) -> u32 {
        let offset = offset as usize;
        self.starts
            .get(offset / LANES)
            .map_or(small(self.len()), |starts| {
                let bits = starts.bits & ((1 << (offset % LANES)) - 1);
                starts.before + bits.count_ones()
            })
    }

    /// How many words a reader would count in a stretch, as [`super::word_count`] does.
    pub fn spoken(&self, range: Range<u32>) -> usize {
        self.count(range.clone()) - count_within(&self.joints, range)
    }
}

/// Hashes of words that go into that of all at once.
const HASHED_AT_ONCE: usize = 32;

/// Bytes of text that a word takes at least, but for few texts: room is made for as many.
const USUAL_WORD: usize = 5;

/// How many of the sorted places lie in a stretch.
fn count_within(places: &[u32], range: Range<u32>) -> usize {
    let before = |offset: u32| places.partition_point(|place| *place < offset);
    before(range.end) - before(range.start)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "sources are bounded far below 4 GiB"
)]
fn small(number: usize) -> u32 {
    number as u32
}

/// Set in every lower-case letter and digit, and not in capital letters: what it makes of ASCII
/// words differs wherever they differ by more than case.
const LOWER: u64 = 0x2020_2020_2020_2020;
const WIDE: u64 = 0x8080_8080_8080_8080;
const SEED: u64 = 0xa076_1d64_78bd_642f;
const FACTOR: u64 = 0xe703_7ed1_a0b4_28db;

/// The bytes of a text among which [`edges`] lie, with those before that a short word may have
/// there. Nearly everywhere there are as many, all of them ASCII.
#[derive(Clone, Copy)]
struct Lane<'t> {
    text: &'t str,
    base: usize,
    plain: Option<&'t [u8; SHORT + LANES]>,
}

/// Bytes of a word that are hashed at once.
const SHORT: usize = 8;

impl<'t> Lane<'t> {
    #[inline]
    fn of(text: &'t str, base: usize, is_ascii: bool) -> Self {
        let bytes = text.as_bytes().get(base.wrapping_sub(SHORT)..);
        let plain = bytes.and_then(<[u8]>::first_chunk);
        Self {
            text,
            base,
            plain: plain.filter(|_| is_ascii),
        }
    }

    /// The hash of the word from `start` in the text to `end` among the bytes of the lane.
    #[inline]
    fn hash(self, start: usize, end: usize) -> u64 {
        let length = self.base + end - start;
        if let Some(bytes) = self.plain
            && length <= SHORT
            && let Some(eight) = bytes[end..].first_chunk()
        {
            let eight = u64::from_le_bytes(*eight) | LOWER;
            return stirred(SEED ^ eight >> (64 - 8 * length));
        }
        hash_of(self.text, start, self.base + end)
    }
}

/// The hash of any word.
#[inline(never)]
fn hash_of(text: &str, start: usize, end: usize) -> u64 {
    let bytes = text.as_bytes();
    let (mut hash, mut wide, mut at) = (SEED, 0, start);
    while end - at > 8 {
        let eight = first_eight(&bytes[at..]);
        wide |= eight;
        hash = stirred(hash ^ (eight | LOWER));
        at += 8;
    }
    let beyond = 64 - 8 * (end - at);
    let rest = first_eight(&bytes[at..]) << beyond >> beyond;
    wide |= rest;
    if wide & WIDE != 0 {
        return wide_hash(&text[start..end]);
    }
    stirred(hash ^ (rest | LOWER << beyond >> beyond))
}

/// The hash of a word with characters beyond ASCII: that of its lower-case form, which may be
/// ASCII.
#[cold]
fn wide_hash(word: &str) -> u64 {
    let mut lowered = String::with_capacity(word.len());
    lower_into(word, &mut lowered);
    let lift = |byte: u8| if byte.is_ascii() { byte | 0x20 } else { byte };
    let bytes: Vec<u8> = lowered.bytes().map(lift).collect();
    let eights = bytes.chunks(8).map(first_eight);
    eights.fold(SEED, |hash, eight| stirred(hash ^ eight))
}

/// The first eight bytes as a number, zeros behind the last. No word has a zero.
fn first_eight(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let mut padded = [0; 8];
    padded[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(padded)
}

/// Both halves of a product: every bit of `hash` reaches about half of the others.
fn stirred(hash: u64) -> u64 {
    let product = u128::from(hash) * u128::from(FACTOR);
    #[expect(clippy::cast_possible_truncation, reason = "the halves of the product")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_128;

    use super::*;
    use crate::text::{word_count, words};

    fn hash(word: &str) -> u64 {
        let table = WordTable::of(word);
        assert_eq!(table.len(), 1, "{word}");
        table.hashes()[0]
    }

    #[test]
    fn case_does_not_count_in_any_script() {
        for (a, b) in [
            ("Keep_It", "kEEP_iT"),
            ("INTERNATIONALISATION", "internationalisation"),
            ("ÉTÉ", "été"),
            ("\u{212a}ELVIN", "kelvin"),
            ("STRAßE_\u{212a}ILOMETRE", "straße_kilometre"),
        ] {
            assert_eq!(hash(a), hash(b), "{a}");
        }
        assert_ne!(hash("straße"), hash("strasse"));
        assert_ne!(hash("a_b"), hash("a\u{301}b"));
    }

    #[test]
    fn a_hash_does_not_depend_on_what_stands_around_a_word() {
        for word in [
            "a",
            "keeps",
            "eightful",
            "ninefully",
            "a_word_of_twenty_four_b",
        ] {
            let alone = hash(word);
            for text in [
                format!("{word} and more"),
                format!("so, {word}"),
                format!("{word}."),
            ] {
                let table = WordTable::of(&text);
                assert!(table.hashes().contains(&alone), "{text}");
            }
        }
    }

    #[test]
    fn words_that_hardly_differ_have_other_hashes() {
        let mut seen = HashSet::new();
        let mut check = |word: &str| assert!(seen.insert(hash(word)), "{word}");
        for number in 0..50_000 {
            check(&format!("w{number}"));
            check(&format!("a_long_word_that_ends_in_{number}"));
            check(&format!("{number:08}_begins_a_long_word"));
        }
        for length in 1..100 {
            check(&"a".repeat(length));
        }
        // Letters eight apart stand in the same place of their parts.
        for (first, second) in ('a'..='z').flat_map(|first| ('a'..='z').map(move |it| (first, it)))
        {
            for third in 'a'..='z' {
                check(&format!("sevenle{first}sev{second}nle{third}"));
            }
        }
    }

    #[test]
    fn the_bits_of_hashes_are_spread() {
        let hashes: Vec<u64> = (0..4096)
            .map(|number| hash(&format!("x{number}")))
            .collect();
        for bit in 0..64 {
            let ones = hashes.iter().filter(|hash| *hash >> bit & 1 == 1).count();
            assert!((1850..2250).contains(&ones), "bit {bit}: {ones}");
        }
    }

    #[test]
    fn contents_are_told_apart_by_words_and_their_order() {
        let content = |text: &str| WordTable::of(text).content_hash();
        assert_eq!(
            content("Keep the tin, dry."),
            content("keep\n«the TIN» dry")
        );
        assert_ne!(content("keep the tin dry"), content("keep the dry tin"));
        assert_ne!(content("keep the tin"), content("keep the tin tin"));
    }

    #[test]
    fn contents_of_any_length_are_hashed_as_a_whole() {
        for words in [0, 1, 31, 32, 33, 64, 100] {
            let text: Vec<String> = (0..words).map(|number| format!("w{number}")).collect();
            let table = WordTable::of(&text.join(" "));
            assert_eq!(table.len(), words);
            let bytes: Vec<u8> = table
                .hashes
                .iter()
                .flat_map(|it| it.to_le_bytes())
                .collect();
            assert_eq!(table.content_hash(), xxh3_128(&bytes), "{words}");
        }
    }

    #[test]
    fn counts_words_of_stretches() {
        let text = "We don't.\nThey’d've known it, 'so' they said.";
        let table = WordTable::of(text);
        assert_eq!(table.count(0..9), 3);
        assert_eq!(table.spoken(0..9), 2);
        assert_eq!(table.spoken(10..100), 6);
        assert_eq!(table.count(9..10), 0);
    }

    proptest! {
        #[test]
        fn agrees_with_the_words_one_by_one(text in "[a-cA-C_0 .,'’éÉK一]{0,200}") {
            let table = WordTable::of(&text);
            let starts: Vec<u32> = words(&text).map(|(at, _)| u32::try_from(at).unwrap()).collect();
            for end in 0..=u32::try_from(text.len()).unwrap() + 1 {
                let before = starts.iter().filter(|start| **start < end).count();
                prop_assert_eq!(table.count(0..end), before);
            }
            let hashes: Vec<u64> = words(&text).map(|(_, word)| hash(word)).collect();
            prop_assert_eq!(table.hashes(), hashes);
            prop_assert_eq!(table.spoken(0..1000), word_count(&text));
        }

        #[test]
        fn equal_words_and_only_those_have_equal_hashes(
            a in "[aAbBzZ0_]{1,20}",
            b in "[aAbBzZ0_]{1,20}",
        ) {
            prop_assert_eq!(hash(&a) == hash(&b), a.to_lowercase() == b.to_lowercase());
        }
    }
}
