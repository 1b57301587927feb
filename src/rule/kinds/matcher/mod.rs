//! Finding patterns and phrases in a text.

mod phrases;

use std::cell::LazyCell;
use std::ops::{ControlFlow, Range};

use regex::{Regex, RegexSet, RegexSetBuilder};

use self::phrases::Phrases;
use crate::rule::Options;
use crate::rule::node::Node;
use crate::text::is_word_char;

/// What a rule looks for: regular expressions and phrases, without what lies in an exception.
pub(super) struct Matcher {
    expressions: Vec<Expression>,
    /// All expressions at once: most texts match none. `None` when they are too big together.
    filter: Option<RegexSet>,
    /// Whether no expression looks at where a text begins or ends.
    is_local: bool,
    /// `None` without phrases.
    phrases: Option<Phrases>,
    exceptions: Vec<Regex>,
}

struct Expression {
    regex: Regex,
    /// What users wrote.
    text: String,
    /// Whether it is a phrase: then it must begin and end with words.
    is_phrase: bool,
}

/// A place where a rule's pattern or phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) range: Range<usize>,
    /// Number of the pattern or phrase.
    pub(super) of: usize,
}

/// Most hits of a pattern, or of all phrases, in one text: what a hostile text may cost. Beyond
/// them the number that is told is too small; that there are some is not lost.
const MOST_HITS: usize = 1_000_000;
/// Largest size of all expressions at once.
const FILTER_SIZE: usize = 10 << 20;

/// What a rule looks for as users write it, each with its place in the configuration.
#[derive(Default)]
pub(super) struct Sought<'a> {
    pub(super) patterns: Vec<(&'a str, &'a Node)>,
    pub(super) words: Vec<(&'a str, &'a Node)>,
    pub(super) exceptions: Vec<(&'a str, &'a Node)>,
    pub(super) ignores_case: bool,
}

impl Matcher {
    /// Compiles what is sought; mistakes are told through `options`.
    pub(super) fn of(options: &mut Options<'_>, sought: &Sought<'_>) -> Self {
        let ignores_case = sought.ignores_case;
        let mut matcher = Self {
            expressions: Vec::new(),
            filter: None,
            is_local: true,
            phrases: None,
            exceptions: Vec::new(),
        };
        for (text, node) in &sought.patterns {
            matcher.add(options.node_regex(node, text, ignores_case), text, false);
        }
        let mut phrases = matcher.add_words(options, sought);
        for (text, node) in &sought.exceptions {
            let regex = options.node_regex(node, text, ignores_case);
            matcher.exceptions.extend(regex);
        }
        matcher.filter = matcher.filter_of(ignores_case);
        matcher.is_local = matcher.expressions.iter().all(Expression::is_local);
        if !phrases.is_empty() {
            // Longer ones are told before single words.
            phrases.sort_by_key(|phrase| !phrase.contains(' '));
            matcher.phrases = Phrases::new(phrases, ignores_case)
                .map_err(|_| options.lacks("the words and phrases are too many"))
                .ok();
        }
        matcher
    }

    /// Adds the words that must be looked for as expressions; the others are returned.
    fn add_words(&mut self, options: &mut Options<'_>, sought: &Sought<'_>) -> Vec<String> {
        let mut phrases = Vec::new();
        for (text, node) in &sought.words {
            let phrase = phrase_of(text);
            if phrase.is_empty() {
                options.problem(node, "a phrase must not be blank");
            } else if sought.ignores_case && !phrase.is_ascii() {
                // Phrases are looked for without the case of letters beyond ASCII.
                let regex = options.node_regex(node, &spaced(text), true);
                self.add(regex, &phrase, true);
            } else {
                phrases.push(phrase);
            }
        }
        phrases
    }

    fn add(&mut self, regex: Option<Regex>, text: &str, is_phrase: bool) {
        self.expressions.extend(regex.map(|regex| Expression {
            regex,
            text: text.to_owned(),
            is_phrase,
        }));
    }

    fn filter_of(&self, ignores_case: bool) -> Option<RegexSet> {
        let sources = self.expressions.iter().map(|it| it.regex.as_str());
        RegexSetBuilder::new(sources)
            .case_insensitive(ignores_case)
            .multi_line(true)
            .size_limit(FILTER_SIZE)
            .build()
            .ok()
    }

    /// How many patterns and phrases there are.
    pub(super) fn len(&self) -> usize {
        self.expressions.len() + self.phrases.as_ref().map_or(0, Phrases::len)
    }

