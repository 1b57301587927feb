//! Posts from strangers: a finding or nothing, never a crash, never exit 2.

#[cfg(unix)]
mod battery;
#[cfg(unix)]
mod configuration;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod inputs;
#[cfg(unix)]
mod limited;
#[cfg(target_os = "linux")]
mod scarcity;

use gatepost::emit::EMITTERS;

use crate::site::Site;

const PACK: [&str; 2] = ["--config", "gatepost:alphanode"];

fn survives(path: &str, text: impl AsRef<[u8]>) -> Vec<String> {
    let site = Site::new();
    site.file(path, text);
    let mut args = PACK.to_vec();
    args.push(path);
    site.findings(&args)
}

#[test]
fn nothing_in_a_post_stops_the_run() {
    let deep_list = (0..200).fold(String::new(), |list, depth| {
        list + &"  ".repeat(depth)
            + "- x
"
    });
    let headings = (0..10_000).fold(String::new(), |text, n| {
        text + &format!(
            "## Heading {n}

Text {n}.

"
        )
    });
    let five_megabytes = "A sentence that goes on and on. ".repeat(170_000);
    let one_line = "word".repeat(1_300_000);
    let cases: [(&str, &[u8]); 14] = [
        ("empty", b""),
        ("blank", b"\n\n  \n"),
        ("mark", b"\xef\xbb\xbf"),
        ("open front matter", b"---\ntitle: x\n"),
        ("open front matter, empty", b"---\n"),
        ("open toml", b"+++\na = 1\n"),
        ("open json", b"{\"a\": 1\n"),
        ("deep list", deep_list.as_bytes()),
        ("headings", headings.as_bytes()),
        ("5 MB", five_megabytes.as_bytes()),
        ("5 MB line", one_line.as_bytes()),
        ("carriage returns", b"---\rtitle: x\r---\r# a\rb\r"),
        ("controls", b"# \x1b[31m\x07\x7f\n\n\xe2\x80\xae x\n"),
        ("only meta", b"alphanode post meta\n\ntopicx\n"),
    ];
    for (name, text) in cases {
        for path in ["a.md", "a.txt"] {
            let site = Site::new();
            site.file(path, text);
            let ran = site.run(&[&["check", path], &PACK[..]].concat());
            assert_eq!(ran.code, 1, "{name} as {path}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_is_no_text_is_told() {
    assert_eq!(
        survives("a.md", b"a\0b"),
        ["a.md:null:null: error [not-utf8]"]
    );
    assert_eq!(
        survives("a.md", b"caf\xe9"),
        ["a.md:null:null: error [not-utf8]"]
    );
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n[limits]\nmax-file-size = 10\n",
        &[("a.md", "twelve bytes")],
    );
    assert_eq!(
        site.findings(&[]),
        ["a.md:null:null: error [file-too-large]"]
    );
}

#[test]
fn a_folder_named_like_a_post_is_a_folder() {
    let site = Site::new();
    site.file("a.md/b.md", "Lorem ipsum.\n");
    assert_eq!(
        site.findings(&["--isolated"]),
        ["a.md/b.md:1:1: error [placeholder/found]"]
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_never_read() {
    let site = Site::new();
    site.file("a.md", "Text.\n");
    let fifo = site.path().join("p.md");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let ran = site.run(&["check", "--isolated"]).exits(0);
    assert_eq!(ran.stderr, "gatepost: skipped p.md: not a regular file\n");
    let ran = site.run(&["check", "--isolated", "p.md"]).exits(2);
    assert_eq!(ran.stderr, "gatepost: p.md is not a regular file (FIFO)\n");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_checked_folder() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let secret = site.file("secret.md", "Lorem ipsum.\n");
    site.file("site/a.md", "Text.\n");
    symlink(&secret, site.path().join("site/l.md")).unwrap();
    symlink("a.md", site.path().join("site/inside.md")).unwrap();
    symlink("..", site.path().join("site/loop")).unwrap();
    let ran = site
        .run(&["check", "--isolated", "site", "--show-files"])
        .exits(0);
    assert_eq!(ran.stdout, "site/a.md\n");
    assert_eq!(
        ran.stderr,
        "gatepost: skipped site/l.md: link leaves the checked folder\n\
         gatepost: skipped site/loop: link leaves the checked folder\n"
    );
}

/// What the runners of CI services take for commands, as they read a line.
fn commands(out: &str) -> Vec<&str> {
    let anywhere = ["##[", "##vso[", "##teamcity["];
    let lines = out.split(['\n', '\r']);
    lines
        .filter(|line| {
            let lower = line.to_lowercase();
            let is_command = line.trim_start().starts_with("::") && line.matches("::").count() > 1;
            is_command || anywhere.iter().any(|sign| lower.contains(sign))
        })
        .collect()
}

#[test]
fn commands_of_runners_in_texts_and_meta_come_out_inert() {
    let config = "[[rule]]\nid = \"m\"\nkind = \"meta\"\nunknown-keys = \"deny\"\n[rule.fields]\n\
        level = { one-of = [\"easy\"] }\ndate = { type = \"date\" }\n\
        [[rule]]\nid = \"w\"\nkind = \"pattern\"\npatterns = [\"(?m)^.*(error|vso|mask|teamcity).*$\"]\n\
        [[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n";
    let post = "---\ntitle: '::error file=a::x'\nlevel: '##vso[task.setvariable variable=a]b'\n\
        '##[add-mask]e': 1\n\"a\\n::set-output name=x::y\": 2\ndate: 2024/1/2\n---\n\
        ::error::x\n\n  ::add-mask::y\n\n##vso[task.complete result=Succeeded;]z\n\n\
        ##[error]a\n\n##TeamCity[buildStatus status='SUCCESS']\n\n# ##vso[build.updatebuildnumber]1\n";
    let site = Site::with(config, &[("a.md", post), ("b.md", post)]);
    for format in EMITTERS.iter().map(|emitter| emitter.name()) {
        let ran = site.run(&["check", "--output-format", format]).exits(1);
        let found = commands(&ran.stdout);
        let starts = ["::error title=", "::notice title=gatepost::"];
        let is_own = |line: &&str| starts.iter().any(|start| line.starts_with(start));
        let ours = |line: &&str| format == "github" && is_own(line);
        assert!(found.iter().all(ours), "{format}: {found:?}");
        assert_eq!(commands(&ran.stderr), [""; 0], "{format}");
    }
    let ran = site.run(&["check", "--diff"]).exits(1);
    assert_eq!(commands(&ran.stdout), [""; 0], "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn names_of_files_are_data() {
    let site = Site::new();
    site.file(
        "a\n::error file=x::b\u{1b}[2J.md",
        "Lorem ipsum. ##[add-mask]x\n",
    );
    for format in EMITTERS.iter().map(|emitter| emitter.name()) {
        let ran = site
            .run(&["check", "--isolated", "--output-format", format])
            .exits(1);
        assert!(!ran.stdout.contains('\u{1b}'), "{format}");
        assert!(!ran.stdout.contains("##["), "{format}");
        let mut lines = ran.stdout.lines();
        let command = lines.find(|line| line.trim_start().starts_with("::"));
        let is_ours = command.is_none_or(|line| line.starts_with("::error title=placeholder/"));
        assert!(is_ours, "{format}: {command:?}");
        assert_eq!(command.is_some(), format == "github", "{format}");
    }
}

#[test]
fn a_check_writes_nothing_but_its_index() {
    let site = Site::with(
        "extends = [\"gatepost:recommended\"]\n",
        &[("a.md", "Lorem ipsum.\n")],
    );
    let names = || {
        let entries = std::fs::read_dir(site.path()).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    site.run(&["check", "--no-cache"]).exits(1);
    assert_eq!(names(), ["a.md", "gatepost.toml"]);
    site.run(&["check"]).exits(1);
    assert_eq!(names(), [".gatepost", "a.md", "gatepost.toml"]);
    let ignored = std::fs::read_to_string(site.path().join(".gatepost/.gitignore"));
    assert_eq!(ignored.unwrap(), "*\n");
}

#[test]
fn a_post_can_not_pass_a_condition_by_being_large() {
    let config = "[[rule]]\nid = \"few\"\nkind = \"assert\"\n\
                  assert = 'meta.tags.all(a, meta.tags.all(b, a + b > 0)) && meta.tags.size() < 10'\n";
    let tags: Vec<String> = (1..3000).map(|tag| tag.to_string()).collect();
    let large = format!("---\ntags: [{}]\n---\n# Much\n", tags.join(", "));
    let site = Site::with(
        config,
        &[("a.md", &large), ("b.md", "---\ntags: [1]\n---\n")],
    );
    assert_eq!(site.findings(&[]), ["a.md:4:3: error [rule-timeout]"]);
}
