//! The recipes of the README: what they run passes and fails as a gate should, and their YAML reads.

use std::fs;

use crate::site::{Site, ran};

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";

/// The blocks of one language below one heading of the README, other headings' left out.
fn blocks(heading: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let fence = format!("\n```{language}\n");
    let opened = section.split(&fence).skip(1);
    let blocks = opened.map(|rest| rest.split("\n```").next().unwrap().to_owned());
    let blocks: Vec<String> = blocks.collect();
    assert!(!blocks.is_empty(), "{heading} has no {language}");
    blocks
}

/// What a recipe runs.
fn commands(recipe: &str) -> Vec<Vec<String>> {
    let lines = recipe.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("- ");
        line.trim_start_matches("run: ").strip_prefix("gatepost ")
    });
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    lines.map(words).collect()
}

/// A repository in which everything is staged.
fn repository(post: &str) -> Site {
    let site = Site::with(WORDS, &[("a.md", post)]);
    for args in [&["init", "-q"][..], &["add", "--all"]] {
        let mut git = std::process::Command::new("git");
        let git = git.args(args).current_dir(site.path());
        assert!(git.status().unwrap().success());
    }
    site
}

fn commit(site: &Site) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    for args in [&["add", "--all"][..], &["commit", "-q", "-m", "x"]] {
        let mut git = std::process::Command::new("git");
        let git = git.args(who).args(args).current_dir(site.path());
        assert!(git.status().unwrap().success());
    }
}

/// Asserts that YAML reads, by the reader of front matter.
#[track_caller]
fn assert_reads(yaml: &str) {
    let site = Site::with("extends = [\"gatepost:recommended\"]\n", &[]);
    site.file("a.md", format!("---\n{yaml}\n---\nText.\n"));
    site.run(&["check", "--select", "meta"]).exits(0);
}

#[test]
fn hooks_stop_a_bad_post_and_let_a_good_one_pass() {
    let mut recipes = blocks("Commit hooks", "yaml");
    for recipe in &recipes {
        assert_reads(recipe);
    }
    recipes.extend(blocks("Commit hooks", "sh"));
    let commands: Vec<Vec<String>> = recipes.iter().flat_map(|it| commands(it)).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    for command in commands {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        repository("beta\n").run(&args).exits(1);
        repository("good\n").run(&args).exits(0);
    }
}

#[test]
fn jobs_stop_a_bad_post_and_let_a_good_one_pass() {
    let recipes = blocks("CI and editors", "yaml");
    for recipe in &recipes {
        assert_reads(recipe);
    }
    let commands: Vec<Vec<String>> = recipes.iter().flat_map(|it| commands(it)).collect();
    assert_eq!(commands.len(), 1);
    for command in commands {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        for (post, code) in [("beta\n", 1), ("good\n", 0)] {
            let site = repository("old\n");
            commit(&site);
            site.file("new.md", post);
            commit(&site);
            let mut job = site.command(&args);
            ran(job.env("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD^")).exits(code);
            assert!(site.path().join("gl-code-quality-report.json").is_file());
        }
    }
}

#[test]
fn what_is_shipped_as_yaml_reads() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let hooks = fs::read_to_string(format!("{root}.pre-commit-hooks.yaml")).unwrap();
    assert_reads(&format!("hooks:\n  {}", hooks.replace('\n', "\n  ")));
    assert_reads(&fs::read_to_string(format!("{root}action.yml")).unwrap());
}
