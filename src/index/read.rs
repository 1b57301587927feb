//! Reading an index: all of it, or what one post asks for.

use std::fs::File;
use std::io;
use std::path::Path;

use super::Postings;
use super::entry::{FILE, FileEntry, MAGIC, POSTING, RuleTable, read_posting};
use super::pages::{Pages, spoiled};
use crate::read::Stamp;
use crate::rule::Entry;

/// An index that is open for reading.
#[derive(Debug)]
pub struct Index {
    pages: Pages,
    files: u32,
    posts: u32,
    names_at: u64,
    notes_at: u64,
    files_at: u64,
    rules_at: u64,
    rules: Vec<RuleTable>,
    notices: Vec<String>,
}

/// Postings that are read and made into entries at once.
const AT_ONCE: u64 = 1 << 20;
/// How far a key is looked for around the place where it would stand if all lay evenly: keys are
/// hashes, so that this is many times the usual distance.
const AROUND: u64 = 4096;

impl Index {
    /// Opens the index at `path` if it was made under `key`; `None` if there is none.
    pub fn open(path: &Path, key: u128) -> io::Result<Option<Self>> {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let (pages, head) = Pages::open(file, MAGIC)?;
        if u128::from(head[0]) | u128::from(head[1]) << 64 != key {
            return Ok(None);
        }
        let count = |number: u64| u32::try_from(number).map_err(|_| spoiled());
        let rules = pages.read(head[7]..head[8])?;
        let notices = String::from_utf8(pages.read(head[8]..head[9])?).map_err(|_| spoiled())?;
        Ok(Some(Self {
            files: count(head[2])?,
            posts: count(head[3])?,
            names_at: head[4],
            notes_at: head[5],
            files_at: head[6],
            rules_at: head[7],
            rules: RuleTable::read_all(&rules),
            notices: notices.lines().map(str::to_owned).collect(),
            pages,
        }))
    }

    /// How many files it knows.
    pub fn files(&self) -> u32 {
        self.files
    }

    /// How many posts it knows.
    pub fn posts(&self) -> u32 {
        self.posts
    }

    /// What the walk left out when it was made.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// In how many posts a rule noted anything.
    pub fn noted(&self, rule: usize) -> usize {
        self.rule(rule).map_or(0, |table| table.posts)
    }

    /// The keys that a rule noted in most posts.
    pub fn widest(&self, rule: usize) -> &[(u64, usize)] {
        self.rule(rule).map_or(&[], |table| &table.widest)
    }

    fn rule(&self, rule: usize) -> Option<&RuleTable> {
        self.rules.iter().find(|table| table.rule == rule)
    }

