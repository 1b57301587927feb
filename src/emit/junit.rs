//! `junit`: XML that CI servers show as tests.
//!
//! A post is a suite and each of its findings a test that failed. A rule that found nothing is a
//! test that passed, in a suite of its own: a clean run has passed tests, not none. There stands
//! too, as a test that was skipped, how many findings posts suppress or the baseline knows.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::entry::Entry;
use super::markup::{exact, shown};
use super::{Emitter, Style};
use crate::gate::{Report, Summary};
use crate::source::Sources;

/// Suites of test cases.
pub(super) struct Junit;

impl Emitter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn emit(
        &self,
        report: &Report,
        _sources: &Sources,
        _style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let summary = &report.summary;
        let passed = passed(summary);
        let (findings, errors) = (summary.shown(), summary.failures.len());
        let kept_out = summary.kept_out();
        let skipped = usize::from(kept_out.is_some());
        let tests = findings + errors + passed.len() + skipped;
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"gatepost\" tests=\"{tests}\" failures=\"{findings}\" errors=\"{errors}\">"
        )?;
        write_run(&passed, kept_out.as_deref(), out)?;
        let mut suite = Suite::default();
        for found in report.findings.iter() {
            suite.add(&Entry::of(&found), out)?;
        }
        for failure in &summary.failures {
            suite.add(&Entry::of_failure(failure), out)?;
        }
        suite.write(out)?;
        out.write_all(b"</testsuites>\n")
    }
}

/// The rules that found nothing. Where nothing was found and no rule is known, the run itself is
/// what passed.
fn passed(summary: &Summary) -> BTreeSet<&str> {
    let failed: BTreeSet<&str> = summary.by_code.keys().map(|code| rule_of(code)).collect();
    let declared = summary.context.declared.iter();
    let mut passed: BTreeSet<&str> = declared
        .filter(|it| it.kind.is_some())
        .map(|it| rule_of(&it.code))
        .filter(|rule| !failed.contains(rule))
        .collect();
    if passed.is_empty() && failed.is_empty() && summary.failures.is_empty() {
        passed.insert("check");
    }
    passed
}

fn rule_of(code: &str) -> &str {
    code.split_once('/').map_or(code, |(rule, _)| rule)
}

/// What holds for the run as a whole: rules that passed, and what was kept out.
fn write_run(
    rules: &BTreeSet<&str>,
    kept_out: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let skipped = usize::from(kept_out.is_some());
    let tests = rules.len() + skipped;
    if tests == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<testsuite name=\"gatepost\" tests=\"{tests}\" failures=\"0\" errors=\"0\" \
         skipped=\"{skipped}\">"
    )?;
    for rule in rules {
        writeln!(
            out,
            "<testcase name=\"{}\" classname=\"gatepost\"/>",
            exact(rule)
        )?;
    }
    if let Some(told) = kept_out {
        writeln!(
            out,
            "<testcase name=\"known findings\" classname=\"gatepost\">\
             <skipped message=\"{}\"/></testcase>",
            exact(told)
        )?;
    }
    out.write_all(b"</testsuite>\n")
}

/// The test cases of one post: held until they are counted, and bounded by the findings of a post.
#[derive(Default)]
struct Suite {
    post: String,
    cases: Vec<u8>,
    failures: usize,
    errors: usize,
    codes: BTreeMap<String, usize>,
}

impl Suite {
    fn add(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.post != entry.post {
            self.write(out)?;
            *self = Self {
                post: entry.post.to_owned(),
                ..Self::default()
            };
        }
        let element = if entry.located.is_some() {
            self.failures += 1;
            "failure"
        } else {
            self.errors += 1;
            "error"
        };
        let name = self.name(entry.code);
        let (post, path) = (exact(entry.post), exact(entry.path));
        let (line, column) = entry.line_and_column();
        let message = exact(&entry.message);
        write!(
            self.cases,
            "<testcase name=\"{}\" classname=\"{post}\" file=\"{path}\" line=\"{line}\">\
             <{element} type=\"{}\" message=\"{message}\">{}:{line}:{column}: {}",
            exact(&name),
            entry.severity,
            shown(entry.path),
            shown(&entry.message),
        )?;
        for detail in entry.details() {
            write!(self.cases, "\n  {}", shown(&detail))?;
        }
        writeln!(self.cases, "</{element}></testcase>")
    }

    /// The code, numbered among its equals: servers know a test by its name over many runs, and
    /// lines move.
    fn name(&mut self, code: &str) -> String {
        let seen = self.codes.entry(code.to_owned()).or_default();
        *seen += 1;
        match *seen {
            1 => code.to_owned(),
            number => format!("{code} {number}"),
        }
    }

    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let tests = self.failures + self.errors;
        if tests == 0 {
            return Ok(());
        }
        writeln!(
            out,
            "<testsuite name=\"{}\" tests=\"{tests}\" failures=\"{}\" errors=\"{}\">",
            exact(&self.post),
            self.failures,
            self.errors
        )?;
        out.write_all(&self.cases)?;
        out.write_all(b"</testsuite>\n")
    }
}
