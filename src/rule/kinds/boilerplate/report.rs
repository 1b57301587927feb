//! From frequencies to findings: adjacent units become runs, the largest are told.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Settings;
use super::corpus::Frequencies;
use super::units::{Noted, TITLE_BIT, noted};
use crate::diagnostic::Diagnostic;
use crate::rule::{Cluster, Corpus, CorpusFindings, CorpusPost, Fact, Notice};
use crate::source::Span;
use crate::text::{counted, grouped_digits};

/// Clusters that the summary lists.
const MOST_CLUSTERS: usize = 10;
/// Characters of a cluster's excerpt.
const EXCERPT: usize = 80;
/// Other posts that a finding points at.
const MOST_LABELS: usize = 2;
/// Contributors that a ratio names.
const CONTRIBUTORS: usize = 3;
/// A post of fewer words has no ratio worth judging.
const MIN_RATIO_WORDS: usize = 30;

/// What kind of repetition a unit is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Repeated,
    Templated,
}

/// A unit that stands in enough posts.
#[derive(Debug, Clone, Copy)]
struct Hit<'a> {
    class: Class,
    /// The fact whose key is widespread: the unit or its masked form.
    fact: &'a Fact,
    /// Units whose positions differ by one are adjacent.
    position: usize,
    words: usize,
    posts: usize,
    slots: u32,
    is_code: bool,
}

/// Adjacent hits of one class.
struct Run<'a> {
    hits: Vec<Hit<'a>>,
}

/// Makes the findings of all reported posts.
pub(super) fn report(
    settings: &Settings,
    corpus: &Corpus<'_>,
    frequencies: &Frequencies,
) -> CorpusFindings {
    let threshold = settings.threshold(corpus.posts.len());
    let reported = corpus.posts.par_iter().enumerate();
    let diagnostics: Vec<Vec<Diagnostic>> = reported
        .filter(|(_, about)| about.is_reported)
        .map(|(post, about)| {
            PostReport {
                settings,
                corpus,
                frequencies,
                threshold,
                post,
                about,
            }
            .findings()
        })
        .collect();
    CorpusFindings {
        diagnostics: diagnostics.into_iter().flatten().collect(),
        clusters: clusters(settings, corpus, frequencies, threshold),
        notices: unmatched(settings, corpus),
    }
}

/// `allow` entries that match nothing.
fn unmatched(settings: &Settings, corpus: &Corpus<'_>) -> Vec<Notice> {
    if settings.allow.is_empty() {
        return Vec::new();
    }
    let mut matched = HashSet::new();
    for fact in corpus.posts.iter().flat_map(|about| about.facts) {
        if let Noted::Allowed(entry) = noted(fact) {
            matched.insert(entry);
        }
    }
    let mut entries = settings.allow.iter().collect::<Vec<_>>();
    entries.dedup_by_key(|allowed| allowed.entry);
    entries
        .into_iter()
        .filter(|allowed| !matched.contains(&u64::from(allowed.entry)))
        .map(|allowed| Notice {
            set: allowed.set,
            message: "this 'allow' text stands in no post; remove it".to_owned(),
        })
        .collect()
}

struct PostReport<'a> {
    settings: &'a Settings,
    corpus: &'a Corpus<'a>,
    frequencies: &'a Frequencies,
    threshold: usize,
    post: usize,
    about: &'a CorpusPost<'a>,
}

