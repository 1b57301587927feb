//! Pure tools for text: no posts, no files, no configuration.

mod abbreviation;
mod below;
mod calendar;
mod content_hash;
mod count;
mod excerpt;
mod fold;
mod mask;
mod nearest;
mod readability;
mod sentences;
mod shingles;
mod syllables;
mod word_mask;
mod word_table;
mod words;

pub use below::below;
pub use calendar::{date_of, datetime_of, day_of, days_since_epoch};
pub use content_hash::Algorithm;
pub use count::{counted, grouped_digits};
pub use excerpt::excerpt;
pub use fold::{fold_but_ascii_into, fold_into, folded, lower_into};
pub use mask::masked;
pub use nearest::{is_slip, nearest};
pub use readability::Counts;
pub use sentences::{Marks, sentences, sentences_with};
pub use shingles::{jaccard, mixed, shingle_set, shingles};
pub use word_mask::each_start;
pub use word_table::WordTable;
pub use words::{is_word_char, spoken_words, word_count, words};
