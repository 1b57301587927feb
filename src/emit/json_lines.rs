//! `json-lines`: the findings of `json`, one a line.

use std::io::{self, Write};

use super::{Emitter, Style, json};
use crate::gate::Report;
use crate::source::Sources;

/// Nothing but findings, for tools that read as they go.
pub(super) struct JsonLines;

impl Emitter for JsonLines {
    fn name(&self) -> &'static str {
        "json-lines"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        json::each_finding(report, |finding| {
            json::write_value(finding, out)?;
            out.write_all(b"\n")
        })
    }
}
