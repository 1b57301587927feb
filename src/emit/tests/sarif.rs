//! What code scanning reads out of `sarif`.

use std::collections::BTreeSet;

use super::*;

fn assert_location(location: &Value) {
    let physical = &location["physicalLocation"];
    assert_keys(physical, &["artifactLocation", "region"], &[]);
    let artifact = &physical["artifactLocation"];
    assert_keys(artifact, &["uri", "uriBaseId"], &[]);
    let is_uri = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(text(&artifact["uri"]).chars().all(is_uri), "{artifact}");
    let region = &physical["region"];
    let rest = ["startColumn", "endLine", "endColumn"];
    assert_keys(region, &["startLine"], &rest);
    for (_, number) in region.as_object().unwrap() {
        assert!(number.as_u64().unwrap() >= 1);
    }
}

#[test]
fn sarif_holds_what_code_scanning_asks_for() {
    let fixture = nasty();
    let log = read("sarif", &fixture);
    assert_keys(&log, &["$schema", "version", "runs"], &[]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
    let rules = array(&run["tool"]["driver"]["rules"]);
    for rule in rules {
        let required = [
            "id",
            "shortDescription",
            "fullDescription",
            "help",
            "helpUri",
            "defaultConfiguration",
            "properties",
        ];
        assert_keys(rule, &required, &[]);
        assert!(text(&rule["fullDescription"]["text"]).chars().count() <= 1024);
        assert_keys(&rule["help"], &["text", "markdown"], &[]);
        assert_eq!(rule["helpUri"], "https://example.com/%C3%A4%20b");
    }
    let results = array(&run["results"]);
    assert_eq!(results.len(), fixture.located.len() + 1);
    let mut fingerprints = BTreeSet::new();
    for result in results {
        let required = [
            "ruleId",
            "level",
            "message",
            "partialFingerprints",
            "locations",
        ];
        assert_keys(result, &required, &["ruleIndex", "relatedLocations"]);
        assert!(["error", "warning", "note"].contains(&text(&result["level"])));
        assert_eq!(array(&result["locations"]).len(), 1);
        array(&result["locations"]).iter().for_each(assert_location);
        if let Some(index) = result["ruleIndex"].as_u64() {
            assert_eq!(
                rules[usize::try_from(index).unwrap()]["id"],
                result["ruleId"]
            );
        }
        assert!(fingerprints.insert(text(&result["partialFingerprints"]["gatepost/v1"])));
    }
}

#[test]
fn sarif_paths_are_encoded_and_relative_to_the_repository() {
    let log = read("sarif", &nasty());
    let results = array(&log["runs"][0]["results"]);
    let uri = |at: usize| {
        let location = &results[at]["locations"][0]["physicalLocation"];
        text(&location["artifactLocation"]["uri"])
    };
    assert_eq!(uri(0), "site/posts/shut.md");
    assert_eq!(
        uri(8),
        "site/posts/a%20b%2C%20c%3A%2050%25%20%27%C3%BC%27%20%231%20%5B2%5D%3F.md"
    );
    assert!(uri(3).starts_with("site/posts/%0A%3A%3Aerror%20file%3Dx"));
}

#[test]
fn sarif_links_to_every_other_place_and_to_nothing_else() {
    let log = read("sarif", &nasty());
    let link = Regex::new(r"(?:^|[^\\])\[((?:[^\]\\]|\\.)*)\]\(([^)]*)\)").unwrap();
    let mut links = 0;
    for result in array(&log["runs"][0]["results"]) {
        let message = text(&result["message"]["text"]);
        let related = result["relatedLocations"].as_array();
        let ids: Vec<String> = related
            .iter()
            .flat_map(|it| it.iter())
            .map(|it| it["id"].to_string())
            .collect();
        let targets: Vec<&str> = link
            .captures_iter(message)
            .map(|it| it.get(2).unwrap().as_str())
            .collect();
        assert_eq!(targets, ids, "{message}");
        links += targets.len();
        related.into_iter().flatten().for_each(assert_location);
    }
    assert_eq!(links, 3);
}

#[test]
fn sarif_lists_errors_first_and_says_what_it_cut() {
    let mut fixture = many(5_100, Severity::Info);
    let source = fixture.source("posts/z.md", "# One\n");
    fixture.found(Severity::Error, &Spot(source, Some("One")), "an error");
    let fixture = fixture.finish();
    let log = read("sarif", &fixture);
    let run = &log["runs"][0];
    let results = array(&run["results"]);
    assert_eq!(results.len(), 5_000);
    assert_eq!(results[4_999]["level"], "error");
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        notification["message"]["text"],
        "101 of 5,101 findings are not listed here: a run has at most 5,000, errors first"
    );
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_to_the_letter() {
    let mut fixture = small();
    fixture.located.truncate(1);
    fixture.summary.findings = 1;
    insta::assert_snapshot!(emitted("sarif", &fixture, Style::default()), @r#"
    {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{
    "tool":{"driver":{"name":"gatepost","semanticVersion":"0.1.0","rules":[
    ]}},
    "columnKind":"unicodeCodePoints","newlineSequences":["\r\n","\n","\r"],
    "originalUriBaseIds":{"%SRCROOT%":{"description":{"text":"The root of the repository"}}},
    "results":[
    {"ruleId":"prose/found","level":"error","message":{"text":"'utilize' is not our word"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"posts/a.md","uriBaseId":"%SRCROOT%"},"region":{"startLine":3,"startColumn":1,"endLine":3,"endColumn":8}}}],"partialFingerprints":{"gatepost/v1":"00000000000000000000000000000000"}}
    ],
    "invocations":[{"executionSuccessful":true,"toolExecutionNotifications":[]}]}]}
    "#);
}

#[test]
fn known_findings_are_counted_and_no_results() {
    let mut fixture = small();
    let results = array(&read("sarif", &fixture)["runs"][0]["results"]).len();
    fixture.summary.suppressed = 2;
    let log = read("sarif", &fixture);
    let run = &log["runs"][0];
    assert_eq!(array(&run["results"]).len(), results);
    let told = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        text(&told["message"]["text"]),
        "2 findings suppressed in posts"
    );
}
