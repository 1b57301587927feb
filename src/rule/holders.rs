//! Posts of a corpus that hold the same thing, found by the facts that they noted.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::rule::{Corpus, Fact};

/// One post that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    /// What it holds: the key and the tag of the fact.
    key: u64,
    tag: u32,
    /// The number of the post.
    pub(super) post: usize,
    /// The number of the fact among the post's.
    fact: usize,
}

impl Holder {
    /// The fact that it noted.
    pub(super) fn fact(self, corpus: &Corpus<'_>) -> Fact {
        corpus.posts[self.post].facts[self.fact]
    }
}

/// Everyone who holds what another post holds, too, in groups: sorted by `key` and `tag` of the
/// facts. Memory is linear in the facts, whatever they are.
pub(super) struct Holders(Vec<Holder>);

impl Holders {
    /// Sorts the facts of all posts.
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        let mut all = Vec::new();
        for (post, entry) in corpus.posts.iter().enumerate() {
            all.extend(entry.facts.iter().enumerate().map(|(at, fact)| Holder {
                key: fact.key,
                tag: fact.tag,
                post,
                fact: at,
            }));
        }
        all.par_sort_unstable();
        Self(all)
    }

    /// What `judge` says of every group of two or more that `same` makes and that a reported post
    /// belongs to. Groups are judged in parallel; what is said keeps their order.
    pub(super) fn judge(
        &self,
        corpus: &Corpus<'_>,
        same: impl Fn(&Fact, &Fact) -> bool,
        judge: impl Fn(&[Holder]) -> Vec<Diagnostic> + Send + Sync,
    ) -> Vec<Diagnostic> {
        let groups: Vec<&[Holder]> = self
            .0
            .chunk_by(|a, b| same(&a.fact(corpus), &b.fact(corpus)))
            .filter(|group| group.len() > 1)
            .filter(|group| group.iter().any(|it| corpus.posts[it.post].is_reported))
            .collect();
        groups.into_par_iter().flat_map_iter(judge).collect()
    }
}

/// Where else something stands, as a message ends: the path of the one `other` post, or how many
/// others there are.
pub(super) fn elsewhere(corpus: &Corpus<'_>, other: Holder, others: usize) -> String {
    if others == 1 {
        corpus.posts[other.post].path.to_owned()
    } else {
        format!("{others} other posts")
    }
}