impl<'a> PostReport<'a> {
    fn findings(&self) -> Vec<Diagnostic> {
        let hits = self.hits();
        let mut runs = runs(&hits);
        runs.retain(|run| run.words() >= self.settings.min_words);
        // The largest first; the sort is stable, so that equals stay in order of the post.
        runs.sort_by_key(|run| std::cmp::Reverse(run.words()));
        let mut found = Vec::new();
        found.extend(self.ratio(&hits, &runs));
        let limit = match self.settings.limit {
            0 => runs.len(),
            limit => limit.min(runs.len()),
        };
        let (shown, hidden) = runs.split_at(limit);
        for run in shown {
            found.push(self.run(run));
        }
        if let Some(last) = found.last_mut()
            && !hidden.is_empty()
        {
            let words: usize = hidden.iter().map(Run::words).sum();
            last.notes.push(format!(
                "{} of this post with {} in all {} not told (limit = {limit})",
                counted(hidden.len(), "smaller run"),
                counted(words, "word"),
                if hidden.len() == 1 { "is" } else { "are" },
            ));
        }
        found.extend(self.within_post());
        found
    }

    /// The units that stand in enough posts, in order.
    fn hits(&self) -> Vec<Hit<'a>> {
        let facts = self.about.facts;
        let mut hits = Vec::new();
        let mut position = 0;
        for (at, fact) in facts.iter().enumerate() {
            let Noted::Unit {
                follows,
                words,
                is_code,
            } = noted(fact)
            else {
                continue;
            };
            position += if follows { 1 } else { 2 };
            let masked = facts.get(at + 1).and_then(|next| match noted(next) {
                Noted::Masked { slots } => Some((next, slots)),
                _ => None,
            });
            let posts = self.frequencies.posts(fact);
            let template = masked.map(|(fact, slots)| (self.frequencies.posts(fact), fact, slots));
            let hit = match template {
                Some((wide, fact, slots)) if wide >= self.threshold && wide > posts => Hit {
                    class: Class::Templated,
                    fact,
                    position,
                    words: words as usize,
                    posts: wide,
                    slots,
                    is_code,
                },
                _ if posts >= self.threshold => Hit {
                    class: Class::Repeated,
                    fact,
                    position,
                    words: words as usize,
                    posts,
                    slots: 0,
                    is_code,
                },
                _ => continue,
            };
            hits.push(hit);
        }
        hits
    }

    fn run(&self, run: &Run<'_>) -> Diagnostic {
        let units = self.units_counted(run);
        let is_one = run.hits.len() == 1;
        let (finding, verb) = match run.class() {
            Class::Repeated if is_one => ("repeated", "stands"),
            Class::Repeated => ("repeated", "stand"),
            Class::Templated if is_one => ("templated", "fills a template that stands"),
            Class::Templated => ("templated", "fill templates that stand"),
        };
        let message = format!("{units} {verb} in {}", self.in_posts(run));
        let mut diagnostic = self
            .corpus
            .found(finding, self.post, run.span(), message)
            .identified_by(run.identity());
        let slots = self.slot_names(run);
        if !slots.is_empty() {
            diagnostic = diagnostic.note(format!("the slots filled in: {}", slots.join(", ")));
        }
        let widest = run.widest();
        let post = u32::try_from(self.post).unwrap_or(u32::MAX);
        for holder in self.frequencies.others(widest.fact, post, MOST_LABELS) {
            let other = &self.corpus.posts[holder.post as usize];
            let span = other.facts[holder.fact as usize].span;
            let label = match run.class() {
                Class::Repeated => "also here",
                Class::Templated => "the same template",
            };
            diagnostic = diagnostic.also(other.source, span, label);
        }
        diagnostic.help(match run.class() {
            Class::Repeated => "write it anew for this post, or list it under 'allow'",
            Class::Templated => {
                "say what holds for this post alone, or list the template under 'allow'"
            }
        })
    }

    /// `3 sentences (42 words)`.
    fn units_counted(&self, run: &Run<'_>) -> String {
        let unit = match run.hits[0].is_code {
            true if run.hits.len() == 1 => {
                return format!("a block of code ({})", counted(run.words(), "word"));
            }
            true => "block",
            false if self.settings.whole_blocks => "paragraph",
            false => "sentence",
        };
        let words = counted(run.words(), "word");
        format!("{} ({words})", counted(run.hits.len(), unit))
    }

    /// `412 of 1,000 posts`, or `3 to 5 of 1,000 posts each`.
    fn in_posts(&self, run: &Run<'_>) -> String {
        let all = counted(self.corpus.posts.len(), "post");
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

    fn slot_names(&self, run: &Run<'_>) -> Vec<String> {
        let slots = run.hits.iter().fold(0, |slots, hit| slots | hit.slots);
        let mut names: Vec<String> = (0..)
            .zip(&self.settings.slots)
            .filter(|(number, _)| slots & (1 << number) != 0)
            .map(|(_, path)| format!("`{path}`"))
            .collect();
        if slots & (1 << TITLE_BIT) != 0 {
            names.push("a part of the title".to_owned());
        }
        names
    }

    /// The share of the post's words that is boilerplate, if it is too large.
    #[expect(
        clippy::cast_precision_loss,
        reason = "words of one post are far below 2^52"
    )]
    fn ratio(&self, hits: &[Hit<'_>], runs: &[Run<'_>]) -> Option<Diagnostic> {
        let most = self.settings.max_ratio?;
        let facts = self.about.facts.iter();
        let all: usize = facts
            .map(|fact| match noted(fact) {
                Noted::Unit { words, .. } => words as usize,
                Noted::Masked { .. } | Noted::Allowed(_) => 0,
            })
            .sum();
        let repeated: usize = hits.iter().map(|hit| hit.words).sum();
        let ratio = repeated as f64 / all.max(1) as f64;
        if all < MIN_RATIO_WORDS || ratio <= most {
            return None;
        }
        let message = format!(
            "{} of the words ({repeated} of {all}) stand in other posts too, over the {} allowed",
            percent(ratio),
            percent(most)
        );
        let mut diagnostic = self
            .corpus
            .found("ratio", self.post, self.about.anchor, message)
            .identified_by("ratio");
        for run in runs.iter().take(CONTRIBUTORS) {
            let text = format!(
                "{} that {} in {}",
                self.units_counted(run),
                if run.hits.len() == 1 {
                    "stands"
                } else {
                    "stand"
                },
                self.in_posts(run)
            );
            diagnostic = diagnostic.also(self.about.source, run.span(), text);
        }
        Some(diagnostic.help("write more that holds for this post alone"))
    }

    /// Runs of units that the post has said before.
    fn within_post(&self) -> Vec<Diagnostic> {
        let mut units: Vec<(u64, usize, &Fact, Hit<'_>)> = Vec::new();
        let mut position = 0;
        for fact in self.about.facts {
            if let Noted::Unit {
                follows,
                words,
                is_code,
            } = noted(fact)
            {
                position += if follows { 1 } else { 2 };
                let hit = Hit {
                    class: Class::Repeated,
                    fact,
                    position,
                    words: words as usize,
                    posts: 1,
                    slots: 0,
                    is_code,
                };
                units.push((fact.key, units.len(), fact, hit));
            }
        }
        units.sort_by_key(|(key, order, ..)| (*key, *order));
        let mut again: Vec<(usize, Hit<'_>, Span)> = Vec::new();
        for group in units.chunk_by(|a, b| a.0 == b.0) {
            let first = group[0].2.span;
            again.extend(group[1..].iter().map(|unit| (unit.1, unit.3, first)));
        }
        again.sort_by_key(|(order, ..)| *order);
        let hits: Vec<Hit<'_>> = again.iter().map(|(_, hit, _)| *hit).collect();
        let mut firsts = again.iter().map(|(.., first)| *first);
        let mut found = Vec::new();
        for run in runs(&hits) {
            let first = firsts
                .by_ref()
                .take(run.hits.len())
                .reduce(|first, _| first);
            if run.words() >= self.settings.min_words
                && let Some(first) = first
            {
                found.push(self.again(&run, first));
            }
        }
        found
    }

    fn again(&self, run: &Run<'_>, first: Span) -> Diagnostic {
        let units = self.units_counted(run);
        let stand = if run.hits.len() == 1 {
            "stands"
        } else {
            "stand"
        };
        let message = format!("{units} {stand} in this post already");
        self.corpus
            .found("within-post", self.post, run.span(), message)
            .identified_by(run.identity())
            .also(self.about.source, first, "first said here")
            .help("say it once")
    }
}

impl Run<'_> {
    fn class(&self) -> Class {
        self.hits[0].class
    }

    fn words(&self) -> usize {
        self.hits.iter().map(|hit| hit.words).sum()
    }

    fn span(&self) -> Span {
        let spans = self.hits.iter().map(|hit| hit.fact.span);
        spans.reduce(Span::join).unwrap_or_default()
    }

    /// The least and the most posts in which a unit of the run stands.
    fn posts(&self) -> (usize, usize) {
        let posts = self.hits.iter().map(|hit| hit.posts);
        let (least, most) = (posts.clone().min(), posts.max());
        (least.unwrap_or(0), most.unwrap_or(0))
    }

    /// The unit that stands in the most posts; of equals the first.
    fn widest(&self) -> &Hit<'_> {
        let rest = self.hits[1..].iter();
        rest.fold(&self.hits[0], |widest, hit| {
            if hit.posts > widest.posts {
                hit
            } else {
                widest
            }
        })
    }

    /// The keys of the units: the text itself, in short.
    fn identity(&self) -> String {
        let keys = self.hits.iter().map(|hit| format!("{:016x}", hit.fact.key));
        keys.collect::<Vec<_>>().join(" ")
    }
}

