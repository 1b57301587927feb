//! What holds for every format, over one nasty report.

mod checkstyle;
mod github;
mod gitlab;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod xml;

use std::io;

use regex::Regex;
use serde_json::Value;

use super::fixture::{Fixture, NASTY, Spot, nasty};
use super::*;
use crate::diagnostic::Severity;

/// Formats that end in the verdict.
const HUMAN: [&str; 3] = ["full", "concise", "grouped"];
const EVERYTHING: Style = Style {
    links: None,
    color: false,
    quiet: false,
    statistics: true,
};

fn emitted(name: &str, fixture: &Fixture, style: Style) -> String {
    let mut out = Vec::new();
    let emitter = emitter_named(name).unwrap();
    emitter
        .emit(&fixture.report(), &fixture.sources, &style, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

fn read(name: &str, fixture: &Fixture) -> Value {
    serde_json::from_str(&emitted(name, fixture, Style::default())).unwrap()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value}"))
}

/// Asserts that an object has these keys and no others.
#[track_caller]
fn assert_keys(value: &Value, required: &[&str], optional: &[&str]) {
    let object = value.as_object().unwrap();
    for key in required {
        assert!(object.contains_key(*key), "no {key} in {value}");
    }
    for key in object.keys() {
        let known = required.iter().chain(optional).any(|known| known == key);
        assert!(known, "{key} in {value}");
    }
}

/// The messages of a report, failures last.
fn messages(fixture: &Fixture) -> Vec<String> {
    let report = &fixture.report();
    let findings = report.findings.iter();
    let findings = findings.map(|it| it.diagnostic.message.clone());
    let failures = report.summary.failures.iter();
    findings.chain(failures.map(|it| it.1.clone())).collect()
}

fn many(count: usize, severity: Severity) -> Fixture {
    let mut fixture = Fixture::new();
    for at in 0..count {
        let source = fixture.source(&format!("posts/{at:05}.md"), "# One\n");
        fixture.found(severity, &Spot(source, Some("One")), "a short title");
    }
    fixture.finish()
}

fn small() -> Fixture {
    let mut fixture = Fixture::new();
    let a = fixture.source("posts/a.md", "# One\n\nutilize it\n");
    let b = fixture.source("posts/b.md", "# Two\n");
    let spot = Spot(a, Some("utilize"));
    fixture.found(Severity::Error, &spot, "'utilize' is not our word");
    fixture.found(Severity::Info, &Spot(a, Some("One")), "a short title");
    fixture.found(Severity::Warning, &Spot(b, None), "no summary");
    fixture.finish()
}

#[test]
fn nothing_that_acts_survives_in_any_format() {
    let fixture = nasty();
    for emitter in EMITTERS {
        let out = emitted(emitter.name(), &fixture, EVERYTHING);
        let acting = out.chars().find(|c| *c != '\n' && escape::acts(*c));
        assert_eq!(acting, None, "{}", emitter.name());
        for command in ["##[", "##vso["] {
            assert!(!out.contains(command), "{}: {command}", emitter.name());
        }
        let mut lines = out.lines();
        let command = lines.find(|line| line.trim_start().starts_with("::"));
        let is_command_format = emitter.name() == "github";
        assert_eq!(command.is_some(), is_command_format, "{}", emitter.name());
    }
}

#[test]
fn a_broken_output_is_told() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let fixture = nasty();
    for emitter in EMITTERS {
        let told = emitter.emit(&fixture.report(), &fixture.sources, &EVERYTHING, &mut Full);
        let kind = told.unwrap_err().kind();
        assert_eq!(kind, io::ErrorKind::StorageFull, "{}", emitter.name());
    }
}

#[test]
fn colours_add_nothing_but_colours() {
    let fixture = nasty();
    let codes = Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    for name in HUMAN {
        let style = Style {
            color: true,
            ..EVERYTHING
        };
        let coloured = emitted(name, &fixture, style);
        assert!(codes.is_match(&coloured), "{name}");
        let stripped = codes.replace_all(&coloured, "");
        assert_eq!(stripped, emitted(name, &fixture, EVERYTHING), "{name}");
    }
}

