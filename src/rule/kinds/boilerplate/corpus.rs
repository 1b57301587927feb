//! In how many posts each unit stands, by one sort over all facts.

use rayon::prelude::*;

use super::units::{Noted, noted};
use crate::rule::{Corpus, Fact};

/// A place where a key stands: 16 bytes, so that millions fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    key: u64,
    pub(super) post: u32,
    /// Number of the fact in its post.
    pub(super) fact: u32,
}

/// The holders of every key.
pub(super) struct Frequencies {
    /// Sorted by key, then post, then fact.
    holders: Vec<Holder>,
    /// Where each run of one key starts in `holders`, and in how many posts it stands. Only keys
    /// that stand in two posts or more, sorted by key.
    groups: Vec<Group>,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    key: u64,
    start: u32,
    posts: u32,
}

impl Frequencies {
    /// Counts the posts of every key of the corpus.
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        let mut holders = Vec::new();
        for (post, about) in (0..).zip(corpus.posts) {
            for (fact, noted_fact) in (0..).zip(about.facts) {
                if !matches!(noted(noted_fact), Noted::Allowed(_)) {
                    holders.push(Holder {
                        key: noted_fact.key,
                        post,
                        fact,
                    });
                }
            }
        }
        holders.par_sort_unstable();
        // The first place of a post is enough: nobody is pointed at its second.
        holders.dedup_by_key(|holder| (holder.key, holder.post));
        let mut groups = Vec::new();
        let mut start = 0;
        for run in holders.chunk_by(|a, b| a.key == b.key) {
            if run.len() > 1 {
                groups.push(Group {
                    key: run[0].key,
                    start,
                    posts: u32::try_from(run.len()).unwrap_or(u32::MAX),
                });
            }
            start += u32::try_from(run.len()).unwrap_or(0);
        }
        Self { holders, groups }
    }

    /// In how many posts a fact's key stands.
    pub(super) fn posts(&self, fact: &Fact) -> usize {
        self.group(fact.key).map_or(1, |group| group.posts as usize)
    }

    /// The first holders of a fact's key in other posts than `post`, one a post.
    pub(super) fn others(&self, fact: &Fact, post: u32, most: usize) -> Vec<Holder> {
        let Some(group) = self.group(fact.key) else {
            return Vec::new();
        };
        let holders = self.holders[group.start as usize..].iter();
        let mut others: Vec<Holder> = Vec::new();
        for holder in holders.take_while(|holder| holder.key == fact.key) {
            if others.len() == most {
                break;
            }
            if holder.post != post {
                others.push(*holder);
            }
        }
        others
    }

    /// The first holder of each key that stands in at least `posts` posts, with that number.
    pub(super) fn widespread(&self, posts: usize) -> impl Iterator<Item = (Holder, usize)> {
        let wide = self.groups.iter();
        wide.filter(move |group| group.posts as usize >= posts)
            .map(|group| (self.holders[group.start as usize], group.posts as usize))
    }

    fn group(&self, key: u64) -> Option<&Group> {
        let at = self.groups.binary_search_by_key(&key, |group| group.key);
        at.ok().map(|at| &self.groups[at])
    }
}
