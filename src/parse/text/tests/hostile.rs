//! Nothing a file holds makes the reader panic, hang or point beside the text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::post::{Map, Value};

/// Lines that mean something to the reader, and some that mean nothing.
const LINES: [&str; 32] = [
    "",
    "|",
    " ",
    "\u{feff}",
    "  • größer: ja",
    "    • name: x",
    "- item",
    "•",
    "1. one",
    "a short line",
    "a sentence that ends here.",
    "an owl",
    "an owl. image source: pexels",
    "```rust",
    "```",
    "~~~",
    "x = {",
    "}",
    "    indented",
    "/* open",
    "* inside",
    "import os",
    "site post meta",
    "final notes",
    "topicglued",
    "tools",
    "reading time",
    "reading time9",
    "score",
    "entities",
    "---",
    "<!-- remark -->",
];

fn assert_in_range(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
}

fn assert_value(text: &str, value: &Value) {
    assert_in_range(text, value.span);
    match &value.data {
        Data::List(items) => items.iter().for_each(|item| assert_value(text, item)),
        Data::Map(map) => assert_map(text, map),
        Data::String(data) => assert_eq!(data, written(text, value.span)),
        _ => {}
    }
}

fn assert_map(text: &str, map: &Map) {
    for entry in &map.entries {
        assert_eq!(entry.key.name, written(text, entry.key.span));
        assert_value(text, &entry.value);
    }
}

fn assert_sound(text: &str) {
    let post = read(text);
    assert_in_range(text, post.first_line);
    assert_in_range(text, post.last_line);
    assert_in_range(text, post.anchor());
    for block in &post.body.blocks {
        assert_in_range(text, block.span);
        let span = post.body.span(block.text.range());
        assert_in_range(text, span);
        let shown = post.body.block_text(block);
        assert!(shown.is_empty() || block.span.contains(span), "{text:?}");
    }
    for image in &post.body.images {
        assert_in_range(text, image.span);
    }
    for problem in &post.problems {
        assert_in_range(text, problem.span);
    }
    if let Some(meta) = &post.meta {
        assert!(meta.span.contains(meta.close));
        assert_in_range(text, meta.span);
        assert_map(text, &meta.root);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_soundly(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn any_mixture_of_lines_is_read_soundly(
        lines in prop::collection::vec((0..LINES.len(), 0..4_usize), 0..40),
    ) {
        let ends = ["\n", "\r\n", "\r", "\n\n"];
        let lines = lines.iter().map(|(line, end)| format!("{}{}", LINES[*line], ends[*end]));
        assert_sound(&lines.collect::<String>());
    }

    #[test]
    fn any_mixture_of_pieces_is_read_soundly(
        pieces in prop::collection::vec(0..LINES.len() + ENDS.len(), 0..40),
    ) {
        let pieces = pieces.iter().map(|at| LINES.get(*at).unwrap_or_else(|| &ENDS[at - LINES.len()]));
        assert_sound(&pieces.copied().collect::<String>());
    }
}

/// What pieces of a line are glued with.
const ENDS: [&str; 16] = [
    "\n", "\n", "\n", "\n\n", "\r", "\r\n", ": ", "=", "`", "\"", "\u{a0}", "é", "🦀", "\0", "\t",
    "](u)",
];

/// Lines of one sort: squared, they are more than a minute of work.
const MANY: usize = 20_000;
/// Far above what a linear reader needs without optimisation, far below what any other takes.
const ENOUGH: Duration = Duration::from_secs(10);

fn assert_quick(text: &str) -> Post {
    let start = Instant::now();
    let post = read(text);
    assert!(start.elapsed() < ENOUGH, "{:?}", start.elapsed());
    post
}

#[test]
fn reads_one_enormous_line() {
    let post = assert_quick(&format!("title\n\n{}", "word ".repeat(1_000_000)));
    assert_eq!(outline(&post).len(), 2);
    assert_quick(&"x".repeat(5_000_000));
    assert_quick(&format!("t\n\n{}", "- ".repeat(1_000_000)));
    assert_quick(&format!("t\n\n{}", "f(".repeat(1_000_000)));
}

#[test]
fn reads_ten_thousand_headings() {
    let text = "a part of it\n\na sentence that ends here.\n\n".repeat(10_000);
    let post = assert_quick(&text);
    assert_eq!(post.body.sections.len(), 10_001);
}

#[test]
fn reads_many_of_anything_in_linear_time() {
    for line in LINES {
        let lines = format!("{line}\n").repeat(MANY);
        assert_quick(&format!("t\n\n{lines}\n\nsite post meta\n{lines}"));
    }
}

#[test]
fn reads_many_different_keys_in_linear_time() {
    let pairs: Vec<String> = (0..MANY).map(|n| format!("  • key{n}: {n}")).collect();
    for key in ["score", "entities", "tools"] {
        let post = assert_quick(&format!("t\nsite post meta\n{key}\n{}", pairs.join("\n")));
        assert_eq!(post.problems, []);
    }
}
