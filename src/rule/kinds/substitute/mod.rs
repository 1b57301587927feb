//! The kind `substitute`: terms that have a preferred form.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::matcher::{Sought, phrase_of, spaced};
use super::places::Scope;
use super::search::{Appearance, EXCEPT, IGNORE_CASE, Search, Told, told};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::rule::node::{Node, NodeEntry, NodeTable, NodeValue};
use crate::rule::{Check, FindingInfo, FixInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::source::Span;
use crate::text::{counted, folded};

/// The kind `substitute`.
pub(crate) struct Substitute;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "found",
    summary: "A term stands where another is preferred",
}];

static FIXES: &[FixInfo] = &[FixInfo {
    finding: "found",
    applicability: &[Applicability::Safe, Applicability::Unsafe],
    summary: "The preferred term if there is one, with the capitals of what stood there; \
              unsafe in headings, whose words make anchors, in names as `[label]`, and where the \
              term means something to the markup",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "swap",
        takes: "table of words and phrases to strings or lists of strings",
        default: "",
        doc: "What is to be written instead of each word or phrase; required. They are looked for \
              as `words` of a `pattern` rule are, but not in code within a line and not in URLs. \
              Of several preferred terms none is written by `--fix`",
    },
    Scope::OPTION,
    IGNORE_CASE,
    EXCEPT,
];

impl RuleKind for Substitute {
    fn name(&self) -> &'static str {
        "substitute"
    }

    fn summary(&self) -> &'static str {
        "Words and phrases for which another term is preferred"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn fixes(&self) -> &'static [FixInfo] {
        FIXES
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let empty = NodeTable::default();
        let table = match options.node("swap") {
            Some(Node {
                value: NodeValue::Table(table),
                ..
            }) => table,
            Some(node) => {
                options.wrong_type("swap", node, "a table");
                &empty
            }
            None => {
                options.lacks("a 'substitute' rule needs 'swap'");
                &empty
            }
        };
        let swaps: Vec<Swap<'_>> = (table.entries.iter())
            .filter_map(|entry| Swap::read(options, entry))
            .collect();
        let guards = guards(&swaps);
        let sought = Sought {
            words: swaps.iter().map(|it| (it.term, it.node)).collect(),
            exceptions: guards
                .iter()
                .map(|(it, node)| (it.as_str(), *node))
                .collect(),
            ..Sought::default()
        };
        let search = Search::read(options, sought);
        let preferred = swaps
            .into_iter()
            .map(|it| (phrase_of(it.term), it.preferred));
        Some(Box::new(Substitution {
            search,
            preferred: preferred.collect(),
            keeps_case: options.boolean(IGNORE_CASE.name, true),
        }))
    }
}

/// An entry of `swap`.
struct Swap<'a> {
    term: &'a str,
    node: &'a Node,
    preferred: Vec<String>,
}

impl<'a> Swap<'a> {
    fn read(options: &mut Options<'_>, entry: &'a NodeEntry) -> Option<Self> {
        if entry.key.trim().is_empty() {
            options.problem_at(entry.source, entry.key_span, "a phrase must not be blank");
            return None;
        }
        let items = match &entry.value.value {
            NodeValue::Array(items) if !items.is_empty() => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        let mut preferred = Vec::new();
        for node in items {
            let text = options.node_string(&entry.key, node)?;
            if text.trim().is_empty() {
                let message = "a preferred term must not be blank; a 'pattern' rule bans a word";
                options.problem(node, message);
                return None;
            }
            preferred.push(text.to_owned());
        }
        Some(Self {
            term: &entry.key,
            node: &entry.value,
            preferred,
        })
    }
}

/// Expressions for preferred terms that hold the term which they replace: that is no fault there.
fn guards<'a>(swaps: &[Swap<'a>]) -> Vec<(String, &'a Node)> {
    let mut guards = Vec::new();
    for swap in swaps {
        let term = phrase_of(swap.term).to_lowercase();
        for preferred in &swap.preferred {
            let folded = phrase_of(preferred).to_lowercase();
            if folded != term && folded.contains(&term) {
                guards.push((spaced(preferred), swap.node));
            }
        }
    }
    guards
}

struct Substitution {
    search: Search,
    /// What is written instead of each term.
    preferred: FxHashMap<String, Vec<String>>,
    /// Whether the preferred term takes the capitals of what it replaces.
    keeps_case: bool,
}

impl Check for Substitution {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let mut wrong = self.search.worded(cx);
        wrong.retain(|it| !self.preferred(it).iter().any(|term| term == it.text));
        let told = told(&wrong, self.search.matcher.len(), |it| it.of);
        let found = told.into_iter().map(|told| match told {
            Told::One(appearance) => self.found(cx, appearance),
            Told::More(first, more) => self.more(cx, first, more),
        });
        found.collect()
    }
}

