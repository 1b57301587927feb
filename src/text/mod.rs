//! Pure tools for text: no posts, no files, no configuration.

mod abbreviation;
mod nearest;
mod readability;
mod sentences;
mod syllables;
mod words;

pub use nearest::nearest;
pub use readability::Counts;
pub use sentences::sentences;
pub use words::{spoken_words, word_count, words};
