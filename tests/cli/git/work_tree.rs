//! `--changed` and `--since`: what stands on disk, compared with a commit.

use std::fs;

use super::repository::{Repository, git};
use super::{TITLES, WORDS};

#[test]
fn staged_edited_and_untracked_posts_changed() {
    let posts = ["a.md", "b.md", "c.md", "d.md", "e.md"].map(|path| (path, "x\n"));
    let repo = Repository::with(WORDS, &posts);
    repo.site.file(".gitignore", "ignored.md\n");
    repo.commit("one");
    repo.site.file("a.md", "staged\n");
    repo.git(&["add", "a.md"]);
    repo.site.file("b.md", "edited\n");
    fs::remove_file(repo.site.path().join("d.md")).unwrap();
    repo.git(&["mv", "e.md", "f.md"]);
    repo.site.file("new.md", "new\n");
    repo.site.file("ignored.md", "new\n");
    // Written again, and as it was.
    repo.site.file("c.md", "x\n");
    let reported = ["a.md", "b.md", "f.md", "new.md"];
    assert_eq!(repo.reported(&["--changed"]), reported);
    assert_eq!(repo.reported(&["--since", "HEAD"]), reported);
    assert_eq!(repo.reported(&["--changed", "b.md", "c.md"]), ["b.md"]);
}

/// `main` and a branch that left it: each with a post changed since, and the branch checked out.
fn branched() -> Repository {
    let posts = ["a.md", "b.md", "gone.md", "m.md", "r.md"];
    let posts = posts.map(|path| (path, "# Old title\n\nText.\n"));
    let repo = Repository::with(WORDS, &posts);
    repo.commit("one");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.site.file("a.md", "# Old title\n\nbeta\n");
    repo.site.file("new.md", "beta\n");
    repo.git(&["rm", "-q", "gone.md"]);
    repo.git(&["mv", "r.md", "s.md"]);
    repo.commit("side");
    repo.git(&["checkout", "-q", "main"]);
    repo.site.file("m.md", "beta\n");
    repo.commit("main");
    repo.git(&["checkout", "-q", "side"]);
    repo
}

#[test]
fn a_branch_changes_what_it_changed_since_it_left() {
    let repo = branched();
    assert_eq!(
        repo.reported(&["--since", "main"]),
        ["a.md", "new.md", "s.md"]
    );
    repo.site.file("b.md", "edited\n");
    repo.site.file("c.md", "untracked\n");
    assert_eq!(
        repo.reported(&["--since", "main"]),
        ["a.md", "b.md", "c.md", "new.md", "s.md"]
    );
}

#[test]
fn what_a_merge_brought_in_is_no_change_of_the_branch() {
    let repo = branched();
    repo.git(&["merge", "-q", "--no-edit", "main"]);
    assert_eq!(
        repo.reported(&["--since", "main"]),
        ["a.md", "new.md", "s.md"]
    );
}

#[test]
fn a_finding_over_two_posts_belongs_to_the_one_that_changed() {
    let repo = Repository::with(TITLES, &[("old.md", "# Same\n"), ("x.md", "# X\n")]);
    repo.commit("one");
    repo.site.file("a.md", "# Same\n");
    let report = repo.site.json(&["--changed"]);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(report["diagnostics"][0]["path"], "a.md");
    assert_eq!(report["diagnostics"][0]["labels"][1]["path"], "old.md");
    assert_eq!(report["summary"]["posts"], 3);
}

#[test]
fn a_revision_is_never_an_option_of_git() {
    let repo = branched();
    for revision in ["--output=pwned", "-p", "--all", "", "--help"] {
        let since = format!("--since={revision}");
        let ran = repo.site.run(&["check", &since]).exits(2);
        assert_eq!(
            ran.stderr,
            format!("gatepost: '{revision}' is no revision of git\n")
        );
    }
    assert!(!repo.site.path().join("pwned").exists());
    let ran = repo.site.run(&["check", "--since", "mian"]).exits(2);
    assert_eq!(ran.stderr, "gatepost: there is no revision 'mian' here\n");
}

#[test]
fn histories_without_a_common_commit_are_told() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n")]);
    repo.commit("one");
    repo.git(&["checkout", "-q", "--orphan", "other"]);
    repo.commit("other");
    let ran = repo.site.run(&["check", "--since", "main"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: HEAD and 'main' have no commit in common\n"
    );
}

