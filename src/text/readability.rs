//! How hard a text is to read: the classic formulas over counts made in one pass.
//!
//! The formulas were made for English. None has a value for a text without words.

use super::sentences::sentences;
use super::syllables::{has_light_ending, syllables};
use super::words::spoken_words;

/// What the formulas count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words; `don't` is one.
    pub words: u32,
    /// Sentences that hold a word.
    pub sentences: u32,
    /// Syllables, estimated from the spelling.
    pub syllables: u32,
    /// Letters and digits.
    pub letters: u32,
    /// Words of three or more syllables.
    pub long_words: u32,
    /// Words of three or more syllables, where `-es`, `-ed` and `-ing` are not the third.
    pub complex_words: u32,
}

impl Counts {
    /// Adds one block of prose.
    pub fn add(&mut self, prose: &str) {
        for range in sentences(prose) {
            let before = self.words;
            for word in spoken_words(&prose[range]) {
                self.add_word(word);
            }
            self.sentences += u32::from(self.words > before);
        }
    }

    fn add_word(&mut self, word: &str) {
        let count = syllables(word);
        self.words += 1;
        self.syllables += count;
        self.letters += letters(word);
        self.long_words += u32::from(count >= 3);
        self.complex_words += u32::from(count > 3 || count == 3 && !has_light_ending(word));
    }

    /// Words in a sentence, on average.
    pub fn sentence_words(&self) -> Option<f64> {
        ratio(self.words, self.sentences)
    }

    /// Flesch reading ease: `206.835 - 1.015 words/sentences - 84.6 syllables/words`.
    pub fn flesch(&self) -> Option<f64> {
        let syllables = ratio(self.syllables, self.words)?;
        Some(206.835 - 1.015 * self.sentence_words()? - 84.6 * syllables)
    }

    /// Flesch-Kincaid grade: `0.39 words/sentences + 11.8 syllables/words - 15.59`.
    pub fn flesch_kincaid(&self) -> Option<f64> {
        let syllables = ratio(self.syllables, self.words)?;
        Some(0.39 * self.sentence_words()? + 11.8 * syllables - 15.59)
    }

    /// Gunning fog index: `0.4 (words/sentences + 100 complex-words/words)`.
    pub fn gunning_fog(&self) -> Option<f64> {
        let complex = ratio(self.complex_words, self.words)?;
        Some(0.4 * (self.sentence_words()? + 100.0 * complex))
    }

    /// Coleman-Liau index: `5.88 letters/words - 29.6 sentences/words - 15.8`.
    pub fn coleman_liau(&self) -> Option<f64> {
        let letters = ratio(self.letters, self.words)?;
        Some(5.88 * letters - 29.6 * ratio(self.sentences, self.words)? - 15.8)
    }

    /// SMOG grade: `1.0430 sqrt(30 long-words/sentences) + 3.1291`.
    pub fn smog(&self) -> Option<f64> {
        let long = ratio(self.long_words, self.sentences)?;
        Some(1.0430 * (30.0 * long).sqrt() + 3.1291)
    }

    /// Automated readability index: `4.71 letters/words + 0.5 words/sentences - 21.43`.
    pub fn ari(&self) -> Option<f64> {
        let letters = ratio(self.letters, self.words)?;
        Some(4.71 * letters + 0.5 * self.sentence_words()? - 21.43)
    }
}

