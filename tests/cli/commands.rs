//! The commands beside `check`.

use insta::assert_snapshot;

use crate::site::Site;

#[test]
fn init_writes_a_starter_that_runs() {
    let site = Site::new();
    site.file("a.md", "# A day\n\nNothing happened.\n");
    let ran = site.run(&["init"]).exits(0);
    assert_eq!(ran.stdout, "wrote gatepost.toml; run `gatepost check`\n");
    site.run(&["check"]).exits(0);
    let ran = site.run(&["init"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: gatepost.toml is already there; --force replaces it\n"
    );
    site.run(&["init", "--force"]).exits(0);
}

#[test]
fn every_commented_line_of_the_starter_is_valid() {
    let site = Site::new();
    site.run(&["init"]).exits(0);
    let path = site.path().join("gatepost.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let uncommented: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if is_toml(rest) => rest,
            _ if line == "#" => "",
            _ => line,
        })
        .collect();
    std::fs::write(&path, uncommented.join("\n")).unwrap();
    site.file("a.md", "x");
    let ran = site.run(&["check"]);
    assert_ne!(ran.code, 2, "{}\n{}", ran.stderr, uncommented.join("\n"));
}

/// A comment that is configuration, not prose: it has a key, a table or a part of a text.
fn is_toml(line: &str) -> bool {
    line.starts_with('[')
        || line.contains(" = ")
        || ["# A title", "## Further reading", "Two links.\"\"\""].contains(&line)
}

