//! Sentences that stand in many posts.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use crate::post::{BlockKind, Post};
use crate::text::{sentences, word_count};

/// Sentences that are looked for in every post.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    texts: Vec<String>,
    finder: Option<AhoCorasick>,
}

/// Sentences that are looked for.
const MOST_SENTENCES: usize = 24;
/// Shorter sentences come again without being copied.
const FEWEST_WORDS: usize = 8;
/// Longer sentences are none that a configuration should hold.
const MOST_BYTES: usize = 400;

impl Sentences {
    /// The sentences that most of `posts` share: in three posts at least, and in a tenth of all.
    pub(super) fn shared<'a>(posts: impl Iterator<Item = &'a Post>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut total = 0;
        for post in posts {
            total += 1;
            let mut own: Vec<&str> = prose(post).collect();
            own.sort_unstable();
            own.dedup();
            for sentence in own {
                *counts.entry(sentence).or_default() += 1;
            }
        }
        let is_shared = |count: usize| count >= 3 && count * 10 >= total;
        let counts = counts.into_iter();
        let mut shared: Vec<(&str, usize)> = counts.filter(|(_, it)| is_shared(*it)).collect();
        shared.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        shared.truncate(MOST_SENTENCES);
        let texts: Vec<String> = shared.into_iter().map(|(it, _)| it.to_owned()).collect();
        // A finder that can not be built finds nothing: the proposal is without these lines then.
        let finder = AhoCorasick::new(&texts).ok().filter(|_| !texts.is_empty());
        Self { texts, finder }
    }

    /// How many sentences are looked for.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The sentence of a number.
    pub(super) fn text(&self, at: usize) -> &str {
        &self.texts[at]
    }

    /// The numbers of the sentences that stand in a post, each once.
    pub(super) fn found_in(&self, post: &Post) -> Vec<usize> {
        let finders = self.finder.iter();
        let matches = finders.flat_map(|finder| finder.find_overlapping_iter(&post.body.text));
        let mut found: Vec<usize> = matches.map(|it| it.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The sentences of a post that are long enough to be copied, and short enough to be listed.
fn prose(post: &Post) -> impl Iterator<Item = &str> {
    let body = &post.body;
    let blocks = body.blocks.iter();
    let prose = blocks.filter(|it| matches!(it.kind, BlockKind::Paragraph | BlockKind::Quote));
    let texts = prose.map(|block| body.block_text(block));
    let all = texts.flat_map(|text| sentences(text).map(|range| text[range].trim()));
    // Braces are slots where a sentence is allowed.
    let plain = all.filter(|it| it.len() <= MOST_BYTES && !it.contains(['{', '}']));
    plain.filter(|it| word_count(it) >= FEWEST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::fixture::post;

    #[test]
    fn finds_what_three_posts_share() {
        let shared = "Write the day on the lid of every box.";
        let own = [
            "One word more is said here.",
            "Another word is said in this.",
            "No more.",
        ];
        let posts = own.map(|own| post(&format!("# T\n\n{own} {shared}\n")));
        let sentences = Sentences::shared(posts.iter());
        assert_eq!(sentences.len(), 1);
        assert_eq!(sentences.text(0), shared);
        assert_eq!(sentences.found_in(&posts[1]), [0]);
        let slot = "Write the {day} on the lid of every box.";
        let slots = [slot; 3].map(|it| post(&format!("# T\n\n{it}\n")));
        assert_eq!(Sentences::shared(slots.iter()).len(), 0);
        let few = Sentences::shared(posts[..2].iter());
        assert!(few.found_in(&posts[0]).is_empty());
    }
}
