//! Reading an index: all of it, or what one post asks for.

use std::io;
use std::ops::Range;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::changes::Frame;
use super::entry::{FILE, FileEntry, MAGIC, POSTING, RuleTable, read_posting};
use super::pages::{Pages, number_of, spoiled};
use super::{ChangedFile, Changes, Day, FoundNotes, Postings};
use crate::read::{Stamp, open};
use crate::rule::Entry;

/// An index that is open for reading.
#[derive(Debug)]
pub struct Index {
    pages: Pages,
    files: u32,
    posts: u32,
    names: Range<u64>,
    notes: Range<u64>,
    files_at: u64,
    rules_at: u64,
    rules: Vec<RuleTable>,
    notices: Vec<String>,
    found_at: u64,
    end: u64,
    until: Day,
    /// What changed since it was written.
    changes: Changes,
    paths: u32,
}

/// Postings that are read and made into entries at once.
const AT_ONCE: u64 = 1 << 20;
/// How far a key is looked for around the place where it would stand if all lay evenly: keys are
/// hashes, so that this is many times the usual distance.
const AROUND: u64 = 4096;

impl Index {
    /// Opens the index at `path` if it was made under `key`, and not after `today`; `None` if there
    /// is none.
    pub fn open(path: &Path, key: u128, today: Day) -> io::Result<Option<Self>> {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let (pages, head) = Pages::open(file, MAGIC)?;
        let day = Day::since_epoch(i64::try_from(head[13]).unwrap_or(i64::MAX));
        if u128::from(head[0]) | u128::from(head[1]) << 64 != key || day > today {
            return Ok(None);
        }
        let count = |number: u64| u32::try_from(number).map_err(|_| spoiled());
        let until = Day::since_epoch(i64::try_from(head[14]).unwrap_or(0));
        let changes = Changes::read(path, pages.identity())?;
        let changes = changes.filter(|(frame, _)| frame.day <= today);
        let (until, changes) = changes.map_or_else(
            || (until, Changes::default()),
            |(frame, changes)| (frame.until, changes),
        );
        if head[4..=12].iter().any(|at| *at > pages.len()) {
            return Err(spoiled());
        }
        let rules = RuleTable::read_all(&pages.read(head[9]..head[10])?);
        if !rules.iter().all(|table| table.ends_by(pages.len())) {
            return Err(spoiled());
        }
        let notices = String::from_utf8(pages.read(head[10]..head[11])?).map_err(|_| spoiled())?;
        // Something was noted of every post.
        if head[3] > head[7].saturating_sub(head[6]) {
            return Err(spoiled());
        }
        Ok(Some(Self {
            files: count(head[2])?,
            posts: count(head[3])?,
            names: head[4]..head[5],
            notes: head[6]..head[7],
            files_at: head[8],
            rules_at: head[9],
            found_at: head[11],
            end: head[12],
            until,
            changes,
            paths: count(head[15])?,
            rules,
            notices: notices.lines().map(str::to_owned).collect(),
            pages,
        }))
    }

    /// How many files, or records of files, it knows.
    pub fn files(&self) -> u32 {
        self.files
    }

    /// How many files these are.
    pub fn paths(&self) -> u32 {
        self.paths
    }

    /// How many posts it knows.
    pub fn posts(&self) -> u32 {
        self.posts
    }

    /// The last day on which all of its notes hold.
    pub fn until(&self) -> Day {
        self.until
    }

    /// What changed since it was written.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Keeps `changes`, all there are since the index at `path` was written, beside it. The notes
    /// of all posts hold until `until`.
    pub fn amend(&self, path: &Path, changes: &Changes, day: Day, until: Day) -> io::Result<()> {
        let of = self.pages.identity();
        changes.write(path, Frame { of, day, until })
    }

    /// What the walk left out when it was made.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Whether it knows what corpus rules found.
    pub fn has_found(&self) -> bool {
        self.found_at < self.end
    }

