//! Pure tools for text: no posts, no files, no configuration.

mod nearest;

pub use nearest::nearest;
