//! `json`: everything, as one object.
//!
//! The structures here are the format; the model is never serialised. Findings are written one by
//! one, so that memory does not grow with the report.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::entry::{IO_ERROR, failure_fingerprint};
use super::{Emitter, Style, escape};
use crate::diagnostic::{Label, Severity};
use crate::gate::{Gate, Located, Place, Report, Summary};
use crate::source::{Position, Sources};

/// The version that is raised when a reader of the format would break.
const VERSION: u32 = 1;

/// One object with the findings, a line each, the summary and the gate.
pub(super) struct Json;

impl Emitter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"diagnostics\":[")?;
        let mut before: &[u8] = b"\n";
        each_finding(report, |finding| {
            out.write_all(std::mem::replace(&mut before, b",\n"))?;
            write_value(finding, out)
        })?;
        out.write_all(b"\n],\"summary\":")?;
        write_value(&SummaryShape::of(&report.summary), out)?;
        out.write_all(b",\n\"gate\":")?;
        write_value(&GateShape::of(&report.gate), out)?;
        out.write_all(b"}\n")
    }
}

/// Every finding of a report, then everything that could not be judged.
pub(super) fn each_finding(
    report: &Report,
    mut write: impl FnMut(&Finding<'_>) -> io::Result<()>,
) -> io::Result<()> {
    for located in report.findings.iter() {
        write(&Finding::of(&located))?;
    }
    for (path, reason) in &report.summary.failures {
        write(&Finding::of_failure(path, reason))?;
    }
    Ok(())
}

/// Writes a document of the tool itself on many lines, as harmless as every report.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Pretty::default());
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Writes a value on one line, without anything that acts on a terminal or a runner.
pub(super) fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Harmless);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Writes hazards as `\u001b`. Control characters below the blank are `serde_json`'s own work.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut done = 0;
        for (at, c) in escape::hazards(fragment) {
            writer.write_all(&fragment.as_bytes()[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

/// As [`Harmless`], on many lines.
#[derive(Default)]
struct Pretty {
    layout: PrettyFormatter<'static>,
}

impl Formatter for Pretty {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        Harmless.write_string_fragment(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_array_value(w, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(w, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_object_value(writer)
    }
}

/// A diagnostic.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'a str,
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    path: &'a str,
    post: Option<&'a str>,
    span: Option<SpanShape>,
    labels: Vec<LabelShape<'a>>,
    notes: &'a [String],
    help: &'a [String],
    fix: Option<FixShape<'a>>,
    fingerprint: Cow<'a, str>,
}

#[derive(Serialize)]
struct LabelShape<'a> {
    path: &'a str,
    span: Option<SpanShape>,
    message: &'a str,
    primary: bool,
}

#[derive(Serialize)]
struct FixShape<'a> {
    applicability: &'static str,
    edits: Vec<EditShape<'a>>,
}

#[derive(Serialize)]
struct EditShape<'a> {
    span: SpanShape,
    text: &'a str,
}

#[derive(Serialize)]
struct SpanShape {
    start: PositionShape,
    end: PositionShape,
}

#[derive(Serialize)]
struct PositionShape {
    line: u32,
    column: u32,
    offset: u64,
}

impl<'a> Finding<'a> {
    fn of(located: &'a Located) -> Self {
        let diagnostic = &located.diagnostic;
        let place = located.primary();
        let labels = diagnostic.labels.iter().zip(&located.places).enumerate();
        Self {
            code: diagnostic.code.as_str(),
            rule: diagnostic.code.rule(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            path: &place.path,
            post: located.post.as_deref(),
            span: SpanShape::of(place),
            labels: labels
                .map(|(at, (label, place))| LabelShape::of(at, label, place))
                .collect(),
            notes: &diagnostic.notes,
            help: &diagnostic.help,
            fix: FixShape::of(located),
            fingerprint: Cow::Borrowed(&located.fingerprint),
        }
    }

    fn of_failure(path: &'a str, reason: &'a str) -> Self {
        Self {
            code: IO_ERROR,
            rule: IO_ERROR,
            severity: Severity::Error.as_str(),
            message: reason,
            path,
            post: None,
            span: None,
            labels: Vec::new(),
            notes: &[],
            help: &[],
            fix: None,
            fingerprint: Cow::Owned(failure_fingerprint(path, reason)),
        }
    }
}

impl<'a> LabelShape<'a> {
    fn of(at: usize, label: &'a Label, place: &'a Place) -> Self {
        Self {
            path: &place.path,
            span: SpanShape::of(place),
            message: &label.message,
            primary: at == 0,
        }
    }
}

impl<'a> FixShape<'a> {
    /// The fix, unless the text that it edits is gone.
    fn of(located: &'a Located) -> Option<Self> {
        let fix = located.diagnostic.fix.as_ref()?;
        let edits = fix.edits.iter().zip(&located.edits);
        let edits = edits.map(|(edit, place)| EditShape {
            span: SpanShape::between(*place),
            text: &edit.text,
        });
        let edits: Vec<_> = edits.collect();
        (!edits.is_empty()).then(|| Self {
            applicability: fix.applicability.as_str(),
            edits,
        })
    }
}

impl SpanShape {
    fn of(place: &Place) -> Option<Self> {
        place.range.map(Self::between)
    }

    fn between((start, end): (Position, Position)) -> Self {
        Self {
            start: PositionShape::of(start),
            end: PositionShape::of(end),
        }
    }
}

impl PositionShape {
    fn of(position: Position) -> Self {
        Self {
            line: position.line,
            column: position.column,
            offset: position.offset,
        }
    }
}

#[derive(Serialize)]
struct SummaryShape<'a> {
    posts: usize,
    files: usize,
    findings: usize,
    /// Findings that limits keep out of `diagnostics`.
    hidden: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
    by_code: &'a BTreeMap<String, usize>,
    /// Always null: the clock must not reach a report that is the same for the same posts.
    elapsed_ms: (),
    clusters: Vec<ClusterShape<'a>>,
    notices: &'a [String],
    failures: Vec<FailureShape<'a>>,
}

#[derive(Serialize)]
struct ClusterShape<'a> {
    excerpt: &'a str,
    posts: usize,
    words: usize,
}

#[derive(Serialize)]
struct FailureShape<'a> {
    path: &'a str,
    message: &'a str,
}

impl<'a> SummaryShape<'a> {
    fn of(summary: &'a Summary) -> Self {
        let clusters = summary.clusters.iter().map(|cluster| ClusterShape {
            excerpt: &cluster.excerpt,
            posts: cluster.posts,
            words: cluster.words,
        });
        let failures = summary
            .failures
            .iter()
            .map(|(path, message)| FailureShape { path, message });
        Self {
            posts: summary.posts,
            files: summary.files,
            findings: summary.findings,
            hidden: summary.hidden + summary.capped,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
            by_code: &summary.by_code,
            elapsed_ms: (),
            clusters: clusters.collect(),
            notices: &summary.notices,
            failures: failures.collect(),
        }
    }
}

#[derive(Serialize)]
struct GateShape<'a> {
    passed: bool,
    conditions: Vec<ConditionShape<'a>>,
}

#[derive(Serialize)]
struct ConditionShape<'a> {
    name: &'a str,
    value: &'a str,
    passed: bool,
}

impl<'a> GateShape<'a> {
    fn of(gate: &'a Gate) -> Self {
        let conditions = gate.conditions.iter().map(|condition| ConditionShape {
            name: &condition.name,
            value: &condition.value,
            passed: condition.passed,
        });
        Self {
            passed: gate.passed,
            conditions: conditions.collect(),
        }
    }
}
