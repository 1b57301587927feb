//! `sarif`: SARIF 2.1.0, within what GitHub code scanning takes.
//!
//! Paths are relative to the root of the repository, columns count code points. Messages have
//! links to the other places of a finding.

mod rules;

use std::io::{self, Write};

use serde::Serialize;

use super::entry::Entry;
use super::escape::plain;
use super::json::write_value;
use super::quota::Quota;
use super::uri;
use super::{Emitter, Style};
use crate::diagnostic::{Applicability, Severity};
use crate::gate::{Declared, Report, Summary};
use crate::source::{Position, Sources};
use crate::text::grouped_digits;

/// The results of a run that GitHub shows; it refuses a run with five times as many.
const MOST: usize = 5_000;
/// What paths are relative to.
const BASE: &str = "%SRCROOT%";
/// What stands between the rules and the results.
const LAYOUT: &str = "\n]}},\n\"columnKind\":\"unicodeCodePoints\",\
     \"newlineSequences\":[\"\\r\\n\",\"\\n\",\"\\r\"],\n\"originalUriBaseIds\":{\"%SRCROOT%\":\
     {\"description\":{\"text\":\"The root of the repository\"}}},\n\"results\":[";

/// One run, a rule and a result a line.
pub(super) struct Sarif;

impl Emitter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let summary = &report.summary;
        write!(
            out,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
             \"runs\":[{{\n\"tool\":{{\"driver\":{{\"name\":\"gatepost\",\
             \"semanticVersion\":\"{}\",\"rules\":[",
            env!("CARGO_PKG_VERSION")
        )?;
        rules::write(&summary.context.declared, out)?;
        out.write_all(LAYOUT.as_bytes())?;
        let mut results = Results {
            out,
            summary,
            written: 0,
        };
        let failures = &summary.failures;
        for failure in &failures[..failures.len().min(MOST)] {
            results.write(&Entry::of_failure(failure))?;
        }
        let mut quota = Quota::ranked(summary, MOST - results.written);
        for found in report.findings.iter() {
            if quota.is_spent() {
                break;
            }
            let entry = Entry::of(&found);
            if quota.admits(entry.severity) {
                results.write(&entry)?;
            }
        }
        let written = results.written;
        out.write_all(b"\n],\n\"invocations\":[")?;
        write_value(&Invocation::of(summary, written), out)?;
        out.write_all(b"]}]}\n")
    }
}

struct Results<'a> {
    out: &'a mut dyn Write,
    summary: &'a Summary,
    written: usize,
}

