//! How hard a text is to read: the classic formulas over counts of one pass.
//!
//! The formulas were made for English. Each gives `None` for a text without words.

use super::sentences::sentences;
use super::syllables::{has_light_ending, syllables};
use super::words::{parts_of_word, words};

/// The size of a prose text: what is cheap to count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProseSize {
    /// Words; `don't` is one.
    pub words: u32,
    /// Sentences that hold a word.
    pub sentences: u32,
}
