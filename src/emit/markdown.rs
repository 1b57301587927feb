//! `markdown`: the summary of a CI step.
//!
//! Text of posts, names and configurations stands in `<code>` elements of HTML blocks without an
//! empty line: no Markdown is read there, and hosts look for no mention, issue or address.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::entry::Entry;
use super::escape::plain;
use super::markup::shown;
use super::{Emitter, Style, verdict};
use crate::gate::{Gate, Report, Summary};
use crate::source::Sources;
use crate::text::{counted, excerpt};

/// GitHub drops a summary of more than 1,024 KiB whole.
const MOST: usize = 900 * 1024;
/// What is kept for the end.
const END: usize = 1024;
/// The most bytes that a section of a code adds to its rows and its name.
const SECTION: usize = 256;
/// The rows of every table but those of findings.
const ROWS: usize = 50;
/// The characters of a cell.
const WIDEST: usize = 300;

/// The verdict, counts and clusters, then the findings, folded by code.
pub(super) struct Markdown;

impl Emitter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn is_for_people(&self) -> bool {
        true
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut head = Vec::new();
        write_gate(&report.gate, &mut head)?;
        if style.quiet {
            return out.write_all(&head);
        }
        write_summary(&report.summary, &mut head)?;
        out.write_all(&head)?;
        let mut listed = Listed::with_room(MOST.saturating_sub(END + head.len()));
        for failure in &report.summary.failures {
            listed.add(&Entry::of_failure(failure));
        }
        for found in report.findings.iter() {
            listed.add(&Entry::of(&found));
        }
        listed.write(&report.summary, out)
    }
}

fn write_gate(gate: &Gate, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if gate.passed { "passed" } else { "failed" };
    writeln!(out, "## gatepost: gate {verdict}\n")?;
    let rows = gate.conditions.iter().map(|condition| {
        let met = if condition.passed { "yes" } else { "no" };
        let (name, value) = (cell(&condition.name), cell(&condition.value));
        format!("<td>{name}</td><td>{value}</td><td>{met}</td>")
    });
    write_table(&["condition", "found", "met"], rows, out)
}

fn write_summary(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    verdict::write_counts(summary, out)?;
    writeln!(out)?;
    let codes = verdict::codes_by_count(summary);
    if !codes.is_empty() {
        writeln!(out, "### Codes\n")?;
    }
    let rows = codes
        .iter()
        .map(|(code, count)| format!("<td>{}</td><td>{count}</td>", cell(code)));
    write_table(&["code", "findings"], rows, out)?;
    if !summary.clusters.is_empty() {
        writeln!(out, "### Largest clusters\n")?;
    }
    let rows = summary.clusters.iter().map(|cluster| {
        let (posts, words) = (cluster.posts, cluster.words);
        let excerpt = cell(&cluster.excerpt);
        format!("<td>{posts}</td><td>{words}</td><td>{excerpt}</td>")
    });
    write_table(&["posts", "words", "text"], rows, out)
}

/// Writes a table of at most [`ROWS`] rows; nothing where there is none.
fn write_table(
    head: &[&str],
    rows: impl ExactSizeIterator<Item = String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = rows.len();
    if count == 0 {
        return Ok(());
    }
    write_head(head, out)?;
    for (at, row) in rows.enumerate() {
        if at == ROWS {
            let rest = counted(count - ROWS, "more row");
            writeln!(out, "<tr><td>{rest}</td></tr>")?;
            break;
        }
        writeln!(out, "<tr>{row}</tr>")?;
    }
    writeln!(out, "</table>\n")
}

fn write_head(head: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let cells = head.iter().map(|name| format!("<th>{name}</th>"));
    writeln!(out, "<table>\n<tr>{}</tr>", cells.collect::<String>())
}

/// Text as data.
fn cell(text: &str) -> String {
    format!("<code>{}</code>", shown(&excerpt(&plain(text), WIDEST)))
}

/// The first findings, by code: held until all are seen, and bounded by the size of the summary.
struct Listed {
    rows: BTreeMap<String, Vec<String>>,
    /// Bytes that are left.
    room: usize,
}

impl Listed {
    fn with_room(room: usize) -> Self {
        Self {
            rows: BTreeMap::new(),
            room,
        }
    }

    /// Adds a row; once one does not fit, no later one is added, so that those listed are the
    /// first.
    fn add(&mut self, entry: &Entry<'_>) {
        if self.room == 0 {
            return;
        }
        let row = row(entry);
        let heading = if self.rows.contains_key(entry.code) {
            0
        } else {
            SECTION + cell(entry.code).len()
        };
        match self.room.checked_sub(row.len() + heading) {
            Some(room) => {
                self.room = room;
                let rows = self.rows.entry(entry.code.to_owned()).or_default();
                rows.push(row);
            }
            None => self.room = 0,
        }
    }

    fn write(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if !self.rows.is_empty() {
            writeln!(out, "### Findings\n")?;
        }
        for (code, rows) in &self.rows {
            let found = summary.by_code.get(code).copied().unwrap_or(rows.len());
            let found = counted(found.max(rows.len()), "finding");
            let first = match rows.len() {
                listed if counted(listed, "finding") == found => String::new(),
                listed => format!(", of which {listed} are listed"),
            };
            let code = cell(code);
            writeln!(out, "<details>\n<summary>{code}: {found}{first}</summary>")?;
            write_head(&["place", "severity", "message"], out)?;
            rows.iter()
                .try_for_each(|row| out.write_all(row.as_bytes()))?;
            writeln!(out, "</table>\n</details>\n")?;
        }
        Ok(())
    }
}

fn row(entry: &Entry<'_>) -> String {
    let (line, column) = entry.line_and_column();
    let place = excerpt(&plain(entry.path), WIDEST);
    format!(
        "<tr><td><code>{}:{line}:{column}</code></td><td>{}</td><td>{}</td></tr>\n",
        shown(&place),
        entry.severity,
        cell(&entry.message)
    )
}
