//! Every place that a post names, and that it lies in its text.

use gatepost::post::{Data, Map, Post, Value};
use gatepost::source::{LineIndex, Span};

/// Places that are counted by hand.
const COUNTED: usize = 3;

/// Asserts that every node of a post stands in `text`, on character boundaries.
pub(super) fn assert_sound(post: &Post, text: &str) {
    let mut spans = vec![
        post.anchor(),
        post.meta_anchor(),
        post.first_line,
        post.last_line,
    ];
    if let Some(meta) = &post.meta {
        spans.extend([meta.span, meta.close]);
        of_map(&meta.root, &mut spans);
    }
    let body = &post.body;
    spans.extend(body.blocks.iter().map(|it| it.span));
    spans.extend(body.links.iter().map(|it| it.span));
    spans.extend(body.images.iter().map(|it| it.span));
    for problem in &post.problems {
        spans.push(problem.span);
        spans.extend(problem.other.iter().map(|(span, _)| *span));
    }
    for span in &spans {
        assert_in(text, *span);
    }
    let lines = LineIndex::new(text);
    for span in spans.iter().rev().take(COUNTED) {
        assert_counted(text, &lines, span.start);
    }
    assert_body(post, text);
}

/// Asserts that a span lies in `text`, on character boundaries.
pub(super) fn assert_in(text: &str, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} in {} bytes",
        text.len()
    );
}

/// The places of all keys and values.
pub(super) fn of_map(map: &Map, spans: &mut Vec<Span>) {
    for entry in &map.entries {
        spans.push(entry.key.span);
        of_value(&entry.value, spans);
    }
}

fn of_value(value: &Value, spans: &mut Vec<Span>) {
    spans.push(value.span);
    match &value.data {
        Data::Map(map) => of_map(map, spans),
        Data::List(items) => items.iter().for_each(|item| of_value(item, spans)),
        _ => {}
    }
}

/// Line and column as somebody counts them who knows nothing of an index.
fn assert_counted(text: &str, lines: &LineIndex, offset: u32) {
    let before = &text[..offset as usize];
    let ends = before.replace("\r\n", "\n").replace('\r', "\n");
    // A place between the two characters of a line break is still on the line that ends there.
    let is_split = before.ends_with('\r') && text[offset as usize..].starts_with('\n');
    let line = 1 + ends.matches('\n').count() - usize::from(is_split);
    let position = lines.position(text, offset);
    assert_eq!(position.line as usize, line, "the line of offset {offset}");
    if !is_split {
        let last = ends.rsplit('\n').next().unwrap();
        let is_first = line == 1;
        let last = if is_first {
            last.trim_start_matches('\u{feff}')
        } else {
            last
        };
        let mark = ends.starts_with("\u{feff}\u{feff}") && is_first;
        if !mark {
            assert_eq!(position.column as usize, last.chars().count() + 1);
        }
    }
}

fn assert_body(post: &Post, text: &str) {
    let body = &post.body;
    let mut done = 0;
    for block in &body.blocks {
        assert!(done <= block.text.start && block.text.start <= block.text.end);
        done = block.text.end;
        let decoded = body.block_text(block);
        assert_maps_back(post, text, block.text.start, decoded);
    }
    assert!(done as usize <= body.text.len());
    for section in &body.sections {
        assert!(section.heading.is_none_or(|at| at < body.blocks.len()));
        assert!(section.blocks.end <= body.blocks.len());
        assert!(section.blocks.start <= section.blocks.end);
    }
    let covered: usize = body
        .sections
        .iter()
        .map(|section| section.blocks.len())
        .sum();
    let headings = body
        .sections
        .iter()
        .filter(|section| section.heading.is_some());
    if !body.sections.is_empty() {
        assert_eq!(
            covered + headings.count(),
            body.blocks.len(),
            "every block is in one section"
        );
    }
}

/// A letter that was decoded stands in the source where the map says, unless it was escaped there:
/// then it took more bytes.
fn assert_maps_back(post: &Post, text: &str, start: u32, decoded: &str) {
    for (at, c) in decoded.char_indices() {
        let at = start + u32::try_from(at).unwrap();
        let end = at + u32::try_from(c.len_utf8()).unwrap();
        let span = post.body.span(at..end);
        assert_in(text, span);
        if c.is_ascii_alphanumeric() && span.len() == 1 {
            assert_eq!(&text[span.range()], c.to_string(), "{span:?}");
        }
        assert!(
            !c.is_ascii_alphanumeric() || !span.is_empty(),
            "{c} comes from nowhere"
        );
    }
}
