//! Under pre-commit: the corpus is git's index, and chunks of names add up to one run.

use std::collections::BTreeSet;
use std::fs;

use super::repository::Repository;
use super::{TITLES, WORDS};
use crate::site::{Ran, ran};

/// Runs a hook as pre-commit does.
fn hooked(repo: &Repository, args: &[&str]) -> Ran {
    let all = [&["check", "--output-format", "concise"], args].concat();
    ran(repo.site.command(&all).env("PRE_COMMIT", "1"))
}

/// The findings of a report, without its end.
fn lines(ran: &Ran) -> BTreeSet<String> {
    let lines = ran.stdout.lines().filter(|line| line.ends_with(']'));
    lines.map(str::to_owned).collect()
}

/// The `entry` of each hook that is shipped.
fn entries() -> Vec<Vec<String>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let hooks = fs::read_to_string(format!("{root}/.pre-commit-hooks.yaml")).unwrap();
    let entries = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: gatepost "));
    let words = |entry: &str| entry.split(' ').map(str::to_owned).collect();
    entries.map(words).collect()
}

#[test]
fn drafts_and_edits_that_are_not_staged_change_nothing() {
    let repo = Repository::with(TITLES, &[("a.md", "# One\n"), ("b.md", "# Two\n")]);
    repo.commit("one");
    repo.site.file("draft.md", "# One\n");
    repo.site.file("b.md", "# One\n");
    let whole = hooked(&repo, &[]).exits(0);
    assert!(whole.stdout.contains("in 2 posts"), "{}", whole.stdout);
    hooked(&repo, &["a.md", "b.md"]).exits(0);
    let ran = hooked(&repo, &["a.md", "draft.md"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: draft.md is left out by git's index, which does not hold it\n"
    );
    repo.git(&["add", "--all"]);
    let found = lines(&hooked(&repo, &[]).exits(1));
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn what_a_hook_saw_is_not_what_an_editor_sees() {
    let repo = Repository::with(TITLES, &[("a.md", "# One\n"), ("b.md", "# Two\n")]);
    repo.commit("one");
    repo.site.run(&["check"]).exits(0);
    repo.site.file("draft.md", "# One\n");
    hooked(&repo, &["a.md"]).exits(0);
    repo.site.run(&["check"]).exits(1);
    repo.site.run(&["check", "a.md"]).exits(1);
    hooked(&repo, &["a.md"]).exits(0);
    repo.site.run(&["check", "a.md"]).exits(1);
}

#[test]
fn chunks_of_names_report_what_one_run_reports() {
    for config in [TITLES, ""] {
        let posts: Vec<(String, String)> = (0..24)
            .map(|at| {
                (
                    format!("p/{at:02}.md"),
                    format!("---\ntitle: Post {}\n---\nText.\n", at % 5),
                )
            })
            .collect();
        let posts: Vec<(&str, &str)> = posts.iter().map(|(a, b)| (&**a, &**b)).collect();
        let repo = Repository::with(config, &posts);
        if config.is_empty() {
            fs::remove_file(repo.site.path().join("gatepost.toml")).unwrap();
        }
        repo.commit("all");
        let whole = lines(&hooked(&repo, &["--fail-on", "never"]).exits(0));
        assert!(whole.len() >= 24, "{whole:?}");
        let mut names: Vec<&str> = posts.iter().map(|(name, _)| *name).collect();
        names.reverse();
        let mut found = BTreeSet::new();
        for chunk in names.chunks(5) {
            found.extend(lines(&hooked(
                &repo,
                &[&["--fail-on", "never"], chunk].concat(),
            )));
        }
        assert_eq!(found, whole);
    }
}

#[test]
fn the_shipped_hooks_pass_and_fail_as_they_should() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n"), ("b.md", "good\n")]);
    repo.commit("one");
    let entries = entries();
    assert_eq!(entries.len(), 2);
    let (named, corpus) = (&entries[0], &entries[1]);
    let run = |entry: &[String], names: &[&str], code| {
        let args: Vec<&str> = entry
            .iter()
            .map(String::as_str)
            .chain(names.iter().copied())
            .collect();
        ran(repo.site.command(&args).env("PRE_COMMIT", "1")).exits(code)
    };
    run(named, &["b.md"], 0);
    run(named, &["a.md", "b.md"], 1);
    run(corpus, &[], 1);
    // Of the files that are named none is a post.
    let ran = run(named, &["gatepost.toml"], 0);
    assert!(
        ran.stderr.contains("is left out by posts.include"),
        "{}",
        ran.stderr
    );
}

#[test]
fn outside_of_a_repository_the_disk_is_the_corpus() {
    let site = crate::site::Site::with(WORDS, &[("a.md", "beta\n")]);
    ran(site.command(&["check"]).env("PRE_COMMIT", "1")).exits(1);
}

#[test]
fn standard_input_is_compared_with_the_disk_whatever_a_hook_saw() {
    let repo = Repository::with(TITLES, &[("a.md", "# One\n"), ("b.md", "# Two\n")]);
    repo.commit("one");
    repo.site.file("draft.md", "# One\n");
    hooked(&repo, &[]).exits(0);
    repo.site.file("text", "# One\n");
    let check = |more: &[&str]| {
        let args = ["check", "--stdin-filename", "a.md", "-"];
        let mut command = repo.site.command(&[&args, more].concat());
        let input = fs::File::open(repo.site.path().join("text")).unwrap();
        ran(command.stdin(input).env("PRE_COMMIT", "1")).exits(1)
    };
    let fresh = check(&["--no-cache"]).stdout;
    assert_eq!(check(&[]).stdout, fresh);
    assert_eq!(check(&[]).stdout, fresh);
    hooked(&repo, &["a.md"]).exits(0);
}

#[test]
fn no_report_takes_the_place_of_a_post_that_did_not_change() {
    let repo = Repository::with(WORDS, &[("a.md", "good\n")]);
    repo.commit("one");
    let ran = repo
        .site
        .run(&["check", "--changed", "--output", "json=a.md"]);
    let told = "gatepost: --output would write over a.md, which is a post\n";
    assert!(ran.exits(2).stderr.ends_with(told));
    assert_eq!(
        fs::read_to_string(repo.site.path().join("a.md")).unwrap(),
        "good\n"
    );
}

#[test]
fn a_fix_of_what_is_staged_is_not_said_to_be_made() {
    const STAGED: &str = "---\ntitle: A\ndraft: \"true\"\n---\n\nText.\n";
    let config = "[[rule]]\nid = \"meta\"\nkind = \"meta\"\n\
                  [rule.fields.draft]\ntype = \"boolean\"\n";
    let repo = Repository::with(config, &[("a.md", STAGED), ("b.md", STAGED)]);
    repo.commit("one");
    let more = format!("{STAGED}\nMore.\n");
    repo.site.file("a.md", &more);
    let ran = hooked(&repo, &["--fix"]).exits(2);
    let told = "gatepost: a.md: fix not written: what is staged is not what stands in the file\n\
                gatepost: fixed 1 finding in 1 post\n";
    assert_eq!(ran.stderr, told);
    let text = |name: &str| fs::read_to_string(repo.site.path().join(name)).unwrap();
    assert_eq!(text("a.md"), more);
    assert!(text("b.md").contains("draft: true"), "{}", text("b.md"));
}
