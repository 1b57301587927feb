//! Patterns, phrases and globs of strangers.

use super::engine::{alone, configured, drafts, inputs, reported};
use super::lint::assert_true;
use super::pieces::{choice_and_text, parts};

/// Kinds of rule that take patterns and words, and every place that takes a glob.
const RULES: [&str; 8] = [
    "kind = \"pattern\"\npatterns = [@]",
    "kind = \"pattern\"\nwords = [@]\nignore-case = true",
    "kind = \"pattern\"\nwords = [@]\nexcept = [@]",
    "kind = \"meta\"\n[rule.fields.title]\npattern = @",
    "kind = \"sections\"\nrequired = [{ title = \"a\", pattern = @ }]",
    "kind = \"boilerplate\"\nmin-posts = 2\nmin-words = 1\nallow = [@]",
    "kind = \"pattern\"\nwords = [\"a\"]\nfiles = [@]",
    "kind = \"pattern\"\npatterns = [@]\nmust-appear = true\nscope = \"headings\"",
];

/// The first byte chooses the rule; a pattern comes first, then posts.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let parts = parts(text, 3);
    let config = format!("[[rule]]\nid = \"r\"\n{}\n", RULES[choice % 8]);
    let (_, config) = configured(&config.replace('@', &quoted(parts[0])));
    let Ok(config) = config else {
        return;
    };
    let posts = if parts.len() > 1 {
        &parts[1..]
    } else {
        &["# A title\n\naa ab ba bb\n"]
    };
    let drafts = drafts(0, posts);
    alone(|| {
        reported(&config, &inputs(&drafts), None, |report, _| {
            assert_true(report, &drafts);
        });
    });
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' || c == '\u{7f}' => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