#[test]
fn a_linked_work_tree_has_its_own_index_and_head() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n"), ("b.md", "x\n")]);
    repo.commit("one");
    repo.git(&["worktree", "add", "-q", "linked"]);
    let linked = repo.site.path().join("linked");
    fs::write(linked.join("a.md"), "beta\n").unwrap();
    git(&linked, &["add", "a.md"]);
    fs::write(linked.join("b.md"), "beta\n").unwrap();
    let reported = |option: &str| {
        let mut command = repo.site.command(&["check", option, "--show-files"]);
        crate::site::ran(command.current_dir(&linked))
            .exits(0)
            .stdout
    };
    assert_eq!(reported("--staged"), "a.md\n");
    assert_eq!(reported("--changed"), "a.md\nb.md\n");
    assert_eq!(reported("--since=main"), "a.md\nb.md\n");
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let inner = Repository::with(WORDS, &[("s.md", "x\n")]);
    inner.commit("inner");
    let outer = Repository::with(WORDS, &[("a.md", "x\n")]);
    let from = inner.site.path().to_str().unwrap();
    outer.git(&["submodule", "--quiet", "add", from, "sub"]);
    outer.commit("outer");
    outer.site.file("a.md", "beta\n");
    outer.site.file("sub/s.md", "beta\n");
    outer.git(&["add", "a.md"]);
    assert_eq!(outer.reported(&["--changed"]), ["a.md"]);
    assert_eq!(outer.reported(&["--staged"]), ["a.md"]);
    let mut command = outer.site.command(&["check", "--changed", "--show-files"]);
    let ran = crate::site::ran(command.current_dir(outer.site.path().join("sub"))).exits(0);
    assert_eq!(ran.stdout, "s.md\n");
}

#[cfg(unix)]
#[test]
fn a_repository_that_is_reached_by_a_link_has_the_names_of_the_walk() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n")]);
    repo.commit("one");
    repo.site.file("a.md", "beta\n");
    let outside = tempfile::TempDir::new().unwrap();
    let link = outside.path().join("link");
    std::os::unix::fs::symlink(repo.site.path(), &link).unwrap();
    let mut command = repo.site.command(&["check", "--changed", "--show-files"]);
    let ran = crate::site::ran(command.current_dir(&link)).exits(0);
    assert_eq!(ran.stdout, "a.md\n");
}

#[test]
fn line_ends_that_git_converts_are_no_change() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\r\nx\r\n"), ("b.md", "x\r\n")]);
    repo.site.file(".gitattributes", "*.md text eol=crlf\n");
    repo.commit("one");
    repo.site.file("b.md", "x\r\n");
    assert_eq!(repo.reported(&["--changed"]), [""; 0]);
    repo.site.file("a.md", "beta\r\nbeta\r\n");
    let found = ["a.md:2:1: error [w/found]"];
    assert_eq!(repo.site.findings(&["--changed", "--changed-lines"]), found);
    repo.git(&["add", "a.md"]);
    assert_eq!(repo.site.findings(&["--staged", "--changed-lines"]), found);
    repo.site.file("a.md", "x\r\n");
    assert_eq!(repo.site.findings(&["--staged", "--changed-lines"]), found);
}

#[test]
fn a_file_that_git_tracks_is_a_post_whatever_gitignore_says() {
    let repo = Repository::with(WORDS, &[("a.md", "good\n"), ("content/bad.md", "beta\n")]);
    repo.site.file("content/.hidden/c.md", "beta\n");
    repo.commit("one");
    repo.site.file(".gitignore", "content/\n*.tmp.md\n");
    repo.site.file("made.tmp.md", "beta\n");
    repo.site.file("content/made.md", "beta\n");
    assert_eq!(repo.reported(&[]), ["a.md", "content/bad.md"]);
    assert_eq!(repo.reported(&["content"]), ["content/bad.md"]);
    repo.site.run(&["check"]).exits(1);
    std::fs::remove_file(repo.site.path().join("content/bad.md")).unwrap();
    assert_eq!(repo.reported(&[]), ["a.md"]);
}

#[test]
fn a_walk_without_git_tells_what_it_can_not_know() {
    let repo = Repository::with(WORDS, &[("a.md", "good\n")]);
    repo.commit("one");
    let mut command = repo.site.command(&["check", "-q"]);
    let ran = crate::site::ran(command.env("PATH", repo.site.path())).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: a walk of a repository needs the program git, which was not found; \
         files that git tracks although .gitignore names them are left out\n"
    );
}
