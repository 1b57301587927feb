//! Tests: meta.

use super::*;
use crate::post::{Map, ProblemKind, Value};

fn meta(text: &str) -> Map {
    read(text).meta.unwrap().root
}

fn at<'a>(map: &'a Map, path: &str) -> &'a Value {
    MetaPath::parse(path).unwrap().first(map).unwrap()
}

fn text(value: &str) -> Data {
    Data::String(value.to_owned())
}

#[test]
fn types_glued_and_nested_values() {
    let post = read(SPACED);
    assert_eq!(post.problems, []);
    let root = post.meta.unwrap().root;
    let expected = [
        ("topic", text("nightly exports / go workers")),
        ("tools[1]", text("make")),
        ("reading_time", Data::Integer(7)),
        ("reviewed", text("2024-05-06")),
        ("score.quality", Data::Integer(88)),
        ("score.depth", Data::Float(61.5)),
        ("flags.has_images", Data::Boolean(true)),
        ("flags.needs_review", Data::Boolean(false)),
        ("entities[1].name", text("nightly exports")),
        ("entities[1].type", text("problem")),
        ("hash", text("00ff")),
    ];
    for (path, data) in expected {
        assert_eq!(at(&root, path).data, data, "{path}");
    }
}

#[test]
fn spans_hold_the_key_and_the_value_alone() {
    let root = meta(SPACED);
    let entry = root.get("reading_time").unwrap();
    assert_eq!(written(SPACED, entry.key.span), "reading time");
    assert_eq!(entry.key.name, "reading time");
    assert_eq!(written(SPACED, entry.value.span), "7");
    assert_eq!(written(SPACED, at(&root, "score.depth").span), "61.5");
    assert_eq!(written(SPACED, at(&root, "tools[0]").span), "go");
    let maps = at(&root, "entities[0]").span;
    assert_eq!(written(SPACED, maps), "name: go workers\n    • type: stack");
}

#[test]
fn the_block_ends_at_its_last_line() {
    let meta = read(SPACED).meta.unwrap();
    assert_eq!(written(SPACED, meta.close), "hash00ff");
    let whole = written(SPACED, meta.span);
    assert!(whole.starts_with("site post meta\n") && whole.ends_with("hash00ff"));
}

#[test]
fn no_heading_means_no_meta() {
    let options = ParseOptions {
        meta_heading: None,
        ..options()
    };
    let post = read_post(SPACED, &options);
    assert!(post.meta.is_none());
    assert!(post.body.text.contains("reading time7"));
}

#[test]
fn an_empty_meta_heading_marks_no_line() {
    let options = ParseOptions {
        meta_heading: Some(String::new()),
        ..options()
    };
    assert!(read_post(SPACED, &options).meta.is_none());
}

#[test]
fn a_marker_with_nothing_behind_it_is_an_empty_block() {
    let text = "title\n\nSITE post meta\n";
    let post = read(text);
    let meta = post.meta.unwrap();
    assert!(meta.root.entries.is_empty() && post.problems.is_empty());
    assert_eq!(written(text, meta.close), "SITE post meta");
}

#[test]
fn a_file_of_meta_alone_has_no_title_and_a_first_line() {
    let post = read("site post meta\nhash1");
    assert!(post.title.is_none() && post.body.blocks.is_empty());
    assert_eq!(post.first_line, Span::new(0, 14));
    assert_eq!(post.last_line, post.first_line);
}

#[test]
fn the_last_marker_that_meta_follows_begins_the_block() {
    let block = "site post meta\n\nhash1\n";
    let prose = "site post meta\n\nthat line begins the block.\n";
    let both = format!("t\n\n{prose}\n{block}");
    assert_eq!(at(&meta(&both), "hash").data, text("1"));
    assert!(read(&both).body.text.contains("that line begins"));
    let turned = format!("t\n\n{block}\n{prose}");
    assert_eq!(at(&meta(&turned), "hash").data, text("1"));
}

#[test]
fn tells_lines_that_no_key_begins() {
    let text = "t\n\nsite post meta\nhash1\nmoodgrim\ncolours\n  • red\n  • blue\nreading time3";
    let post = read(text);
    let told = post
        .problems
        .iter()
        .map(|problem| written(text, problem.span));
    assert_eq!(told.collect::<Vec<_>>(), ["moodgrim", "colours"]);
    let problem = &post.problems[0];
    assert_eq!(problem.kind, ProblemKind::UnknownKey);
    assert_eq!(problem.message, "no known key begins this line");
    assert_eq!((&problem.other, &problem.help), (&None, &None));
    let root = post.meta.unwrap().root;
    assert_eq!(root.entries.len(), 2);
    assert_eq!(at(&root, "reading_time").data, Data::Integer(3));
}

