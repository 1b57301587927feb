//! The variable part of a title: its longest runs of words that the text says too.

use std::ops::Range;

use memchr::memmem;

use super::by_letters::ByLetters;
use crate::text::words;

/// Words of a title that are looked at, and bytes: each place of a text may be compared with all.
const MOST_WORDS: usize = 40;
const MOST_BYTES: usize = 400;
/// Shortest part of a title that is variable, in bytes.
const MIN_PART: usize = 10;
/// A word that starts with it may start where no letter or digit does: it has to be searched.
const UNSEEN: u8 = b'_';
/// Places of a text that are kept.
const MOST_PLACES: usize = 1000;

/// The words of a title, and what a text says of them.
pub(super) struct SaidTitle<'t> {
    /// Folded, up to the last word that is looked at.
    title: &'t str,
    words: Vec<Range<usize>>,
    /// Words that have one behind them, by the letter two before that and its first.
    pairs: ByLetters,
    known: Known,
}

/// What is known of a text.
struct Known {
    /// For each word how many bytes of the title, from it on, the text says at least. Fewer than
    /// make a part are not told.
    said: Vec<usize>,
    /// Where it says at least as much as makes a part, in order, as far as there are not too many.
    places: Vec<Place>,
}

/// A place of a text at which it says a stretch of the title.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    /// The number of the word with which the stretch begins.
    word: usize,
    /// Its bytes.
    length: usize,
}

/// A part of the title.
pub(super) struct Part<'t> {
    pub(super) text: &'t str,
    /// The number of its first word.
    word: usize,
}

impl Known {
    fn is_full(&self) -> bool {
        self.places.len() == MOST_PLACES
    }

    /// Bytes, from a word on, of which a place must show the one behind to tell anything new.
    #[inline]
    fn told(&self, word: usize) -> usize {
        if self.is_full() {
            self.said[word]
        } else {
            MIN_PART - 1
        }
    }

    fn add(&mut self, word: usize, start: usize, length: usize) {
        self.said[word] = self.said[word].max(length);
        if length >= MIN_PART && !self.is_full() {
            self.places.push(Place {
                start,
                word,
                length,
            });
        }
    }
}

impl<'t> SaidTitle<'t> {
    /// A folded title, of which `text` is not known to say anything unless it has to be searched.
    pub(super) fn new(title: &'t str, text: &str) -> Self {
        let all = words(title).map(|(at, word)| at..at + word.len());
        let near = all.take_while(|word| word.end <= MOST_BYTES);
        let mut words = Vec::with_capacity(MOST_WORDS);
        words.extend(near.take(MOST_WORDS));
        let title = &title[..words.last().map_or(0, |last: &Range<usize>| last.end)];
        let mut said = vec![MIN_PART - 1; words.len()];
        let mut pairs = ByLetters::default();
        for (number, pair) in words.windows(2).enumerate() {
            let bytes = &title.as_bytes()[pair[0].start..];
            let behind = pair[1].start - pair[0].start;
            if bytes.len() < MIN_PART {
                break;
            }
            match bytes[behind] {
                UNSEEN => said[number] = searched_length(title, &words[number..], text),
                first => pairs.add(number, [bytes[behind - 2], first]),
            }
        }
        let places = Vec::new();
        Self {
            title,
            words,
            pairs,
            known: Known { said, places },
        }
    }

    /// Whether [`SaidTitle::look_at`] may have anything to do with these letters.
    #[inline]
    pub(super) fn may_be_said(&self, letters: [u8; 2]) -> bool {
        self.pairs.has(letters)
    }

    /// Looks at what `text` says around a place where a word may start, with the letter two before
    /// it and its first.
    #[inline(never)]
    pub(super) fn look_at(&mut self, letters: [u8; 2], at: usize, text: &[u8]) {
        let (known, words) = (&mut self.known, &self.words);
        self.pairs.each_under(letters, |number| {
            let word = words[number].start;
            let title = &self.title.as_bytes()[word..];
            let told = known.told(number);
            if let Some(start) = at.checked_sub(words[number + 1].start - word)
                && let Some(text) = text.get(start..)
                && told < title.len()
                && text.get(told) == title.get(told)
            {
                known.add(number, start, same_length(title, text));
            }
        });
    }

    /// Where the text says a part, not always as whole words; `None` where it has to be searched.
    pub(super) fn places(&self, part: &Part<'_>) -> Option<impl Iterator<Item = Range<usize>>> {
        let (word, length) = (part.word, part.text.len());
        if self.known.is_full() || self.title.as_bytes()[self.words[word + 1].start] == UNSEEN {
            return None;
        }
        let places = self.known.places.iter();
        let own = places.filter(move |place| place.word == word && place.length >= length);
        Some(own.map(move |place| place.start..place.start + length))
    }