impl Substitution {
    /// What is to be written at a place, with the capitals that it needs there.
    fn preferred(&self, appearance: &Appearance<'_>) -> Vec<String> {
        let term = self.search.matcher.written(appearance.of);
        let preferred = self.preferred.get(term).into_iter().flatten();
        let adapted = preferred.map(|preferred| {
            if self.keeps_case {
                with_case_of(appearance.text, term, preferred)
            } else {
                preferred.clone()
            }
        });
        adapted.collect()
    }

    fn found(&self, cx: &PostContext<'_>, appearance: &Appearance<'_>) -> Diagnostic {
        let preferred = self.preferred(appearance);
        let quoted: Vec<String> = preferred.iter().map(|term| format!("\"{term}\"")).collect();
        let quoted = quoted.join(" or ");
        let shown = phrase_of(appearance.text);
        let message = format!("\"{shown}\" must be {quoted}");
        let fix = match &preferred[..] {
            [only] => fix(cx, appearance, only),
            _ => None,
        };
        cx.found("found", appearance.span, message)
            .help(format!("write {quoted}"))
            .identified_by(folded(&shown))
            .fixed_by(fix)
    }

    fn more(&self, cx: &PostContext<'_>, first: &Appearance<'_>, count: usize) -> Diagnostic {
        let term = self.search.matcher.written(first.of);
        let message = format!("\"{term}\" appears {} more", counted(count, "time"));
        cx.found("found", first.span, message)
            .help("write the preferred term everywhere")
            .identified_by(format!("more {term}"))
    }
}

/// The preferred term in capitals where the text has all or a first one that the term has not.
fn with_case_of(text: &str, term: &str, preferred: &str) -> String {
    let has_capitals = |text: &str| {
        text.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !text.chars().any(char::is_lowercase)
    };
    if has_capitals(text) && !has_capitals(term) {
        return preferred.to_uppercase();
    }
    // A name that is written with capitals is written with these alone.
    if preferred.contains(char::is_uppercase) {
        return preferred.to_owned();
    }
    let begins_high = |text: &str| text.starts_with(char::is_uppercase);
    let mut rest = preferred.chars();
    match rest.next() {
        Some(first) if begins_high(text) && !begins_high(term) => {
            first.to_uppercase().chain(rest).collect()
        }
        _ => preferred.to_owned(),
    }
}

/// What means something to the markup around it.
const MARKUP: [char; 12] = ['*', '_', '`', '[', ']', '<', '>', '|', '\\', '{', '}', '&'];

/// How many bytes of a line are looked at on either side for the brackets of a name.
const NAME_BYTES: usize = 256;

/// Whether a place may be the name of something else: within `[label]`, `[[page]]` or `{name}`, or
/// in `:name:`. The text of `[text](target)` is none.
fn is_name(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let before = &before[boundary(before, before.len().saturating_sub(NAME_BYTES))..];
    let behind = &behind[..boundary(behind, NAME_BYTES.min(behind.len()))];
    let opened = before.rfind(['[', ']', '{', '}', '\n']);
    let closed = behind.find(['[', ']', '{', '}', '\n']);
    let is_open = opened.is_some_and(|at| before[at..].starts_with(['[', '{']));
    let is_text = closed.is_some_and(|at| behind[at..].starts_with("]("));
    is_open && !is_text || before.ends_with(':') && behind.starts_with(':')
}

/// The first boundary of characters at or behind an offset.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

/// Puts a term in the place of another that is written as it reads. The words of a heading make
/// the anchor that links lead to, and code is no wording.
fn fix(cx: &PostContext<'_>, appearance: &Appearance<'_>, new: &str) -> Option<Fix> {
    let span = appearance.span;
    let written = cx.text.get(span.range())?;
    let is_as_read = (written.split_whitespace()).eq(appearance.text.split_whitespace());
    let is_in_meta = cx
        .post
        .meta
        .as_ref()
        .is_some_and(|meta| meta.span.contains(span));
    let is_plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '-';
    if !is_as_read || is_in_meta && !new.chars().all(is_plain) {
        return None;
    }
    let is_wording = match appearance.scope {
        Scope::Title => is_in_meta,
        scope => matches!(scope, Scope::Text | Scope::Meta),
    };
    let is_safe = is_wording && !new.contains(MARKUP) && (is_in_meta || !is_name(cx.text, span));
    let applicability = if is_safe {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let text = new.to_owned();
    Some(Fix::new(applicability, Edit { span, text }))
}
