//! The official test suite, each value as front matter of a post: once in JSON, once in YAML.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::{Folder, built, markdown};
use crate::parse::json::parse;
use crate::rule::Check;

const SEVEN: &str = include_str!("../../../../../../tests/fixtures/json-schema/draft-07.json");
const TWENTY: &str = include_str!("../../../../../../tests/fixtures/json-schema/2020-12.json");

/// Groups that are left out, by file and the beginning of their description, and why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("defs", "validate definition against metaschema", REMOTE),
    (
        "definitions",
        "validate definition against metaschema",
        REMOTE,
    ),
    ("ref", "remote ref, containing refs itself", REMOTE),
    ("refRemote", "remote ref", REMOTE),
    ("refRemote", "fragment within remote ref", REMOTE),
    ("refRemote", "anchor within remote ref", REMOTE),
    ("refRemote", "ref within remote ref", REMOTE),
    (
        "refRemote",
        "Location-independent identifier in remote",
        REMOTE,
    ),
    ("refRemote", "remote HTTP ref", REMOTE),
    ("refRemote", "$ref to $ref finds", REMOTE),
    ("dynamicRef", "$ref to $dynamicRef finds", REMOTE),
    (
        "vocabulary",
        "",
        "the dialects that are known have all vocabularies",
    ),
    (
        "format",
        "",
        "formats are judged, as `format-assertion` has it",
    ),
    (
        "optional/cross-draft",
        "",
        "the other draft is that of a remote schema",
    ),
];

const REMOTE: &str = "nothing is read from the network";

/// What became of the cases of a draft.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    groups: usize,
    left_out: usize,
    json: usize,
    yaml: usize,
    /// Values that no post can have: keys that differ in case alone are one key.
    no_json: usize,
    no_yaml: usize,
}

#[derive(Debug, Clone, Copy)]
struct Draft {
    text: &'static str,
    url: &'static str,
}

fn member<'a, 't>(object: &'a Object<'t>, name: &str) -> &'a Value<'t> {
    let found = object.properties.iter().find(|it| it.name.as_str() == name);
    &found.unwrap().value
}

fn text<'a>(object: &'a Object<'_>, name: &str) -> &'a str {
    match member(object, name) {
        Value::StringLit(text) => &text.value,
        other => panic!("{other:?}"),
    }
}

fn list<'a, 't>(value: &'a Value<'t>) -> impl Iterator<Item = &'a Object<'t>> {
    let Value::Array(array) = value else {
        panic!("a list is expected")
    };
    array.elements.iter().map(|it| match it {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    })
}

impl Draft {
    fn run(self) -> (Counts, Vec<String>) {
        let mut counts = Counts::default();
        let mut wrong = Vec::new();
        let Some(Value::Object(files)) = parse(self.text).unwrap() else {
            panic!("a map is expected")
        };
        let remotes = member(&files, "remotes");
        for file in files.properties.iter().skip(1) {
            for group in list(&file.value) {
                let name = format!("{}: {}", file.name.as_str(), text(group, "description"));
                counts.groups += 1;
                if is_left_out(file.name.as_str(), text(group, "description")) {
                    counts.left_out += 1;
                } else {
                    self.group(&name, group, remotes, &mut counts, &mut wrong);
                }
            }
        }
        (counts, wrong)
    }

    fn raw(self, value: &Value<'_>) -> &'static str {
        &self.text[value.start()..value.end()]
    }

    fn group(
        self,
        name: &str,
        group: &Object<'_>,
        remotes: &Value<'_>,
        counts: &mut Counts,
        wrong: &mut Vec<String>,
    ) {
        let post = format!(
            r#"{{"$schema": "{}", "properties": {{"value": {{"$ref": "case.json"}}}}}}"#,
            self.url
        );
        let case = self.raw(member(group, "schema")).to_owned();
        let mut files = vec![("post.json", post), ("case.json", case)];
        let Value::Object(remotes) = remotes else {
            panic!("a map is expected")
        };
        for remote in &remotes.properties {
            files.push((remote.name.as_str(), self.raw(&remote.value).to_owned()));
        }
        let folder = Folder(files);
        let check = match built(&folder) {
            Ok(check) => check,
            Err(problems) => {
                wrong.push(format!("{name}: {problems:?}"));
                return;
            }
        };
        for test in list(member(group, "tests")) {
            let name = format!("{name}: {}", text(test, "description"));
            let data = self.raw(member(test, "data"));
            let valid = matches!(member(test, "valid"), Value::BooleanLit(it) if it.value);
            for (syntax, post) in [
                ("json", format!("{{\"value\": {data}}}\n\nText.\n")),
                ("yaml", format!("---\nvalue: {data}\n---\n\nText.\n")),
            ] {
                let Some(found) = judged(&*check, &post) else {
                    if syntax == "json" {
                        counts.no_json += 1
                    } else {
                        counts.no_yaml += 1
                    }
                    continue;
                };
                if syntax == "json" {
                    counts.json += 1
                } else {
                    counts.yaml += 1
                }
                if found.is_empty() != valid {
                    wrong.push(format!("{syntax} {name}: {data} {found:?}"));
                }
            }
        }
    }
}

/// What is said of a post; nothing if it can not be read.
fn judged(check: &dyn Check, post: &str) -> Option<Vec<String>> {
    let post = markdown(post);
    if !post.post.problems.is_empty() {
        return None;
    }
    let cx = post.cx();
    let found = check.check_post(&cx);
    assert!(!cx.overrun.get(), "{}", post.text);
    for it in &found {
        // Every finding has a place that can be underlined.
        let span = it.primary().span.unwrap();
        assert!(!post.text[span.range()].is_empty(), "{} {it:?}", post.text);
    }
    Some(
        found
            .iter()
            .map(|it| post.shown(it))
            .map(|it| format!("{it:?}"))
            .collect(),
    )
}

fn is_left_out(file: &str, description: &str) -> bool {
    LEFT_OUT
        .iter()
        .any(|(known, beginning, _)| *known == file && description.starts_with(beginning))
}

#[test]
fn agrees_with_the_test_suite_of_draft_07() {
    let draft = Draft {
        text: SEVEN,
        url: "http://json-schema.org/draft-07/schema#",
    };
    let (counts, wrong) = draft.run();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(counts, Counts::default());
}

#[test]
fn agrees_with_the_test_suite_of_2020_12() {
    let draft = Draft {
        text: TWENTY,
        url: "https://json-schema.org/draft/2020-12/schema",
    };
    let (counts, wrong) = draft.run();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(counts, Counts::default());
}
