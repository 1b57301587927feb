//! `--changed-lines`: findings that a reviewer sees beside the change.

use super::WORDS;
use super::repository::Repository;

#[test]
fn only_findings_on_changed_lines_are_reported_and_judged() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n\nbeta\n\nx\n")]);
    repo.commit("one");
    repo.site.file("a.md", "new\n\nbeta\n\nx\n\nbeta\n");
    assert_eq!(repo.site.findings(&["--changed"]).len(), 2);
    let lines = ["--changed", "--changed-lines"];
    assert_eq!(repo.site.findings(&lines), ["a.md:7:1: error [w/found]"]);
    repo.site.file("a.md", "beta\n\nbeta\n\nchanged\n");
    assert!(repo.site.findings(&lines).is_empty());
    repo.site
        .run(&["check", "--changed", "--changed-lines"])
        .exits(0);
    repo.site.run(&["check", "--changed"]).exits(1);
}

#[test]
fn a_new_post_counts_whole() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    repo.commit("one");
    repo.git(&["mv", "a.md", "moved.md"]);
    repo.site.file("new.md", "beta\n\nbeta\n");
    assert_eq!(
        repo.site.findings(&["--changed", "--changed-lines"]).len(),
        3
    );
    repo.git(&["add", "--all"]);
    assert_eq!(
        repo.site.findings(&["--staged", "--changed-lines"]).len(),
        3
    );
}

#[test]
fn what_a_deletion_left_behind_is_reported() {
    let config = "[[rule]]\nid = \"s\"\nkind = \"sections\"\nrequired = [\"First\", \"Last\"]\n";
    let all = "# T\n\ntext\n\n## First\n\na\n\n## Mid\n\nb\n\n## Last\n\nc\n";
    let repo = Repository::with(config, &[("a.md", all)]);
    repo.commit("one");
    repo.site.file("a.md", all.replace("## Last\n\nc\n", ""));
    let lines = ["--changed", "--changed-lines"];
    assert_eq!(repo.site.findings(&lines).len(), 1);
    repo.commit("two");
    // The section has been missing before this change.
    repo.site.file(
        "a.md",
        all.replace("## Last\n\nc\n", "").replace("text", "words"),
    );
    assert!(repo.site.findings(&lines).is_empty());
    assert_eq!(repo.site.findings(&["--changed"]).len(), 1);
}

#[test]
fn a_key_that_a_change_of_the_front_matter_left_out_is_reported() {
    let config =
        "[[rule]]\nid = \"m\"\nkind = \"meta\"\nfields = { author = { required = true } }\n";
    let post = "---\nauthor: me\ntags: [a]\nlevel: b\nunit: c\n---\n# T\n\ntext\n";
    let repo = Repository::with(config, &[("a.md", post)]);
    repo.commit("one");
    let lines = ["--changed", "--changed-lines"];
    repo.site.file("a.md", post.replace("author: me\n", ""));
    assert_eq!(repo.site.findings(&lines), ["a.md:5:1: error [m/missing]"]);
    repo.commit("two");
    let without = post.replace("author: me\n", "");
    repo.site.file("a.md", without.replace("text", "words"));
    assert!(repo.site.findings(&lines).is_empty());
    repo.site
        .file("a.md", without.replace("tags: [a]", "tags: [b]"));
    assert_eq!(repo.site.findings(&lines).len(), 1);
}

#[test]
fn a_post_that_can_not_be_judged_is_reported_wherever_it_changed() {
    let repo = Repository::with(WORDS, &[("a.md", "---\na: [\n---\ntext\n")]);
    repo.commit("one");
    repo.site.file("a.md", "---\na: [\n---\ntext\nwords\n");
    let found = repo.site.findings(&["--changed", "--changed-lines"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("[meta/unparsable]"), "{found:?}");
}

#[test]
fn attributes_do_not_hide_lines() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n"), ("b.md", "x\n")]);
    repo.site
        .file(".gitattributes", "a.md -diff\nb.md binary\n");
    repo.commit("one");
    repo.site.file("a.md", "x\nbeta\n");
    repo.site.file("b.md", "x\nbeta\n");
    assert_eq!(
        repo.site.findings(&["--changed", "--changed-lines"]).len(),
        2
    );
}

#[test]
fn settings_of_diff_change_nothing() {
    let repo = Repository::with(WORDS, &[("d/a.md", "beta\nx\n")]);
    repo.commit("one");
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.relative", "true"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
        ("color.ui", "always"),
        ("core.quotePath", "false"),
        ("diff.ignoreSubmodules", "none"),
        ("diff.autoRefreshIndex", "false"),
        ("diff.renames", "copies"),
        ("status.showUntrackedFiles", "no"),
    ] {
        repo.git(&["config", key, value]);
    }
    repo.site.file("d/a.md", "beta\nbeta\n");
    repo.site.file("d/ü.md", "beta\n");
    assert_eq!(
        repo.site.findings(&["--changed", "--changed-lines"]),
        ["d/a.md:2:1: error [w/found]", "d/ü.md:1:1: error [w/found]"]
    );
}
