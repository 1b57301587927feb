//! The kind `capitalize`: how headings and titles are written.

mod names;
mod style;
#[cfg(test)]
mod tests;
mod words;

use rustc_hash::FxHashSet;

use self::names::{is_always_capital, names};
use self::style::{Case, Style};
use super::matcher::{Matcher, Sought};
use super::places::{Place, Scope, places, touches, verbatim};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::rule::{Check, FindingInfo, FixInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::source::Span;
use crate::text::{excerpt, folded};

/// The kind `capitalize`.
pub(crate) struct Capitalize;

/// Most characters of a heading in a message.
const QUOTED: usize = 80;
/// Most words of a heading that are pointed at.
const LABELLED: usize = 4;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "case",
    summary: "A heading or title is not capitalised as the style asks",
}];

static FIXES: &[FixInfo] = &[FixInfo {
    finding: "case",
    applicability: &[Applicability::Unsafe],
    summary: "The first letters of words; unsafe, since only people know all names",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "style",
        takes: "sentence, title-ap, title-chicago or lower",
        default: "",
        doc: "How headings are written; required. `sentence`: the first word with a capital, the \
              others without; `title-ap`: all words with a capital but articles, conjunctions and \
              prepositions of up to three letters; `title-chicago`: all but articles, conjunctions \
              and prepositions; `lower`: no word with a capital",
    },
    OptionInfo {
        name: "except",
        takes: "list of strings",
        default: "[]",
        doc: "Names and other words and phrases that are right as they are written here. Words with \
              capitals inside, digits or punctuation, code, days, months and languages, and what \
              the running text writes with a capital inside of a sentence, need no exception",
    },
    OptionInfo {
        name: "scope",
        takes: "list of title, h1, headings",
        default: r#"["title", "headings"]"#,
        doc: "What is judged: the title, headings of level 1, headings of any level",
    },
];

impl RuleKind for Capitalize {
    fn name(&self) -> &'static str {
        "capitalize"
    }

    fn summary(&self) -> &'static str {
        "Which words of headings and titles begin with a capital"
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
        if options.node("style").is_none() {
            options.lacks("a 'capitalize' rule needs 'style'");
        }
        let style = options.choice("style", &Style::ALL.map(|(name, _)| name));
        let sought = Sought {
            words: options.strings("except"),
            ..Sought::default()
        };
        let exceptions = Matcher::of(options, &sought);
        let scopes = match options.choices("scope", &["title", "h1", "headings"]) {
            _ if options.node("scope").is_none() => vec![Scope::Title, Scope::Headings],
            names => Scope::named(&names),
        };
        let mut known = Style::ALL.into_iter();
        let (_, style) = known.find(|(name, _)| Some(*name) == style)?;
        Some(Box::new(Capitals {
            style,
            exceptions,
            scopes,
        }))
    }
}

struct Capitals {
    style: Style,
    exceptions: Matcher,
    scopes: Vec<Scope>,
}

/// A word that does not begin as it must.
struct Wrong<'a> {
    word: &'a str,
    at: usize,
    case: Case,
}

impl Check for Capitals {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let verbatim = verbatim(cx);
        let mut headings: Vec<(Place<'_>, Vec<Wrong<'_>>)> = Vec::new();
        let mut seen = FxHashSet::default();
        for place in places(cx, &self.scopes) {
            // The title may be a heading too.
            let is_new = seen.insert(place.span(0..place.text.len()));
            let wrong = if is_new {
                self.wrong(&place, &verbatim)
            } else {
                Vec::new()
            };
            if !wrong.is_empty() {
                headings.push((place, wrong));
            }
        }
        if self.style.has_names() && !headings.is_empty() {
            forgive_names(cx, &mut headings);
        }
        let mut found: Vec<Diagnostic> = (headings.iter())
            .map(|(place, wrong)| self.found(cx, place, wrong))
            .collect();
        found.sort_by_key(|found| found.primary().span);
        found
    }
}

