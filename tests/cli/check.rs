//! What is checked, what is reported, and how the run ends.

use crate::site::Site;

const RECOMMENDED: &str = "extends = [\"gatepost:recommended\"]\n";
const TITLES: &str = "[[rule]]\nid = \"titles\"\nkind = \"unique\"\nkey = \"title\"\n";
const CLEAN: &str = "# A quiet day\n\nThe ferry came on time.\n";
const BROKEN: &str = "---\ntitle: one\ntitle: two\n---\nText.\n";

#[test]
fn a_clean_site_passes() {
    let site = Site::with(RECOMMENDED, &[("a.md", CLEAN)]);
    let ran = site.run(&["check"]).exits(0);
    assert_eq!(
        ran.stdout,
        "no findings in 1 post (1 file)\ngate passed: 0 errors (met: no errors)\n"
    );
    assert_eq!(ran.stderr, "");
}

#[test]
fn works_without_any_configuration() {
    let site = Site::new();
    site.file("a.md", BROKEN);
    let found = site.findings(&[]);
    assert_eq!(found, ["a.md:3:1: error [meta/repeated-key]"]);
}

#[test]
fn an_error_fails_and_a_warning_does_not() {
    let site = Site::with(RECOMMENDED, &[("a.md", BROKEN)]);
    site.run(&["check"]).exits(1);
    site.run(&["check", "--exit-zero"]).exits(0);
    site.run(&["check", "--fail-on", "never"]).exits(0);
    let warning = ["check", "--config", "rules.meta=\"warning\""];
    site.run(&warning).exits(0);
    let mut strict = warning.to_vec();
    strict.extend(["--fail-on", "warning"]);
    site.run(&strict).exits(1);
    let mut counted = warning.to_vec();
    counted.extend(["--max-warnings", "0"]);
    let ran = site.run(&counted).exits(1);
    assert!(ran.stdout.ends_with(
        "gate failed: 0 errors (met: no errors); 1 warning (not met: at most 0 warnings)\n"
    ));
}

#[test]
fn no_post_at_all_is_no_pass() {
    let site = Site::with(RECOMMENDED, &[("notes.rst", "x")]);
    let ran = site.run(&["check"]).exits(2);
    assert_eq!(ran.stderr, "gatepost: no posts found under .\n");
    site.run(&["check", "--allow-empty"]).exits(0);
}

