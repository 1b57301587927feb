//! The anchors of a post: those of its headings, as site generators make them, and those that are
//! written.
//!
//! Generators differ. An anchor is compared in one form: in small letters, with one hyphen for any
//! run of blanks, hyphens and underscores. What this cannot decide counts as there.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::post::{BlockKind, Post};

/// The ids of elements, `{#id}` and `{: #id}` behind headings, `{/* #id */}` in MDX.
static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let ids =
        r#"(?i)\b(?:id|name)\s*=\s*\\?["']?([^"'\s>{}\\]+)|\{:?\s*#([^\s}]+)|\{/\*\s*#([^\s*]+)"#;
    Regex::new(ids).ok()
});

/// What links to a post can lead to.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// In the form in which they are compared.
    pub(super) names: FxHashSet<String>,
    /// Whether there may be others: something else makes headings.
    pub(super) are_open: bool,
    /// Whether there may be others of ASCII letters: a heading has letters that some transcribe.
    pub(super) are_transcribed: bool,
}

/// How often there was a heading of a name, for each form of names.
type Counts = [FxHashMap<String, usize>; 3];

impl Anchors {
    /// The anchors of a post, whose source is `text`.
    pub(super) fn of(post: &Post, text: &str) -> Self {
        let mut anchors = Self::default();
        let mut counts = Counts::default();
        for block in &post.body.blocks {
            let written = text.get(block.span.range()).unwrap_or_default();
            match &block.kind {
                BlockKind::Heading(_) => {
                    anchors.are_open |= is_opaque(written);
                    anchors.add_heading(post.body.block_text(block), &mut counts);
                }
                BlockKind::Raw => anchors.are_open |= makes_headings(written),
                _ => {}
            }
        }
        let found = WRITTEN.iter().flat_map(|regex| regex.captures_iter(text));
        let ids = found.filter_map(|found| (1..4).find_map(|at| found.get(at)));
        anchors.names.extend(ids.map(|id| name(id.as_str())));
        anchors
    }

    /// Whether a link to `anchor` leads somewhere.
    pub(super) fn hold(&self, anchor: &str) -> bool {
        let is_transcribed = self.are_transcribed && anchor.is_ascii();
        self.are_open || is_transcribed || self.names.contains(&name(anchor))
    }

    fn add_heading(&mut self, heading: &str, counts: &mut Counts) {
        let is_foreign = |c: char| c.is_alphabetic() && !c.is_ascii();
        self.are_transcribed |= heading.contains(is_foreign);
        let apart: String = heading
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect();
        let whole = name(heading);
        let without_number = whole.trim_start_matches(|c: char| !c.is_alphabetic());
        let forms = [without_number.to_owned(), name(&apart), whole];
        // Each generator makes one form, and counts what it has made.
        for (form, counts) in forms.into_iter().zip(counts) {
            let count = counts.entry(form.clone()).or_default();
            if *count > 0 {
                // The second is `a-1` or, where they are counted from one, `a-2`.
                self.names.insert(format!("{form}-{count}"));
                self.names.insert(format!("{form}-{}", *count + 1));
            }
            *count += 1;
            self.names.insert(form);
        }
    }
}

/// Whether a heading holds what fills in more text than is written: elements and expressions, but
/// not `{#id}`, `{: #id}`, `{.class}` and `{/* … */}`.
fn is_opaque(heading: &str) -> bool {
    let mut braces = heading.split('{').skip(1);
    heading.contains('<') || braces.any(|inner| !inner.starts_with(['#', ':', '.', '/']))
}

/// Whether an opaque block may bring headings along: not the marks of an admonition, nor an import.
fn makes_headings(written: &str) -> bool {
    let written = written.trim_start();
    let harmless = [":::", "!!!", "???", "import ", "export "];
    !harmless.iter().any(|mark| written.starts_with(mark))
}

/// The form in which anchors are compared.
pub(super) fn name(anchor: &str) -> String {
    let mut name = String::with_capacity(anchor.len());
    for c in anchor.trim().chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '_')) && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::kinds::meta::fixture::Fixture;

    fn holds(text: &str, anchor: &str) -> bool {
        let post = Fixture::markdown(text);
        Anchors::of(&post.post, &post.text).hold(anchor)
    }

    #[test]
    fn headings_have_the_anchors_of_common_generators() {
        let post =
            "# What's new in v1.2?\n\n## A & B\n\n## 1. Set_up `now`\n\n## Again\n\n## Again\n";
        for anchor in [
            "whats-new-in-v12",
            "what-s-new-in-v1-2",
            "What's-new-in-v1.2",
            "a--b",
            "a-b",
            "1-set_up-now",
            "set-up-now",
            "again",
            "again-1",
            "again-2",
        ] {
            assert!(holds(post, anchor), "{anchor}");
        }
        for anchor in ["whats-new", "c", "again-3", "setup"] {
            assert!(!holds(post, anchor), "{anchor}");
        }
        let post = "## 1. Set up\n\n## 2. Set up\n\n## What's new\n\n## What's new\n";
        for anchor in [
            "set-up",
            "set-up-1",
            "2-set-up",
            "what-s-new-1",
            "whats-new-1",
        ] {
            assert!(holds(post, anchor), "{anchor}");
        }
        assert!(!holds(post, "1-set-up-1") && !holds(post, "set-up-3"));
    }

    #[test]
    fn written_ids_are_anchors() {
        let post = "## Knots {#own-id}\n\n## Ropes {#r .c}\n\n<a name=\"here\"></a>\n\n<div id='There'>\n\n## New {/* #mdx */}\n";
        for anchor in ["own-id", "r", "here", "There"] {
            assert!(holds(post, anchor), "{anchor}");
        }
        // As a body stands in a record of JSON.
        assert!(holds(r#"<p id=\"deep\">"#, "deep"));
        assert!(holds("## Kram\n{: #down}\n", "down"));
        assert!(!holds("## Knots {#own-id}\n", "other"));
    }

    #[test]
    fn what_cannot_be_known_counts_as_there() {
        assert!(holds("## Überblick\n", "ueberblick"));
        assert!(holds("## Überblick\n", "überblick"));
        assert!(!holds("## Überblick\n", "übersicht"));
        assert!(holds("{{< include \"a\" >}}\n", "any"));
        assert!(holds("## <T>x</T>\n", "any"));
        assert!(!holds(":::note\nText.\n:::\n", "any"));
    }
}
