//! `near-duplicate`: posts whose bodies are almost the same.

mod candidates;
mod compare;
mod sketch;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::post::{MetaPath, Post};
use crate::rule::{
    Check, Corpus, CorpusFindings, Fact, FindingInfo, OptionInfo, Options, PostContext, RuleKind,
};
use crate::text::{WordTable, masked, shingle_set, shingles};
use candidates::{Candidate, MARGIN, candidates};
use compare::{Compared, Shelf};
use sketch::Sketch;

/// The kind.
pub(super) struct NearDuplicate;

/// Findings whose differing lines are shown; they cost a comparison line by line.
const MOST_COMPARED: usize = 1000;

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
        let values = hits.filter_map(|hit| hit.value.data.as_text());
        Some(masked(&post.body.text, values))
    }
}

impl Check for Settings {
    fn is_corpus(&self) -> bool {
        true
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        let hashes = match self.masked(cx.post) {
            Some(text) => shingles(WordTable::of(&text).hashes(), self.shingle),
            None => shingles(cx.words().hashes(), self.shingle),
        };
        Sketch::of(&hashes).map_or_else(Vec::new, |sketch| sketch.facts())
    }

    fn check_corpus(&self, corpus: &Corpus<'_>) -> CorpusFindings {
        let sketches: Vec<Option<Sketch>> = corpus
            .posts
            .iter()
            .map(|about| Sketch::from_facts(about.facts))
            .collect();
        let candidates = candidates(&sketches, self.threshold);
        let closest = self.closest(corpus, &candidates);
        let told = closest.into_par_iter().enumerate();
        let diagnostics = told.map(|(number, (post, found))| {
            let compared = (number < MOST_COMPARED).then(|| Compared::of(corpus, post, found.post));
            finding(corpus, post, &found, compared.flatten())
        });
        CorpusFindings {
            diagnostics: diagnostics.collect(),
            ..CorpusFindings::default()
        }
    }
}

/// A post and how like it is, exactly.
struct Closest {
    post: usize,
    similarity: f64,
}

impl Settings {
    /// The closest post of each reported post that has one at the threshold, in order.
    fn closest(&self, corpus: &Corpus<'_>, candidates: &[Vec<Candidate>]) -> Vec<(usize, Closest)> {
        let posts: Vec<usize> = (0..corpus.posts.len())
            .filter(|post| corpus.posts[*post].is_reported && !candidates[*post].is_empty())
            .collect();
        let found: Vec<Vec<(usize, Closest)>> = posts
            .par_chunks(64)
            .map(|chunk| {
                let mut shelf = Shelf::new(|post| self.shelved(corpus, post));
                let closest = chunk.iter().filter_map(|post| {
                    let found = self.closest_of(*post, &candidates[*post], &mut shelf)?;
                    Some((*post, found))
                });
                closest.collect()
            })
            .collect();
        found.into_iter().flatten().collect()
    }

    fn shelved(&self, corpus: &Corpus<'_>, post: usize) -> Vec<u64> {
        (corpus.load)(post).map_or_else(|_| Vec::new(), |loaded| self.shingle_set(&loaded.post))
    }

    /// Verifies candidates, the likeliest first. Once one is close enough, another is looked at
    /// only if it promises to be closer: in a crowd of copies one verification does.
    fn closest_of<F: Fn(usize) -> Vec<u64>>(
        &self,
        post: usize,
        candidates: &[Candidate],
        shelf: &mut Shelf<F>,
    ) -> Option<Closest> {
        let mut closest: Option<Closest> = None;
        for candidate in candidates {
            let is_hopeless = match &closest {
                None => candidate.likeness + MARGIN < self.threshold,
                Some(held) => candidate.likeness <= held.similarity,
            };
            if is_hopeless {
                break;
            }
            let other = candidate.post as usize;
            let similarity = shelf.similarity(post, other);
            let is_closer = match &closest {
                None => similarity >= self.threshold,
                Some(held) => similarity > held.similarity,
            };
            if is_closer {
                closest = Some(Closest {
                    post: other,
                    similarity,
                });
            }
        }
        closest
    }
}

fn finding(
    corpus: &Corpus<'_>,
    post: usize,
    found: &Closest,
    compared: Option<Compared>,
) -> Diagnostic {
    let about = &corpus.posts[post];
    let other = &corpus.posts[found.post];
    // Rounded down, so that 100 % means the same set of word runs.
    let percent = (found.similarity * 1000.0).floor() / 10.0;
    let message = format!("the body is {percent} % the same as that of {}", other.path);
    let mut diagnostic = corpus
        .found("similar", post, about.anchor, message)
        .identified_by("similar")
        .also(other.source, other.anchor, "the closest post found");
    diagnostic.notes = compared.map_or_else(Vec::new, |compared| compared.notes());
    diagnostic.help("merge the posts, or write what holds for this one alone")
}
