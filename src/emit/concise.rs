//! `concise`: one line a finding, in the shape that every editor reads.

use std::io::{self, Write};

use super::entry::message_of;
use super::escape::plain;
use super::verdict::{self, Fixable};
use super::{Emitter, Style, paint};
use crate::gate::{Located, Report};
use crate::source::Sources;

/// `path:line:col: severity: message [code]`.
pub(super) struct Concise;

impl Emitter for Concise {
    fn name(&self) -> &'static str {
        "concise"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut fixable = Fixable::default();
        if !style.quiet {
            for located in report.findings.iter() {
                fixable.count(&located);
                write_line(&located, *style, out)?;
            }
            if style.statistics && !report.findings.is_empty() {
                writeln!(out)?;
            }
        }
        verdict::write(report, fixable, *style, out)
    }
}

fn write_line(located: &Located, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = &located.diagnostic;
    let place = located.primary();
    let (line, column) = place.line_and_column();
    paint::write_path(out, style, paint::STRONG, &place.path)?;
    write!(out, ":{line}:{column}: ")?;
    let severity = diagnostic.severity;
    paint::write(out, style, paint::severity(severity), severity.as_str())?;
    let message = message_of(located);
    let message = plain(&message);
    let code = plain(diagnostic.code.as_str());
    writeln!(out, ": {message} [{code}]")
}
