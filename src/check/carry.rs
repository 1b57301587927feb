//! What is carried from run to run: what a book takes over from an index, and what it leaves for
//! the next one.

use super::known::Known;
use super::ledger::{Before, Book, Noted};
use super::outcome::Outcome;
use super::post::{FileOutcome, Notes};
use super::shelf::Shelf;
use super::update::Update;
use crate::discover::Input;
use crate::index::{
    ChangedFile, Changes, Contents, Day, FoundNotes, Index, KnownFile, KnownRule, Loaded,
    WrittenFile,
};

/// What a run leaves for the next one.
pub enum Keeping<'b> {
    /// Everything.
    All(Contents<'b>),
    /// What changed since the index that was read was written, and the last day on which all
    /// notes hold.
    Changes(Changes, Day),
}

/// Changed files that are kept beside an index rather than in it: so many, or one in a hundred.
const MOST_CHANGED: usize = 64;
/// Posts whose findings may be kept beside an index: so many, or one in twenty.
const MOST_AFFECTED: usize = 1024;

impl<'a> Book<'a> {
    /// Takes from `index` what is still so; `changes` are all there are since it was written, if
    /// they are few.
    pub(super) fn compare(&mut self, index: &'a Index, update: &Update, changes: Option<Changes>) {
        let known = self.known_with(index, changes.as_ref().unwrap_or(index.changes()));
        self.changes = changes.filter(|_| known.is_some());
        if self.changes.is_some() {
            self.known = known;
            let known = self.known.as_ref();
            let posts = |rule| known.map_or(0, |known| known.noted(rule));
            self.noted = self.all_noted(|rule| Noted::asked(posts(rule)));
        } else {
            self.noted = self.all_noted(|rule| {
                let known = known.as_ref();
                let updated = known.and_then(|known| self.updated(rule, known, update));
                updated.unwrap_or_else(|| self.noted_by(rule))
            });
        }
        self.before = self.found_before(index, update);
        let most = MOST_AFFECTED.max(self.posts.len() / 20);
        let is_settled = match &self.before {
            Some(before) => before.affected.len() <= most,
            None => !index.has_found(),
        };
        if !is_settled {
            self.changes = None;
        }
    }

    /// All that changed since `index` was written, if that are few files of as many posts as they
    /// had. The files of the run are those of the index.
    pub(super) fn few_changes(&self, index: &Index, kept: &Loaded) -> Option<Changes> {
        let is_changed = |(at, outcome): &(usize, &FileOutcome)| {
            matches!(outcome.notes, Notes::Made(_)) || !kept.is_unchanged(*at, &outcome.stamp)
        };
        let most = MOST_CHANGED.max(self.files.len() / 100);
        let changed = (0..).zip(&self.files).filter(is_changed).take(most + 1);
        let mut changes = index.changes().clone();
        for (at, outcome) in changed {
            let file = u32::try_from(at).ok()?;
            let now = self.file(file);
            let before = WrittenFile::new(kept.notes(at));
            if now.posts().count() != before.posts().count() {
                return None;
            }
            let changed = ChangedFile {
                stamp: outcome.stamp,
                is_firm: outcome.stamp.is_firm(self.read),
                hash: outcome.hash,
                until: outcome.until,
                notes: now.bytes().into(),
            };
            changes.files.insert(file, changed);
        }
        (changes.files.len() <= most).then_some(changes)
    }