#[test]
fn links_add_nothing_but_urls_of_harmless_characters() {
    let fixture = nasty();
    let links = Links::new("host", std::path::Path::new("/my site"));
    let style = Style {
        links: links.as_ref(),
        ..EVERYTHING
    };
    let link = Regex::new("\u{1b}\\]8;;(file://host/my%20site/[A-Za-z0-9%/._~-]+)?\u{1b}\\\\");
    let link = link.unwrap();
    for emitter in EMITTERS {
        let name = emitter.name();
        let plain = emitted(name, &fixture, EVERYTHING);
        let linked = emitted(name, &fixture, style);
        let count = link.find_iter(&linked).count();
        assert_eq!(count > 0, HUMAN.contains(&name), "{name}");
        assert_eq!(count % 2, 0, "{name}");
        assert_eq!(link.replace_all(&linked, ""), plain, "{name}");
    }
    let linked = emitted("concise", &small(), style);
    let first = linked.lines().next().unwrap();
    assert_eq!(
        first,
        "\u{1b}]8;;file://host/my%20site/posts/a.md\u{1b}\\posts/a.md\u{1b}]8;;\u{1b}\\:3:1: \
         error: 'utilize' is not our word [prose/found]"
    );
}

#[test]
fn the_verdict_is_the_last_line_and_all_of_quiet() {
    let quiet = Style {
        quiet: true,
        ..EVERYTHING
    };
    for name in HUMAN {
        let fixture = nasty();
        let verdict = emitted(name, &fixture, quiet);
        assert_eq!(verdict.lines().count(), 1, "{name}");
        assert!(
            verdict.starts_with("gate failed: 5 errors (not met: no errors)"),
            "{name}"
        );
        assert!(
            emitted(name, &fixture, EVERYTHING).ends_with(&verdict),
            "{name}"
        );
    }
}

