//! MDX: imports, exports, components and expressions.

use super::{Ahead, Canvas, ParagraphEnd};
use crate::parse::lines::Line;

/// Whether a body may hold tags or expressions.
pub(super) fn may_stand_in(body: &str) -> bool {
    memchr::memchr2(b'<', b'{', body.as_bytes()).is_some()
}

/// Hides what is not Markdown in a body that is known to be MDX, or that imports or exports at the
/// start of a line, as only MDX does.
pub(super) fn paint(canvas: &mut Canvas<'_>, is_known: bool) {
    let source = canvas.source;
    let is_code = |line: &Line<'_>| canvas.code_end(line.start).is_some();
    let is_mdx = module_lines(source).any(|line| is_module_line(line.text) && !is_code(&line));
    if is_mdx {
        hide_modules(canvas);
    }
    if is_mdx || is_known {
        hide_markup(canvas);
    }
}

/// The lines that start with what an import or export starts with. Of the others only the break is
/// looked for.
fn module_lines(source: &str) -> impl Iterator<Item = Line<'_>> {
    let bytes = source.as_bytes();
    let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes);
    let starts = std::iter::once(0).chain(breaks.map(|at| at + 1));
    starts
        .filter(|start| matches!(bytes.get(*start), Some(b'i' | b'e')))
        .map(|start| Line::at(source, start))
}

/// Whether a line is an import or export and can hardly be prose.
fn is_module_line(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(';');
    if let Some(import) = line.strip_prefix("import ") {
        let quoted = import.rsplit_once("from ").map_or(import, |(_, from)| from);
        return is_quoted(quoted.trim());
    }
    let Some(export) = line.strip_prefix("export ") else {
        return false;
    };
    let constant = ["const ", "let ", "var "];
    let function = [
        "function ",
        "default function",
        "async function ",
        "default (",
    ];
    constant.iter().any(|word| export.starts_with(word)) && export.contains('=')
        || function.iter().any(|word| export.starts_with(word)) && export.contains('(')
}

fn is_quoted(text: &str) -> bool {
    let quoted = |quote| text.len() > 2 && text.starts_with(quote) && text.ends_with(quote);
    quoted('"') || quoted('\'')
}

/// Hides every import and export up to the next blank line.
fn hide_modules(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut paragraph_end = ParagraphEnd::default();
    let mut hidden_to = 0;
    for line in module_lines(source) {
        let is_module = line.text.starts_with("import ") || line.text.starts_with("export ");
        if line.start < hidden_to || !is_module || canvas.code_end(line.start).is_some() {
            continue;
        }
        let end = paragraph_end.next(source, line.start);
        let len = source[line.start..end].trim_end().len();
        canvas.hide(line.start..line.start + len);
        hidden_to = end;
    }
}

/// Hides tags of components and expressions in braces.
fn hide_markup(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut paragraph_end = ParagraphEnd::default();
    let mut comments = Ahead::new("*/}");
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'<', b'{', &source.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        if let Some(end) = canvas.code_end(start) {
            at = end;
            continue;
        }
        let rest = &source[start..];
        if rest.starts_with("{/*")
            && let Some(end) = comments.next(source, start)
        {
            at = end + 3;
            canvas.hide(start..at);
        } else if rest.starts_with('{') || is_component(rest) {
            let limit = paragraph_end.next(source, start);
            if let Some(len) = markup_len(&source[start..limit]) {
                at = start + len;
                canvas.hide(start..at);
            } else {
                // Nothing in this paragraph closes: the rest of it is text.
                at = limit.max(at);
            }
        }
    }
}

fn is_component(rest: &str) -> bool {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    name.starts_with(|c: char| c.is_ascii_uppercase() || c == '>')
}

/// Length of the tag or expression that `text` starts with: brackets in quotes do not count, and
/// `>` does not count in braces.
fn markup_len(text: &str) -> Option<usize> {
    let is_tag = text.starts_with('<');
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'"' | b'\'' | b'`') if is_tag || byte != b'\'' => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && !is_tag {
                    return Some(at + 1);
                }
            }
            (None, b'>') if depth == 0 && is_tag => return Some(at + 1),
            _ => {}
        }
    }
    None
}
