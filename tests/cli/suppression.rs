//! Comments and meta keys that suppress findings.

use crate::site::Site;

const CONFIG: &str = r#"
[posts]
include = ["**/*.md", "**/*.txt"]

[format.text]
meta-heading = "post meta"

[[rule]]
id = "meta"
kind = "meta"
unknown-keys = "deny"
[rule.fields.level]
type = "integer"
[rule.fields.title]
type = "string"

[[rule]]
id = "titles"
kind = "unique"
key = "title"

[[rule]]
id = "words"
kind = "pattern"
severity = "warning"
words = ["lorem"]
"#;

fn with(posts: &[(&str, &str)]) -> Site {
    Site::with(CONFIG, posts)
}

#[test]
fn a_suppressed_finding_is_counted_and_does_not_fail() {
    let post = "---\ntitle: A\nlevel: x # gatepost-disable-line meta/type -- imported\n---\nOne.\n";
    let site = with(&[("a.md", post)]);
    let ran = site.run(&["check"]).exits(0);
    assert!(
        ran.stdout.contains("1 finding suppressed in posts\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(site.json(&[])["summary"]["suppressed"], 1);
    assert_eq!(
        site.findings(&["--no-inline"]),
        ["a.md:3:8: error [meta/type]"]
    );
    let config = format!("{CONFIG}\n[suppression]\ninline = false\n");
    site.file("gatepost.toml", config);
    assert_eq!(site.findings(&[]), ["a.md:3:8: error [meta/type]"]);
}

#[test]
fn only_what_is_named_where_it_is_named_is_hidden() {
    let post = "---\nlevel: x\n---\nlorem one\n\n<!-- gatepost-disable-next-line words -->\nlorem two\n\nlorem three\n";
    let site = with(&[("a.md", post)]);
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:2:8: error [meta/type]",
            "a.md:4:1: warning [words/found]",
            "a.md:9:1: warning [words/found]"
        ]
    );
}

#[test]
fn a_finding_over_two_posts_is_hidden_in_the_one_that_says_so() {
    let site = with(&[
        (
            "a.md",
            "---\ntitle: Same\ngatepost: {disable: [titles]}\n---\nOne.\n",
        ),
        ("b.md", "---\ntitle: Same\n---\nTwo.\n"),
    ]);
    assert_eq!(site.findings(&[]), ["b.md:2:8: error [titles/repeated]"]);
    assert_eq!(site.json(&[])["summary"]["suppressed"], 1);
}

#[test]
fn an_unused_suppression_is_told_if_its_rule_judged_the_post() {
    let post = "<!-- gatepost-disable-file words/found -- was needed -->\nOne.\n";
    let site = with(&[("a.md", post)]);
    let unused = "a.md:1:28: warning [suppression/unused]";
    assert_eq!(site.findings(&[]), [unused]);
    assert_eq!(site.findings(&["--select", "suppression,meta"]), [""; 0]);
    assert_eq!(site.findings(&["--ignore", "words"]), [""; 0]);
    assert_eq!(site.findings(&["--ignore", "suppression/unused"]), [""; 0]);
    let off = format!("{CONFIG}\n[rules]\n\"suppression/unused\" = \"off\"\n");
    site.file("gatepost.toml", off);
    assert_eq!(site.findings(&[]), [""; 0]);
    let scoped = format!(
        "{CONFIG}\n[[override]]\nfiles = [\"a.md\"]\nrules = {{ suppression = \"error\" }}\n"
    );
    site.file("gatepost.toml", scoped);
    assert_eq!(site.findings(&[]), [unused.replace("warning", "error")]);
}

#[test]
fn a_star_is_unused_only_in_a_whole_run() {
    let site = with(&[("a.md", "<!-- gatepost-disable-file * -->\nOne.\n")]);
    assert_eq!(
        site.findings(&[]),
        ["a.md:1:28: warning [suppression/unused]"]
    );
    assert_eq!(site.findings(&["--ignore", "words"]), [""; 0]);
}

#[test]
fn unknown_names_and_missing_reasons_are_told() {
    let site = with(&[("a.md", "<!-- gatepost-disable-file wrds -->\nlorem\n")]);
    let ran = site.run(&["check", "--output-format", "concise"]).exits(0);
    assert!(
        ran.stdout.contains(
            "a.md:1:28: warning: unknown rule 'wrds'; did you mean 'words'? [suppression/unknown]"
        ),
        "{}",
        ran.stdout
    );
    let config = format!("{CONFIG}\n[suppression]\nrequire-reason = true\n");
    let site = Site::with(
        &config,
        &[("a.md", "<!-- gatepost-disable-file words -->\nlorem\n")],
    );
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:1:1: warning [suppression/unexplained]",
            "a.md:2:1: warning [words/found]"
        ]
    );
}

#[test]
fn what_says_that_a_post_could_not_be_judged_stands() {
    let post = "---\ntitle: [A\n---\n<!-- gatepost-disable-file * -->\nOne.\n";
    let site = with(&[("a.md", post)]);
    let found = site.findings(&[]);
    assert!(
        found.iter().any(|it| it.ends_with("[meta/unparsable]")),
        "{found:?}"
    );
}

#[test]
fn a_rendered_text_has_the_meta_key_alone() {
    let text = "A Title\n\nlorem <!-- gatepost-disable-file words -->\n\npost meta\n\nlevel: 3\ngatepost:\n- disable: words\n";
    let site = with(&[("a.txt", text)]);
    assert_eq!(site.findings(&[]), [""; 0]);
    let site = with(&[("a.txt", text.split("gatepost:\n").next().unwrap())]);
    assert_eq!(site.findings(&[]), ["a.txt:3:1: warning [words/found]"]);
}

#[test]
fn an_id_of_the_engine_can_not_be_taken() {
    let site = Site::with(
        "[[rule]]\nid = \"suppression\"\nkind = \"pattern\"\nwords = [\"a\"]\n",
        &[("a.md", "One.\n")],
    );
    let ran = site.run(&["check"]).exits(2);
    assert!(ran.stderr.contains("the engine's own"), "{}", ran.stderr);
    let ran = site
        .run(&["check", "--isolated", "--select", "suppression/unusd"])
        .exits(2);
    assert!(
        ran.stderr.contains("'suppression/unused'"),
        "{}",
        ran.stderr
    );
    site.run(&["explain", "suppression/unused", "--isolated"])
        .exits(0);
}

#[test]
fn an_index_changes_nothing() {
    let posts: Vec<(String, String)> = (0..6)
        .map(|at| {
            let text = format!(
                "---\ntitle: Same {}\ngatepost: {{disable: [titles]}}\n---\nlorem\n\n<!-- gatepost-disable-line words -->\n",
                at % 2
            );
            (format!("p{at}.md"), text)
        })
        .collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(a, b)| (&**a, &**b)).collect();
    let site = with(&posts);
    let json = ["check", "--output-format", "json"];
    for more in [&[][..], &["p3.md"], &["--no-inline"]] {
        let anew = site.run(&[&json, more, &["--no-cache"]].concat());
        for _ in 0..2 {
            let kept = site.run(&[&json, more].concat());
            assert_eq!((&kept.stdout, kept.code), (&anew.stdout, anew.code));
        }
    }
}
