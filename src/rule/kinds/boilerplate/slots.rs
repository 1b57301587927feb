//! Where the values of slots stand in the folded text of a post.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::{self, Finder};

use super::Settings;
use super::units::TITLE_BIT;
use crate::post::{Data, Post};
use crate::text::{each_blank, fold_into, folded, words};

/// Shortest slot value, in bytes of its folded form.
const MIN_SLOT: usize = 2;
/// Slot values of a post that are masked: each costs a pass over its text.
const MOST_VALUES: usize = 64;
/// Words of a title that are looked at, and bytes: each place of a text may be compared with all.
const MOST_TITLE_WORDS: usize = 40;
const MOST_TITLE_BYTES: usize = 400;
/// Shortest variable part of a title, in bytes.
const MIN_TITLE_PART: usize = 10;

/// A slot value in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SlotMatch {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number of the slot among the settings, or [`TITLE_BIT`].
    pub(super) number: u32,
}

/// Every slot value in `text`, without overlaps: longer values first, parts of the title last, so
/// that posts with and without meta get the same template.
pub(super) fn slot_matches(text: &str, post: &Post, settings: &Settings) -> Vec<SlotMatch> {
    if settings.slots.is_empty() {
        return Vec::new();
    }
    let mut values = SlotValues::default();
    values.add_meta(post, settings);
    if let Some(title) = &post.title {
        values.add_title(&folded(&title.text), text);
    }
    let mut taken: Vec<SlotMatch> = Vec::new();
    for (value, number) in values.in_order() {
        let mut found = Vec::new();
        for start in Finder::new(value).find_iter(text.as_bytes()) {
            let end = start + value.len();
            if is_whole_word(text, start, end) {
                found.push(SlotMatch { start, end, number });
            }
        }
        merge(&mut taken, found);
    }
    taken
}

/// Adds the matches that overlap no earlier one; both lists are sorted.
fn merge(taken: &mut Vec<SlotMatch>, found: Vec<SlotMatch>) {
    if found.is_empty() {
        return;
    }
    let free = |slot: &SlotMatch| {
        let behind = taken.partition_point(|held| held.start < slot.end);
        behind == 0 || taken[behind - 1].end <= slot.start
    };
    let mut added: Vec<SlotMatch> = found.into_iter().filter(free).collect();
    added.dedup_by(|later, earlier| later.start < earlier.end);
    taken.extend(added);
    taken.sort_unstable_by_key(|slot| slot.start);
}

fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let behind = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

/// The values that a post fills slots with, folded.
#[derive(Default)]
struct SlotValues {
    /// All of them in one text.
    text: String,
    /// Where each stands there, and the number of its slot.
    values: Vec<(Range<usize>, u32)>,
}

impl SlotValues {
    fn add_meta(&mut self, post: &Post, settings: &Settings) {
        let Some(meta) = &post.meta else {
            return;
        };
        for (number, path) in (0..).zip(&settings.slots) {
            for hit in path.select(&meta.root) {
                let Data::List(items) = &hit.value.data else {
                    self.add_data(&hit.value.data, number);
                    continue;
                };
                for item in items {
                    self.add_data(&item.data, number);
                }
            }
        }
    }

    fn add_data(&mut self, data: &Data, number: u32) {
        match data {
            Data::String(text) => self.add(text, number),
            data => self.add(&data.as_text().unwrap_or_default(), number),
        }
    }

    fn add(&mut self, value: &str, number: u32) {
        let start = self.text.len();
        fold_into(value, &mut self.text);
        if self.text.len() - start >= MIN_SLOT {
            self.values.push((start..self.text.len(), number));
        }
    }

    /// Adds the variable part of a folded title: its longest runs of words that the folded `text`
    /// says too.
    fn add_title(&mut self, title: &str, text: &str) {
        let spots: Vec<Range<usize>> = words(title)
            .map(|(at, word)| at..at + word.len())
            .take(MOST_TITLE_WORDS)
            .take_while(|spot| spot.end <= MOST_TITLE_BYTES)
            .collect();
        let Some(last) = spots.last() else {
            return;
        };
        let title = &title[..last.end];
        let said = said_lengths(title, &spots, text);
        let mut first = 0;
        while first + 1 < spots.len() {
            let start = spots[first].start;
            let count = spots[first..]
                .iter()
                .take_while(|spot| spot.end - start <= said[first])
                .count();
            let part = &title[start..spots[first + count.max(1) - 1].end];
            if count > 1 && part.len() >= MIN_TITLE_PART {
                let start = self.text.len();
                self.text.push_str(part);
                self.values.push((start..self.text.len(), TITLE_BIT));
                first += count;
            } else {
                first += 1;
            }
        }
    }

    /// Each value once, in the order in which they are masked.
    fn in_order(&mut self) -> impl Iterator<Item = (&str, u32)> {
        let text = &self.text;
        let order = |(range, number): &(Range<usize>, u32)| {
            let value = &text[range.clone()];
            (*number == TITLE_BIT, Reverse(value.len()), value, *number)
        };
        self.values.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        self.values
            .dedup_by(|a, b| text[a.0.clone()] == text[b.0.clone()]);
        let values = self.values.iter().take(MOST_VALUES);
        values.map(|(range, number)| (&text[range.clone()], *number))
    }
}

