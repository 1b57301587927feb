//! Judging a few named posts against a corpus that an index knows: each question is a look-up, so
//! that the cost does not grow with the corpus.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::Run;
use super::files::{ProjectFiles, path_in_project};
use super::known::{Delta, Known};
use super::post::{FileOutcome, Notes, PostChecker};
use super::shelf::Shelf;
use crate::discover::format_of;
use crate::error::{Error, Result};
use crate::index::{Index, WrittenFile, WrittenPost, is_record};
use crate::read::{Stamp, read_post};
use crate::rule::{Fact, Holders, Ledger, LoadedPost, PostPlace, Project, Recent};
use crate::source::{Origin, SourceId};

/// A corpus that an index knows, with a few files as they are now.
pub struct Lookup<'a> {
    run: &'a Run<'a>,
    index: &'a Index,
    known: Known<'a>,
    cwd: &'a Path,
    files: Vec<FileOutcome>,
    /// What takes the place of what, in the order of the corpus; one for each file.
    edits: Vec<Edit>,
    /// The posts of the files as they are now: number of the file, offset in its notes.
    posts: Vec<(u32, u32)>,
    /// What the edits change of what each rule noted.
    rules: Vec<Delta>,
    /// Whether an answer of the index was wrong or can not be had.
    is_stale: AtomicBool,
    failures: Mutex<Vec<(String, String)>>,
    places: Recent<PostPlace>,
    loaded: Recent<LoadedPost>,
    project: ProjectFiles<'a>,
}

/// A file of the run against the same file of the index.
struct Edit {
    /// The first post of the index that is not before it.
    at: u32,
    /// Posts of the index that it takes the place of.
    removed: u32,
    /// The first of its posts, numbered as in the whole corpus, and how many they are.
    first: u32,
    added: u32,
}

/// Posts that are held at once.
const MOST_HELD: usize = 64;

impl<'a> Lookup<'a> {
    /// Judges the files of the run alone and finds their place in the corpus.
    pub(super) fn of(run: &'a Run<'a>, index: &'a Index, cwd: &'a Path) -> io::Result<Self> {
        let checker = PostChecker::new(run, None);
        let changed = index.changes().files.iter();
        let changed = changed.map(|(file, now)| (*file, WrittenFile::new(&now.notes)));
        let mut lookup = Self {
            run,
            index,
            known: Known::of(index, &run.config.rules, changed)?,
            cwd,
            files: Vec::new(),
            edits: Vec::new(),
            posts: Vec::new(),
            rules: Vec::new(),
            is_stale: AtomicBool::new(false),
            failures: Mutex::default(),
            places: Recent::new(MOST_HELD),
            loaded: Recent::new(MOST_HELD),
            project: ProjectFiles::of(run),
        };
        for (number, input) in (0..).zip(run.inputs) {
            let mut outcome = None;
            // All that is named is judged: it is little, and what is left out would count as gone.
            let outcomes = slice::from_mut(&mut outcome);
            checker.files(slice::from_ref(input), &[None], outcomes, || true);
            let mut outcome = outcome.unwrap_or_default();
            for (path, reason) in std::mem::take(&mut outcome.failures) {
                lookup.fail(path, reason);
            }
            lookup.files.push(outcome);
            let (at, removed) = match index.find(&input.shown)? {
                Ok(file) => {
                    let at = index.first_post(file)?;
                    (at, index.first_post(file + 1)?.saturating_sub(at))
                }
                Err(file) => (index.first_post(file)?, 0),
            };
            let offsets = lookup
                .file(number)
                .posts()
                .map(|(offset, _)| (number, offset));
            let offsets: Vec<(u32, u32)> = offsets.collect();
            let added = u32::try_from(offsets.len()).unwrap_or(u32::MAX);
            let first = lookup.renumbered(at);
            lookup.posts.extend(offsets);
            lookup.edits.push(Edit {
                at,
                removed,
                first,
                added,
            });
        }
        lookup.rules = (0..run.config.rules.rules.len())
            .map(|rule| lookup.rule_edit(rule))
            .collect::<io::Result<_>>()?;
        Ok(lookup)
    }

    /// Whether the index can not be relied on for these posts.
    pub fn is_stale(&self) -> bool {
        self.is_stale.load(Ordering::Relaxed)
    }

    fn rule_edit(&self, rule: usize) -> io::Result<Delta> {
        let mut changed = Delta::from(self.known.noted(rule));
        let check = &*self.run.config.rules.rules[rule].check;
        if !check.is_corpus() {
            return Ok(changed);
        }
        for edit in self.edits.iter().filter(|edit| edit.removed > 0) {
            let notes = self.index.notes(self.index.file_of(edit.at)?)?;
            for (_, post) in WrittenFile::new(&notes).posts() {
                changed.take_out(rule, check, post);
            }
        }
        for post in self.own_posts() {
            changed.put_in(rule, check, post, self.written(post));
        }
        Ok(changed)
    }

