//! Where the values of slots stand in the folded text of a post.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;

use super::Settings;
use super::by_letters::{ByLetters, MOST_ENTRIES};
use super::title::SaidTitle;
use super::units::TITLE_BIT;
use crate::post::{Data, Post};
use crate::text::{each_start, fold_but_ascii_into, folded};

/// Shortest slot value, in bytes of its folded form.
const MIN_SLOT: usize = 2;
/// Slot values of a post that are masked: each may be compared at every word of its text.
const MOST_VALUES: usize = MOST_ENTRIES;
/// What most posts have of values, of bytes in each, and of places where they stand, at most.
const USUAL_VALUES: usize = 16;
const USUAL_LENGTH: usize = 32;
const USUAL_PLACES: usize = 32;
/// Longest value that is compared word by word; longer ones are searched for, each in one pass.
const MOST_COMPARED: usize = 128;

/// What stands before a text, so that each place of it has two bytes before it.
pub(super) const MARGIN: &str = "\n\n";

/// A slot value in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SlotMatch {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number of the slot among the settings, or [`TITLE_BIT`].
    pub(super) number: u32,
}

/// Every slot value in `text`, without overlaps: longer values first, parts of the title last, so
/// that posts with and without meta get the same template. The text begins with [`MARGIN`] and
/// ends with a line feed.
pub(super) fn slot_matches(text: &str, post: &Post, settings: &Settings) -> Vec<SlotMatch> {
    if settings.slots.is_empty() {
        return Vec::new();
    }
    let values = SlotValues::of(post, settings);
    let title = post.title.as_ref();
    let title = title.map_or_else(String::new, |title| folded(&title.text));
    matches(text, &values, &title)
}

fn matches(text: &str, values: &SlotValues, title: &str) -> Vec<SlotMatch> {
    let Seen {
        mut places, title, ..
    } = Seen::of(text, values, title);
    let mut taken = Vec::with_capacity(places.len());
    for (value, number) in values.long() {
        take(&mut taken, searched(value, text), number);
    }
    places.sort_unstable();
    for places in places.chunk_by(|a, b| a.rank == b.rank) {
        let (value, number) = values.of_rank(places[0].rank);
        let ranges = places.iter().map(|it| it.start..it.start + value.len());
        take(&mut taken, ranges, number);
    }
    let mut parts = title.parts();
    parts.sort_unstable_by_key(|part| (Reverse(part.text.len()), part.text));
    for part in parts.iter().take(MOST_VALUES - values.values.len()) {
        match title.places(part) {
            Some(places) => {
                let whole = places.filter(|range| is_whole_word(text, range));
                take(&mut taken, whole, TITLE_BIT);
            }
            None => take(&mut taken, searched(part.text, text), TITLE_BIT),
        }
    }
    taken
}

/// What stands at the starts of words of a text.
struct Seen<'a> {
    text: &'a str,
    values: &'a SlotValues,
    /// Where values are that are compared word by word.
    places: Vec<Place>,
    title: SaidTitle<'a>,
}

impl<'a> Seen<'a> {
    /// Not inlined, so that what each start is asked stays in registers.
    #[inline(never)]
    fn of(text: &'a str, values: &'a SlotValues, title: &'a str) -> Self {
        let title = SaidTitle::new(title, text);
        let mut seen = Self {
            text,
            values,
            places: Vec::with_capacity(USUAL_PLACES),
            title,
        };
        let bytes = text.as_bytes();
        each_start(bytes, |at, [before, _, first, second]| {
            if values.by_letters.has([first, second]) {
                seen.look_for_values([first, second], at);
            }
            if seen.title.may_be_said([before, first]) {
                seen.title.look_at([before, first], at, bytes);
            }
        });
        seen
    }

    /// Looks for the values that begin with two letters.
    #[inline(never)]
    fn look_for_values(&mut self, letters: [u8; 2], at: usize) {
        let (values, text) = (self.values, self.text);
        values.by_letters.each_under(letters, |rank| {
            self.places.extend(values.place(rank, at, text));
        });
    }
}

/// Adds those of the ranges, which are in order, that overlap none before them and nothing that is
/// taken already, which is in order too.
fn take(taken: &mut Vec<SlotMatch>, ranges: impl Iterator<Item = Range<usize>>, number: u32) {
    let held = taken.len();
    let mut free_from = 0;
    for Range { start, end } in ranges {
        if start < free_from {
            continue;
        }
        free_from = end;
        let before = taken[..held].partition_point(|slot| slot.start < end);
        if before == 0 || taken[before - 1].end <= start {
            taken.push(SlotMatch { start, end, number });
        }
    }
    if taken.len() > held {
        taken.sort_unstable_by_key(|slot| slot.start);
    }
}

/// Where a value stands as whole words.
fn searched(value: &str, text: &str) -> impl Iterator<Item = Range<usize>> {
    let finder = Finder::new(value);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + finder.find(text.as_bytes().get(from..)?)?;
        from = start + value.len();
        Some(start..from)
    })
    .filter(|range| is_whole_word(text, range))
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

/// Where a value stands that is compared word by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    rank: usize,
    start: usize,
}

/// The values that a post fills slots with, folded, each once, in the order in which they are
/// masked.
#[derive(Default)]
struct SlotValues {
    /// All of them in one text.
    text: String,
    /// Where each stands there, and the number of its slot.
    values: Vec<(Range<usize>, u32)>,
    /// The ranks of those that are compared, by their first letters.
    by_letters: ByLetters,
}

