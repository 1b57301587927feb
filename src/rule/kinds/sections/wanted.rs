//! What a rule says of one section.

use regex::Regex;

use super::outline::{Heading, fold_title};
use crate::rule::expr::{Expr, Verdict};
use crate::rule::node::{Node, NodeValue};
use crate::rule::{Options, PostContext, Setting};

/// A title that a rule names.
pub(super) struct Title {
    /// As written, for messages.
    pub(super) text: String,
    pub(super) folded: String,
    /// Where it is named.
    pub(super) declared: Setting,
}

/// A required section.
pub(super) struct Wanted {
    /// Its title, then its aliases; empty when only a pattern tells it.
    titles: Vec<Title>,
    pattern: Option<Regex>,
    pub(super) level: Option<u8>,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
    pub(super) after: Option<Title>,
    pub(super) min_words: usize,
    pub(super) min_items: usize,
    when: Option<Expr>,
    /// Where it is required.
    pub(super) declared: Setting,
}

/// The keys of a required section.
const KEYS: [&str; 10] = [
    "title",
    "aliases",
    "pattern",
    "level",
    "first",
    "last",
    "after",
    "min-words",
    "min-items",
    "when",
];

const DEEPEST: usize = 6;

impl Title {
    /// The titles of a list option.
    pub(super) fn read_all(options: &mut Options<'_>, name: &str) -> Vec<Self> {
        let texts = options.strings(name).into_iter();
        texts
            .filter_map(|(text, node)| Self::read(options, node, text))
            .collect()
    }

    fn read(options: &mut Options<'_>, node: &Node, text: &str) -> Option<Self> {
        let folded = fold_title(text).into_owned();
        if folded.is_empty() {
            options.problem(node, "a section title must have a letter or a digit");
            return None;
        }
        Some(Self {
            text: text.trim().to_owned(),
            folded,
            declared: place(node),
        })
    }
}

impl Wanted {
    /// The sections of a list option whose items are titles or tables.
    pub(super) fn read_all(options: &mut Options<'_>, name: &str) -> Vec<Self> {
        let nodes = options.items(name).iter();
        nodes
            .filter_map(|node| match &node.value {
                NodeValue::String(text) => {
                    let title = Title::read(options, node, text)?;
                    Some(Self::titled(vec![title], place(node)))
                }
                NodeValue::Table(table) => Self::read(&mut options.inner(node, table), place(node)),
                _ => {
                    options.wrong_type(name, node, "a list of titles and tables");
                    None
                }
            })
            .collect()
    }

    fn titled(titles: Vec<Title>, declared: Setting) -> Self {
        Self {
            titles,
            pattern: None,
            level: None,
            is_first: false,
            is_last: false,
            after: None,
            min_words: 0,
            min_items: 0,
            when: None,
            declared,
        }
    }

    fn read(options: &mut Options<'_>, declared: Setting) -> Option<Self> {
        options.reject_unknown(&KEYS);
        let mut titles = Title::read_all(options, "title");
        titles.extend(Title::read_all(options, "aliases"));
        let pattern = read_pattern(options);
        if options.node("title").is_none() && options.node("pattern").is_none() {
            options.lacks("a required section needs 'title' or 'pattern'");
        }
        let wanted = Self {
            pattern,
            level: read_level(options),
            is_first: options.boolean("first", false),
            is_last: options.boolean("last", false),
            after: Title::read_all(options, "after").into_iter().next(),
            min_words: options.count("min-words").unwrap_or(0),
            min_items: options.count("min-items").unwrap_or(0),
            when: options.condition("when"),
            ..Self::titled(titles, declared)
        };
        if wanted.is_first && (wanted.is_last || wanted.after.is_some()) {
            options.lacks("a section that comes first cannot come last or after another");
        }
        (!wanted.titles.is_empty() || wanted.pattern.is_some()).then_some(wanted)
    }

    /// The title as users read it.
    pub(super) fn name(&self) -> &str {
        match (self.titles.first(), &self.pattern) {
            (Some(title), _) => &title.text,
            (None, Some(pattern)) => pattern.as_str(),
            (None, None) => "",
        }
    }

    /// The titles by which it goes.
    pub(super) fn titles(&self) -> &[Title] {
        &self.titles
    }

    /// Whether a heading is one of its titles.
    fn is_named(&self, heading: &Heading<'_>) -> bool {
        self.titles
            .iter()
            .any(|title| title.folded == heading.folded)
    }

    /// Whether a heading is the section by its title: a pattern may mean many.
    pub(super) fn is(&self, heading: &Heading<'_>) -> bool {
        self.is_named(heading) && self.takes_level(heading.level)
    }

    /// Whether a heading, of whatever level, is meant.
    pub(super) fn means(&self, heading: &Heading<'_>) -> bool {
        let mut pattern = self.pattern.iter();
        self.is_named(heading) || pattern.any(|pattern| pattern.is_match(heading.text))
    }

    /// Whether a heading of this level will do.
    pub(super) fn takes_level(&self, level: u8) -> bool {
        self.level.is_none_or(|wanted| wanted == level)
    }

    /// Whether every post needs the section.
    pub(super) fn is_always_due(&self) -> bool {
        self.when.is_none()
    }

    /// Whether a title is one of its own.
    pub(super) fn has(&self, title: &Title) -> bool {
        let mut titles = self.titles.iter();
        titles.any(|known| known.folded == title.folded)
    }

    /// Whether a title is one of its own, or of the many that its pattern means.
    pub(super) fn goes_by(&self, title: &Title) -> bool {
        let mut pattern = self.pattern.iter();
        self.has(title) || pattern.any(|pattern| pattern.is_match(&title.text))
    }

    /// Whether this post needs the section.
    pub(super) fn is_due(&self, cx: &PostContext<'_>) -> bool {
        let mut when = self.when.iter();
        when.all(|when| when.is_true(cx) == Verdict::True)
    }
}

fn place(node: &Node) -> Setting {
    Setting {
        source: node.source,
        span: node.span,
    }
}

fn read_pattern(options: &mut Options<'_>) -> Option<Regex> {
    let node = options.node("pattern")?;
    let text = options.string("pattern")?;
    options.node_regex(node, text, true)
}

fn read_level(options: &mut Options<'_>) -> Option<u8> {
    let node = options.node("level")?;
    let level = options.count("level")?;
    if !(1..=DEEPEST).contains(&level) {
        options.problem(node, format!("'level' must lie between 1 and {DEEPEST}"));
        return None;
    }
    u8::try_from(level).ok()
}
