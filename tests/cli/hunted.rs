//! Faults found by using the command on content and configurations of many kinds.

use crate::site::Site;

const BOILERPLATE: &str = "[[rule]]\nid = \"bp\"\nkind = \"boilerplate\"\nmin-posts = 2\n";

fn column(diagnostic: &serde_json::Value, end: &str) -> u64 {
    diagnostic["span"][end]["column"].as_u64().unwrap()
}

#[test]
fn tells_allow_entries_that_match_nothing() {
    let config = format!("{BOILERPLATE}allow = [\"Nobody ever says this sentence.\"]\n");
    let site = Site::with(&config, &[("a.md", "One post.\n"), ("b.md", "Another.\n")]);
    let ran = site.run(&["check"]);
    assert!(
        ran.stderr.contains("stands in no post"),
        "{}\n{}",
        ran.stdout,
        ran.stderr
    );
}

#[test]
fn finds_phrases_across_any_white_space() {
    let config = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"lorem ipsum\"]\n";
    for between in ["  ", "\t", "\u{a0}", "&nbsp;"] {
        let post = format!("Here lorem{between}ipsum stands.\n");
        let site = Site::with(config, &[("a.md", &post)]);
        assert_eq!(site.findings(&[]).len(), 1, "{between:?}");
    }
}

#[test]
fn two_findings_of_a_short_value_both_cover_it() {
    let config = "[[rule]]\nid = \"a\"\nkind = \"meta\"\n[rule.fields.n]\ntype = \"integer\"\nmin = 9\n\
                  [[rule]]\nid = \"b\"\nkind = \"assert\"\nassert = 'meta.n == 8'\n";
    let site = Site::with(config, &[("a.md", "---\nn: 5\n---\nText.\n")]);
    let report = site.json(&[]);
    for diagnostic in report["diagnostics"].as_array().unwrap() {
        let (start, end) = (column(diagnostic, "start"), column(diagnostic, "end"));
        assert!(start < end, "an empty span: {diagnostic}");
    }
}

#[test]
fn counts_one_word_as_one() {
    let site = Site::with(
        &format!("{BOILERPLATE}min-words = 1\n"),
        &[("a.md", "Same.\n"), ("b.md", "Same.\n")],
    );
    let ran = site.run(&["check"]);
    assert!(!ran.stdout.contains("(1 words)"), "{}", ran.stdout);
}

#[test]
fn tells_broken_toml_once() {
    let site = Site::with("[posts\ninclude = []\n", &[("a.md", "x")]);
    let ran = site.run(&["check"]).exits(2);
    assert!(
        ran.stderr.contains("the configuration has a mistake"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_unfinished_value_is_one_mistake() {
    let config = "extends = [\"gatepost:recommended\"]\n[rules]\nmeta =\n";
    let ran = Site::with(config, &[("a.md", "x")])
        .run(&["check"])
        .exits(2);
    assert!(
        !ran.stderr.contains("unknown severity ''"),
        "{}",
        ran.stderr
    );
}

#[test]
fn tells_unknown_slots_of_a_message() {
    let config =
        "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"x\"]\nmessage = \"bad {mesage}\"\n";
    Site::with(config, &[("a.md", "y")])
        .run(&["check"])
        .exits(2);
}

#[test]
fn tells_bounds_that_no_value_can_meet() {
    for field in [
        "min-length = 10\nmax-length = 5",
        "one-of = []",
        "type = \"integer\"\none-of = [\"5\", \"6\"]",
    ] {
        let config = format!("[[rule]]\nid = \"m\"\nkind = \"meta\"\n[rule.fields.k]\n{field}\n");
        let ran = Site::with(&config, &[("a.md", "y")]).run(&["check"]);
        assert_eq!(ran.code, 2, "{field}");
    }
}

#[test]
fn tells_contradicting_sections() {
    for options in [
        "required = [\"a\"]\nforbidden = [\"a\"]",
        "required = [{ title = \"a\", last = true }, { title = \"b\", last = true }]",
        "required = [\"a\", \"A\"]",
    ] {
        let config = format!("[[rule]]\nid = \"s\"\nkind = \"sections\"\n{options}\n");
        let ran = Site::with(&config, &[("a.md", "y")]).run(&["check"]);
        assert_eq!(ran.code, 2, "{options}");
    }
}

#[test]
fn a_number_that_is_none_is_named() {
    let config =
        "[[rule]]\nid = \"s\"\nkind = \"score\"\nthresholds = { flesch = { min = nan } }\n";
    let ran = Site::with(config, &[("a.md", "y")])
        .run(&["check"])
        .exits(2);
    assert!(
        !ran.stderr.contains("must be a number, not a number"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_shown_configuration_holds_no_workflow_command() {
    let config = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"##[add-mask]x\"]\n";
    let site = Site::with(config, &[("a.md", "y")]);
    let ran = site.run(&["config"]).exits(0);
    assert!(!ran.stdout.contains("##["), "{}", ran.stdout);
}

#[test]
fn points_at_the_tab_that_indents() {
    let config = "extends = [\"gatepost:recommended\"]\n";
    let site = Site::with(config, &[("a.md", "---\nlist:\n\t- a\n---\nText.\n")]);
    assert_eq!(site.findings(&[]), ["a.md:3:1: error [meta/unparsable]"]);
    let site = Site::with(
        config,
        &[("a.md", "---\ntitle:\tx\n\tfoo: 1\n---\nText.\n")],
    );
    assert_eq!(site.findings(&[]), ["a.md:3:1: error [meta/unparsable]"]);
}

#[test]
fn an_opening_rule_is_not_front_matter() {
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n",
        &[("a.md", "---\n\nA paragraph.\n\n---\n\nAnother one.\n")],
    );
    assert_eq!(site.findings(&[]), [""; 0]);
}

#[test]
fn examples_want_findings_that_exist() {
    for want in ["w/fonud", "v/found", "found"] {
        let config = format!(
            "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"x\"]\n\
             [[rule.example]]\nname = \"n\"\npost = \"x\"\nwant = [\"{want}\"]\n"
        );
        let site = Site::with(&config, &[("a.md", "y")]);
        let ran = site.run(&["test"]).exits(2);
        assert!(ran.stderr.contains("did you mean 'w/found'?"), "{want}");
    }
}

#[test]
fn the_least_similarity_is_documented_as_it_is() {
    let ran = Site::new().run(&["explain", "near-duplicate"]).exits(0);
    assert!(
        !ran.stdout.contains("threshold (number from 0 to 1"),
        "{}",
        ran.stdout
    );
}
