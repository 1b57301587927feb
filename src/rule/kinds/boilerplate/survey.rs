//! From the posts in which units stand to findings: adjacent units become runs, the largest are
//! told.

use super::Settings;
use super::clusters::clusters;
use super::runs::{Hit, Noticed, Run, runs, units_of};
use super::tell::Teller;
use super::units::allowed_key;
use crate::diagnostic::Diagnostic;
use crate::rule::{Cluster, Corpus, CorpusValues, Found, Notice, Recent, Survey, identity_of};
use crate::source::Span;

/// A post of fewer words has no ratio worth judging.
const MIN_RATIO_WORDS: usize = 30;

/// The corpus with the number of posts that makes boilerplate of a unit.
pub(super) struct Repetition<'c> {
    pub(super) settings: &'c Settings,
    pub(super) corpus: &'c Corpus<'c>,
    pub(super) threshold: usize,
    /// Plans of posts that are told about.
    plans: Recent<Plan>,
}

/// Plans that are held at once.
const MOST_PLANS: usize = 64;

/// A finding of one post.
pub(super) enum Item {
    /// Too large a share: words that are repeated, and all.
    Ratio { repeated: usize, all: usize },
    /// A run that stands in other posts.
    Run(Run),
    /// A run that the post has said before, and where.
    Again(Run, Span),
}

/// Everything that is wrong with a post.
pub(super) struct Plan {
    pub(super) items: Vec<Item>,
    /// Runs that are told, the largest first, and those that are too many.
    pub(super) shown: Vec<Run>,
    pub(super) hidden: Vec<Run>,
}

impl<'c> Repetition<'c> {
    pub(super) fn of(settings: &'c Settings, corpus: &'c Corpus<'c>) -> Self {
        Self {
            settings,
            corpus,
            threshold: settings.threshold(corpus.noted()),
            plans: Recent::new(MOST_PLANS),
        }
    }

    /// Judges one post.
    pub(super) fn plan(&self, post: u32) -> Plan {
        let units = units_of(&self.corpus.facts(post));
        let hits = self.hits(&units);
        let mut wide = runs(&hits);
        wide.retain(|run| run.words() >= self.settings.min_words);
        // The largest first; the sort is stable, so that equals stay in order of the post.
        wide.sort_by_key(|run| std::cmp::Reverse(run.words()));
        let limit = match self.settings.limit {
            0 => wide.len(),
            limit => limit.min(wide.len()),
        };
        let hidden = wide.split_off(limit);
        let mut items: Vec<Item> = self.ratio(&units, &hits).into_iter().collect();
        items.extend(wide.iter().cloned().map(Item::Run));
        items.extend(self.within_post(&units));
        Plan {
            items,
            shown: wide,
            hidden,
        }
    }

    /// The units that stand in enough posts, in order.
    fn hits(&self, units: &[Noticed]) -> Vec<Hit> {
        let mut keys = Vec::with_capacity(2 * units.len());
        keys.extend(units.iter().flat_map(Noticed::keys));
        self.corpus.look_ahead(&keys);
        let posts = |key| self.corpus.count(key);
        let hit = |unit: &Noticed| {
            let own = posts(unit.key());
            if let Some((fact, slots)) = unit.masked {
                let wide = posts(fact.key);
                if wide >= self.threshold && wide > own {
                    return Some(unit.template(fact, slots, wide));
                }
            }
            (own >= self.threshold).then(|| unit.hit(own))
        };
        let mut hits = Vec::with_capacity(units.len());
        hits.extend(units.iter().filter_map(hit));
        hits
    }

    /// The share of the post's words that is boilerplate, if it is too large.
    fn ratio(&self, units: &[Noticed], hits: &[Hit]) -> Option<Item> {
        let most = self.settings.max_ratio?;
        let (repeated, all) = words_of(units, hits);
        let is_much = all >= MIN_RATIO_WORDS && share(repeated, all) > most;
        is_much.then_some(Item::Ratio { repeated, all })
    }