#[test]
fn tells_repeated_keys_and_keeps_the_first() {
    let source = "t\n\nsite post meta\nhash1\nHASH2\nscore\n • depth: 1\n • depth: 2";
    let post = read(source);
    let kinds: Vec<_> = post.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::RepeatedKey; 2]);
    assert_eq!(written(source, post.problems[0].span), "HASH");
    let (first, label) = post.problems[0].other.clone().unwrap();
    assert_eq!(
        (written(source, first), label.as_str()),
        ("hash", "first here")
    );
    let root = post.meta.unwrap().root;
    assert_eq!(at(&root, "hash").data, text("1"));
    assert_eq!(at(&root, "score.depth").data, Data::Integer(1));
}

#[test]
fn keeps_values_that_are_not_of_their_type() {
    let root = meta("t\n\nsite post meta\nreading timefour\nscore\n • quality: high\n • new: 3");
    assert_eq!(at(&root, "reading_time").data, text("four"));
    assert_eq!(at(&root, "score.quality").data, text("high"));
    assert_eq!(at(&root, "score.new").data, text("3"));
}

#[test]
fn an_empty_value_stands_behind_its_key() {
    let source = "t\n\nsite post meta\nhash\ntools\nscore\n • quality:";
    let root = meta(source);
    assert_eq!(at(&root, "hash").data, Data::Null);
    let end = u32::try_from(source.find("hash").unwrap() + 4).unwrap();
    assert_eq!(at(&root, "hash").span, Span::at(end));
    assert_eq!(at(&root, "tools").data, Data::Null);
    assert_eq!(at(&root, "score.quality").data, Data::Null);
}

#[test]
fn a_colon_or_a_space_may_part_key_and_value() {
    let source = "t\n\nsite post meta\nhash: 1a\nreading time 5\nTopic:  queues";
    let root = meta(source);
    assert_eq!(at(&root, "hash").data, text("1a"));
    assert_eq!(at(&root, "reading_time").data, Data::Integer(5));
    assert_eq!(written(source, at(&root, "topic").span), "queues");
    let entry = root.get("hash").unwrap();
    assert_eq!(written(source, entry.key.span), "hash");
}

#[test]
fn a_declared_list_stays_a_list_of_strings() {
    let root = meta("t\n\nsite post meta\ntools\n  • go: the compiler\n  • make: the old one");
    assert_eq!(at(&root, "tools[0]").data, text("go: the compiler"));
}

#[test]
fn a_declared_map_without_pairs_stays_a_list() {
    let post = read("t\n\nsite post meta\nscore\n  • 88\n  • 61");
    assert_eq!(post.problems, []);
    let root = post.meta.unwrap().root;
    assert_eq!(at(&root, "score[1]").data, text("61"));
}

#[test]
fn tells_a_bullet_without_a_key_among_pairs() {
    let source = "t\n\nsite post meta\nscore\n  • quality: 1\n  • rest";
    let post = read(source);
    assert_eq!(post.problems.len(), 1);
    assert_eq!(written(source, post.problems[0].span), "rest");
}

#[test]
fn a_map_begins_anew_where_its_first_key_comes_again() {
    let source = "t\n\nsite post meta\nentities\n • name: a\n • type: x\n • name: b\n • name: c\n\
        • type: y\n • type: z\n • name: d";
    let root = meta(source);
    let names = MetaPath::parse("entities[].name").unwrap();
    let names: Vec<_> = names
        .select(&root)
        .iter()
        .map(|value| value.data.clone())
        .collect();
    assert_eq!(names, ["a", "b", "c", "d"].map(text));
    assert_eq!(at(&root, "entities[2].type").data, text("y"));
    assert_eq!(at(&root, "entities[3].type").data, text("z"));
}

#[test]
fn a_title_in_meta_wins() {
    let mut options = options();
    options.keys.push(hint("title", ValueType::String));
    let source = "shown title\n\nsite post meta\ntitledeclared title";
    let title = read_post(source, &options).title.unwrap();
    assert_eq!(title.text, "declared title");
    assert_eq!(written(source, title.span), "declared title");
}

#[test]
fn understands_plain_pairs_without_any_declared_key() {
    let source = "t\n\nsite post meta\nhash: 1a\ntools\n • go\n • make: old\n\
        score\n • quality: 8\n • depth: 6\nentities\n • name: a\n • name: b\njust some line";
    let options = ParseOptions {
        keys: Vec::new(),
        ..options()
    };
    let post = read_post(source, &options);
    let root = post.meta.unwrap().root;
    assert_eq!(at(&root, "hash").data, text("1a"));
    assert_eq!(at(&root, "tools[1]").data, text("make: old"));
    assert_eq!(at(&root, "score.depth").data, text("6"));
    assert_eq!(at(&root, "entities[1].name").data, text("b"));
    assert_eq!(post.problems.len(), 1);
    assert_eq!(written(source, post.problems[0].span), "just some line");
}
