//! What comments say: `gatepost-disable-next-line CODE… -- reason`.

use super::lines::Lines;
use super::{EVERYTHING, Fault, Suppression, Suppressions, Terms, check_name};
use crate::parse::{COMMENT_SIGN, Comment};
use crate::source::{Span, offset};
use crate::text::nearest;

/// Suppressions of one post; a post that needs more needs another rule.
const MOST: usize = 1000;
/// What may follow the sign of a comment.
const VERBS: [&str; 5] = [
    "disable",
    "disable-line",
    "disable-next-line",
    "disable-file",
    "enable",
];

/// Reads the suppressions of one post.
pub(super) struct Reader<'a> {
    text: &'a str,
    terms: Terms<'a>,
    found: Suppressions,
    /// Suppressions that no `gatepost-enable` has ended yet.
    open: Vec<usize>,
    /// Whether it was told that there are too many.
    is_full: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, terms: Terms<'a>) -> Self {
        Self {
            text,
            terms,
            found: Suppressions::default(),
            open: Vec::new(),
            is_full: false,
        }
    }

    /// Reads comments in their order.
    pub(super) fn comments(&mut self, comments: &[Comment]) {
        if comments.is_empty() {
            return;
        }
        let lines = Lines::of(self.text);
        for comment in comments {
            let said = &self.text[comment.inner.range()];
            let word = said.split_whitespace().next().unwrap_or(said);
            let behind = comment.inner.start + offset(word.len());
            let rest = Span::new(behind, comment.inner.end);
            match word {
                "gatepost-disable" => {
                    let first = self.found.all.len();
                    self.hide(rest, comment.span, Lines::from(comment.span.start));
                    self.open.extend(first..self.found.all.len());
                }
                "gatepost-disable-line" => {
                    self.hide(rest, comment.span, lines.around(comment.span));
                }
                "gatepost-disable-next-line" => {
                    let hides = lines.behind(comment.span, comments);
                    self.hide(rest, comment.span, hides);
                }
                "gatepost-disable-file" => self.hide(rest, comment.span, Lines::from(0)),
                "gatepost-enable" => self.enable(rest, comment.span),
                word => self.no_directive(word, comment.inner.start),
            }
        }
    }

    pub(super) fn finish(self) -> Suppressions {
        self.found
    }

    /// Hides what is named in `rest`, behind which a reason may stand.
    fn hide(&mut self, rest: Span, whole: Span, hides: Span) {
        let (names, reason) = self.split(rest);
        let names = self.words(names);
        if names.is_empty() {
            self.fault(
                "suppression/unknown",
                whole,
                "the suppression names no rule".to_owned(),
                "name rules or codes, or write `*` for all of them",
            );
        }
        self.names(&names, whole, hides, reason.is_some());
    }

    /// Hides some names in a stretch.
    pub(super) fn names(&mut self, names: &[Span], whole: Span, hides: Span, has_reason: bool) {
        if !names.is_empty() && !has_reason && self.terms.requires_reason {
            self.fault(
                "suppression/unexplained",
                whole,
                "the suppression has no reason, and hides nothing".to_owned(),
                "say why: `-- reason` at the end of a comment, `reason: …` beside `disable`",
            );
            return;
        }
        for span in names {
            self.name(*span, hides);
        }
    }

    fn name(&mut self, span: Span, hides: Span) {
        let name = &self.text[span.range()];
        if self.found.all.len() >= MOST {
            if !self.is_full {
                self.is_full = true;
                self.fault(
                    "suppression/unknown",
                    span,
                    format!("more than {MOST} suppressions; those from here on hide nothing"),
                    "set the severity of the rule for this path in an [[override]]",
                );
            }
            return;
        }
        if name != EVERYTHING
            && let Err(message) = check_name(name, self.terms)
        {
            let help = "`gatepost rules` lists the rules in force";
            self.fault("suppression/unknown", span, message, help);
            return;
        }
        self.found.all.push(Suppression {
            selector: name.to_owned(),
            span,
            hides,
            unused: None,
        });
    }

    /// Ends what was hidden from a comment on: all of it, or what is named.
    fn enable(&mut self, rest: Span, whole: Span) {
        let (names, _) = self.split(rest);
        let mut names = self.words(names);
        if names.is_empty() {
            names.push(whole);
        }
        for span in names {
            let name = &self.text[span.range()];
            let is_all = span == whole || name == EVERYTHING;
            let before = self.open.len();
            let all = &mut self.found.all;
            self.open.retain(|at| {
                let ends = is_all || all[*at].selector == name;
                if ends {
                    all[*at].hides.end = whole.start;
                }
                !ends
            });
            if self.open.len() == before {
                let message = if is_all {
                    "`gatepost-enable` ends nothing".to_owned()
                } else {
                    format!("`gatepost-enable` of '{name}' ends nothing")
                };
                let help = "it ends a `gatepost-disable` of the same name further up";
                self.fault("suppression/unknown", span, message, help);
            }
        }
    }

    fn no_directive(&mut self, word: &str, start: u32) {
        // Other words are nobody's but the author's.
        let verb = word.strip_prefix(COMMENT_SIGN).unwrap_or(word);
        if let Some(near) = nearest(verb, VERBS) {
            let message =
                format!("unknown suppression '{word}'; did you mean '{COMMENT_SIGN}{near}'?");
            let span = Span::new(start, start + offset(word.len()));
            let help = "the comment hides nothing as it stands";
            self.fault("suppression/unknown", span, message, help);
        }
    }

    pub(super) fn fault(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        help: &'static str,
    ) {
        if self.found.faults.len() < MOST {
            self.found.faults.push(Fault {
                code,
                span,
                message,
                help,
            });
        }
    }

    /// What stands before ` -- `, and the reason behind it.
    fn split(&self, rest: Span) -> (Span, Option<Span>) {
        let text = &self.text[rest.range()];
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let mut dashes = text.match_indices("--");
        let dashes = dashes.find(|(at, _)| {
            is_blank(text[..*at].chars().next_back()) && is_blank(text[at + 2..].chars().next())
        });
        let Some((at, _)) = dashes else {
            return (rest, None);
        };
        let at = rest.start + offset(at);
        let reason = Span::new(at + 2, rest.end);
        let has_words = !self.text[reason.range()].trim().is_empty();
        (Span::new(rest.start, at), has_words.then_some(reason))
    }

    /// The words of a stretch, between blanks and commas.
    pub(super) fn words(&self, span: Span) -> Vec<Span> {
        let text = &self.text[span.range()];
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        words
            .filter(|word| !word.is_empty())
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                let start = span.start + offset(start);
                Span::new(start, start + offset(word.len()))
            })
            .collect()
    }

    /// The text of a stretch.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
