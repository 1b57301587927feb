//! How the index lies in its file: entries of fixed size, so that each is found without reading
//! what comes before it.

use std::ops::Range;

use super::Day;
use super::pages::{number_of, spoiled};
use crate::read::Stamp;
use crate::rule::Entry;

/// Tells that a file is an index; changes with its layout.
pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"gatepst5");
/// Bytes of a file's entry.
pub(super) const FILE: usize = 80;
/// Bytes of a posting.
pub(super) const POSTING: usize = 12;

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileEntry {
    /// Where its name stands among the names.
    pub(super) name: u64,
    pub(super) name_len: u32,
    /// Where its notes stand among the notes.
    pub(super) notes: u64,
    pub(super) notes_len: u32,
    /// Posts in the files before it.
    pub(super) posts_before: u32,
    pub(super) stamp: Stamp,
    /// Whether the stamp alone shows that the file did not change.
    pub(super) is_firm: bool,
    /// The hash of its content.
    pub(super) hash: u128,
    /// The last day on which its notes hold.
    pub(super) until: Day,
}

impl FileEntry {
    #[expect(clippy::cast_possible_truncation, reason = "halves of the hash")]
    pub(super) fn to_bytes(self) -> [u8; FILE] {
        let numbers = [
            self.name,
            pair(self.name_len, self.notes_len),
            self.notes,
            pair(
                self.posts_before,
                self.until.0 << 1 | u32::from(self.is_firm),
            ),
            self.stamp.size,
            self.stamp.modified,
            self.stamp.changed,
            self.stamp.inode,
            self.hash as u64,
            (self.hash >> 64) as u64,
        ];
        let mut bytes = [0; FILE];
        for (to, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            to.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let number = |at: usize| number_of(bytes.get(at * 8..).unwrap_or_default());
        let (name_len, notes_len) = halves(number(1));
        let (posts_before, until) = halves(number(3));
        Self {
            name: number(0),
            name_len,
            notes: number(2),
            notes_len,
            posts_before,
            is_firm: until & 1 == 1,
            until: Day(until >> 1),
            stamp: Stamp {
                size: number(4),
                modified: number(5),
                changed: number(6),
                inode: number(7),
            },
            hash: u128::from(number(8)) | u128::from(number(9)) << 64,
        }
    }

    pub(super) fn name_range(&self) -> std::io::Result<Range<usize>> {
        range(self.name, self.name_len)
    }

    pub(super) fn notes_range(&self) -> std::io::Result<Range<usize>> {
        range(self.notes, self.notes_len)
    }
}

fn range(start: u64, len: u32) -> std::io::Result<Range<usize>> {
    let start = usize::try_from(start).map_err(|_| spoiled())?;
    let end = start.checked_add(len as usize).ok_or_else(spoiled)?;
    Ok(start..end)
}

fn pair(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

#[expect(clippy::cast_possible_truncation, reason = "halves of a number")]
fn halves(number: u64) -> (u32, u32) {
    (number as u32, (number >> 32) as u32)
}

/// What one corpus rule noted, by its number.
#[derive(Debug, Clone, Default)]
pub(super) struct RuleTable {
    pub(super) rule: usize,
    /// In how many posts it noted anything.
    pub(super) posts: usize,
    /// Where its postings start, and how many there are.
    pub(super) postings: u64,
    pub(super) count: u64,
    /// The keys noted in most posts, with their number.
    pub(super) widest: Vec<(u64, usize)>,
}

impl RuleTable {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let own = [
            self.rule as u64,
            self.posts as u64,
            self.postings,
            self.count,
            self.widest.len() as u64,
        ];
        let widest = self
            .widest
            .iter()
            .flat_map(|(key, posts)| [*key, *posts as u64]);
        for number in own.into_iter().chain(widest) {
            out.extend(number.to_le_bytes());
        }
    }

    /// Whether its postings end before `end`.
    pub(super) fn ends_by(&self, end: u64) -> bool {
        let bytes = self.count.checked_mul(POSTING as u64);
        let own = bytes.and_then(|bytes| bytes.checked_add(self.postings));
        own.is_some_and(|own| own <= end)
    }

    pub(super) fn read_all(bytes: &[u8]) -> Vec<Self> {
        let mut numbers = bytes.chunks_exact(8).map(number_of);
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let tables = std::iter::from_fn(|| {
            let mut table = Self {
                rule: size(numbers.next()?),
                posts: size(numbers.next()?),
                postings: numbers.next()?,
                count: numbers.next()?,
                widest: Vec::new(),
            };
            for _ in 0..numbers.next()? {
                table.widest.push((numbers.next()?, size(numbers.next()?)));
            }
            Some(table)
        });
        tables.collect()
    }
}

/// Writes a posting.
pub(super) fn write_posting(entry: Entry, out: &mut Vec<u8>) {
    out.extend(entry.key().to_le_bytes());
    out.extend(entry.post().to_le_bytes());
}

/// Reads a posting.
pub(super) fn read_posting(bytes: &[u8]) -> Entry {
    let post = bytes.get(8..).and_then(<[u8]>::first_chunk);
    Entry::new(
        number_of(bytes),
        post.map_or(0, |post| u32::from_le_bytes(*post)),
    )
}
