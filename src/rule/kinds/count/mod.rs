//! The kind `count`: how often something may, or must, appear.

#[cfg(test)]
mod tests;

use super::matcher::Sought;
use super::places::Scope;
use super::search::{EXCEPT, IGNORE_CASE, Search};
use crate::diagnostic::Diagnostic;
use crate::rule::{Check, FindingInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::text::{counted, grouped_digits};

/// The kind `count`.
pub(crate) struct Count;

/// The most that can be asked for: a text is not searched for more hits of one pattern.
const MOST_COUNTED: usize = 10_000;

/// Terms that a message names.
const SHOWN: usize = 4;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "few",
        summary: "The patterns and phrases appear less often than they must",
    },
    FindingInfo {
        name: "many",
        summary: "The patterns and phrases appear more often than they may",
    },
];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "pattern",
        takes: "regular expression or list of them",
        default: "[]",
        doc: "What is counted; `^` and `$` match at lines. Of matches that overlap the first counts",
    },
    OptionInfo {
        name: "words",
        takes: "list of strings",
        default: "[]",
        doc: "Words and phrases that are counted as well, together with `pattern`; not inside \
              longer words. Of code within a line and URLs neither counts anything",
    },
    OptionInfo {
        name: "min",
        takes: "integer",
        default: "",
        doc: "The least number that passes; this or `max` is required",
    },
    OptionInfo {
        name: "max",
        takes: "integer",
        default: "",
        doc: "The greatest number that passes",
    },
    Scope::OPTION,
    IGNORE_CASE,
    EXCEPT,
];

impl RuleKind for Count {
    fn name(&self) -> &'static str {
        "count"
    }

    fn summary(&self) -> &'static str {
        "How often words, phrases and patterns may, or must, appear in a post"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let sought = Sought {
            patterns: options.strings("pattern"),
            words: options.strings("words"),
            ..Sought::default()
        };
        let search = Search::read(options, sought);
        if options.node("pattern").is_none() && options.node("words").is_none() {
            options.lacks("a 'count' rule needs 'pattern' or 'words'");
        }
        let (min, max) = (limit(options, "min"), limit(options, "max"));
        if options.node("min").is_none() && options.node("max").is_none() {
            options.lacks("a 'count' rule needs 'min' or 'max'");
        }
        if let (Some(least), Some(most), Some(node)) = (min, max, options.node("min"))
            && least > most
        {
            options.problem(node, "'min' is above 'max'");
        }
        Some(Box::new(Limits { search, min, max }))
    }
}

fn limit(options: &mut Options<'_>, name: &str) -> Option<usize> {
    let limit = options.count(name)?;
    if limit >= MOST_COUNTED
        && let Some(node) = options.node(name)
    {
        let most = grouped_digits(MOST_COUNTED);
        options.problem(node, format!("'{name}' must be below {most}"));
    }
    Some(limit)
}

struct Limits {
    search: Search,
    min: Option<usize>,
    max: Option<usize>,
}

impl Check for Limits {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let appearances = self.search.worded(cx);
        let times = appearances.len();
        if let Some(min) = self.min.filter(|min| times < *min) {
            let message = format!("{}, below {min}", self.said(times));
            let found = cx.found("few", cx.post.anchor(), message);
            let more = grouped_digits(min - times);
            return vec![self.identified(found.help(format!("{more} more would pass")))];
        }
        let Some(max) = self.max.filter(|max| times > *max) else {
            return Vec::new();
        };
        let message = format!("{}, above {max}", self.said(times));
        let found = cx.found("many", appearances[max].span, message);
        let found = found.labelled(match max {
            0 => "the first one",
            _ => "the first one that is too many",
        });
        let less = grouped_digits(times - max);
        vec![self.identified(found.help(format!("{less} fewer would pass")))]
    }
}

impl Limits {
    fn said(&self, times: usize) -> String {
        let verb = match self.search.matcher.len() {
            1 => "appears",
            _ => "appear",
        };
        format!("{} {verb} {}", self.shown(), counted(times, "time"))
    }

    /// What is counted, as users wrote it; of many terms the first.
    fn shown(&self) -> String {
        let terms = self.terms();
        match terms.get(SHOWN..).map_or(0, <[String]>::len) {
            0 | 1 => terms.join(" and "),
            more => format!("{} and {more} more", terms[..SHOWN].join(", ")),
        }
    }

    fn terms(&self) -> Vec<String> {
        let matcher = &self.search.matcher;
        let terms = (0..matcher.len()).map(|of| {
            let quote = if matcher.is_pattern(of) { '`' } else { '"' };
            format!("{quote}{}{quote}", matcher.written(of))
        });
        terms.collect()
    }

    fn identified(&self, found: Diagnostic) -> Diagnostic {
        found.identified_by(self.terms().join(" and "))
    }
}
