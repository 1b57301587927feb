//! `check --fix`, `--unsafe-fixes` and `--diff`.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::site::{Ran, Site, ran};

const CONFIG: &str = r#"
[[rule]]
id = "meta"
kind = "meta"
severity = "error"
why = "w"
unknown-keys = "deny"
[rule.fields.title]
required = true
[rule.fields.date]
type = "date"
required = true
[rule.fields.level]
one-of = ["beginner", "advanced"]
[rule.fields.draft]
type = "boolean"
[rule.fields.tags]
type = "list"
unique-items = true
[rule.fields.version]
type = "string"
[rule.fields.hash]

[[rule]]
id = "hash"
kind = "hash"
field = "hash"
algorithm = "xxh3-64"
why = "w"
"#;

const YAML: &str = "---\n# keep\ntitel: 'It is'   # one\ndate: \"2024/3/1\"\nlevel: Beginner\n\
    draft:  yes  # two\ntags: [a, \"b\", a]\nversion: 1.10\nhash: '00'\n---\n# It is\n\nBody.\n";
const YAML_FIXED: &str = "---\n# keep\ntitle: 'It is'   # one\ndate: \"2024-03-01\"\n\
    level: beginner\ndraft:  true  # two\ntags: [a, \"b\"]\nversion: \"1.10\"\n\
    hash: 'HASH'\n---\n# It is\n\nBody.\n";

fn site(posts: &[(&str, &str)]) -> Site {
    Site::with(CONFIG, posts)
}

fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).unwrap()
}

/// What is in the folder of the site, hidden files too.
fn names(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.path()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != ".gatepost").collect();
    names.sort();
    names
}

/// The text that `before` becomes, which a second run does not change.
#[track_caller]
fn fixed(before: &str) -> String {
    let site = site(&[("a.md", before)]);
    site.run(&["check", "--fix"]);
    let after = text(&site, "a.md");
    site.run(&["check", "--fix", "--no-cache"]);
    assert_eq!(text(&site, "a.md"), after, "a second run changes more");
    after
}

/// `text` with the hash that it asks for.
fn with_hash(text: &str) -> String {
    let site = site(&[("a.md", &text.replace("HASH", "00"))]);
    let report = site.json(&[]);
    let found = report["diagnostics"].as_array().unwrap();
    let found = found.iter().find(|it| it["code"] == "hash/mismatch");
    let hash = &found.unwrap()["fix"]["edits"][0]["text"];
    text.replace("HASH", hash.as_str().unwrap())
}

fn stderr(ran: &Ran) -> &str {
    ran.stderr.trim_end()
}

#[test]
fn every_safe_fix_is_made_and_nothing_else_is_touched() {
    let site = site(&[("a.md", YAML)]);
    let ran = site.run(&["check", "--fix"]).exits(0);
    assert_eq!(text(&site, "a.md"), with_hash(YAML_FIXED));
    assert_eq!(stderr(&ran), "gatepost: fixed 7 findings in 1 post");
    assert!(ran.stdout.contains("no findings"), "{}", ran.stdout);
    assert_eq!(names(&site), ["a.md", "gatepost.toml"]);
    let again = site.run(&["check", "--fix"]).exits(0);
    assert_eq!(stderr(&again), "gatepost: fixed 0 findings in 0 posts");
    assert_eq!(text(&site, "a.md"), with_hash(YAML_FIXED));
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(fixed(&crlf(YAML)), with_hash(&crlf(YAML_FIXED)));
}

#[test]
fn toml_stays_as_it_is_written() {
    let before = "+++\n# keep\ntitel = 'It is' # one\ndate = \"2024-3-1\"\nlevel = 'ADVANCED'\n\
        draft = \"True\"\ntags = [\n  \"a\",\n  'b', # two\n  \"a\",\n]\nversion = 2\n+++\nBody.\n";
    let after = "+++\n# keep\ntitle = 'It is' # one\ndate = \"2024-03-01\"\nlevel = 'advanced'\n\
        draft = true\ntags = [\n  \"a\",\n  'b', # two\n  \"a\",\n]\nversion = \"2\"\n+++\nBody.\n";
    // A comment stands between the items, which is left to people.
    assert_eq!(fixed(before), after);
}

