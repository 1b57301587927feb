//! Words: what `\w+` matches, found without a regular expression.

use super::word_mask::{LANES, count_words, word_mask};

/// The words of a text with their byte offsets: every match of `\w+`, that is runs of letters,
/// digits, combining marks, joiners and connecting punctuation of any script.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Words {
        text,
        base: 0,
        before: 0,
        changes: 0,
    }
}

/// The words of a text as a reader counts them: as [`words`], but `don't` is one.
pub fn spoken_words(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = words(text).peekable();
    std::iter::from_fn(move || {
        let (start, first) = parts.next()?;
        let mut end = start + first.len();
        while let Some((at, part)) = parts.next_if(|(at, _)| is_apostrophe(&text[end..*at])) {
            end = at + part.len();
        }
        Some(&text[start..end])
    })
}

/// How many words a reader would count.
pub fn word_count(text: &str) -> usize {
    count_words(text) - joints(text).count()
}

/// Where apostrophes stand between two words, which makes one of them, in order.
pub(super) fn joints(text: &str) -> impl Iterator<Item = usize> {
    let [plain, curly] = APOSTROPHES.map(|apostrophe| apostrophe.as_bytes()[0]);
    let candidates = memchr::memchr2_iter(plain, curly, text.as_bytes());
    candidates.filter(move |at| {
        let (before, rest) = text.split_at(*at);
        let mut forms = APOSTROPHES.iter();
        let behind = forms.find_map(|apostrophe| rest.strip_prefix(apostrophe));
        behind.is_some_and(|behind| {
            before.ends_with(is_word_char) && behind.starts_with(is_word_char)
        })
    })
}

const APOSTROPHES: [&str; 2] = ["'", "’"];

fn is_apostrophe(gap: &str) -> bool {
    APOSTROPHES.contains(&gap)
}

/// Whether a character belongs to words, as `\w` has it.
pub fn is_word_char(c: char) -> bool {
    regex_syntax::is_word_character(c)
}

struct Words<'t> {
    text: &'t str,
    /// Where the next mask begins.
    base: usize,
    /// Whether the byte before it belongs to a word, as a bit.
    before: u64,
    /// Where words start and end within the last mask, as far as they are not told yet.
    changes: u64,
}

impl Words<'_> {
    /// The next place where a word starts or ends.
    #[inline]
    fn edge(&mut self) -> Option<usize> {
        while self.changes == 0 {
            if self.base >= self.text.len() {
                return None;
            }
            let (mask, _) = word_mask(self.text, self.base);
            self.changes = mask ^ (mask << 1 | self.before);
            self.before = mask >> (LANES - 1);
            self.base += LANES;
        }
        let at = self.base - LANES + self.changes.trailing_zeros() as usize;
        self.changes &= self.changes - 1;
        Some(at)
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.edge()?;
        let end = self.edge().unwrap_or(self.text.len());
        Some((start, &self.text[start..end]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn listed(text: &str) -> Vec<(usize, &str)> {
        words(text).collect()
    }

    fn matched(text: &str) -> Vec<(usize, &str)> {
        let regex = Regex::new(r"\w+").unwrap();
        let matches = regex.find_iter(text);
        matches.map(|m| (m.start(), m.as_str())).collect()
    }

    #[test]
    fn finds_words_between_punctuation() {
        assert_eq!(
            listed(" keep, the_owner  (v2)."),
            [(1, "keep"), (7, "the_owner"), (19, "v2")]
        );
        assert_eq!(listed(""), []);
        assert_eq!(listed(" .,"), []);
    }

    #[test]
    fn agrees_with_the_regex_on_every_character() {
        let all: String = (0..=0x10_ffff)
            .filter_map(char::from_u32)
            .flat_map(|c| ['.', c])
            .collect();
        assert!(words(&all).eq(matched(&all)));
    }

    #[test]
    fn joins_words_at_apostrophes() {
        let spoken: Vec<_> = spoken_words("we don't, they'd’ve 'gone' b''c").collect();
        assert_eq!(spoken, ["we", "don't", "they'd’ve", "gone", "b", "c"]);
    }

    #[test]
    fn counts_a_contraction_as_one_word() {
        assert_eq!(word_count("don't split what’s one, it's 'quoted' text"), 7);
        assert_eq!(word_count("step-by-step"), 3);
        assert_eq!(word_count(""), 0);
    }

    proptest! {
        #[test]
        fn counts_what_it_lists(text in "[a-c_0 .,'’é一]{0,150}") {
            prop_assert_eq!(word_count(&text), spoken_words(&text).count());
        }

        #[test]
        fn agrees_with_the_regex(text in any::<String>()) {
            prop_assert_eq!(listed(&text), matched(&text));
        }

        #[test]
        fn agrees_with_the_regex_on_near_text(text in "[a-c_0 .,'’éß²½一\u{301}\u{200d}_]{0,150}") {
            prop_assert_eq!(listed(&text), matched(&text));
        }
    }
}
