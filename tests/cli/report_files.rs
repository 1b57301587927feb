//! `--output FORMAT=FILE`: reports in files, whole or not there.

use std::fs;
use std::process::Stdio;

use gatepost::emit::EMITTERS;
use serde_json::Value;

use crate::site::{Ran, Site};

const BAD: &str = "Lorem ipsum.\n";

fn site() -> Site {
    let config = "extends = [\"gatepost:recommended\"]\n";
    Site::with(config, &[("posts/a.md", BAD), ("posts/b.md", "Fine.\n")])
}

fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).unwrap()
}

/// The names in the folder of the site, besides the index.
fn names(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.path()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != ".gatepost").collect();
    names.sort();
    names
}

fn check(site: &Site, outputs: &[&str]) -> Ran {
    let mut args = vec!["check"];
    for output in outputs {
        args.extend(["--output", output]);
    }
    site.run(&args)
}

#[test]
fn every_format_is_written_as_to_standard_output() {
    let site = site();
    let outputs: Vec<String> = EMITTERS
        .iter()
        .map(|emitter| format!("{0}=report-{0}", emitter.name()))
        .collect();
    let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let ran = check(&site, &outputs).exits(1);
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.stdout, site.run(&["check"]).stdout);
    for emitter in EMITTERS {
        let name = emitter.name();
        let printed = site.run(&["check", "--output-format", name]).stdout;
        assert_eq!(text(&site, &format!("report-{name}")), printed, "{name}");
    }
    assert_eq!(names(&site).len(), 2 + EMITTERS.len());
}

#[test]
fn files_are_whole_reports_without_colours_whatever_standard_output_is() {
    let site = site();
    let plain = site.run(&["check"]).stdout;
    let args = [
        "check",
        "--output",
        "full=r.txt",
        "--quiet",
        "--color",
        "always",
    ];
    let ran = site.run(&args).exits(1);
    assert!(ran.stdout.lines().count() == 1 && ran.stdout.contains('\u{1b}'));
    assert_eq!(text(&site, "r.txt"), plain);
}

#[test]
fn a_limit_holds_for_people_and_not_for_programs() {
    let site = Site::new();
    for number in 0..1_100 {
        site.file(&format!("{number}.md"), BAD);
    }
    let args = ["check", "--isolated", "--ignore", "duplicate-content"];
    let more = ["--output", "json=r.json", "--output", "markdown=r.out"];
    let ran = site.run(&[&args[..], &more].concat()).exits(1);
    let hidden = "100 more findings not shown (raise --limit)\n";
    assert!(ran.stdout.contains(hidden), "{}", &ran.stdout[..500]);
    assert!(text(&site, "r.out").contains(hidden));
    let report: Value = serde_json::from_str(&text(&site, "r.json")).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1_100);
    assert_eq!(report["summary"]["hidden"], 0);
    let limited = [&args[..], &more, &["--limit", "3"]].concat();
    site.run(&limited).exits(1);
    let report: Value = serde_json::from_str(&text(&site, "r.json")).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 3);
    assert_eq!(report["summary"]["hidden"], 1_097);
}

#[test]
fn an_older_report_is_replaced_and_nothing_else_is_left() {
    let site = site();
    site.file("r.json", "old ".repeat(10_000));
    check(&site, &["json=r.json"]).exits(1);
    let _: Value = serde_json::from_str(&text(&site, "r.json")).unwrap();
    assert_eq!(names(&site), ["gatepost.toml", "posts", "r.json"]);
}