#[test]
fn json_stays_as_it_is_written() {
    let before = "{\n  \"titel\": \"It is\",\n  \"date\": \"2024.03.01\", \"draft\": \"no\",\n  \
        \"tags\": [\"a\",\n  \"a\", \"b\"], \"level\": \"advancd\", \"version\": 1.0\n}\nBody.\n";
    let after = "{\n  \"title\": \"It is\",\n  \"date\": \"2024-03-01\", \"draft\": false,\n  \
        \"tags\": [\"a\", \"b\"], \"level\": \"advanced\", \"version\": \"1.0\"\n}\nBody.\n";
    assert_eq!(fixed(before), after);
}

#[test]
fn a_repeated_item_goes_with_its_line() {
    let before =
        "---\ntitle: T\ndate: 2024-01-01\ntags:\n  - a\n  - \"b\"\n  - a\n  - b\n  - c\n---\n";
    let after = "---\ntitle: T\ndate: 2024-01-01\ntags:\n  - a\n  - \"b\"\n  - c\n---\n";
    assert_eq!(fixed(before), after);
}

#[test]
fn what_is_not_written_plainly_is_left_to_people() {
    for meta in [
        "tags: [a, # x\n  a]",
        "tags:\n  - a\n  - a # x",
        "level: &x Beginner",
        "level: !!str Beginner",
        "level: \"Beg\\u0069nner\"",
        "level: >\n  Beginner",
        "draft: maybe",
        "date: 01/02/2024",
    ] {
        let date = if meta.starts_with("date") {
            ""
        } else {
            "date: 2024-01-01\n"
        };
        let post = format!("---\ntitle: T\n{date}{meta}\n---\n");
        let site = site(&[("a.md", &post)]);
        site.run(&["check", "--fix", "--unsafe-fixes"]).exits(1);
        assert_eq!(text(&site, "a.md"), post);
    }
}

#[test]
fn a_fix_that_would_add_a_finding_is_not_made() {
    // The date that the key would give the post is none.
    let post = "---\ntitle: T\ndaet: never\n---\n";
    assert_eq!(fixed(post), post);
    // Both keys are near, and one alone can have the name.
    let post = "---\ntilte: T\ntitel: U\ndate: 2024-01-01\n---\n";
    assert_eq!(fixed(post), post);
}

#[test]
fn a_fix_that_would_repeat_another_post_is_not_made() {
    let config = format!(
        "{CONFIG}\n[[rule]]\nid = \"once\"\nkind = \"unique\"\nkey = \"title\"\nwhy = \"w\"\n"
    );
    let a = "---\ntitle: Same\ndate: 2024-01-01\n---\nOne.\n";
    let b = "---\ntitel: Same\ndate: 2024/01/01\n---\nTwo.\n";
    let site = Site::with(&config, &[("a.md", a), ("b.md", b)]);
    site.run(&["check", "--fix"]).exits(1);
    assert_eq!(text(&site, "a.md"), a);
    assert_eq!(text(&site, "b.md"), b.replace('/', "-"));
}

#[test]
fn guesses_are_made_only_when_asked_for() {
    let post = "---\ntitle: T\ndate: 2024-01-01\nlevel: begginer\n---\n";
    let site = site(&[("a.md", post)]);
    let report = site.json(&[]);
    let fix = &report["diagnostics"][0]["fix"];
    assert_eq!(fix["applicability"], "unsafe");
    assert_eq!(fix["edits"][0]["text"], "beginner");
    assert_eq!(fix["edits"][0]["span"]["start"]["line"], 4);
    assert_eq!(fix["edits"][0]["span"]["start"]["column"], 8);
    site.run(&["check", "--fix"]).exits(1);
    assert_eq!(text(&site, "a.md"), post);
    site.run(&["check", "--fix", "--unsafe-fixes"]).exits(0);
    assert_eq!(text(&site, "a.md"), post.replace("begginer", "beginner"));
    site.run(&["check", "--unsafe-fixes"]).exits(2);
}

