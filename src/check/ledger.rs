//! What is known of every post while all are judged together.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Run;
use super::post::{FileOutcome, PostChecker};
use crate::error::{Error, Result};
use crate::index::{Postings, WrittenFile, WrittenPost};
use crate::rule::{
    Corpus, Entry, Fact, Holders, Ledger, LoadedPost, PostPlace, Recent, read_facts,
};

/// The notes of all posts, in memory.
pub struct Book<'a> {
    pub(super) run: &'a Run<'a>,
    /// Written notes of each file.
    files: Vec<Box<[u8]>>,
    /// Where the notes of each post stand: the file, and the offset in its notes.
    posts: Vec<(u32, u32)>,
    /// Of each corpus rule: in how many posts it noted anything, and its keys.
    noted: Vec<Option<Noted>>,
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
    pub(super) fn of(run: &'a Run<'a>) -> Self {
        let checker = PostChecker::new(run);
        let outcomes: Vec<FileOutcome> = (0..run.inputs.len())
            .into_par_iter()
            .map(|input| checker.file(input))
            .collect();
        let mut failures = Vec::new();
        let mut files = Vec::with_capacity(outcomes.len());
        let mut posts = Vec::with_capacity(outcomes.len());
        for (file, outcome) in (0..).zip(outcomes) {
            failures.extend(outcome.failures);
            let offsets = WrittenFile::new(&outcome.notes).posts();
            posts.extend(offsets.map(|(offset, _)| (file, offset)));
            files.push(outcome.notes);
        }
        let mut book = Self {
            run,
            files,
            posts,
            noted: Vec::new(),
            failures: Mutex::new(failures),
            loaded: Recent::new(MOST_LOADED),
        };
        let rules = run.config.rules.rules.iter().enumerate();
        book.noted = rules
            .map(|(number, rule)| rule.check.is_corpus().then(|| book.noted_by(number)))
            .collect();
        book
    }

    fn noted_by(&self, rule: usize) -> Noted {
        let check = &*self.run.config.rules.rules[rule].check;
        let parts: Vec<(usize, Vec<Entry>)> = self
            .posts
            .par_chunks(POSTS_OF_PART)
            .enumerate()
            .map(|(part, posts)| {
                let mut noted = 0;
                let mut entries = Vec::new();
                for (at, (file, offset)) in (part * POSTS_OF_PART..).zip(posts) {
                    let mut notes = self.written(*file, *offset).notes();
                    if let Some((.., facts)) = notes.find(|(number, ..)| *number == rule) {
                        let post = u32::try_from(at).unwrap_or(u32::MAX);
                        let keys = check.keys(&read_facts(facts));
                        entries.extend(keys.into_iter().map(|key| Entry::new(key, post)));
                        noted += 1;
                    }
                }
                (noted, entries)
            })
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

    fn written(&self, file: u32, offset: u32) -> WrittenPost<'_> {
        self.file(file).post(offset)
    }

    /// The notes of a file.
    pub(super) fn file(&self, file: u32) -> WrittenFile<'_> {
        WrittenFile::new(&self.files[file as usize])
    }

    /// The number of the file that a post stands in.
    pub(super) fn file_of(&self, post: u32) -> usize {
        self.posts[post as usize].0 as usize
    }

    pub(super) fn post(&self, post: u32) -> WrittenPost<'_> {
        let (file, offset) = self.posts[post as usize];
        self.written(file, offset)
    }

    /// All posts as each rule sees them.
    pub fn corpora(&self) -> Vec<Corpus<'_>> {
        let rules = self.run.config.rules.rules.iter().enumerate();
        let corpora = rules.map(|(number, rule)| Corpus {
            rule: &rule.id,
            number,
            ledger: self,
        });
        corpora.collect()
    }

    pub(super) fn fail(&self, path: String, reason: String) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push((path, reason));
    }

    pub(super) fn failures(&self) -> Vec<(String, String)> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.clone()
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
        self.post(post).facts(rule)
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
        let file = self.file_of(post);
        PostPlace {
            source: self.run.input_sources[file],
            path: self.run.inputs[file].shown.clone(),
            anchor: self.post(post).anchor(),
        }
    }

    /// A post that was there when it was judged alone, and now is not, is told.
    fn load(&self, post: u32) -> Result<Arc<LoadedPost>> {
        let loaded = self.loaded.try_get(post, || self.read_again(post));
        if let Err(error) = &loaded {
            let path = self.run.inputs[self.file_of(post)].shown.to_string();
            self.fail(path, error.to_string());
        }
        loaded
    }
}