    /// What corpus rules found in each post, and the posts of which that is not known.
    pub fn load_found(&self) -> io::Result<(FoundNotes, Vec<u32>)> {
        let bytes_at = self.found_at.saturating_add(u64::from(self.posts) * 8);
        let ends = self.pages.read(self.found_at..bytes_at)?;
        let ends = ends.chunks_exact(8).map(number_of).collect();
        let bytes = self.pages.read(bytes_at..self.end)?;
        let mut found = FoundNotes::from_parts(bytes, ends);
        let mut unknown = Vec::new();
        for (post, now) in &self.changes.found {
            match now {
                Some(now) => found.amend(*post, now.clone()),
                None => unknown.push(*post),
            }
        }
        Ok((found, unknown))
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
        let start = self.names.start + entry.name;
        let name = self.pages.look(start..start + u64::from(entry.name_len))?;
        String::from_utf8(name).map_err(|_| spoiled())
    }

    /// The stamp of a file, and whether it alone shows that the file did not change.
    pub fn stamp(&self, file: u32) -> io::Result<(Stamp, bool)> {
        let entry = self.entry_now(file)?;
        Ok((entry.stamp, entry.is_firm))
    }

    /// The hash of a file's content.
    pub fn hash(&self, file: u32) -> io::Result<u128> {
        Ok(self.entry_now(file)?.hash)
    }

    /// The written notes of a file.
    pub fn notes(&self, file: u32) -> io::Result<Vec<u8>> {
        match self.changes.files.get(&file) {
            Some(changed) => Ok(changed.notes.to_vec()),
            None => self.notes_before(file),
        }
    }

