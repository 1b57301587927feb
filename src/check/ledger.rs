//! What is known of every post while all are judged together.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::ahead::Ahead;
use super::files::{ProjectFiles, path_in_project};
use super::known::{Known, keys};
use super::left_out::left_out;
use super::name::{begins_file, taken};
use super::post::{FileOutcome, Notes, PostChecker};
use super::rule_keys::Room;
use super::shelf::Shelf;
use super::update::{Update, same_names};
use super::{PostName, Run};
use crate::error::{Error, Result};
use crate::index::{Changes, Draft, FoundNotes, Index, Loaded, Postings, WrittenFile, WrittenPost};
use crate::rule::{Fact, Holders, Ledger, LoadedPost, PostPlace, Project, Recent};
use crate::source::Span;

/// The notes of all posts, in memory.
pub struct Book<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) files: Vec<FileOutcome>,
    /// What an earlier run knew.
    pub(super) kept: Option<Loaded>,
    /// Where the notes of each post stand: the file, and the offset in its notes.
    pub(super) posts: Vec<(u32, u32)>,
    /// Of each corpus rule: in how many posts it noted anything, and its keys.
    pub(super) noted: Vec<Option<Noted>>,
    /// The index that was read, where all but a few files are as it knows them.
    pub(super) known: Option<Known<'a>>,
    pub(super) before: Option<Before>,
    /// Whether the index that was read knows what corpus rules found.
    pub(super) had_found: bool,
    /// All that is to stand beside the index that was read; nothing where one is to be written
    /// anew.
    pub(super) changes: Option<Changes>,
    /// When the run began to read posts.
    pub(super) read: u64,
    /// What could not be judged: path and reason.
    pub(super) failures: Mutex<Vec<(String, String)>>,
    /// Inputs whose posts have the id of an earlier one.
    pub(super) taken: FxHashSet<usize>,
    /// Posts that were read again.
    pub(super) loaded: Recent<LoadedPost>,
    /// What rules may ask about besides posts.
    pub(super) project: ProjectFiles<'a>,
}

/// What one corpus rule noted in all posts.
#[derive(Default)]
pub(super) struct Noted {
    pub(super) posts: usize,
    /// In memory once they are worth it.
    postings: OnceLock<Postings>,
    /// Whether the postings are of all keys, or only of those that may be asked for.
    pub(super) is_whole: bool,
    /// Questions that the index was asked instead.
    asked: AtomicUsize,
}

impl Noted {
    /// What an index can be asked about.
    pub(super) fn asked(posts: usize) -> Self {
        Self {
            posts,
            is_whole: true,
            ..Self::default()
        }
    }

    pub(super) fn new(posts: usize, postings: Postings) -> Self {
        Self {
            postings: postings.into(),
            ..Self::asked(posts)
        }
    }
}

/// Questions to an index that cost less than reading all its postings.
const MOST_ASKED: usize = 16_384;
/// What corpus rules found in an earlier run.
pub(super) struct Before {
    pub(super) found: FoundNotes,
    /// Posts for which that may have changed.
    pub(super) affected: FxHashSet<u32>,
}

impl<'a> Book<'a> {
    /// Notes all posts but those that were noted `ahead`; those that `index` knows and that did not
    /// change are not read again. What is to be kept goes to `draft` as it comes; without one
    /// nothing is.
    pub(super) fn of(
        run: &'a Run<'a>,
        ahead: Ahead,
        index: Option<&'a Index>,
        draft: Option<&mut Draft>,
    ) -> Self {
        let kept = index.and_then(|index| index.load().ok());
        let read = ahead.read;
        let before = same_names(run, kept.as_ref());
        let is_same = before.iter().all(Option::is_some)
            && kept.as_ref().is_some_and(|kept| kept.len() == before.len());
        let checker = PostChecker::new(run, kept.as_ref());
        let step = files_of_step(before.len());
        let mut outcomes = ahead.outcomes(run.inputs);
        let inputs = run.inputs.par_chunks(step);
        let parts = inputs.zip(before.par_chunks(step));
        let parts = parts.zip(outcomes.par_chunks_mut(step));
        parts.for_each(|((inputs, before), outcomes)| {
            checker.files(inputs, before, outcomes, || !run.progress.is_stopped());
        });
        let left_out = outcomes.iter().filter(|outcome| outcome.is_none());
        run.progress.skip(left_out.count());
        let outcomes = outcomes.into_iter().map(Option::unwrap_or_default);
        let mut files: Vec<FileOutcome> = outcomes.collect();
        let failures = files.iter_mut().flat_map(|file| file.failures.drain(..));
        let mut book = Self {
            run,
            failures: Mutex::new(failures.collect()),
            files,
            kept,
            posts: Vec::new(),
            noted: Vec::new(),
            known: None,
            before: None,
            had_found: index.is_some_and(Index::has_found),
            changes: None,
            read,
            taken: FxHashSet::default(),
            loaded: Recent::new(MOST_LOADED),
            project: ProjectFiles::of(run),
        };
        book.posts = book.all_posts();
        book.taken = taken(run.inputs, |input| book.notes_of(input));
        if let Some((index, kept)) = index.zip(book.kept.as_ref()) {
            let update = Update::of(kept, &book.files, &book.posts);
            let changes = if is_same {
                book.few_changes(index, kept)
            } else {
                None
            };
            book.compare(index, &update, changes);
        } else {
            let mut draft = draft.filter(|_| book.is_worth_keeping());
            let mut room = Room::default();
            book.noted =
                book.all_noted(|rule| book.noted_beside(rule, &mut room, draft.as_deref_mut()));
        }
        book
    }