    /// What `index` knows of corpus rules, with changes laid over it.
    fn known_with(&self, index: &'a Index, changes: &Changes) -> Option<Known<'a>> {
        let files = changes.files.iter();
        let files = files.map(|(file, now)| (*file, WrittenFile::new(&now.notes)));
        Known::of(index, &self.run.config.rules, files).ok()
    }

    /// What corpus rules found in the posts that nothing since then concerns.
    fn found_before(&self, index: &Index, update: &Update) -> Option<Before> {
        if !index.has_found() {
            return None;
        }
        let numbered = self.noted.iter().enumerate();
        let rules = numbered.filter_map(|(rule, noted)| noted.is_some().then_some(rule));
        let mut affected =
            update.affected(self.kept.as_ref()?, &rules.collect::<Vec<_>>(), self)?;
        let (found, unknown) = index.load_found().ok()?;
        affected.extend(unknown);
        let is_whole = found.posts() == self.posts.len();
        is_whole.then_some(Before { found, affected })
    }

    /// What a rule noted, worked out from what it noted in an earlier run.
    fn updated(&self, rule: usize, known: &Known<'_>, update: &Update) -> Option<Noted> {
        let removed = update.unnoted(self.kept.as_ref()?, rule);
        let mut added = Vec::new();
        let made = self.gather(rule, update.made.iter().copied(), &mut added);
        let postings = known.postings_of(rule, &update.renumbered, added);
        let posts = (known.noted(rule) + made).saturating_sub(removed);
        Some(Noted::new(posts, postings.ok()?))
    }

    /// What is worth keeping for the next run; nothing where the index that was read says the
    /// same, and nothing of a run that could not judge everything.
    pub fn keeping<'b>(
        &'b self,
        key: u128,
        notices: &'b [String],
        outcome: &'b Outcome<'_>,
    ) -> Option<Keeping<'b>> {
        if !self.is_worth_keeping() {
            return None;
        }
        let found = outcome.all_found();
        let is_whole = found.is_some() && self.before.is_none();
        match self.known.as_ref().zip(self.changes.as_ref()) {
            Some((known, changes)) if !is_whole => {
                let changes = self.with_found(changes, outcome);
                let until = self.files.iter().map(|file| file.until).min();
                let is_news = changes != *known.index.changes();
                is_news.then(|| Keeping::Changes(changes, until.unwrap_or_default()))
            }
            // A run that looked at some posts alone is not to throw away what is known of all.
            _ if found.is_none() && self.had_found => None,
            _ => Some(Keeping::All(self.contents(key, notices, found))),
        }
    }

    /// Whether the next run can use what this one knows: it could judge everything, so far, and an
    /// index can name it.
    pub(super) fn is_worth_keeping(&self) -> bool {
        let is_named = |input: &Input| input.path.to_str().is_some();
        !self.files.is_empty()
            && self.failures().is_empty()
            && !self.run.progress.is_partial()
            && self.run.inputs.iter().all(is_named)
    }

    /// The changes with what corpus rules find now in the posts that they concern.
    fn with_found(&self, changes: &Changes, outcome: &Outcome<'_>) -> Changes {
        let mut changes = changes.clone();
        let concerned = self.before.iter().flat_map(|before| &before.affected);
        for post in concerned {
            let found = outcome.found_in(*post);
            changes.found.insert(*post, found.map(Box::from));
        }
        changes
    }

    fn contents<'b>(
        &'b self,
        key: u128,
        notices: &'b [String],
        found: Option<&'b FoundNotes>,
    ) -> Contents<'b> {
        let files = (0..).zip(&self.files).map(|(file, outcome)| KnownFile {
            shown: &self.run.inputs[file as usize].shown,
            ordinal: self.run.inputs[file as usize].ordinal(),
            stamp: outcome.stamp,
            hash: outcome.hash,
            until: outcome.until,
            notes: self.file(file).bytes(),
        });
        let rules = self.noted.iter().enumerate();
        let rules = rules.filter_map(|(rule, noted)| {
            let noted = noted.as_ref().filter(|noted| noted.is_whole)?;
            Some(KnownRule {
                rule,
                posts: noted.posts,
                postings: self.postings(rule, noted),
            })
        });
        Contents {
            key,
            day: self.run.day(),
            read: self.read,
            files: files.collect(),
            rules: rules.collect(),
            notices,
            found,
        }
    }
}
