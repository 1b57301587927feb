//! From a patch to the lines that it adds or changes, and those beside what it removes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::files::diff;
use super::lines::Ranges;
use super::program::Git;
use crate::discover::path_of_bytes;
use crate::error::Result;

/// The changed lines of the files that `base` held already. A file for which git shows no lines,
/// such as one that it takes for binary, is not among them.
pub(super) fn lines(
    git: &Git,
    top: &Path,
    base: &str,
    is_staged: bool,
) -> Result<HashMap<PathBuf, Ranges>> {
    let how = ["--unified=3", "--inter-hunk-context=0", "--diff-filter=M"];
    let names = ["--src-prefix=a/", "--dst-prefix=b/"];
    let patch = git.run(&diff(&[&how[..], &names].concat(), base, is_staged))?;
    let files = parse(&patch).into_iter();
    Ok(files
        .map(|(name, ranges)| (top.join(path_of_bytes(&name)), ranges))
        .collect())
}

/// The changed lines of each file of a patch.
///
/// Lines of files are taken by the counts of their hunk, so that none is read as a header.
fn parse(patch: &[u8]) -> Vec<(Vec<u8>, Ranges)> {
    let mut files: Vec<(Option<Vec<u8>>, Ranges)> = Vec::new();
    let mut lines = patch.split(|byte| *byte == b'\n');
    while let Some(line) = lines.next() {
        if let Some(header) = line.strip_prefix(b"+++ ") {
            files.push((after_prefix(header), Ranges::new()));
        } else if let Some((hunk, (_, ranges))) = hunk(line).zip(files.last_mut()) {
            let body = hunk.body(&mut lines);
            hunk.note(&body, ranges);
        }
    }
    let with_lines = files.into_iter().filter(|(_, ranges)| !ranges.is_empty());
    with_lines
        .filter_map(|(name, ranges)| Some((name?, ranges)))
        .collect()
}

/// How many lines of both sides a hunk holds, and the number of its first new line.
struct Hunk {
    old: u64,
    start: u64,
    new: u64,
}

impl Hunk {
    /// The lines of the hunk.
    fn body<'a>(&self, lines: &mut impl Iterator<Item = &'a [u8]>) -> Vec<&'a [u8]> {
        let (mut old, mut new) = (self.old, self.new);
        let mut body = Vec::new();
        while old > 0 || new > 0 {
            let Some(line) = lines.next() else {
                break;
            };
            match line.first() {
                // `\ No newline at end of file` is a line of neither side.
                Some(b'\\') => continue,
                Some(b'-') => old = old.saturating_sub(1),
                Some(b'+') => new = new.saturating_sub(1),
                _ => (old, new) = (old.saturating_sub(1), new.saturating_sub(1)),
            }
            body.push(line);
        }
        body
    }

    /// Notes the new lines; where lines were only removed, those between which they stood, blank
    /// ones and the next that is not.
    fn note(&self, body: &[&[u8]], ranges: &mut Ranges) {
        let is_changed = |line: &[u8]| line.starts_with(b"+") || line.starts_with(b"-");
        let runs: Vec<&[&[u8]]> = body
            .chunk_by(|a, b| is_changed(a) == is_changed(b))
            .collect();
        let around = |at: Option<usize>| at.and_then(|at| runs.get(at)).copied();
        let mut line = self.start.max(1);
        for (at, run) in runs.iter().enumerate() {
            if !run.first().is_some_and(|first| is_changed(first)) {
                line += run.len() as u64;
                continue;
            }
            let added = run.iter().filter(|line| line.starts_with(b"+")).count() as u64;
            if added > 0 {
                push(ranges, line, line + added - 1);
                line += added;
                continue;
            }
            let above = around(at.checked_sub(1)).unwrap_or_default();
            let below = around(at.checked_add(1)).unwrap_or_default();
            let above = 1 + blank(above.iter().rev());
            push(
                ranges,
                line.saturating_sub(above).max(1),
                line + blank(below.iter()),
            );
        }
    }
}

/// How many blank lines come first.
fn blank<'a>(lines: impl Iterator<Item = &'a &'a [u8]>) -> u64 {
    lines
        .take_while(|line| line.trim_ascii().is_empty())
        .count() as u64
}

/// Adds a stretch that starts no further up than the last one.
fn push(ranges: &mut Ranges, first: u64, last: u64) {
    let clamp = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
    let (first, last) = (clamp(first), clamp(last));
    match ranges.last_mut() {
        Some((_, end)) if first <= *end => *end = last.max(*end),
        _ => ranges.push((first, last)),
    }
}