#[test]
fn only_what_is_reported_is_fixed() {
    let post = "---\ntitle: T\ndate: 2024/01/01\n---\n";
    let site = site(&[("a.md", post), ("b.md", post)]);
    site.run(&["check", "--fix", "b.md"]).exits(0);
    assert_eq!(text(&site, "a.md"), post);
    assert_eq!(text(&site, "b.md"), post.replace('/', "-"));
    site.run(&["check", "--fix", "--ignore", "meta"]).exits(0);
    assert_eq!(text(&site, "a.md"), post);
}

#[test]
fn a_diff_writes_nothing_and_applies() {
    let crlf = YAML.replace('\n', "\r\n");
    let posts = [("a b/a.md", YAML), ("b.md", &*crlf)];
    let site = site(&posts);
    let ran = site.run(&["check", "--diff"]).exits(1);
    for (path, post) in posts {
        assert_eq!(text(&site, path), post);
    }
    assert_eq!(ran.stderr, "");
    let fixed = self::site(&posts);
    fixed.run(&["check", "--fix"]).exits(0);
    for program in [&["patch", "-p0", "--binary"][..], &["git", "apply", "-p0"]] {
        let patched = self::site(&posts);
        let patch = patched.file("the.patch", &ran.stdout);
        let mut command = Command::new(program[0]);
        command.args(&program[1..]).current_dir(patched.path());
        let Ok(status) = command.stdin(fs::File::open(patch).unwrap()).status() else {
            continue;
        };
        assert!(status.success(), "{program:?}");
        for (path, _) in posts {
            assert_eq!(text(&patched, path), text(&fixed, path), "{program:?}");
        }
    }
    let ran = fixed.run(&["check", "--diff"]).exits(0);
    assert_eq!((ran.stdout, ran.stderr), (String::new(), String::new()));
}

#[test]
fn a_diff_does_not_act_on_the_terminal() {
    let post = "---\ntitle: T\ndate: 2024/01/01\n---\n##[group]\u{1b}[2J\n";
    let site = site(&[("\u{1b}[31m.md", post)]);
    let ran = site.run(&["check", "--diff"]).exits(1);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains("##["));
    assert!(ran.stdout.contains("+date: 2024-01-01\n"), "{}", ran.stdout);
}

#[test]
fn standard_input_is_printed_with_its_fixes() {
    let site = site(&[]);
    let post = "---\ntitle: T\ndate: 2024/01/01\nlevel: x\n---\n";
    let args = ["check", "--fix", "--stdin-filename", "a.md", "-"];
    let ran = site.run_with_input(&args, post.as_bytes()).exits(1);
    assert_eq!(ran.stdout, post.replace('/', "-"));
    assert_eq!(stderr(&ran), "gatepost: fixed 1 finding in 1 post");
    let good = post.replace('/', "-").replace("level: x\n", "");
    let ran = site.run_with_input(&args, good.as_bytes()).exits(0);
    assert_eq!(ran.stdout, good);
    let ran = site.run_with_input(&args, b"\xff").exits(2);
    assert_eq!(ran.stdout, "");
    assert_eq!(names(&site), ["gatepost.toml"]);
}

#[test]
fn what_is_staged_is_not_fixed() {
    site(&[]).run(&["check", "--fix", "--staged"]).exits(2);
}

