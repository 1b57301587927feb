//! Where text comes from and how a place in it is named.
//!
//! A *source* is a stretch of a file that is read as one: a whole Markdown file, one record of a
//! container, a configuration file. Spans are bytes relative to the start of their source, so
//! that 32 bits are enough however large a container grows.

mod line_index;
mod offset_map;
mod record;
mod sources;
mod span;
mod stamp;

pub use line_index::{LineIndex, Position};
pub use offset_map::{MapBuilder, OffsetMap};
pub use record::{Container, Record};
pub use sources::{Origin, SourceId, SourceText, Sources};
pub use span::{Span, offset};
pub use stamp::{Stamp, now};