    /// The file of that shown path, or where it would stand.
    pub fn find(&self, shown: &str) -> io::Result<Result<u32, u32>> {
        let (mut low, mut high) = (0, self.files);
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle)?.as_str().cmp(shown) {
                std::cmp::Ordering::Equal => return Ok(Ok(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(Err(low))
    }

    /// The shown path of a file.
    pub fn name(&self, file: u32) -> io::Result<String> {
        let entry = self.entry(file)?;
        let start = self.names_at + entry.name;
        let name = self.pages.look(start..start + u64::from(entry.name_len))?;
        String::from_utf8(name).map_err(|_| spoiled())
    }

    /// The stamp of a file, and whether it alone shows that the file did not change.
    pub fn stamp(&self, file: u32) -> io::Result<(Stamp, bool)> {
        let entry = self.entry(file)?;
        Ok((entry.stamp, entry.is_firm))
    }

    /// The hash of a file's content.
    pub fn hash(&self, file: u32) -> io::Result<u128> {
        Ok(self.entry(file)?.hash)
    }

    /// The written notes of a file.
    pub fn notes(&self, file: u32) -> io::Result<Vec<u8>> {
        let entry = self.entry(file)?;
        let start = self.notes_at + entry.notes;
        self.pages.look(start..start + u64::from(entry.notes_len))
    }

    /// The number of the first post of a file; of the file behind the last, the number of posts.
    pub fn first_post(&self, file: u32) -> io::Result<u32> {
        if file >= self.files {
            return Ok(self.posts);
        }
        Ok(self.entry(file)?.posts_before)
    }

    /// The file that a post stands in.
    pub fn file_of(&self, post: u32) -> io::Result<u32> {
        // Most often a file is a post.
        if post < self.files
            && self.first_post(post)? == post
            && self.first_post(post + 1)? == post + 1
        {
            return Ok(post);
        }
        let (mut low, mut high) = (0, self.files);
        while low < high {
            let middle = low.midpoint(high);
            if self.first_post(middle + 1)? <= post {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    fn entry(&self, file: u32) -> io::Result<FileEntry> {
        if file >= self.files {
            return Err(spoiled());
        }
        let start = self.files_at + u64::from(file) * FILE as u64;
        let bytes = self.pages.look(start..start + FILE as u64)?;
        Ok(FileEntry::from_bytes(&bytes))
    }

    /// The posts in which a rule noted a key.
    pub fn holders(&self, rule: usize, key: u64) -> io::Result<Vec<u32>> {
        let Some(table) = self.rule(rule) else {
            return Ok(Vec::new());
        };
        let (mut low, mut high) = self.around(table, key)?;
        while low < high {
            let middle = low.midpoint(high);
            if self.posting(table, middle)?.key() < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut posts = Vec::new();
        let mut at = low;
        let mut step = 16;
        while at < table.count {
            let end = table.count.min(at + step);
            for entry in self.postings(table, at, end)? {
                if entry.key() != key {
                    return Ok(posts);
                }
                posts.push(entry.post());
            }
            at = end;
            step = (step * 4).min(AT_ONCE);
        }
        Ok(posts)
    }

    /// The stretch in which the first posting of a key stands.
    fn around(&self, table: &RuleTable, key: u64) -> io::Result<(u64, u64)> {
        let guess = (u128::from(key) * u128::from(table.count)) >> 64;
        let guess = u64::try_from(guess).unwrap_or(u64::MAX);
        let low = guess.saturating_sub(AROUND);
        let high = guess.saturating_add(AROUND).min(table.count);
        let is_behind = low == 0 || self.posting(table, low - 1)?.key() < key;
        let is_before = high == table.count || self.posting(table, high)?.key() >= key;
        Ok((
            if is_behind { low } else { 0 },
            if is_before { high } else { table.count },
        ))
    }

    fn posting(&self, table: &RuleTable, at: u64) -> io::Result<Entry> {
        let start = table.postings + at * POSTING as u64;
        let bytes = self.pages.look(start..start + POSTING as u64)?;
        Ok(read_posting(&bytes))
    }

    fn postings(&self, table: &RuleTable, from: u64, to: u64) -> io::Result<Vec<Entry>> {
        let at = |number: u64| table.postings + number * POSTING as u64;
        let range = at(from)..at(to);
        let bytes = if to - from > 4096 {
            self.pages.read(range)?
        } else {
            self.pages.look(range)?
        };
        Ok(bytes.chunks_exact(POSTING).map(read_posting).collect())
    }

    /// Reads everything but the postings.
    pub fn load(&self) -> io::Result<Loaded> {
        let names = self.pages.read(self.names_at..self.notes_at)?;
        let notes = self.pages.read(self.notes_at..self.files_at)?;
        let end = self.files_at + u64::from(self.files) * FILE as u64;
        if end > self.rules_at {
            return Err(spoiled());
        }
        let entries = self.pages.read(self.files_at..end)?;
        let entries = entries.chunks_exact(FILE).map(FileEntry::from_bytes);
        let loaded = Loaded {
            names: String::from_utf8(names).map_err(|_| spoiled())?,
            notes,
            entries: entries.collect(),
            posts: self.posts,
        };
        let is_whole = loaded.entries.iter().all(|entry| {
            let name = entry.name_range().ok();
            let notes = entry.notes_range().ok();
            name.is_some_and(|name| loaded.names.get(name).is_some())
                && notes.is_some_and(|notes| loaded.notes.get(notes).is_some())
        });
        if is_whole { Ok(loaded) } else { Err(spoiled()) }
    }

    /// The postings of a rule for posts with other numbers: `renumbered` tells the new number of
    /// each, or that it is gone; `added` are those of new posts.
    pub fn load_postings(
        &self,
        rule: usize,
        renumbered: &[Option<u32>],
        added: Vec<Entry>,
    ) -> io::Result<Postings> {
        let Some(table) = self.rule(rule) else {
            return Ok(Postings::of(added));
        };
        let bytes = table.count.checked_mul(POSTING as u64);
        if bytes.and_then(|bytes| bytes.checked_add(table.postings)) > Some(self.rules_at) {
            return Err(spoiled());
        }
        let count = usize::try_from(table.count).map_err(|_| spoiled())?;
        let mut entries = Vec::with_capacity(count + added.len());
        let mut at = 0;
        while at < table.count {
            let end = table.count.min(at + AT_ONCE);
            for entry in self.postings(table, at, end)? {
                let post = renumbered.get(entry.post() as usize).copied().flatten();
                entries.extend(post.map(|post| Entry::new(entry.key(), post)));
            }
            at = end;
        }
        Ok(Postings::merged(entries, added))
    }
}

/// The files of an index, in memory.
#[derive(Debug)]
pub struct Loaded {
    names: String,
    notes: Vec<u8>,
    entries: Vec<FileEntry>,
    posts: u32,
}

impl Loaded {
    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many posts there are.
    pub fn posts(&self) -> u32 {
        self.posts
    }

    /// The shown path of a file.
    pub fn name(&self, file: usize) -> &str {
        let range = self.entries[file].name_range().ok();
        range
            .and_then(|range| self.names.get(range))
            .unwrap_or_default()
    }

    /// The written notes of a file.
    pub fn notes(&self, file: usize) -> &[u8] {
        let range = self.entries[file].notes_range().ok();
        range
            .and_then(|range| self.notes.get(range))
            .unwrap_or_default()
    }

    /// Whether a file with this stamp is the same without looking at it.
    pub fn is_unchanged(&self, file: usize, stamp: &Stamp) -> bool {
        self.entries[file].is_firm && self.entries[file].stamp == *stamp
    }

    /// The hash of a file's content.
    pub fn hash(&self, file: usize) -> u128 {
        self.entries[file].hash
    }

    /// The number of a file's first post; of the file behind the last, nothing.
    pub fn first_post(&self, file: usize) -> Option<u32> {
        self.entries.get(file).map(|entry| entry.posts_before)
    }
}

/// Opening must not wait for a writer that never comes.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}
