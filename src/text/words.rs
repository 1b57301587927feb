//! Words: what `\w+` matches, found without a regular expression.

/// What a byte says about the character that it begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// An ASCII letter, digit or `_`.
    Word,
    /// Any other ASCII character.
    Gap,
    /// The first byte of a wider character: only its code point tells.
    Wide,
}

static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Wide; 256];
    let mut byte = 0;
    while byte < 0x80u8 {
        let is_word = byte.is_ascii_alphanumeric() || byte == b'_';
        table[byte as usize] = if is_word { Class::Word } else { Class::Gap };
        byte += 1;
    }
    table
}

/// The words of a text with their byte offsets: every match of `\w+`, that is runs of letters,
/// digits, combining marks, joiners and connecting punctuation of any script.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Words { text, at: 0 }
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
    spoken_words(text).count()
}

fn is_apostrophe(gap: &str) -> bool {
    matches!(gap, "'" | "’")
}

/// Whether a character belongs to words, as `\w` has it.
pub fn is_word_char(c: char) -> bool {
    regex_syntax::is_word_character(c)
}

struct Words<'t> {
    text: &'t str,
    /// The end of the last word.
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = skip_while(self.text, self.at, false);
        self.at = skip_while(self.text, start, true);
        (start < self.at).then(|| (start, &self.text[start..self.at]))
    }
}

/// The end of the run of characters, from `at` on, that are word characters or are not.
#[inline]
fn skip_while(text: &str, mut at: usize, of_words: bool) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let (is_word, len) = match CLASSES[usize::from(*byte)] {
            Class::Word => (true, 1),
            Class::Gap => (false, 1),
            Class::Wide => wide_character(&text[at..]),
        };
        if is_word != of_words {
            break;
        }
        at += len;
    }
    at
}

/// Whether the first character of `rest` belongs to words, and its length.
fn wide_character(rest: &str) -> (bool, usize) {
    let c = rest.chars().next().unwrap_or_default();
    (is_word_char(c), c.len_utf8())
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
        fn agrees_with_the_regex(text in any::<String>()) {
            prop_assert_eq!(listed(&text), matched(&text));
        }

        #[test]
        fn agrees_with_the_regex_on_near_text(text in "[a-c_0 .,'’éß²½一\u{301}\u{200d}_]{0,40}") {
            prop_assert_eq!(listed(&text), matched(&text));
        }
    }
}
