//! `github`: workflow commands, which GitHub Actions shows beside the lines of a pull request.
//!
//! GitHub shows 10 annotations of a level for each step and drops the others, so that those to be
//! seen are chosen here: what could not be judged, then one finding a code and post.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::entry::Entry;
use super::escape::{hazards, plain, push_escaped};
use super::quota::Quota;
use super::repository::path_in_repository;
use super::verdict::{self, Fixable};
use super::{Emitter, Style};
use crate::diagnostic::Severity;
use crate::gate::Report;
use crate::source::Sources;
use crate::text::counted;

/// The annotations that are shown of each level.
const SHOWN: usize = 10;

/// `::error title=…,file=…,line=…::message`, then the verdict.
pub(super) struct Github;

impl Emitter for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let summary = &report.summary;
        let folder = &summary.context.folder;
        // One notice is kept for the number of those that are not shown.
        let mut quota = Quota::of_each(SHOWN, SHOWN, SHOWN - 1);
        let mut shown = 0;
        for failure in &summary.failures {
            if !quota.admits(Severity::Error) {
                break;
            }
            write_command(&Entry::of_failure(failure), folder, out)?;
            shown += 1;
        }
        let mut of_post = CodesOfPost::default();
        for found in report.findings.iter() {
            let entry = Entry::of(&found);
            if quota.is_spent() {
                break;
            }
            if of_post.is_first(&entry) && quota.admits(entry.severity) {
                write_command(&entry, folder, out)?;
                shown += 1;
            }
        }
        write_rest(summary.findings + summary.failures.len() - shown, out)?;
        verdict::write(report, Fixable::default(), Style::default(), out)
    }
}

/// The codes that the post in hand has had.
#[derive(Default)]
struct CodesOfPost {
    post: String,
    codes: BTreeSet<String>,
}

impl CodesOfPost {
    fn is_first(&mut self, entry: &Entry<'_>) -> bool {
        if self.post != entry.post {
            entry.post.clone_into(&mut self.post);
            self.codes.clear();
        }
        self.codes.insert(entry.code.to_owned())
    }
}

fn write_command(entry: &Entry<'_>, folder: &str, out: &mut dyn Write) -> io::Result<()> {
    let level = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{level} title={}", property(entry.code))?;
    if !entry.path.is_empty() {
        let path = path_in_repository(folder, entry.path);
        write!(out, ",file={}", property(&path))?;
        write_range(entry, out)?;
    }
    write!(out, "::{}", data(&plain(&entry.message)))?;
    for line in entry.details() {
        write!(out, "%0A{}", data(&line))?;
    }
    writeln!(out)
}

/// GitHub takes columns only of a range on one line.
fn write_range(entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some((start, end)) = entry.range else {
        return write!(out, ",line=1");
    };
    write!(out, ",line={},endLine={}", start.line, end.line)?;
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    Ok(())
}

fn write_rest(rest: usize, out: &mut dyn Write) -> io::Result<()> {
    if rest == 0 {
        return Ok(());
    }
    let rest = counted(rest, "more finding");
    writeln!(
        out,
        "::notice title=gatepost::+{rest} without an annotation, of which GitHub shows {SHOWN} a level"
    )
}

/// The value of a property. The runner reads line breaks back, so that a path keeps them.
fn property(text: &str) -> String {
    let mut hazards = hazards(text).peekable();
    let mut value = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_hazard = hazards.next_if(|(hazard, _)| *hazard == at).is_some();
        match c {
            '%' => value.push_str("%25"),
            '\r' => value.push_str("%0D"),
            '\n' => value.push_str("%0A"),
            ':' => value.push_str("%3A"),
            ',' => value.push_str("%2C"),
            c if is_hazard => push_escaped(&mut value, c),
            c => value.push(c),
        }
    }
    value
}

/// What stands behind the second `::`, already on one line.
fn data(line: &str) -> String {
    line.replace('%', "%25")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_escaped_as_the_runner_reads_them() {
        assert_eq!(
            property("a,b: 50%\r\nc\u{1b}::d/ä ö.md"),
            r"a%2Cb%3A 50%25%0D%0Ac\u{1b}%3A%3Ad/ä ö.md"
        );
        assert_eq!(property("\n::x"), "%0A%3A%3Ax");
    }
}
