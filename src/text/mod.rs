//! Pure tools for text: no posts, no files, no configuration.

mod abbreviation;
mod count;
mod fold;
mod nearest;
mod readability;
mod sentences;
mod syllables;
mod words;

pub use count::{counted, grouped_digits};
pub use fold::{fold_into, folded, lower_into};
pub use nearest::nearest;
pub use readability::{Prose, ProseSize};
pub use sentences::sentences;
pub use words::{word_count, words};
