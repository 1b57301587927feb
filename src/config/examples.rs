//! The examples that a rule carries.

use super::keys::{EXAMPLE_KEYS, names};
use super::merge::RuleDeclaration;
use super::toml::problem;
use crate::diagnostic::Diagnostic;
use crate::rule::node::{Node, NodeTable, NodeValue};
use crate::rule::{Example, Options, RuleKind, Setting};
use crate::text::nearest;

/// Reads the examples of a rule of a kind.
pub(super) fn examples(
    rule: &RuleDeclaration,
    kind: &dyn RuleKind,
    common: &NodeTable,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Example> {
    let Some(node) = common.get("example") else {
        return Vec::new();
    };
    let NodeValue::Array(items) = &node.value else {
        problems.push(no_table(node));
        return Vec::new();
    };
    let mut examples = Vec::new();
    for item in items {
        let NodeValue::Table(table) = &item.value else {
            problems.push(no_table(item));
            continue;
        };
        let mut options = Options::new(&rule.id, table, item.source, item.span, problems);
        examples.extend(example(&mut options, kind, item));
    }
    examples
}

fn no_table(node: &Node) -> Diagnostic {
    let message = "'example' must be written as [[rule.example]]";
    problem(node.source, node.span, message)
}

fn example(options: &mut Options<'_>, kind: &dyn RuleKind, item: &Node) -> Option<Example> {
    options.reject_unknown(&names(EXAMPLE_KEYS));
    let name = options.string("name");
    let posts = posts(options);
    let want = want(options, kind);
    if options.node("want").is_none() {
        options.lacks("an example needs 'want'; [] means that nothing is found");
    }
    if posts.is_empty() {
        options.lacks("an example needs a 'post' or 'posts'");
    }
    let Some(name) = name else {
        options.lacks("an example needs a 'name'");
        return None;
    };
    Some(Example {
        name: name.to_owned(),
        posts,
        want,
        declared: Setting {
            source: item.source,
            span: item.span,
        },
    })
}

fn posts(options: &mut Options<'_>) -> Vec<(String, String)> {
    let path = options.string("path").unwrap_or("post.md");
    let post = options.string("post");
    let mut posts: Vec<(String, String)> = Vec::new();
    posts.extend(post.map(|text| (path.to_owned(), text.to_owned())));
    let Some(node) = options.node("posts") else {
        return posts;
    };
    let NodeValue::Table(table) = &node.value else {
        options.wrong_type("posts", node, "a table of paths to texts");
        return posts;
    };
    for entry in &table.entries {
        if let Some(text) = options.node_string("posts", &entry.value) {
            posts.push((entry.key.clone(), text.to_owned()));
        }
    }
    posts
}

/// The codes that an example wants, sorted. An example is judged by its own rule alone.
fn want(options: &mut Options<'_>, kind: &dyn RuleKind) -> Vec<String> {
    let mut want = Vec::new();
    for (code, node) in options.strings("want") {
        if let Err(message) = known_code(code, options.rule(), kind) {
            options.problem(node, message);
        }
        want.push(code.to_owned());
    }
    want.sort();
    want
}

fn known_code(code: &str, rule: &str, kind: &dyn RuleKind) -> Result<(), String> {
    if super::ENGINE.iter().any(|(known, _)| *known == code) {
        return Ok(());
    }
    let findings = kind.findings().iter();
    let known: Vec<String> = findings.map(|it| format!("{rule}/{}", it.name)).collect();
    if known.iter().any(|known| known == code) {
        return Ok(());
    }
    Err(match nearest(code, known.iter().map(String::as_str)) {
        Some(near) => format!("unknown finding '{code}'; did you mean '{near}'?"),
        None => format!("unknown finding '{code}'; known are {}", known.join(", ")),
    })
}
