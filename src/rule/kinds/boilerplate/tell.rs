//! The findings of one post in words.

use super::runs::{Class, Run};
use super::survey::{Item, Plan, Repetition, share};
use super::units::{TITLE_BIT, slot_texts};
use crate::diagnostic::Diagnostic;
use crate::post::Post;
use crate::source::Span;
use crate::text::{counted, folded, grouped_digits};

/// Other posts that a finding points at.
const MOST_LABELS: usize = 2;
/// Contributors that a ratio names.
const CONTRIBUTORS: usize = 3;

impl Class {
    /// The finding that a run of it makes.
    pub(super) fn finding(self) -> &'static str {
        match self {
            Self::Repeated => "repeated",
            Self::Templated => "templated",
        }
    }
}

/// Tells the findings of one post.
pub(super) struct Teller<'a> {
    about: &'a Repetition<'a>,
    post: u32,
    plan: &'a Plan,
}

impl<'a> Teller<'a> {
    pub(super) fn new(about: &'a Repetition<'a>, post: u32, plan: &'a Plan) -> Self {
        Self { about, post, plan }
    }

    /// Tells item number `at` of the plan.
    pub(super) fn tell(&self, item: &Item, at: usize) -> Diagnostic {
        let mut diagnostic = match item {
            Item::Ratio { repeated, all } => self.ratio(*repeated, *all),
            Item::Run(run) => self.run(run),
            Item::Again(run, first) => self.again(run, *first),
        };
        let of_others = |item: &Item| !matches!(item, Item::Again(..));
        let is_last = of_others(item) && !self.plan.items[at + 1..].iter().any(of_others);
        if is_last && !self.plan.hidden.is_empty() {
            diagnostic.notes.push(self.hidden());
        }
        diagnostic
    }

    fn hidden(&self) -> String {
        let (shown, hidden) = (&self.plan.shown, &self.plan.hidden);
        let words: usize = hidden.iter().map(Run::words).sum();
        format!(
            "{} of this post with {} in all {} not told (limit = {})",
            counted(hidden.len(), "smaller run"),
            counted(words, "word"),
            if hidden.len() == 1 { "is" } else { "are" },
            shown.len(),
        )
    }

    fn run(&self, run: &Run) -> Diagnostic {
        let units = self.units_counted(run);
        let is_one = run.hits.len() == 1;
        let verb = match run.class() {
            Class::Repeated if is_one => "stands",
            Class::Repeated => "stand",
            Class::Templated if is_one => "fills a template that stands",
            Class::Templated => "fill templates that stand",
        };
        let message = format!("{units} {verb} in {}", self.in_posts(run));
        let finding = run.class().finding();
        let corpus = self.about.corpus;
        let mut diagnostic = corpus.found(finding, self.post, run.span(), message);
        let key = run.widest().fact.key;
        let others = corpus.others(key, self.post, MOST_LABELS);
        diagnostic.notes.extend(self.slots_told(run, &others));
        for other in others {
            let Some(fact) = corpus.fact(other, |fact| fact.key == key) else {
                continue;
            };
            let label = match run.class() {
                Class::Repeated => "also here",
                Class::Templated => "the same template",
            };
            let source = corpus.ledger.place(other).source;
            diagnostic = diagnostic.also(source, fact.span, label);
        }
        diagnostic.help(match run.class() {
            Class::Repeated => "write it anew for this post, or list it under 'allow'",
            Class::Templated => {
                "say what holds for this post alone, or list the template under 'allow'"
            }
        })
    }

    /// `3 sentences (42 words)`.
    fn units_counted(&self, run: &Run) -> String {
        let unit = match run.hits[0].is_code {
            true if run.hits.len() == 1 => {
                return format!("a block of code ({})", counted(run.words(), "word"));
            }
            true => "block",
            false if self.about.settings.whole_blocks => "paragraph",
            false => "sentence",
        };
        let words = counted(run.words(), "word");
        format!("{} ({words})", counted(run.hits.len(), unit))
    }

    /// `412 of 1,000 posts`, or `3 to 5 of 1,000 posts each`.
    fn in_posts(&self, run: &Run) -> String {
        let all = counted(self.about.corpus.noted(), "post");
        let (least, most) = run.posts();
        if least == most {
            format!("{} of {all}", grouped_digits(most))
        } else {
            format!(
                "{} to {} of {all} each",
                grouped_digits(least),
                grouped_digits(most)
            )
        }
    }

    /// The slots of a run: those whose values differ between the posts that the finding points
    /// at, or all of them where these have the same.
    fn slots_told(&self, run: &Run, others: &[u32]) -> Option<String> {
        let slots = run.slots();
        if slots == 0 {
            return None;
        }
        let load = |post: u32| self.about.corpus.ledger.load(post).ok();
        let own = load(self.post);
        let others: Vec<_> = others.iter().filter_map(|post| load(*post)).collect();
        let differs = |number: u32| {
            let values = |post: &Post| match number {
                TITLE_BIT => post.title.iter().map(|it| folded(&it.text)).collect(),
                number => slot_texts(post, &self.about.settings.slots[number as usize]),
            };
            let here = own.as_ref().map(|own| values(&own.post));
            let mut others = others.iter();
            others.any(|other| here.as_ref() != Some(&values(&other.post)))
        };
        let differing = bits(slots).filter(|number| differs(*number));
        let differing = differing.fold(0, |set, number| set | 1 << number);
        Some(match differing {
            0 => format!("the slots filled in: {}", self.slot_names(slots)),
            set => format!("the slots that differ: {}", self.slot_names(set)),
        })
    }

    fn slot_names(&self, slots: u32) -> String {
        let name = |number: u32| match number {
            TITLE_BIT => "a part of the title".to_owned(),
            number => format!("`{}`", self.about.settings.slots[number as usize]),
        };
        bits(slots).map(name).collect::<Vec<_>>().join(", ")
    }

    fn ratio(&self, repeated: usize, all: usize) -> Diagnostic {
        let most = self.about.settings.max_ratio.unwrap_or_default();
        let message = format!(
            "{} of the words ({repeated} of {all}) stand in other posts too, over the {} allowed",
            percent(share(repeated, all)),
            percent(most)
        );
        let corpus = self.about.corpus;
        let place = corpus.ledger.place(self.post);
        let mut diagnostic = corpus.found("ratio", self.post, place.anchor, message);
        let runs = self.plan.shown.iter().chain(&self.plan.hidden);
        for run in runs.take(CONTRIBUTORS) {
            let stand = if run.hits.len() == 1 {
                "stands"
            } else {
                "stand"
            };
            let text = format!(
                "{} that {stand} in {}",
                self.units_counted(run),
                self.in_posts(run)
            );
            diagnostic = diagnostic.also(place.source, run.span(), text);
        }
        diagnostic.help("write more that holds for this post alone")
    }

    fn again(&self, run: &Run, first: Span) -> Diagnostic {
        let units = self.units_counted(run);
        let stand = if run.hits.len() == 1 {
            "stands"
        } else {
            "stand"
        };
        let message = format!("{units} {stand} in this post already");
        let corpus = self.about.corpus;
        let source = corpus.ledger.place(self.post).source;
        corpus
            .found("within-post", self.post, run.span(), message)
            .also(source, first, "first said here")
            .help("say it once")
    }
}

/// The numbers of the bits that are set.
fn bits(set: u32) -> impl Iterator<Item = u32> {
    (0..u32::BITS).filter(move |number| set & 1 << number != 0)
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
