//! The parts of a file that holds many posts.

use std::path::Path;
use std::sync::Arc;

use super::{Position, Stamp};

/// A file, or a text in memory, that is read record by record.
#[derive(Debug)]
pub enum Container {
    /// A file, and what the file system said of it when its records were found: they stand nowhere
    /// once that changes.
    File(Arc<Path>, Stamp),
    /// Standard input, or what git's index holds.
    Memory(Arc<[u8]>),
}

/// One record of a container.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is a part of.
    pub container: Arc<Container>,
    /// Its number among the records, from 0.
    pub ordinal: u32,
    /// Its length in bytes; of one that is longer than that the greatest number.
    pub len: u32,
    /// Where its first byte stands.
    pub start: Position,
}
