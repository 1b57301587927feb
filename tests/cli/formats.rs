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
    let mut names = BTreeMap::new();
    match format.container() {
        None => {
            for number in 0..POSTS {
                let post = generator.post(number);
                site.file(&post.path, &post.text);
                names.insert(post.path, number);
            }
        }
        Some((name, head, end)) => {
            let mut text = head.to_owned();
            for number in 0..POSTS {
                let before = text.matches('\n').count();
                text.push_str(&generator.post(number).text);
                names.insert(format!("{}", before + 1), number);
            }
            text.push_str(end);
            site.file(name, text);
        }
    }
    let name = format.container().map_or(".", |(name, ..)| name);
    let include = "posts.include = [\"**/*\"]";
    let report = site.json(&["--config", "gatepost:alphanode", "--config", include, name]);
    assert_eq!(report["summary"]["posts"], POSTS);
    let mut found = Found::new();
    for it in report["diagnostics"].as_array().unwrap() {
        if OF_EXPORTS.iter().any(|message| it["message"] == *message) {
            continue;
        }
        let number = match it["post"].as_str() {
            None => names[it["path"].as_str().unwrap()],
            Some(_) => {
                let line = it["span"]["start"]["line"].as_u64().unwrap();
                let mut starts: Vec<(u64, u32)> = names
                    .iter()
                    .map(|(line, number)| (line.parse().unwrap(), *number))
                    .collect();
                starts.sort_unstable();
                let behind = starts.partition_point(|(start, _)| *start <= line);
                starts[behind - 1].1
            }
        };
        let codes = found.entry(number).or_default();
        codes.push(it["code"].as_str().unwrap().to_owned());
    }
    found.values_mut().for_each(|codes| codes.sort());
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
