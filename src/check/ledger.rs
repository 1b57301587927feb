//! What is known of every post while all are judged together.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::left_out::left_out;
use super::name::{begins_file, taken};
use super::post::{FileOutcome, Notes, PostChecker};
use super::shelf::Shelf;
use super::update::{Update, same_names};
use super::{PostName, Run};
use crate::discover::Input;
use crate::error::{Error, Result};
use crate::index::{
    Contents, FoundNotes, Index, Known, KnownRule, Loaded, Postings, WrittenFile, WrittenPost,
};
use crate::rule::{Entry, Fact, Holders, Ledger, LoadedPost, PostPlace, Recent, read_facts};

/// The notes of all posts, in memory.
pub struct Book<'a> {
    run: &'a Run<'a>,
    files: Vec<FileOutcome>,
    /// What an earlier run knew.
    kept: Option<Loaded>,
    /// Where the notes of each post stand: the file, and the offset in its notes.
    posts: Vec<(u32, u32)>,
    /// Of each corpus rule: in how many posts it noted anything, and its keys.
    noted: Vec<Option<Noted>>,
    /// The index that was read, where it knows this very corpus.
    same: Option<&'a Index>,
    before: Option<Before>,
    /// Whether an index written now would differ from the one that was read.
    is_new: bool,
    /// What could not be judged: path and reason.
    failures: Mutex<Vec<(String, String)>>,
    /// Inputs whose posts have the id of an earlier one.
    taken: FxHashSet<usize>,
    /// Posts that were read again.
    loaded: Recent<LoadedPost>,
}

/// What one corpus rule noted in all posts.
#[derive(Default)]
struct Noted {
    posts: usize,
    /// In memory once they are worth it.
    postings: OnceLock<Postings>,
    /// Questions that the index was asked instead.
    asked: AtomicUsize,
}

impl Noted {
    fn new(posts: usize, postings: Postings) -> Self {
        Self {
            posts,
            postings: postings.into(),
            asked: AtomicUsize::new(0),
        }
    }
}

/// Questions to an index that cost less than reading all its postings.
const MOST_ASKED: usize = 4096;

/// What corpus rules found in an earlier run.
struct Before {
    found: FoundNotes,
    /// Posts for which that may have changed.
    affected: FxHashSet<u32>,
}

impl<'a> Book<'a> {
    /// Notes all posts; those that `index` knows and that did not change are not read again.
    pub(super) fn of(run: &'a Run<'a>, index: Option<&'a Index>) -> Self {
        let kept = index.and_then(|index| index.load().ok());
        let before = same_names(run, kept.as_ref());
        let checker = PostChecker::new(run, kept.as_ref());
        let mut files: Vec<FileOutcome> = before
            .into_par_iter()
            .enumerate()
            .map(|(input, before)| {
                let judged = run.progress.file(|| checker.file(input, before));
                judged.unwrap_or_else(FileOutcome::skipped)
            })
            .collect();
        let failures = files.iter_mut().flat_map(|file| file.failures.drain(..));
        let mut book = Self {
            run,
            failures: Mutex::new(failures.collect()),
            files,
            kept,
            posts: Vec::new(),
            noted: Vec::new(),
            same: None,
            before: None,
            is_new: true,
            taken: FxHashSet::default(),
            loaded: Recent::new(MOST_LOADED),
        };
        book.posts = book.all_posts();
        book.taken = taken(run.inputs, |input| book.notes_of(input));
        let kept = book.kept.as_ref();
        let update = kept.map(|kept| Update::of(kept, &book.files, &book.posts));
        let Some((index, update)) = index.zip(update) else {
            book.noted = book.all_noted(None);
            return book;
        };
        book.is_new = update.is_any();
        book.same = (!book.is_new).then_some(index);
        book.noted = book.all_noted(Some((index, &update)));
        book.before = book.found_before(index, &update);
        book
    }