fn letters(word: &str) -> u32 {
    let count = if word.is_ascii() {
        word.bytes().filter(u8::is_ascii_alphanumeric).count()
    } else {
        word.chars().filter(|c| c.is_alphanumeric()).count()
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn ratio(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_near(value: Option<f64>, wanted: f64, tolerance: f64) {
        let value = value.unwrap();
        assert!(
            (value - wanted).abs() < tolerance,
            "{value} is not {wanted}"
        );
    }

    fn counted(prose: &str) -> Counts {
        let mut counts = Counts::default();
        counts.add(prose);
        counts
    }

    #[test]
    fn counts_in_one_pass() {
        assert_eq!(
            counted("Don't panic. Remembering is reliable!  ..."),
            Counts {
                words: 5,
                sentences: 2,
                syllables: 12,
                letters: 30,
                long_words: 2,
                complex_words: 2,
            }
        );
    }

    #[test]
    fn a_light_ending_makes_no_word_complex() {
        let counts = counted("deploying deployment");
        assert_eq!((counts.long_words, counts.complex_words), (2, 1));
    }

    #[test]
    fn flesch_gives_the_published_scores() {
        // Wikipedia, "Flesch-Kincaid readability tests": the sentence of the cat has a reading ease
        // of 116 and a grade of -1.45; that of the platypus, of 13 words and 24 syllables, 37.5 and
        // 11.3.
        let cat = counted("The cat sat on the mat.");
        assert_eq!((cat.words, cat.syllables, cat.sentences), (6, 6, 1));
        is_near(cat.flesch(), 116.145, 0.0005);
        is_near(cat.flesch_kincaid(), -1.45, 0.0005);
        let platypus = Counts {
            words: 13,
            sentences: 1,
            syllables: 24,
            ..Counts::default()
        };
        is_near(platypus.flesch(), 37.5, 0.05);
        is_near(platypus.flesch_kincaid(), 11.3, 0.05);
    }

    /// The counts of the long text in the tests of textstat (github.com/textstat/textstat,
    /// `tests/backend/counts`). Its syllables come from a dictionary.
    const OF_TEXTSTAT: Counts = Counts {
        words: 372,
        sentences: 17,
        syllables: 519,
        letters: 0,
        long_words: 38,
        complex_words: 21,
    };

    #[test]
    fn formulas_give_the_values_of_textstat() {
        // `tests/backend/metrics` of the same. It rounds to three digits.
        is_near(OF_TEXTSTAT.flesch(), 66.594, 0.0006);
        is_near(OF_TEXTSTAT.flesch_kincaid(), 9.407, 0.0006);
        is_near(OF_TEXTSTAT.smog(), 11.67, 0.0006);
        is_near(OF_TEXTSTAT.gunning_fog(), 11.011, 0.0006);
        // Its short text has 5 words, one of them hard, and 25 characters with its period.
        let short = Counts {
            words: 5,
            sentences: 1,
            syllables: 7,
            letters: 25,
            long_words: 1,
            complex_words: 1,
        };
        is_near(short.flesch(), 83.32, 0.0006);
        is_near(short.flesch_kincaid(), 2.88, 0.0006);
        is_near(short.smog(), 8.842, 0.0006);
        is_near(short.gunning_fog(), 10.0, 0.0006);
        is_near(short.ari(), 4.62, 0.0006);
    }

    #[test]
    fn coleman_liau_gives_the_published_grade() {
        // Wikipedia, "Coleman-Liau index": 639 letters, 119 words and 5 sentences are grade 14.5.
        let counts = Counts {
            words: 119,
            sentences: 5,
            letters: 639,
            ..Counts::default()
        };
        is_near(counts.coleman_liau(), 14.5, 0.05);
    }

    #[test]
    fn smog_gives_the_grade_of_its_table() {
        // The table of the authors: 30 sentences with 49 long words are grade 10 after rounding.
        let counts = Counts {
            words: 600,
            sentences: 30,
            long_words: 49,
            ..Counts::default()
        };
        is_near(counts.smog(), 10.430, 0.001);
    }

    #[test]
    fn fog_and_ari_follow_their_formulas() {
        let counts = Counts {
            words: 100,
            sentences: 5,
            letters: 450,
            complex_words: 10,
            ..Counts::default()
        };
        is_near(counts.gunning_fog(), 12.0, 1e-9);
        is_near(counts.ari(), 9.765, 1e-9);
    }

    #[test]
    fn nothing_is_measured_without_words() {
        for prose in ["", " \n", "... !?"] {
            let counts = counted(prose);
            let all = [
                counts.flesch(),
                counts.flesch_kincaid(),
                counts.gunning_fog(),
                counts.coleman_liau(),
                counts.smog(),
                counts.ari(),
                counts.sentence_words(),
            ];
            assert_eq!(all, [None; 7]);
        }
    }
}
