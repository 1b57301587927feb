//! `checkstyle`: the XML of Checkstyle 4.3, which many servers and review tools read.

use std::io::{self, Write};

use super::entry::Entry;
use super::markup::exact;
use super::{Emitter, Style};
use crate::gate::Report;
use crate::source::Sources;

/// A `file` for each run of findings of one path.
pub(super) struct Checkstyle;

impl Emitter for Checkstyle {
    fn name(&self) -> &'static str {
        "checkstyle"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n",
        )?;
        let mut files = Files { out, open: None };
        for found in report.findings.iter() {
            files.write(&Entry::of(&found))?;
        }
        for failure in &report.summary.failures {
            files.write(&Entry::of_failure(failure))?;
        }
        files.close()?;
        out.write_all(b"</checkstyle>\n")
    }
}

struct Files<'a> {
    out: &'a mut dyn Write,
    /// The path of the element that is open.
    open: Option<String>,
}

impl Files<'_> {
    fn write(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        if self.open.as_deref() != Some(entry.path) {
            self.close()?;
            writeln!(self.out, "<file name=\"{}\">", exact(entry.path))?;
            self.open = Some(entry.path.to_owned());
        }
        let (line, column) = entry.line_and_column();
        writeln!(
            self.out,
            "<error line=\"{line}\" column=\"{column}\" severity=\"{}\" message=\"{}\" source=\"{}\"/>",
            entry.severity,
            exact(&entry.message),
            exact(entry.code),
        )
    }

    fn close(&mut self) -> io::Result<()> {
        if self.open.is_some() {
            self.open = None;
            self.out.write_all(b"</file>\n")?;
        }
        Ok(())
    }
}
