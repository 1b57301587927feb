//! Files that are none, or not for long, or have names that nobody would give them.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::sync::atomic::{AtomicBool, Ordering};

use gatepost::emit::EMITTERS;

use super::battery::assert_inert;
use super::limited::sources_of;
use crate::site::Site;

const CHECK: [&str; 4] = ["check", "--isolated", "--output-format", "concise"];

#[test]
fn sockets_devices_and_folders_are_named_and_not_read() {
    let site = Site::new();
    site.file("a.md", "Words.\n");
    let _socket = UnixListener::bind(site.path().join("s.md")).unwrap();
    symlink("/dev/zero", site.path().join("z.md")).unwrap();
    symlink("/dev/stdin", site.path().join("in.md")).unwrap();
    let ran = site.bounded(&CHECK).exits(&[0], "a walk");
    for line in [
        "skipped s.md: not a regular file",
        "skipped z.md: link leaves the checked folder",
        "skipped in.md: link leaves the checked folder",
    ] {
        assert!(ran.stderr.contains(line), "{line}: {}", ran.stderr);
    }
    for (name, kind) in [("s.md", "socket"), ("z.md", "device")] {
        let args = [&CHECK[..], &[name]].concat();
        let ran = site.bounded(&args).exits(&[2], name);
        let line = format!("gatepost: {name} is not a regular file ({kind})\n");
        assert!(ran.stderr.contains(&line), "{}", ran.stderr);
    }
}

#[test]
fn links_that_go_round_end() {
    let site = Site::new();
    site.file("a.md", "Lorem ipsum.\n");
    site.file("in/b.md", "Lorem ipsum.\n");
    symlink("self.md", site.path().join("self.md")).unwrap();
    symlink("two.md", site.path().join("one.md")).unwrap();
    symlink("one.md", site.path().join("two.md")).unwrap();
    symlink("..", site.path().join("in/up")).unwrap();
    symlink(".", site.path().join("in/here.md")).unwrap();
    let ran = site.bounded(&CHECK).exits(&[1], "a walk");
    assert_eq!(
        ran.stdout.matches("[placeholder/found]").count(),
        2,
        "{}",
        ran.stdout
    );
    let args = [&CHECK[..], &["self.md"]].concat();
    let ran = site.bounded(&args).exits(&[2], "named");
    assert!(
        ran.stderr.contains("cannot read self.md: Too many levels"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_file_that_only_seems_large_is_not_read() {
    let site = Site::new();
    let sparse = site.file("s.md", "Words.\n");
    let file = fs::OpenOptions::new().write(true).open(sparse).unwrap();
    file.set_len(40 << 30).unwrap();
    let ran = site.bounded(&CHECK).exits(&[1], "sparse");
    assert!(
        ran.stdout
            .contains("40 GiB is over limits.max-file-size (16 MiB); not read"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("[file-too-large]"));
}

#[test]
fn paths_deeper_than_the_system_can_name_are_told_and_the_rest_is_judged() {
    let site = Site::new();
    site.file("a.md", "Lorem ipsum.\n");
    let script = "for i in $(seq 400); do mkdir dddddddddddddddddddd && cd dddddddddddddddddddd || exit; done; echo x > b.md";
    let made = std::process::Command::new("sh")
        .args(["-c", script])
        .current_dir(site.path())
        .status();
    made.unwrap();
    let ran = site.bounded(&CHECK).exits(&[2], "deep");
    assert!(ran.stderr.contains("File name too long"), "{}", ran.stderr);
    assert!(ran.stdout.contains("a.md:1:1: error:"), "{}", ran.stdout);
}

#[test]
fn names_of_any_bytes_are_judged_and_do_no_harm() {
    let site = Site::new();
    let names: [&[u8]; 7] = [
        b"a\xff\xfe.md",
        b"b\nc.md",
        b"d\x1b]0;t\x07.md",
        "e\u{202e}dm.md".as_bytes(),
        b"-f.md",
        b"$(touch pwned).md",
        b"##[add-mask]g.md",
    ];
    for name in names {
        fs::write(site.path().join(OsStr::from_bytes(name)), "Lorem ipsum.\n").unwrap();
    }
    let before = sources_of(&site);
    for format in EMITTERS.iter().map(|it| it.name()) {
        for cached in ["--color=never", "--no-cache"] {
            let args = ["check", "--isolated", "--output-format", format, cached];
            let ran = site.bounded(&args).exits(&[1], format);
            assert_inert(format, &ran.stdout);
            assert_inert("standard error", &ran.stderr);
        }
    }
    let found = site.findings(&["--isolated"]);
    assert_eq!(found.len(), names.len(), "{found:?}");
    let list = names.join(&0);
    let ran = site.run_with_input(&["check", "--isolated", "--files-from", "-"], &list);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(
        ran.stdout.matches("[placeholder/found]").count(),
        names.len()
    );
    assert_eq!(sources_of(&site), before);
}

/// Files come, go, grow and shrink while runs look at them.
#[test]
fn what_changes_under_the_hand_is_told_or_judged_and_never_a_crash() {
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n",
        &[("still.md", "Lorem ipsum.\n")],
    );
    for number in 0..40 {
        site.file(
            &format!("{number}.md"),
            "# Title\n\nThe same words stand here as elsewhere.\n",
        );
    }
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in (0..).take_while(|_| !is_over.load(Ordering::Relaxed)) {
                let path = site.path().join(format!("{}.md", round % 40));
                let _ = match round % 4 {
                    0 => fs::remove_file(&path),
                    1 => fs::write(&path, "# Title\n\nLorem ipsum. \u{e9}\n".repeat(500)),
                    2 => fs::write(&path, "---\ntitle: [\n"),
                    _ => fs::write(&path, b"\xff\xfe"),
                };
            }
        });
        for round in 0..24 {
            let cached = ["--color=never", "--no-cache"][round % 2];
            let ran = site
                .bounded(&["check", "--output-format", "json", cached])
                .exits(&[1, 2], "a race");
            assert!(!ran.stdout.contains("internal-error"), "{}", ran.stdout);
            assert!(ran.stdout.contains("\"still.md\""), "{}", ran.stdout);
            assert!(!ran.stderr.contains("internal error"), "{}", ran.stderr);
            serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
    });
}
