//! The kind `pattern`: words and phrases that must not, or must, appear.

mod matcher;
mod phrases;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use self::matcher::Matcher;
use super::places::{Scope, places};
use crate::diagnostic::Diagnostic;
use crate::rule::{Check, FindingInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::source::Span;
use crate::text::{counted, excerpt, folded};

/// The kind `pattern`.
pub(crate) struct Pattern;

/// Most findings of one pattern or phrase in a post; one more tells how many there are beyond.
const MOST: usize = 20;
/// Most characters of a found text in a message.
const QUOTED: usize = 60;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "found",
        summary: "A pattern or phrase that must not appear does",
    },
    FindingInfo {
        name: "absent",
        summary: "None of the patterns and phrases that must appear does",
    },
];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "patterns",
        takes: "list of regular expressions",
        default: "[]",
        doc: "What is looked for; `^` and `$` match at lines",
    },
    OptionInfo {
        name: "words",
        takes: "list of strings",
        default: "[]",
        doc: "Words and phrases that are looked for as they are, not inside longer words",
    },
    OptionInfo {
        name: "scope",
        takes: "list of title, headings, text, code, meta, source",
        default: Scope::DEFAULT,
        doc: "Where it is looked for: `text` are paragraphs, list items, quotes, captions and \
              tables, `meta` the texts of meta values, `source` the whole file as it is written",
    },
    OptionInfo {
        name: "ignore-case",
        takes: "boolean",
        default: "true",
        doc: "Whether upper and lower case are the same, in `patterns`, `words` and `except`",
    },
    OptionInfo {
        name: "must-appear",
        takes: "boolean",
        default: "false",
        doc: "Whether at least one of `patterns` and `words` must appear, instead of none",
    },
    OptionInfo {
        name: "except",
        takes: "list of regular expressions",
        default: "[]",
        doc: "What lies inside a match of one of these does not count",
    },
];

impl RuleKind for Pattern {
    fn name(&self) -> &'static str {
        "pattern"
    }

    fn summary(&self) -> &'static str {
        "Words and phrases that must not, or must, appear in a post"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let matcher = Matcher::read(options);
        let scopes = Scope::read_all(options);
        let must_appear = options.boolean("must-appear", false);
        if options.node("patterns").is_none() && options.node("words").is_none() {
            options.lacks("a 'pattern' rule needs 'patterns' or 'words'");
        }
        if must_appear {
            return Some(Box::new(Required { matcher, scopes }));
        }
        Some(Box::new(Banned { matcher, scopes }))
    }
}

/// Patterns of which one must appear.
struct Required {
    matcher: Matcher,
    scopes: Vec<Scope>,
}

impl Check for Required {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let mut places = places(cx, &self.scopes).into_iter();
        let appears = places.any(|place| !self.matcher.hits(place.text).is_empty());
        if appears || self.matcher.len() == 0 {
            return Vec::new();
        }
        let written = (0..self.matcher.len()).map(|of| self.matcher.written(of));
        let quoted: Vec<String> = written.map(|text| format!("\"{text}\"")).collect();
        let message = match &quoted[..] {
            [one] => format!("{one} does not appear"),
            many => format!("none of {} appears", many.join(", ")),
        };
        let found = cx.found("absent", cx.post.anchor(), message);
        vec![
            found
                .help("add it to the post")
                .identified_by(quoted.join(", ")),
        ]
    }
}

/// Patterns of which none may appear.
struct Banned {
    matcher: Matcher,
    scopes: Vec<Scope>,
}

/// A text that must not appear.
struct Appearance<'a> {
    span: Span,
    text: &'a str,
    of: usize,
}

impl Check for Banned {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        if !self.may_find(cx) {
            return Vec::new();
        }
        let appearances = self.appearances(cx);
        let mut totals = vec![0; self.matcher.len()];
        for appearance in &appearances {
            totals[appearance.of] += 1;
        }
        let mut told = vec![0; self.matcher.len()];
        let mut found = Vec::new();
        for appearance in &appearances {
            let number = &mut told[appearance.of];
            *number += 1;
            if *number <= MOST {
                found.push(self.found(cx, appearance));
            } else if *number == MOST + 1 {
                found.push(self.more(cx, appearance, totals[appearance.of] - MOST));
            }
        }
        found
    }
}

impl Banned {
    /// Whether there is a reason to look at single places: one look at all of them is cheaper.
    fn may_find(&self, cx: &PostContext<'_>) -> bool {
        let post = cx.post;
        let may_hit = |text: &str| self.matcher.may_hit(text);
        let may_find_in = |scope: &Scope| match scope {
            Scope::Title => (post.title.as_ref()).is_some_and(|title| may_hit(&title.text)),
            Scope::Source => may_hit(cx.text),
            Scope::Meta => true,
            Scope::Headings | Scope::Text | Scope::Code => false,
        };
        let mut scopes = self.scopes.iter();
        (scopes.any(|scope| scope.is_in_body()) && may_hit(&post.body.text))
            || self.scopes.iter().any(may_find_in)
    }

    /// All that appears, in order of the source. Of what overlaps, the first and longest counts.
    fn appearances<'a>(&self, cx: &PostContext<'a>) -> Vec<Appearance<'a>> {
        let mut all = Vec::new();
        for place in places(cx, &self.scopes) {
            all.extend(
                self.matcher
                    .hits(place.text)
                    .into_iter()
                    .map(|hit| Appearance {
                        span: place.span(hit.range.clone()),
                        text: &place.text[hit.range],
                        of: hit.of,
                    }),
            );
        }
        all.sort_by_key(|it| (it.span.start, Reverse(it.span.end), it.of));
        let mut behind = 0;
        all.retain(|it| {
            let is_free = it.span.start >= behind;
            if is_free {
                behind = it.span.end;
            }
            is_free
        });
        all
    }

    fn found(&self, cx: &PostContext<'_>, appearance: &Appearance<'_>) -> Diagnostic {
        let shown = excerpt(appearance.text, QUOTED);
        let message = format!("\"{shown}\" must not appear");
        let found = cx.found("found", appearance.span, message);
        let found = found.help("remove or reword it");
        let found = if self.matcher.is_pattern(appearance.of) {
            let pattern = self.matcher.written(appearance.of);
            found.note(format!("it matches the pattern `{pattern}`"))
        } else {
            found
        };
        found.identified_by(folded(&shown))
    }

    fn more(&self, cx: &PostContext<'_>, first: &Appearance<'_>, count: usize) -> Diagnostic {
        let written = self.matcher.written(first.of);
        let message = format!("\"{written}\" appears {} more", counted(count, "time"));
        let found = cx.found("found", first.span, message);
        found
            .help("remove or reword it everywhere")
            .identified_by(format!("more {written}"))
    }
}
