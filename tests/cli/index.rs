//! The index of earlier runs: it may be there or not, old, damaged or shared, and nothing that is
//! told changes.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::corpus::{Format, Generator, Shape};
use crate::site::{Ran, Site};

const CONFIG: &str = "extends = [\"gatepost:alphanode\"]\n\
                      [rules.boilerplate]\nmin-posts = 2\nlimit = 0\nallow = [\"Nobody says this anywhere.\"]\n";

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

fn post(number: usize) -> String {
    let shape = [Shape::Template, Shape::Mixed, Shape::Unique][number % 3];
    Generator::new(1, shape, Format::Markdown)
        .post(u32::try_from(number / 3).unwrap())
        .text
}

fn json(site: &Site, more: &[&str]) -> Ran {
    let args = [&["check", "--output-format", "json"], more].concat();
    site.run(&args)
}

/// Both ways to judge say the same.
fn agrees(site: &Site, more: &[&str], what: &str) {
    let kept = json(site, more);
    let anew = json(site, &[more, &["--no-cache"]].concat());
    assert_eq!(kept.stdout, anew.stdout, "{what} {more:?}");
    assert_eq!(kept.stderr, anew.stderr, "{what} {more:?}");
    assert_eq!(kept.code, anew.code, "{what} {more:?}");
}

fn indexes(site: &Site) -> Vec<PathBuf> {
    let entries = fs::read_dir(site.path().join(".gatepost")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("index-")
                && path.extension().is_none()
        })
        .collect()
}

#[test]
fn nothing_that_happens_to_posts_makes_a_difference() {
    let mut dice = Dice(7);
    for round in 0..3 {
        let site = Site::with(CONFIG, &[]);
        let mut posts: Vec<String> = Vec::new();
        let mut fresh = 0;
        for step in 0..25 {
            let what = match dice.below(if posts.len() < 6 { 1 } else { 8 }) {
                0 | 1 => {
                    let name = format!("{}/p{:02}.md", ["a", "b"][dice.below(2)], dice.below(90));
                    site.file(&name, post(dice.below(24)));
                    fresh += 1;
                    posts.retain(|held| *held != name);
                    posts.push(name);
                    "added"
                }
                2 => {
                    let gone = posts.swap_remove(dice.below(posts.len()));
                    fs::remove_file(site.path().join(gone)).unwrap();
                    "removed"
                }
                3 => {
                    let at = dice.below(posts.len());
                    let name = format!("c/r{step:02}.md");
                    fs::create_dir_all(site.path().join("c")).unwrap();
                    fs::rename(site.path().join(&posts[at]), site.path().join(&name)).unwrap();
                    posts[at] = name;
                    "renamed"
                }
                4 => {
                    let extra = format!(
                        "{CONFIG}\n[rules]\nsections = \"{}\"\n",
                        ["off", "info"][step % 2]
                    );
                    site.file(
                        "gatepost.toml",
                        extra.replace("[rules]\nsections", "[rules.sections]\nseverity"),
                    );
                    "configured"
                }
                5 => {
                    site.file(
                        &posts[dice.below(posts.len())],
                        post(dice.below(24)).replace("the", "that"),
                    );
                    "edited"
                }
                6 => {
                    site.file(
                        &posts[dice.below(posts.len())],
                        ["", "\u{0}", "---\nnever: [closed\n"][dice.below(3)],
                    );
                    "broken"
                }
                _ => "left alone",
            };
            let what = format!("round {round} step {step} {what}");
            agrees(&site, &[], &what);
            let name = posts[dice.below(posts.len())].clone();
            agrees(&site, &[&name], &what);
            // A post that is named as it is now, while the index knows an earlier one.
            site.file(&name, post(dice.below(24)));
            agrees(&site, &[&name], &what);
            let new = format!("b/new{step}.md");
            site.file(&new, post(dice.below(24)));
            agrees(&site, &[&new, &name], &what);
            fs::remove_file(site.path().join(new)).unwrap();
        }
        assert!(fresh > 5);
    }
}

#[test]
fn similar_posts_are_compared_anew_when_one_changes() {
    let mut dice = Dice(3);
    let site = Site::with(
        "[[rule]]\nid = \"near\"\nkind = \"near-duplicate\"\nthreshold = 0.8\n",
        &[],
    );
    let words: Vec<String> = (0..400).map(|at| format!("word{at}")).collect();
    let mut posts = [words.clone(), words.clone(), words];
    for step in 0..40 {
        // The first one moves away from the others and comes back in part.
        let at = dice.below(400);
        let word = if dice.below(3) == 0 { "word" } else { "other" };
        let post = if step < 4 { step % 3 } else { 0 };
        posts[post][at] = format!("{word}{at}");
        for (number, words) in posts.iter().enumerate() {
            let text = words.join(" ");
            let path = format!("p{number}.md");
            if fs::read_to_string(site.path().join(&path)).ok().as_ref() != Some(&text) {
                site.file(&path, &text);
            }
        }
        agrees(&site, &[], &format!("step {step}"));
        agrees(&site, &["p0.md"], &format!("step {step}"));
    }
}

#[test]
fn standard_input_is_compared_with_what_the_index_knows() {
    let site = Site::with(CONFIG, &[]);
    for number in 0..20 {
        site.file(&format!("p{number:02}.md"), post(number));
    }
    agrees(&site, &[], "at first");
    let args = ["check", "--output-format", "json", "-", "--stdin-filename"];
    for path in ["p07.md", "p07b.md"] {
        let kept = site.run_with_input(&[&args[..], &[path]].concat(), post(3).as_bytes());
        let anew = site.run_with_input(
            &[&args[..], &[path, "--no-cache"]].concat(),
            post(3).as_bytes(),
        );
        assert_eq!(kept.stdout, anew.stdout, "{path}");
        assert!(
            kept.stdout.contains("\"reported\"") || kept.stdout.contains("p03.md"),
            "{path}"
        );
    }
}

