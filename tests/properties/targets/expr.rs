//! Expressions: compiled or refused at a place, and evaluated within their budget.

use std::cell::Cell;

use gatepost::parse::{ParseOptions, format_named};
use gatepost::rule::expr::{Expr, ExprError, Template};
use gatepost::rule::{Allowance, MetricCache, PostContext};
use gatepost::source::{SourceId, Span};

use super::pieces::{choice_and_text, parts};

/// What expressions are evaluated on unless the input brings a post.
const POST: &str = "---\ntitle: A title\ntags: [a, b, c]\nscore: {quality: 81.5, empty: }\n\
    date: 2025-11-30\nn: -9223372036854775808\n---\n# A title\n\nSome words.\n\n## Checklist\n\n- one\n- two\n";

/// The first byte chooses what the text is; an expression comes first, then perhaps a post.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let parts = parts(text, 2);
    let post = parts.get(1).copied().unwrap_or(POST);
    super::engine::alone(|| evaluate(choice, parts[0], post));
}

fn evaluate(choice: usize, text: &str, source: &str) {
    let posts = format_named("markdown")
        .unwrap()
        .parse(source, &ParseOptions::default());
    let cx = PostContext {
        rule: "rule",
        post: &posts[0],
        text: source,
        source: SourceId(0),
        path: "posts/a.md",
        place: None,
        format: "markdown",
        today: jiff::civil::date(2026, 1, 1),
        overrun: Cell::default(),
        metrics: &MetricCache::default(),
    };
    match choice % 3 {
        0 => match Expr::compile(text, &Allowance::default()) {
            Ok(expr) => {
                let (first, again) = (expr.value(&cx), expr.value(&cx));
                assert_eq!(format!("{first:?}"), format!("{again:?}"));
            }
            Err(error) => assert_told(&error, text),
        },
        1 => match Expr::condition(text, &Allowance::default()) {
            Ok(expr) => assert_eq!(expr.is_true(&cx), expr.is_true(&cx)),
            Err(error) => assert_told(&error, text),
        },
        _ => match Template::compile(text, &Allowance::default()) {
            Ok(template) => drop(template.render(&cx)),
            Err(error) => assert_told(&error, text),
        },
    }
}

fn assert_told(error: &ExprError, text: &str) {
    assert!(
        !error.message.is_empty() && !error.message.contains('\n'),
        "{}",
        error.message
    );
    assert!(
        error.offset <= text.len(),
        "{} is behind the end",
        error.offset
    );
    assert!(
        text.is_char_boundary(error.offset),
        "{} is in a character",
        error.offset
    );
    let string = Span::from_range(10..text.len() + 12);
    let span = error.span(string, text);
    assert!(string.contains(span), "{span:?}");
}