#[test]
fn a_file_that_can_not_be_written_keeps_no_other_from_being_written() {
    let site = site();
    site.file("file", "");
    let outputs = [
        "json=gone/r.json",
        "json=file/r.json",
        "junit=r.xml",
        "json=posts",
    ];
    let ran = check(&site, &outputs).exits(2);
    assert!(
        ran.stdout
            .ends_with("gate failed: 1 error (not met: no errors)\n")
    );
    let said: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(
        said,
        [
            "gatepost: cannot write the report: No such file or directory (os error 2): gone/r.json",
            "gatepost: cannot write the report: Not a directory (os error 20): file/r.json",
            "gatepost: cannot write the report: not a regular file: posts",
        ]
    );
    assert!(text(&site, "r.xml").starts_with("<?xml"));
    let args = ["check", "--exit-zero", "--output", "json=gone/r.json"];
    site.run(&args).exits(2);
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let site = site();
    let file = site.file("r.json", "kept");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let ran = check(&site, &["json=r.json"]).exits(2);
    let told = "gatepost: cannot write the report: the file is read-only: r.json\n";
    assert_eq!(
        (ran.stderr.as_str(), text(&site, "r.json").as_str()),
        (told, "kept")
    );
}

#[test]
fn two_reports_are_never_one_file() {
    let site = site();
    for (second, told) in [
        ("junit=r.json", "r.json"),
        ("json=./r.json", "./r.json"),
        ("json=posts/../r.json", "posts/../r.json"),
    ] {
        let ran = check(&site, &["json=r.json", second]).exits(2);
        let told = format!("gatepost: two reports can not be one file: {told}\n");
        assert_eq!(ran.stderr, told);
        assert!(!site.path().join("r.json").exists());
    }
}

#[test]
fn no_report_takes_the_place_of_a_post_or_a_configuration() {
    let site = site();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../notes", site.path().join("posts/link.md")).unwrap();
    site.file("notes", BAD);
    for (file, role) in [
        ("posts/a.md", "a post"),
        #[cfg(unix)]
        ("posts/link.md", "a post"),
        ("./posts/b.md", "a post"),
        ("gatepost.toml", "a configuration"),
    ] {
        let ran = check(&site, &[&format!("json={file}")]).exits(2);
        let told = format!("gatepost: --output would write over {file}, which is {role}\n");
        assert_eq!(ran.stderr, told);
    }
    assert_eq!(text(&site, "posts/a.md"), BAD);
}

#[test]
fn no_report_takes_the_place_of_what_the_run_reads() {
    let site = site();
    let list = site.file("names.txt", "posts/a.md\n");
    site.file("known.jsonl", "");
    let args = ["--baseline", "known.jsonl", "--files-from", "names.txt"];
    for (file, role) in [
        ("known.jsonl", "the baseline"),
        ("names.txt", "a list of files"),
    ] {
        let output = format!("json={file}");
        let ran = site.run(&[&["check", "--output", &output], &args[..]].concat());
        let told = format!("gatepost: --output would write over {file}, which is {role}\n");
        assert_eq!(ran.exits(2).stderr, told);
    }
    assert_eq!(fs::read_to_string(list).unwrap(), "posts/a.md\n");
}