    /// The notes of a file when the index was written: those that the postings know.
    pub fn notes_before(&self, file: u32) -> io::Result<Vec<u8>> {
        let entry = self.entry(file)?;
        let start = self.notes.start + entry.notes;
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

    /// The entry of a file as it is now; its notes may stand elsewhere.
    fn entry_now(&self, file: u32) -> io::Result<FileEntry> {
        let entry = self.entry(file)?;
        let changed = self.changes.files.get(&file);
        Ok(changed.map_or(entry, |changed| changed.entry(entry)))
    }

    /// The posts in which a rule noted a key.
    pub fn holders(&self, rule: usize, key: u64) -> io::Result<Vec<u32>> {
        let table = self.rule(rule).ok_or_else(spoiled)?;
        let (from, to) = self.stretch(table, key)?;
        let entries = self.postings(table, from, to)?.into_iter();
        Ok(entries.map(Entry::post).collect())
    }

    /// In how many posts a rule noted a key.
    pub fn count(&self, rule: usize, key: u64) -> io::Result<usize> {
        let table = self.rule(rule).ok_or_else(spoiled)?;
        let (from, to) = self.stretch(table, key)?;
        usize::try_from(to - from).map_err(|_| spoiled())
    }

    /// The first posts, `most` of them, in which a rule noted a key.
    pub fn first_holders(&self, rule: usize, key: u64, most: u64) -> io::Result<Vec<u32>> {
        let table = self.rule(rule).ok_or_else(spoiled)?;
        let (from, to) = self.stretch(table, key)?;
        let entries = self.postings(table, from, to.min(from + most))?.into_iter();
        Ok(entries.map(Entry::post).collect())
    }

    /// Where the postings of a key stand.
    fn stretch(&self, table: &RuleTable, key: u64) -> io::Result<(u64, u64)> {
        let (low, high) = self.around(table, key)?;
        let from = self.first_where(table, low, high, |held| held >= key)?;
        // Most keys have few posts: the end is looked for in steps that grow.
        let (mut low, mut step) = (from, 1);
        while low + step < table.count && self.posting(table, low + step)?.key() == key {
            low += step;
            step *= 2;
        }
        let high = table.count.min(low + step);
        Ok((from, self.first_where(table, low, high, |held| held > key)?))
    }

    /// The first posting from `low` on, before `high`, whose key is wanted.
    fn first_where(
        &self,
        table: &RuleTable,
        mut low: u64,
        mut high: u64,
        is_wanted: impl Fn(u64) -> bool,
    ) -> io::Result<u64> {
        while low < high {
            let middle = low.midpoint(high);
            if is_wanted(self.posting(table, middle)?.key()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
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
        let entries = bytes.chunks_exact(POSTING).map(read_posting);
        let entries: Vec<Entry> = entries.collect();
        if entries.iter().any(|entry| entry.post() >= self.posts) {
            return Err(spoiled());
        }
        Ok(entries)
    }

    /// Reads everything but the postings, with the changes.
    pub fn load(&self) -> io::Result<Loaded> {
        let names = self.pages.read(self.names.clone())?;
        let notes = self.pages.read(self.notes.clone())?;
        let end = self.files_at + u64::from(self.files) * FILE as u64;
        if end > self.rules_at {
            return Err(spoiled());
        }
        let mut loaded = Loaded {
            names: String::from_utf8(names).map_err(|_| spoiled())?,
            notes,
            entries: self.pages.read(self.files_at..end)?,
            changed: FxHashMap::default(),
            posts: self.posts,
        };
        for (file, changed) in &self.changes.files {
            loaded.change(*file, changed)?;
        }
        let is_whole = (0..loaded.len()).all(|file| {
            let entry = loaded.entry(file);
            let name = entry.name_range().ok();
            let notes = entry.notes_range().ok();
            name.is_some_and(|name| loaded.names.get(name).is_some())
                && notes.is_some_and(|notes| loaded.notes.get(notes).is_some())
        });
        if is_whole { Ok(loaded) } else { Err(spoiled()) }
    }

    /// The postings of a rule for posts with other numbers: `renumbered` tells the new number of
    /// each, or that it is gone or was noted anew; `added` are those of such posts.
    pub fn load_postings(
        &self,
        rule: usize,
        renumbered: &[Option<u32>],
        added: Vec<Entry>,
    ) -> io::Result<Postings> {
        let table = self.rule(rule).ok_or_else(spoiled)?;
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
    /// As they were written: a run asks for each a few times, and making them would touch as much
    /// memory again.
    entries: Vec<u8>,
    /// What took the place of the entries of a few files.
    changed: FxHashMap<usize, FileEntry>,
    posts: u32,
}

impl Loaded {
    fn change(&mut self, file: u32, changed: &ChangedFile) -> io::Result<()> {
        let file = file as usize;
        if file >= self.len() {
            return Err(spoiled());
        }
        let entry = changed.entry(FileEntry {
            notes: self.notes.len() as u64,
            notes_len: u32::try_from(changed.notes.len()).map_err(|_| spoiled())?,
            ..self.entry(file)
        });
        self.changed.insert(file, entry);
        self.notes.extend_from_slice(&changed.notes);
        Ok(())
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len() / FILE
    }

    /// Of a file that there is not, an entry of nothing.
    fn entry(&self, file: usize) -> FileEntry {
        if let Some(changed) = self.changed.get(&file) {
            return *changed;
        }
        let written = self.entries.chunks_exact(FILE).nth(file);
        written.map(FileEntry::from_bytes).unwrap_or_default()
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
        let range = self.entry(file).name_range().ok();
        range
            .and_then(|range| self.names.get(range))
            .unwrap_or_default()
    }

    /// The written notes of a file.
    pub fn notes(&self, file: usize) -> &[u8] {
        let range = self.entry(file).notes_range().ok();
        range
            .and_then(|range| self.notes.get(range))
            .unwrap_or_default()
    }

    /// Whether a file with this stamp is the same without looking at it.
    pub fn is_unchanged(&self, file: usize, stamp: &Stamp) -> bool {
        let entry = self.entry(file);
        entry.is_firm && entry.stamp == *stamp
    }

    /// The hash of a file's content.
    pub fn hash(&self, file: usize) -> u128 {
        self.entry(file).hash
    }

    /// The last day on which the notes of a file hold.
    pub fn until(&self, file: usize) -> Day {
        self.entry(file).until
    }

    /// The number of a file's first post; of the file behind the last, nothing.
    pub fn first_post(&self, file: usize) -> Option<u32> {
        (file < self.len()).then(|| self.entry(file).posts_before)
    }
}
