//! Days on which what is kept holds.

/// A day, counted from 1970-01-01. What lies outside of the years that people write about is
/// taken to be as early or late as a day can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub(super) u32);

impl Day {
    /// The day that never comes. A bit of the number is left to others.
    pub const NEVER: Self = Self(u32::MAX >> 1);

    /// The day so many days behind 1970-01-01.
    pub fn since_epoch(days: i64) -> Self {
        let most = i64::from(Self::NEVER.0);
        Self(u32::try_from(days.clamp(0, most)).unwrap_or_default())
    }
}

impl Default for Day {
    fn default() -> Self {
        Self::NEVER
    }
}