/// For each word of a title how many bytes of the title, from it on, `text` says at least: enough
/// to tell how many words in a row, from the second on.
fn said_lengths(title: &str, spots: &[Range<usize>], text: &str) -> Vec<usize> {
    let mut said = vec![0; spots.len()];
    let mut pairs = Pairs::default();
    for (number, pair) in spots.windows(2).enumerate() {
        if title[pair[0].end..pair[1].start] == *" " {
            pairs.add(title.as_bytes(), number, pair);
        } else {
            said[number] = searched_length(title, &spots[number..], text);
        }
    }
    pairs.look_for(title.as_bytes(), spots, text.as_bytes(), &mut said);
    said
}

/// Kinds of pairs of letters that are told apart.
const LETTERS: usize = 1 << 10;

/// Pairs of words with a blank between them, by the letters at both sides of the blank.
struct Pairs {
    /// For each pair of letters the number of the last pair of words with them, from 1 on.
    last: [u8; LETTERS],
    /// The number of the pair of words before it with the same letters, or 0.
    next: [u8; MOST_TITLE_WORDS + 1],
}

impl Default for Pairs {
    fn default() -> Self {
        Self {
            last: [0; LETTERS],
            next: [0; MOST_TITLE_WORDS + 1],
        }
    }
}

impl Pairs {
    fn add(&mut self, title: &[u8], number: usize, pair: &[Range<usize>]) {
        let letters = Self::letters(title[pair[0].end - 1], title[pair[1].start]);
        let id = number + 1;
        self.next[id] = std::mem::replace(&mut self.last[letters], u8::try_from(id).unwrap_or(0));
    }

    fn letters(before: u8, behind: u8) -> usize {
        usize::from(before & 31) << 5 | usize::from(behind & 31)
    }

    /// Looks at every blank of `text` once.
    fn look_for(&self, title: &[u8], spots: &[Range<usize>], text: &[u8], said: &mut [usize]) {
        each_blank(text, |at| {
            if let Some([before, _, behind]) = text.get(at.wrapping_sub(1)..at + 2) {
                let mut id = self.last[Self::letters(*before, *behind)];
                while let Some(number) = usize::from(id).checked_sub(1) {
                    let title = &title[spots[number].start..];
                    let start = at.checked_sub(spots[number].len());
                    let longest = said[number];
                    // What is no longer differs there, or before.
                    if let Some(text) = start.and_then(|start| text.get(start..))
                        && longest < title.len()
                        && text.get(longest) == title.get(longest)
                    {
                        said[number] = longest.max(same_length(title, text));
                    }
                    id = self.next[usize::from(id)];
                }
            }
        });
    }
}

/// How many bytes two texts begin with alike.
#[inline(never)]
fn same_length(a: &[u8], b: &[u8]) -> usize {
    let pairs = a.iter().zip(b);
    pairs.take_while(|(a, b)| a == b).count()
}

/// As [`said_lengths`] for the first word of `spots`, by searching.
fn searched_length(title: &str, spots: &[Range<usize>], text: &str) -> usize {
    let start = spots[0].start;
    let parts = spots[1..].iter().map(|spot| &title[start..spot.end]);
    let said = parts.take_while(|part| memmem::find(text.as_bytes(), part.as_bytes()).is_some());
    said.last().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spots(title: &str) -> Vec<Range<usize>> {
        let spots = words(title).map(|(at, word)| at..at + word.len());
        spots.take(MOST_TITLE_WORDS).collect()
    }

    fn title_parts(title: &str, text: &str) -> Vec<String> {
        let mut values = SlotValues::default();
        values.add_title(title, text);
        let parts = values
            .values
            .iter()
            .map(|it| values.text[it.0.clone()].to_owned());
        parts.collect()
    }

    #[test]
    fn a_long_title_of_one_word_costs_no_more_than_a_short_one() {
        let (title, text) = ("ab ".repeat(20_000) + "x", "ab ".repeat(400_000));
        let start = std::time::Instant::now();
        assert!(title_parts(&title, &text)[0].len() < MOST_TITLE_BYTES);
        assert!(start.elapsed().as_secs() < 10);
    }

    #[test]
    fn takes_the_longest_parts_of_a_title_that_the_text_says() {
        let text = "with a shared append-only rate limits\nin the stock room of the stock clerk\n";
        assert_eq!(
            title_parts(
                "sharding append-only rate limits when the stock clerk naps",
                text
            ),
            ["append-only rate limits", "the stock clerk"]
        );
        assert!(title_parts("a shared room of limits", text).is_empty());
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_searches_find(
            title in "([abü]{1,2}( |-|, | - )){0,8}[ab]",
            text in "([abü]{1,2}( |-|, |\n)){0,60}",
        ) {
            let spots = spots(&title);
            let said = said_lengths(&title, &spots, &text);
            for number in 0..spots.len().saturating_sub(1) {
                let rest = &spots[number..];
                let words = |length: usize| {
                    let within = rest.iter().take_while(|spot| spot.end - rest[0].start <= length);
                    within.count().max(1)
                };
                let searched = searched_length(&title, rest, &text);
                prop_assert_eq!(words(said[number]), words(searched));
            }
        }
    }
}
