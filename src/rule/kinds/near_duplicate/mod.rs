//! `near-duplicate`: posts whose bodies are almost the same.

mod candidates;
mod compare;
mod sketch;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::post::{MetaPath, Post};
use crate::rule::{
    Check, Corpus, CorpusValues, Fact, FindingInfo, Found, OptionInfo, Options, PostContext,
    Recent, RuleKind, Survey, identity_of,
};
use crate::text::{WordTable, jaccard, masked, shingle_set, shingles};
use candidates::Sketches;
use compare::Compared;
use sketch::Sketch;

/// The kind.
pub(super) struct NearDuplicate;

/// Shingle sets that are held at once.
const MOST_SETS: usize = 2048;
/// Candidates that are verified once one is close enough, for one that is closer.
const MOST_LOOKS: usize = 4;

impl RuleKind for NearDuplicate {
    fn name(&self) -> &'static str {
        "near-duplicate"
    }

    fn summary(&self) -> &'static str {
        "Posts whose bodies are almost the same, found by sketches and verified exactly"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        &[FindingInfo {
            name: "similar",
            summary: "Another post's body shares most of its word runs with this one",
        }]
    }

    fn options(&self) -> &'static [OptionInfo] {
        &[
            OptionInfo {
                name: "threshold",
                takes: "number from 0.5 to 1",
                default: "0.8",
                doc: "The least similarity that is told: the Jaccard index of the sets of word runs of both bodies, code included",
            },
            OptionInfo {
                name: "shingle",
                takes: "integer",
                default: "5",
                doc: "Words of a run; a post of fewer words is like no other",
            },
            OptionInfo {
                name: "slots",
                takes: "list of meta paths",
                default: "[]",
                doc: "Values that are masked before bodies are compared; without it the words count as they stand",
            },
        ]
    }

    fn measures(&self) -> Option<&'static str> {
        Some("similarity")
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let threshold = options.share("threshold").unwrap_or(0.8);
        if threshold < 0.5
            && let Some(node) = options.node("threshold")
        {
            options.problem(
                node,
                "'threshold' must be at least 0.5; use 'boilerplate' for less",
            );
        }
        let shingle = options.count("shingle").unwrap_or(5);
        if !(1..=50).contains(&shingle)
            && let Some(node) = options.node("shingle")
        {
            options.problem(node, "'shingle' must lie between 1 and 50");
        }
        let mut slots = Vec::new();
        for (text, node) in options.strings("slots") {
            slots.push(options.node_path(node, text)?);
        }
        Some(Box::new(Settings {
            threshold,
            shingle,
            slots,
        }))
    }
}

/// A rule of this kind.
struct Settings {
    threshold: f64,
    shingle: usize,
    slots: Vec<MetaPath>,
}

impl Settings {
    fn shingle_set(&self, post: &Post) -> Vec<u64> {
        match self.masked(post) {
            Some(text) => shingle_set(&text, self.shingle),
            None => shingle_set(&post.body.text, self.shingle),
        }
    }

    fn masked(&self, post: &Post) -> Option<String> {
        let meta = post.meta.as_ref().filter(|_| !self.slots.is_empty())?;
        let hits = self.slots.iter().flat_map(|path| path.select(&meta.root));
        let values = hits.filter_map(|value| value.data.as_text());
        Some(masked(&post.body.text, values))
    }
}

impl Check for Settings {
    fn is_corpus(&self) -> bool {
        true
    }

    /// Keys are bands of the sketch: posts that share one may be more or less alike.
    fn is_decided_by_keys(&self) -> bool {
        false
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        let masked = self.masked(cx.post).map(|text| WordTable::of(&text));
        let words = masked.as_ref().unwrap_or_else(|| cx.words());
        let sketch = Sketch::of(shingles(words.hashes(), self.shingle));
        sketch.map_or_else(Vec::new, |sketch| sketch.facts())
    }

    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        let sketch = Sketch::from_facts(facts);
        keys.extend(sketch.iter().flat_map(Sketch::bands));
    }

    fn asks_who_alone_noted(&self, _: u64) -> bool {
        false
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Likeness {
            settings: self,
            corpus,
            sketches: Sketches::of(corpus),
            sets: Recent::new(MOST_SETS),
        }))
    }
}

/// The sketches of all posts.
struct Likeness<'c> {
    settings: &'c Settings,
    corpus: &'c Corpus<'c>,
    sketches: Sketches<'c>,
    sets: Recent<Vec<u64>>,
}

/// A post and how like it is, exactly.
struct Closest {
    post: u32,
    similarity: f64,
}

impl Likeness<'_> {
    /// Verifies candidates, the likeliest first. Once one is close enough, another is looked at
    /// only if it promises to be closer: in a crowd of copies few verifications do.
    fn closest(&self, post: u32) -> Option<Closest> {
        let threshold = self.settings.threshold;
        let mut closest: Option<Closest> = None;
        let mut looks = MOST_LOOKS;
        for (candidate, likeness) in self.sketches.candidates(post, threshold) {
            let is_far = |held: &Closest| likeness <= held.similarity || looks == 0;
            if closest.as_ref().is_some_and(is_far) {
                break;
            }
            looks -= usize::from(closest.is_some());
            let similarity = jaccard(&self.set(post), &self.set(candidate));
            let is_closer = match &closest {
                None => similarity >= threshold,
                Some(held) => similarity > held.similarity,
            };
            if is_closer {
                closest = Some(Closest {
                    post: candidate,
                    similarity,
                });
            }
        }
        closest
    }

    fn set(&self, post: u32) -> Arc<Vec<u64>> {
        self.sets.get(post, || {
            let loaded = self.corpus.ledger.load(post);
            loaded.map_or_else(
                |_| Vec::new(),
                |loaded| self.settings.shingle_set(&loaded.post),
            )
        })
    }
}

impl Survey for Likeness<'_> {
    fn judge(&self, post: u32, _: &dyn CorpusValues) -> Vec<Found> {
        let Some(closest) = self.closest(post) else {
            return Vec::new();
        };
        vec![Found {
            finding: "similar",
            span: self.corpus.ledger.anchor(post),
            identity: identity_of("similar"),
            handle: u64::from(closest.post) << 32 | u64::from(permille(closest.similarity)),
        }]
    }

    /// The similarity to the closest post; 0 where none is as similar as the rule asks.
    fn value(&self, post: u32) -> Option<f64> {
        self.sketches.get(post)?;
        Some(self.closest(post).map_or(0.0, |it| it.similarity))
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let other = u32::try_from(found.handle >> 32).ok()?;
        let permille = found.handle & u64::from(u32::MAX);
        let (percent, tenth) = (permille / 10, permille % 10);
        let percent = match tenth {
            0 => percent.to_string(),
            tenth => format!("{percent}.{tenth}"),
        };
        let there = self.corpus.ledger.place(other);
        let message = format!("the body is {percent} % the same as that of {}", there.path);
        let mut diagnostic = self
            .corpus
            .found("similar", post, found.span, message)
            .also(there.source, there.anchor, "the closest post found");
        let compared = Compared::of(self.corpus, post, other);
        diagnostic.notes = compared.map_or_else(Vec::new, |compared| compared.notes());
        Some(diagnostic.help("merge the posts, or write what holds for this one alone"))
    }
}

/// Rounded down, so that 1,000 means the same set of word runs.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a similarity lies between 0 and 1"
)]
fn permille(similarity: f64) -> u32 {
    (similarity * 1000.0).floor() as u32
}