    /// What corpus rules found in the posts that nothing since then concerns.
    fn found_before(&self, index: &Index, update: &Update) -> Option<Before> {
        if !index.has_found() {
            return None;
        }
        let numbered = self.noted.iter().enumerate();
        let rules = numbered.filter_map(|(rule, noted)| noted.is_some().then_some(rule));
        let affected = update.affected(
            self.kept.as_ref()?,
            &rules.collect::<Vec<_>>(),
            self.len(),
            |post| self.written(post),
            |rule, post| self.keys(rule, post),
            |rule, key| self.holders(rule, key).from(0).collect(),
        )?;
        let found = index.load_found().ok()?;
        let is_whole = found.posts() == self.posts.len();
        is_whole.then_some(Before { found, affected })
    }

    /// What a rule noted in a post, as keys; nothing where it does not speak of it.
    fn keys(&self, rule: usize, post: WrittenPost<'_>) -> Option<Vec<u64>> {
        let mut notes = post.notes();
        let (.., facts) = notes.find(|(number, ..)| *number == rule)?;
        let check = &*self.run.config.rules.rules[rule].check;
        Some(check.keys(&read_facts(facts)))
    }

    fn all_posts(&self) -> Vec<(u32, u32)> {
        let mut posts = Vec::with_capacity(self.files.len());
        for file in 0..u32::try_from(self.files.len()).unwrap_or(u32::MAX) {
            let offsets = self.file(file).posts().map(|(offset, _)| (file, offset));
            posts.extend(offsets);
        }
        posts
    }

    /// What corpus rules noted: worked out from an index where there is one that can be read.
    fn all_noted(&self, from: Option<(&Index, &Update)>) -> Vec<Option<Noted>> {
        let rules = self.run.config.rules.rules.iter().enumerate();
        let noted = rules.map(|(rule, about)| {
            about.check.is_corpus().then(|| {
                let updated = from.and_then(|(index, update)| self.updated(rule, index, update));
                updated.unwrap_or_else(|| {
                    let (posts, postings) = self.noted_by(rule);
                    Noted::new(posts, postings)
                })
            })
        });
        noted.collect()
    }

    fn updated(&self, rule: usize, index: &Index, update: &Update) -> Option<Noted> {
        if !update.is_any() {
            // Nobody may ask for the postings then.
            return Some(Noted {
                posts: index.noted(rule),
                ..Noted::default()
            });
        }
        let removed = update.unnoted(self.kept.as_ref()?, rule);
        let (made, added) = self.gathered(rule, update.made.iter().copied());
        let loaded = index.load_postings(rule, &update.renumbered, added);
        let posts = (index.noted(rule) + made).saturating_sub(removed);
        Some(Noted::new(posts, loaded.ok()?))
    }

