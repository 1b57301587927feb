//! Too little of everything: memory, files, threads, room on the disk, time.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::limited::{shell, sources_of};
use crate::site::{Site, ran};

const POSTS: [(&str, &str); 3] = [
    ("a.md", "---\ntitle: A\n---\n# A\n\nLorem ipsum.\n"),
    ("b.md", "---\ntitle: A\n---\n# B\n\nWords of its own.\n"),
    ("c.md", "---\ntitle: [\n---\n"),
];

fn site() -> Site {
    Site::with("extends = [\"gatepost:recommended\"]\n", &POSTS)
}

/// Of a limit up to which the allocator takes all for itself but some hundred KiB, the stack can not
/// grow, and the system ends the process: a little more is enough, and it never passes.
#[test]
fn with_little_memory_the_same_is_told() {
    let site = site();
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    for kibibytes in [120_000, 160_000, 250_000, 500_000] {
        let limits = [kibibytes, kibibytes + 2_000];
        let all = limits.map(|it| site.limited(&["check", "--no-cache"], "-v", it));
        let (told, ended): (Vec<_>, Vec<_>) = all.iter().partition(|ran| ran.code.is_some());
        assert!(ended.len() < 2, "{kibibytes} {}", ended[0].stderr);
        for ran in told {
            let (code, stderr) = (ran.code, &ran.stderr);
            assert_eq!(
                (code, &ran.stdout),
                (Some(1), &wanted),
                "{limits:?} {stderr}"
            );
        }
    }
}

/// Where there is too little to say anything else, the process says that and is ended: it never
/// passes, and no post is touched. Below about 20 MiB the system can not even load it.
#[test]
fn with_too_little_memory_nothing_passes_and_nothing_is_changed() {
    let site = site();
    let before = sources_of(&site);
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    for kibibytes in (8_000..120_000).step_by(6_000) {
        let ran = site.limited(&["check", "--fix", "--no-cache"], "-v", kibibytes);
        match ran.code {
            Some(1) => assert_eq!(ran.stdout, wanted, "{kibibytes}"),
            Some(0) => panic!("passes with {kibibytes} KiB"),
            _ => assert!(
                kibibytes < 60_000,
                "{kibibytes}: {} {}",
                ran.status,
                ran.stderr
            ),
        }
        assert_eq!(sources_of(&site), before, "{kibibytes}");
    }
}

#[test]
fn with_few_open_files_the_same_is_told_or_what_was_not_read() {
    let site = site();
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    for files in [6, 8, 12, 64] {
        let ran = site.limited(&["check", "--no-cache"], "-n", files);
        match ran.code {
            Some(1) => assert_eq!(ran.stdout, wanted, "{files}"),
            Some(2) => assert!(ran.stderr.contains("Too many open files"), "{}", ran.stderr),
            _ => panic!("{files}: {} {}", ran.status, ran.stderr),
        }
    }
    assert_eq!(site.limited(&["check"], "-n", 64).code, Some(1));
}

#[test]
fn with_a_small_stack_the_same_is_told() {
    let site = site();
    site.file("deep.md", format!("{}x\n", "> ".repeat(5_000)));
    site.file(
        "deeper.md",
        format!("---\na: {}\n---\n", "[".repeat(100_000)),
    );
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    let ran = site.limited(&["check", "--no-cache"], "-s", 1024);
    assert_eq!((ran.code, ran.stdout), (Some(1), wanted), "{}", ran.stderr);
}

/// The number of threads is limited for each user, and not at all for root.
#[test]
fn without_threads_the_same_is_told() {
    let site = site();
    open_to_all(&site);
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    let args = ["check", "--no-cache", "--jobs", "4"];
    let Some(mut command) = as_nobody(&site, &args, "exec prlimit --nproc=1 ") else {
        return;
    };
    let ran = ran(&mut command);
    assert_eq!((ran.code, ran.stdout), (1, wanted), "{}", ran.stderr);
}

#[test]
fn more_threads_than_there_can_be_are_no_fault() {
    let site = site();
    let wanted = site.run(&["check", "--no-cache"]).exits(1).stdout;
    let ran = site
        .run(&["check", "--no-cache", "--jobs", "60000000"])
        .exits(1);
    assert_eq!(ran.stdout, wanted);
}

