//! Names, calls and assignments: what programs are made of in most languages.

use super::bracket_balance;
use super::words::has_plain_run;

/// Words behind a name that make an assignment.
const ASSIGNMENTS: [&str; 9] = ["=", ":=", "+=", "-=", "*=", "/=", "||=", "??=", ".="];
/// Operators that stand between spaces in code and not in prose.
const OPERATORS: [&str; 12] = [
    " == ", " != ", " === ", " !== ", " <= ", " >= ", " && ", " || ", " => ", " -> ", " = ", " + ",
];

/// Splits a line behind the path of names that begins it: `app`, `self.items`, `Foo::bar`.
pub(super) fn split_path(line: &str) -> Option<(&str, &str)> {
    let mut rest = strip_name(line.strip_prefix('$').unwrap_or(line))?;
    loop {
        let next = [".", "::", "->", "\\", "?."]
            .iter()
            .find_map(|joint| strip_name(rest.strip_prefix(joint)?));
        match next {
            Some(after) => rest = after,
            None => return Some((&line[..line.len() - rest.len()], rest)),
        }
    }
}

/// What follows the single name that begins a text.
pub(super) fn strip_name(text: &str) -> Option<&str> {
    let is_head = |c: char| c.is_ascii_alphabetic() || c == '_';
    let rest = text.strip_prefix(is_head)?;
    Some(rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

/// `name = value`, `NAME=value`, `row[0] += 1`, `max-age = 3`.
pub(super) fn is_assignment(line: &str) -> bool {
    is_setting(line) || is_name_assigned(line)
}

/// A line of a configuration file: its key may have hyphens, its value is a literal.
fn is_setting(line: &str) -> bool {
    let (key, rest) = split_word(line);
    rest.strip_prefix("= ").is_some_and(|value| {
        let is_literal = value.starts_with(['"', '\'', '[', '{'])
            || value.starts_with(|c: char| c.is_ascii_digit())
            || matches!(value, "true" | "false");
        let is_key = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        is_literal && !key.is_empty() && key.chars().all(is_key) && !has_plain_run(value)
    })
}

fn is_name_assigned(line: &str) -> bool {
    let Some((_, rest)) = split_path(line) else {
        return false;
    };
    let rest = behind_index(rest);
    let value = if rest.starts_with(' ') {
        let (operator, value) = split_word(rest.trim_start());
        if !ASSIGNMENTS.contains(&operator) {
            return false;
        }
        value
    } else {
        match rest.strip_prefix('=') {
            Some(value) if !value.starts_with(['=', ' ']) => value,
            _ => return false,
        }
    };
    !has_plain_run(value)
}

fn behind_index(rest: &str) -> &str {
    match rest
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(']'))
    {
        Some((_, after)) => after,
        None => rest,
    }
}

/// A whole line that calls: `run_checks(3)`, `app.listen(`, `vec![1]` is none.
pub(super) fn is_call(line: &str) -> bool {
    let Some((_, rest)) = split_path(line) else {
        return false;
    };
    let Some(inner) = rest.strip_prefix('!').unwrap_or(rest).strip_prefix('(') else {
        return false;
    };
    let closes = line.ends_with([')', '(', ';']) || line.ends_with("),") || line.ends_with("):");
    let goes_on = line.ends_with([',', '[', '{', '|']) && bracket_balance(line) > 0;
    // `result(s)` is a plural.
    (closes || goes_on) && !matches!(inner, "s)" | "es)") && !has_plain_run(unquoted(inner))
}

/// Whether a `(` stands right behind a name somewhere in the text.
pub(super) fn has_call(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'(', bytes)
        .any(|at| at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_'))
}

/// Whether what follows a keyword such as `return` is an expression beyond doubt.
pub(super) fn is_expression(text: &str) -> bool {
    let starts = text.starts_with(['{', '[', '"', '\'', '$', '`', '<']);
    let is_marked = starts || text.ends_with(';') || has_call(text) || has_operator(text);
    is_marked && !has_plain_run(unquoted(text))
}

/// Whether an operator of code stands in the text.
pub(super) fn has_operator(text: &str) -> bool {
    // Most lines have none of these signs and need no search for each operator.
    let bytes = text.as_bytes();
    let has_sign = memchr::memchr3(b'=', b'&', b'|', bytes).is_some()
        || memchr::memchr3(b'<', b'>', b'+', bytes).is_some();
    has_sign && OPERATORS.iter().any(|operator| text.contains(operator))
}

/// The text up to its first quote: what is quoted may be prose.
fn unquoted(text: &str) -> &str {
    text.split(['"', '\'', '`']).next().unwrap_or_default()
}

/// Splits behind the first word; the rest comes trimmed.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    (word, rest.trim_start())
}
