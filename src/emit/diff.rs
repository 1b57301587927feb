//! Unified diffs of posts.
//!
//! A diff is read by people in terminals and logs, and by `patch` and `git apply`. What acts in a
//! terminal or is a command to a CI runner is escaped as everywhere; a diff that holds such text
//! shows what changes, but does not apply. Tabs, a carriage return at the end of a line and a byte
//! order mark at the start of a file do no harm and stay.

use std::io::{self, Write};

use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, TextDiff};

use super::escape::{hazards, plain, push_escaped};

/// Lines around a change.
const AROUND: usize = 3;

/// Writes how a post changes.
pub fn write_diff(path: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_inclusive('\n').collect(),
        after.split_inclusive('\n').collect(),
    );
    let diff = TextDiff::from_slices(&old, &new);
    // A tab ends a name with blanks.
    let end = if path.contains(' ') { "\t" } else { "" };
    let path = plain(path);
    writeln!(out, "--- {path}{end}\n+++ {path}{end}")?;
    for operations in diff.grouped_ops(AROUND) {
        writeln!(out, "{}", UnifiedHunkHeader::new(&operations))?;
        for change in operations.iter().flat_map(|it| diff.iter_changes(it)) {
            let is_first = change.old_index().or(change.new_index()) == Some(0);
            write_line(change.tag(), change.value(), is_first, out)?;
        }
    }
    Ok(())
}

fn write_line(tag: ChangeTag, line: &str, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    let sign = match tag {
        ChangeTag::Equal => " ",
        ChangeTag::Delete => "-",
        ChangeTag::Insert => "+",
    };
    let (text, end) = split_end(line);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    if is_first && let Some(behind) = text.strip_prefix('\u{feff}') {
        shown.push('\u{feff}');
        rest = behind;
    }
    push_harmless(rest, tag, &mut shown);
    out.write_all(sign.as_bytes())?;
    out.write_all(shown.as_bytes())?;
    match end {
        "" => out.write_all(b"\n\\ No newline at end of file\n"),
        end => out.write_all(end.as_bytes()),
    }
}

/// A line and its end.
fn split_end(line: &str) -> (&str, &str) {
    let text = line.strip_suffix('\n').unwrap_or(line);
    let text = if text.len() < line.len() {
        text.strip_suffix('\r').unwrap_or(text)
    } else {
        text
    };
    line.split_at(text.len())
}

/// Whether a runner takes a line for a command: `::name::`. The fences of containers, as `:::note`,
/// are none.
fn is_command(line: &str) -> bool {
    line.strip_prefix("::")
        .is_some_and(|rest| rest.contains("::"))
}

/// Appends the text of a line. A command stands behind blanks alone, so that only the lines around
/// a change can be one.
fn push_harmless(text: &str, tag: ChangeTag, shown: &mut String) {
    let indent = text.len() - text.trim_start().len();
    let colon = (tag == ChangeTag::Equal && is_command(&text[indent..])).then_some(indent);
    let mut done = 0;
    let mut escape = |at: usize, c: char, shown: &mut String| {
        shown.push_str(&text[done..at]);
        push_escaped(shown, c);
        done = at + c.len_utf8();
    };
    let mut colon = colon;
    for (at, c) in hazards(text).filter(|(_, c)| *c != '\t') {
        if let Some(colon) = colon.take_if(|colon| *colon < at) {
            escape(colon, ':', shown);
        }
        escape(at, c, shown);
    }
    if let Some(colon) = colon {
        escape(colon, ':', shown);
    }
    shown.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(path: &str, before: &str, after: &str) -> String {
        let mut out = Vec::new();
        write_diff(path, before, after, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn shows_what_changes_with_the_lines_around_it() {
        assert_eq!(
            diff("a b.md", "1\n2\n3\n4\n5\n6", "1\n2\n3\n4\nfive\n6"),
            "--- a b.md\t\n+++ a b.md\t\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n\
             \\ No newline at end of file\n"
        );
    }

    #[test]
    fn line_ends_tabs_and_a_byte_order_mark_stay() {
        assert_eq!(
            diff("a.md", "\u{feff}a\tb\r\nc\r\n", "\u{feff}a\tb\r\nd\r\n"),
            "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n \u{feff}a\tb\r\n-c\r\n+d\r\n"
        );
    }

    #[test]
    fn the_fences_of_containers_stay() {
        assert_eq!(
            diff("a.md", ":::note\na\n:::\n", ":::note\nb\n:::\n"),
            "--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n :::note\n-a\n+b\n :::\n"
        );
    }

    #[test]
    fn nothing_that_acts_comes_out() {
        assert_eq!(
            diff(
                "\u{1b}[2J\n.md",
                "  ::error::x\n\u{1b}]0;x\u{7}\n##[group]\n\rx\n",
                "  ::error::x\n::y\n##[group]\n\rx\n"
            ),
            "--- \\u{1b}[2J\\u{a}.md\n+++ \\u{1b}[2J\\u{a}.md\n@@ -1,4 +1,4 @@\n   \\u{3a}:error::x\n\
             -\\u{1b}]0;x\\u{7}\n+::y\n #\\u{23}[group]\n \\u{d}x\n"
        );
    }
}
