//! What changed, told by real repositories.

mod clones;
mod history;
mod lines;
mod pre_commit;
mod repository;
mod staged;
mod work_tree;

use repository::Repository;

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";
const TITLES: &str = "[[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n";

#[test]
fn a_post_can_not_be_compared_where_there_is_no_repository() {
    let site = crate::site::Site::with(WORDS, &[("a.md", "beta\n")]);
    let outer = site.path().parent().unwrap();
    let mut command = site.command(&["check", "--changed"]);
    let ran = crate::site::ran(command.env("GIT_CEILING_DIRECTORIES", outer)).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: --changed needs a git repository, and this folder is in none\n"
    );
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_machine_without_git_is_told() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    let mut command = repo.site.command(&["check", "--staged"]);
    let ran = crate::site::ran(command.env("PATH", repo.site.path())).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: --staged needs the program git, which was not found\n"
    );
}

#[test]
fn a_repository_without_a_work_tree_is_told() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    repo.git(&["config", "core.bare", "true"]);
    let ran = repo.site.run(&["check", "--changed"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: --changed needs a work tree, and this git repository has none here\n"
    );
}

#[test]
fn a_repository_of_another_user_is_told_with_what_to_run() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    let mut command = repo.site.command(&["check", "--changed"]);
    let ran = crate::site::ran(command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")).exits(2);
    assert!(
        ran.stderr
            .contains("git config --global --add safe.directory '"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_options_exclude_each_other() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    let ran = repo.site.run(&["check", "--staged", "--changed"]).exits(2);
    assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
    let ran = repo.site.run(&["check", "--changed-lines"]).exits(2);
    assert!(
        ran.stderr.contains("--staged|--changed|--since <REF>"),
        "{}",
        ran.stderr
    );
    let input = ["check", "--changed", "-", "--stdin-filename", "a.md"];
    repo.site.run_with_input(&input, b"x\n").exits(2);
}

#[test]
fn nothing_is_read_where_no_post_changed() {
    let posts: Vec<(String, &str)> = (0..40)
        .map(|number| (format!("content/{number:02}.md"), "beta\n"))
        .collect();
    let mut files: Vec<(&str, &str)> = posts.iter().map(|(path, text)| (&**path, *text)).collect();
    files.push(("hugo.toml", "title = 'x'\n"));
    files.push(("content/_index.md", "---\ncascade: {a: [\n---\n"));
    let repo = Repository::with(WORDS, &files);
    repo.commit("one");
    let args = ["check", "--changed", "--no-cache", "--jobs", "4"];
    let ran = repo.site.run(&args).exits(0);
    assert_eq!(ran.stderr, "gatepost: no post changed\n");
}

#[test]
fn no_changed_post_passes_and_an_empty_corpus_does_not() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n")]);
    repo.commit("one");
    for args in [&["--staged"][..], &["--changed"], &["--since", "HEAD"]] {
        let ran = repo.site.run(&[&["check"], args].concat()).exits(0);
        assert_eq!(ran.stderr, "gatepost: no post changed\n");
        assert_eq!(
            ran.stdout,
            "no findings in 0 posts (0 files)\ngate passed: 0 errors (met: no errors)\n"
        );
        assert!(repo.site.findings(args).is_empty());
    }
    repo.git(&["rm", "-q", "a.md"]);
    let ran = repo.site.run(&["check", "--staged"]).exits(2);
    assert_eq!(ran.stderr, "gatepost: no posts found under .\n");
    repo.site
        .run(&["check", "--staged", "--allow-empty"])
        .exits(0);
}

#[cfg(unix)]
#[test]
fn nothing_of_a_repository_is_run() {
    let repo = Repository::with(WORDS, &[("a.md", "beta\n"), ("b.md", "beta\n")]);
    repo.commit("one");
    let mark = repo.site.path().join(".git/ran");
    let program = repo.site.path().join(".git/program");
    let script = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(
        &program,
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    let program = program.to_str().unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.pro=c.ess.process",
    ] {
        repo.git(&["config", key, program]);
    }
    repo.git(&["config", "filter.evil.required", "true"]);
    let attributes = "a.md filter=evil diff=evil\nb.md filter=pro=c.ess diff=evil\n";
    std::fs::write(repo.site.path().join(".git/info/attributes"), attributes).unwrap();
    std::fs::create_dir_all(repo.site.path().join(".git/hooks")).unwrap();
    for hook in ["post-index-change", "pre-commit", "post-checkout"] {
        std::fs::copy(program, repo.site.path().join(".git/hooks").join(hook)).unwrap();
    }
    repo.site.file("a.md", "beta\nbeta\n");
    repo.site.file("b.md", "beta\nbeta two\n");
    for args in [&["--staged"][..], &["--changed"], &["--since", "HEAD"]] {
        let args = [&["check", "--changed-lines"], args].concat();
        assert_ne!(repo.site.run(&args).code, 2);
        let ran = std::fs::read_to_string(&mark).unwrap_or_default();
        assert_eq!(ran, "", "{args:?}");
    }
    let found = repo.site.findings(&["--changed", "--changed-lines"]);
    assert_eq!(found.len(), 2, "{found:?}");
}
