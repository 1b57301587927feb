//! Gathering the keys that a corpus rule noted, from the notes of all posts.

use std::hint::black_box;

use rayon::prelude::*;

use super::known::KeyReader;
use super::ledger::Book;
use super::shelf::Shelf;
use crate::index::{Shards, Sorted};
use crate::rule::{Entry, Ledger};

/// Where keys are gathered: one rule leaves the memory to the next.
#[derive(Default)]
pub(super) struct Room {
    entries: Shards,
    /// In how many of some posts a rule noted anything, and the keys.
    buffers: Vec<(usize, Vec<Entry>)>,
}

/// Posts whose notes are found before the first is read. They lie far apart: so memory is asked for
/// those of several at once.
const POSTS_AHEAD: usize = 16;
/// Posts whose keys are gathered by one thread at a time.
const POSTS_OF_PART: u32 = 256;
/// Parts that are gathered before their keys are put together.
const PARTS_AT_ONCE: usize = 32;
/// Keys of a part for which a rule leaves room to the next.
const MOST_KEPT: usize = 1 << 14;

impl Book<'_> {
    /// In how many posts a rule noted anything, and its keys, from the notes of all posts.
    pub(super) fn entries<'s>(&self, rule: usize, room: &'s mut Room) -> (usize, Sorted<'s>) {
        let Room { entries, buffers } = room;
        let mut noted = 0;
        entries.clear();
        // A few parts at a time, in the same buffers: keys are never all held twice.
        buffers.resize_with(PARTS_AT_ONCE, Default::default);
        let starts: Vec<u32> = (0..self.len()).step_by(POSTS_OF_PART as usize).collect();
        let waves = starts.chunks(PARTS_AT_ONCE);
        let count = waves.len();
        for (wave, starts) in waves.enumerate() {
            let parts = buffers.par_iter_mut().zip(starts);
            parts.for_each(|((noted, keys), start)| {
                let end = self.len().min(start + POSTS_OF_PART);
                keys.clear();
                *noted = self.gather(rule, *start..end, keys);
            });
            let parts = &buffers[..starts.len()];
            if wave == 0 {
                // The first wave tells how much there will be.
                let keys: usize = parts.iter().map(|(_, keys)| keys.len()).sum();
                entries.reserve(keys * count);
            }
            for (posts, keys) in parts {
                noted += posts;
                entries.extend(keys);
            }
        }
        for (_, keys) in buffers.iter_mut() {
            keys.clear();
            keys.shrink_to(MOST_KEPT);
        }
        (noted, entries.sorted())
    }

    /// Adds the keys that a rule noted in some posts to `entries`, as often as it did; in how
    /// many posts it noted anything.
    pub(super) fn gather(
        &self,
        rule: usize,
        posts: impl Iterator<Item = u32>,
        entries: &mut Vec<Entry>,
    ) -> usize {
        let check = &*self.run.config.rules.rules[rule].check;
        let mut reader = KeyReader::default();
        let mut noted = 0;
        let posts: Vec<u32> = posts.collect();
        for few in posts.chunks(POSTS_AHEAD) {
            let written: Vec<_> = few.iter().map(|post| self.written(*post)).collect();
            let facts = few.iter().zip(written);
            let facts = facts.filter_map(|(post, it)| Some((*post, it.written_facts(rule)?)));
            let facts: Vec<_> = facts.collect();
            let seen = facts.iter().filter_map(|(_, facts)| facts.first());
            // Nobody asks what was seen there: it is looked at so that it comes for all at once.
            black_box(seen.fold(0, |all, seen| all ^ seen));
            noted += facts.len();
            for (post, facts) in facts {
                let keys = reader.read(check, facts).iter();
                entries.extend(keys.map(|key| Entry::new(*key, post)));
            }
        }
        noted
    }
}