    fn asked(&self, rule: usize) -> Asked<'_> {
        let Some(noted) = &self.noted[rule] else {
            return Asked::Nobody;
        };
        match (noted.postings.get(), self.same) {
            (Some(postings), _) => Asked::Memory(postings),
            (None, Some(index)) if noted.asked.fetch_add(1, Ordering::Relaxed) < MOST_ASKED => {
                Asked::Index(index, noted)
            }
            _ => Asked::Memory(self.postings(rule, noted)),
        }
    }

    /// The postings of a rule, in memory.
    fn postings<'b>(&self, rule: usize, noted: &'b Noted) -> &'b Postings {
        noted.postings.get_or_init(|| {
            let all: Vec<Option<u32>> = (0..self.len()).map(Some).collect();
            let loaded = self
                .same
                .map(|index| index.load_postings(rule, &all, Vec::new()));
            let loaded = loaded.and_then(io::Result::ok);
            loaded.unwrap_or_else(|| self.noted_by(rule).1)
        })
    }

    /// In how many posts a rule noted anything, and its keys, from the notes of all posts.
    fn noted_by(&self, rule: usize) -> (usize, Postings) {
        let parts: Vec<(usize, Vec<Entry>)> = (0..self.len())
            .collect::<Vec<_>>()
            .par_chunks(POSTS_OF_PART)
            .map(|posts| self.gathered(rule, posts.iter().copied()))
            .collect();
        let posts = parts.iter().map(|(noted, _)| noted).sum();
        let mut entries = Vec::with_capacity(parts.iter().map(|(_, part)| part.len()).sum());
        for (_, part) in parts {
            entries.extend_from_slice(&part);
        }
        (posts, Postings::of(entries))
    }

    /// In how many of some posts a rule noted anything, and its keys.
    fn gathered(&self, rule: usize, posts: impl Iterator<Item = u32>) -> (usize, Vec<Entry>) {
        let mut noted = 0;
        let mut entries = Vec::new();
        for post in posts {
            if let Some(keys) = self.keys(rule, self.written(post)) {
                entries.extend(keys.into_iter().map(|key| Entry::new(key, post)));
                noted += 1;
            }
        }
        (noted, entries)
    }

    /// What of the run's records is no post, one line for each container.
    pub fn left_out(&self) -> Vec<String> {
        if self.run.progress.is_partial() {
            return Vec::new();
        }
        left_out(self.run.inputs, |input| self.notes_of(input))
    }

    /// What is worth keeping for the next run; nothing where the index that was read says the
    /// same, and nothing of a run that could not judge everything.
    pub fn contents<'b>(
        &'b self,
        key: u128,
        read: u64,
        notices: &'b [String],
        found: Option<&'b FoundNotes>,
    ) -> Option<Contents<'b>> {
        let is_named = |input: &Input| input.path.to_str().is_some();
        if !(self.is_new || found.is_some() && self.wants_found())
            || self.files.is_empty()
            || !self.failures().is_empty()
            || self.run.progress.is_partial()
            || !self.run.inputs.iter().all(is_named)
        {
            return None;
        }
        let files = (0..).zip(&self.files).map(|(file, outcome)| Known {
            shown: &self.run.inputs[file as usize].shown,
            ordinal: self.run.inputs[file as usize].ordinal(),
            stamp: outcome.stamp,
            hash: outcome.hash,
            notes: self.file(file).bytes(),
        });
        let rules = self.noted.iter().enumerate();
        let rules = rules.filter_map(|(rule, noted)| {
            let noted = noted.as_ref()?;
            Some(KnownRule {
                rule,
                posts: noted.posts,
                postings: self.postings(rule, noted),
            })
        });
        Some(Contents {
            key,
            read,
            files: files.collect(),
            rules: rules.collect(),
            notices,
            found,
        })
    }

    fn file(&self, file: u32) -> WrittenFile<'_> {
        WrittenFile::new(match (&self.files[file as usize].notes, &self.kept) {
            (Notes::Made(notes), _) => notes,
            (Notes::Kept(before), Some(kept)) => kept.notes(*before),
            (Notes::Kept(_), None) => &[],
        })
    }

    fn read_again(&self, post: u32) -> Result<LoadedPost> {
        let (file, _) = self.posts[post as usize];
        let first = self.posts.partition_point(|(earlier, _)| *earlier < file);
        let ordinal = post as usize - first;
        let input = &self.run.inputs[file as usize];
        let source = self
            .run
            .sources
            .text(self.run.input_sources[file as usize])?;
        let mut posts = input.format.parse(&source.text, &self.run.config.parse);
        if ordinal >= posts.len() {
            let message = format!("{} changed while gatepost was running", input.shown);
            return Err(Error::new(message));
        }
        Ok(LoadedPost {
            text: source.text.clone(),
            post: posts.swap_remove(ordinal),
        })
    }
}

/// Posts that are held at once after they were read again.
const MOST_LOADED: usize = 64;
/// Who can tell what a rule noted.
enum Asked<'b> {
    Memory(&'b Postings),
    Index(&'b Index, &'b Noted),
    Nobody,
}

/// Posts whose keys are gathered by one thread at a time.
const POSTS_OF_PART: usize = 1024;

