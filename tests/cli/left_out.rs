//! What is no post, and that it is told.

use crate::site::Site;

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";
#[cfg(unix)]
const RECOMMENDED: &str = "extends = [\"gatepost:recommended\"]\n";
#[cfg(unix)]
const POST: &str = "---\ntitle: A lamp\n---\n\nA lamp stands on the table by the door.\n";

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_told_where_posts_could_be() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let config = format!(
        "{WORDS}[posts]\ninclude = [\"content/**/*.md\"]\nexclude = [\"content/old/**\"]\n"
    );
    site.file("site/gatepost.toml", config);
    site.file("site/content/2026/a.md", "Text.\n");
    site.file("site/shared/b.md", "beta\n");
    site.file("elsewhere/c.md", "beta\n");
    let content = site.path().join("site/content");
    symlink("../shared", content.join("linked")).unwrap();
    symlink("../../elsewhere", content.join("outside")).unwrap();
    symlink("2026", content.join("latest")).unwrap();
    symlink("../shared", content.join("old")).unwrap();
    symlink("../elsewhere", site.path().join("site/other")).unwrap();
    let mut command = site.command(&["check", "-q"]);
    let ran = crate::site::ran(command.current_dir(site.path().join("site"))).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: skipped content/linked: link to a folder\n\
         gatepost: skipped content/outside: link leaves the checked folder\n"
    );
}

#[cfg(unix)]
#[test]
fn a_post_that_is_named_by_a_link_is_no_copy_of_itself() {
    use std::os::unix::fs::symlink;
    let site = Site::with(RECOMMENDED, &[("a.md", POST)]);
    symlink("a.md", site.path().join("b.md")).unwrap();
    symlink(".", site.path().join("self")).unwrap();
    let alone = site.run(&["check", "a.md", "--no-cache"]).exits(0);
    for _ in 0..2 {
        // Against the whole corpus, then by look-ups.
        for name in ["b.md", "self/a.md", "self/b.md", "self", "self/self/a.md"] {
            let ran = site.run(&["check", name]).exits(0);
            assert_eq!(ran.stdout, alone.stdout, "{name}");
        }
    }
    let args = ["check", "-", "--stdin-filename", "b.md"];
    site.run_with_input(&args, POST.as_bytes()).exits(0);
    site.file("c.md", POST);
    site.run(&["check", "b.md", "--no-cache"]).exits(1);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_stay_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = Site::with(WORDS, &[]);
    for name in [&b"a\xfe.md"[..], b"a\xff.md"] {
        std::fs::write(site.path().join(OsStr::from_bytes(name)), "beta\n").unwrap();
    }
    let found = site.json(&[])["diagnostics"].clone();
    let told = |at: usize, key: &str| found[at][key].as_str().unwrap().to_owned();
    assert_eq!(told(0, "path"), "a\\xfe.md");
    assert_eq!(told(1, "path"), "a\\xff.md");
    assert_ne!(told(0, "fingerprint"), told(1, "fingerprint"));
}

#[test]
fn exclusions_hold_for_standard_input() {
    let config = format!("{WORDS}[posts]\nexclude = [\"drafts/**\"]\n");
    let site = Site::with(&config, &[("a.md", "Text.\n")]);
    let run = |path: &str, more: &[&str]| {
        let args = [&["check", "-", "--stdin-filename", path], more].concat();
        site.run_with_input(&args, b"beta\n")
    };
    run("b.md", &[]).exits(1);
    let ran = run("drafts/b.md", &[]).exits(0);
    let told = "gatepost: drafts/b.md is left out by posts.exclude\n";
    assert_eq!(ran.stderr, told);
    assert!(
        ran.stdout.starts_with("no findings in 0 posts"),
        "{}",
        ran.stdout
    );
    let ran = run("drafts/b.md", &["--fix"]).exits(0);
    assert_eq!(ran.stdout, "beta\n");
    let ran = run("drafts/b.md", &["--diff"]).exits(0);
    assert!(!ran.stdout.contains("beta"), "{}", ran.stdout);
    let ran = run("notes.txt", &[]).exits(0);
    assert!(ran.stderr.contains("posts.include"), "{}", ran.stderr);
}

#[test]
fn a_folder_can_be_named_without_a_glob() {
    for pattern in ["sub", "sub/", "./sub", "sub/**"] {
        let config = format!("{WORDS}[posts]\nexclude = [\"{pattern}\"]\n");
        let site = Site::with(&config, &[("a.md", "Text.\n"), ("sub/x/b.md", "beta\n")]);
        let ran = site.run(&["check", "--show-files"]).exits(0);
        assert_eq!(ran.stdout, "a.md\n", "{pattern}");
    }
}

#[test]
fn a_glob_that_can_never_match_is_a_mistake() {
    for (pattern, reason) in [("/a.md", "are relative to"), ("../x", "name files below")] {
        let config = format!("{WORDS}[posts]\nexclude = [\"{pattern}\"]\n");
        let site = Site::with(&config, &[("a.md", "Text.\n")]);
        let told = site.run(&["check"]).exits(2).stderr;
        let line =
            format!("gatepost: gatepost.toml:6:12: '{pattern}' can never match: globs {reason}");
        assert!(told.starts_with(&line), "{told}");
    }
}
