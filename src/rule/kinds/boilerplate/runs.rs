//! Units that stand in enough posts, and the runs that adjacent ones make.

use super::units::{Noted, noted};
use crate::rule::Fact;
use crate::source::Span;
use crate::text::mixed;

/// What kind of repetition a unit is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Repeated,
    Templated,
}

/// A unit that stands in enough posts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) class: Class,
    /// The fact whose key is widespread: the unit or its masked form.
    pub(super) fact: Fact,
    /// Units whose positions differ by one are adjacent.
    position: usize,
    pub(super) words: usize,
    pub(super) posts: usize,
    pub(super) slots: u32,
    pub(super) is_code: bool,
}

/// A unit of a post with the facts that speak of it.
pub(super) struct Noticed {
    unit: Fact,
    pub(super) masked: Option<(Fact, u32)>,
    position: usize,
    words: usize,
    is_code: bool,
}

impl Noticed {
    /// The key of the text itself.
    pub(super) fn key(&self) -> u64 {
        self.unit.key
    }

    /// That key and the one of its masked form.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        let masked = self.masked.as_ref();
        std::iter::once(self.unit.key).chain(masked.map(|(fact, _)| fact.key))
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        self.unit.span
    }

    /// The unit as part of a run.
    pub(super) fn hit(&self, posts: usize) -> Hit {
        Hit {
            class: Class::Repeated,
            fact: self.unit,
            position: self.position,
            words: self.words,
            posts,
            slots: 0,
            is_code: self.is_code,
        }
    }

    /// Its masked form as part of a run.
    pub(super) fn template(&self, fact: Fact, slots: u32, posts: usize) -> Hit {
        Hit {
            class: Class::Templated,
            fact,
            slots,
            ..self.hit(posts)
        }
    }
}

/// The units of a post in order.
pub(super) fn units_of(facts: &[Fact]) -> Vec<Noticed> {
    let mut units: Vec<Noticed> = Vec::with_capacity(facts.len());
    let mut position = 0;
    for fact in facts {
        match noted(fact) {
            Noted::Unit {
                follows,
                words,
                is_code,
            } => {
                position += if follows { 1 } else { 2 };
                units.push(Noticed {
                    unit: *fact,
                    masked: None,
                    position,
                    words: words as usize,
                    is_code,
                });
            }
            Noted::Masked { slots } => {
                if let Some(unit) = units.last_mut() {
                    unit.masked = Some((*fact, slots));
                }
            }
            Noted::Allowed(_) => {}
        }
    }
    units
}

/// Adjacent hits of one class.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) hits: Vec<Hit>,
}

impl Run {
    pub(super) fn class(&self) -> Class {
        self.hits[0].class
    }

    pub(super) fn words(&self) -> usize {
        self.hits.iter().map(|hit| hit.words).sum()
    }

    pub(super) fn span(&self) -> Span {
        let spans = self.hits.iter().map(|hit| hit.fact.span);
        spans.reduce(Span::join).unwrap_or_default()
    }

    /// The least and the most posts in which a unit of the run stands.
    pub(super) fn posts(&self) -> (usize, usize) {
        let posts = self.hits.iter().map(|hit| hit.posts);
        let (least, most) = (posts.clone().min(), posts.max());
        (least.unwrap_or(0), most.unwrap_or(0))
    }

    /// The slots that its units fill, as bits.
    pub(super) fn slots(&self) -> u32 {
        self.hits.iter().fold(0, |slots, hit| slots | hit.slots)
    }

    /// The unit that stands in the most posts; of equals the first.
    pub(super) fn widest(&self) -> &Hit {
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
    pub(super) fn identity(&self) -> u64 {
        let keys = self.hits.iter().map(|hit| hit.fact.key);
        keys.fold(0, |identity, key| mixed(identity ^ key))
    }
}

/// Joins adjacent hits of one class.
pub(super) fn runs(hits: &[Hit]) -> Vec<Run> {
    hits.chunk_by(|a, b| a.class == b.class && b.position == a.position + 1)
        .map(|hits| Run {
            hits: hits.to_vec(),
        })
        .collect()
}