#[test]
fn a_post_that_changed_outside_is_noticed_where_it_is_pointed_at() {
    let site = Site::with(CONFIG, &[]);
    for number in 0..12 {
        site.file(&format!("p{number:02}.md"), post(3 * number));
    }
    agrees(&site, &[], "at first");
    // Every other post says something else now, and the index does not know.
    for number in 1..12 {
        site.file(&format!("p{number:02}.md"), post(3 * number + 2));
    }
    agrees(&site, &["p00.md"], "changed outside");
}

#[test]
fn a_file_is_not_read_again_while_its_stamp_is_the_same() {
    let site = Site::with(CONFIG, &[]);
    for number in 0..6 {
        site.file(&format!("p{number}.md"), post(number));
    }
    std::thread::sleep(Duration::from_millis(2_300));
    agrees(&site, &[], "at first");
    let index = indexes(&site).remove(0);
    let written = || fs::metadata(&index).unwrap().modified().unwrap();
    let first = written();
    agrees(&site, &[], "again");
    assert_eq!(written(), first, "nothing changed, so nothing is written");
    site.file("p3.md", post(9));
    agrees(&site, &[], "edited");
    assert_eq!(written(), first, "one edit stands beside the index");
    let changes = index.with_extension("changes");
    assert!(changes.exists());
    site.file("p4.md", post(9));
    agrees(&site, &[], "edited again");
    fs::write(&changes, "no changes").unwrap();
    let told = json(&site, &[]).stderr;
    assert!(told.contains("the posts are judged anew"), "{told}");
    assert!(!changes.exists(), "they are in the index now");
    agrees(&site, &["p3.md"], "named");
}

#[test]
fn a_damaged_index_changes_nothing_and_is_told() {
    let site = Site::with(CONFIG, &[]);
    for number in 0..8 {
        site.file(&format!("p{number}.md"), post(number));
    }
    let expected = json(&site, &[]);
    let index = indexes(&site).remove(0);
    let whole = fs::read(&index).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 13) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        for bytes in [&damaged[..], &whole[..at]] {
            fs::write(&index, bytes).unwrap();
            let named = json(&site, &["p3.md"]);
            assert_eq!(named.code, expected.code);
            fs::write(&index, bytes).unwrap();
            let ran = json(&site, &[]);
            assert_eq!(ran.stdout, expected.stdout, "byte {at}");
        }
        assert_eq!(
            fs::read(&index).unwrap().len(),
            whole.len(),
            "it is made anew"
        );
    }
    fs::write(&index, "no index").unwrap();
    let told = json(&site, &[]).stderr;
    assert!(told.contains("the posts are judged anew"), "{told}");
}

#[test]
fn it_holds_as_long_as_the_day_makes_no_difference() {
    const RULES: &str = r#"
[[rule]]
id = "dates"
kind = "meta"
fields.written = { type = "date", not-after = "today" }
fields.checked = { type = "date", max-age = 3 }

[[rule]]
id = "due"
kind = "assert"
assert = "!has(meta.due) || date(meta.due) >= today()"
"#;
    let site = Site::with(
        RULES,
        &[
            ("a.md", "---\nwritten: 2026-01-03\n---\nLater.\n"),
            ("b.md", "---\nchecked: 2026-01-01\n---\nSoon too old.\n"),
            ("c.md", "---\ndue: 2026-01-02\n---\nSoon overdue.\n"),
            ("d.md", "---\nwritten: 2020-01-01\n---\nAlways fine.\n"),
        ],
    );
    let said = |day: u64, args: &[&str]| {
        let mut command = site.command(&["check", "--output-format", "concise"]);
        let epoch = (1_767_225_600 + day * 86_400).to_string();
        crate::site::ran(command.args(args).env("SOURCE_DATE_EPOCH", epoch)).stdout
    };
    let mut all = Vec::new();
    for day in [0, 1, 2, 3, 4, 1] {
        for args in [&[][..], &["a.md"], &["b.md"], &["c.md"], &["d.md"]] {
            let anew = said(day, &[args, &["--no-cache"]].concat());
            assert_eq!(said(day, args), anew, "day {day} {args:?}");
            all.push(anew);
        }
    }
    all.sort();
    all.dedup();
    assert!(all.len() > 5, "{all:#?}");
}

#[test]
fn runs_at_once_and_other_configurations_do_no_harm() {
    let site = Site::with(CONFIG, &[]);
    for number in 0..10 {
        site.file(&format!("p{number}.md"), post(number));
    }
    let expected = json(&site, &["--no-cache"]).stdout;
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| assert_eq!(json(&site, &[]).stdout, expected));
        }
    });
    for rule in [
        "meta",
        "sections",
        "score",
        "seed-mismatch",
        "placeholder",
        "checklist-mismatch",
    ] {
        agrees(&site, &["--ignore", rule], rule);
        agrees(&site, &["--ignore", rule, "p3.md"], rule);
    }
    assert!(indexes(&site).len() <= 4, "old ones are removed");
}

#[test]
fn the_folder_can_be_chosen_and_need_not_be_writable() {
    let site = Site::with(CONFIG, &[("a.md", &post(1))]);
    let elsewhere = Site::new();
    let folder = elsewhere.path().join("deep/cache");
    json(&site, &["--cache-dir", folder.to_str().unwrap()]);
    assert!(folder.is_dir());
    assert!(!site.path().join(".gatepost").exists());
    let file = elsewhere.file("file", "");
    let ran = json(&site, &["--cache-dir", file.to_str().unwrap()]);
    assert_eq!(ran.stdout, json(&site, &["--no-cache"]).stdout);
}
