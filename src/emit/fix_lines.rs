//! The lines that a fix changes, for people.

use similar::{ChangeTag, TextDiff};

use super::escape::plain;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::fix::apply;
use crate::source::Span;

/// Bytes of changed lines that are shown; of more nothing is, as nobody would see what changes.
const MOST: usize = 600;

/// How the fix is made, and the lines that go and come, one below the other.
pub(super) fn fix_lines(fix: &Fix, text: &str) -> String {
    let mut told = match fix.applicability {
        Applicability::Safe => "help: --fix writes this".to_owned(),
        Applicability::Unsafe => "help: --fix --unsafe-fixes writes this, a guess".to_owned(),
    };
    let Some((before, after)) = changed(fix, text) else {
        return told;
    };
    told.push(':');
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        told.push('\n');
        told.push(sign);
        told.push(' ');
        told.push_str(&plain(change.value().trim_end_matches('\r')));
    }
    told
}

/// The lines that the edits touch, as they are and as they will be.
fn changed<'a>(fix: &Fix, text: &'a str) -> Option<(&'a str, String)> {
    let (first, last) = (fix.edits.first()?.span, fix.edits.last()?.span);
    let start = text.get(..first.start as usize)?.rfind('\n');
    let start = start.map_or(0, |at| at + 1);
    let rest = text.get(last.end as usize..)?;
    let end = last.end as usize + rest.find('\n').unwrap_or(rest.len());
    let before = text.get(start..end).filter(|it| it.len() <= MOST)?;
    let start = u32::try_from(start).ok()?;
    let edits = fix.edits.iter().map(|edit| Edit {
        span: Span::new(edit.span.start - start, edit.span.end - start),
        text: edit.text.clone(),
    });
    let moved = Fix {
        applicability: fix.applicability,
        edits: edits.collect(),
    };
    let after = apply(before, [&moved]).filter(|it| it.len() <= MOST)?;
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, from: &str, to: &str) -> String {
        let at = text.find(from).unwrap();
        let edit = Edit {
            span: Span::from_range(at..at + from.len()),
            text: to.to_owned(),
        };
        fix_lines(&Fix::new(Applicability::Safe, edit), text)
    }

    #[test]
    fn only_lines_that_change_are_shown() {
        assert_eq!(
            told("a\r\nb: c\r\nd\r\n", "c", "e"),
            "help: --fix writes this:\n- b: c\n+ b: e"
        );
        assert_eq!(
            told("a:\n  - b\n  - c\n", "  - b\n", ""),
            "help: --fix writes this:\n-   - b"
        );
    }

    #[test]
    fn nothing_that_acts_is_shown_and_no_line_without_end() {
        assert_eq!(
            told("a\u{1b}b", "a", "c"),
            "help: --fix writes this:\n- a\\u{1b}b\n+ c\\u{1b}b"
        );
        assert_eq!(told(&"a".repeat(999), "a", "b"), "help: --fix writes this");
    }
}
