//! What is written down from a model of a post is read back as that model.

use gatepost::parse::{ParseOptions, format_named};
use gatepost::post::{BlockKind, Data, Map, Post};
use proptest::prelude::*;

/// A value of front matter.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(i64),
    Truth(bool),
    List(Vec<String>),
    Map(Vec<(String, String)>),
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Heading(u8, String),
    Paragraph(String),
    List(Vec<String>),
    Quote(String),
    Code(Vec<String>),
}

/// In which syntax front matter is written.
#[derive(Debug, Clone, Copy)]
enum Syntax {
    Yaml,
    Toml,
    Json,
}

/// Words that no syntax takes for anything else.
fn words(most: usize) -> impl Strategy<Value = String> {
    let word = "[b-mé日🦀]{3,7}";
    prop::collection::vec(word, 1..=most).prop_map(|words| words.join(" "))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        // Anything that a string can hold but controls, which TOML and YAML differ about.
        "[ -~äß日🦀]{0,12}".prop_map(Value::Text),
        any::<i64>().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Truth),
        prop::collection::vec(words(2), 0..4).prop_map(Value::List),
        prop::collection::vec(words(2), 1..4).prop_map(|values| {
            Value::Map(
                (0..)
                    .zip(values)
                    .map(|(at, value)| (format!("in{at}"), value))
                    .collect(),
            )
        }),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        (1..=6_u8, words(5)).prop_map(|(level, text)| Part::Heading(level, text)),
        words(20).prop_map(Part::Paragraph),
        prop::collection::vec(words(6), 1..5).prop_map(Part::List),
        words(9).prop_map(Part::Quote),
        prop::collection::vec("[a-z(){};=. ]{0,20}[a-z;]", 1..5).prop_map(Part::Code),
    ]
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A value on one line; the strings of JSON are those of the others too.
fn inline(value: &Value, syntax: Syntax) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let between = if matches!(syntax, Syntax::Toml) {
                " = "
            } else {
                ": "
            };
            let key = |key: &str| match syntax {
                Syntax::Json => quoted(key),
                Syntax::Yaml | Syntax::Toml => key.to_owned(),
            };
            let entries = entries
                .iter()
                .map(|(name, value)| key(name) + between + &quoted(value));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn front_matter(meta: &[Value], syntax: Syntax) -> String {
    let entries = meta.iter().enumerate();
    let line = |(at, value): (usize, &Value)| match syntax {
        Syntax::Yaml => format!("key{at}: {}", inline(value, syntax)),
        Syntax::Toml => format!("key{at} = {}", inline(value, syntax)),
        Syntax::Json => format!("  \"key{at}\": {}", inline(value, syntax)),
    };
    let lines: Vec<String> = entries.map(line).collect();
    match syntax {
        Syntax::Yaml => format!("---\n{}\n---\n", lines.join("\n")),
        Syntax::Toml => format!("+++\n{}\n+++\n", lines.join("\n")),
        Syntax::Json => format!("{{\n{}\n}}\n", lines.join(",\n")),
    }
}

fn body(parts: &[Part]) -> String {
    let written = parts.iter().map(|part| match part {
        Part::Heading(level, text) => format!("{} {text}", "#".repeat(usize::from(*level))),
        Part::Paragraph(text) => text.clone(),
        Part::List(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
            // Two lists that follow one another would be one.
            items.join("\n") + "\n\n<!-- -->"
        }
        Part::Quote(text) => format!("> {text}"),
        Part::Code(lines) => format!("```rust\n{}\n```", lines.join("\n")),
    });
    written.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The parts of the model that a post holds.
fn read_parts(post: &Post) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut is_list = false;
    for block in &post.body.blocks {
        let text = post.body.block_text(block).to_owned();
        let was_list = std::mem::replace(&mut is_list, false);
        match &block.kind {
            BlockKind::Heading(level) => parts.push(Part::Heading(*level, text)),
            BlockKind::ListItem { .. } => {
                is_list = true;
                match parts.last_mut() {
                    Some(Part::List(items)) if was_list => items.push(text),
                    _ => parts.push(Part::List(vec![text])),
                }
            }
            BlockKind::Quote => parts.push(Part::Quote(text)),
            BlockKind::Code { .. } => {
                let lines = text.trim_end_matches('\n').lines();
                parts.push(Part::Code(lines.map(str::to_owned).collect()));
            }
            BlockKind::Html => {}
            _ => parts.push(Part::Paragraph(text)),
        }
    }
    parts
}

fn read_value(data: &Data) -> Value {
    match data {
        Data::Integer(number) => Value::Number(*number),
        Data::Boolean(truth) => Value::Truth(*truth),
        Data::List(items) => Value::List(items.iter().map(|it| text_of(&it.data)).collect()),
        Data::Map(map) => {
            let entries = map.entries.iter();
            Value::Map(
                entries
                    .map(|it| (it.key.name.to_string(), text_of(&it.value.data)))
                    .collect(),
            )
        }
        other => Value::Text(text_of(other)),
    }
}

fn text_of(data: &Data) -> String {
    data.as_text().unwrap_or_default()
}

fn read_meta(map: &Map) -> Vec<(String, Value)> {
    let entries = map.entries.iter();
    entries
        .map(|it| (it.key.name.to_string(), read_value(&it.value.data)))
        .collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        meta in prop::collection::vec(value(), 1..8),
        parts in prop::collection::vec(part(), 1..12),
        syntax in prop_oneof![Just(Syntax::Yaml), Just(Syntax::Toml), Just(Syntax::Json)],
        mark in prop::sample::select(vec!["", "\u{feff}"]),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let text = format!("{}\n{}", front_matter(&meta, syntax), body(&parts));
        let text = format!("{mark}{}", text.replace('\n', end));
        let posts = format_named("markdown").unwrap().parse(&text, &ParseOptions::default());
        prop_assert_eq!(posts.len(), 1);
        let post = &posts[0];
        prop_assert!(post.problems.is_empty(), "{:?} in {}", &post.problems, &text);
        let wanted: Vec<(String, Value)> =
            meta.iter().enumerate().map(|(at, value)| (format!("key{at}"), value.clone())).collect();
        prop_assert_eq!(read_meta(&post.meta.as_ref().unwrap().root), wanted, "{}", &text);
        prop_assert_eq!(read_parts(post), parts, "{}", &text);
        for block in &post.body.blocks {
            let source = &text[block.span.range()];
            let decoded = post.body.block_text(block);
            let first = decoded.split_whitespace().next().unwrap_or_default();
            prop_assert!(source.contains(first), "{:?} is not in {:?}", first, source);
        }
    }
}