    /// The longest runs of words that are said, in order.
    pub(super) fn parts(&self) -> Vec<Part<'t>> {
        let words = &self.words;
        let mut parts = Vec::new();
        let mut first = 0;
        while first + 1 < words.len() {
            let start = words[first].start;
            let is_said = |word: &&Range<usize>| word.end - start <= self.known.said[first];
            let count = words[first..].iter().take_while(is_said).count();
            let text = &self.title[start..words[first + count.max(1) - 1].end];
            if count > 1 && text.len() >= MIN_PART {
                parts.push(Part { text, word: first });
                first += count;
            } else {
                first += 1;
            }
        }
        parts
    }
}

/// How many bytes two texts begin with alike.
#[inline(never)]
fn same_length(a: &[u8], b: &[u8]) -> usize {
    let (a_eights, b_eights) = (a.as_chunks::<8>().0, b.as_chunks().0);
    let eights = a_eights.iter().zip(b_eights);
    let same = 8 * eights.take_while(|(a, b)| a == b).count();
    let rest = a[same..].iter().zip(&b[same..]);
    same + rest.take_while(|(a, b)| a == b).count()
}

/// How many bytes of the title `text` says from the first of `words` on, up to the end of a word,
/// by searching.
fn searched_length(title: &str, words: &[Range<usize>], text: &str) -> usize {
    let start = words[0].start;
    let parts = words[1..].iter().map(|word| &title[start..word.end]);
    let said = parts.take_while(|part| memmem::find(text.as_bytes(), part.as_bytes()).is_some());
    said.last().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::each_start;

    fn said<'t>(title: &'t str, text: &str) -> SaidTitle<'t> {
        let mut said = SaidTitle::new(title, text);
        each_start(text.as_bytes(), |at, [before, _, first, _]| {
            said.look_at([before, first], at, text.as_bytes());
        });
        said
    }

    fn parts<'t>(said: &SaidTitle<'t>) -> Vec<&'t str> {
        said.parts().iter().map(|part| part.text).collect()
    }

    fn title_parts<'t>(title: &'t str, text: &str) -> Vec<&'t str> {
        parts(&said(title, text))
    }

    fn searched_parts<'t>(title: &'t str, text: &str) -> Vec<&'t str> {
        let mut said = SaidTitle::new(title, text);
        for number in 0..said.words.len() {
            said.known.said[number] = searched_length(said.title, &said.words[number..], text);
        }
        parts(&said)
    }

    #[test]
    fn a_long_title_of_one_word_costs_no_more_than_a_short_one() {
        let (title, text) = ("ab ".repeat(20_000) + "x", "ab ".repeat(400_000));
        let start = std::time::Instant::now();
        assert!(title_parts(&title, &text)[0].len() < MOST_BYTES);
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

    #[test]
    fn a_word_counts_with_whatever_stands_before_it() {
        let text = "see: open _files, and (“öl” \u{2014} or so) on disk\n";
        for part in [
            "open _files",
            "öl” \u{2014} or so",
            "and (“öl",
            "so) on disk",
        ] {
            assert_eq!(title_parts(part, text), [part]);
        }
    }

    #[test]
    fn more_places_than_are_kept_are_searched() {
        let text = |count| "the big tin\n".repeat(count);
        let (few, many) = (text(MOST_PLACES - 1), text(MOST_PLACES));
        let few = said("the big tin", &few);
        let part = few.parts().remove(0);
        assert_eq!(few.places(&part).unwrap().count(), MOST_PLACES - 1);
        let many = said("the big tin", &many);
        assert!(many.places(&many.parts()[0]).is_none());
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_searches_find(
            title in "([abü_]{1,2}( |-|, | - )){0,8}[ab]",
            text in "([abü_]{1,2}( |-|, |\n)){0,60}",
            from in any::<prop::sample::Index>(),
        ) {
            // Long parts are said by chance too rarely.
            let starts: Vec<usize> = title.char_indices().map(|(at, _)| at).collect();
            let text = text + &title[starts[from.index(starts.len())]..] + "\n";
            let said = said(&title, &text);
            prop_assert_eq!(parts(&said), searched_parts(&title, &text));
            for part in said.parts() {
                let starts = text.char_indices().map(|(at, _)| at);
                let starts = starts.filter(|at| text[*at..].starts_with(part.text));
                let ranges: Vec<_> = starts.map(|at| at..at + part.text.len()).collect();
                if let Some(places) = said.places(&part) {
                    prop_assert_eq!(places.collect::<Vec<_>>(), ranges);
                }
            }
        }
    }
}
