//! How a container is cut into records while it streams by, in memory that does not grow with it.

use crate::source::Position;

/// A container that is being cut. It is given piece by piece, wherever the pieces end.
pub trait Splitter {
    /// Takes in the next bytes, and tells the stretches that ended in them.
    fn take(&mut self, bytes: &[u8], found: &mut Vec<Stretch>);

    /// Tells what the end of the container ends.
    fn finish(&mut self, found: &mut Vec<Stretch>);
}

/// A stretch of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where its first byte stands.
    pub start: Position,
    /// Its length in bytes.
    pub len: u64,
    /// Why it is no record: what is wrong, and what to do.
    pub fault: Option<(&'static str, &'static str)>,
}