impl SlotValues {
    fn of(post: &Post, settings: &Settings) -> Self {
        let Some(meta) = &post.meta else {
            return Self::default();
        };
        let mut values = Self {
            text: String::with_capacity(USUAL_VALUES * USUAL_LENGTH),
            values: Vec::with_capacity(USUAL_VALUES),
            ..Self::default()
        };
        let mut raw = Vec::with_capacity(USUAL_VALUES);
        for (number, path) in (0..).zip(&settings.slots) {
            path.each(&meta.root, |value| match &value.data {
                Data::List(items) => {
                    for item in items {
                        values.add_data(&item.data, number, &mut raw);
                    }
                }
                data => values.add_data(data, number, &mut raw),
            });
        }
        values.into_order()
    }

    fn add_data<'p>(&mut self, data: &'p Data, number: u32, raw: &mut Vec<&'p str>) {
        let Data::String(text) = data else {
            self.add(&data.as_text().unwrap_or_default(), number);
            return;
        };
        // Slots often share values; the first slot is told.
        let near = raw.iter().rev().take(MOST_VALUES);
        if near.into_iter().all(|held| *held != text.as_str()) {
            raw.push(text);
            self.add(text, number);
        }
    }

    fn add(&mut self, value: &str, number: u32) {
        let start = self.text.len();
        fold_but_ascii_into(value, &mut self.text);
        if self.text.len() - start >= MIN_SLOT {
            self.values.push((start..self.text.len(), number));
        }
    }

    fn into_order(mut self) -> Self {
        self.text.make_ascii_lowercase();
        let text = &self.text;
        let order = |(range, number): &(Range<usize>, u32)| {
            let value = &text[range.clone()];
            (Reverse(value.len()), value, *number)
        };
        self.values.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        self.values
            .dedup_by(|a, b| text[a.0.clone()] == text[b.0.clone()]);
        self.values.truncate(MOST_VALUES);
        for (rank, (range, _)) in self.values.iter().enumerate() {
            if let [first, second, ..] = text.as_bytes()[range.clone()]
                && range.len() <= MOST_COMPARED
            {
                self.by_letters.add(rank, [first, second]);
            }
        }
        self
    }

    fn of_rank(&self, rank: usize) -> (&str, u32) {
        let (range, number) = &self.values[rank];
        (&self.text[range.clone()], *number)
    }

    /// Those that are searched for. They rank before all others.
    fn long(&self) -> impl Iterator<Item = (&str, u32)> {
        let all = (0..self.values.len()).map(|rank| self.of_rank(rank));
        all.take_while(|(value, _)| value.len() > MOST_COMPARED)
    }

    /// The place of a value if it stands there as whole words.
    fn place(&self, rank: usize, start: usize, text: &str) -> Option<Place> {
        let (value, _) = self.of_rank(rank);
        let stands = text.as_bytes()[start..].starts_with(value.as_bytes())
            && is_whole_word(text, &(start..start + value.len()));
        stands.then_some(Place { rank, start })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(texts: &[&str]) -> SlotValues {
        let mut values = SlotValues::default();
        for (number, text) in (0..).zip(texts) {
            values.add(text, number);
        }
        values.into_order()
    }

    fn found(texts: &[&str], text: &str) -> Vec<String> {
        let text = format!("{MARGIN}{text}\n");
        let found = matches(&text, &values(texts), "");
        let texts = found.iter().map(|slot| &text[slot.start..slot.end]);
        texts.map(str::to_owned).collect()
    }

    #[test]
    fn finds_whole_words_and_the_longest_first() {
        let text = "a rust service in rust_service, rustic, for rust.";
        assert_eq!(
            found(&["Rust", "rust service"], text),
            ["rust service", "rust", "rust"]
        );
        assert_eq!(found(&["½ öl", "öl"], "öl, ½ öl, ½öl, öle"), ["öl", "½ öl"]);
    }

    #[test]
    fn a_value_that_begins_within_a_word_hides_none() {
        assert_eq!(found(&["ta ta"], "rota ta ta"), ["ta ta"]);
    }

    #[test]
    fn finds_values_of_any_length() {
        for length in [1, 2, MOST_COMPARED / 2, MOST_COMPARED / 2 + 1, 5000] {
            let value = "x ".repeat(length) + "y";
            assert_eq!(found(&[&value], &format!("x {value}, y")), [value.as_str()]);
        }
    }

    #[test]
    fn many_long_values_cost_no_more_than_short_ones() {
        let text = "ab ".repeat(300_000);
        let texts: Vec<String> = (1..200).map(|count| "ab ".repeat(count) + "x").collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let start = std::time::Instant::now();
        assert!(found(&texts, &text).is_empty());
        assert!(start.elapsed().as_secs() < 10);
    }

    proptest! {
        #[test]
        fn finds_what_searches_find(
            texts in prop::collection::vec("[abü½]{1,2}([ _-][abü½]{1,2}){0,2}", 0..5),
            text in "\n\n([abü½\u{301}_]{1,2}( |-|, |\n)){0,40}\n",
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let values = values(&texts);
            let mut taken = Vec::new();
            for rank in 0..values.values.len() {
                let (value, number) = values.of_rank(rank);
                let starts = text.char_indices().map(|(at, _)| at);
                let ranges = starts.map(|start| start..start + value.len());
                let whole = |range: &Range<usize>| {
                    text.get(range.clone()) == Some(value) && is_whole_word(&text, range)
                };
                take(&mut taken, ranges.filter(whole), number);
            }
            prop_assert_eq!(matches(&text, &values, ""), taken);
        }
    }
}