/// Reads `@@ -START,COUNT +START,COUNT @@`; a count of 1 may be left out.
fn hunk(line: &[u8]) -> Option<Hunk> {
    let line = line.strip_prefix(b"@@ -")?;
    let end = line.windows(3).position(|it| it == b" @@")?;
    let (before, after) = std::str::from_utf8(&line[..end]).ok()?.split_once(" +")?;
    let (_, old) = stretch(before)?;
    let (start, new) = stretch(after)?;
    Some(Hunk { old, start, new })
}

fn stretch(text: &str) -> Option<(u64, u64)> {
    // Counts are of lines in memory, far below the bound that keeps sums from running over.
    let number = |text: &str| text.parse::<u32>().ok().map(u64::from);
    match text.split_once(',') {
        Some((start, count)) => Some((number(start)?, number(count)?)),
        None => Some((number(text)?, 1)),
    }
}

/// The name behind `+++ `: plain, with a tab behind it if it holds a blank, or quoted as in C.
fn after_prefix(header: &[u8]) -> Option<Vec<u8>> {
    if let Some(quoted) = header.strip_prefix(b"\"b/") {
        return unquoted(quoted);
    }
    let name = header.strip_prefix(b"b/")?;
    Some(name.strip_suffix(b"\t").unwrap_or(name).to_vec())
}

/// The text up to the closing quote.
fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    let mut name = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    loop {
        match bytes.next()? {
            b'"' => return Some(name),
            b'\\' => name.push(escaped(&mut bytes)?),
            byte => name.push(byte),
        }
    }
}

/// The byte that stands behind a backslash: a letter, or three octal digits.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let byte = match bytes.next()? {
        b'a' => 7,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 11,
        b'f' => 12,
        b'r' => b'\r',
        digit @ b'0'..=b'3' => {
            let mut next = || bytes.next().map(|digit| digit.wrapping_sub(b'0') & 7);
            let (second, third) = (next()?, next()?);
            (digit - b'0') << 6 | second << 3 | third
        }
        other => other,
    };
    Some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_added_and_changed_lines() {
        let patch = b"diff --git a/a b.md b/a b.md\nindex 1..2 100644\n--- a/a b.md\t\n+++ b/a b.md\t\n\
                      @@ -1,2 +1,3 @@ heading\n-x\n+y\n+z\n c\n@@ -20,3 +21,5 @@\n a\n+q\n b\n+r\n c\n";
        let found = parse(patch);
        let lines = vec![(1, 2), (22, 22), (24, 24)];
        assert_eq!(found, [(b"a b.md".to_vec(), lines)]);
    }

    #[test]
    fn what_was_removed_touches_the_lines_around_it() {
        let gap = |hunk: &str| parse(format!("+++ b/a.md\n{hunk}").as_bytes())[0].1.clone();
        assert_eq!(gap("@@ -5,3 +5,2 @@\n a\n-x\n b\n"), [(5, 6)]);
        // Blank lines are passed over, also those of Windows.
        let hunk = "@@ -5,7 +5,5 @@\n a\n \n-x\n-\n \r\n \n b\n";
        assert_eq!(gap(hunk), [(5, 9)]);
        assert_eq!(gap("@@ -1,2 +1 @@\n-x\n a\n"), [(1, 1)]);
        assert_eq!(gap("@@ -1 +0,0 @@\n-x\n"), [(1, 1)]);
        // Stretches that meet are one.
        assert_eq!(gap("@@ -1,3 +1,2 @@\n-x\n+y\n \n-z\n"), [(1, 3)]);
    }

    #[test]
    fn lines_of_a_post_are_never_headers() {
        let patch = b"+++ b/a.md\n@@ -1,2 +1,3 @@\n--- a/b.md\n-@@ -1 +1 @@\n\\ No newline at end of file\n\
                      +++ b/evil.md\n+@@ -1 +1,99 @@\n+x\n\\ No newline at end of file\n+++ b/b.md\n@@ -3 +3 @@\n-x\n+y\n";
        let found = parse(patch);
        assert_eq!(
            found,
            [
                (b"a.md".to_vec(), vec![(1, 3)]),
                (b"b.md".to_vec(), vec![(3, 3)])
            ]
        );
    }

    #[test]
    fn names_are_read_as_git_quotes_them() {
        let patch = b"+++ \"b/n\\nl \\\"q\\\" \\303\\244\\377.md\"\n@@ -1 +1 @@\n-x\n+y\n";
        assert_eq!(parse(patch)[0].0, b"n\nl \"q\" \xc3\xa4\xff.md");
    }

    #[test]
    fn what_is_no_patch_is_passed_over() {
        for patch in [
            &b"@@ -1 +1 @@\n+x"[..],
            b"+++ b/a\n@@ -x +1 @@\n@@ -1 +99999999999 @@\n@@",
            b"+++ a\n@@ -1 +1 @@\n+x",
            b"+++ \"b/a\\",
        ] {
            assert!(parse(patch).is_empty());
        }
    }
}