#[test]
fn concise_is_read_by_the_gcc_matcher() {
    let out = emitted("concise", &small(), Style::default());
    insta::assert_snapshot!(out, @r"
    posts/a.md:3:1: error: 'utilize' is not our word [prose/found]
    posts/a.md:1:3: info: a short title [prose/found]
    posts/b.md:1:1: warning: no summary [prose/found]
    found 1 error, 1 warning and 1 info in 2 posts (2 files)
    gate failed: 1 errors (not met: no errors); 1 warning (met: at most 200 warnings)
    ");
    let matcher = Regex::new(r"^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$");
    let matcher = matcher.unwrap();
    let read: Vec<_> = out
        .lines()
        .filter_map(|line| matcher.captures(line))
        .collect();
    assert_eq!(read.len(), 2);
    assert_eq!(
        (&read[0][1], &read[0][2], &read[0][3]),
        ("posts/a.md", "3", "1")
    );
}

#[test]
fn grouped_lines_up_under_each_file() {
    insta::assert_snapshot!(emitted("grouped", &small(), Style::default()), @r"
    posts/a.md (1 error and 1 info)
      3:1  error    'utilize' is not our word  prose/found
      1:3  info     a short title              prose/found

    posts/b.md (1 warning)
      1:1  warning  no summary  prose/found

    found 1 error, 1 warning and 1 info in 2 posts (2 files)
    gate failed: 1 errors (not met: no errors); 1 warning (met: at most 200 warnings)
    ");
}

#[test]
fn json_reads_back_what_was_found() {
    let mut fixture = nasty();
    fixture.located[0].post = Some("a-1".into());
    let out = emitted("json", &fixture, Style::default());
    let read: Value = serde_json::from_str(&out).unwrap();
    let diagnostics = read["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), fixture.located.len() + 1);
    for (value, located) in diagnostics.iter().zip(&fixture.located) {
        assert_eq!(value["message"], *located.diagnostic.message);
        assert_eq!(value["path"], *located.primary().path);
    }
    assert_eq!(diagnostics[0]["post"], "a-1");
    assert_eq!(diagnostics[5]["labels"][1]["message"], NASTY);
    assert_eq!(diagnostics[6]["span"], Value::Null);
    assert_eq!(diagnostics[8]["code"], "io-error");
    assert_eq!(diagnostics[8]["path"], "posts/shut.md");
    assert_eq!(read["summary"]["by_code"]["prose/found"], 7);
    assert_eq!(read["summary"]["elapsed_ms"], Value::Null);
    assert_eq!(read["gate"]["conditions"][0]["value"], "5 errors");
}

#[test]
fn json_keeps_its_keys_in_order() {
    let mut fixture = small();
    fixture.located.truncate(1);
    insta::assert_snapshot!(emitted("json", &fixture, Style::default()), @r#"
    {"version":1,"diagnostics":[
    {"code":"prose/found","rule":"prose","severity":"error","message":"'utilize' is not our word","path":"posts/a.md","post":null,"span":{"start":{"line":3,"column":1,"offset":7},"end":{"line":3,"column":8,"offset":14}},"labels":[{"path":"posts/a.md","span":{"start":{"line":3,"column":1,"offset":7},"end":{"line":3,"column":8,"offset":14}},"message":"","primary":true}],"notes":[],"help":[],"fix":null,"fingerprint":"00000000000000000000000000000000"}
    ],"summary":{"posts":2,"files":2,"findings":3,"hidden":0,"errors":1,"warnings":1,"infos":1,"suppressed":0,"baselined":0,"by_code":{"prose/found":3},"elapsed_ms":null,"clusters":[],"notices":[],"failures":[]},
    "gate":{"passed":false,"conditions":[{"name":"no errors","value":"1 errors","passed":false},{"name":"at most 200 warnings","value":"1 warning","passed":true}]}}
    "#);
}

#[test]
fn json_lines_are_the_diagnostics_of_json() {
    let fixture = nasty();
    let whole: Value = serde_json::from_str(&emitted("json", &fixture, EVERYTHING)).unwrap();
    let lines = emitted("json-lines", &fixture, EVERYTHING);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(whole["diagnostics"], Value::Array(lines));
}

#[test]
fn a_report_without_findings_is_valid_everywhere() {
    let fixture = Fixture::new().finish();
    let out = emitted("json", &fixture, Style::default());
    let read: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read["diagnostics"], Value::Array(Vec::new()));
    assert_eq!(emitted("json-lines", &fixture, Style::default()), "");
    for name in HUMAN {
        insta::allow_duplicates! {
            insta::assert_snapshot!(emitted(name, &fixture, EVERYTHING), @r"
            no findings in 0 posts (0 files)
            gate passed: 0 errors (met: no errors); 1 warning (met: at most 200 warnings)
            ");
        }
    }
}

#[test]
fn every_format_has_a_name_of_its_own() {
    for (at, emitter) in EMITTERS.iter().enumerate() {
        let first = EMITTERS
            .iter()
            .position(|other| other.name() == emitter.name());
        assert_eq!(first, Some(at));
    }
    assert!(emitter_named("sarif-2").is_none());
}

#[test]
fn a_clean_run_is_a_report_and_not_nothing() {
    let fixture = Fixture::new().finish();
    let log = read("sarif", &fixture);
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(read("gitlab", &fixture), Value::Array(Vec::new()));
    assert_eq!(
        read("rdjson", &fixture)["diagnostics"],
        Value::Array(Vec::new())
    );
    let junit = xml::parse(&emitted("junit", &fixture, Style::default()));
    assert_eq!(junit.all("testcase").len(), 1);
    assert_eq!(junit.all("testcase")[0].children, []);
    let checkstyle = xml::parse(&emitted("checkstyle", &fixture, Style::default()));
    assert_eq!(checkstyle.all("error").len(), 0);
    let github = emitted("github", &fixture, Style::default());
    assert!(!github.contains("::"), "{github}");
    let markdown = emitted("markdown", &fixture, Style::default());
    assert!(
        markdown.starts_with("## gatepost: gate passed\n"),
        "{markdown}"
    );
}
