//! gatepost: a quality gate for content.

pub mod check;
pub mod cli;
pub mod command;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod emit;
pub mod error;
pub mod gate;
pub mod parse;
pub mod post;
pub mod read;
pub mod rule;
pub mod source;
pub mod text;
