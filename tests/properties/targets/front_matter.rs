//! Front matter: bounded whatever it says, and its values stand where they are said to.

use gatepost::parse::ParseLimits;
use gatepost::parse::front_matter::read;
use gatepost::post::{Data, Map, ProblemKind, Value};

use super::pieces::choice_and_text;
use super::places::{assert_in, of_map};

/// The first byte chooses between the usual bounds and narrow ones.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    if choice & 2 == 2 {
        assert_readers_agree(text);
    }
    let limits = if choice % 2 == 0 {
        ParseLimits::default()
    } else {
        ParseLimits {
            front_matter_size: 400,
            nesting: 4,
            front_matter_nodes: 20,
        }
    };
    let read = read(text, &limits);
    assert!(
        text.is_char_boundary(read.body_start),
        "the body starts in a character"
    );
    for problem in &read.problems {
        assert_in(text, problem.span);
        assert!(!problem.message.is_empty());
    }
    let Some(meta) = &read.meta else {
        assert!(read.problems.is_empty(), "a problem of nothing");
        return;
    };
    assert!(meta.span.contains(meta.close));
    assert!(meta.span.end as usize <= read.body_start.max(text.len()));
    let mut spans = vec![meta.span, meta.close];
    of_map(&meta.root, &mut spans);
    for span in spans {
        assert_in(text, span);
    }
    let is_over = read
        .problems
        .iter()
        .any(|it| it.kind == ProblemKind::FrontMatterLimit);
    let (values, depth) = measured(&meta.root);
    if !is_over {
        assert!(values <= limits.front_matter_nodes, "{values} values");
    }
    assert!(depth <= limits.nesting + 1, "{depth} deep");
    assert!(
        values <= 2 * limits.front_matter_nodes,
        "{values} values over the bound"
    );
}

/// Simple maps are read by a quick reader and all others by a general one; a tab in a comment is
/// one of the things that only the latter takes on. They must agree.
fn assert_readers_agree(yaml: &str) {
    // The place of a key that is not there is between its neighbours, where the comment stands.
    // How many blank lines a block keeps at its end depends, for the parser, on what follows.
    if yaml.contains('?') || keeps_blank_lines(yaml) {
        return;
    }
    let limits = ParseLimits::default();
    let either = read(&format!("---\n{yaml}\n---\n"), &limits);
    // Of what is broken the general reader alone tells what it could keep, and a comment behind it
    // makes a difference to that.
    let mut problems = either.problems.iter();
    if problems.any(|it| it.kind == ProblemKind::Unparsable) {
        return;
    }
    let general = read(&format!("---\n{yaml}\n#\t\n---\n"), &limits);
    if let (Some(either), Some(general)) = (either.meta, general.meta)
        && general.span != either.span
        && !general.root.entries.is_empty()
    {
        assert_eq!(format!("{:?}", either.root), format!("{:?}", general.root));
    }
}

/// Whether there may be a block that keeps the blank lines at its end: `|+`, `>2+`.
fn keeps_blank_lines(yaml: &str) -> bool {
    let behind_sign = yaml.split(['|', '>']).skip(1);
    behind_sign
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        .any(|rest| rest.starts_with('+'))
}

/// How many values a map holds, and how deep they are nested.
fn measured(map: &Map) -> (usize, usize) {
    map.entries.iter().fold((0, 0), |(values, depth), entry| {
        let (inner, below) = measured_value(&entry.value);
        (values + inner, depth.max(below + 1))
    })
}

fn measured_value(value: &Value) -> (usize, usize) {
    match &value.data {
        Data::Map(map) => {
            let (values, depth) = measured(map);
            (values + 1, depth)
        }
        Data::List(items) => items.iter().fold((1, 0), |(values, depth), item| {
            let (inner, below) = measured_value(item);
            (values + inner, depth.max(below + 1))
        }),
        _ => (1, 0),
    }
}
