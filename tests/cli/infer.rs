//! `init --infer`: what it proposes is what the posts say, and what it does not know it leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::corpus::{Format, Generator, Shape};
use crate::site::Site;

const POSTS: u32 = 1000;
/// With one of each kind fewer than one post in twenty has a defect.
const OF_EACH: u32 = 1;

/// Rules whose findings are warnings: they depend on what other posts say, or are thresholds.
const WARNINGS: [&str; 4] = [
    "boilerplate/",
    "near-duplicate/",
    "duplicate-title/",
    "score/",
];
/// Words that the pack which a proposal extends does not know as filler.
const UNKNOWN: &str = "placeholder/";

/// A corpus in a temporary folder, and the codes of the defects of each of its posts.
fn generated(format: Format) -> (Site, BTreeMap<String, Vec<&'static str>>) {
    let generator = Generator::new(11, Shape::Unique, format)
        .with_defects(POSTS, OF_EACH)
        .unwrap();
    let site = Site::new();
    let mut planted = BTreeMap::new();
    for number in 0..POSTS {
        let post = generator.post(number);
        site.file(&post.path, &post.text);
        let codes = post.defects.iter().map(|defect| defect.code).collect();
        planted.insert(post.path, codes);
    }
    (site, planted)
}

fn proposal(site: &Site) -> String {
    fs::read_to_string(site.path().join("gatepost.toml")).unwrap()
}

/// The paths of posts with an error, and the codes of the errors.
fn failing(site: &Site) -> BTreeMap<String, BTreeSet<String>> {
    let report = site.json(&["--no-cache"]);
    let mut failing: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for found in report["diagnostics"].as_array().unwrap() {
        if found["severity"] == "error" {
            let path = found["path"].as_str().unwrap().to_owned();
            let code = found["code"].as_str().unwrap().to_owned();
            failing.entry(path).or_default().insert(code);
        }
    }
    failing
}

fn flags_the_defective_posts_alone(format: Format) {
    let (site, planted) = generated(format);
    let ran = site.run(&["init", "--infer"]).exits(0);
    assert_eq!(
        ran.stdout,
        "wrote gatepost.toml from 1,000 posts; run `gatepost check`\n"
    );
    let failing = failing(&site);
    assert!(
        failing.len() <= POSTS as usize / 20,
        "{} posts fail",
        failing.len()
    );
    for (path, codes) in &planted {
        let is_known = codes.iter().any(|code| {
            let is_of = |rule: &&str| code.starts_with(*rule);
            !WARNINGS.iter().any(is_of) && !is_of(&UNKNOWN)
        });
        let found = failing.get(path);
        if codes.is_empty() {
            assert_eq!(found, None, "{path} is sound");
        } else if is_known {
            assert!(found.is_some(), "{path} has {codes:?}\n{}", proposal(&site));
        }
    }
}

#[test]
fn a_proposal_flags_the_defective_posts_of_a_corpus_and_no_others() {
    flags_the_defective_posts_alone(Format::Markdown);
}

#[test]
fn a_proposal_for_rendered_texts_flags_the_defective_ones_and_no_others() {
    flags_the_defective_posts_alone(Format::Text);
}

