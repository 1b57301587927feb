//! The largest clusters of the corpus.

use super::survey::Repetition;
use super::units::{Noted, noted};
use crate::rule::Cluster;
use crate::source::Span;

/// Clusters that the summary lists.
const MOST_CLUSTERS: usize = 10;
/// Keys that are looked at for them: those that stand in the most posts.
const MOST_KEYS: usize = 256;
/// Characters of a cluster's excerpt.
const EXCERPT: usize = 80;

/// A cluster by its first holder.
struct Wide {
    posts: usize,
    words: usize,
    post: u32,
    span: Span,
}

/// The largest clusters: by posts, then by words. Only their first holders are read.
pub(super) fn clusters(about: &Repetition<'_>) -> Vec<Cluster> {
    let keys = about.corpus.widest(MOST_KEYS).into_iter();
    let mut wide: Vec<Wide> = keys
        .filter(|(_, posts)| *posts >= about.threshold)
        .filter_map(|(key, posts)| wide(about, key, posts))
        .collect();
    wide.sort_by_key(|it| {
        use std::cmp::Reverse;
        (Reverse((it.posts, it.words)), it.post, it.span)
    });
    wide.truncate(MOST_CLUSTERS);
    wide.iter().filter_map(|it| cluster(about, it)).collect()
}

fn wide(about: &Repetition<'_>, key: u64, posts: usize) -> Option<Wide> {
    let post = about.corpus.first(key)?;
    let facts = about.corpus.facts(post);
    let at = facts.iter().position(|fact| fact.key == key)?;
    // A masked form has the words of the unit before it, and is a cluster of its own only where
    // it is wider.
    let (unit, unit_posts) = match noted(&facts[at]) {
        Noted::Unit { .. } => (&facts[at], 0),
        Noted::Masked { .. } => {
            let unit = facts.get(at.checked_sub(1)?)?;
            (unit, about.corpus.count(unit.key))
        }
        Noted::Allowed(_) => return None,
    };
    let Noted::Unit { words, .. } = noted(unit) else {
        return None;
    };
    let words = words as usize;
    let is_wide = words >= about.settings.min_words && posts > unit_posts;
    is_wide.then_some(Wide {
        posts,
        words,
        post,
        span: facts[at].span,
    })
}

fn cluster(about: &Repetition<'_>, wide: &Wide) -> Option<Cluster> {
    let loaded = about.corpus.ledger.load(wide.post).ok()?;
    let body = &loaded.post.body;
    let range = body.map.decoded(wide.span);
    let text = body.text.get(range.start as usize..range.end as usize)?;
    Some(Cluster {
        excerpt: excerpt(text),
        posts: wide.posts,
        words: wide.words,
    })
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
