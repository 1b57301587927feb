//! What is kept of every post: its findings and the facts that corpus rules noted, in memory
//! during a run, and in one file between runs.
//!
//! The file is a cache. It says for which configuration and tool it was made, every page of it has
//! a checksum, and it is replaced as a whole: a lost, damaged or older one costs time, never truth.
//! A few files that changed since then stand in a small file beside it.

mod changes;
mod day;
mod entry;
mod folder;
mod found;
mod name;
mod pages;
mod postings;
mod read;
mod record;
mod shards;
mod write;

#[cfg(test)]
mod tests;

pub use changes::{ChangedFile, Changes, changes_path};
pub use day::Day;
pub use folder::{is_index, is_mark, path_of};
pub use found::{FoundNote, FoundNotes, read_found, write_found};
pub use name::{Name, is_record};
pub use postings::{Postings, WIDEST};
pub use read::{Index, Loaded};
pub use record::{
    FileNotes, PostNotes, Remark, RemarkHead, RuleNotes, Scratch, WrittenFile, WrittenPost,
    WrittenRemarks,
};
pub use shards::{Shards, Sorted};
pub use write::{Contents, Draft, KnownFile, KnownRule};
