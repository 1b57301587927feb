//! `--watch`, and what Ctrl-C does.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::site::Site;

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";
const BEGINS: &str = "[Running] gatepost check";

fn started(site: &Site, args: &[&str]) -> Child {
    let mut command = site.command(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
}

/// The lines of one check, from its first to its last.
fn checked(lines: &mut impl Iterator<Item = String>) -> Vec<String> {
    let mut all = Vec::new();
    for line in lines {
        let is_last = line.starts_with("[Finished] ");
        all.push(line);
        if is_last {
            break;
        }
    }
    all
}

#[test]
fn a_watch_checks_again_when_a_post_or_the_configuration_changes() {
    let site = Site::with(WORDS, &[("a.md", "beta\n")]);
    let mut child = started(&site, &["check", "--watch", "--output-format", "concise"]);
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let mut lines = stdout.lines().map(Result::unwrap);
    let first = checked(&mut lines);
    assert_eq!(first[0], BEGINS);
    assert!(first[1].starts_with("a.md:1:1: error: "), "{first:?}");
    assert_eq!(first.last().unwrap(), "[Finished] 1 finding in 1 post");
    site.file("a.md", "gamma\n");
    let second = checked(&mut lines);
    assert_eq!(second.last().unwrap(), "[Finished] 0 findings in 1 post");
    site.file("b.md", "beta, beta\n");
    let third = checked(&mut lines);
    assert_eq!(third.last().unwrap(), "[Finished] 2 findings in 2 posts");
    site.file("gatepost.toml", "[");
    let broken = checked(&mut lines);
    assert_eq!(broken, [BEGINS, "[Finished] gatepost could not run"]);
    site.file("gatepost.toml", WORDS.replace("beta", "gamma"));
    let mended = checked(&mut lines);
    assert_eq!(mended.last().unwrap(), "[Finished] 1 finding in 2 posts");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_watch_writes_for_people_and_editors_alone() {
    let site = Site::with(WORDS, &[("a.md", "beta\n")]);
    let ran = site
        .run(&["check", "--watch", "--output-format", "json"])
        .exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: --watch writes one report after another; use --output-format full, concise, grouped\n"
    );
}

#[test]
fn an_interrupted_check_tells_what_it_knows_and_keeps_nothing() {
    let site = Site::with(WORDS, &[]);
    let text = "A word and another one, then beta. ".repeat(300);
    for number in 0..6000 {
        site.file(&format!("p/{number:04}.md"), &text);
    }
    let args = [
        "check",
        "--jobs",
        "1",
        "--quiet",
        "--output",
        "json=report.json",
    ];
    let mut child = started(&site, &args);
    // Long enough to be judging, far too short to be done.
    sleep(Duration::from_millis(600));
    interrupt(&child);
    let status = child.wait().unwrap();
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.starts_with("gatepost: interrupted after "), "{said}");
    assert!(
        said.ends_with(" of 6,000 posts; the report is partial\n"),
        "{said}"
    );
    assert!(!site.path().join(".gatepost").exists());
    assert!(!site.path().join("report.json").exists());
}

#[test]
fn a_watch_ends_when_nobody_reads_it() {
    let site = Site::with(WORDS, &[("a.md", "beta\n")]);
    let mut child = started(&site, &["check", "--watch"]);
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_watch_does_not_read_its_list_from_standard_input() {
    let site = Site::with(WORDS, &[("a.md", "beta\n")]);
    let args = ["check", "--watch", "--files-from", "-"];
    let ran = site.run_with_input(&args, b"a.md\n").exits(2);
    assert!(
        ran.stderr.contains("give --files-from a file"),
        "{}",
        ran.stderr
    );
}
