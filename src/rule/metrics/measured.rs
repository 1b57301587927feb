//! Measuring one post.

use std::cell::{Cell, OnceCell};
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use rustc_hash::{FxHashSet, FxHasher};

use super::{MetricInfo, metric_named};
use crate::post::{Block, BlockKind, Data, MetaPath, Post};
use crate::rule::digest::Digest;
use crate::text::{Counts, day_of, days_since_epoch, spoken_words};

/// What was measured of one post: each group when first asked for.
#[derive(Debug, Default)]
pub struct MetricCache {
    digest: Digest,
    words: OnceCell<usize>,
    sentences: OnceCell<usize>,
    counts: OnceCell<Counts>,
    /// The last day on which what was found holds; nothing if it holds on every later day.
    until: Cell<Option<i64>>,
}

impl MetricCache {
    /// What rules share of the post's text.
    pub(crate) fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The last day on which what was found holds, counted from 1970-01-01; nothing if it holds
    /// on every later day.
    pub fn until(&self) -> Option<i64> {
        self.until.get()
    }

    /// Says that something that was found may not hold after `day`.
    pub(crate) fn holds_until(&self, day: i64) {
        let until = self.until.get().map_or(day, |until| until.min(day));
        self.until.set(Some(until));
    }
}

/// The metrics of one post.
#[derive(Debug, Clone, Copy)]
pub struct Metrics<'a> {
    post: &'a Post,
    today: Date,
    cache: &'a MetricCache,
}

impl<'a> Metrics<'a> {
    /// The metrics of a post on a day. `cache` must belong to this post.
    pub fn of(post: &'a Post, today: Date, cache: &'a MetricCache) -> Self {
        Self { post, today, cache }
    }

    /// The value of a metric; `None` for an unknown one, for a metric of the corpus, and where
    /// the post has nothing to measure. Never NaN.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.measure(&metric_named(name)?)
    }

    /// The value of a metric of a post alone; `None` where the post has nothing to measure.
    pub(crate) fn measure(&self, metric: &MetricInfo) -> Option<f64> {
        metric.measure?(self)
    }

    pub(super) fn post(&self) -> &'a Post {
        self.post
    }

    pub(super) fn words(&self) -> usize {
        *self.cache.words.get_or_init(|| {
            let words = self.cache.digest.words(&self.post.body);
            let spoken = |block: &Block| words.spoken(block.text.range());
            self.blocks(is_worded).map(spoken).sum()
        })
    }

    pub(super) fn sentences(&self) -> usize {
        *self.cache.sentences.get_or_init(|| {
            let sentences = self.cache.digest.sentences(&self.post.body);
            let blocks = self.post.body.blocks.iter().enumerate();
            let prose = blocks.filter(|(_, block)| block.kind.is_prose());
            let of_prose = prose.flat_map(|(number, _)| sentences.of_block(number));
            of_prose.filter(|sentence| sentence.words > 0).count()
        })
    }

    pub(super) fn counts(&self) -> &'a Counts {
        self.cache.counts.get_or_init(|| {
            let mut counts = Counts::default();
            for prose in self.texts(BlockKind::is_prose) {
                counts.add(prose);
            }
            counts
        })
    }

    pub(super) fn sections(&self) -> usize {
        let sections = self.post.body.sections.iter();
        let headed = sections.filter(|section| section.heading.is_some());
        headed.count() - usize::from(self.post.title_section().is_some())
    }

    pub(super) fn count_blocks(&self, is_counted: fn(&BlockKind) -> bool) -> f64 {
        let blocks = self.post.body.blocks.iter();
        count(blocks.filter(|block| is_counted(&block.kind)).count())
    }

    fn texts(&self, is_taken: fn(&BlockKind) -> bool) -> impl Iterator<Item = &'a str> {
        let body = &self.post.body;
        self.blocks(is_taken).map(|block| body.block_text(block))
    }

    fn blocks(&self, is_taken: fn(&BlockKind) -> bool) -> impl Iterator<Item = &'a Block> {
        let blocks = self.post.body.blocks.iter();
        blocks.filter(move |block| is_taken(&block.kind))
    }
}

/// Whether the words of a block count.
fn is_worded(kind: &BlockKind) -> bool {
    kind.is_prose() || matches!(kind, BlockKind::Heading(_))
}

pub(super) fn lexical_diversity(of: &Metrics<'_>) -> Option<f64> {
    let mut distinct = FxHashSet::default();
    let mut words = 0;
    for word in of.texts(is_worded).flat_map(spoken_words) {
        distinct.insert(folded_hash(word));
        words += 1;
    }
    (words > 0).then(|| count(distinct.len()) / count(words))
}

pub(super) fn age_days(of: &Metrics<'_>) -> Option<f64> {
    let root = &of.post.meta.as_ref()?.root;
    let dates = DATED.iter().filter_map(|path| {
        let path = MetaPath::parse(path).ok()?;
        let Data::String(text) = &path.first(root)?.data else {
            return None;
        };
        day_of(text.trim())
    });
    let last = dates.max()?;
    of.cache.holds_until(days_since_epoch(of.today));
    let age = of.today.since(last).ok()?;
    Some(f64::from(age.get_days()))
}

/// The meta values that say when a post was last looked after.
const DATED: [&str; 5] = [
    "updated",
    "lastmod",
    "last_reviewed",
    "revision.last_reviewed",
    "date",
];

/// 64 bits are enough to tell the words of one post apart.
fn folded_hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for c in word.chars().flat_map(char::to_lowercase) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}
