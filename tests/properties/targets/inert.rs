//! What a report may hold: nothing that acts, and in each format what its reader expects.

use gatepost::emit::{EMITTERS, Style, escape};
use gatepost::gate::Report;
use gatepost::source::Sources;
use serde_json::Value;

use super::xml;

/// Everything that can be shown.
const EVERYTHING: Style = Style {
    color: false,
    links: None,
    quiet: false,
    statistics: true,
};

/// Writes a report in one format.
pub(super) fn emitted(name: &str, report: &Report<'_>, sources: &Sources) -> String {
    let emitter = gatepost::emit::emitter_named(name).unwrap();
    let mut out = Vec::new();
    emitter
        .emit(report, sources, &EVERYTHING, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// Asserts that a report is harmless and well formed in every format.
pub(super) fn assert_all_inert(report: &Report<'_>, sources: &Sources) {
    for emitter in EMITTERS {
        let name = emitter.name();
        let out = emitted(name, report, sources);
        assert_inert(name, &out);
        match name {
            "json" | "sarif" | "gitlab" | "rdjson" => drop(read(name, &out)),
            "json-lines" => out.lines().for_each(|line| drop(read(name, line))),
            "junit" | "checkstyle" => drop(xml::parse(&out)),
            "github" => assert_only_annotations(&out),
            _ => {}
        }
    }
}

/// Asserts that nothing of a text acts on a terminal or is a command of a runner.
pub(super) fn assert_inert(name: &str, out: &str) {
    let acting = out.chars().find(|c| *c != '\n' && escape::acts(*c));
    assert_eq!(acting, None, "{name}");
    let lower = out.to_ascii_lowercase();
    for command in ["##[", "##vso[", "##teamcity["] {
        assert!(!lower.contains(command), "{name}: {command}");
    }
    if name != "github" {
        // A diff says what is to be changed: of it only what a runner obeys is altered.
        let is_command = |line: &&str| {
            let rest = line.trim_start().strip_prefix("::");
            rest.is_some_and(|rest| name != "diff" || rest.contains("::"))
        };
        assert_eq!(out.lines().find(is_command), None, "{name}");
    }
}

fn read(name: &str, out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("{name}: {error}: {out}"))
}

/// The runner reads annotations and nothing else, each with properties of ours.
fn assert_only_annotations(out: &str) {
    for line in out.lines() {
        let Some(rest) = line.trim_start().strip_prefix("::") else {
            continue;
        };
        assert!(line.starts_with("::"), "{line}");
        let (head, _) = rest.split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        for property in properties.split(',').filter(|it| !it.is_empty()) {
            let (key, _) = property.split_once('=').unwrap();
            let known = ["title", "file", "line", "endLine", "col", "endColumn"];
            assert!(known.contains(&key), "{line}");
        }
    }
}
