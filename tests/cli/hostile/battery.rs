//! Bad posts of every sort, over the real command and in every format.

use gatepost::emit::{EMITTERS, escape};

use super::inputs::{inputs, numbered};
use super::limited::sources_of;
use crate::site::Site;

/// Asserts that nothing of an output acts, and that only annotations of ours are commands.
#[track_caller]
pub(super) fn assert_inert(format: &str, out: &str) {
    let acting = out.chars().find(|c| *c != '\n' && escape::acts(*c));
    assert_eq!(acting, None, "{format}");
    let lower = out.to_ascii_lowercase();
    assert!(
        !lower.contains("##[") && !lower.contains("##vso["),
        "{format}"
    );
    for line in out
        .lines()
        .filter(|line| line.trim_start().starts_with("::"))
    {
        let ours = ["::error title=", "::warning title=", "::notice title="];
        let is_ours = ours.iter().any(|start| line.starts_with(start));
        assert!(format == "github" && is_ours, "{format}: {line}");
    }
}

/// Every bad post in both formats beside a good one: it is judged, told and harmless in every
/// format, within bounds, and nothing is changed or made.
#[test]
fn no_post_breaks_a_run_or_speaks_in_its_report() {
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n[posts]\ninclude = [\"*\"]\n",
        &[],
    );
    site.file("good.md", "# Good\n\nNothing is wrong with these words.\n");
    for (name, text) in inputs() {
        let name = name.replace(' ', "-");
        site.file(&format!("{name}.md"), &text);
        site.file(&format!("{name}.txt"), &text);
    }
    site.file("latin.md", b"caf\xe9 \x1b[2J\n");
    site.file("utf16.md", b"\xff\xfea\0b\0");
    site.file("nul.md", b"a\0\x1b[2Jb");
    let before = sources_of(&site);
    for format in EMITTERS.iter().map(|it| it.name()) {
        let args = ["check", "--output-format", format, "--color=never"];
        let ran = site.bounded(&args).exits(&[1], format);
        assert_inert(format, &ran.stdout);
        assert_inert("standard error", &ran.stderr);
        assert!(!ran.stdout.contains("internal error in"), "{format}");
    }
    let args = [
        "check",
        "--output-format",
        "concise",
        "--limit",
        "0",
        "--statistics",
    ];
    let told = site.bounded(&args).exits(&[1], "all");
    for (name, _) in inputs() {
        let is_told = [".md:", ".txt:"].iter().any(|end| {
            told.stdout
                .contains(&format!("{}{end}", name.replace(' ', "-")))
        });
        let is_harmless = [
            "merge keys",
            "references",
            "tables",
            "entities",
            "brackets",
            "links",
        ]
        .iter()
        .chain(&[
            "emphasis",
            "quotes",
            "backticks",
            "comments",
            "shortcodes",
            "jsx",
            "one word",
        ])
        .chain(&["no-break spaces", "carriage returns"]);
        let mut is_harmless = is_harmless.filter(|harmless| **harmless == name);
        assert!(
            is_told || is_harmless.next().is_some(),
            "{name} is not told"
        );
    }
    assert_eq!(sources_of(&site), before);
    let ran = site.bounded(&["check", "--diff"]).exits(&[0, 1], "diff");
    assert_inert("diff", &ran.stdout.replace(['\r', '\t'], ""));
    assert_eq!(sources_of(&site), before);
}

/// Each alone, in both packs: what is slow in one post shows.
#[test]
fn no_post_takes_more_than_its_share_of_time() {
    for (name, text) in inputs() {
        let site = Site::new();
        site.file("a.md", &text);
        site.file("a.txt", &text);
        let args = [
            "check",
            "--config",
            "gatepost:alphanode",
            "--no-cache",
            "a.md",
            "a.txt",
        ];
        site.bounded(&args).exits(&[1], name);
    }
}

#[test]
fn a_line_of_many_megabytes_is_a_line() {
    let config = "extends = [\"gatepost:recommended\"]\n[limits]\nmax-file-size = 200_000_000\n";
    let site = Site::with(config, &[]);
    site.file("a.md", "Lorem ipsum dolor. ".repeat(500_000));
    let ran = site.bounded(&["check", "--no-cache"]).exits(&[1], "9 MB");
    assert!(
        ran.stdout.len() < 20_000,
        "{} bytes of report",
        ran.stdout.len()
    );
    let site = Site::with("extends = [\"gatepost:recommended\"]\n", &[]);
    site.file("a.md", "x".repeat(17 << 20));
    assert_eq!(
        site.findings(&[]),
        ["a.md:null:null: error [file-too-large]"]
    );
}

#[test]
fn many_findings_are_counted_and_a_few_are_shown() {
    let config = "[[rule]]\nid = \"m\"\nkind = \"meta\"\nunknown-keys = \"deny\"\n\
                  [rule.fields.title]\nrequired = true\n";
    let site = Site::with(config, &[]);
    let keys = numbered(9_000, "qq@zz: 1\n");
    for number in 0..12 {
        site.file(
            &format!("{number}.md"),
            format!("---\ntitle: T\n{keys}---\n"),
        );
    }
    let args = ["check", "--no-cache", "--output-format", "json"];
    let ran = site.bounded(&args).exits(&[1], "json");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 12_000);
    assert_eq!(report["summary"]["findings"], 108_000);
    let ran = site.bounded(&args[..2]).exits(&[1], "full");
    assert!(
        ran.stdout.contains("findings not shown"),
        "the rest is told"
    );
}

/// Each of many equal titles is a finding with a few of the others, not with all.
#[test]
fn a_finding_has_few_labels_however_many_posts_it_is_about() {
    let site = Site::new();
    for number in 0..1_000 {
        site.file(
            &format!("{number}.md"),
            format!("---\ntitle: Same\n---\nWords {number}.\n"),
        );
    }
    let report = site.json(&["--isolated", "--no-cache"]);
    let found = report["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1_000);
    let most = found
        .iter()
        .map(|it| it["labels"].as_array().unwrap().len())
        .max();
    assert!(most.unwrap() <= 6, "{most:?}");
}
