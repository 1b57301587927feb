//! One report with everything that outputs must withstand, for the tests of every format.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::gate::{Condition, Context, Declared, Findings, Gate, Located, Place, Report, Summary};
use crate::rule::Cluster;
use crate::source::{LineIndex, Origin, SourceId, Sources, Span};

/// Sources in memory and the report that is growing over them.
pub(super) struct Fixture {
    pub(super) sources: Sources,
    pub(super) located: Vec<Located>,
    pub(super) summary: Summary,
    pub(super) gate: Gate,
    texts: Vec<Option<Arc<str>>>,
}

/// Where something stands in a source: the first match, or the source as a whole.
pub(super) struct Spot<'a>(pub(super) SourceId, pub(super) Option<&'a str>);

fn unreadable(_: &Origin) -> Result<Arc<str>> {
    Err(Error::new("gone"))
}

impl Fixture {
    pub(super) fn new() -> Self {
        Self {
            sources: Sources::new(unreadable),
            located: Vec::new(),
            summary: Summary::default(),
            gate: Gate {
                passed: true,
                conditions: Vec::new(),
            },
            texts: Vec::new(),
        }
    }

    /// The report as it is now.
    pub(super) fn report(&self) -> Report<'static> {
        Report {
            findings: Findings::new(self.located.clone()),
            summary: self.summary.clone(),
            gate: self.gate.clone(),
        }
    }

    pub(super) fn source(&mut self, path: &str, text: &str) -> SourceId {
        let text: Arc<str> = text.into();
        self.texts.push(Some(text.clone()));
        self.sources.add(path, Origin::Memory(text))
    }

    /// A source that cannot be read any more.
    pub(super) fn lost_source(&mut self, path: &str) -> SourceId {
        self.texts.push(None);
        self.sources
            .add(path, Origin::File(std::path::Path::new("nowhere").into()))
    }

    pub(super) fn span(&self, spot: &Spot<'_>) -> Option<Span> {
        let found = spot.1?;
        let Some(text) = &self.texts[spot.0.0 as usize] else {
            return Some(Span::new(0, 1));
        };
        let start = text.find(found).unwrap();
        Some(Span::from_range(start..start + found.len()))
    }

    /// Adds a finding whose places are worked out as the gate does it.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let places = diagnostic.labels.iter().map(|label| {
            let text = self.texts[label.source.0 as usize].clone();
            let range = label.span.map(|span| {
                let text = text.unwrap_or_default();
                let lines = LineIndex::new(&text);
                let at = |offset| lines.position(&text, offset);
                (at(span.start), at(span.end))
            });
            let path = self.sources.shown(label.source).clone();
            Place { path, range }
        });
        let places = places.collect();
        let text = self.texts[diagnostic.primary().source.0 as usize].clone();
        let lines = LineIndex::new(text.as_deref().unwrap_or_default());
        let at = |offset| lines.position(text.as_deref().unwrap_or_default(), offset);
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        let edits = edits.map(|edit| (at(edit.span.start), at(edit.span.end)));
        let edits = edits.collect();
        let fingerprint = format!("{:032x}", self.located.len());
        self.located.push(Located {
            diagnostic,
            edits,
            post: None,
            places,
            fingerprint,
        });
    }

    /// Adds a finding about one spot.
    pub(super) fn found(&mut self, severity: Severity, spot: &Spot<'_>, message: &str) {
        let code = Code::of_rule("prose", "found");
        self.push(Diagnostic::new(
            code,
            severity,
            spot.0,
            self.span(spot),
            message,
        ));
    }

    /// Counts what was added and judges it.
    pub(super) fn finish(mut self) -> Self {
        let count = |severity| {
            let all = self.located.iter();
            all.filter(|one| one.diagnostic.severity == severity)
                .count()
        };
        let mut by_code = BTreeMap::new();
        for located in &self.located {
            *by_code
                .entry(located.diagnostic.code.to_string())
                .or_default() += 1;
        }
        let errors = count(Severity::Error);
        self.summary = Summary {
            posts: self.sources.len(),
            files: self.sources.len(),
            reported: self.sources.len(),
            findings: self.located.len(),
            errors,
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            by_code,
            ..Summary::default()
        };
        self.gate = Gate {
            passed: errors == 0,
            conditions: vec![
                condition("no errors", &format!("{errors} errors"), errors == 0),
                condition("at most 200 warnings", "1 warning", true),
            ],
        };
        self
    }
}

