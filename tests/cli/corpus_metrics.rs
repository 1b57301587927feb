//! Metrics that need all posts: `boilerplate-ratio` and `similarity`.

use std::fs;

use crate::site::Site;

/// Half of the words of three posts are the same sentence, and two of these are alike.
const SHARED: &str = "Call us at the counter if anything about it is not clear to you.";
const MEASURES: &str = "[[rule]]\nid = \"filler\"\nkind = \"boilerplate\"\nseverity = \"off\"\n\
                        [[rule]]\nid = \"twins\"\nkind = \"near-duplicate\"\nseverity = \"off\"\nthreshold = 0.5\n";

fn site(config: &str) -> Site {
    let site = Site::with(&format!("{config}\n{MEASURES}"), &[]);
    let own = [
        "Ladders lean at seventy five degrees, and two people carry them home.",
        "Ladders lean at seventy five degrees, and two people carry them off.",
        "Saws are oiled before and behind each cut, and hang dry in winter.",
    ];
    for (number, own) in own.iter().enumerate() {
        site.file(&format!("p{number}.md"), format!("{own} {SHARED}\n"));
    }
    site.file(
        "plain.md",
        "Nothing here stands in any other post, whoever wrote it.\n",
    );
    site.file("empty.md", "# A title\n");
    site
}

const SCORE: &str = "[[rule]]\nid = \"own\"\nkind = \"score\"\n\
                     thresholds = { boilerplate-ratio = { max = 0.4 }, similarity = { max = 0.6 } }\n";

fn findings(site: &Site, more: &[&str]) -> Vec<String> {
    let args = [&["check", "--output-format", "concise"], more].concat();
    let ran = site.run(&args);
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    let lines = ran.stdout.lines().filter(|line| line.contains(": error: "));
    lines.map(|line| line.replace(": error", "")).collect()
}

#[test]
fn a_score_may_ask_for_them() {
    let site = site(SCORE);
    let found = findings(&site, &[]);
    // Of two findings of one code at one place, the second is shown a word further.
    let ratio = "boilerplate-ratio is 0.54, above 0.4 [own/above]";
    let alike = "similarity is 0.63, above 0.6 [own/above]";
    assert_eq!(
        found,
        [
            format!("p0.md:1:1: {ratio}"),
            format!("p0.md:1:9: {alike}"),
            format!("p1.md:1:1: {ratio}"),
            format!("p1.md:1:9: {alike}"),
            "p2.md:1:1: boilerplate-ratio is 0.52, above 0.4 [own/above]".to_owned(),
        ]
    );
    // What measures them may be off, or not selected.
    assert_eq!(findings(&site, &["--select", "own"]), found);
}

#[test]
fn they_change_with_other_posts_with_and_without_an_index() {
    let site = site(SCORE);
    let agrees = |site: &Site, what: &str| {
        let kept = findings(site, &[]);
        assert_eq!(kept, findings(site, &["--no-cache"]), "{what}");
        for path in ["p0.md", "plain.md"] {
            let alone = findings(site, &[path]);
            assert_eq!(
                alone,
                findings(site, &[path, "--no-cache"]),
                "{what} {path}"
            );
        }
        kept.len()
    };
    assert_eq!(agrees(&site, "at first"), 5);
    assert_eq!(agrees(&site, "again"), 5);
    site.file("p2.md", "Something else.\n");
    assert_eq!(agrees(&site, "one changed"), 2);
    fs::remove_file(site.path().join("p1.md")).unwrap();
    assert_eq!(agrees(&site, "one gone"), 0);
    site.file("p3.md", format!("{SHARED}\n"));
    site.file("p4.md", format!("{SHARED}\n"));
    assert!(agrees(&site, "two came") > 2);
}

#[test]
fn the_gate_may_ask_for_them() {
    let asking = |keys: &str| {
        let site = site(&format!("[[gate.require]]\n{keys}\n"));
        let value = |args: &[&str]| {
            let report = site.json(args);
            let conditions = report["gate"]["conditions"].as_array().unwrap();
            conditions.last().unwrap()["value"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let anew = value(&["--no-cache"]);
        assert_eq!(value(&[]), anew);
        assert_eq!(value(&[]), anew);
        assert_eq!(value(&["p0.md"]), anew);
        anew
    };
    let share = "metric = \"similarity\"\nstat = \"share-above\"\nat = 0.6\nmax = 0.5";
    // The title alone has too few words to be like anything, and does not count.
    assert_eq!(asking(share), "0.5, at most 0.5 asked");
    let most = "metric = \"boilerplate-ratio\"\nstat = \"max\"\nmax = 0.6";
    assert_eq!(asking(most), "0.5385, at most 0.6 asked");
    let count = "metric = \"boilerplate-ratio\"\nstat = \"count\"\nmax = 9";
    assert_eq!(asking(count), "4, at most 9 asked");
}

#[test]
fn without_a_rule_that_measures_them_they_are_a_mistake() {
    let site = Site::with(SCORE, &[("a.md", "Text.\n")]);
    let ran = site.run(&["check"]).exits(2);
    let wanted =
        ":4:16: 'boilerplate-ratio' is measured by a rule of kind 'boilerplate', and there is none";
    assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
}

#[test]
fn a_condition_can_not_ask_for_them() {
    for (expression, column, name) in [
        ("boilerplate_ratio < 0.5", 11, "boilerplate-ratio"),
        ("metrics.similarity < 0.9", 18, "similarity"),
    ] {
        let rule = format!("[[rule]]\nid = \"x\"\nkind = \"assert\"\nassert = '{expression}'\n");
        let ran = Site::with(&rule, &[("a.md", "Text.\n")])
            .run(&["check"])
            .exits(2);
        let wanted = format!(
            ":4:{column}: '{name}' is a number of all posts together, and a condition sees one; \
             a 'score' rule or [[gate.require]] can ask for it"
        );
        assert!(ran.stderr.contains(&wanted), "{}", ran.stderr);
    }
}

#[test]
fn a_rule_that_compares_posts_has_the_same_options_on_all_paths() {
    let score = "[[rule]]\nid = \"own\"\nkind = \"score\"\nthresholds = { words = { max = 900 } }\n\
                 [[override]]\nfiles = [\"p0.md\"]\n\
                 rules = { own = { thresholds = { similarity = { max = 0.5 } } } }\n";
    let ran = site(score).run(&["check"]).exits(2);
    assert!(
        ran.stderr.contains("its options can not differ by path"),
        "{}",
        ran.stderr
    );
}