#[test]
fn says_how_many_posts_git_ignores() {
    let site = Site::with(RECOMMENDED, &[("a.md", CLEAN), ("b/c.md", CLEAN)]);
    site.file(".gitignore", "*.md\n");
    std::fs::create_dir(site.path().join(".git")).unwrap();
    let ran = site.run(&["check"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: no posts found under . (2 ignored by .gitignore)\n"
    );
}

#[test]
fn a_named_post_that_git_ignores_is_checked() {
    let site = Site::new();
    site.file("a.md", BROKEN);
    site.file(".gitignore", "*.md\n");
    std::fs::create_dir(site.path().join(".git")).unwrap();
    assert_eq!(site.findings(&["a.md"]).len(), 1);
}

#[test]
fn a_missing_path_is_exit_2_and_the_rest_is_checked() {
    let site = Site::with(RECOMMENDED, &[("a.md", BROKEN)]);
    let ran = site.run(&["check", "a.md", "gone.md"]).exits(2);
    assert!(ran.stdout.contains("meta/repeated-key"));
    assert_eq!(
        ran.stderr,
        "gatepost: cannot read gone.md: No such file or directory (os error 2)\n"
    );
    let report = site.json(&["a.md", "gone.md"]);
    let failure = &report["diagnostics"][1];
    assert_eq!(failure["code"], "io-error");
    assert_eq!(failure["path"], "gone.md");
    assert_eq!(report["gate"]["passed"], false);
}

#[test]
fn paths_narrow_what_is_reported_never_what_is_known() {
    let site = Site::with(
        TITLES,
        &[("a.md", CLEAN), ("b/c.md", CLEAN), ("b/d.md", "# Else\n")],
    );
    assert_eq!(site.findings(&[]).len(), 2);
    assert_eq!(
        site.findings(&["a.md"]),
        ["a.md:1:3: error [titles/repeated]"]
    );
    assert_eq!(
        site.findings(&["b"]),
        ["b/c.md:1:3: error [titles/repeated]"]
    );
    assert!(site.findings(&["b/d.md"]).is_empty());
}

#[test]
fn chunks_of_named_files_say_together_what_one_run_says() {
    let posts: Vec<(String, String)> = (0..30)
        .map(|n| {
            (
                format!("p{n:02}.md"),
                format!("# Title {}\n\nText {n}.\n", n % 10),
            )
        })
        .collect();
    let site = Site::with(TITLES, &[]);
    for (path, text) in &posts {
        site.file(path, text);
    }
    let mut together = Vec::new();
    for chunk in posts.chunks(7) {
        let names: Vec<&str> = chunk.iter().map(|(path, _)| path.as_str()).collect();
        together.extend(site.findings(&names));
    }
    assert_eq!(together, site.findings(&[]));
    assert_eq!(together.len(), 30);
}

#[test]
fn without_a_project_the_named_paths_are_the_corpus() {
    let site = Site::new();
    site.file("a.md", CLEAN);
    site.file("b.md", CLEAN);
    let content = ["--select", "duplicate-content"];
    assert!(
        site.findings(&[&["a.md"], &content[..]].concat())
            .is_empty()
    );
    let both = site.findings(&[&["a.md", "b.md"], &content[..]].concat());
    assert_eq!(both.len(), 2);
}

#[test]
fn excluded_files_stay_out_also_when_named() {
    let config = format!("{RECOMMENDED}[posts]\nexclude = [\"drafts/**\"]\n");
    let site = Site::with(&config, &[("a.md", CLEAN), ("drafts/b.md", BROKEN)]);
    assert!(site.findings(&[]).is_empty());
    let ran = site.run(&["check", "drafts/b.md", "a.md"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: drafts/b.md is left out by posts.exclude\n"
    );
    let ran = site.run(&["check", "drafts/b.md"]).exits(2);
    assert!(
        ran.stderr.ends_with(
            "gatepost: no posts found under drafts/b.md (1 left out by posts.exclude)\n"
        )
    );
}

#[test]
fn standard_input_takes_the_place_of_a_post() {
    let site = Site::with(
        RECOMMENDED,
        &[("a.md", CLEAN), ("b.md", "# Other\n\nText.\n")],
    );
    let args = [
        "check",
        "-",
        "--stdin-filename",
        "b.md",
        "--output-format",
        "concise",
    ];
    let ran = site.run_with_input(&args, BROKEN.as_bytes()).exits(1);
    assert!(
        ran.stdout.starts_with("b.md:3:1: error: "),
        "{}",
        ran.stdout
    );
    let ran = site.run_with_input(&args, b"caf\xe9\n").exits(1);
    assert!(ran.stdout.contains("[not-utf8]"));
    site.run_with_input(&["check", "-"], b"x").exits(2);
}

#[test]
fn a_list_of_files_is_taken_from_a_file() {
    let site = Site::with(
        RECOMMENDED,
        &[("a.md", BROKEN), ("b c.md", BROKEN), ("d.md", BROKEN)],
    );
    site.file("list.txt", "a.md\r\nb c.md\n");
    let meta = ["--select", "meta"];
    assert_eq!(
        site.findings(&[&["--files-from", "list.txt"], &meta[..]].concat())
            .len(),
        2
    );
    site.file("list.nul", "a.md\0b c.md\0d.md");
    assert_eq!(
        site.findings(&[&["--files-from", "list.nul"], &meta[..]].concat())
            .len(),
        3
    );
    let args = ["check", "--files-from", "-"];
    site.run_with_input(&args, b"").exits(2);
}

#[test]
fn select_and_ignore_choose_findings() {
    let site = Site::with(RECOMMENDED, &[("a.md", BROKEN), ("b.md", BROKEN)]);
    let all = site.findings(&[]).len();
    assert!(all > 2);
    assert_eq!(site.findings(&["--select", "meta"]).len(), 2);
    assert_eq!(site.findings(&["--select", "meta/repeated-key"]).len(), 2);
    assert_eq!(site.findings(&["--ignore", "meta"]).len(), all - 2);
    let ran = site.run(&["check", "--select", "metta"]).exits(2);
    assert_eq!(
        ran.stderr,
        "gatepost: unknown rule 'metta'; did you mean 'meta'?\n"
    );
}

#[test]
fn what_can_not_be_judged_can_not_be_switched_off() {
    let site = Site::with(RECOMMENDED, &[("a.md", "x")]);
    site.file("b.md", b"caf\xe9");
    assert_eq!(site.findings(&["--select", "placeholder"]).len(), 1);
    let ran = site
        .run(&["check", "--config", "rules.not-utf8=\"off\""])
        .exits(2);
    assert!(ran.stderr.contains("it can not be set"), "{}", ran.stderr);
}

#[test]
fn lists_the_files_that_it_would_check() {
    let site = Site::with(
        RECOMMENDED,
        &[("b.md", CLEAN), ("a/x.md", CLEAN), ("c.txt", "x")],
    );
    let ran = site.run(&["check", "--show-files"]).exits(0);
    assert_eq!(ran.stdout, "a/x.md\nb.md\n");
}

#[test]
fn no_two_findings_of_a_post_share_a_position() {
    let config = "[[rule]]\nid = \"a\"\nkind = \"score\"\nthresholds = { words = { min = 9 } }\n\
                  [[rule]]\nid = \"b\"\nkind = \"score\"\nthresholds = { words = { min = 9 } }\n";
    let site = Site::with(config, &[("a.md", "# Title\n\nText.\n")]);
    assert_eq!(
        site.findings(&[]),
        ["a.md:1:3: error [a/below]", "a.md:1:4: error [b/below]"]
    );
}

#[test]
fn severities_and_options_differ_by_path() {
    let config = "[[rule]]\nid = \"long\"\nkind = \"score\"\nthresholds = { words = { min = 9 } }\n\
                  [[override]]\nfiles = [\"news/**\"]\nrules = { long = \"off\" }\n\
                  [[override]]\nfiles = [\"notes/**\"]\nrules.long = { severity = \"warning\", thresholds = { words = { min = 3 } } }\n";
    let post = "# One\n\nTwo three four.\n";
    let site = Site::with(
        config,
        &[
            ("a.md", post),
            ("news/a.md", post),
            ("notes/a.md", post),
            ("notes/b.md", "# One\n"),
        ],
    );
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:1:3: error [long/below]",
            "notes/b.md:1:3: warning [long/below]"
        ]
    );
}

