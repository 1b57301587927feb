//! `gitlab`: a Code Quality report, which GitLab shows in merge requests.

use std::io::{self, Write};

use serde::Serialize;

use super::entry::Entry;
use super::escape::plain;
use super::json::write_value;
use super::repository::path_in_repository;
use super::{Emitter, Style};
use crate::diagnostic::Severity;
use crate::gate::Report;
use crate::source::{Position, Sources};

/// One array, an issue a line.
pub(super) struct Gitlab;

impl Emitter for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let folder = &report.summary.context.folder;
        let mut start = "[\n";
        for found in report.findings.iter() {
            out.write_all(start.as_bytes())?;
            write_value(&Issue::of(&Entry::of(&found), folder), out)?;
            start = ",\n";
        }
        for failure in &report.summary.failures {
            out.write_all(start.as_bytes())?;
            write_value(&Issue::of(&Entry::of_failure(failure), folder), out)?;
            start = ",\n";
        }
        out.write_all(if start == ",\n" { b"\n]\n" } else { b"[]\n" })
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Unique: GitLab shows one issue of those that share it.
    fingerprint: &'a str,
    severity: &'static str,
    location: LocationShape,
}

#[derive(Serialize)]
struct LocationShape {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: PositionShape,
    end: PositionShape,
}

#[derive(Serialize)]
struct PositionShape {
    line: u32,
    column: u32,
}

impl<'a> Issue<'a> {
    fn of(entry: &'a Entry<'_>, folder: &str) -> Self {
        Self {
            description: plain(&entry.message).into_owned(),
            check_name: entry.code,
            fingerprint: &entry.fingerprint,
            severity: match entry.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: LocationShape::of(entry, folder),
        }
    }
}

impl LocationShape {
    fn of(entry: &Entry<'_>, folder: &str) -> Self {
        let path = match entry.path {
            "" => ".",
            path => path,
        };
        let (start, end) = entry.range.unzip();
        Self {
            path: path_in_repository(folder, path).into_owned(),
            positions: Positions {
                begin: PositionShape::of(start),
                end: PositionShape::of(end),
            },
        }
    }
}

impl PositionShape {
    fn of(position: Option<Position>) -> Self {
        let (line, column) = position.map_or((1, 1), |at| (at.line, at.column));
        Self { line, column }
    }
}
