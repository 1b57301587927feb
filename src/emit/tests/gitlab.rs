//! What GitLab reads out of `gitlab`.

use std::collections::BTreeSet;

use super::super::fixture::AWKWARD;
use super::*;

#[test]
fn gitlab_holds_what_code_quality_asks_for() {
    let fixture = nasty();
    let issues = read("gitlab", &fixture);
    let messages = messages(&fixture);
    assert_eq!(array(&issues).len(), messages.len());
    let mut fingerprints = BTreeSet::new();
    for (issue, message) in array(&issues).iter().zip(&messages) {
        let required = [
            "description",
            "check_name",
            "fingerprint",
            "severity",
            "location",
        ];
        assert_keys(issue, &required, &[]);
        assert_eq!(text(&issue["description"]), plain(message));
        assert!(fingerprints.insert(text(&issue["fingerprint"])));
        assert!(["info", "minor", "major"].contains(&text(&issue["severity"])));
        assert_keys(&issue["location"], &["path", "positions"], &[]);
        for end in ["begin", "end"] {
            let position = &issue["location"]["positions"][end];
            assert_keys(position, &["line", "column"], &[]);
            assert!(position["line"].as_u64().unwrap() >= 1);
        }
    }
    assert_eq!(issues[7]["location"]["path"], format!("site/{AWKWARD}"));
}

#[test]
fn gitlab_to_the_letter() {
    insta::assert_snapshot!(emitted("gitlab", &small(), Style::default()), @r#"
    [
    {"description":"'utilize' is not our word","check_name":"prose/found","fingerprint":"00000000000000000000000000000000","severity":"major","location":{"path":"posts/a.md","positions":{"begin":{"line":3,"column":1},"end":{"line":3,"column":8}}}},
    {"description":"a short title","check_name":"prose/found","fingerprint":"00000000000000000000000000000001","severity":"info","location":{"path":"posts/a.md","positions":{"begin":{"line":1,"column":3},"end":{"line":1,"column":6}}}},
    {"description":"no summary","check_name":"prose/found","fingerprint":"00000000000000000000000000000002","severity":"minor","location":{"path":"posts/b.md","positions":{"begin":{"line":1,"column":1},"end":{"line":1,"column":1}}}}
    ]
    "#);
}
