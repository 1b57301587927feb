//! How a report is written: one file a format.

use std::io::{self, Write};

use crate::gate::Report;
use crate::source::Sources;

/// A way to write a report. Emitters neither sort nor filter, and know no input format.
pub trait Emitter: Sync {
    /// The name in `--output-format`.
    fn name(&self) -> &'static str;

    /// Writes the whole report.
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
pub struct Style {
    /// Whether colours are written.
    pub color: bool,
    /// Whether only the verdict is wanted of human formats.
    pub quiet: bool,
    /// Whether human formats end in a table of codes and clusters.
    pub statistics: bool,
}

/// Every output format.
pub static EMITTERS: &[&dyn Emitter] = &[];

/// The format of that name.
pub fn emitter_named(name: &str) -> Option<&'static dyn Emitter> {
    EMITTERS
        .iter()
        .copied()
        .find(|emitter| emitter.name() == name)
}
