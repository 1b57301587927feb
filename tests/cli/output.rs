//! What is printed, to the letter.

use insta::assert_snapshot;

use crate::site::Site;

fn site() -> Site {
    let config = "[[rule]]\nid = \"titles\"\nkind = \"unique\"\nseverity = \"warning\"\nkey = \"title\"\n\
                  [[rule]]\nid = \"meta\"\nkind = \"meta\"\n[rule.fields]\nlevel = { type = \"string\", one-of = [\"easy\", \"hard\"] }\n";
    Site::with(
        config,
        &[
            ("a.md", "---\ntitle: 日本の塔\nlevel: eazy\n---\nText.\n"),
            (
                "b.md",
                "---\r\ntitle: 日本の塔\r\nlevel: easy\r\n---\r\nText.\r\n",
            ),
        ],
    )
}

#[test]
fn full() {
    assert_snapshot!(site().run(&["check", "--statistics"]).exits(1).stdout, @"");
}

#[test]
fn concise() {
    assert_snapshot!(site().run(&["check", "--output-format", "concise"]).exits(1).stdout, @"");
}

#[test]
fn grouped() {
    assert_snapshot!(site().run(&["check", "--output-format", "grouped"]).exits(1).stdout, @"");
}

#[test]
fn json() {
    assert_snapshot!(site().run(&["check", "--output-format", "json"]).exits(1).stdout, @"");
}

#[test]
fn quiet_is_the_verdict_alone() {
    let ran = site().run(&["check", "--quiet"]).exits(1);
    assert_snapshot!(ran.stdout, @"");
}

#[test]
fn a_limit_hides_but_counts() {
    let ran = site()
        .run(&["check", "--output-format", "concise", "--limit", "1"])
        .exits(1);
    assert_snapshot!(ran.stdout, @"");
}
