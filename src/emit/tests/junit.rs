//! What CI servers read out of `junit`.

use std::collections::BTreeSet;

use super::xml::{self, as_xml_holds_it, number};
use super::*;

#[test]
fn junit_counts_what_it_holds() {
    let fixture = nasty();
    let read = xml::parse(&emitted("junit", &fixture, Style::default()));
    let [root] = read.children.as_slice() else {
        panic!("one root");
    };
    let mut counted = [0; 3];
    for suite in &root.children {
        assert_eq!(suite.name, "testsuite");
        let found = ["testcase", "failure", "error"].map(|name| suite.all(name).len());
        let told = ["tests", "failures", "errors"].map(|name| number(suite, name));
        assert_eq!(found, told);
        for at in 0..3 {
            counted[at] += found[at];
        }
    }
    let told = ["tests", "failures", "errors"].map(|name| number(root, name));
    assert_eq!(told, counted);
    assert_eq!(counted, [10, 8, 1]);
    let passed = root.children[0].all("testcase");
    assert_eq!(passed[0].attribute("name"), "titles");
}

#[test]
fn junit_tells_every_message() {
    let fixture = nasty();
    let read = xml::parse(&emitted("junit", &fixture, Style::default()));
    let told = read.all("testcase").into_iter().skip(1);
    let told: Vec<&str> = told.map(|it| it.children[0].attribute("message")).collect();
    let messages = messages(&fixture);
    let held: Vec<String> = messages.iter().map(|it| as_xml_holds_it(it)).collect();
    assert_eq!(told, held);
    let mut names = BTreeSet::new();
    for case in read.all("testcase") {
        let name = (case.attribute("classname"), case.attribute("name"));
        let is_repeated_path = name.0 == "posts/lines.md";
        assert!(names.insert(name) || is_repeated_path, "{name:?}");
    }
}

#[test]
fn junit_to_the_letter() {
    insta::assert_snapshot!(emitted("junit", &small(), Style::default()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="gatepost" tests="3" failures="3" errors="0">
    <testsuite name="posts/a.md" tests="2" failures="2" errors="0">
    <testcase name="prose/found" classname="posts/a.md" file="posts/a.md" line="3"><failure type="error" message="&#39;utilize&#39; is not our word">posts/a.md:3:1: &#39;utilize&#39; is not our word</failure></testcase>
    <testcase name="prose/found 2" classname="posts/a.md" file="posts/a.md" line="1"><failure type="info" message="a short title">posts/a.md:1:3: a short title</failure></testcase>
    </testsuite>
    <testsuite name="posts/b.md" tests="1" failures="1" errors="0">
    <testcase name="prose/found" classname="posts/b.md" file="posts/b.md" line="1"><failure type="warning" message="no summary">posts/b.md:1:1: no summary</failure></testcase>
    </testsuite>
    </testsuites>
    "#);
}

#[test]
fn known_findings_are_a_test_that_was_skipped() {
    let mut fixture = small();
    fixture.summary.suppressed = 2;
    fixture.summary.baselined = 1;
    let read = xml::parse(&emitted("junit", &fixture, Style::default()));
    let skipped = read.all("skipped");
    assert_eq!(
        skipped[0].attribute("message"),
        "2 findings suppressed in posts, 1 finding known to the baseline"
    );
    assert_eq!(skipped.len(), 1);
    assert_eq!(number(&read.children[0], "tests"), 4);
    assert_eq!(number(read.all("testsuite")[0], "skipped"), 1);
}