#[test]
fn a_proposal_says_what_a_person_would_who_knows_the_posts() {
    let (site, _) = generated(Format::Markdown);
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    for line in [
        "include = [\"**/*.md\"]",
        "ordered = true",
        "    { title = \"implementation checklist\", min-items = 1 },",
        "    { title = \"final notes\", last = true },",
        "unknown-keys = \"deny\"",
        "difficulty = { type = \"string\", required = true, one-of = [\"advanced\", \"beginner\", \"intermediate\"] }",
        "date = { type = \"date\", required = true, not-after = \"today\" }",
        "view_count = { type = \"integer\", required = true, min = 0 }",
        "\"score.depth\" = { type = \"integer\", required = true, min = 0, max = 100 }",
        "\"revision.version\" = { type = \"string\", required = true, format = \"semver\" }",
        "reference = { type = \"string\", required = true, pattern = \"anp-ref-[0-9]{6}-[0-9]{4}\" }",
        "hash = { type = \"string\", required = true, pattern = \"[0-9a-f]{24}\" }",
        "\"payload.source_id\" = { type = \"string\", required = true, pattern = \"alphanode-[0-9]{6}\" }",
        "\"image_sources[].url\" = { type = \"url\", required = true }",
        "key = [\"slug\", \"reference\", \"hash\", \"payload.source_id\"]",
        "assert = 'meta.topic == meta.ai_outline.problem + \" / \" + meta.ai_outline.stack'",
        "assert = 'meta.ai_outline.problem == meta.entities[2].name'",
        "assert = 'meta.ai_outline.stack == meta.stack[0]'",
        "assert = 'meta.ai_outline.context == meta.payload.scenario'",
        "assert = 'meta.code_language == meta.stack[2]'",
        "assert = 'meta.flags.has_images == has(meta.image_sources)'",
        "assert = 'meta.flags.has_images == (images > 0)'",
        "assert = 'meta.checklist == section(\"implementation checklist\").items'",
        "assert = 'meta.payload.paragraphs == paragraphs - 1'",
        "assert = 'meta.payload.seed == int(meta.payload.source_id.substring(10))'",
        "assert = 'meta.flags.needs_human_review == (meta.score.quality < 70 || meta.score.freshness < 70 || meta.score.depth < 70 || meta.score.clarity < 70)'",
        "\"meta.score.depth\" = { min = 60 }",
    ] {
        let is_held = proposal.lines().any(|held| held == line);
        assert!(is_held, "{line}\n{proposal}");
    }
    assert_every_field_has_evidence(&proposal);
    // Each of these would flag the next good post.
    for never in [
        "min-length",
        "max-length",
        "view_count\" = { min",
        "seed = { type = \"integer\", required = true, min = 1",
    ] {
        assert!(!proposal.contains(never), "{never}\n{proposal}");
    }
}

fn assert_every_field_has_evidence(proposal: &str) {
    let fields = proposal.split("[rule.fields]\n").nth(1).unwrap();
    let own: Vec<&str> = fields.lines().take_while(|line| !line.is_empty()).collect();
    assert!(own.contains(&"# in 999 of 1,000 posts"), "{fields}");
    for pair in own.windows(2) {
        let is_evidence = |line: &str| line.starts_with("# ");
        assert!(is_evidence(pair[0]) || is_evidence(pair[1]), "{pair:?}");
    }
}

#[test]
fn unrelated_files_get_no_rules_that_they_break() {
    let site = Site::new();
    for number in 0..60 {
        let words = "word ".repeat(number * 3 + 1);
        let text = match number % 4 {
            0 => format!("# Tool {number}\n\n{words}\n\n## Install\n\n- {words}\n"),
            1 => format!("{words}\n"),
            2 => format!("---\nlayout: page{number}\n---\n{words}\n"),
            _ => format!("Notes {number}\n=====\n\n{words}\n\n## Changes in {number}\n"),
        };
        site.file(&format!("p{}/{number}.md", number % 5), text);
    }
    site.file("robots.txt", "User-agent: *\n");
    let ran = site.run(&["init", "--infer"]).exits(0);
    assert_eq!(ran.stderr, "");
    let proposal = proposal(&site);
    assert!(!proposal.contains("required = true"), "{proposal}");
    assert!(!proposal.contains("id = \"sections\""), "{proposal}");
    assert!(!proposal.contains("one-of"), "{proposal}");
    assert!(proposal.contains("# Left out, since they are few: 1 file of the format text."));
    assert!(failing(&site).is_empty(), "{proposal}");
}

#[test]
fn folders_of_different_posts_have_rules_of_their_own() {
    let site = Site::new();
    for number in 0..40 {
        let post = format!(
            "---\ntitle: Post {number}\ndate: 2024-03-{:02}\nauthor: kim\n---\nwords\n",
            number % 28 + 1
        );
        site.file(&format!("content/blog/{number}.md"), post);
        let page = format!(
            "---\nname: page-{number}\nweight: {number}\nsince: 1.{number}.0\n---\nwords\n"
        );
        site.file(&format!("content/docs/{number}.md"), page);
    }
    site.file("README.md", "# Read me\n");
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    for part in [
        "# Left out, since nothing of their meta is like that of the others: 1 file, such as `README.md`.",
        "include = [\"content/blog/**/*.md\", \"content/docs/**/*.md\"]",
        "id = \"blog-meta\"\nkind = \"meta\"\nseverity = \"error\"\nfiles = [\"content/blog/**/*.md\"]",
        "id = \"docs-meta\"\nkind = \"meta\"\nseverity = \"error\"\nfiles = [\"content/docs/**/*.md\"]",
        "since = { type = \"string\", required = true, format = \"semver\" }",
    ] {
        assert!(proposal.contains(part), "{part}\n{proposal}");
    }
    site.run(&["check"]).exits(0);
}