#[test]
fn a_named_folder_without_posts_is_told() {
    let site = Site::with(
        RECOMMENDED,
        &[("content/a.md", CLEAN), ("empty/x.rst", "x")],
    );
    let ran = site.run(&["check", "content", "empty"]).exits(2);
    assert_eq!(ran.stderr, "gatepost: no posts found under empty\n");
    assert!(ran.stdout.contains("no findings in 1 post"));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_no_walk_meets_is_a_post() {
    let site = Site::with(RECOMMENDED, &[(".shared/a.md", BROKEN)]);
    std::fs::create_dir(site.path().join("content")).unwrap();
    std::os::unix::fs::symlink("../.shared/a.md", site.path().join("content/a.md")).unwrap();
    let ran = site.run(&["check", "--show-files"]).exits(0);
    assert_eq!(ran.stdout, "content/a.md\n");
}

#[cfg(unix)]
#[test]
fn a_post_under_another_name_is_the_same_post() {
    let site = Site::new();
    site.file("site/gatepost.toml", TITLES);
    site.file("site/a.md", CLEAN);
    std::os::unix::fs::symlink("site", site.path().join("other")).unwrap();
    let named = site.path().join("other/a.md");
    let mut command = site.command(&["check", named.to_str().unwrap()]);
    crate::site::ran(command.current_dir(site.path().join("site"))).exits(0);
}

#[test]
fn bounds_of_front_matter_can_be_raised() {
    let items = "  - x\n".repeat(10_001);
    let large = "x".repeat(300_000);
    let posts = [
        ("many.md", format!("---\ntags:\n{items}---\nText.\n")),
        ("large.md", format!("---\nlarge: {large}\n---\nText.\n")),
    ];
    let posts = posts.each_ref().map(|(name, text)| (*name, text.as_str()));
    let rule = "[[rule]]\nid = \"meta\"\nkind = \"meta\"\n";
    let ran = Site::with(rule, &posts).run(&["check"]).exits(1);
    for told in [
        "error[front-matter-limit]: larger than 256 KiB\n",
        "help: shorten it, or raise limits.max-front-matter-size\n",
        "error[front-matter-limit]: more than 10000 values\n",
        "help: shorten it, or raise limits.max-front-matter-values\n",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    let raised = "[limits]\nmax-front-matter-size = 400000\nmax-front-matter-values = 20000\n";
    let site = Site::with(&format!("{rule}{raised}"), &posts);
    site.run(&["check"]).exits(0);
}

#[test]
fn standard_input_is_bounded_like_a_file() {
    let config = format!("{RECOMMENDED}[limits]\nmax-file-size = 100\n");
    let site = Site::with(&config, &[("a.md", CLEAN)]);
    let args = [
        "check",
        "-",
        "--stdin-filename",
        "a.md",
        "--output-format",
        "concise",
    ];
    let ran = site
        .run_with_input(&args, "word ".repeat(50).as_bytes())
        .exits(1);
    assert!(
        ran.stdout.starts_with(
            "a.md:1:1: error: this is over limits.max-file-size (100 bytes); not read [file-too-large]\n"
        ),
        "{}",
        ran.stdout
    );
    let both = [
        "check",
        "-",
        "--stdin-filename",
        "a.md",
        "--files-from",
        "-",
    ];
    site.run_with_input(&both, b"a.md\n").exits(2);
}

#[test]
fn a_finding_never_takes_the_place_of_one_that_belongs_there() {
    let config = "[[rule]]\nid = \"a\"\nkind = \"score\"\nthresholds = { words = { min = 9 } }\n\
                  [[rule]]\nid = \"b\"\nkind = \"score\"\nthresholds = { words = { min = 9 } }\n\
                  [[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";
    let site = Site::with(config, &[("a.md", "# alpha beta gamma\n")]);
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:1:3: error [a/below]",
            "a.md:1:9: error [w/found]",
            "a.md:1:14: error [b/below]"
        ]
    );
}

#[test]
fn many_shared_values_cost_one_reading() {
    let tags: Vec<String> = (0..3000).map(|tag| format!("tag-{tag}")).collect();
    let post = format!("---\ntags: [{}]\n---\n# Tags\n", tags.join(", "));
    let config = "[[rule]]\nid = \"tags\"\nkind = \"unique\"\nkey = \"tags[]\"\n[limits]\nmax-findings-per-post = 10000\n";
    let site = Site::with(config, &[("a.md", &post), ("b.md", &post)]);
    let start = std::time::Instant::now();
    assert_eq!(site.findings(&[]).len(), 6000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn files_of_unknown_format_are_counted_not_listed() {
    let config =
        format!("{RECOMMENDED}[posts]\ninclude = [\"**\"]\nexclude = [\"gatepost.toml\"]\n");
    let site = Site::with(
        &config,
        &[("a.md", CLEAN), ("x/b.png", "x"), ("x/a.png", "x")],
    );
    let ran = site.run(&["check"]).exits(0);
    assert_eq!(
        ran.stderr,
        "gatepost: skipped 2 files of unknown format, such as x/a.png\n"
    );
}
