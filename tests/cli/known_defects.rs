//! A corpus with known defects: each is found on its line, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{Defect, Format, Generator, Length, Shape};
use crate::site::Site;

const POSTS: u32 = 1000;
const OF_EACH: u32 = 3;

/// Findings by path: code and line.
type Found = BTreeMap<String, BTreeSet<(String, u64)>>;

fn found(site: &Site) -> Found {
    let report = site.json(&["--config", "gatepost:alphanode", "."]);
    let mut found = Found::new();
    for it in report["diagnostics"].as_array().unwrap() {
        let path = it["path"].as_str().unwrap().to_owned();
        let code = it["code"].as_str().unwrap().to_owned();
        let line = it["span"]["start"]["line"].as_u64().unwrap();
        found.entry(path).or_default().insert((code, line));
    }
    found
}

fn check(format: Format, length: Length) {
    let generator = Generator::new(7, Shape::Unique, format)
        .of_length(length)
        .with_defects(POSTS, OF_EACH)
        .unwrap();
    let site = Site::new();
    let mut planted: BTreeMap<String, Vec<Defect>> = BTreeMap::new();
    for number in 0..POSTS {
        let post = generator.post(number);
        site.file(&post.path, &post.text);
        planted.insert(post.path, post.defects);
    }
    let found = found(&site);
    let mut faults = Vec::new();
    for (path, defects) in &planted {
        let own = found.get(path).cloned().unwrap_or_default();
        for defect in defects {
            let at = (defect.code.to_owned(), u64::from(defect.line));
            if !own.contains(&at) {
                faults.push(format!("{path}: missed {at:?}; found {own:?}"));
            }
        }
        for (code, line) in &own {
            let is_known = defects
                .iter()
                .any(|it| it.code == code || it.also.iter().any(|also| also == code));
            if !is_known {
                faults.push(format!("{path}:{line}: false {code}; planted {defects:?}"));
            }
        }
    }
    assert!(planted.values().filter(|it| it.is_empty()).count() > 500);
    let shown = faults.iter().take(20).cloned().collect::<Vec<_>>();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        shown.join("\n")
    );
}

#[test]
fn every_defect_of_markdown_posts_is_found_on_its_line_and_nothing_else() {
    check(Format::Markdown, Length::Usual);
}

#[test]
fn every_defect_of_text_posts_is_found_on_its_line_and_nothing_else() {
    check(Format::Text, Length::Usual);
}

#[test]
fn every_defect_of_short_posts_is_found_and_nothing_else() {
    check(Format::Markdown, Length::Short);
}