#[test]
fn few_posts_are_asked_little() {
    let site = Site::new();
    for number in 0..5 {
        let post = format!(
            "---\nid: a-00{number}\nlevel: easy\ncount: {number}\n---\n# T{number}\n\n## Steps\n\n- one\n"
        );
        site.file(&format!("{number}.md"), post);
    }
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    assert!(
        proposal.contains("# So few posts tell little"),
        "{proposal}"
    );
    assert!(proposal.contains("id = { type = \"string\", required = true }"));
    assert!(proposal.contains("count = { type = \"integer\", required = true }"));
    assert!(proposal.contains("{ title = \"Steps\", min-items = 1, last = true }"));
    site.run(&["check"]).exits(0);
}

#[test]
fn of_nested_sections_at_the_end_one_is_last() {
    let site = Site::new();
    for number in 0..30 {
        let post = format!(
            "# T{number}\n\n## Steps\n\nwords {number}\n\n## Notes\n\nwords {number}\n\n### Sources\n\n- a{number}\n"
        );
        site.file(&format!("{number}.md"), post);
    }
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    assert!(proposal.contains("{ title = \"Notes\", min-items = 1, last = true }"));
    assert!(proposal.contains("{ title = \"Sources\", min-items = 1 }"));
    site.run(&["check"]).exits(0);
}

#[test]
fn what_is_commented_out_can_be_uncommented() {
    let site = Site::new();
    for number in 0..6 {
        let post = format!(
            "---\nname: tool {number}\ntool: tool {number}\n---\nThis sentence stands in every one of these posts, as it must.\n\nOwn words {number}.\n"
        );
        site.file(&format!("{number}.md"), post);
    }
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    assert!(
        proposal.contains("# assert = 'meta.name == meta.tool'"),
        "{proposal}"
    );
    let rules = proposal.find("# [rules.boilerplate]").unwrap();
    let (head, tail) = proposal.split_at(rules);
    let tail: Vec<&str> = tail
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|it| !is_evidence(it))
                .unwrap_or(line)
        })
        .collect();
    site.file("gatepost.toml", format!("{head}{}\n", tail.join("\n")));
    let ran = site.run(&["check", "--no-cache"]).exits(0);
    assert!(!ran.stdout.contains("boilerplate"), "{}", ran.stdout);
}

/// A comment that stands in a table that is not commented out.
fn is_evidence(line: &str) -> bool {
    line.starts_with("in ")
}

#[test]
fn the_same_posts_get_the_same_proposal_whatever_the_threads() {
    let site = Site::new();
    let generator = Generator::new(5, Shape::Mixed, Format::Markdown);
    for number in 0..400 {
        let path = format!("{}/{number}.md", number % 3);
        site.file(&path, generator.post(number).text);
    }
    let proposed = |more: &[&str]| {
        let args = ["init", "--infer", "--dry-run"];
        site.run(&[&args, more].concat()).exits(0).stdout
    };
    let one = proposed(&["--jobs", "1"]);
    assert!(one.contains("[rules.boilerplate]"), "{one}");
    assert_eq!(proposed(&["--jobs", "4", "."]), one);
    assert_eq!(proposed(&["2", "0", "1"]), proposed(&["0", "1", "2"]));
    assert!(!site.path().join("gatepost.toml").exists());
}