#[test]
fn an_unknown_format_is_told_with_the_nearest() {
    let site = site();
    for (argument, told) in [
        ("sariff=r", "unknown format 'sariff'; did you mean 'sarif'?"),
        ("pdf=r", "unknown format 'pdf'; known are full, concise,"),
        (
            "sarif",
            "a format and a file are expected, as in sarif=report.sarif",
        ),
        ("sarif=", "a file is expected behind 'sarif='"),
        ("sarif=-", "choose it with --output-format sarif"),
    ] {
        let ran = check(&site, &[argument]).exits(2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = site();
    let file = site.file("real.json", "old");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", site.path().join("link.json")).unwrap();
    check(&site, &["json=link.json"]).exits(1);
    assert!(site.path().join("link.json").is_symlink());
    assert!(text(&site, "real.json").starts_with("{\"version\":1"));
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let ran = check(&site, &["json=link.json", "junit=real.json"]).exits(2);
    assert!(ran.stderr.contains("two reports can not be one file"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_and_stays_a_device() {
    let site = site();
    let ran = check(
        &site,
        &["sarif=/dev/full", "json=r.json", "junit=/dev/null"],
    )
    .exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: cannot write the report: No space left on device (os error 28): /dev/full\n"
    );
    assert!(text(&site, "r.json").starts_with("{\"version\":1"));
    assert!(ran.stdout.contains("gate failed"));
    assert!(!fs::metadata("/dev/full").unwrap().is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn files_are_written_when_standard_output_is_full() {
    let site = site();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = site.command(&["check", "--output", "json=r.json"]);
    let ended = command.stdout(full).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(text(&site, "r.json").starts_with("{\"version\":1"));
}

#[test]
fn files_are_written_when_nobody_reads_standard_output() {
    let site = site();
    let mut command = site.command(&["check", "--output", "json=r.json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
    assert!(text(&site, "r.json").starts_with("{\"version\":1"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let site = site();
    let pipe = site.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let ran = check(&site, &["json=pipe"]).exits(2);
    let told = "gatepost: cannot write the report: nobody reads from it: pipe\n";
    assert_eq!(ran.stderr, told);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_read_takes_a_report() {
    let site = site();
    let ran = check(&site, &["json-lines=/dev/stdout", "json=/dev/null"]).exits(1);
    let (report, rest) = ran.stdout.split_once('\n').unwrap();
    assert!(report.starts_with("{\"code\":"), "{report}");
    assert!(rest.contains("gate failed"), "{rest}");
    assert_eq!(ran.stderr, "");
    let pipe = site.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let reader = std::thread::spawn(move || fs::read_to_string(pipe).unwrap());
    // The reader may not be there yet.
    while check(&site, &["json=pipe"]).code == 2 {}
    assert!(reader.join().unwrap().starts_with("{\"version\":1"));
}

#[test]
fn paths_of_hosts_are_those_of_the_repository() {
    let site = Site::new();
    fs::create_dir(site.path().join(".git")).unwrap();
    site.file(
        "site/gatepost.toml",
        "extends = [\"gatepost:recommended\"]\n",
    );
    site.file("site/a b.md", BAD);
    for (format, told) in [
        ("github", "file=site/a b.md,"),
        ("gitlab", "\"path\":\"site/a b.md\""),
        ("sarif", "\"uri\":\"site/a%20b.md\""),
        ("rdjson", "\"path\":\"a b.md\""),
        ("checkstyle", "<file name=\"a b.md\">"),
    ] {
        let mut command = site.command(&["check", "--output-format", format]);
        let ran = crate::site::ran(command.current_dir(site.path().join("site")));
        assert!(ran.stdout.contains(told), "{format}: {}", ran.stdout);
    }
}

#[test]
fn sarif_declares_every_rule_in_force() {
    let site = site();
    let sarif = |args: &[&str]| -> Value {
        let args = [&["check", "--output-format", "sarif"], args].concat();
        serde_json::from_str(&site.run(&args).stdout).unwrap()
    };
    let ids = |log: &Value| -> Vec<String> {
        let rules = log["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        let ids = rules.iter().map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect()
    };
    let all = ids(&sarif(&[]));
    assert!(all.is_sorted(), "{all:?}");
    for code in [
        "boilerplate/templated",
        "io-error",
        "meta/unparsable",
        "placeholder/found",
    ] {
        assert!(all.iter().any(|it| it == code), "{code}");
    }
    let off = ids(&sarif(&["--config", "rules.placeholder=\"off\""]));
    assert!(!off.iter().any(|it| it == "placeholder/found"));
    let narrowed = ids(&sarif(&["--select", "placeholder"]));
    assert!(!narrowed.iter().any(|it| it == "boilerplate/templated"));
    assert!(narrowed.iter().any(|it| it == "not-utf8"));
}

#[test]
fn sarif_tells_how_to_switch_off_what_can_be() {
    let site = site();
    let ran = site.run(&["check", "--output-format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let help = |code: &str| {
        let mut rules = rules.as_array().unwrap().iter();
        let rule = rules.find(|rule| rule["id"] == code).unwrap();
        rule["help"]["text"].as_str().unwrap().to_owned()
    };
    for code in ["placeholder/found", "suppression/unused"] {
        assert!(
            help(code).contains(&format!("\"{code}\" = \"off\"")),
            "{code}"
        );
    }
    for code in ["not-utf8", "meta/unparsable"] {
        assert!(
            help(code).contains("No configuration switches it off"),
            "{code}"
        );
    }
}
