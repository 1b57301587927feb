//! The kind `pattern`: words and phrases that must not, or must, appear.

#[cfg(test)]
mod tests;

use super::matcher::Sought;
use super::places::{Scope, places};
use super::search::{Appearance, EXCEPT, IGNORE_CASE, Search, Told, told};
use crate::diagnostic::Diagnostic;
use crate::rule::{Check, FindingInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::text::{counted, excerpt, folded};

/// The kind `pattern`.
pub(crate) struct Pattern;

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
    Scope::OPTION,
    IGNORE_CASE,
    OptionInfo {
        name: "must-appear",
        takes: "boolean",
        default: "false",
        doc: "Whether at least one of `patterns` and `words` must appear, instead of none",
    },
    EXCEPT,
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
        let sought = Sought {
            patterns: options.strings("patterns"),
            words: options.strings("words"),
            ..Sought::default()
        };
        let search = Search::read(options, sought);
        let must_appear = options.boolean("must-appear", false);
        if options.node("patterns").is_none() && options.node("words").is_none() {
            options.lacks("a 'pattern' rule needs 'patterns' or 'words'");
        }
        if must_appear {
            return Some(Box::new(Required { search }));
        }
        Some(Box::new(Banned { search }))
    }
}

/// Patterns of which one must appear.
struct Required {
    search: Search,
}

impl Check for Required {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let matcher = &self.search.matcher;
        let mut places = places(cx, &self.search.scopes).into_iter();
        let appears = places.any(|place| !matcher.hits(place.text).is_empty());
        if appears || matcher.len() == 0 {
            return Vec::new();
        }
        let written = (0..matcher.len()).map(|of| matcher.written(of));
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
    search: Search,
}

impl Check for Banned {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let appearances = self.search.appearances(cx);
        let told = told(&appearances, self.search.matcher.len(), |it| it.of);
        let found = told.into_iter().map(|told| match told {
            Told::One(appearance) => self.found(cx, appearance),
            Told::More(first, more) => self.more(cx, first, more),
        });
        found.collect()
    }
}

impl Banned {
    fn found(&self, cx: &PostContext<'_>, appearance: &Appearance<'_>) -> Diagnostic {
        let matcher = &self.search.matcher;
        let shown = excerpt(appearance.text, QUOTED);
        let message = format!("\"{shown}\" must not appear");
        let found = cx.found("found", appearance.span, message);
        let found = found.help("remove or reword it");
        let found = if matcher.is_pattern(appearance.of) {
            let pattern = matcher.written(appearance.of);
            found.note(format!("it matches the pattern `{pattern}`"))
        } else {
            found
        };
        found.identified_by(folded(&shown))
    }

    fn more(&self, cx: &PostContext<'_>, first: &Appearance<'_>, count: usize) -> Diagnostic {
        let written = self.search.matcher.written(first.of);
        let message = format!("\"{written}\" appears {} more", counted(count, "time"));
        let found = cx.found("found", first.span, message);
        found
            .help("remove or reword it everywhere")
            .identified_by(format!("more {written}"))
    }
}