impl Results<'_> {
    fn write(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let start: &[u8] = if self.written == 0 { b"\n" } else { b",\n" };
        self.out.write_all(start)?;
        self.written += 1;
        let context = &self.summary.context;
        let result = ResultShape::of(entry, &context.declared, &context.folder);
        write_value(&result, self.out)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultShape<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<LocationShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[FixShape<'a>; 1]>,
    partial_fingerprints: Fingerprints<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "gatepost/v1")]
    own: &'a str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixShape<'a> {
    description: Text,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationShape {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    physical_location: PhysicalLocation,
    /// The post inside of a container.
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// A file as a whole is the line that it starts with: GitHub shows no result without a line.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

impl<'a> ResultShape<'a> {
    fn of(entry: &'a Entry<'_>, declared: &[Declared], folder: &str) -> Self {
        let own = (!entry.path.is_empty())
            .then(|| PhysicalLocation::of(entry.path, entry.range, folder))
            .map(|place| LocationShape::of_post(entry, place));
        let related = entry.related().enumerate().map(|(at, (label, place))| {
            let message = plain(&label.message);
            LocationShape {
                id: Some(at + 1),
                message: (!message.is_empty()).then(|| Text {
                    text: without_links(&message),
                }),
                physical_location: PhysicalLocation::of(&place.path, place.range, folder),
                logical_locations: None,
            }
        });
        Self {
            rule_id: entry.code,
            rule_index: declared
                .binary_search_by(|it| it.code.as_str().cmp(entry.code))
                .ok(),
            level: level(entry.severity),
            message: Text {
                text: message(entry),
            },
            locations: own.into_iter().collect(),
            related_locations: related.collect(),
            fixes: FixShape::of(entry, folder).map(|fix| [fix]),
            partial_fingerprints: Fingerprints {
                own: &entry.fingerprint,
            },
        }
    }
}

impl LocationShape {
    fn of_post(entry: &Entry<'_>, physical_location: PhysicalLocation) -> Self {
        let post = entry.located.and_then(|located| located.post.as_deref());
        Self {
            id: None,
            message: None,
            physical_location,
            logical_locations: post.map(|post| {
                [LogicalLocation {
                    fully_qualified_name: plain(post).into_owned(),
                }]
            }),
        }
    }
}

impl PhysicalLocation {
    fn of(path: &str, range: Option<(Position, Position)>, folder: &str) -> Self {
        Self {
            artifact_location: ArtifactLocation::of(path, folder),
            region: Region::of(range),
        }
    }
}

impl ArtifactLocation {
    fn of(path: &str, folder: &str) -> Self {
        let (uri, is_relative) = uri::of_path(folder, path);
        Self {
            uri,
            uri_base_id: is_relative.then_some(BASE),
        }
    }
}

impl Region {
    fn of(range: Option<(Position, Position)>) -> Self {
        let (start, end) = range.unzip();
        Self {
            start_line: start.map_or(1, |at| at.line),
            start_column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
        }
    }
}

impl<'a> FixShape<'a> {
    fn of(entry: &Entry<'a>, folder: &str) -> Option<Self> {
        let located = entry.located?;
        let fix = located.diagnostic.fix.as_ref()?;
        let edits = fix.edits.iter().zip(&located.edits);
        let replacements: Vec<_> = edits
            .map(|(edit, place)| Replacement {
                deleted_region: Region::of(Some(*place)),
                inserted_content: Content { text: &edit.text },
            })
            .collect();
        let text = match fix.applicability {
            Applicability::Safe => "say the same in the form that is asked for",
            Applicability::Unsafe => "a guess at what was meant",
        };
        (!replacements.is_empty()).then(|| Self {
            description: Text {
                text: text.to_owned(),
            },
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation::of(entry.path, folder),
                replacements,
            }],
        })
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The message, a line with a link for each other place, and the advice.
fn message(entry: &Entry<'_>) -> String {
    let mut text = without_links(&plain(&entry.message));
    for (at, (label, place)) in entry.related().enumerate() {
        let (line, _) = place.line_and_column();
        let path = without_links(&plain(&place.path));
        text.push_str(&format!("\n[{path}:{line}]({})", at + 1));
        if !label.message.is_empty() {
            text.push_str(": ");
            text.push_str(&without_links(&plain(&label.message)));
        }
    }
    for line in entry.advice() {
        text.push('\n');
        text.push_str(&without_links(&line));
    }
    text
}

/// Text in which no bracket begins a link.
fn without_links(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

impl Invocation {
    fn of(summary: &Summary, written: usize) -> Self {
        let left_out = summary.findings + summary.failures.len() - written;
        let reason = match written {
            MOST.. => format!("a run has at most {}, errors first", grouped_digits(MOST)),
            _ => "more than --limit or limits.max-findings-per-post".to_owned(),
        };
        let left_out = (left_out > 0).then(|| Notification {
            level: "warning",
            message: Text {
                text: format!(
                    "{} of {} findings are not listed here: {reason}",
                    grouped_digits(left_out),
                    grouped_digits(left_out + written),
                ),
            },
        });
        let kept_out = summary.kept_out().map(|text| Notification {
            level: "note",
            message: Text { text },
        });
        let notices = summary.notices.iter().map(|notice| Notification {
            level: "note",
            message: Text {
                text: without_links(&plain(notice)),
            },
        });
        Self {
            execution_successful: summary.failures.is_empty(),
            tool_execution_notifications: left_out
                .into_iter()
                .chain(kept_out)
                .chain(notices)
                .collect(),
        }
    }
}
