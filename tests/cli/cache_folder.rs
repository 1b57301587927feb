//! The folder of the index may be anybody's: what is not gatepost's stays, and projects that share
//! one do not mix.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::site::Site;

const CONFIG: &str = "extends = [\"gatepost:recommended\"]\n[posts]\ninclude = [\"*.md\"]\n";
const POST: &str = "---\ntitle: A lamp\n---\n\nA lamp stands on the table by the door.\n";

/// Checks under as many configurations as leave old indexes behind.
fn check_often(site: &Site, more: &[&str]) {
    for number in 0..6 {
        let limit = format!("limits.max-findings-per-post={}", 100 + number);
        site.run(&[&["check", "-q", "--config", &limit], more].concat())
            .exits(0);
    }
}

fn names(site: &Site, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(site.path().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn old_indexes_go_and_files_of_others_stay() {
    let site = Site::with(CONFIG, &[("a.md", POST)]);
    let others = [
        "index-abc1.js",
        "index-page1.html",
        "index-0123456789abcdef",
        "index-0123456789abcdef.js",
    ];
    for other in others {
        site.file(&format!("assets/{other}"), "mine");
    }
    check_often(&site, &["--cache-dir", "assets"]);
    let held = names(&site, "assets");
    assert!(
        others.iter().all(|other| held.iter().any(|it| it == other)),
        "{held:?}"
    );
    assert_eq!(held.len(), others.len() + 4, "{held:?}");
}

#[test]
fn what_runs_are_still_writing_stays_until_none_can_be() {
    let site = Site::with(CONFIG, &[("a.md", POST)]);
    let draft = |number: u32| {
        let name = format!("assets/.index-0123456789abcdef.gatepost-000000000000000{number}");
        site.file(&name, "gatepst4\0\0\0\0")
    };
    let drafts: Vec<_> = (0..6).map(draft).collect();
    let long_ago = SystemTime::now() - Duration::from_secs(7200);
    let killed = fs::File::options().write(true).open(&drafts[5]).unwrap();
    killed.set_modified(long_ago).unwrap();
    site.run(&["check", "-q", "--cache-dir", "assets"]).exits(0);
    let is_there: Vec<bool> = drafts.iter().map(|draft| draft.is_file()).collect();
    assert_eq!(is_there, [true, true, true, true, true, false]);
}

#[test]
fn clean_leaves_marks_and_indexes_of_others() {
    let site = Site::with(CONFIG, &[("a.md", POST)]);
    let others = [
        site.file(".gitignore", "node_modules\n"),
        site.file(
            "CACHEDIR.TAG",
            "Signature: 8a477f597d28d172789f06886806bc55\n",
        ),
        site.file("index-0123456789abcdef", "mine"),
    ];
    site.run(&["check", "-q", "--cache-dir", "."]).exits(0);
    let ran = site.run(&["clean", "--cache-dir", "."]).exits(0);
    assert_eq!(ran.stdout, "removed 1 file from .\n");
    assert!(others.iter().all(|other| other.is_file()));
}

#[test]
fn clean_removes_what_a_killed_run_left() {
    let site = Site::with(CONFIG, &[("a.md", POST)]);
    site.run(&["check", "-q"]).exits(0);
    site.file(
        ".gatepost/.index-0123456789abcdef.gatepost-0123456789abcdef",
        "",
    );
    site.file(".gatepost/index-0123456789abcdef", "damaged");
    let ran = site.run(&["clean"]).exits(0);
    assert_eq!(ran.stdout, "removed 5 files from .gatepost\n");
    assert!(!site.path().join(".gatepost").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_of_the_tree_that_is_a_link_is_not_used() {
    let site = Site::with(CONFIG, &[("a.md", POST)]);
    site.file("others/index-page1.html", "mine");
    std::os::unix::fs::symlink("others", site.path().join(".gatepost")).unwrap();
    let ran = site.run(&["check", "-q"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: .gatepost is a link; the posts are judged without an index\n"
    );
    assert_eq!(names(&site, "others"), ["index-page1.html"]);
}

#[test]
fn projects_that_share_a_folder_do_not_mix() {
    let sites = Site::new();
    for site in ["one", "two"] {
        sites.file(&format!("{site}/gatepost.toml"), CONFIG);
        sites.file(&format!("{site}/a.md"), POST);
    }
    sites.file("two/z.md", POST);
    let shared = sites.path().join("shared");
    let run = |site: &str, args: &[&str]| {
        let shared = ["--cache-dir", shared.to_str().unwrap()];
        let args = [&["check"], args, &shared].concat();
        let mut command = sites.command(&args);
        crate::site::ran(command.current_dir(sites.path().join(site)))
    };
    run("one", &[]).exits(0);
    let ran = run("two", &["a.md"]).exits(1);
    assert!(ran.stdout.contains("z.md"), "{}", ran.stdout);
}
