//! Which lines of running text are headings.
//!
//! A rendering with empty lines shows a heading as a short line alone. A compact one has no empty
//! lines; there a short line counts only where a text before it has come to its end.

use super::classes::{Class, is_alone};
use super::lines::Line;
use super::shape::{ends_sentence, is_heading_shaped, is_whole_paragraph, wraps};

/// Marks the headings among the prose lines. One pass from the end: what a heading leads to is
/// known before it is judged.
pub(super) fn find(lines: &[Line<'_>], classes: &mut [Class]) {
    let is_compact = is_compact(lines, classes);
    let mut next: Option<usize> = None;
    for at in (0..lines.len()).rev() {
        if classes[at] == Class::Blank {
            continue;
        }
        if classes[at] == Class::Prose
            && is_heading_shaped(lines[at].text())
            && let Some(next) = next
            && leads_to(&lines[next], classes[next])
            && (stands_alone(classes, at)
                || (is_compact
                    && classes[next] != Class::Heading
                    && stands_apart(lines, classes, at)))
        {
            classes[at] = Class::Heading;
        }
        next = Some(at);
    }
}

/// Whether a line can follow a heading: anything but a short line that is no heading itself.
fn leads_to(line: &Line<'_>, class: Class) -> bool {
    class != Class::Prose || !is_heading_shaped(line.text())
}

/// The line right under the title is not alone: the title stands above it.
fn stands_alone(classes: &[Class], at: usize) -> bool {
    at > 0 && is_alone(classes, at)
}

/// Whether what stands before the line has come to its end.
fn stands_apart(lines: &[Line<'_>], classes: &[Class], at: usize) -> bool {
    if !lines[at].lead.is_empty() {
        return false;
    }
    let before = (0..at)
        .rev()
        .find(|before| classes[*before] != Class::Blank);
    before.is_none_or(|before| match classes[before] {
        Class::Prose => {
            let text = lines[before].text();
            ends_sentence(text) || is_whole_paragraph(text)
        }
        Class::Heading => false,
        _ => true,
    })
}

/// Whether lines of prose mostly follow each other without an empty line between.
fn is_compact(lines: &[Line<'_>], classes: &[Class]) -> bool {
    let is_text = |at: usize| matches!(classes[at], Class::Prose | Class::Heading);
    let content = (0..lines.len()).filter(|at| classes[*at] != Class::Blank);
    let mut before: Option<usize> = None;
    let (mut touching, mut apart) = (0_usize, 0_usize);
    for at in content {
        if let Some(before) = before.replace(at)
            && is_text(before)
            && is_text(at)
        {
            if at - before > 1 {
                apart += 1;
            } else if !wraps(lines[before].text(), lines[at].text()) {
                touching += 1;
            }
        }
    }
    touching > apart
}