#[test]
fn a_post_that_can_not_be_judged_is_left() {
    let site = site(&[("a.md", "---\ntitle: [\ndate: 2024/01/01\n---\n")]);
    site.file("b.md", b"---\ntitle: \xff\n---\n");
    site.run(&["check", "--fix"]).exits(1);
    assert_eq!(fs::read(site.path().join("b.md")).unwrap()[11], 0xff);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    const POST: &str = "---\ntitle: T\ndate: 2024/01/01\n---\n";

    fn fixed_post() -> String {
        POST.replace('/', "-")
    }

    #[test]
    fn rights_stay_and_a_read_only_file_is_refused() {
        let site = site(&[("a.md", POST), ("b.md", POST)]);
        let (a, b) = (site.path().join("a.md"), site.path().join("b.md"));
        fs::set_permissions(&a, fs::Permissions::from_mode(0o640)).unwrap();
        fs::set_permissions(&b, fs::Permissions::from_mode(0o444)).unwrap();
        let ran = site.run(&["check", "--fix"]).exits(2);
        assert_eq!(
            stderr(&ran),
            "gatepost: b.md: fix not written: the file is read-only\n\
             gatepost: fixed 1 finding in 1 post"
        );
        assert_eq!(fs::metadata(&a).unwrap().mode() & 0o777, 0o640);
        assert_eq!(text(&site, "a.md"), fixed_post());
        assert_eq!(text(&site, "b.md"), POST);
        assert_eq!(names(&site), ["a.md", "b.md", "gatepost.toml"]);
    }

    #[test]
    fn a_file_with_two_names_is_refused() {
        let site = site(&[("a.md", POST)]);
        fs::hard_link(site.path().join("a.md"), site.path().join("a.txt.bak")).unwrap();
        let ran = site.run(&["check", "--fix"]).exits(2);
        assert!(
            ran.stderr
                .contains("a.md: fix not written: the file has 2 hard links")
        );
        assert_eq!(text(&site, "a.md"), POST);
    }

    #[test]
    fn a_link_is_written_through_unless_it_leaves_the_project() {
        let outside = Site::new();
        let target = outside.file("out.md", POST);
        let site = site(&[("kept/in.txt", POST)]);
        symlink("kept/in.txt", site.path().join("in.md")).unwrap();
        symlink(&target, site.path().join("out.md")).unwrap();
        site.run(&["check", "--fix", "in.md"]).exits(0);
        assert_eq!(text(&site, "kept/in.txt"), fixed_post());
        assert!(site.path().join("in.md").is_symlink());
        site.run(&["check", "--fix", "out.md"]);
        assert_eq!(fs::read_to_string(&target).unwrap(), POST);
    }

    #[test]
    fn a_planted_link_of_a_temporary_name_is_not_followed() {
        let site = site(&[("a.md", POST)]);
        symlink("gatepost.toml", site.path().join(".a.md.gatepost-0")).unwrap();
        site.run(&["check", "--fix"]).exits(0);
        assert_eq!(text(&site, "gatepost.toml"), CONFIG);
    }
}

#[test]
fn reports_tell_the_fix() {
    let site = site(&[("a.md", "---\ntitle: T\ndate: 2024/01/01\n---\n")]);
    let told = |format: &str| ran(&mut site.command(&["check", "--output-format", format])).stdout;
    assert!(
        told("full").contains("    - date: 2024/01/01\n    + date: 2024-01-01\n"),
        "{}",
        told("full")
    );
    let rdjson: Value = serde_json::from_str(&told("rdjson")).unwrap();
    let suggestion = &rdjson["diagnostics"][0]["suggestions"][0];
    assert_eq!(suggestion["text"], "2024-01-01");
    assert_eq!(suggestion["range"]["start"]["column"], 7);
    let sarif: Value = serde_json::from_str(&told("sarif")).unwrap();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(
        fix["replacements"][0]["insertedContent"]["text"],
        "2024-01-01"
    );
    assert_eq!(fix["replacements"][0]["deletedRegion"]["startColumn"], 7);
}