impl Capitals {
    /// The words of a heading that are not written as they must be.
    fn wrong<'a>(&self, place: &Place<'a>, verbatim: &[Span]) -> Vec<Wrong<'a>> {
        let text = place.text;
        let exceptions = self.exceptions.hits(text);
        let mut wrong = Vec::new();
        for word in words::words(text) {
            let range = word.range.clone();
            let written = &text[range.clone()];
            let stem = written.split(['-', '‐', '‑']).next().unwrap_or(written);
            let Some(case) = self.style.case(stem, word.place).filter(|_| word.is_plain) else {
                continue;
            };
            let is_right = match case {
                Case::Upper => !written.starts_with(char::is_lowercase),
                Case::Lower => !written.starts_with(char::is_uppercase),
            };
            let mut hits = exceptions.iter();
            let is_excepted =
                hits.any(|hit| hit.range.start < range.end && range.start < hit.range.end);
            if !is_right && !is_excepted && !touches(verbatim, place.span(range)) {
                wrong.push(Wrong {
                    word: written,
                    at: word.range.start,
                    case,
                });
            }
        }
        wrong
    }

    fn found(&self, cx: &PostContext<'_>, place: &Place<'_>, wrong: &[Wrong<'_>]) -> Diagnostic {
        let text = place.text;
        let shown = excerpt(text, QUOTED);
        let style = self.style.shown();
        let message = format!("\"{shown}\" is not in {style}");
        let span = |wrong: &Wrong<'_>| place.span(wrong.at..wrong.at + wrong.word.len());
        let mut found = cx.found("case", span(&wrong[0]), message);
        found = found.labelled(label(&wrong[0]));
        for other in wrong[1..].iter().take(LABELLED - 1) {
            found = found.also(cx.source, span(other), label(other));
        }
        let right = excerpt(&righted(text, wrong), QUOTED);
        found
            .help(format!("write \"{right}\""))
            .identified_by(folded(&shown))
            .fixed_by(fix(cx, place, wrong))
    }
}

/// Takes out words whose capital the running text shows to be part of a name.
fn forgive_names(cx: &PostContext<'_>, headings: &mut Vec<(Place<'_>, Vec<Wrong<'_>>)>) {
    let candidates = headings.iter().flat_map(|(_, wrong)| wrong);
    let candidates = candidates.filter(|wrong| wrong.case == Case::Lower);
    let names = names(cx, &candidates.map(|wrong| name_in(wrong.word)).collect());
    for (_, wrong) in headings.iter_mut() {
        let is_name = |word: &str| names.contains(word) || is_always_capital(word);
        wrong.retain(|it| it.case == Case::Upper || !is_name(name_in(it.word)));
    }
    headings.retain(|(_, wrong)| !wrong.is_empty());
}

fn label(wrong: &Wrong<'_>) -> &'static str {
    match wrong.case {
        Case::Upper => "begins with a capital in this style",
        Case::Lower => "begins with a small letter in this style",
    }
}

/// The part of a word that can be a name: `Paris` in `Paris's` and `Paris-based`.
fn name_in(word: &str) -> &str {
    word.split(['\'', '’', '-', '‐', '‑'])
        .next()
        .unwrap_or(word)
}

/// The first letter of a word as it must be.
fn first_letter(wrong: &Wrong<'_>) -> (usize, String) {
    let first = wrong.word.chars().next().unwrap_or_default();
    let right = match wrong.case {
        Case::Upper => first.to_uppercase().collect(),
        Case::Lower => first.to_lowercase().collect(),
    };
    (first.len_utf8(), right)
}

fn righted(text: &str, wrong: &[Wrong<'_>]) -> String {
    let mut righted = text.to_owned();
    for wrong in wrong.iter().rev() {
        let (len, right) = first_letter(wrong);
        righted.replace_range(wrong.at..wrong.at + len, &right);
    }
    righted
}

/// What is a name only people know.
fn fix(cx: &PostContext<'_>, place: &Place<'_>, wrong: &[Wrong<'_>]) -> Option<Fix> {
    let edits = wrong.iter().map(|wrong| {
        let (len, right) = first_letter(wrong);
        let span = place.span(wrong.at..wrong.at + len);
        let is_as_read = cx.text.get(span.range()) == wrong.word.get(..len);
        is_as_read.then_some(Edit { span, text: right })
    });
    Some(Fix {
        applicability: Applicability::Unsafe,
        edits: edits.collect::<Option<_>>()?,
    })
}