    /// Runs of units that the post has said before.
    fn within_post(&self, units: &[Noticed]) -> Vec<Item> {
        let keys = units.iter().map(Noticed::key);
        if !may_repeat(keys.clone()) {
            return Vec::new();
        }
        let mut order: Vec<(u64, usize)> = keys.zip(0..).collect();
        order.sort_unstable();
        let mut again: Vec<(usize, Span)> = Vec::new();
        for group in order.chunk_by(|(a, _), (b, _)| a == b) {
            let first = units[group[0].1].span();
            again.extend(group[1..].iter().map(|(_, at)| (*at, first)));
        }
        again.sort_unstable_by_key(|(at, _)| *at);
        let hits: Vec<Hit> = again.iter().map(|(at, _)| units[*at].hit(1)).collect();
        let mut firsts = again.iter().map(|(_, first)| *first);
        let mut found = Vec::new();
        for run in runs(&hits) {
            let first = firsts
                .by_ref()
                .take(run.hits.len())
                .reduce(|first, _| first);
            if run.words() >= self.settings.min_words
                && let Some(first) = first
            {
                found.push(Item::Again(run, first));
            }
        }
        found
    }
}

impl Survey for Repetition<'_> {
    fn judge(&self, post: u32, _: &dyn CorpusValues) -> Vec<Found> {
        let plan = self.plan(post);
        let found = (0..).zip(&plan.items).map(|(handle, item)| {
            let (finding, span, identity) = match item {
                Item::Ratio { .. } => {
                    let anchor = self.corpus.ledger.anchor(post);
                    ("ratio", anchor, identity_of("ratio"))
                }
                Item::Run(run) => (run.class().finding(), run.span(), run.identity()),
                Item::Again(run, _) => ("within-post", run.span(), run.identity()),
            };
            Found {
                finding,
                span,
                identity,
                handle,
            }
        });
        found.collect()
    }

    fn value(&self, post: u32) -> Option<f64> {
        let units = units_of(&self.corpus.facts(post));
        let (repeated, all) = words_of(&units, &self.hits(&units));
        (all > 0).then(|| share(repeated, all))
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let plan = self.plans.get(post, || self.plan(post));
        let at = usize::try_from(found.handle).ok()?;
        let item = plan.items.get(at)?;
        Some(Teller::new(self, post, &plan).tell(item, at))
    }

    fn clusters(&self) -> Vec<Cluster> {
        clusters(self)
    }

    /// `allow` entries that match nothing.
    fn notices(&self) -> Vec<Notice> {
        let mut entries: Vec<_> = self.settings.allow.iter().collect();
        entries.dedup_by_key(|allowed| allowed.entry);
        let unmatched = entries.into_iter().filter(|allowed| {
            let key = allowed_key(u64::from(allowed.entry));
            self.corpus.holders(key).is_empty()
        });
        let notices = unmatched.map(|allowed| Notice {
            set: allowed.set,
            message: "this 'allow' text stands in no post; remove it".to_owned(),
        });
        notices.collect()
    }
}

/// Whether a key may be there twice. Most posts repeat nothing, which their lowest bits tell: that
/// costs less than to sort the keys.
fn may_repeat(mut keys: impl Iterator<Item = u64>) -> bool {
    let mut seen = [0_u64; 64];
    keys.any(|key| {
        let marks = &mut seen[(key >> 6) as usize % 64];
        let mark = 1 << (key % 64);
        let is_seen = *marks & mark != 0;
        *marks |= mark;
        is_seen
    })
}

/// The words of the units that are repeated, and of all.
fn words_of(units: &[Noticed], hits: &[Hit]) -> (usize, usize) {
    let all = units.iter().map(|unit| unit.hit(1).words).sum();
    let repeated = hits.iter().map(|hit| hit.words).sum();
    (repeated, all)
}

/// A share of words.
#[expect(
    clippy::cast_precision_loss,
    reason = "words of one post are far below 2^52"
)]
pub(super) fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_that_is_there_twice_is_missed() {
        let keys: Vec<u64> = (0..20).map(|key| key * 0x1001).collect();
        assert!(!may_repeat(keys.iter().copied()));
        for key in &keys {
            assert!(may_repeat(keys.iter().chain([key]).copied()));
        }
    }
}
