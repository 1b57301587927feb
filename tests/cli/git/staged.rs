//! `--staged`: what the next commit would hold.

use std::fs;

use super::repository::{Repository, command};
use super::{TITLES, WORDS};

#[test]
fn staged_text_is_judged_and_not_what_is_on_disk() {
    let repo = Repository::with(WORDS, &[("a.md", "one\n"), ("b.md", "two\n")]);
    repo.commit("one");
    repo.site.file("a.md", "one\nbeta staged\n");
    repo.git(&["add", "a.md"]);
    assert_eq!(
        repo.site.findings(&["--staged"]),
        ["a.md:2:1: error [w/found]"]
    );
    repo.site.file("a.md", "\n\n\nbeta edited\n");
    repo.site.file("b.md", "beta edited\n");
    repo.site.file("draft.md", "beta draft\n");
    assert_eq!(
        repo.site.findings(&["--staged"]),
        ["a.md:2:1: error [w/found]"]
    );
    repo.site.file("a.md", "one\n");
    repo.git(&["add", "a.md"]);
    assert_eq!(repo.reported(&["--staged"]), [""; 0]);
}

#[test]
fn snippets_show_the_staged_text() {
    let repo = Repository::with(WORDS, &[("a.md", "beta staged\n")]);
    repo.git(&["add", "--all"]);
    repo.site.file("a.md", "\n\nnothing of the kind\n");
    let ran = repo.site.run(&["check", "--staged"]).exits(1);
    assert!(ran.stdout.contains("1 | beta staged\n"), "{}", ran.stdout);
}

#[test]
fn drafts_and_unstaged_edits_are_no_part_of_the_corpus() {
    let repo = Repository::with(TITLES, &[("old.md", "# Same\n"), ("else.md", "# Else\n")]);
    repo.commit("one");
    repo.site.file("new.md", "# Same\n");
    repo.git(&["add", "new.md"]);
    repo.site.file("draft.md", "# Else\n");
    repo.site.file("else.md", "# Same\n");
    let report = repo.site.json(&["--staged"]);
    let found = report["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["path"], "new.md");
    // The finding belongs to the post that changed, and labels the one that was there.
    let labels = found[0]["labels"].as_array().unwrap();
    let labelled: Vec<&str> = labels
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    assert_eq!(labelled, ["new.md", "old.md"]);
    assert_eq!(report["summary"]["posts"], 3);
    repo.site.file("old.md", "# Changed on disk alone\n");
    assert_eq!(repo.site.findings(&["--staged"]).len(), 1);
}

#[test]
fn what_is_staged_for_deletion_is_gone_and_what_is_deleted_on_disk_alone_is_not() {
    let repo = Repository::with(TITLES, &[("a.md", "# Same\n"), ("b.md", "# Same\n")]);
    repo.commit("one");
    repo.site.file("c.md", "# Same\n");
    repo.git(&["add", "c.md"]);
    repo.git(&["rm", "-q", "--cached", "a.md"]);
    fs::remove_file(repo.site.path().join("b.md")).unwrap();
    let report = repo.site.json(&["--staged"]);
    assert_eq!(report["summary"]["posts"], 2);
    assert_eq!(report["diagnostics"][0]["labels"][1]["path"], "b.md");
    assert_eq!(repo.reported(&["--staged", "c.md", "b.md"]), ["c.md"]);
}

#[test]
fn a_renamed_post_is_new_and_a_mode_is_no_change() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n"), ("b.md", "beta\n")]);
    repo.commit("one");
    repo.git(&["mv", "a.md", "c.md"]);
    repo.git(&["update-index", "--chmod=+x", "b.md"]);
    assert_eq!(repo.reported(&["--staged"]), ["c.md"]);
    assert_eq!(repo.reported(&["--changed"]), ["c.md"]);
}

#[test]
fn a_file_that_is_only_meant_to_be_added_is_not_staged() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    repo.commit("one");
    repo.site.file("b.md", "beta\n");
    repo.git(&["add", "--intent-to-add", "b.md"]);
    assert_eq!(repo.reported(&["--staged"]), [""; 0]);
    assert_eq!(repo.site.json(&["--staged"])["summary"]["posts"], 0);
    assert_eq!(repo.reported(&["--changed"]), ["b.md"]);
}

