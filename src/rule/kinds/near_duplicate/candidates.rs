//! Which posts are worth comparing exactly.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::OnceLock;

use super::sketch::{Agreement, Sign, SignCell, Sketch};
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

/// Posts whose sketches are read together: of a large corpus nearly all are asked for, and to read
/// them one after another costs a fifth of reading here and there.
const BLOCK: u32 = 64;

/// How far an estimate may lie below the threshold: four standard deviations.
const MARGIN: f64 = 0.15;

/// A post that may be like another. The greater the likelier; of equals the one that comes first
/// in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    agreement: Agreement,
    post: Reverse<u32>,
}

/// Sketches by post, as far as they were asked for.
struct Held {
    /// Those of each block.
    sketches: Vec<OnceLock<Box<[Option<Sketch>]>>>,
    /// Those of each post of a block that was read.
    signs: Vec<SignCell>,
}

/// The sketches of a corpus.
pub(super) struct Sketches<'c> {
    corpus: &'c Corpus<'c>,
    /// Those that were asked for, where there is room for all posts.
    held: OnceLock<Held>,
}

impl<'c> Sketches<'c> {
    pub(super) fn of(corpus: &'c Corpus<'c>) -> Self {
        Self {
            corpus,
            held: OnceLock::new(),
        }
    }

    /// The likeliest candidates for a post with their likeness, best first: the posts that agree
    /// with it in a band, in crowds only the nearest. Cost does not grow with the corpus, and
    /// only those that are taken are brought into order.
    pub(super) fn candidates(&self, post: u32, threshold: f64) -> impl Iterator<Item = (u32, f64)> {
        let posts = self.corpus.noted();
        let is_likely = |agreement: &Agreement| agreement.likeness() + MARGIN >= threshold;
        let least = Agreement::all().find(is_likely);
        let mut likely = match (self.sketch(post), least) {
            (Some(own), Some(least)) => self.likely(post, &own, least, neighbours(posts)),
            _ => BinaryHeap::new(),
        };
        let best_first = std::iter::from_fn(move || likely.pop());
        best_first
            .take(kept_candidates(posts))
            .map(|it| (it.post.0, it.agreement.likeness()))
    }

    /// The posts near a post that agree with it in a band and in some values at least.
    fn likely(
        &self,
        post: u32,
        own: &Sketch,
        least: Agreement,
        neighbours: usize,
    ) -> BinaryHeap<Candidate> {
        let mut agreeing = self.agreeing(post, own, neighbours);
        self.keep_alike(own.sign(), least.most_unlike(), &mut agreeing);
        let mut likely = Vec::with_capacity(agreeing.len());
        for other in agreeing {
            let agreement = self.sketch(other).map(|it| own.agreement(&it));
            if let Some(agreement) = agreement.filter(|it| *it >= least) {
                likely.push(Candidate {
                    agreement,
                    post: Reverse(other),
                });
            }
        }
        likely.into()
    }

    /// The other posts that agree in a band, each once, in order.
    fn agreeing(&self, post: u32, own: &Sketch, neighbours: usize) -> Vec<u32> {
        let bands = own.bands();
        self.corpus.look_ahead(&bands);
        let shared = bands.iter().filter(|band| self.corpus.count(**band) > 1);
        let nearest = shared.map(|band| {
            let holders = self.corpus.holders(*band);
            let first = holders.before(post).saturating_sub(neighbours);
            let behind = (first + 2 * neighbours + 1).min(holders.len());
            (holders, first..behind)
        });
        let nearest: Vec<_> = nearest.collect();
        let all = nearest.iter().map(|(_, numbers)| numbers.len()).sum();
        let mut agreeing = Vec::with_capacity(all);
        for (holders, numbers) in nearest {
            holders.copy_to(numbers, &mut agreeing);
        }
        let mut agreeing = each_once(agreeing);
        if let Ok(own) = agreeing.binary_search(&post) {
            agreeing.remove(own);
        }
        agreeing
    }

    /// The sketch of a post, read anew.
    pub(super) fn get(&self, post: u32) -> Option<Sketch> {
        Sketch::from_facts(&self.corpus.facts(post))
    }

    /// Drops posts whose signs are so unlike that their sketches are: signs stay in the caches,
    /// sketches do not. One pair in 30,000 of those that agree just enough to be candidates is
    /// dropped too, and none to speak of that is as like as the rule asks.
    fn keep_alike(&self, own: Sign, most_unlike: u32, posts: &mut Vec<u32>) {
        posts.retain(|post| {
            let sign = self.sign(*post);
            sign.is_none_or(|sign| own.unlike(sign) <= most_unlike)
        });
    }

    /// The sign of a post, where there is room for all.
    #[inline]
    fn sign(&self, post: u32) -> Option<Sign> {
        let cell = self.held().signs.get(post as usize)?;
        cell.get().or_else(|| {
            self.block(post)?;
            cell.get()
        })
    }

    /// The sketch of a post, where it stands if there is room for all.
    fn sketch(&self, post: u32) -> Option<Cow<'_, Sketch>> {
        match self.block(post) {
            Some(block) => {
                let sketch = block.get((post % BLOCK) as usize)?.as_ref();
                sketch.map(Cow::Borrowed)
            }
            None => self.get(post).map(Cow::Owned),
        }
    }

    /// The sketches of the block that a post stands in, where there is room for all.
    #[inline]
    fn block(&self, post: u32) -> Option<&[Option<Sketch>]> {
        let Held { sketches, signs } = self.held();
        let block = sketches.get((post / BLOCK) as usize)?;
        let read = || {
            let first = post - post % BLOCK;
            let posts = (first..).zip(signs.iter().skip(first as usize).take(BLOCK as usize));
            let sketches = posts.map(|(post, sign)| {
                let sketch = self.get(post)?;
                sign.set(sketch.sign());
                Some(sketch)
            });
            sketches.collect()
        };
        Some(block.get_or_init(read))
    }

    fn held(&self) -> &Held {
        self.held.get_or_init(|| {
            let ledger = self.corpus.ledger;
            let posts = if ledger.is_at_hand() { ledger.len() } else { 0 };
            let blocks = 0..posts.div_ceil(BLOCK);
            Held {
                sketches: blocks.map(|_| OnceLock::new()).collect(),
                signs: (0..posts).map(|_| SignCell::default()).collect(),
            }
        })
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

    use super::*;

    #[test]
    fn the_likeliest_is_the_greatest_and_of_equals_the_first_post() {
        let mut all: Vec<Candidate> = Agreement::all()
            .take(3)
            .flat_map(|agreement| [4, 9].map(|post| (agreement, Reverse(post))))
            .map(|(agreement, post)| Candidate { agreement, post })
            .collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let posts: Vec<u32> = all.iter().map(|it| it.post.0).collect();
        assert_eq!(posts, [4, 9, 4, 9, 4, 9]);
        assert!(all.is_sorted_by(|a, b| a.agreement >= b.agreement));
    }

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