    /// The posts of the run, as numbered in the whole corpus.
    fn own_posts(&self) -> impl Iterator<Item = u32> {
        let edits = self.edits.iter();
        edits.flat_map(|edit| edit.first..edit.first + edit.added)
    }

    fn file(&self, number: u32) -> WrittenFile<'_> {
        WrittenFile::new(match &self.files[number as usize].notes {
            Notes::Made(notes) => notes,
            Notes::Kept(_) => &[],
        })
    }

    /// The number in the whole corpus of a post of the index that is still there.
    fn renumbered(&self, post: u32) -> u32 {
        let before = self
            .edits
            .iter()
            .filter(|edit| edit.at + edit.removed <= post);
        before.fold(post, |number, edit| {
            number.wrapping_add(edit.added).wrapping_sub(edit.removed)
        })
    }

    fn is_removed(&self, post: u32) -> bool {
        let mut edits = self.edits.iter();
        edits.any(|edit| (edit.at..edit.at + edit.removed).contains(&post))
    }

    /// Where a post of the whole corpus is known.
    fn home(&self, post: u32) -> Home {
        let mut own = 0;
        let mut old = post;
        for edit in &self.edits {
            if post < edit.first {
                break;
            }
            if post < edit.first + edit.added {
                return Home::Own(own + (post - edit.first) as usize);
            }
            own += edit.added as usize;
            old = old.wrapping_add(edit.removed).wrapping_sub(edit.added);
        }
        Home::Index(old)
    }

    /// Takes an answer of the index; a wrong one makes the run begin anew without it.
    fn trusted<T: Default>(&self, answer: io::Result<T>) -> T {
        answer.unwrap_or_else(|_| {
            self.is_stale.store(true, Ordering::Relaxed);
            T::default()
        })
    }

    fn old_facts(&self, rule: usize, post: u32) -> io::Result<Vec<Fact>> {
        let file = self.index.file_of(post)?;
        let ordinal = post.saturating_sub(self.index.first_post(file)?);
        let notes = self.index.notes(file)?;
        let mut posts = WrittenFile::new(&notes).posts();
        let found = posts.nth(ordinal as usize);
        Ok(found.map_or_else(Vec::new, |(_, post)| post.facts(rule)))
    }

    fn old_holders(&self, rule: usize, key: u64) -> Vec<u32> {
        let posts = self.trusted(self.known.holders(rule, key)).into_iter();
        let kept = posts.filter(|post| !self.is_removed(*post));
        kept.map(|post| self.renumbered(post)).collect()
    }

    /// Where a post of the index stands, if its file is still what the index knows.
    fn old_place(&self, post: u32) -> io::Result<PostPlace> {
        let file = self.index.file_of(post)?;
        let ordinal = post.saturating_sub(self.index.first_post(file)?);
        let path: Arc<str> = self.index.name(file)?.into();
        let absolute = self.absolute(&path);
        // Where a record of a container stands now only a pass over the container tells.
        if is_record(&path) || !self.is_unchanged(file, &absolute)? {
            return Err(io::Error::other("the file changed"));
        }
        let notes = self.index.notes(file)?;
        let mut posts = WrittenFile::new(&notes).posts();
        let anchor = posts.nth(ordinal as usize).map(|(_, post)| post.anchor());
        Ok(PostPlace {
            source: self
                .run
                .sources
                .add(path.clone(), Origin::File(absolute.into())),
            path,
            anchor: anchor.unwrap_or_default(),
        })
    }

    fn is_unchanged(&self, file: u32, path: &Path) -> io::Result<bool> {
        let (stamp, is_firm) = self.index.stamp(file)?;
        let mark = self.run.site.inherited(path).mark();
        if is_firm && Stamp::of(&std::fs::metadata(path)?).within(mark) == stamp {
            return Ok(true);
        }
        let read = read_post(path, self.run.config.limits.file_size);
        let (text, _) = read.map_err(|_| io::Error::other("it can not be read"))?;
        let hash = xxh3_128(text.as_bytes()) ^ u128::from(mark);
        Ok(hash == self.index.hash(file)?)
    }

    /// The path of a file by the name that it is shown with.
    fn absolute(&self, shown: &str) -> PathBuf {
        let mut path = PathBuf::new();
        for part in self.cwd.join(shown).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    path.pop();
                }
                part => path.push(part),
            }
        }
        path
    }

    fn read_again(&self, post: u32) -> Result<LoadedPost> {
        let (source, ordinal, path) = match self.home(post) {
            Home::Own(own) => {
                let (file, _) = self.posts[own];
                let first = self.posts.partition_point(|(earlier, _)| *earlier < file);
                let file = file as usize;
                let path = self.run.inputs[file].path.to_path_buf();
                (self.run.input_sources[file], own - first, path)
            }
            Home::Index(old) => {
                let place = self.place(post);
                let file = self.trusted(self.index.file_of(old));
                let ordinal = old.saturating_sub(self.trusted(self.index.first_post(file)));
                (place.source, ordinal as usize, self.absolute(&place.path))
            }
        };
        let text = self.run.sources.text(source)?;
        let format = format_of(self.run.config, &path);
        let posts = format.map(|format| format.parse(&text.text, &self.run.config.parse));
        let mut posts = posts.unwrap_or_default();
        self.run.site.inherited(&path).give(&mut posts);
        if ordinal >= posts.len() {
            let message = format!("{} changed while gatepost was running", path.display());
            return Err(Error::new(message));
        }
        Ok(LoadedPost {
            text: text.text.clone(),
            post: posts.swap_remove(ordinal),
        })
    }
}

