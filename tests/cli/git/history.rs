//! A history with everything that posts go through, and what is new in it.

use tempfile::TempDir;

use super::repository::{Repository, git};
use crate::site::{Ran, ran};

const CONFIG: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n\
    [[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n";

fn post(title: &str, text: &str) -> String {
    format!("# {title}\n\n{text}\n")
}

/// `main`, and a branch that adds, changes, renames and deletes posts and takes in `main` by a
/// merge. Every kind of post has a finding.
fn branched() -> Repository {
    let posts = ["changed", "gone", "kept", "moved", "of-main"];
    let repo = Repository::with(CONFIG, &[]);
    for name in posts {
        repo.site.file(&format!("{name}.md"), post(name, "beta"));
    }
    repo.commit("one");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.site
        .file("changed.md", post("changed", "beta, and beta again"));
    repo.site.file("new.md", post("kept", "beta"));
    repo.git(&["mv", "moved.md", "renamed.md"]);
    repo.git(&["rm", "-q", "gone.md"]);
    repo.commit("side");
    repo.git(&["checkout", "-q", "main"]);
    repo.site.file("of-main.md", post("of-main", "beta, beta"));
    repo.commit("main");
    repo.git(&["checkout", "-q", "side"]);
    repo.git(&["merge", "-q", "--no-ff", "--no-edit", "main"]);
    repo.site.file("last.md", post("last", "beta"));
    repo.commit("last");
    repo
}

/// What is found in the posts of the branch; posts that it did not touch have more.
const NEW: [&str; 6] = [
    "changed.md:3:1: error [w/found]",
    "changed.md:3:11: error [w/found]",
    "last.md:3:1: error [w/found]",
    "new.md:1:3: error [t/repeated]",
    "new.md:3:1: error [w/found]",
    "renamed.md:3:1: error [w/found]",
];

#[test]
fn the_findings_of_a_branch_are_those_of_the_posts_that_it_touched() {
    let repo = branched();
    assert_eq!(repo.site.findings(&["--since", "main"]), NEW);
    assert_eq!(repo.site.findings(&[]).len(), NEW.len() + 4);
    // Line by line: what stood there before is not new.
    let lines = repo.site.findings(&["--since", "main", "--changed-lines"]);
    assert_eq!(lines, NEW);
    repo.git(&["checkout", "-q", "main"]);
    assert_eq!(repo.site.findings(&["--since", "main"]), [""; 0]);
}

#[test]
fn a_clone_without_history_tells_what_to_run_and_then_finds_the_same() {
    let repo = branched();
    let folder = TempDir::new().unwrap();
    let url = format!("file://{}", repo.site.path().display());
    let clone = ["clone", "-q", "--depth", "1", "--branch", "side", &url, "c"];
    git(folder.path(), &clone);
    let clone = folder.path().join("c");
    let check = |format| -> Ran {
        let args = ["check", "--since", "origin/main", "--output-format", format];
        ran(repo.site.command(&args).current_dir(&clone))
    };
    let refused = check("concise").exits(2);
    assert_eq!(refused.stdout, "");
    let told = refused.stderr.split('`').nth(1).unwrap();
    let words: Vec<&str> = told.split(' ').collect();
    assert_eq!(words[..3], ["git", "fetch", "--unshallow"]);
    git(&clone, &words[1..]);
    let found = check("concise").exits(1).stdout;
    let found = found.lines().filter(|line| line.ends_with(']'));
    let found: Vec<&str> = found.map(|line| line.split(": ").next().unwrap()).collect();
    let wanted = NEW.map(|line| line.split(": ").next().unwrap());
    assert_eq!(found, wanted);
}
