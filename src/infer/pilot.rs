//! A few posts, spread evenly over all: what is assumed comes from them.

use jiff::civil::Date;

use super::reader::{Reader, Unread};
use crate::discover::Input;
use crate::post::{Post, normalize_key};
use crate::rule::{MetricCache, Metrics};

/// A post that assumptions are made from.
#[derive(Debug)]
pub(super) struct PilotPost {
    pub(super) post: Post,
    path: String,
    today: Date,
}

/// Longer posts are left out: all of the few are in memory at once.
const MOST_BYTES: usize = 256 * 1024;
/// Posts of one file that are taken.
const MOST_OF_FILE: usize = 200;

impl PilotPost {
    /// A metric of the post.
    pub(super) fn metric(&self, name: &str) -> Option<f64> {
        let cache = MetricCache::default();
        Metrics::of(&self.post, self.today, &cache).get(name)
    }

    /// The last part of the path.
    pub(super) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The keys of the post itself, in the form in which they compare.
    pub(super) fn keys(&self) -> Vec<String> {
        let entries = self.post.meta.iter().flat_map(|meta| &meta.root.entries);
        let mut keys: Vec<String> = entries.map(|it| normalize_key(&it.key.name)).collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

/// Every so many of `count` things that at most `most` are left.
pub(super) fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let taken = count.min(most);
    (0..taken).map(move |at| at * count / taken)
}

/// The posts of at most `most` of `inputs`.
pub(super) fn posts(inputs: &[&Input], most: usize, reader: &Reader) -> Vec<PilotPost> {
    let mut posts = Vec::new();
    for at in spread(inputs.len(), most) {
        let input = inputs[at];
        let mut left = MOST_OF_FILE;
        // What can not be read is told when all are.
        let read: Result<(), Unread> = reader.posts(input, |_, text, post| {
            if left > 0 && text.len() <= MOST_BYTES {
                left -= 1;
                posts.push(PilotPost {
                    post,
                    path: input.shown.to_string(),
                    today: reader.today,
                });
            }
        });
        drop(read);
    }
    posts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_begins_at_the_first_and_has_no_thing_twice() {
        assert_eq!(spread(3, 10).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(spread(10, 4).collect::<Vec<_>>(), [0, 2, 5, 7]);
        assert_eq!(spread(0, 4).count(), 0);
    }
}
