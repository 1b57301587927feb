//! gatepost: a quality gate for content.

pub mod diagnostic;
pub mod emit;
pub mod error;
pub mod gate;
pub mod parse;
pub mod post;
pub mod rule;
pub mod source;
pub mod text;
