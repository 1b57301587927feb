//! Tests of front matter: how it is read, shown and checked here.

use super::*;
use crate::post::{Data, Entry, Value};

mod faults;
mod fences;
mod hostile;
mod limits;
mod real_world;
mod values;

fn read_all(text: &str) -> FrontMatter {
    let found = read(text, &ParseLimits::default());
    for problem in &found.problems {
        check_span(text, problem.span);
        if let Some((span, _)) = &problem.other {
            check_span(text, *span);
        }
        let message = &problem.message;
        assert!(
            !message.contains('\n') && !message.ends_with('.'),
            "{message}"
        );
    }
    if let Some(meta) = &found.meta {
        check_span(text, meta.span);
        check_span(text, meta.close);
        check_map(text, &meta.root);
    }
    assert!(text.is_char_boundary(found.body_start));
    found
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
}

fn check_map(text: &str, map: &Map) {
    for Entry { key, value } in &map.entries {
        check_span(text, key.span);
        check_value(text, value);
    }
}

fn check_value(text: &str, value: &Value) {
    check_span(text, value.span);
    match &value.data {
        Data::Map(map) => check_map(text, map),
        Data::List(items) => items.iter().for_each(|item| check_value(text, item)),
        _ => {}
    }
}

/// The entries as `key=value@slice` lines, nested ones indented.
fn shown(text: &str) -> String {
    let found = read_all(text);
    let mut out = String::new();
    show_map(text, &found.meta.unwrap().root, 0, &mut out);
    out
}

fn show_map(text: &str, map: &Map, depth: usize, out: &mut String) {
    for Entry { key, value } in &map.entries {
        let raw = &text[key.span.range()];
        out.push_str(&format!("{}{raw}: ", "  ".repeat(depth)));
        show_value(text, value, depth, out);
    }
}

fn show_value(text: &str, value: &Value, depth: usize, out: &mut String) {
    let raw = &text[value.span.range()];
    match &value.data {
        Data::Map(map) => {
            out.push_str("map\n");
            show_map(text, map, depth + 1, out);
        }
        Data::List(items) => {
            out.push_str("list\n");
            for item in items {
                out.push_str(&format!("{}- ", "  ".repeat(depth + 1)));
                show_value(text, item, depth + 1, out);
            }
        }
        data => out.push_str(&format!("{data:?} <{}>\n", raw.escape_debug())),
    }
}

fn problems(text: &str) -> Vec<String> {
    let found = read_all(text);
    let told = found.problems.iter().map(|problem| {
        let place = &text[problem.span.range()];
        format!(
            "{:?} <{}>: {}",
            problem.kind,
            place.escape_debug(),
            problem.message
        )
    });
    told.collect()
}

fn body(text: &str) -> &str {
    &text[read_all(text).body_start..]
}