/// Where a post is known.
enum Home {
    /// In this run: its number among the posts of the run.
    Own(usize),
    /// In the index, by its number there.
    Index(u32),
}

impl Ledger for Lookup<'_> {
    fn len(&self) -> u32 {
        self.renumbered(self.index.posts())
    }

    fn noted(&self, rule: usize) -> usize {
        self.rules[rule].noted
    }

    fn facts(&self, rule: usize, post: u32) -> Vec<Fact> {
        match self.home(post) {
            Home::Own(_) => self.written(post).facts(rule),
            Home::Index(old) => self.trusted(self.old_facts(rule, old)),
        }
    }

    fn holders(&self, rule: usize, key: u64) -> Holders<'_> {
        let mut posts = self.old_holders(rule, key);
        if let Some(own) = self.rules[rule].own.get(&key) {
            posts.extend(own);
            posts.sort_unstable();
        }
        Holders::Read(posts)
    }

    fn count(&self, rule: usize, key: u64) -> usize {
        let old = self.trusted(self.known.count(rule, key));
        self.rules[rule].count(key, old).max(1)
    }

    fn first_holders(&self, rule: usize, key: u64, most: usize) -> Vec<u32> {
        let removed: u32 = self.edits.iter().map(|edit| edit.removed).sum();
        let asked = most.saturating_add(removed as usize);
        let old = self.trusted(self.known.first_holders(rule, key, asked));
        let kept = old.into_iter().filter(|post| !self.is_removed(*post));
        let mut posts: Vec<u32> = kept.map(|post| self.renumbered(post)).collect();
        posts.extend(self.rules[rule].own.get(&key).into_iter().flatten());
        posts.sort_unstable();
        posts.truncate(most);
        posts
    }

    fn widest(&self, rule: usize, most: usize) -> Vec<(u64, usize)> {
        let edited = |old| self.rules[rule].widest(old, |key| Ok(self.count(rule, key)));
        let widest = self.known.widest(rule).and_then(edited);
        let widest = widest.map(|widest| widest.first(most));
        self.trusted(widest.and_then(|first| first.ok_or_else(|| io::Error::other("too few"))))
    }

    fn is_at_hand(&self) -> bool {
        false
    }

    fn place(&self, post: u32) -> PostPlace {
        let place = self.places.get(post, || match self.home(post) {
            Home::Own(own) => {
                let file = self.posts[own].0 as usize;
                PostPlace {
                    source: self.run.input_sources[file],
                    path: self.run.inputs[file].shown.clone(),
                    anchor: self.written(post).anchor(),
                }
            }
            Home::Index(old) => self.old_place(old).unwrap_or_else(|_| {
                self.is_stale.store(true, Ordering::Relaxed);
                PostPlace {
                    source: SourceId(0),
                    path: "".into(),
                    anchor: crate::source::Span::default(),
                }
            }),
        });
        PostPlace::clone(&place)
    }

    fn project(&self) -> &dyn Project {
        &self.project
    }

    fn location(&self, post: u32) -> Option<String> {
        let root = &self.run.config.root;
        match self.home(post) {
            Home::Own(own) => {
                let file = self.posts[own].0 as usize;
                path_in_project(root, &self.run.inputs[file].path)
            }
            Home::Index(_) => path_in_project(root, &self.absolute(&self.place(post).path)),
        }
    }

    fn load(&self, post: u32) -> Result<Arc<LoadedPost>> {
        let loaded = self.loaded.try_get(post, || self.read_again(post));
        if loaded.is_err() {
            self.is_stale.store(true, Ordering::Relaxed);
        }
        loaded
    }
}

impl Shelf for Lookup<'_> {
    fn run(&self) -> &Run<'_> {
        self.run
    }

    fn files(&self) -> usize {
        let new = self.edits.iter().filter(|edit| edit.removed == 0).count();
        self.index.paths() as usize + new
    }

    fn reported(&self) -> Vec<u32> {
        self.own_posts().collect()
    }

    fn input_of(&self, post: u32) -> usize {
        match self.home(post) {
            Home::Own(own) => self.posts[own].0 as usize,
            Home::Index(_) => 0,
        }
    }

    fn notes_of(&self, input: usize) -> WrittenFile<'_> {
        self.file(u32::try_from(input).unwrap_or(u32::MAX))
    }

    fn written(&self, post: u32) -> WrittenPost<'_> {
        match self.home(post) {
            Home::Own(own) => {
                let (file, offset) = self.posts[own];
                self.file(file).post(offset)
            }
            Home::Index(_) => WrittenFile::new(&[]).post(0),
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
