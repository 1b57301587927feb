//! TOML with comments, line by line.

use std::collections::BTreeSet;

use super::super::quote::{key, quoted};
use crate::emit::escape::plain;

/// A configuration that is being written.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// Whether what is written is for people to uncomment.
    is_muted: bool,
    /// The ids of rules so far.
    ids: BTreeSet<String>,
}

/// Columns of a comment.
const WIDTH: usize = 100;

impl Page {
    /// A comment, on as many lines as it takes.
    pub(super) fn comment(&mut self, text: &str) {
        let text = plain(text);
        let mut line = String::from("#");
        for word in text.split(' ') {
            if line.len() > 1 && line.len() + 1 + word.len() > WIDTH {
                self.line(&line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    /// The head of a table, behind an empty line.
    pub(super) fn table(&mut self, head: &str) {
        self.gap();
        self.line(head);
    }

    /// A key with a value that is TOML already.
    pub(super) fn pair(&mut self, name: &str, value: &str) {
        self.line(&format!("{} = {value}", key(name)));
    }

    /// A key with a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.pair(name, &quoted(text));
    }

    /// The id of a rule, with a number where another has it.
    pub(super) fn id(&mut self, wanted: &str) {
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        if let Some(id) = names.find(|id| !self.ids.contains(id)) {
            self.text("id", &id);
            self.ids.insert(id);
        }
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        if self.is_muted {
            self.push(&format!("# {line}"));
        } else {
            self.push(line);
        }
    }

    /// An empty line, if there is none yet.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Writes something as a comment, ready to be uncommented.
    pub(super) fn muted(&mut self, write: impl FnOnce(&mut Self)) {
        self.is_muted = true;
        write(self);
        self.is_muted = false;
    }

    /// All that was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// A list of texts as TOML.
pub(super) fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let texts = texts.into_iter().map(|text| quoted(text.as_ref()));
    format!("[{}]", texts.collect::<Vec<_>>().join(", "))
}

/// A condition as TOML: in single quotes where it has none, since it holds double ones.
pub(super) fn condition(text: &str) -> String {
    let toml = quoted(text);
    let is_plain = !text.contains('\'') && toml.replace("\\\"", "\"") == format!("\"{text}\"");
    if is_plain { format!("'{text}'") } else { toml }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_broken_at_words_and_hold_nothing_that_acts() {
        let mut page = Page::default();
        page.comment(&format!("{}b\n[rules]", "a ".repeat(60)));
        page.muted(|page| page.text("k", "v"));
        let text = page.finish();
        assert!(
            text.lines()
                .all(|line| line.starts_with("# ") && line.len() <= WIDTH)
        );
        assert!(text.ends_with("b\\u{a}[rules]\n# k = \"v\"\n"), "{text}");
    }

    #[test]
    fn no_two_rules_have_one_id() {
        let mut page = Page::default();
        for _ in 0..3 {
            page.id("meta");
        }
        let wanted = "id = \"meta\"\nid = \"meta-2\"\nid = \"meta-3\"\n";
        assert_eq!(page.finish(), wanted);
    }

    #[test]
    fn conditions_are_in_single_quotes_where_they_can_be() {
        assert_eq!(condition("a == \"b\""), "'a == \"b\"'");
        assert_eq!(condition("a == 'b'"), "\"a == 'b'\"");
        assert_eq!(condition("a == \"\u{1b}\""), "\"a == \\\"\\u001B\\\"\"");
    }
}
