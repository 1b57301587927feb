//! Pure tools for text: no posts, no files, no configuration.

mod calendar;
mod nearest;

pub use calendar::{date_of, datetime_of, day_of, days_since_epoch};
pub use nearest::nearest;
