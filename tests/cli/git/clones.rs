//! Clones as CI makes them: shallow, and without the branch that is compared with.

use std::path::PathBuf;

use tempfile::TempDir;

use super::WORDS;
use super::repository::{Repository, git};
use crate::site::Ran;

/// A repository with a long `main`, a branch `side` that changes a.md, and the merge of the two as
/// `pull`, and a clone of one of them.
struct Clone {
    origin: Repository,
    folder: TempDir,
}

impl Clone {
    fn of(branch: &str, depth: &str) -> Self {
        let origin = Repository::with(WORDS, &[("a.md", "x\n"), ("m.md", "x\n")]);
        origin.commit("one");
        origin.git(&["checkout", "-q", "-b", "side"]);
        for round in 0..3 {
            origin.site.file("a.md", format!("beta {round}\n"));
            origin.commit("side");
        }
        origin.git(&["checkout", "-q", "main"]);
        for round in 0..3 {
            origin.site.file("m.md", format!("beta {round}\n"));
            origin.commit("main");
        }
        origin.git(&["checkout", "-q", "-b", "pull"]);
        origin.git(&["merge", "-q", "--no-ff", "--no-edit", "side"]);
        let folder = TempDir::new().unwrap();
        let url = format!("file://{}", origin.site.path().display());
        let args = [
            "clone", "-q", "--depth", depth, "--branch", branch, &url, "c",
        ];
        git(folder.path(), &args);
        Self { origin, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("c")
    }

    fn check(&self, args: &[&str], environment: &[(&str, &str)]) -> Ran {
        let args = [&["check", "--show-files"], args].concat();
        let mut command = self.origin.site.command(&args);
        command.current_dir(self.path());
        crate::site::ran(command.envs(environment.iter().copied()))
    }

    /// Runs the command that a message tells to run.
    #[track_caller]
    fn do_as_told(&self, ran: &Ran) {
        let told = ran.stderr.split('`').nth(1).unwrap_or_default();
        let words: Vec<&str> = told.split(' ').collect();
        assert_eq!(words[0], "git");
        git(&self.path(), &words[1..]);
    }
}

#[test]
fn a_base_that_is_not_in_a_clone_is_told_with_what_to_run() {
    for depth in ["1", "2"] {
        let clone = Clone::of("side", depth);
        let ran = clone.check(&["--since", "origin/main"], &[]).exits(2);
        assert_eq!(
            ran.stderr,
            "gatepost: there is no revision 'origin/main' in this clone; run `git fetch --unshallow origin +main:refs/remotes/origin/main`, or check out with 'fetch-depth: 0'\n"
        );
        clone.do_as_told(&ran);
        let ran = clone.check(&["--since", "origin/main"], &[]).exits(0);
        assert_eq!(ran.stdout, "a.md\n");
        let ran = clone.check(&["--since", "main"], &[]).exits(2);
        assert_eq!(
            ran.stderr,
            "gatepost: there is no revision 'main' here; did you mean 'origin/main'?\n"
        );
    }
}

#[test]
fn a_history_that_is_too_short_is_told_with_what_to_run() {
    for depth in ["1", "2"] {
        let clone = Clone::of("side", depth);
        let fetch = [
            "fetch",
            "-q",
            "--depth",
            depth,
            "origin",
            "+main:refs/remotes/origin/main",
        ];
        git(&clone.path(), &fetch);
        let ran = clone.check(&["--since", "origin/main"], &[]).exits(2);
        assert_eq!(
            ran.stderr,
            "gatepost: this shallow clone does not reach back to where HEAD left 'origin/main'; run `git fetch --unshallow origin`, or check out with 'fetch-depth: 0'\n"
        );
        clone.do_as_told(&ran);
        let ran = clone.check(&["--since", "origin/main"], &[]).exits(0);
        assert_eq!(ran.stdout, "a.md\n");
    }
}

#[test]
fn a_pull_request_is_compared_with_the_first_parent_of_its_merge() {
    let pull = [
        ("GITHUB_BASE_REF", "main"),
        ("GITHUB_REF", "refs/heads/pull"),
    ];
    let clone = Clone::of("pull", "2");
    let ran = clone.check(&["--changed"], &pull).exits(0);
    assert_eq!(ran.stdout, "a.md\n");
    let clone = Clone::of("pull", "1");
    let ran = clone.check(&["--changed"], &pull).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: this shallow clone does not hold what the pull request is merged into; run `git fetch --depth=2 origin refs/heads/pull`, or check out with 'fetch-depth: 2'\n"
    );
    clone.do_as_told(&ran);
    let ran = clone.check(&["--changed"], &pull).exits(0);
    assert_eq!(ran.stdout, "a.md\n");
}

#[test]
fn a_pull_request_whose_head_is_checked_out_is_compared_with_the_base_branch() {
    let pull = [("GITHUB_BASE_REF", "main")];
    let clone = Clone::of("side", "1");
    let ran = clone.check(&["--changed"], &pull).exits(2);
    clone.do_as_told(&ran);
    let ran = clone.check(&["--changed"], &pull).exits(0);
    assert_eq!(ran.stdout, "a.md\n");
}

#[test]
fn a_merge_request_of_gitlab_is_compared_with_its_base() {
    let clone = Clone::of("side", "1");
    let base = git(clone.origin.site.path(), &["merge-base", "main", "side"]);
    let request = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim())];
    let ran = clone.check(&["--changed"], &request).exits(2);
    clone.do_as_told(&ran);
    let ran = clone.check(&["--changed"], &request).exits(0);
    assert_eq!(ran.stdout, "a.md\n");
}

#[test]
fn text_that_is_not_in_a_partial_clone_is_not_fetched() {
    let origin = Repository::with(WORDS, &[("a.md", "beta\n"), ("b.md", "x\n")]);
    origin.commit("one");
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let folder = TempDir::new().unwrap();
    let url = format!("file://{}", origin.site.path().display());
    let filter = [
        "clone",
        "-q",
        "--filter=blob:none",
        "--no-checkout",
        &url,
        "c",
    ];
    git(folder.path(), &filter);
    let clone = folder.path().join("c");
    git(&clone, &["read-tree", "HEAD"]);
    git(&clone, &["checkout", "--", "gatepost.toml"]);
    let mut command = origin.site.command(&["check", "--staged", "--allow-empty"]);
    let ran = crate::site::ran(command.current_dir(&clone)).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: cannot read a.md: its staged text is not in this clone\n\
         gatepost: cannot read b.md: its staged text is not in this clone\n"
    );
}
