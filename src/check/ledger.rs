//! What is known of every post while all are judged together.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Run;
use super::post::{FileOutcome, Notes, PostChecker};
use super::shelf::Shelf;
use super::update::{Update, same_names};
use crate::discover::Input;
use crate::error::{Error, Result};
use crate::index::{Contents, Index, Known, KnownRule, Loaded, Postings, WrittenFile, WrittenPost};
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
    /// Whether an index written now would differ from the one that was read.
    is_new: bool,
    /// What could not be judged: path and reason.
    failures: Mutex<Vec<(String, String)>>,
    /// Posts that were read again.
    loaded: Recent<LoadedPost>,
}

/// What one corpus rule noted in all posts.
#[derive(Default)]
struct Noted {
    posts: usize,
    postings: Postings,
}

impl<'a> Book<'a> {
    /// Notes all posts; those that `index` knows and that did not change are not read again.
    pub(super) fn of(run: &'a Run<'a>, index: Option<&Index>) -> Self {
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
            is_new: true,
            loaded: Recent::new(MOST_LOADED),
        };
        book.posts = book.all_posts();
        let kept = book.kept.as_ref();
        let update = kept.map(|kept| Update::of(kept, &book.files, &book.posts));
        book.noted = book.all_noted(index.zip(update.as_ref()));
        book.is_new = update.is_none_or(|update| update.is_any());
        book
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
                updated.unwrap_or_else(|| self.noted_by(rule))
            })
        });
        noted.collect()
    }

    fn updated(&self, rule: usize, index: &Index, update: &Update) -> Option<Noted> {
        let removed = update.unnoted(self.kept.as_ref()?, rule);
        let (made, added) = self.gathered(rule, update.made.iter().copied());
        let loaded = index.load_postings(rule, &update.renumbered, added);
        Some(Noted {
            posts: (index.noted(rule) + made).saturating_sub(removed),
            postings: loaded.ok()?,
        })
    }

    fn noted_by(&self, rule: usize) -> Noted {
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
        Noted {
            posts,
            postings: Postings::of(entries),
        }
    }

    /// In how many of some posts a rule noted anything, and its keys.
    fn gathered(&self, rule: usize, posts: impl Iterator<Item = u32>) -> (usize, Vec<Entry>) {
        let check = &*self.run.config.rules.rules[rule].check;
        let mut noted = 0;
        let mut entries = Vec::new();
        for post in posts {
            let mut notes = self.written(post).notes();
            if let Some((.., facts)) = notes.find(|(number, ..)| *number == rule) {
                let keys = check.keys(&read_facts(facts));
                entries.extend(keys.into_iter().map(|key| Entry::new(key, post)));
                noted += 1;
            }
        }
        (noted, entries)
    }

    /// What is worth keeping for the next run; nothing where the index that was read says the
    /// same, and nothing of a run that could not judge everything.
    pub fn contents<'b>(
        &'b self,
        key: u128,
        read: u64,
        notices: &'b [String],
    ) -> Option<Contents<'b>> {
        let is_named = |input: &Input| input.path.to_str().is_some();
        if !self.is_new
            || self.files.is_empty()
            || !self.failures().is_empty()
            || self.run.progress.is_partial()
            || !self.run.inputs.iter().all(is_named)
        {
            return None;
        }
        let files = (0..).zip(&self.files).map(|(file, outcome)| Known {
            shown: &self.run.inputs[file as usize].shown,
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
                postings: &noted.postings,
            })
        });
        Some(Contents {
            key,
            read,
            files: files.collect(),
            rules: rules.collect(),
            notices,
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
        let noted = self.noted[rule].as_ref();
        noted.map_or(Holders::Posts(&[]), |noted| noted.postings.holders(key))
    }

    fn widest(&self, rule: usize, most: usize) -> Vec<(u64, usize)> {
        let widest = self.noted[rule]
            .iter()
            .flat_map(|noted| noted.postings.widest());
        widest.take(most).copied().collect()
    }

    fn is_at_hand(&self) -> bool {
        true
    }

    fn place(&self, post: u32) -> PostPlace {
        let file = self.input_of(post);
        PostPlace {
            source: self.run.input_sources[file],
            path: self.run.inputs[file].shown.clone(),
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
        self.files.len()
    }

    fn reported(&self) -> Vec<u32> {
        let is_reported = |post: &u32| self.run.inputs[self.input_of(*post)].is_reported;
        (0..self.len()).filter(is_reported).collect()
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

    fn fail(&self, path: String, reason: String) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push((path, reason));
    }

    fn failures(&self) -> Vec<(String, String)> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.clone()
    }
}
