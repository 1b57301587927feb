//! Pure tools for text: no posts, no files, no configuration.

mod calendar;
mod content_hash;
mod nearest;

pub use calendar::{date_of, datetime_of, day_of, days_since_epoch};
pub use content_hash::Algorithm;
pub use nearest::nearest;
