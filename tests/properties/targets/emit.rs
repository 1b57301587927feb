//! Emitters: texts of strangers wherever a report can hold one.

use std::sync::Arc;

use gatepost::diagnostic::{Applicability, Code, Diagnostic, Edit, Fix, Severity};
use gatepost::emit::{EMITTERS, Style, plain, write_diff};
use gatepost::gate::{
    Condition, Context, Declared, Findings, Gate, Located, Place, Report, Summary,
};
use gatepost::read::reload;
use gatepost::rule::Cluster;
use gatepost::source::{LineIndex, Origin, SourceId, Sources, Span};

use super::inert::{assert_all_inert, assert_inert, emitted};
use super::pieces::parts;

/// Bytes before the text: a choice, and where two spans start and end.
const HEAD: usize = 5;

/// Five bytes, then a text, and what else there is: path, message, label, note, fix, another path.
pub(super) fn run(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(HEAD) else {
        return;
    };
    let Ok(rest) = std::str::from_utf8(rest) else {
        return;
    };
    let parts = parts(rest, 7);
    let part = |at: usize| parts.get(at).copied().unwrap_or("x");
    let sources = Sources::new(reload);
    for path in [part(1), part(6)] {
        sources.add(path, Origin::Memory(Arc::from(part(0))));
    }
    let mut report = report(head, &part, &sources);
    if head[0] >= 128 {
        report.findings = Findings::new(Vec::new());
    }
    assert_all_inert(&report, &sources);
    assert_json_keeps_texts(&report, &sources);
    assert_colours_are_all_that_colours_add(&report, &sources);
    let mut diff = Vec::new();
    write_diff(part(1), part(0), part(5), &mut diff).unwrap();
    // A tab, a carriage return before a line end and a mark at the start of a file stay.
    let diff = String::from_utf8(diff)
        .unwrap()
        .replace("\r\n", "\n")
        .replace(['\t', '\u{feff}'], "");
    assert_inert("diff", &diff);
}

fn report<'t>(head: &[u8], part: &impl Fn(usize) -> &'t str, sources: &Sources) -> Report<'static> {
    let text = part(0);
    let spans = [span(text, head[1], head[2]), span(text, head[3], head[4])];
    let severity = [Severity::Error, Severity::Warning, Severity::Info][usize::from(head[0]) % 3];
    let code = Code::of_rule("rule", "found");
    let edit = Edit {
        span: spans[1],
        text: part(5).to_owned(),
    };
    let first = Diagnostic::new(code.clone(), severity, SourceId(0), spans[0], part(2))
        .labelled(part(3))
        .also(SourceId(0), spans[1], part(2))
        .also(SourceId(1), spans[1], part(3))
        .note(part(4))
        .help(part(2))
        .fixed_by(Some(Fix::new(Applicability::Safe, edit)));
    let second = Diagnostic::new(code, severity, SourceId(1), None, part(4));
    let located: Vec<Located> = (0..)
        .zip([first, second])
        .map(|(at, told)| located(at, told, sources))
        .collect();
    Report {
        findings: Findings::new(located),
        summary: summary(part),
        gate: Gate {
            passed: false,
            conditions: vec![Condition {
                name: part(2).to_owned(),
                value: part(3).to_owned(),
                passed: false,
            }],
        },
    }
}

fn summary<'t>(part: &impl Fn(usize) -> &'t str) -> Summary {
    let mut summary = Summary {
        posts: 2,
        files: 2,
        reported: 2,
        findings: 3,
        errors: 3,
        hidden: 1,
        clusters: vec![Cluster {
            excerpt: part(2).to_owned(),
            posts: 2,
            words: 7,
        }],
        notices: vec![part(4).to_owned()],
        failures: vec![(part(6).to_owned(), part(3).to_owned())],
        context: Context {
            folder: part(1).to_owned(),
            declared: vec![Declared {
                code: "rule/found".to_owned(),
                severity: Severity::Error,
                kind: Some("pattern"),
                summary: "A word is not ours",
                why: Some(part(4).to_owned()),
                url: Some(part(3).to_owned()),
            }],
        },
        ..Summary::default()
    };
    summary.by_code.insert("rule/found".to_owned(), 3);
    summary
}

/// A diagnostic with places as the gate works them out.
fn located(number: usize, diagnostic: Diagnostic, sources: &Sources) -> Located {
    let text = sources.text(SourceId(0)).unwrap().text.clone();
    let lines = LineIndex::new(&text);
    let range = |span: Span| {
        (
            lines.position(&text, span.start),
            lines.position(&text, span.end),
        )
    };
    let places = diagnostic.labels.iter().map(|label| Place {
        path: sources.shown(label.source),
        range: label.span.map(range),
    });
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    Located {
        places: places.collect(),
        edits: edits.map(|edit| range(edit.span)).collect(),
        post: (number > 0).then(|| sources.shown(SourceId(1))),
        fingerprint: format!("{number:032x}"),
        diagnostic,
    }
}

/// A span of a text between two places that bytes point at.
fn span(text: &str, a: u8, b: u8) -> Span {
    let place = |byte: u8| {
        let mut at = text.len() * usize::from(byte) / 255;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (a, b) = (place(a), place(b));
    Span::from_range(a.min(b)..a.max(b))
}

fn assert_json_keeps_texts(report: &Report<'_>, sources: &Sources) {
    let out = emitted("json", report, sources);
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    let told = read["diagnostics"].as_array().unwrap();
    for (value, located) in told.iter().zip(report.findings.iter()) {
        assert_eq!(value["message"], *located.diagnostic.message);
        assert_eq!(value["path"], *located.primary().path);
        assert_eq!(value["fingerprint"], *located.fingerprint);
    }
}

fn assert_colours_are_all_that_colours_add(report: &Report<'_>, sources: &Sources) {
    for emitter in EMITTERS
        .iter()
        .filter(|it| ["full", "concise", "grouped"].contains(&it.name()))
    {
        let style = |color| Style {
            color,
            links: None,
            quiet: false,
            statistics: true,
        };
        let emitted = |style: &Style| {
            let mut out = Vec::new();
            emitter.emit(report, sources, style, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let mut coloured = emitted(&style(true));
        while let Some(start) = coloured.find("\u{1b}[") {
            let len = coloured[start..].find('m').unwrap();
            let codes = &coloured[start + 2..start + len];
            assert!(
                codes.chars().all(|c| c.is_ascii_digit() || c == ';'),
                "{codes}"
            );
            coloured.replace_range(start..=start + len, "");
        }
        assert_eq!(coloured, emitted(&style(false)), "{}", emitter.name());
    }
    let last = report.summary.notices.iter();
    last.for_each(|notice| assert_inert("a notice", &plain(notice)));
}