    /// What a rule noted in a post, as keys; nothing where it does not speak of it.
    pub(super) fn keys(&self, rule: usize, post: WrittenPost<'_>) -> Option<Vec<u64>> {
        keys(rule, &*self.run.config.rules.rules[rule].check, post)
    }

    fn all_posts(&self) -> Vec<(u32, u32)> {
        let files = 0..u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let posts = files.into_par_iter().flat_map_iter(|file| {
            let posts = self.file(file).posts();
            posts.map(move |(offset, _)| (file, offset))
        });
        posts.collect()
    }

    /// What each corpus rule noted.
    pub(super) fn all_noted(&self, mut noted: impl FnMut(usize) -> Noted) -> Vec<Option<Noted>> {
        let rules = self.run.config.rules.rules.iter().enumerate();
        let all = rules.map(|(rule, about)| about.check.is_corpus().then(|| noted(rule)));
        all.collect()
    }

    fn asked(&self, rule: usize) -> Asked<'_> {
        let Some(noted) = &self.noted[rule] else {
            return Asked::Nobody;
        };
        match (noted.postings.get(), &self.known) {
            (Some(postings), _) => Asked::Memory(postings),
            (None, Some(known)) if noted.asked.fetch_add(1, Ordering::Relaxed) < MOST_ASKED => {
                Asked::Known(known, noted)
            }
            _ => Asked::Memory(self.postings(rule, noted)),
        }
    }

    /// The postings of a rule, in memory.
    pub(super) fn postings<'b>(&self, rule: usize, noted: &'b Noted) -> &'b Postings {
        noted.postings.get_or_init(|| {
            apart(|| {
                let known = self.known.as_ref();
                let loaded = known.and_then(|known| known.postings(rule).ok());
                loaded.unwrap_or_else(|| Postings::of(self.entries(rule, &mut Room::default()).1))
            })
        })
    }

    /// What a rule noted in all posts.
    pub(super) fn noted_by(&self, rule: usize) -> Noted {
        let mut room = Room::default();
        let (posts, entries) = self.entries(rule, &mut room);
        Noted::new(posts, Postings::of(entries))
    }

    /// As [`Book::noted_by`], but in memory are only keys that may be asked for; `draft` keeps all
    /// of them for a later run.
    fn noted_beside(&self, rule: usize, room: &mut Room, draft: Option<&mut Draft>) -> Noted {
        let check = &*self.run.config.rules.rules[rule].check;
        let (posts, entries) = self.entries(rule, room);
        let postings = Postings::of_asked(entries, |key| check.asks_who_alone_noted(key));
        if let Some(draft) = draft {
            draft.rule(rule, posts, entries.entries(), postings.widest());
        }
        Noted {
            is_whole: false,
            ..Noted::new(posts, postings)
        }
    }

    /// What of the run's records is no post, one line for each container.
    pub fn left_out(&self) -> Vec<String> {
        if self.run.progress.is_partial() {
            return Vec::new();
        }
        left_out(self.run.inputs, |input| self.notes_of(input))
    }

    pub(super) fn file(&self, file: u32) -> WrittenFile<'_> {
        WrittenFile::new(match (&self.files[file as usize].notes, &self.kept) {
            (Notes::Made(notes), _) => notes,
            (Notes::Kept(before), Some(kept)) => kept.notes(*before),
            (Notes::Kept(_), None) => &[],
        })
    }

    fn read_again(&self, post: u32) -> Result<LoadedPost> {
        let Some((file, _)) = self.posts.get(post as usize).copied() else {
            return Err(Error::new("the index names a post that is not there"));
        };
        let first = self.posts.partition_point(|(earlier, _)| *earlier < file);
        let ordinal = post as usize - first;
        let input = &self.run.inputs[file as usize];
        let source = self
            .run
            .sources
            .text(self.run.input_sources[file as usize])?;
        let mut posts = input.format.parse(&source.text, &self.run.config.parse);
        self.run.site.inherited(&input.path).give(&mut posts);
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

/// Does work that others wait for, on a thread that is none of theirs: a thread of a pool that
/// waits for a part of its work takes up other work meanwhile, which may wait for the whole.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Files that are given to a thread together: of few files each thread gets some.
fn files_of_step(files: usize) -> usize {
    (files / (8 * rayon::current_num_threads())).clamp(1, 16)
}

/// Posts that are held at once after they were read again.
const MOST_LOADED: usize = 64;
/// Who can tell what a rule noted.
enum Asked<'b> {
    Memory(&'b Postings),
    Known(&'b Known<'b>, &'b Noted),
    Nobody,
}

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
            Asked::Known(known, noted) => match known.holders(rule, key) {
                Ok(posts) => Holders::Read(posts),
                Err(_) => self.postings(rule, noted).holders(key),
            },
            Asked::Nobody => Holders::Posts(&[]),
        }
    }

    fn count(&self, rule: usize, key: u64) -> usize {
        match self.asked(rule) {
            Asked::Memory(postings) => postings.count(key),
            Asked::Known(known, noted) => match known.count(rule, key) {
                Ok(count) => count.max(1),
                Err(_) => self.postings(rule, noted).count(key),
            },
            Asked::Nobody => 1,
        }
    }

    fn look_ahead(&self, rule: usize, keys: &[u64]) {
        let noted = self.noted[rule].as_ref();
        if let Some(postings) = noted.and_then(|noted| noted.postings.get()) {
            postings.look_ahead(keys);
        }
    }

    fn first_holders(&self, rule: usize, key: u64, most: usize) -> Vec<u32> {
        if let Asked::Known(known, _) = self.asked(rule)
            && let Ok(posts) = known.first_holders(rule, key, most)
        {
            return posts;
        }
        self.holders(rule, key).from(0).take(most).collect()
    }

    fn widest(&self, rule: usize, most: usize) -> Vec<(u64, usize)> {
        let postings = match self.asked(rule) {
            Asked::Memory(postings) => postings,
            Asked::Known(known, noted) => {
                let widest = known.widest(rule).ok();
                if let Some(widest) = widest.and_then(|widest| widest.first(most)) {
                    return widest;
                }
                self.postings(rule, noted)
            }
            Asked::Nobody => return Vec::new(),
        };
        postings.widest().iter().take(most).copied().collect()
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

    fn anchor(&self, post: u32) -> Span {
        self.written(post).anchor()
    }

    fn project(&self) -> &dyn Project {
        &self.project
    }

    fn location(&self, post: u32) -> Option<String> {
        let path = &self.run.inputs[self.input_of(post)].path;
        path_in_project(&self.run.config.root, path)
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

    /// Of a post that there is not, which a forged index may name, the first input.
    fn input_of(&self, post: u32) -> usize {
        let found = self.posts.get(post as usize);
        found.map_or(0, |(file, _)| *file as usize)
    }

    fn notes_of(&self, input: usize) -> WrittenFile<'_> {
        self.file(u32::try_from(input).unwrap_or(u32::MAX))
    }

    fn written(&self, post: u32) -> WrittenPost<'_> {
        match self.posts.get(post as usize) {
            Some((file, offset)) => self.file(*file).post(*offset),
            None => WrittenFile::new(&[]).post(0),
        }
    }

    fn found_before(&self, post: u32) -> Option<&[u8]> {
        let before = self.before.as_ref()?;
        (!before.affected.contains(&post)).then(|| before.found.of(post))
    }

    fn wants_found(&self, post: u32) -> bool {
        match (&self.changes, &self.before) {
            (Some(_), Some(before)) => before.affected.contains(&post),
            _ => true,
        }
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
