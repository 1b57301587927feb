//! The tables of the README against the tables of the code.

use gatepost::config::keys::{EXAMPLE_KEYS, KEYS, KeyInfo, RULE_KEYS};
use gatepost::config::{ENGINE, SUPPRESSION};
use gatepost::emit::EMITTERS;
use gatepost::parse::FORMATS;
use gatepost::rule::kinds::KINDS;
use gatepost::rule::packs::PACKS;
use gatepost::rule::{CORPUS_METRICS, METRICS};
use serde_json::Value;

use super::readme;
use crate::site::Site;

/// A table as it stands in Markdown.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| {
        let cells = cells.iter().map(|cell| match cell.as_str() {
            "" => " ".to_owned(),
            cell => format!(" {} ", cell.replace('|', "\\|")),
        });
        format!("|{}|\n", cells.collect::<Vec<_>>().join("|"))
    };
    let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let mut table = line(&words(head));
    table.push_str(&line(&vec!["---".to_owned(); head.len()]));
    rows.for_each(|row| table.push_str(&line(&row)));
    table
}

fn code(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("`{text}`"),
    }
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap()
}

/// Asserts that the section of that title holds the table, and nothing behind its last row.
#[track_caller]
fn assert_told(title: &str, table: &str) {
    let readme = readme();
    let section = readme.iter().find(|section| section.title == title);
    assert!(section.is_some(), "no section is called '{title}'");
    let section = section.unwrap();
    let is_whole = section
        .text
        .split_once(table)
        .is_some_and(|(_, rest)| !rest.starts_with('|'));
    assert!(is_whole, "{title}: the table must be\n{table}");
}

#[test]
fn findings_and_options_of_every_kind_are_told_as_explain_tells_them() {
    let site = Site::new();
    for kind in KINDS {
        let name = kind.name();
        let ran = site.run(&["explain", name, "--json"]).exits(0);
        let told: Value = serde_json::from_str(&ran.stdout).unwrap();
        let findings = told["findings"].as_array().unwrap().iter();
        let rows = findings.map(|it| {
            let (_, finding) = text(it, "code").split_once('/').unwrap();
            vec![code(finding), text(it, "summary").to_owned()]
        });
        assert_told(name, &table(&["finding", "what it means"], rows));
        let options = told["options"].as_array().unwrap().iter();
        assert_eq!(options.len(), kind.options().len(), "{name}");
        let rows = options.map(|it| {
            vec![
                code(text(it, "name")),
                text(it, "takes").to_owned(),
                code(text(it, "default")),
                text(it, "doc").to_owned(),
            ]
        });
        let head = ["option", "takes", "default", "what it does"];
        assert_told(name, &table(&head, rows));
    }
}

#[test]
fn every_fix_is_told() {
    let rows = KINDS.iter().flat_map(|kind| {
        let fixes = kind.fixes().iter();
        fixes.map(|fix| {
            assert!(kind.findings().iter().any(|it| it.name == fix.finding));
            vec![
                format!("`{}` of `{}`", fix.finding, kind.name()),
                fix.made_with().to_owned(),
                fix.summary.to_owned(),
            ]
        })
    });
    assert_told("Fix", &table(&["finding", "made with", "fix"], rows));
}

#[test]
fn every_key_of_a_configuration_is_told() {
    let keys = |keys: &'static [KeyInfo]| {
        let rows = keys.iter().map(|key| {
            vec![
                code(key.path),
                key.takes.to_owned(),
                code(key.default),
                key.doc.to_owned(),
            ]
        });
        table(&["key", "takes", "default", "what it does"], rows)
    };
    assert_told("Configuration", &keys(KEYS));
    assert_told("Write a rule", &keys(RULE_KEYS));
    assert_told("Write a rule", &keys(EXAMPLE_KEYS));
}

#[test]
fn every_metric_is_told() {
    let rows = METRICS
        .iter()
        .map(|metric| vec![code(metric.name), metric.doc.to_owned()]);
    assert_told("Metrics", &table(&["metric", "what it measures"], rows));
    let rows = CORPUS_METRICS
        .iter()
        .map(|metric| vec![code(metric.name), metric.doc.to_owned()]);
    let head = ["metric of the corpus", "what it measures"];
    assert_told("Metrics", &table(&head, rows));
}

#[test]
fn every_code_of_the_engine_is_told() {
    let told = |title: &str, codes: &[(&str, &str)]| {
        let rows = codes.iter();
        let rows = rows.map(|(name, doc)| vec![code(name), (*doc).to_owned()]);
        assert_told(title, &table(&["code", "what it means"], rows));
    };
    told("How a run works", ENGINE);
    told("Suppress a finding", SUPPRESSION);
}

#[test]
fn every_rule_of_the_packs_is_told() {
    let site = Site::new();
    for pack in PACKS {
        let name = format!("gatepost:{}", pack.name);
        let args = ["rules", "--config", &name, "--json"];
        let rules: Value = serde_json::from_str(&site.run(&args).exits(0).stdout).unwrap();
        let rows = rules.as_array().unwrap().iter().map(|rule| {
            vec![
                code(text(rule, "id")),
                code(text(rule, "kind")),
                text(rule, "severity").to_owned(),
                text(rule, "why").to_owned(),
            ]
        });
        assert_told(
            pack.name,
            &table(&["rule", "kind", "severity", "why"], rows),
        );
    }
}

#[test]
fn every_format_is_told() {
    let first_cells = |title: &str| {
        let readme = readme();
        let section = readme.iter().find(|it| it.title == title).unwrap();
        let rows = section.rows();
        rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>()
    };
    let formats: Vec<String> = FORMATS.iter().map(|it| code(it.name())).collect();
    assert_eq!(first_cells("Formats of posts"), formats);
    let emitters: Vec<String> = EMITTERS.iter().map(|it| code(it.name())).collect();
    assert_eq!(first_cells("Output"), emitters);
}