pub(super) fn condition(name: &str, value: &str, passed: bool) -> Condition {
    Condition {
        name: name.to_owned(),
        value: value.to_owned(),
        passed,
    }
}

/// Text that tries every output at once.
pub(super) const NASTY: &str = "100% \"done\" <b>&amp; ]]> \u{1b}[31m\u{7}\u{9b}2J \u{202e}fed\u{2066} \
     ##[add-mask]e ##vso[task.x] \u{2028}::error file=a::x\r\n::stop-commands::y\t\u{7f}\u{feff}";

/// Text that is a link, a mention, an image or markup where it is taken for Markdown.
pub(super) const MARKUP: &str = "`a` | [x](https://evil.example) ![i](//e) @team #1 <img src=x> \
     www.evil.example a@evil.example \\ ``` **b** &#64;c </code></td></table>\n\n# d";

/// A path of everything that a path may hold and an address or a list may not.
pub(super) const AWKWARD: &str = "posts/a b, c: 50% 'ü' #1 [2]?.md";

/// A report with all of it.
pub(super) fn nasty() -> Fixture {
    let mut fixture = Fixture::new();
    let tabs = fixture.source(
        "posts/tabs.md",
        "# Tabs\r\n\r\n\tone\ttwo 漢字 e\u{301}t\u{e9} ⚠\u{fe0f} end\r\n",
    );
    let hostile = fixture.source(
        "posts/\n::error file=x::\u{1b}]0;a\u{7}##[b.md",
        &format!("first\n{NASTY}\nlast\n"),
    );
    let long = format!("{}needle{}", "a b ".repeat(60_000), " c d".repeat(60_000));
    let long = fixture.source("posts/long.md", &long);
    let lines = fixture.source(
        "posts/lines.md",
        "one\ntwo two\nthree\nfour\nfive five\nsix\n",
    );
    let lost = fixture.lost_source("posts/lost.md");
    let awkward = fixture.source(AWKWARD, "# ü\n\nü漢字 x\n");

    fixture.found(
        Severity::Error,
        &Spot(tabs, Some("two")),
        "a word behind tabs",
    );
    fixture.found(
        Severity::Warning,
        &Spot(tabs, Some("end")),
        "a word behind wide letters",
    );
    fixture.found(Severity::Error, &Spot(hostile, Some("[31m")), NASTY);
    fixture.found(
        Severity::Error,
        &Spot(long, Some("needle")),
        "a word in a long line",
    );
    fixture.found(
        Severity::Info,
        &Spot(lines, Some("two\nthree\nfour\nfive")),
        "a stretch of lines",
    );
    let code = Code::of_rule("boilerplate", "repeated");
    let spots = [
        Spot(lines, Some("six")),
        Spot(tabs, Some("Tabs")),
        Spot(lines, Some("one")),
        Spot(lost, Some("x")),
    ];
    let spans = spots.each_ref().map(|spot| fixture.span(spot));
    fixture.push(
        Diagnostic::new(
            code,
            Severity::Error,
            lines,
            spans[0],
            "a text stands in 3 posts",
        )
        .labelled("here")
        .also(tabs, spans[1], NASTY)
        .also(lines, spans[2], "and here")
        .also(lost, spans[3], "and there")
        .note(NASTY)
        .help("write it anew"),
    );
    fixture.found(
        Severity::Error,
        &Spot(lost, None),
        "not valid UTF-8 at byte 412",
    );
    fixture.found(Severity::Warning, &Spot(awkward, Some("漢字")), MARKUP);
    let mut fixture = fixture.finish();
    let summary = &mut fixture.summary;
    summary.findings += 3;
    summary.hidden = 3;
    summary.failures = vec![(
        "posts/shut.md".to_owned(),
        "Permission denied (os error 13)".to_owned(),
    )];
    summary.context = Context {
        folder: "site".to_owned(),
        declared: ["boilerplate/repeated", "prose/found", "titles/repeated"]
            .map(declared)
            .to_vec(),
    };
    summary.notices = vec!["skipped posts/l.md".to_owned()];
    summary.clusters = vec![Cluster {
        excerpt: NASTY.to_owned(),
        posts: 412,
        words: 12,
    }];
    fixture
}

/// A code of a rule whose reason is as nasty as a post.
fn declared(code: &str) -> Declared {
    Declared {
        code: code.to_owned(),
        severity: Severity::Error,
        kind: Some("pattern"),
        summary: "A word is not ours",
        why: Some(format!("{NASTY} {MARKUP}")),
        url: Some("https://example.com/ä b".to_owned()),
    }
}
