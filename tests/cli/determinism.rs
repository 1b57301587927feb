//! The same bytes, whatever the threads, the order of arguments and the place of the output.

use std::process::Stdio;

use gatepost::emit::EMITTERS;

use crate::corpus::{Format, Generator, Shape};
use crate::site::Site;

fn mixed_site() -> Site {
    let site = Site::new();
    for format in [Format::Markdown, Format::Text] {
        let generator = Generator::new(3, Shape::Mixed, format);
        for number in 0..60 {
            let post = generator.post(number);
            site.file(&post.path, &post.text);
        }
    }
    site
}

#[test]
fn threads_and_argument_order_do_not_show() {
    let site = mixed_site();
    for format in EMITTERS.iter().map(|emitter| emitter.name()) {
        let base = [
            "check",
            "--config",
            "gatepost:alphanode",
            "--output-format",
            format,
        ];
        let run = |more: &[&str]| site.run(&[&base[..], more].concat()).stdout;
        let expected = run(&["."]);
        assert!(expected.len() > 2_000, "{format}");
        for jobs in ["1", "2", "7"] {
            assert_eq!(run(&[".", "--jobs", jobs]), expected, "{format} {jobs}");
            let cold = run(&[".", "--jobs", jobs, "--no-cache"]);
            assert_eq!(cold, expected, "{format} {jobs}, without an index");
        }
        let mut names: Vec<String> = std::fs::read_dir(site.path())
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names.reverse();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(run(&names), expected, "{format} {names:?}");
    }
}

#[test]
fn threads_do_not_show_beside_records() {
    let site = Site::new();
    site.file(
        "gatepost.toml",
        "[posts]\ninclude = [\"**/*.md\", \"**/*.jsonl\"]\n[[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n",
    );
    for number in 0..40 {
        let post = format!("---\ntitle: number {}\n---\nx\n", number % 30);
        site.file(&format!("{number:02}.md"), &post);
    }
    let records = (20..35).map(|number| format!("{{\"title\": \"number {number}\"}}\n"));
    site.file("11.jsonl", records.collect::<String>());
    let run = |jobs| {
        let args = ["check", "--no-cache", "--jobs", jobs];
        site.run(&args).exits(1).stdout
    };
    let expected = run("1");
    assert!(expected.contains("11.jsonl"), "{expected}");
    for jobs in ["2", "7"] {
        assert_eq!(run(jobs), expected, "{jobs}");
    }
}

#[test]
fn the_environment_does_not_show() {
    let site = mixed_site();
    let args = ["check", "--config", "gatepost:alphanode", "."];
    let expected = site.run(&args).stdout;
    for (name, value) in [
        ("COLUMNS", "40"),
        ("TERM", "dumb"),
        ("NO_COLOR", "1"),
        ("LANG", "tr_TR.UTF-8"),
    ] {
        let ran = crate::site::ran(site.command(&args).env(name, value));
        assert_eq!(ran.stdout, expected, "{name}");
    }
    let forced = crate::site::ran(site.command(&args).env("CLICOLOR_FORCE", "1")).stdout;
    assert_ne!(forced, expected);
    let mut plain = String::new();
    let mut rest = forced.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, expected);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let site = mixed_site();
    let mut child = site
        .command(&["check", "--config", "gatepost:alphanode", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_can_not_be_written_is_exit_2() {
    let site = mixed_site();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ended = site
        .command(&["check", "--config", "gatepost:alphanode", "."])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(
        said.starts_with("gatepost: cannot write the report: No space left on device"),
        "{said}"
    );
}