impl Ledger for Book<'_> {
    fn len(&self) -> u32 {
        u32::try_from(self.posts.len()).unwrap_or(u32::MAX)
    }

    fn noted(&self, rule: usize) -> usize {
        self.noted[rule].as_ref().map_or(0, |noted| noted.posts)
    }

    fn facts(&self, rule: usize, post: u32) -> Vec<Fact> {
        self.written(post).facts(rule)
    }

    fn holders(&self, rule: usize, key: u64) -> Holders<'_> {
        match self.asked(rule) {
            Asked::Memory(postings) => postings.holders(key),
            Asked::Index(index, noted) => match index.holders(rule, key) {
                Ok(posts) => Holders::Read(posts),
                Err(_) => self.postings(rule, noted).holders(key),
            },
            Asked::Nobody => Holders::Posts(&[]),
        }
    }

    fn count(&self, rule: usize, key: u64) -> usize {
        match self.asked(rule) {
            Asked::Memory(postings) => postings.count(key),
            Asked::Index(index, noted) => match index.count(rule, key) {
                Ok(count) => count.max(1),
                Err(_) => self.postings(rule, noted).count(key),
            },
            Asked::Nobody => 1,
        }
    }

    fn first_holders(&self, rule: usize, key: u64, most: usize) -> Vec<u32> {
        if let Asked::Index(index, _) = self.asked(rule)
            && let Ok(posts) = index.first_holders(rule, key, most as u64)
        {
            return posts;
        }
        self.holders(rule, key).from(0).take(most).collect()
    }

    fn widest(&self, rule: usize, most: usize) -> Vec<(u64, usize)> {
        let widest = match self.asked(rule) {
            Asked::Memory(postings) => postings.widest(),
            Asked::Index(index, _) => index.widest(rule),
            Asked::Nobody => &[],
        };
        widest.iter().take(most).copied().collect()
    }

    fn is_at_hand(&self) -> bool {
        true
    }

    fn place(&self, post: u32) -> PostPlace {
        let file = self.input_of(post);
        let name = self.name_of(file);
        PostPlace {
            source: self.run.input_sources[file],
            path: name.map_or_else(|| self.run.inputs[file].shown.clone(), |name| name.shown),
            anchor: self.written(post).anchor(),
        }
    }

    /// A post that was there when it was judged alone, and now is not, is told.
    fn load(&self, post: u32) -> Result<Arc<LoadedPost>> {
        let loaded = self.loaded.try_get(post, || self.read_again(post));
        if let Err(error) = &loaded {
            let path = self.run.inputs[self.input_of(post)].shown.to_string();
            self.fail(path, error.to_string());
        }
        loaded
    }
}

impl Shelf for Book<'_> {
    fn run(&self) -> &Run<'_> {
        self.run
    }

    fn files(&self) -> usize {
        let inputs = self.run.inputs.iter();
        inputs.filter(|input| begins_file(input)).count()
    }

    fn reported(&self) -> Vec<u32> {
        let is_reported = |post: &u32| self.run.inputs[self.input_of(*post)].is_reported;
        (0..self.len()).filter(is_reported).collect()
    }

    fn name_of(&self, input: usize) -> Option<PostName> {
        let is_taken = self.taken.contains(&input);
        PostName::of(&self.run.inputs[input], self.notes_of(input), is_taken)
    }

    fn input_of(&self, post: u32) -> usize {
        self.posts[post as usize].0 as usize
    }

    fn notes_of(&self, input: usize) -> WrittenFile<'_> {
        self.file(u32::try_from(input).unwrap_or(u32::MAX))
    }

    fn written(&self, post: u32) -> WrittenPost<'_> {
        let (file, offset) = self.posts[post as usize];
        self.file(file).post(offset)
    }

    fn found_before(&self, post: u32) -> Option<&[u8]> {
        let before = self.before.as_ref()?;
        (!before.affected.contains(&post)).then(|| before.found.of(post))
    }

    fn wants_found(&self) -> bool {
        self.is_new || self.same.is_some_and(|index| !index.has_found())
    }

    fn fail(&self, path: String, reason: String) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push((path, reason));
    }

    fn failures(&self) -> Vec<(String, String)> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.clone()
    }
}
