//! The kind `consistent`: one spelling of several throughout a post.

mod spellings;
#[cfg(test)]
mod tests;

use self::spellings::{Spellings, read};
use super::matcher::phrase_of;
use super::places::Scope;
use super::search::{Appearance, EXCEPT, IGNORE_CASE, Search, Told, told};
use crate::diagnostic::Diagnostic;
use crate::rule::{Check, FindingInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::text::{counted, excerpt, folded};

/// The kind `consistent`.
pub(crate) struct Consistent;

/// Most characters of a found text in a message.
const QUOTED: usize = 60;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "mixed",
    summary: "A post spells one thing in two ways, and here in the rarer one",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "either",
        takes: "list of lists of spellings",
        default: "",
        doc: "The spellings of which a post may use one, a list for each thing; required. A \
              spelling is a word or phrase, a list of these that belong together, or a table with \
              a regular expression as `pattern`. Code within a line and URLs do not count",
    },
    Scope::OPTION,
    IGNORE_CASE,
    EXCEPT,
];

impl RuleKind for Consistent {
    fn name(&self) -> &'static str {
        "consistent"
    }

    fn summary(&self) -> &'static str {
        "Spellings of which a post may use one"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        if options.node("either").is_none() {
            options.lacks("a 'consistent' rule needs 'either'");
        }
        let (spellings, sought) = read(options);
        let search = Search::read(options, sought);
        Some(Box::new(Consistency { search, spellings }))
    }
}

struct Consistency {
    search: Search,
    spellings: Spellings,
}

impl Check for Consistency {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let appearances = self.search.worded(cx);
        let tally = Tally::of(self, &appearances);
        let is_minor = |it: &&Appearance<'_>| {
            let spelling = self.spelling(it);
            tally.main_of(self, spelling) != spelling
        };
        let minor: Vec<_> = appearances.iter().filter(is_minor).cloned().collect();
        let told = told(&minor, self.spellings.len(), |it| self.spelling(it));
        let found = told.into_iter().filter_map(|told| {
            let (appearance, more) = match told {
                Told::One(appearance) => (appearance, 0),
                Told::More(appearance, more) => (appearance, more),
            };
            let spelling = self.spelling(appearance);
            let main = tally.main_of(self, spelling);
            let first = &appearances[tally.firsts[main]?];
            let stands = |of: usize, at: &Appearance<'_>| Stands {
                text: phrase_of(&excerpt(at.text, QUOTED)),
                times: tally.counts[of],
                is_open: self.spellings.is_open(of),
            };
            let here = stands(spelling, appearance);
            let main = stands(main, first);
            Some(found(cx, (appearance, &here), more, (first, &main)))
        });
        found.collect()
    }
}

impl Consistency {
    fn spelling(&self, appearance: &Appearance<'_>) -> usize {
        let matcher = &self.search.matcher;
        let written = matcher.written(appearance.of);
        self.spellings
            .of(matcher.is_pattern(appearance.of), written)
    }
}

/// How often each spelling appears, and where first.
struct Tally {
    counts: Vec<usize>,
    firsts: Vec<Option<usize>>,
    /// Of each group the spelling that appears most often; of equals the one that comes first.
    main: Vec<Option<usize>>,
}

impl Tally {
    fn of(rule: &Consistency, appearances: &[Appearance<'_>]) -> Self {
        let spellings = rule.spellings.len();
        let mut tally = Self {
            counts: vec![0; spellings],
            firsts: vec![None; spellings],
            main: vec![None; rule.spellings.groups()],
        };
        let mut order = Vec::new();
        for (at, appearance) in appearances.iter().enumerate() {
            let spelling = rule.spelling(appearance);
            tally.counts[spelling] += 1;
            if tally.firsts[spelling].is_none() {
                tally.firsts[spelling] = Some(at);
                order.push(spelling);
            }
        }
        for spelling in order {
            let main = &mut tally.main[rule.spellings.group(spelling)];
            if main.is_none_or(|main| tally.counts[spelling] > tally.counts[main]) {
                *main = Some(spelling);
            }
        }
        tally
    }

    fn main_of(&self, rule: &Consistency, spelling: usize) -> usize {
        self.main[rule.spellings.group(spelling)].unwrap_or(spelling)
    }
}

/// One spelling in a post.
struct Stands {
    text: String,
    /// How often it stands there, in all of its words.
    times: usize,
    /// Whether it has other words too.
    is_open: bool,
}

impl Stands {
    /// The spelling, and what it does.
    fn said(&self) -> (String, &'static str) {
        if self.is_open {
            (format!("spellings like \"{}\"", self.text), "stand")
        } else {
            (format!("\"{}\"", self.text), "stands")
        }
    }
}

fn found(
    cx: &PostContext<'_>,
    (appearance, here): (&Appearance<'_>, &Stands),
    more: usize,
    (first, main): (&Appearance<'_>, &Stands),
) -> Diagnostic {
    let shown = excerpt(appearance.text, QUOTED);
    let (often, rarely) = (counted(main.times, "time"), counted(here.times, "time"));
    let ((main, stands), (here, _)) = (main.said(), here.said());
    let mixed = format!("\"{shown}\" is mixed with {main}");
    let (message, identity) = if more > 0 {
        let times = counted(more, "more time");
        (format!("{mixed} {times}"), format!("more {shown}"))
    } else {
        (mixed, folded(&shown))
    };
    cx.found("mixed", appearance.span, message)
        .also(cx.source, first.span, "spelt so here first")
        .note(format!(
            "{main} {stands} {often} in this post, {here} {rarely}"
        ))
        .help("use one spelling throughout the post")
        .identified_by(identity)
}
