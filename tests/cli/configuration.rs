//! Layers, and mistakes: each with its place and what was meant, all at once.

use crate::site::Site;

fn mistakes(config: &str) -> Vec<String> {
    let site = Site::with(config, &[("a.md", "x")]);
    let ran = site.run(&["check"]).exits(2);
    assert_eq!(ran.stdout, "");
    let lines = ran.stderr.lines();
    lines
        .filter_map(|line| line.strip_prefix("gatepost: "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn tells_every_mistake_at_once_with_its_place() {
    let config = "extends = [\"gatepost:recomended\"]\n\
                  [posts]\ninclude = [\"a[\"]\nexlude = []\n\
                  [gate]\nfail-on = \"eror\"\nmax-warnings = \"3\"\n\
                  [[rule]]\nid = \"x\"\nkind = \"sectoins\"\n\
                  [[rule]]\nid = \"y\"\nkind = \"pattern\"\npatterns = [\"a(\"]\nserverity = \"error\"\n\
                  [[rule]]\nid = \"Z\"\nkind = \"pattern\"\n\
                  [[rule]]\nid = \"w\"\nkind = \"assert\"\nassert = 'wrods > 3'\nwhen = '1 +'\n\
                  [rules]\nmeta = \"warning\"\ny = \"eror\"\n";
    let told = mistakes(config);
    for expected in [
        "gatepost.toml:1:12: unknown pack 'gatepost:recomended'; did you mean 'gatepost:recommended'?",
        "gatepost.toml:3:12: bad glob: unclosed character class; missing ']'",
        "gatepost.toml:4:1: unknown key 'exlude'; did you mean 'exclude'?",
        "gatepost.toml:6:11: unknown fail-on 'eror'; did you mean 'error'?",
        "gatepost.toml:7:16: 'max-warnings' must be an integer, not a string",
        "gatepost.toml:10:8: unknown kind 'sectoins'; did you mean 'sections'?",
        "gatepost.toml:14:13: bad regular expression: unclosed group",
        "gatepost.toml:15:1: unknown key 'serverity'; did you mean 'severity'?",
        "gatepost.toml:17:6: 'Z' is not in kebab-case",
        "gatepost.toml:22:11: unknown variable 'wrods'; did you mean 'words'?",
        "gatepost.toml:25:1: unknown rule 'meta'",
        "gatepost.toml:26:5: unknown severity 'eror'; did you mean 'error'?",
    ] {
        assert!(
            told.iter().any(|line| line == expected),
            "{expected}\n{told:#?}"
        );
    }
    assert!(told.last().unwrap().starts_with("the configuration has "));
}

#[test]
fn shows_the_line_and_marks_the_place() {
    let site = Site::with("[posts]\nincldue = []\n", &[]);
    let ran = site.run(&["check"]).exits(2);
    assert!(
        ran.stderr.starts_with(
            "gatepost: gatepost.toml:2:1: unknown key 'incldue'; did you mean 'include'?\n \
             --> gatepost.toml:2:1\n  |\n2 | incldue = []\n  | ^^^^^^^\n"
        ) || ran.stderr.contains("2 | incldue = []\n  | ^^^^^^^\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn syntax_errors_are_told_without_a_flood() {
    let told = mistakes("a = [\n[posts]\nb = \n= 3\nc\nd\ne\nf\n");
    let syntax = told
        .iter()
        .filter(|line| line.contains("invalid TOML"))
        .count();
    assert!((1..=3).contains(&syntax), "{told:#?}");
}

#[test]
fn later_layers_and_the_command_line_win() {
    let site = Site::with(
        "extends = [\"rules/house.toml\"]\n[rules]\nlong = \"warning\"\n",
        &[("a.md", "# One\n")],
    );
    site.file(
        "rules/house.toml",
        "[[rule]]\nid = \"long\"\nkind = \"score\"\nseverity = \"error\"\nthresholds = { words = { min = 9 } }\n",
    );
    assert_eq!(site.findings(&[]), ["a.md:1:3: warning [long/below]"]);
    assert_eq!(
        site.findings(&["--config", "rules.long=\"info\""]),
        ["a.md:1:3: info [long/below]"]
    );
    let lower = "rules.long.thresholds.words.min=1";
    assert!(site.findings(&["--config", lower]).is_empty());
}

#[test]
fn a_rule_of_the_same_id_replaces_that_of_a_pack() {
    let config = "extends = [\"gatepost:recommended\"]\n\
                  [[rule]]\nid = \"placeholder\"\nkind = \"pattern\"\nwords = [\"soon\"]\n";
    let site = Site::with(config, &[("a.md", "Lorem ipsum, coming soon.\n")]);
    assert_eq!(site.findings(&[]), ["a.md:1:21: error [placeholder/found]"]);
}

#[test]
fn a_pack_can_not_leave_the_project_nor_extend_itself() {
    let site = Site::new();
    site.file("house.toml", "");
    site.file(
        "site/gatepost.toml",
        "extends = [\"../house.toml\", \"gatepost.toml\", \"https://x.example/a.toml\"]\n",
    );
    site.file("site/a.md", "x");
    let ran = crate::site::ran(
        site.command(&["check"])
            .current_dir(site.path().join("site")),
    )
    .exits(2);
    for expected in [
        "1:12: '../house.toml' lies outside of the project",
        "1:29: 'gatepost.toml' extends itself",
        "1:46: a pack can not be read from the network",
    ] {
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}

#[test]
fn the_nearest_configuration_upward_counts() {
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n",
        &[("x/y/a.md", "---\nb: 1\nb: 2\n---\n")],
    );
    let below = site.path().join("x/y");
    let ran = crate::site::ran(
        site.command(&["check", "--output-format", "concise"])
            .current_dir(below),
    )
    .exits(1);
    assert!(
        ran.stdout.starts_with("a.md:3:1: error: "),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_named_file_or_pack_keeps_the_projects_own_from_being_read() {
    let site = Site::with("[broken\n", &[("a.md", "Lorem ipsum.\n")]);
    site.run(&["check"]).exits(2);
    site.run(&["check", "--config", "gatepost:recommended"])
        .exits(1);
    site.run(&["check", "--isolated"]).exits(1);
    site.file(
        "trusted.toml",
        "[[rule]]\nid = \"words\"\nkind = \"pattern\"\nwords = [\"nothing of it\"]\n",
    );
    site.run(&["check", "--config", "trusted.toml"]).exits(0);
}

#[test]
fn a_rule_speaks_of_its_paths_and_posts_alone() {
    let config = "[[rule]]\nid = \"words\"\nkind = \"pattern\"\nwords = [\"soon\"]\nfiles = [\"b/**\"]\nwhen = 'meta.draft == false'\n";
    let ready = "---\ndraft: false\n---\nSoon.\n";
    let draft = "---\ndraft: true\n---\nSoon.\n";
    let site = Site::with(
        config,
        &[
            ("a.md", ready),
            ("b/a.md", ready),
            ("b/b.md", draft),
            ("b/c.md", "Soon.\n"),
        ],
    );
    assert_eq!(site.findings(&[]), ["b/a.md:4:1: error [words/found]"]);
}

#[test]
fn a_rule_says_it_in_the_words_of_the_house() {
    let config = "[[rule]]\nid = \"titles\"\nkind = \"unique\"\nkey = \"title\"\nmessage = \"house rule 4: {message}\"\n";
    let site = Site::with(config, &[("a.md", "# A\n"), ("b.md", "# A\n")]);
    let report = site.json(&[]);
    let message = report["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("house rule 4: "), "{message}");
}

#[test]
fn a_configuration_without_rules_is_no_gate() {
    let site = Site::with("[gate]\nfail-on = \"info\"\n", &[("a.md", "x")]);
    let ran = site.run(&["check"]).exits(2);
    assert!(
        ran.stderr.starts_with("gatepost: no rules are in force"),
        "{}",
        ran.stderr
    );
}

#[test]
fn options_of_a_corpus_rule_can_not_differ_by_path() {
    let config = "extends = [\"gatepost:recommended\"]\n[[override]]\nfiles = [\"a/**\"]\nrules.boilerplate = { min-posts = 9 }\n";
    let told = mistakes(config);
    assert!(
        told[0].contains("compares posts; its options can not differ by path"),
        "{told:?}"
    );
}

#[test]
fn the_command_line_beats_an_override() {
    let config = "extends = [\"gatepost:recommended\"]\n[[override]]\nfiles = [\"**\"]\nrules = { placeholder = \"error\" }\n";
    let site = Site::with(config, &[("a.md", "Lorem ipsum.\n")]);
    assert_eq!(
        site.findings(&["--config", "rules.placeholder=\"info\""]),
        ["a.md:1:1: info [placeholder/found]"]
    );
}

#[test]
fn a_message_takes_no_other_slots_than_it_has() {
    let told = mistakes(
        "[[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\nmessage = \"{title} again\"\n",
    );
    assert_eq!(
        told[0],
        "gatepost.toml:5:11: only the slot {message} can stand in the message of this kind"
    );
}
