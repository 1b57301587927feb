//! Findings that are known: `gatepost baseline`, and checks against it.

use std::fs;

use crate::site::Site;

const CONFIG: &str = r#"
[gate]
baseline = "gatepost-baseline.jsonl"

[[rule]]
id = "words"
kind = "pattern"
words = ["lorem", "ipsum"]
"#;
const FILE: &str = "gatepost-baseline.jsonl";

/// A site whose findings are all known.
fn known(posts: &[(&str, &str)]) -> Site {
    let site = Site::with(CONFIG, posts);
    site.run(&["baseline", "add"]).exits(0);
    site.run(&["check"]).exits(0);
    site
}

fn baseline(site: &Site) -> String {
    fs::read_to_string(site.path().join(FILE)).unwrap()
}

#[test]
fn known_findings_are_counted_and_do_not_fail() {
    let site = Site::with(CONFIG, &[("a.md", "lorem\n"), ("b.md", "fine\n")]);
    let ran = site.run(&["check"]).exits(2);
    assert!(
        ran.stderr.contains("`gatepost baseline add` writes it"),
        "{}",
        ran.stderr
    );
    let ran = site.run(&["baseline", "add"]).exits(0);
    assert_eq!(
        ran.stdout,
        "gatepost-baseline.jsonl: 0 known findings, 1 added, 0 not found any more\n"
    );
    let ran = site.run(&["check"]).exits(0);
    assert!(
        ran.stdout.contains("1 finding known to the baseline\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(site.json(&[])["summary"]["baselined"], 1);
    assert_eq!(site.findings(&[]), [""; 0]);
    site.file("b.md", "ipsum\n");
    assert_eq!(site.findings(&[]), ["b.md:1:1: error [words/found]"]);
    site.run(&["check", "b.md"]).exits(1);
    site.run(&["check", "a.md"]).exits(0);
}

#[test]
fn one_more_of_the_same_is_new() {
    let site = known(&[("a.md", "lorem one\n\nlorem two\n")]);
    assert_eq!(baseline(&site).lines().count(), 2);
    site.file(
        "a.md",
        "A new line.\n\nlorem one\n\nSome text.\n\nlorem two\n",
    );
    assert_eq!(site.findings(&[]), [""; 0]);
    site.file("a.md", "lorem one\n\nlorem two\n\nlorem three\n");
    assert_eq!(site.findings(&[]).len(), 1);
}

#[test]
fn a_check_never_writes_it_and_tells_what_is_gone() {
    let site = known(&[("a.md", "lorem\n"), ("b.md", "ipsum\n")]);
    let before = baseline(&site);
    site.file("a.md", "fine\n");
    let ran = site.run(&["check"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: 1 finding of the baseline not found any more; run `gatepost baseline prune`\n"
    );
    assert_eq!(site.run(&["check", "b.md"]).exits(0).stderr, "");
    assert_eq!(site.run(&["check", "--ignore", "words", "a.md"]).stderr, "");
    assert_eq!(baseline(&site), before);
    let ran = site.run(&["baseline", "status"]).exits(0);
    assert_eq!(
        ran.stdout,
        "gatepost-baseline.jsonl: 1 known finding, 0 new, 1 not found any more\n"
    );
    assert_eq!(baseline(&site), before);
    site.run(&["baseline", "prune"]).exits(0);
    assert_eq!(baseline(&site).lines().count(), 1);
    assert_eq!(site.run(&["check"]).exits(0).stderr, "");
}

#[test]
fn adding_is_for_the_named_posts_and_pruning_adds_nothing() {
    let site = known(&[("a.md", "fine\n"), ("b.md", "fine\n")]);
    site.file("a.md", "lorem\n");
    site.file("b.md", "ipsum\n");
    site.run(&["baseline", "prune"]).exits(0);
    assert_eq!(baseline(&site), "");
    site.run(&["baseline", "add", "a.md"]).exits(0);
    assert_eq!(site.findings(&[]), ["b.md:1:1: error [words/found]"]);
    let once = baseline(&site);
    site.run(&["baseline", "add", "a.md"]).exits(0);
    assert_eq!(baseline(&site), once);
}

#[test]
fn a_renamed_post_is_known_and_a_copy_is_not() {
    let site = known(&[("a.md", "lorem ipsum\n"), ("b.md", "fine\n")]);
    fs::rename(site.path().join("a.md"), site.path().join("moved.md")).unwrap();
    assert_eq!(site.run(&["check"]).exits(0).stderr, "");
    site.run(&["check", "moved.md"]).exits(0);
    site.file("other.md", "lorem ipsum\n");
    assert_eq!(site.findings(&[]).len(), 2, "one of both is a copy");
    fs::remove_file(site.path().join("other.md")).unwrap();
    site.run(&["baseline", "prune"]).exits(0);
    assert!(baseline(&site).contains("\"moved.md\""));
    assert!(!baseline(&site).contains("\"a.md\""));
    site.file("a.md", "lorem ipsum\n");
    site.run(&["check"]).exits(1);
}

#[test]
fn a_new_post_with_other_findings_is_not_taken_for_a_renamed_one() {
    let site = known(&[("a.md", "lorem\n\nipsum\n"), ("b.md", "fine\n")]);
    fs::remove_file(site.path().join("a.md")).unwrap();
    site.file("new.md", "lorem\n");
    assert_eq!(site.findings(&[]), ["new.md:1:1: error [words/found]"]);
}

#[test]
fn that_a_post_could_not_be_judged_is_never_known() {
    let site = Site::with(CONFIG, &[("a.md", "---\ntitle: [A\n---\nOne.\n")]);
    site.run(&["baseline", "add"]).exits(0);
    assert_eq!(baseline(&site), "");
    site.run(&["check"]).exits(1);
}

#[test]
fn what_a_merge_left_is_told_with_its_line() {
    let site = known(&[("a.md", "lorem\n\nipsum\n")]);
    let entries = baseline(&site);
    let line = entries.lines().next().unwrap();
    for (text, wanted) in [
        (
            format!("{line}\n<<<<<<< HEAD\n"),
            ":2: a conflict of git is not resolved",
        ),
        ("[]\n".to_owned(), ":1: not an entry of a baseline"),
    ] {
        site.file(FILE, text);
        let ran = site.run(&["check"]).exits(2);
        assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
    }
    let other = line.replace("\"message\":\"", "\"message\":\"on the other branch: ");
    assert_ne!(line, other);
    let turned: Vec<&str> = entries.lines().rev().collect();
    site.file(FILE, format!("{other}\n{}", turned.join("\n")));
    site.run(&["check"]).exits(0);
    site.run(&["baseline", "add"]).exits(0);
    assert_eq!(baseline(&site), entries);
}

#[test]
fn it_is_the_same_from_every_folder_and_lies_in_the_project() {
    let site = known(&[("posts/a.md", "lorem\n")]);
    let mut inside = site.command(&["check"]);
    let ran = inside
        .current_dir(site.path().join("posts"))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(0));
    let elsewhere = CONFIG.replace("gatepost-baseline.jsonl", "../b.jsonl");
    site.file("gatepost.toml", elsewhere);
    let ran = site.run(&["check"]).exits(2);
    assert!(ran.stderr.contains("gatepost.toml:3:"), "{}", ran.stderr);
}

#[test]
fn an_index_changes_nothing() {
    let site = known(&[("a.md", "lorem\n"), ("b.md", "ipsum\n"), ("c.md", "fine\n")]);
    site.file("c.md", "lorem\n");
    fs::rename(site.path().join("a.md"), site.path().join("d.md")).unwrap();
    let json = ["check", "--output-format", "json"];
    for more in [&[][..], &["d.md"], &["c.md", "b.md"]] {
        let anew = site.run(&[&json, more, &["--no-cache"]].concat());
        for _ in 0..2 {
            let kept = site.run(&[&json, more].concat());
            assert_eq!((&kept.stdout, &kept.stderr), (&anew.stdout, &anew.stderr));
            assert_eq!(kept.code, anew.code);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_baseline_that_is_a_link_out_of_the_project_is_not_written() {
    let outside = Site::new();
    let target = outside.file("other.jsonl", "");
    let site = Site::with(CONFIG, &[("a.md", "lorem\n")]);
    std::os::unix::fs::symlink(&target, site.path().join(FILE)).unwrap();
    let ran = site.run(&["baseline", "add"]).exits(2);
    assert_eq!(
        ran.stderr,
        format!("gatepost: cannot write {FILE}: it is a link that leaves the project\n")
    );
    assert_eq!(fs::read_to_string(&target).unwrap(), "");
    fs::remove_file(site.path().join(FILE)).unwrap();
    site.file("kept/known.jsonl", "");
    std::os::unix::fs::symlink("kept/known.jsonl", site.path().join(FILE)).unwrap();
    site.run(&["baseline", "add"]).exits(0);
    assert!(site.path().join(FILE).is_symlink());
    site.run(&["check"]).exits(0);
}

#[test]
fn the_index_is_where_the_environment_says() {
    let site = Site::with(CONFIG, &[("a.md", "lorem\n")]);
    let status = |name: &str, value: &str| {
        let mut command = site.command(&["baseline", "status"]);
        crate::site::ran(command.env(name, value)).exits(0);
    };
    status("GATEPOST_NO_CACHE", "1");
    assert!(!site.path().join(".gatepost").exists());
    status("GATEPOST_CACHE_DIR", "kept");
    assert!(!site.path().join(".gatepost").exists());
    assert!(site.path().join("kept").is_dir());
}
