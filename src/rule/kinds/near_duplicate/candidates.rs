//! Which posts are worth comparing exactly.

use std::sync::OnceLock;

use super::sketch::Sketch;
use crate::rule::Corpus;

/// Comparisons of sketches that a corpus may cost in one band.
const COMPARISONS: usize = 2_000_000;
/// Candidates that a corpus may keep.
const CANDIDATES: usize = 1_000_000;

/// Posts of one band, to either side, that each post is compared with: all of a small corpus; of
/// a large one the nearest, since in a crowd of copies the neighbours are copies too.
fn neighbours(posts: usize) -> usize {
    (COMPARISONS / posts.max(1)).clamp(32, 2048)
}

/// Candidates that are kept for each post: the likeliest. In a crowd that is almost alike enough
/// the true pair may be estimated below many others, so that a small corpus keeps them all.
fn kept_candidates(posts: usize) -> usize {
    (CANDIDATES / posts.max(1)).clamp(16, 1024)
}

/// How far an estimate may lie below the threshold: four standard deviations.
pub(super) const MARGIN: f64 = 0.15;

/// A post that may be like another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) post: u32,
    pub(super) likeness: f64,
}

/// The sketches of a corpus.
pub(super) struct Sketches<'c> {
    corpus: &'c Corpus<'c>,
    /// Those of candidates, by post, where there is room for all posts.
    held: OnceLock<Vec<OnceLock<Option<Box<Sketch>>>>>,
}

impl<'c> Sketches<'c> {
    pub(super) fn of(corpus: &'c Corpus<'c>) -> Self {
        Self {
            corpus,
            held: OnceLock::new(),
        }
    }

    /// The likeliest candidates for a post, best first: the posts that agree with it in a band, in
    /// crowds only the nearest. Cost does not grow with the corpus.
    pub(super) fn candidates(&self, post: u32, threshold: f64) -> Vec<Candidate> {
        let Some(own) = self.get(post) else {
            return Vec::new();
        };
        let posts = self.corpus.noted();
        let mut kept: Vec<Candidate> = self
            .agreeing(post, &own, neighbours(posts))
            .into_iter()
            .filter_map(|other| {
                let likeness = self.likeness(&own, other)?;
                let is_likely = likeness + MARGIN >= threshold;
                is_likely.then_some(Candidate {
                    post: other,
                    likeness,
                })
            })
            .collect();
        // Of equals the one that comes first in the corpus.
        let best_first = |a: &Candidate, b: &Candidate| {
            let by_likeness = b.likeness.total_cmp(&a.likeness);
            by_likeness.then(a.post.cmp(&b.post))
        };
        let most = kept_candidates(posts);
        if kept.len() > most {
            kept.select_nth_unstable_by(most, best_first);
            kept.truncate(most);
        }
        kept.sort_unstable_by(best_first);
        kept
    }

    /// The posts that agree in a band, each once, in order.
    fn agreeing(&self, post: u32, own: &Sketch, neighbours: usize) -> Vec<u32> {
        let mut agreeing = Vec::new();
        for band in own.bands() {
            if self.corpus.count(band) < 2 {
                continue;
            }
            let holders = self.corpus.holders(band);
            let at = holders.before(post);
            let nearest = holders.from(at.saturating_sub(neighbours));
            agreeing.extend(nearest.take(2 * neighbours + 1).filter(|it| *it != post));
        }
        each_once(agreeing)
    }

    /// The sketch of a post.
    pub(super) fn get(&self, post: u32) -> Option<Sketch> {
        Sketch::from_facts(&self.corpus.facts(post))
    }

    /// How much a sketch looks like that of a candidate, which is compared where it stands: a crowd
    /// is compared many times, and most posts are nobody's candidates.
    fn likeness(&self, own: &Sketch, candidate: u32) -> Option<f64> {
        let held = self.held.get_or_init(|| {
            let ledger = self.corpus.ledger;
            let posts = 0..if ledger.is_at_hand() { ledger.len() } else { 0 };
            posts.map(|_| OnceLock::new()).collect()
        });
        let Some(held) = held.get(candidate as usize) else {
            return self.get(candidate).map(|it| own.likeness(&it));
        };
        let sketch = held.get_or_init(|| self.get(candidate).map(Box::new));
        sketch.as_deref().map(|it| own.likeness(it))
    }
}

/// Each post once, in order. A crowd is marked as bits, which costs less than to sort it.
fn each_once(mut posts: Vec<u32>) -> Vec<u32> {
    let least = posts.iter().copied().min().unwrap_or(0);
    let most = posts.iter().copied().max().unwrap_or(0);
    let words = (most - least) as usize / 64 + 1;
    if words > posts.len() {
        posts.sort_unstable();
        posts.dedup();
        return posts;
    }
    let mut marks = vec![0_u64; words];
    for post in posts.drain(..) {
        let at = post - least;
        marks[at as usize / 64] |= 1 << (at % 64);
    }
    for (word, mut marks) in (0..).zip(marks) {
        while marks != 0 {
            posts.push(least + 64 * word + marks.trailing_zeros());
            marks &= marks - 1;
        }
    }
    posts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::each_once;

    proptest! {
        #[test]
        fn every_post_is_kept_once_in_order(
            posts in proptest::collection::vec(0_u32..300, 0..200),
            far in proptest::option::of(any::<u32>()),
        ) {
            let posts: Vec<u32> = posts.into_iter().chain(far).collect();
            let expected: BTreeSet<u32> = posts.iter().copied().collect();
            prop_assert!(each_once(posts).into_iter().eq(expected));
        }
    }
}
