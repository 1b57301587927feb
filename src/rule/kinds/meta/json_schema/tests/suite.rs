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

/// One run over a file of the suite.
struct Run {
    draft: Draft,
    counts: Counts,
    wrong: Vec<String>,
}

impl Run {
    fn of(draft: Draft) -> Self {
        let mut run = Self {
            draft,
            counts: Counts::default(),
            wrong: Vec::new(),
        };
        let Some(Value::Object(files)) = parse(draft.text).unwrap() else {
            panic!("a map is expected")
        };
        let Value::Object(remotes) = member(&files, "remotes") else {
            panic!("a map is expected")
        };
        for file in files.properties.iter().skip(1) {
            for group in list(&file.value) {
                let (file, description) = (file.name.as_str(), text(group, "description"));
                run.counts.groups += 1;
                if is_left_out(file, description) {
                    run.counts.left_out += 1;
                } else {
                    run.group(&format!("{file}: {description}"), group, remotes);
                }
            }
        }
        run
    }

    fn raw(&self, value: &Value<'_>) -> String {
        self.draft.text[value.start()..value.end()].to_owned()
    }

    fn group(&mut self, name: &str, group: &Object<'_>, remotes: &Object<'_>) {
        let post = format!(
            r#"{{"$schema": "{}", "properties": {{"value": {{"$ref": "case.json"}}}}}}"#,
            self.draft.url
        );
        let case = self.raw(member(group, "schema"));
        let mut files = vec![("post.json", post), ("case.json", case)];
        let remotes = remotes.properties.iter();
        files.extend(remotes.map(|it| (it.name.as_str(), self.raw(&it.value))));
        match built(&Folder(files)) {
            Ok(check) => {
                for test in list(member(group, "tests")) {
                    self.case(name, test, &*check);
                }
            }
            Err(problems) => self.wrong.push(format!("{name}: {problems:?}")),
        }
    }

    fn case(&mut self, group: &str, test: &Object<'_>, check: &dyn Check) {
        let name = text(test, "description");
        let data = self.raw(member(test, "data"));
        let valid = matches!(member(test, "valid"), Value::BooleanLit(it) if it.value);
        let json = format!("{{\"value\": {data}}}\n\nText.\n");
        let yaml = format!("---\nvalue: {data}\n---\n\nText.\n");
        let counts = &mut self.counts;
        for (post, count) in [(json, &mut counts.json), (yaml, &mut counts.yaml)] {
            *count += 1;
            let found = judged(check, &post);
            if found.is_empty() != valid {
                self.wrong
                    .push(format!("{group}: {name}: {post} {found:?}"));
            }
        }
    }
}

/// What is said of a post.
fn judged(check: &dyn Check, post: &str) -> Vec<String> {
    let post = markdown(post);
    assert_eq!(post.post.problems, [], "{}", post.text);
    let cx = post.cx();
    let found = check.check_post(&cx);
    assert!(!cx.overrun.get(), "{}", post.text);
    let block = post.post.meta.as_ref().unwrap().span;
    for it in &found {
        // Every finding has a place in the block that can be underlined.
        let span = it.primary().span.unwrap();
        assert!(!span.is_empty() && block.contains(span), "{}", post.text);
    }
    let shown = found.iter().map(|it| format!("{:?}", post.shown(it)));
    shown.collect()
}

fn is_left_out(file: &str, description: &str) -> bool {
    let mut all = LEFT_OUT.iter();
    all.any(|(known, beginning, _)| *known == file && description.starts_with(beginning))
}

#[track_caller]
fn assert_agrees(text: &'static str, url: &'static str, wanted: &Counts) {
    let run = Run::of(Draft { text, url });
    assert!(run.wrong.is_empty(), "{}", run.wrong.join("\n"));
    assert_eq!(run.counts, *wanted);
}

#[test]
fn agrees_with_the_test_suite_of_draft_07() {
    let wanted = Counts {
        groups: 301,
        left_out: 26,
        json: 1216,
        yaml: 1216,
    };
    assert_agrees(SEVEN, "http://json-schema.org/draft-07/schema#", &wanted);
}

#[test]
fn agrees_with_the_test_suite_of_2020_12() {
    let wanted = Counts {
        groups: 428,
        left_out: 35,
        json: 1616,
        yaml: 1616,
    };
    let url = "https://json-schema.org/draft/2020-12/schema";
    assert_agrees(TWENTY, url, &wanted);
}

#[test]
fn what_is_left_out_is_in_the_suite() {
    for (file, beginning, _) in LEFT_OUT {
        let is_there = [SEVEN, TWENTY].iter().any(|all| {
            let mut lines = all.lines().skip_while(|it| *it != format!("\"{file}\": ["));
            let group = format!("{{\"description\": \"{beginning}");
            lines.any(|line| line.starts_with(&group))
        });
        assert!(is_there, "{file}: {beginning}");
    }
}
