//! One corpus written down in every way: the same is found in each post.

use std::collections::BTreeMap;

use crate::corpus::{Format, Generator, Shape};
use crate::site::Site;

const POSTS: u32 = 300;
const OF_EACH: u32 = 2;

/// The codes that are found in each post, by the number of the post.
type Found = BTreeMap<u32, Vec<String>>;

/// Keys that an export has and the schema of the pack does not.
const OF_EXPORTS: [&str; 3] = [
    "unknown key `id`",
    "unknown key `status`",
    "unknown key `type`",
];

fn found(format: Format) -> Found {
    let generator = Generator::new(11, Shape::Mixed, Format::Text)
        .with_defects(POSTS, OF_EACH)
        .unwrap()
        .written_as(format);
    let site = Site::new();
    // In a container the number of the line that a post starts on, else its path.
    let (mut paths, mut starts) = (BTreeMap::new(), Vec::new());
    let container = format.container();
    let mut text = container.map_or("", |(_, head, _)| head).to_owned();
    for number in 0..POSTS {
        let post = generator.post(number);
        if container.is_none() {
            site.file(&post.path, &post.text);
        }
        paths.insert(post.path, number);
        starts.push(text.lines().count() as u64 + 1);
        text.push_str(&post.text);
    }
    if let Some((name, _, end)) = container {
        text.push_str(end);
        site.file(name, text);
    }
    let name = container.map_or(".", |(name, ..)| name);
    let include = "posts.include = [\"**/*\"]";
    let report = site.json(&["--config", "gatepost:alphanode", "--config", include, name]);
    assert_eq!(report["summary"]["posts"], POSTS);
    let mut found = Found::new();
    for it in report["diagnostics"].as_array().unwrap() {
        if OF_EXPORTS.iter().any(|message| it["message"] == *message) {
            continue;
        }
        let number = if container.is_some() {
            let line = it["span"]["start"]["line"].as_u64().unwrap();
            u32::try_from(starts.partition_point(|start| *start <= line)).unwrap() - 1
        } else {
            paths[it["path"].as_str().unwrap()]
        };
        let codes = found.entry(number).or_default();
        codes.push(it["code"].as_str().unwrap().to_owned());
        codes.sort();
    }
    found
}

fn assert_same(format: Format) {
    let (expected, actual) = (found(Format::Markdown), found(format));
    assert!(expected.len() > 40, "{} posts", expected.len());
    let numbers = 0..POSTS;
    let differ = numbers.filter(|number| expected.get(number) != actual.get(number));
    let differ: Vec<String> = differ
        .map(|number| {
            format!(
                "{number}: {:?} {:?}",
                expected.get(&number),
                actual.get(&number)
            )
        })
        .collect();
    assert!(
        differ.is_empty(),
        "{} differ:\n{}",
        differ.len(),
        differ.join("\n")
    );
}

#[test]
fn html_posts_have_the_findings_of_markdown() {
    assert_same(Format::Html);
}

#[test]
fn records_of_json_lines_have_the_findings_of_markdown() {
    assert_same(Format::Jsonl);
}

#[test]
fn items_of_a_wordpress_export_have_the_findings_of_markdown() {
    assert_same(Format::Wxr);
}

#[test]
fn rendered_texts_have_the_findings_of_markdown() {
    assert_same(Format::Text);
}
