//! How a report is written: one file a format.
//!
//! Text of posts, names and configurations is data: every format passes it through `escape.rs`.
//! Output depends on the report and the style alone, never on the width of a terminal.

mod checkstyle;
mod cluster;
mod concise;
mod diff;
mod entry;
pub mod escape;
mod excerpt;
mod fix_lines;
mod full;
mod github;
mod gitlab;
mod grouped;
mod json;
mod json_lines;
mod junit;
mod link;
mod markdown;
mod markup;
mod paint;
mod quota;
mod rdjson;
mod repository;
mod sarif;
mod snippets;
mod uri;
mod verdict;
mod window;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::gate::Report;
use crate::source::Sources;

pub use diff::write_diff;
pub use escape::plain;
pub use full::{config_problem, render_one};
pub use json::write_json;
pub use link::Links;

/// A way to write a report: one pass over its findings in their order, with counts from its summary.
///
/// An emitter neither sorts nor filters, and knows no input format. Where a consumer takes only so
/// many findings it lists those that fit and says how many it left out.
pub trait Emitter: Sync {
    /// The name in `--output-format`.
    fn name(&self) -> &'static str;

    /// Whether people read it and it shows every finding that it is given: then a default limit
    /// holds.
    fn is_for_people(&self) -> bool {
        false
    }

    /// Writes the whole report in many small pieces: `out` is to be buffered, and flushed after.
    fn emit(
        &self,
        report: &Report,
        sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// What the destination can show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style<'a> {
    /// Whether colours are written.
    pub color: bool,
    /// Where files lie, if links to them are written.
    pub links: Option<&'a Links>,
    /// Whether only the verdict is wanted of human formats.
    pub quiet: bool,
    /// Whether human formats end in a table of codes and clusters.
    pub statistics: bool,
}

/// Every output format.
pub static EMITTERS: &[&dyn Emitter] = &[
    &full::Full,
    &concise::Concise,
    &grouped::Grouped,
    &json::Json,
    &json_lines::JsonLines,
    &sarif::Sarif,
    &github::Github,
    &gitlab::Gitlab,
    &junit::Junit,
    &checkstyle::Checkstyle,
    &rdjson::Rdjson,
    &markdown::Markdown,
];

/// The format of that name.
pub fn emitter_named(name: &str) -> Option<&'static dyn Emitter> {
    EMITTERS
        .iter()
        .copied()
        .find(|emitter| emitter.name() == name)
}