    /// What users wrote for a pattern or phrase.
    pub(super) fn written(&self, of: usize) -> &str {
        match (self.expressions.get(of), &self.phrases) {
            (Some(expression), _) => &expression.text,
            (None, Some(phrases)) => phrases.written(of - self.expressions.len()),
            (None, None) => "",
        }
    }

    /// Whether it is a pattern, not a phrase.
    pub(super) fn is_pattern(&self, of: usize) -> bool {
        let expression = self.expressions.get(of);
        expression.is_some_and(|expression| !expression.is_phrase)
    }

    /// Every hit in `text`, in no order; hits of several patterns may overlap.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        // Found only where something else is: most texts have nothing to be excepted.
        let exceptions = LazyCell::new(|| Exceptions::of(&self.exceptions, text));
        let is_excepted = |range: &Range<usize>| exceptions.hold(range);
        self.add_phrases(text, is_excepted, &mut hits);
        if self.may_match(text) {
            self.add_expressions(text, is_excepted, &mut hits);
        }
        hits
    }

    fn may_match(&self, text: &str) -> bool {
        let mut filter = self.filter.iter();
        !self.expressions.is_empty() && filter.all(|filter| filter.is_match(text))
    }

    /// Whether anything could be found in a part of `text` that is cut at line feeds: `false` is
    /// certain, and cheaper than to look through the parts.
    pub(super) fn may_hit(&self, text: &str) -> bool {
        self.has_phrase(text)
            || !self.expressions.is_empty() && (!self.is_local || self.may_match(text))
    }

    fn has_phrase(&self, text: &str) -> bool {
        let mut phrases = self.phrases.iter();
        phrases.any(|phrases| {
            let first = phrases.find(text, |_, range| {
                if is_whole(text, &range) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            first.is_break()
        })
    }

    /// What is excepted takes no room from what is not.
    fn add_phrases(
        &self,
        text: &str,
        is_excepted: impl Fn(&Range<usize>) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        let Some(phrases) = &self.phrases else {
            return;
        };
        // That there are too many is seen by the count.
        let _ = phrases.find(text, |of, range| {
            if is_whole(text, &range) && !is_excepted(&range) {
                let of = self.expressions.len() + of;
                hits.push(Hit { range, of });
            }
            if hits.len() < MOST_HITS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
    }

    fn add_expressions(
        &self,
        text: &str,
        is_excepted: impl Fn(&Range<usize>) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        for (of, expression) in self.expressions.iter().enumerate() {
            let ranges = expression.regex.find_iter(text).map(|found| found.range());
            let wanted = ranges.filter(|range| {
                !range.is_empty()
                    && (!expression.is_phrase || is_whole(text, range))
                    && !is_excepted(range)
            });
            hits.extend(wanted.take(MOST_HITS).map(|range| Hit { range, of }));
        }
    }
}

/// A phrase with one blank between its words.
pub(super) fn phrase_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The expression that finds a phrase with any white space between its words.
pub(super) fn spaced(phrase: &str) -> String {
    let words = phrase.split_whitespace().map(regex::escape);
    words.collect::<Vec<_>>().join(r"\s+")
}

impl Expression {
    /// Whether it finds in a whole text what it finds in the lines of it.
    fn is_local(&self) -> bool {
        let asks_for_ends = [r"\A", r"\z", "(?"];
        !asks_for_ends
            .iter()
            .any(|it| self.regex.as_str().contains(it))
    }
}

/// Whether no word goes on at either end of `range`.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let found = &text[range.clone()];
    !joins(&text[..range.start], found) && !joins(found, &text[range.end..])
}

/// Whether a word goes on from one text into the next.
fn joins(before: &str, behind: &str) -> bool {
    let last = before.chars().next_back();
    last.is_some_and(is_word_char) && behind.chars().next().is_some_and(is_word_char)
}

/// The stretches of a text that are excepted.
struct Exceptions {
    /// By start; each with the furthest end of all up to it.
    reaches: Vec<(usize, usize)>,
}

impl Exceptions {
    fn of(regexes: &[Regex], text: &str) -> Self {
        let found = regexes.iter().flat_map(|regex| regex.find_iter(text));
        let mut reaches: Vec<_> = found.map(|found| (found.start(), found.end())).collect();
        reaches.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut reaches {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { reaches }
    }

    /// Whether `range` lies inside one of them.
    fn hold(&self, range: &Range<usize>) -> bool {
        let behind = self
            .reaches
            .partition_point(|(start, _)| *start <= range.start);
        let last = behind.checked_sub(1).map(|at| self.reaches[at]);
        last.is_some_and(|(_, reach)| reach >= range.end)
    }
}