#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_judged() {
    let site = site();
    open_to_all(&site);
    site.file("shut/in.md", "Words.\n");
    for (path, mode) in [("b.md", 0o000), ("shut", 0o000)] {
        let path = site.path().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let args = ["check", "--no-cache", "--output-format", "concise"];
    let Some(mut command) = as_nobody(&site, &args, "") else {
        return;
    };
    let ran = ran(&mut command);
    fs::set_permissions(site.path().join("shut"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, 2);
    for name in ["b.md", "shut"] {
        let line = format!("gatepost: cannot read {name}: Permission denied (os error 13)\n");
        assert!(ran.stderr.contains(&line), "{}", ran.stderr);
    }
    assert!(ran.stdout.contains("[placeholder/found]"), "{}", ran.stdout);
}

#[test]
fn a_limit_on_the_size_of_files_is_told_as_a_full_disk_is() {
    let site = site();
    let ran = site.limited(&["check", "--output", "json=report.json"], "-f", 0);
    assert_eq!(ran.code, Some(2), "{} {}", ran.status, ran.stderr);
    let told = "gatepost: cannot write the report: File too large (os error 27): report.json\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!site.path().join("report.json").exists());
    let left = fs::read_dir(site.path().join(".gatepost"));
    let left = left.map_or(0, |entries| {
        let names = entries.map(|it| it.unwrap().file_name());
        names
            .filter(|name| name.to_string_lossy().starts_with("index-"))
            .count()
    });
    assert_eq!(left, 0, "half an index is kept");
}

#[test]
fn a_fix_that_finds_no_room_leaves_the_old_file() {
    let site = Site::with(
        "[[rule]]\nid = \"m\"\nkind = \"meta\"\n[rule.fields.date]\ntype = \"date\"\n",
        &[
            ("a.md", "---\ndate: 2024/3/1\n---\nWords.\n"),
            ("b.md", "---\ndate: 2024/3/1\n---\n"),
        ],
    );
    let before = sources_of(&site);
    let ran = site.limited(&["check", "--fix", "--no-cache"], "-f", 0);
    assert_eq!(ran.code, Some(2), "{} {}", ran.status, ran.stderr);
    for name in ["a.md", "b.md"] {
        let told = format!("gatepost: {name}: fix not written: File too large (os error 27)\n");
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    }
    assert_eq!(sources_of(&site), before);
}

/// Needs the right to mount, which a container may not have.
#[test]
fn a_full_disk_is_told_and_leaves_the_old_file() {
    let site = Site::new();
    let disk = site.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |args: &[&str]| {
        let done = Command::new(args[0]).args(&args[1..]).arg(&disk).output();
        done.is_ok_and(|done| done.status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=64k", "gatepost-test"]) {
        return;
    }
    let post = "---\ndate: 2024/3/1\n---\nWords.\n".to_owned() + &"word ".repeat(5_000);
    let config = "[[rule]]\nid = \"m\"\nkind = \"meta\"\n[rule.fields.date]\ntype = \"date\"\n";
    fs::write(disk.join("gatepost.toml"), config).unwrap();
    fs::write(disk.join("a.md"), &post).unwrap();
    fs::write(disk.join("fill"), vec![b'x'; 20_000]).unwrap();
    let ran = ran(site.command(&["check", "--fix"]).current_dir(&disk));
    let after = fs::read_to_string(disk.join("a.md")).unwrap();
    let names = fs::read_dir(&disk).unwrap().count();
    assert!(mount(&["umount"]));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let told = "gatepost: a.md: fix not written: No space left on device (os error 28)\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(after, post);
    assert!(names <= 4, "something is left behind");
}

#[test]
fn an_odd_environment_changes_nothing() {
    let site = site();
    let args = ["check", "--no-cache"];
    let wanted = site.run(&args).exits(1);
    let mut bare = site.command(&args);
    bare.env_clear().env("SOURCE_DATE_EPOCH", "1767225600");
    assert_eq!(ran(&mut bare).stdout, wanted.stdout);
    for (name, value) in [
        ("HOME", "/nowhere"),
        ("PATH", ""),
        ("TMPDIR", "/nowhere"),
        ("LANG", "\u{1b}[2J"),
    ] {
        let ran = ran(site.command(&args).env(name, value));
        assert_eq!((ran.code, &ran.stdout), (1, &wanted.stdout), "{name}");
    }
}

#[test]
fn closed_streams_change_no_verdict() {
    let site = site();
    for closed in [">&-", "2>&-", "<&-", "<&- >&- 2>&-"] {
        let ran = ran(&mut shell(&site, &["check", "--no-cache"], "", closed));
        assert_eq!(ran.code, 1, "{closed}");
    }
}

#[test]
fn a_folder_that_is_gone_is_told() {
    let site = Site::new();
    let gone = site.path().join("gone");
    fs::create_dir(&gone).unwrap();
    let line = "rmdir ../gone && exec \"$@\"";
    let mut command = Command::new("sh");
    let built = site.command(&["check"]);
    command
        .args(["-c", line, "sh"])
        .arg(built.get_program())
        .args(built.get_args());
    let ran = ran(command.current_dir(&gone));
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .starts_with("gatepost: cannot tell the working directory"),
        "{}",
        ran.stderr
    );
}

#[test]
fn ctrl_c_ends_a_check_and_keeps_nothing() {
    let site = Site::with("extends = [\"gatepost:alphanode\"]\n", &[]);
    for number in 0..4_000 {
        let text = format!("---\ntitle: Post {number}\n---\n# Post {number}\n\nWords {number}.\n");
        site.file(&format!("{number}.md"), text.repeat(3));
    }
    let mut child = site
        .command(&["check", "--output", "json=report.json"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(150));
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(!site.path().join("report.json").exists());
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 4_001);
}

/// The command as a user without rights, which root has a program for.
fn as_nobody(site: &Site, args: &[&str], before: &str) -> Option<Command> {
    let probe = ["--reuid=65534", "--clear-groups", "--"];
    let built = site.command(args);
    let program = site.path().join("gatepost-bin");
    fs::copy(built.get_program(), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let can = Command::new("setpriv")
        .args(probe)
        .arg(&program)
        .arg("version")
        .output();
    if !can.is_ok_and(|done| done.status.success()) {
        return None;
    }
    let mut command = Command::new("setpriv");
    command
        .args(probe)
        .args(["sh", "-c", &format!("{before}\"$@\""), "sh"])
        .arg(program)
        .args(built.get_args())
        .current_dir(site.path())
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .stdin(Stdio::null());
    Some(command)
}

fn open_to_all(site: &Site) {
    fs::set_permissions(site.path(), fs::Permissions::from_mode(0o755)).unwrap();
}