#[test]
fn rules_lists_what_is_in_force_and_why() {
    let site = Site::with(
        "[[rule]]\nid = \"words\"\nkind = \"pattern\"\nwords = [\"soon\"]\n[rules]\nwords = \"warning\"\n\"words/found\" = \"info\"\n",
        &[],
    );
    assert_snapshot!(site.run(&["rules"]).exits(0).stdout, @r#"
words  pattern  warning  gatepost.toml:6:9
  words/found   info
    "#);
    let ran = site.run(&["rules", "--json"]).exits(0);
    let rules: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(rules[0]["id"], "words");
    assert_eq!(rules[0]["set_at"], "gatepost.toml:6:9");
    assert_eq!(rules[0]["findings"][0]["severity"], "info");
}

#[test]
fn explain_knows_every_rule_finding_kind_and_engine_code() {
    let site = Site::new();
    let pack = ["--config", "gatepost:alphanode"];
    let rules: serde_json::Value = serde_json::from_str(
        &site
            .run(&[&["rules", "--json"], &pack[..]].concat())
            .exits(0)
            .stdout,
    )
    .unwrap();
    for rule in rules.as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        let ran = site.run(&[&["explain", id], &pack[..]].concat()).exits(0);
        assert!(ran.stdout.contains("Found ("), "{id}\n{}", ran.stdout);
        assert!(ran.stdout.contains("Not found ("), "{id}");
        for finding in rule["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap();
            site.run(&[&["explain", code, "--json"], &pack[..]].concat())
                .exits(0);
        }
    }
    for code in [
        "not-utf8",
        "file-too-large",
        "internal-error",
        "sections",
        "near-duplicate",
        "hash",
    ] {
        site.run(&["explain", code]).exits(0);
    }
    let ran = site.run(&["explain", "boilerplait"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: nothing is called 'boilerplait'; did you mean 'boilerplate'?\n"
    );
}

#[test]
fn config_shows_where_each_value_came_from() {
    let site = Site::with(
        "[gate]\nmax-warnings = 7\n[[rule]]\nid = \"words\"\nkind = \"pattern\"\nwords = [\"soon\", \"a\\u001bb\"]\n[rules]\nwords.ignore-case = false\n",
        &[],
    );
    assert_snapshot!(site.run(&["config"]).exits(0).stdout, @r#"
# from gatepost.toml
extends = []                                     # default

[posts]
include = ["**/*.md", "**/*.markdown", "**/*.mdx"] # default
exclude = []                                     # default
format = {}                                      # default
flavor = "auto"                                  # default

[format.text]
# meta-heading is not set
ignore-lines = []                                # default
headings = []                                    # default

[format.jsonl]
# body is not set
# body-format is not set
title = "title"                                  # default
# id is not set
# meta is not set

[format.wxr]
post-types = ["post", "page"]                    # default
statuses = ["publish"]                           # default

[gate]
fail-on = "error"                                # default
max-warnings = 7                                 # gatepost.toml:2:16
# baseline is not set

[suppression]
inline = true                                    # default
require-reason = false                           # default

[limits]
max-file-size = 16777216                         # default
max-front-matter-size = 262144                   # default
max-front-matter-values = 10000                  # default
max-findings-per-post = 1000                     # default

[[rule]]
id = "words"                                     # gatepost.toml:3:1
kind = "pattern"
severity = "error"                               # gatepost.toml:3:1
words = ["soon", "a\U0000001Bb"]                 # gatepost.toml:6:1
ignore-case = false                              # gatepost.toml:8:7
    "#);
}

#[test]
fn config_names_what_was_read() {
    let site = Site::new();
    let shown = site.run(&[
        "config",
        "--config",
        "gatepost:alphanode",
        "--config",
        "gate.max-warnings=1",
    ]);
    let shown = shown.exits(0).stdout;
    assert!(
        shown.starts_with("# from gatepost:alphanode\n# from (--config)\n"),
        "{shown}"
    );
    assert!(!shown.contains("\\U"), "{shown}");
}

#[test]
fn explain_tells_how_to_fix_and_how_to_hide() {
    let pack = ["--config", "gatepost:alphanode"];
    let told = |code: &str| {
        let ran = Site::new().run(&[&["explain", code], &pack[..]].concat());
        ran.exits(0).stdout
    };
    let value = told("meta/value");
    assert!(
        value.contains(
            "\nFixes:\n  meta/value                       --fix, guesses with --unsafe-fixes\n      \
             The listed value"
        ),
        "{value}"
    );
    let hidden = "\n    <!-- gatepost-disable-next-line meta/value -- the reason -->\n";
    assert!(value.contains(hidden), "{value}");
    assert!(!value.contains("meta/items"));
    let missing = told("sections");
    assert!(
        missing.contains("sections/missing                 --unsafe-fixes\n"),
        "{missing}"
    );
    assert!(!told("near-duplicate").contains("Fixes:"));
    assert!(!told("not-utf8").contains("gatepost-disable"));
}

#[test]
fn kinds_are_explained_while_the_configuration_is_being_mended() {
    let site = Site::with("[rulez]\n", &[]);
    let ran = site.run(&["explain", "near-duplicate"]).exits(0);
    assert!(
        ran.stderr
            .contains("unknown key 'rulez'; did you mean 'rules'?")
    );
    assert!(ran.stdout.contains("threshold"));
}

#[test]
fn a_tested_pack_takes_settings_too() {
    let site = Site::new();
    site.run(&[
        "test",
        "gatepost:recommended",
        "--config",
        "rules.placeholder.words=[\"x\"]",
    ])
    .exits(1);
}

#[test]
fn what_config_shows_is_configuration() {
    let site = Site::with("extends = [\"gatepost:alphanode\"]\n", &[("a.md", "x")]);
    let shown = site.run(&["config"]).exits(0).stdout;
    let other = Site::with(
        &shown.replace("[\"gatepost:alphanode\"]", "[]"),
        &[("a.md", "x")],
    );
    other.run(&["rules"]).exits(0);
}

#[test]
fn the_schema_names_every_key_and_kind() {
    let ran = Site::new().run(&["config", "--schema"]).exits(0);
    let schema: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let properties = &schema["properties"];
    for key in [
        "extends", "posts", "format", "rules", "override", "rule", "gate", "limits",
    ] {
        assert!(properties[key].is_object(), "{key}");
    }
    assert!(properties["gate"]["properties"]["max-warnings"].is_object());
    let kinds = properties["rule"]["items"]["oneOf"].as_array().unwrap();
    assert_eq!(kinds.len(), 14);
}

#[test]
fn completions_and_version_are_printed() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = site.run(&["completions", shell]).exits(0);
        assert!(ran.stdout.contains("gatepost"), "{shell}");
    }
    let ran = site.run(&["version"]).exits(0);
    assert_eq!(
        ran.stdout,
        format!("gatepost {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn usage_errors_are_exit_2() {
    let site = Site::new();
    site.run(&["chekc"]).exits(2);
    site.run(&["check", "--output-format", "ful"]).exits(2);
    site.run(&["check", "--fail-on", "x"]).exits(2);
}

#[test]
fn usage_errors_are_told_as_all_others_are() {
    let site = Site::new();
    let ran = site.run(&["check", "--fixx"]).exits(2);
    let first = ran.stderr.lines().next();
    assert_eq!(first, Some("gatepost: unexpected argument '--fixx' found"));
    assert!(
        ran.stderr.contains("\nUsage: gatepost check"),
        "{}",
        ran.stderr
    );
    let ran = site.run(&["check", "--\u{1b}[2J##[group]"]).exits(2);
    let acts = |text: &str| text.contains('\u{1b}') || text.contains("##[");
    assert!(!acts(&ran.stderr), "{}", ran.stderr);
    let ran = site.run(&["check", "--help"]).exits(0);
    assert_eq!(ran.stderr, "");
}

const RULE: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";

#[test]
fn clean_removes_what_gatepost_keeps_and_nothing_else() {
    let site = Site::with(RULE, &[("a.md", "Text.\n")]);
    site.run(&["check"]).exits(0);
    let other = site.file(".gatepost/index-notes.txt", "mine");
    let ran = site.run(&["clean"]).exits(0);
    assert_eq!(ran.stdout, "removed 3 files from .gatepost\n");
    assert!(other.is_file());
    std::fs::remove_file(other).unwrap();
    site.run(&["check"]).exits(0);
    site.run(&["clean"]).exits(0);
    assert!(!site.path().join(".gatepost").exists());
    let ran = site.run(&["clean"]).exits(0);
    assert_eq!(ran.stdout, "removed 0 files from .gatepost\n");
}

#[test]
fn clean_needs_no_sound_configuration() {
    let site = Site::with(RULE, &[("posts/a.md", "Text.\n")]);
    site.run(&["check"]).exits(0);
    site.file("gatepost.toml", "[[rule]\nid = 3");
    let mut command = site.command(&["clean"]);
    let ran = crate::site::ran(command.current_dir(site.path().join("posts")));
    assert_eq!(ran.stdout, "removed 3 files from ../.gatepost\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn clean_follows_no_link() {
    let site = Site::with(RULE, &[]);
    let other = site.file("others/.gitignore", "*");
    std::os::unix::fs::symlink("others", site.path().join(".gatepost")).unwrap();
    let ran = site.run(&["clean"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: cannot clean .gatepost: it is a link\n"
    );
    assert!(other.is_file());
}

#[test]
fn the_environment_sets_options_and_a_bad_value_names_its_variable() {
    let site = Site::with(RULE, &[("a.md", "Text.\n")]);
    let run = |name: &str, value: &str, args: &[&str]| {
        crate::site::ran(site.command(args).env(name, value))
    };
    let ran = run("GATEPOST_OUTPUT_FORMAT", "json", &["check"]).exits(0);
    assert!(ran.stdout.starts_with("{\"version\":1,"), "{}", ran.stdout);
    let ran = run(
        "GATEPOST_OUTPUT_FORMAT",
        "json",
        &["check", "--output-format", "full"],
    );
    assert!(ran.exits(0).stdout.starts_with("no findings"));
    for (name, value) in [
        ("GATEPOST_OUTPUT_FORMAT", "jsonn"),
        ("GATEPOST_COLOR", "blue"),
        ("GATEPOST_JOBS", "many"),
    ] {
        let ran = run(name, value, &["check"]).exits(2);
        let told =
            format!("gatepost: the environment variable {name} has a value that it can not have\n");
        assert!(ran.stderr.starts_with(&told), "{}", ran.stderr);
    }
    let ran = run("GATEPOST_COLOR", "always", &["check", "--color", "blue"]).exits(2);
    assert!(!ran.stderr.contains("GATEPOST_COLOR has"), "{}", ran.stderr);
}

#[test]
fn timings_tell_every_stage() {
    let site = Site::with(RULE, &[("a.md", "Text.\n")]);
    let ran = site.run(&["check", "--timings"]).exits(0);
    let stages = ran
        .stderr
        .lines()
        .map(|line| line.rsplit(' ').next().unwrap());
    assert_eq!(
        stages.collect::<Vec<_>>(),
        [
            "configuration",
            "files",
            "posts",
            "corpus",
            "index",
            "gate",
            "report",
            "all"
        ]
    );
}

#[cfg(unix)]
#[test]
fn init_replaces_no_file_that_a_link_leads_to() {
    let site = Site::new();
    let target = site.file("target.txt", "mine");
    std::os::unix::fs::symlink("target.txt", site.path().join("gatepost.toml")).unwrap();
    let ran = site.run(&["init", "--force"]).exits(2);
    let told = "gatepost: cannot write gatepost.toml: it is a link\n";
    assert_eq!(ran.stderr, told);
    assert_eq!(std::fs::read_to_string(target).unwrap(), "mine");
}
