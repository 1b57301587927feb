//! What is kept of every post: its findings and the facts that corpus rules noted.

mod postings;
mod record;

pub use postings::Postings;
pub use record::{
    FileNotes, PostNotes, Remark, RemarkHead, RuleNotes, WrittenFile, WrittenPost, WrittenRemarks,
};
