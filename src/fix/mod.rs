//! Putting posts right: which fixes hold together, the texts that come of them, and writing those.
//!
//! Invariant: no fix is made that leaves its finding in place or adds one to any post.
//!
//! Invariant: a post whose fixes work against each other is left as it is.
//!
//! Invariant: a file is the old one or the whole new one, and never one that somebody else changed
//! since it was read.

mod apply;
mod conflict;
mod converge;
mod rewrite;
mod worse;

pub use apply::apply;
pub use conflict::Conflict;
pub use converge::{Change, Converged, Fixable, Judged, Proposed, Texts, converge};
pub use rewrite::Rewrite;