#[test]
fn a_configuration_that_is_there_stays() {
    let site = Site::with("[rules]\n", &[("a.md", "# A\n\nwords\n")]);
    let ran = site.run(&["init", "--infer"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: gatepost.toml is already there; --force replaces it\n"
    );
    assert_eq!(proposal(&site), "[rules]\n");
    let ran = site.run(&["init", "--infer", "--dry-run"]).exits(0);
    assert!(ran.stdout.contains("include = "), "{}", ran.stdout);
    assert_eq!(proposal(&site), "[rules]\n");
    site.run(&["init", "--infer", "--force"]).exits(0);
    assert!(proposal(&site).contains("include = [\"**/*.md\"]"));
}

#[test]
fn without_posts_there_is_nothing_to_propose() {
    let site = Site::new();
    let told = |args: &[&str]| site.run(args).exits(2).stderr;
    assert_eq!(
        told(&["init", "--infer"]),
        "gatepost: no posts found under .\n"
    );
    site.file("empty/a.png", "");
    assert_eq!(
        told(&["init", "--infer", "empty"]),
        "gatepost: no posts found under empty\n"
    );
    assert!(told(&["init", "--infer", "none"]).starts_with("gatepost: cannot read none: "));
    assert!(told(&["init", "posts"]).contains("--infer"));
    assert!(!site.path().join("gatepost.toml").exists());
}

/// Keys and values that try to leave their strings, their comments, and the terminal.
#[test]
fn hostile_keys_and_values_stay_what_they_are() {
    let site = Site::new();
    let keys = [
        "a.b",
        "it's \\\"quoted\\\"",
        "🦀 crab",
        "two words",
        "line\\nbreak",
        "]]",
        "[rules]",
        "esc\\u001b[31m",
        "##[add-mask]x",
        "meta",
        "a\\u202eb",
        "$(id)",
        "=",
        "#",
        "été",
    ];
    let values = [
        "esc \\u001b]0;x\\u0007",
        "##[group]",
        "\\\"\\\"\\\"",
        "]]\\n[rule]",
        "${x}{y}",
    ];
    for number in 0..120 {
        let mut post = String::from("---\n");
        for (at, key) in keys.iter().enumerate() {
            let value = values[(at + number / 30) % values.len()];
            post.push_str(&format!("\"{key}\": \"{value}\"\n"));
            post.push_str(&format!(
                "\"map {key}\": {{ \"{key}\": \"{value}\", same: [\"{value}\"] }}\n"
            ));
        }
        post.push_str("---\nWords.\n\n## \u{1b}[2J]] \"x\"\n\nThis sentence has a \u{1b}[31m colour and stands in every post \"]] here.\n");
        site.file(&format!("a[b]{{c}}/{number}.md"), post);
    }
    let ran = site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!proposal.contains(acts), "{proposal:?}");
    assert!(!proposal.contains("##["), "{proposal}");
    assert!(!ran.stderr.contains(acts));
    let table: toml::Table = proposal.parse().unwrap();
    assert_eq!(
        table["posts"]["include"].as_array().unwrap()[0].as_str(),
        Some("a[[]b[]][{]c[}]/**/*.md")
    );
    let rules = table["rule"].as_array().unwrap();
    let fields = rules.iter().find_map(|rule| rule.get("fields")).unwrap();
    for field in [
        "two words",
        "\"a.b\"",
        "]]",
        "meta",
        "map ]].]]",
        "line\nbreak",
    ] {
        assert!(fields.get(field).is_some(), "{field}\n{proposal}");
    }
    let report = site.json(&["--no-cache"]);
    assert_eq!(report["summary"]["posts"], 120);
    assert_eq!(
        report["summary"]["by_code"]["meta/type"],
        serde_json::Value::Null
    );
    assert!(
        failing(&site).is_empty(),
        "{:?}\n{proposal}",
        failing(&site)
    );
}

#[test]
fn posts_that_can_not_be_read_are_told_and_the_others_are_looked_at() {
    let site = Site::new();
    for number in 0..30 {
        site.file(
            &format!("{number}.md"),
            format!("---\nkey: {number}\n---\nwords\n"),
        );
    }
    site.file("bad.md", [0xff, 0xfe, 0x41]);
    let ran = site.run(&["init", "--infer"]).exits(0);
    assert_eq!(ran.stderr, "");
    let proposal = proposal(&site);
    assert!(proposal.contains("# Not looked at, since they are no text or too large: 1 file."));
    assert!(proposal.contains("from 30 posts"), "{proposal}");
}

