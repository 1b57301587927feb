//! The posts that noted one key, and how keys are kept sorted.

use std::cmp::Ordering;
use std::ops::Range;

use super::corpus::Corpus;
use crate::text::counted;

/// A key and a post that noted it: 12 bytes, so that millions fit. The halves of the key come
/// first, so that entries sort by key, then post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry([u32; 3]);

impl Entry {
    /// The entry of a key in a post.
    #[expect(clippy::cast_possible_truncation, reason = "halves of the key")]
    pub fn new(key: u64, post: u32) -> Self {
        Self([(key >> 32) as u32, key as u32, post])
    }

    /// The key.
    pub fn key(self) -> u64 {
        u64::from(self.0[0]) << 32 | u64::from(self.0[1])
    }

    /// The number of the post.
    pub fn post(self) -> u32 {
        self.0[2]
    }
}

impl Ord for Entry {
    // One comparison without a branch: sorting is half of what posting lists cost.
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = |entry: &Self| u128::from(entry.key()) << 32 | u128::from(entry.post());
        whole(self).cmp(&whole(other))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The posts that noted one key, each once, in order.
#[derive(Debug, Clone)]
pub enum Holders<'a> {
    /// Numbers of posts in low bits, which the mask tells, of equal others.
    Packed(&'a [u64], u64),
    /// Numbers of posts.
    Posts(&'a [u32]),
    /// Numbers of posts, read for this question.
    Read(Vec<u32>),
}

impl Holders<'_> {
    /// In how many posts the key was noted.
    pub fn len(&self) -> usize {
        match self {
            Self::Packed(packed, _) => packed.len(),
            Self::Posts(posts) => posts.len(),
            Self::Read(posts) => posts.len(),
        }
    }

    /// Whether no post noted it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The posts in order, from number `from` of them.
    pub fn from(&self, from: usize) -> impl Iterator<Item = u32> {
        (from..self.len()).map(|at| self.get(at))
    }

    /// Adds the posts of those numbers to others: of a crowd many at once.
    pub fn copy_to(&self, numbers: Range<usize>, posts: &mut Vec<u32>) {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "the bits of a post")]
            Self::Packed(packed, mask) => {
                posts.extend(packed[numbers].iter().map(|it| (it & mask) as u32));
            }
            Self::Posts(held) => posts.extend_from_slice(&held[numbers]),
            Self::Read(held) => posts.extend_from_slice(&held[numbers]),
        }
    }

    /// How many of the posts come before `post`.
    pub fn before(&self, post: u32) -> usize {
        match self {
            Self::Packed(packed, mask) => packed.partition_point(|it| it & mask < u64::from(post)),
            Self::Posts(posts) => posts.partition_point(|it| *it < post),
            Self::Read(posts) => posts.partition_point(|it| *it < post),
        }
    }

    /// Post number `at` of them.
    pub fn get(&self, at: usize) -> u32 {
        match self {
            Self::Packed(packed, mask) => u32::try_from(packed[at] & mask).unwrap_or(u32::MAX),
            Self::Posts(posts) => posts[at],
            Self::Read(posts) => posts[at],
        }
    }
}

/// Where else something stands, as a message ends: the path of the one `other` post, or how many
/// others there are.
pub(super) fn elsewhere(corpus: &Corpus<'_>, other: u32, others: usize) -> String {
    if others == 1 {
        corpus.ledger.place(other).path.to_string()
    } else {
        counted(others, "other post")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_copied_by_their_numbers() {
        let packed = [0xf2, 0xf5, 0xf7, 0xf9];
        let posts = [2, 5, 7, 9];
        for holders in [
            Holders::Packed(&packed, 0xf),
            Holders::Posts(&posts),
            Holders::Read(posts.to_vec()),
        ] {
            let mut copied = vec![1];
            holders.copy_to(1..3, &mut copied);
            holders.copy_to(4..4, &mut copied);
            assert_eq!(copied, [1, 5, 7]);
            assert!(holders.from(0).eq(posts));
        }
    }
}
