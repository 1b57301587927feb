//! Exact comparison of the few posts that are candidates.

use similar::{ChangeTag, TextDiff};

use crate::rule::Corpus;

/// Lines of each body that are compared: a bound that does not depend on the clock.
const MOST_COMPARED: usize = 500;
/// Differing lines that are shown.
const MOST_LINES: usize = 6;
/// Characters of a shown line.
const MOST_CHARACTERS: usize = 100;

/// How two posts differ.
pub(super) struct Compared {
    lines: Vec<String>,
    hidden: usize,
}

impl Compared {
    /// Compares the bodies block by block.
    pub(super) fn of(corpus: &Corpus<'_>, post: u32, other: u32) -> Option<Self> {
        let ours = corpus.ledger.load(post).ok()?;
        let theirs = corpus.ledger.load(other).ok()?;
        let lines = |text: &'_ str| -> Vec<String> {
            let lines = text.lines().take(MOST_COMPARED);
            lines.map(|line| format!("{line}\n")).collect()
        };
        let (theirs, ours) = (lines(&theirs.post.body.text), lines(&ours.post.body.text));
        let (theirs, ours) = (theirs.concat(), ours.concat());
        let diff = TextDiff::from_lines(&theirs, &ours);
        let mut lines = Vec::new();
        let mut hidden = 0;
        for change in diff.iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let text = change.value().trim();
            if text.is_empty() {
                continue;
            }
            if lines.len() < MOST_LINES {
                lines.push(format!("{sign} {}", cut(text)));
            } else {
                hidden += 1;
            }
        }
        Some(Self { lines, hidden })
    }

    /// What is said of it: a line each.
    pub(super) fn notes(&self) -> Vec<String> {
        if self.lines.is_empty() {
            return vec!["the bodies have the same lines".to_owned()];
        }
        let mut notes = vec!["what differs (- there, + here):".to_owned()];
        notes.extend(self.lines.iter().cloned());
        if self.hidden > 0 {
            let lines = crate::text::counted(self.hidden, "more line");
            notes.push(format!("and {lines}"));
        }
        notes
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(MOST_CHARACTERS) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.to_owned(),
    }
}