/// What is proposed for posts, and the paths of those that fail it.
fn proposed(posts: &[(String, String)]) -> (String, Vec<String>) {
    let site = Site::new();
    for (path, text) in posts {
        site.file(path, text);
    }
    site.run(&["init", "--infer"]).exits(0);
    (proposal(&site), failing(&site).into_keys().collect())
}

#[test]
fn keys_are_asked_for_only_where_nearly_all_values_are_maps() {
    let kinds = ["{url: 'https://e.org/a'}", "'https://e.org/a'", "[x]"];
    let post = |at: usize| {
        let (image, other) = (kinds[at % 3], kinds[(at + 1) % 3]);
        format!(
            "---\nimage: {image}\nall: [{image}, {other}]\nown: [{{a: {{b: 1}}}}]\n---\nText.\n"
        )
    };
    let posts: Vec<_> = (0..30).map(|at| (format!("{at}.md"), post(at))).collect();
    let (proposal, failing) = proposed(&posts);
    assert_eq!(failing, Vec::<String>::new(), "{proposal}");
    assert!(proposal.contains("\"own[].a.b\" = "), "{proposal}");
    for key in ["image.url", "all[].url"] {
        assert!(!proposal.contains(key), "{proposal}");
    }
}

#[test]
fn folders_of_one_name_have_rules_of_their_own() {
    let mut posts = Vec::new();
    for at in 0..20 {
        for (folder, key) in [
            ("日本", "a"),
            ("中文", "b"),
            ("x/blog", "c"),
            ("y/blog", "d"),
        ] {
            let text = format!("---\n{key}: 1\n{key}2: 2\n---\nText {at} of {key}.\n");
            posts.push((format!("{folder}/{at}.md"), text));
        }
        let page = "<title>T</title><meta name=e content=x><main><p>Page";
        posts.push((
            format!("x/blog/{at}.html"),
            format!("{page} {at}.</p></main>"),
        ));
    }
    let (proposal, failing) = proposed(&posts);
    assert_eq!(failing, Vec::<String>::new(), "{proposal}");
    let ids = proposal
        .lines()
        .filter(|line| line.starts_with("id = ") && line.contains("meta"));
    assert_eq!(ids.collect::<BTreeSet<_>>().len(), 5, "{proposal}");
}

#[test]
fn bounds_that_were_seen_are_exact_and_counters_have_none() {
    let post = |at: usize| format!("---\nscore: 0.{:03}\nturn: {at}\n---\nText.\n", 100 + at);
    let posts: Vec<_> = (0..40).map(|at| (format!("{at}.md"), post(at))).collect();
    let (proposal, _) = proposed(&posts);
    assert!(proposal.contains("from 0.1 to 0.139\n"), "{proposal}");
    assert!(
        proposal.contains("turn = { type = \"integer\", required = true, min = 0 }"),
        "{proposal}"
    );
}

#[test]
fn a_text_of_blanks_is_of_no_other_type() {
    let post = |at: usize| {
        let seen = if at.is_multiple_of(5) {
            "\"\""
        } else {
            "2024-05-01"
        };
        format!("---\ntitle: T{at}\nseen: {seen}\n---\nText {at}.\n")
    };
    let posts: Vec<_> = (0..40).map(|at| (format!("{at}.md"), post(at))).collect();
    let (proposal, failing) = proposed(&posts);
    assert_eq!(failing, Vec::<String>::new(), "{proposal}");
    assert!(
        proposal.contains("# in 32 of 40 posts\nseen = {}\n"),
        "{proposal}"
    );
}

#[test]
fn a_slip_that_some_posts_share_is_no_choice() {
    let site = Site::new();
    for at in 0..400 {
        let level = match at % 100 {
            7 => "hrad",
            n if n % 2 == 0 => "hard",
            _ => "easy",
        };
        let post = format!("---\ntitle: Post {at}\nlevel: {level}\n---\nText of its own, {at}.\n");
        site.file(&format!("{at}.md"), post);
    }
    site.run(&["init", "--infer"]).exits(0);
    let proposal = proposal(&site);
    assert!(
        proposal.contains("one-of = [\"easy\", \"hard\"]"),
        "{proposal}"
    );
    assert_eq!(failing(&site).len(), 4);
}