#[test]
fn before_the_first_commit_every_staged_post_is_new() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n"), ("b.md", "beta\n")]);
    repo.git(&["add", "a.md"]);
    assert_eq!(
        repo.site.findings(&["--staged", "--changed-lines"]),
        ["a.md:1:1: error [w/found]"]
    );
    assert_eq!(repo.reported(&["--changed"]), ["a.md", "b.md"]);
    let ran = repo.site.run(&["check", "--since", "main"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: --since needs a commit, and this repository has none yet\n"
    );
}

#[test]
fn conflicts_in_the_index_are_named() {
    let repo = Repository::with(WORDS, &[("a.md", "one\n"), ("b.md", "one\n")]);
    repo.commit("one");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.site.file("a.md", "side\n");
    repo.commit("side");
    repo.git(&["checkout", "-q", "main"]);
    repo.site.file("a.md", "main\n");
    repo.commit("main");
    let merge = command(repo.site.path(), &["merge", "side"])
        .output()
        .unwrap();
    assert!(!merge.status.success());
    let ran = repo.site.run(&["check", "--staged"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: the index holds conflicts that are not resolved: a.md\n"
    );
    assert_eq!(repo.reported(&["--changed"]), ["a.md"]);
}

#[test]
fn paths_and_staged_posts_are_reported_where_they_meet() {
    let repo = Repository::with(
        WORDS,
        &[("a.md", "x\n"), ("d/b.md", "x\n"), ("d/c.md", "x\n")],
    );
    repo.commit("one");
    repo.site.file("a.md", "beta\n");
    repo.site.file("d/b.md", "beta\n");
    repo.git(&["add", "--all"]);
    repo.site.file("d/draft.md", "beta\n");
    assert_eq!(repo.reported(&["--staged", "d"]), ["d/b.md"]);
    assert_eq!(repo.reported(&["--staged", "a.md", "d/c.md"]), ["a.md"]);
    let ran = repo.site.run(&["check", "--staged", "d/draft.md"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: d/draft.md is left out by git's index, which does not hold it\n\
         gatepost: no post changed\n"
    );
    repo.site.run(&["check", "--staged", "gone.md"]).exits(2);
}

#[test]
fn works_from_a_folder_below_and_without_a_configuration() {
    let repo = Repository::with(
        WORDS,
        &[("a.md", "x\n"), ("d/b.md", "x\n"), ("d/.h/c.md", "x\n")],
    );
    repo.commit("one");
    for path in ["a.md", "d/b.md", "d/.h/c.md"] {
        repo.site.file(path, "beta\n");
    }
    repo.git(&["add", "--all"]);
    repo.site.file("d/b.md", "x\n");
    let below = |args: &[&str]| {
        let mut command = repo.site.command(args);
        let ran = crate::site::ran(command.current_dir(repo.site.path().join("d")));
        ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        below(&["check", "--staged", "--show-files"]),
        ["../a.md", "b.md"]
    );
    assert_eq!(
        below(&["check", "--staged", "--show-files", "--isolated"]),
        ["b.md"]
    );
    let found = below(&["check", "--staged", "--output-format", "concise"]);
    assert!(found[1].starts_with("b.md:1:1: error: "), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_in_the_index() {
    use std::os::unix::fs::symlink;
    let repo = Repository::with(
        WORDS,
        &[("a.md", "x\n"), ("parts/p.txt.in", "beta staged\n")],
    );
    let path = |name: &str| repo.site.path().join(name);
    symlink("parts/p.txt.in", path("l.md")).unwrap();
    symlink("a.md", path("same.md")).unwrap();
    symlink("/etc/passwd", path("out.md")).unwrap();
    repo.commit("one");
    repo.site.file("parts/p.txt.in", "beta\nbeta staged\n");
    repo.git(&["add", "--all"]);
    repo.site.file("parts/p.txt.in", "nothing\n");
    assert_eq!(
        repo.site.findings(&["--staged"]),
        ["l.md:1:1: error [w/found]", "l.md:2:1: error [w/found]"]
    );
    assert_eq!(
        repo.site.findings(&["--staged", "--changed-lines"]),
        ["l.md:1:1: error [w/found]"]
    );
    let ran = repo.site.run(&["check", "--staged"]).exits(1);
    assert_eq!(
        ran.stderr,
        "gatepost: skipped out.md: link to what git does not track\n"
    );
}

#[cfg(unix)]
#[test]
fn names_may_hold_any_byte() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repository::with(WORDS, &[("x.md", "x\n")]);
    repo.commit("one");
    let names: [&[u8]; 5] = [
        b"new\nline.md",
        b"quo\"te.md",
        b"sp ace.md",
        b"t\tab.md",
        b"v\xff.md",
    ];
    for name in names {
        let path = repo.site.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(&path, "x\n").unwrap();
    }
    assert_eq!(repo.reported(&["--changed"]).len(), 5);
    repo.commit("two");
    for name in names {
        let path = repo.site.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(&path, "beta old\nbeta new\n").unwrap();
    }
    repo.commit("three");
    for name in names {
        let path = repo.site.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(&path, "beta old\nbeta newer\n").unwrap();
    }
    assert_eq!(
        repo.site.findings(&["--changed", "--changed-lines"]).len(),
        5
    );
    assert_eq!(repo.site.findings(&["--since", "HEAD~1"]).len(), 10);
    repo.git(&["add", "--all"]);
    for name in names {
        let path = repo.site.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(&path, "x\n").unwrap();
    }
    assert_eq!(
        repo.site.findings(&["--staged", "--changed-lines"]).len(),
        5
    );
    assert_eq!(repo.site.findings(&["--staged"]).len(), 10);
}

#[test]
fn staged_content_that_is_no_text_is_a_finding() {
    let config = format!("{WORDS}[limits]\nmax-file-size = 50\n");
    let repo = Repository::with(&config, &[]);
    repo.site.file("a.md", b"caf\xe9\n");
    repo.site.file("b.md", "long ".repeat(50));
    repo.git(&["add", "--all"]);
    repo.site.file("a.md", "fine\n");
    repo.site.file("b.md", "fine\n");
    assert_eq!(
        repo.site.findings(&["--staged", "--changed-lines"]),
        [
            "a.md:null:null: error [not-utf8]",
            "b.md:null:null: error [file-too-large]"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_commit_hook_judges_what_that_commit_would_hold() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n"), ("b.md", "x\n"), ("c.md", "x\n")]);
    repo.commit("one");
    let hook = repo.site.file(
        ".git/hooks/pre-commit",
        format!(
            "#!/bin/sh\nexec '{}' check --staged --output-format concise\n",
            env!("CARGO_BIN_EXE_gatepost")
        ),
    );
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for path in ["a.md", "b.md", "c.md"] {
        repo.site.file(path, "beta\n");
    }
    repo.git(&["add", "c.md"]);
    let tried = |args: &[&str]| {
        let output = command(repo.site.path(), args).output().unwrap();
        assert!(!output.status.success());
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        ["a.md:1:1", "b.md:1:1", "c.md:1:1"].map(|place| said.contains(place))
    };
    assert_eq!(tried(&["commit", "-m", "staged"]), [false, false, true]);
    assert_eq!(
        tried(&["commit", "-m", "one", "a.md"]),
        [true, false, false]
    );
    assert_eq!(tried(&["commit", "-a", "-m", "all"]), [true, true, true]);
}

#[test]
fn another_index_is_honoured() {
    let repo = Repository::with(WORDS, &[("a.md", "x\n")]);
    repo.commit("one");
    let other = repo.site.path().join(".git/other");
    fs::copy(repo.site.path().join(".git/index"), &other).unwrap();
    repo.site.file("b.md", "beta\n");
    let mut add = command(repo.site.path(), &["add", "b.md"]);
    assert!(
        add.env("GIT_INDEX_FILE", &other)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(repo.reported(&["--staged"]), [""; 0]);
    let mut check = repo.site.command(&["check", "--staged", "--show-files"]);
    let ran = crate::site::ran(check.env("GIT_INDEX_FILE", &other)).exits(0);
    assert_eq!(ran.stdout, "b.md\n");
}

#[test]
fn posts_that_are_not_checked_out_are_part_of_the_corpus() {
    let repo = Repository::with(TITLES, &[("a.md", "# Same\n"), ("b.md", "# Else\n")]);
    repo.commit("one");
    repo.git(&["update-index", "--skip-worktree", "a.md"]);
    fs::remove_file(repo.site.path().join("a.md")).unwrap();
    repo.git(&["update-index", "--assume-unchanged", "b.md"]);
    repo.site.file("b.md", "# Same\n");
    repo.site.file("c.md", "# Same\n");
    repo.git(&["add", "c.md"]);
    let report = repo.site.json(&["--staged"]);
    assert_eq!(report["summary"]["posts"], 3);
    assert_eq!(
        report["diagnostics"][0]["labels"].as_array().unwrap().len(),
        2
    );
}