/// Joins adjacent hits of one class.
fn runs<'a>(hits: &[Hit<'a>]) -> Vec<Run<'a>> {
    hits.chunk_by(|a, b| a.class == b.class && b.position == a.position + 1)
        .map(|hits| Run {
            hits: hits.to_vec(),
        })
        .collect()
}

/// The largest clusters of the corpus: by posts, then by words. Only their first holders are read.
fn clusters(
    settings: &Settings,
    corpus: &Corpus<'_>,
    frequencies: &Frequencies,
    threshold: usize,
) -> Vec<Cluster> {
    let mut wide: Vec<(usize, usize, u32, u32, Span)> = Vec::new();
    for (holder, posts) in frequencies.widespread(threshold) {
        let about = &corpus.posts[holder.post as usize];
        let fact = holder.fact as usize;
        // A masked form has the words of the unit before it, and is a cluster of its own only
        // where it is wider.
        let (words, unit_posts) = match noted(&about.facts[fact]) {
            Noted::Unit { words, .. } => (words as usize, 0),
            Noted::Masked { .. } => match noted(&about.facts[fact - 1]) {
                Noted::Unit { words, .. } => {
                    (words as usize, frequencies.posts(&about.facts[fact - 1]))
                }
                _ => continue,
            },
            Noted::Allowed(_) => continue,
        };
        if words >= settings.min_words && posts > unit_posts {
            wide.push((
                posts,
                words,
                holder.post,
                holder.fact,
                about.facts[fact].span,
            ));
        }
    }
    let order = |a: &(usize, usize, u32, u32, Span), b: &(usize, usize, u32, u32, Span)| {
        (b.0, b.1, a.2, a.3).cmp(&(a.0, a.1, b.2, b.3))
    };
    wide.sort_unstable_by(order);
    wide.truncate(MOST_CLUSTERS);
    let clusters = wide
        .into_iter()
        .filter_map(|(posts, words, post, _, span)| {
            let loaded = (corpus.load)(post as usize).ok()?;
            let text = loaded.text.get(span.range())?;
            Some(Cluster {
                excerpt: excerpt(text),
                posts,
                words,
            })
        });
    clusters.collect()
}

/// The beginning of a text on one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT).collect();
    format!("{}…", cut.trim_end())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
