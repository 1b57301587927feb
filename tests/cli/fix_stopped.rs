//! `check --fix` that is stopped or killed in the middle.

#![cfg(unix)]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::site::Site;

const CONFIG: &str = "[[rule]]\nid = \"meta\"\nkind = \"meta\"\nwhy = \"w\"\n\
    [rule.fields.date]\ntype = \"date\"\n";
const POST: &str = "---\ntitle: T\ndate: 2024/01/01\n---\n";
const FIXED: &str = "---\ntitle: T\ndate: 2024-01-01\n---\n";
const POSTS: usize = 1_000;

/// A site of many posts that can all be fixed.
fn site() -> Site {
    let site = Site::with(CONFIG, &[]);
    for number in 0..POSTS {
        site.file(&format!("{number}.md"), POST);
    }
    site
}

/// How many posts are fixed; each is the old one or the new one.
#[track_caller]
fn fixed(site: &Site) -> usize {
    let paths = (0..POSTS).map(|number| site.path().join(format!("{number}.md")));
    let texts = paths.map(|path| fs::read_to_string(path).unwrap());
    texts
        .inspect(|text| assert!(text == POST || text == FIXED, "{text:?}"))
        .filter(|text| text == FIXED)
        .count()
}

/// The files that are neither posts nor the configuration.
fn others(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.path()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let is_known = |name: &str| [".gatepost", "gatepost.toml"].contains(&name);
    names
        .filter(|name| !is_known(name) && !name.starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

fn started(site: &Site) -> Child {
    let mut command = site.command(&["check", "--fix", "--no-cache"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Sends a signal, and more of them, once the first posts are fixed.
fn stop(child: &Child, site: &Site, signal: &str) {
    let is_begun = || {
        (0..POSTS).step_by(100).any(|number| {
            let path = site.path().join(format!("{number}.md"));
            fs::read_to_string(path).unwrap() == FIXED
        })
    };
    while !is_begun() {
        sleep(Duration::from_millis(1));
    }
    let id = child.id().to_string();
    for _ in 0..3 {
        let mut kill = Command::new("kill");
        // The process may be gone by the second one.
        kill.args([signal, &id]).stderr(Stdio::null());
        kill.status().unwrap();
    }
}

/// A run that was stopped in the middle, which takes some tries on a fast machine.
#[track_caller]
fn stopped(signal: &str, code: i32) {
    let is_stopped = (0..20).any(|_| {
        let site = site();
        let child = started(&site);
        stop(&child, &site, signal);
        let ended = child.wait_with_output().unwrap();
        let fixed = fixed(&site);
        assert_eq!(others(&site), [""; 0]);
        if fixed == POSTS {
            return false;
        }
        assert_eq!(ended.status.code(), Some(code));
        assert_eq!(String::from_utf8_lossy(&ended.stdout), "");
        assert_eq!(
            String::from_utf8_lossy(&ended.stderr),
            format!("gatepost: stopped; {fixed} of 1,000 files were fixed, none is partial\n")
        );
        let again = site.run(&["check", "--fix"]).exits(0);
        let rest = POSTS - fixed;
        let told = format!("gatepost: fixed {rest} findings in {rest} posts\n");
        assert_eq!(again.stderr, told);
        true
    });
    assert!(is_stopped, "no run was stopped in the middle");
}

#[test]
fn ctrl_c_ends_between_two_files() {
    stopped("-INT", 130);
}

#[test]
fn a_request_to_end_ends_between_two_files() {
    stopped("-TERM", 143);
}

#[test]
fn a_run_that_is_killed_leaves_each_file_old_or_new() {
    let site = site();
    let (mut is_cut, mut delay) = (false, 1);
    for _ in 0..40 {
        let mut child = started(&site);
        sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        let fixed = fixed(&site);
        is_cut |= (1..POSTS).contains(&fixed);
        if fixed == POSTS {
            break;
        }
        delay += delay / 2 + 1;
    }
    assert!(is_cut, "no run was cut in the middle");
    let ran = site.run(&["check", "--fix"]).exits(0);
    assert!(
        ran.stdout.contains("no findings in 1,000 posts"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_a_killed_run_leaves_behind_is_no_post() {
    let config =
        format!("[posts]\ninclude = [\"**\"]\nformat = {{ \"**\" = \"markdown\" }}\n{CONFIG}");
    let site = Site::with(&config, &[("posts/a.md", FIXED)]);
    let left = "posts/.a.md.gatepost-0123456789abcdef";
    site.file(left, POST);
    let args = ["check", "posts", "--show-files"];
    assert_eq!(site.run(&args).exits(0).stdout, "posts/a.md\n");
    let ran = site.run(&["check", "posts/a.md", left]).exits(0);
    assert_eq!(
        ran.stderr,
        format!("gatepost: {left} is left out by its name: a run that was killed left it behind\n")
    );
}

#[test]
fn a_request_to_end_while_standard_input_is_read_ends_the_run() {
    let site = Site::with(CONFIG, &[]);
    let mut command = site.command(&["check", "--stdin-filename", "a.md", "-"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take();
    sleep(Duration::from_millis(300));
    let id = child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), None);
    drop(stdin);
}

#[test]
fn posts_whose_fixes_work_against_each_other_are_left() {
    let config = "[[rule]]\nid = \"one\"\nkind = \"meta\"\nwhy = \"w\"\n\
        [rule.fields.on]\ntype = \"string\"\n\
        [[rule]]\nid = \"two\"\nkind = \"meta\"\nwhy = \"w\"\n\
        [rule.fields.on]\ntype = \"number\"\n[rule.fields.date]\ntype = \"date\"\n";
    let both = "---\non: 1\ndate: 2024/01/01\n---\n";
    let site = Site::with(config, &[("a.md", both), ("b.md", POST)]);
    let ran = site.run(&["check", "--fix"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: a.md: fix not written: fixes of one/type and two/type conflict\n\
         gatepost: fixed 1 finding in 1 post\n"
    );
    let text = |path| fs::read_to_string(site.path().join(path)).unwrap();
    assert_eq!([text("a.md"), text("b.md")], [both, FIXED]);
    let ran = site.run(&["check", "--diff"]).exits(2);
    assert_eq!(ran.stdout, "");
}
