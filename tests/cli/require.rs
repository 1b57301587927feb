//! `[[gate.require]]`.

use std::fmt::Write;
use std::fs;

use crate::site::Site;

const RULE: &str =
    "\n[[rule]]\nid = \"words\"\nkind = \"pattern\"\nseverity = \"info\"\nwords = [\"lorem\"]\n";

fn requiring(keys: &str) -> Site {
    let site = Site::with(&format!("[[gate.require]]\n{keys}\n{RULE}"), &[]);
    for quality in [70, 80, 90] {
        let word = if quality == 70 { "lorem lorem" } else { "fine" };
        let post = format!("---\nscore:\n  quality: {quality}\n---\n{word} text\n");
        site.file(&format!("q{quality}.md"), post);
    }
    site.file("none.md", "A post without numbers.\n");
    site
}

/// The last condition of the verdict: name, value, whether it passed.
fn verdict(site: &Site, args: &[&str]) -> (String, String, bool) {
    let report = site.json(args);
    let conditions = report["gate"]["conditions"].as_array().unwrap();
    let last = conditions.last().unwrap();
    assert_eq!(conditions.len(), 2);
    (
        last["name"].as_str().unwrap().to_owned(),
        last["value"].as_str().unwrap().to_owned(),
        last["passed"].as_bool().unwrap(),
    )
}

#[test]
fn a_mean_too_low_fails_the_gate() {
    let site = requiring("name = \"average quality\"\nmetric = \"meta.score.quality\"\nmin = 85");
    let ran = site.run(&["check"]).exits(1);
    assert!(
        ran.stdout
            .ends_with("; 80, at least 85 asked (not met: average quality)\n"),
        "{}",
        ran.stdout
    );
    let ran = site.run(&["check", "--output-format", "markdown"]).exits(1);
    assert!(ran.stdout.contains("average quality"), "{}", ran.stdout);
    let site = requiring("metric = \"meta.score.quality\"\nmin = 80");
    let (name, _, passed) = verdict(&site, &[]);
    assert_eq!(
        (name.as_str(), passed),
        ("mean of meta.score.quality", true)
    );
}

#[test]
fn findings_and_metrics_are_counted() {
    let site = requiring("metric = \"findings.words\"\nstat = \"share-above\"\nat = 0\nmax = 0.2");
    assert_eq!(verdict(&site, &[]).1, "0.25, at most 0.2 asked");
    let site = requiring("metric = \"findings\"\nstat = \"sum\"\nmax = 2");
    assert_eq!(verdict(&site, &[]).1, "2, at most 2 asked");
    assert_eq!(
        verdict(&site, &["q70.md"]).1,
        "not judged: only some posts were judged"
    );
    let site = requiring("metric = \"words\"\nstat = \"max\"\nmax = 3");
    assert_eq!(verdict(&site, &[]).1, "4, at most 3 asked");
}

#[test]
fn all_posts_count_whatever_is_named_and_changed_ones_alone_if_asked() {
    let site = requiring("metric = \"meta.score.quality\"\nmin = 75");
    assert_eq!(verdict(&site, &["q70.md"]).1, "80, at least 75 asked");
    let site = requiring("metric = \"meta.score.quality\"\nmin = 75\nscope = \"changed\"");
    assert_eq!(verdict(&site, &["q70.md"]).1, "70, at least 75 asked");
}

#[test]
fn too_few_posts_are_not_judged() {
    let site = requiring("metric = \"meta.score.quality\"\nmin = 99\nmin-posts = 4");
    assert_eq!(
        verdict(&site, &[]),
        (
            "mean of meta.score.quality".to_owned(),
            "not judged: 3 of at least 4 posts".to_owned(),
            true
        )
    );
}

#[test]
fn mistakes_are_told_at_their_place() {
    for (keys, wanted) in [
        (
            "metric = \"wrds\"\nmin = 1",
            ":2:10: unknown metric 'wrds'; did you mean 'words'?",
        ),
        (
            "metric = \"similarity\"\nmax = 1",
            ":2:10: 'similarity' is measured by a rule of kind 'near-duplicate', and there is none",
        ),
        (
            "metric = \"similarty\"\nmax = 1",
            ":2:10: unknown metric 'similarty'; did you mean 'similarity'?",
        ),
        (
            "metric = \"findings.wrds\"\nmax = 1",
            ":2:10: unknown rule 'wrds'; did you mean 'words'?",
        ),
        ("metric = \"words\"", ": a requirement needs 'min' or 'max'"),
        ("min = 1", ": a requirement needs a 'metric'"),
        (
            "metric = \"words\"\nmin = 1\nstat = \"men\"",
            ":4:8: unknown stat 'men'; did you mean 'mean'?",
        ),
        (
            "metric = \"words\"\nmin = 1\nstat = \"share-below\"",
            ": 'share-below' needs 'at'",
        ),
        (
            "metric = \"words\"\nmin = 1\nat = 2",
            ":4:6: 'mean' has no 'at'; only shares have",
        ),
        (
            "metric = \"words\"\nmin = 3\nmax = 2",
            ":3:7: 'min' is above 'max'",
        ),
        (
            "metrik = \"words\"\nmin = 3",
            ":2:1: unknown key 'metrik'; did you mean 'metric'?",
        ),
    ] {
        let ran = requiring(keys).run(&["check"]).exits(2);
        assert!(ran.stderr.contains(wanted), "{keys}: {}", ran.stderr);
    }
}

#[test]
fn a_later_layer_replaces_one_of_the_same_name() {
    let site = requiring("name = \"q\"\nmetric = \"meta.score.quality\"\nmin = 75");
    let mut config = fs::read_to_string(site.path().join("gatepost.toml")).unwrap();
    fs::rename(
        site.path().join("gatepost.toml"),
        site.path().join("house.toml"),
    )
    .unwrap();
    config.clear();
    write!(
        config,
        "extends = [\"house.toml\"]\n[[gate.require]]\nname = \"q\"\nmetric = \"meta.score.quality\"\nmin = 95\n"
    )
    .unwrap();
    site.file("gatepost.toml", config);
    assert_eq!(verdict(&site, &[]).1, "80, at least 95 asked");
}

#[test]
fn an_index_changes_nothing() {
    for scope in ["all", "changed"] {
        let keys = format!("metric = \"meta.score.quality\"\nmin = 75\nscope = \"{scope}\"");
        let site = requiring(&keys);
        let json = ["check", "--output-format", "json"];
        for quality in [70, 20] {
            let post = format!("---\nscore: {{quality: {quality}}}\n---\ntext\n");
            site.file("q70.md", post);
            for more in [&[][..], &["q70.md"], &["q90.md", "none.md"]] {
                let anew = site.run(&[&json, more, &["--no-cache"]].concat());
                for _ in 0..2 {
                    let kept = site.run(&[&json, more].concat());
                    assert_eq!((&kept.stdout, kept.code), (&anew.stdout, anew.code));
                }
            }
        }
    }
}
