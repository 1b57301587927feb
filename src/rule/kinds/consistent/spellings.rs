//! The spellings that a rule names.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::rule::Options;
use crate::rule::kinds::matcher::{Sought, phrase_of};
use crate::rule::node::{Node, NodeValue};

/// Every spelling by number, and the group in which it is one of several.
#[derive(Default)]
pub(super) struct Spellings {
    /// The group of each spelling.
    groups: Vec<usize>,
    /// Whether each has several words.
    are_open: Vec<bool>,
    /// The spelling of each phrase, and of each pattern.
    phrases: FxHashMap<String, usize>,
    patterns: FxHashMap<String, usize>,
}

impl Spellings {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// How many groups there are.
    pub(super) fn groups(&self) -> usize {
        self.groups.last().map_or(0, |last| last + 1)
    }

    /// The group of a spelling.
    pub(super) fn group(&self, spelling: usize) -> usize {
        self.groups[spelling]
    }

    /// Whether a spelling is that of several words, as a pattern is, or a list.
    pub(super) fn is_open(&self, spelling: usize) -> bool {
        self.are_open[spelling]
    }

    /// The spelling that a pattern or phrase belongs to.
    pub(super) fn of(&self, is_pattern: bool, written: &str) -> usize {
        let known = if is_pattern {
            &self.patterns
        } else {
            &self.phrases
        };
        known.get(written).copied().unwrap_or_default()
    }
}

/// Reads the option `either`.
pub(super) fn read<'a>(options: &mut Options<'a>) -> (Spellings, Sought<'a>) {
    let mut reader = Reader {
        ignores_case: options.boolean("ignore-case", true),
        options,
        seen: FxHashSet::default(),
        spellings: Spellings::default(),
        sought: Sought::default(),
    };
    let items = reader.options.items("either");
    let is_text = |node: &Node| matches!(node.value, NodeValue::String(_));
    if items.len() > 1 && items.iter().all(is_text) {
        // The spellings of one thing.
        reader.group(items, None);
    } else {
        for item in items {
            match &item.value {
                NodeValue::Array(spellings) => reader.group(spellings, Some(item)),
                _ => reader.options.wrong_type("either", item, "a list of lists"),
            }
        }
    }
    (reader.spellings, reader.sought)
}

struct Reader<'o, 'a> {
    options: &'o mut Options<'a>,
    ignores_case: bool,
    /// The phrases until now, in lower case where that makes no difference.
    seen: FxHashSet<String>,
    spellings: Spellings,
    sought: Sought<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn group(&mut self, spellings: &'a [Node], list: Option<&'a Node>) {
        if let (true, Some(list)) = (spellings.len() < 2, list) {
            let message = "a list of spellings needs two at least";
            self.options.problem(list, message);
        }
        let group = self.spellings.groups();
        for node in spellings {
            let spelling = self.spellings.groups.len();
            self.spellings.groups.push(group);
            let is_open = !matches!(node.value, NodeValue::String(_));
            self.spellings.are_open.push(is_open);
            match &node.value {
                NodeValue::Array(phrases) => {
                    for node in phrases {
                        self.phrase(node, spelling);
                    }
                }
                NodeValue::Table(table) => {
                    let mut inner = self.options.inner(node, table);
                    inner.reject_unknown(&["pattern"]);
                    match table.get("pattern") {
                        None => inner.lacks("a spelling of this kind needs 'pattern'"),
                        Some(node) => self.pattern(node, spelling),
                    }
                }
                _ => self.phrase(node, spelling),
            }
        }
    }

    fn phrase(&mut self, node: &'a Node, spelling: usize) {
        let Some(text) = self.options.node_string("either", node) else {
            return;
        };
        let phrase = phrase_of(text);
        let folded = if self.ignores_case {
            phrase.to_lowercase()
        } else {
            phrase.clone()
        };
        if !self.seen.insert(folded) {
            let message = format!("'{phrase}' is named twice, unless 'ignore-case' is false");
            self.options.problem(node, message);
            return;
        }
        self.spellings.phrases.insert(phrase, spelling);
        self.sought.words.push((text, node));
    }

    fn pattern(&mut self, node: &'a Node, spelling: usize) {
        if let Some(text) = self.options.node_string("pattern", node) {
            self.spellings.patterns.insert(text.to_owned(), spelling);
            self.sought.patterns.push((text, node));
        }
    }
}
