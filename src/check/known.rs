//! What an index knows of the keys of corpus rules, with what changed since it was written: its
//! postings are asked as they are, and what they can not know is laid over the answers.

use std::cmp::Reverse;
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::{Index, Postings, WIDEST, WrittenFile, WrittenPost};
use crate::rule::{Check, Entry, Fact, RuleSet, read_facts_into};

/// An index with files that changed since, each of as many posts as it had.
pub(super) struct Known<'a> {
    pub(super) index: &'a Index,
    /// By the number of the rule.
    deltas: Vec<Delta>,
    /// The posts of the files that changed.
    changed: FxHashSet<u32>,
}

/// What some posts change of what one rule noted.
#[derive(Default)]
pub(super) struct Delta {
    /// In how many posts it noted anything.
    pub(super) noted: usize,
    /// The posts that now hold a key, in order.
    pub(super) own: FxHashMap<u64, Vec<u32>>,
    /// How many posts that held a key are taken out.
    pub(super) gone: FxHashMap<u64, usize>,
}

/// The keys of most posts, with their number: by posts, then by key.
pub(super) struct Widest {
    keys: Vec<(u64, usize)>,
    /// Whether these are all keys of more than one post.
    is_all: bool,
}

impl Widest {
    /// The first of them; nothing where more are asked for than are known.
    pub(super) fn first(mut self, most: usize) -> Option<Vec<(u64, usize)>> {
        if self.keys.len() < most && !self.is_all {
            return None;
        }
        self.keys.truncate(most);
        Some(self.keys)
    }
}

impl<'a> Known<'a> {
    /// Lays over `index` the notes that some of its files have now.
    pub(super) fn of<'b>(
        index: &'a Index,
        rules: &RuleSet,
        files: impl Iterator<Item = (u32, WrittenFile<'b>)>,
    ) -> io::Result<Self> {
        let noted = (0..rules.rules.len()).map(|rule| Delta::from(index.noted(rule)));
        let mut known = Self {
            index,
            deltas: noted.collect(),
            changed: FxHashSet::default(),
        };
        for (file, now) in files {
            let before = index.notes_before(file)?;
            if *before != *now.bytes() {
                known.change(
                    rules,
                    index.first_post(file)?,
                    WrittenFile::new(&before),
                    now,
                );
            }
        }
        Ok(known)
    }

    fn change(&mut self, rules: &RuleSet, first: u32, before: WrittenFile, now: WrittenFile) {
        let pairs = before.posts().zip(now.posts());
        for (post, ((_, before), (_, now))) in (first..).zip(pairs) {
            self.changed.insert(post);
            let all = rules.rules.iter().zip(&mut self.deltas).enumerate();
            for (number, (rule, delta)) in all {
                delta.take_out(number, &*rule.check, before);
                delta.put_in(number, &*rule.check, post, now);
            }
        }
    }

    /// In how many posts a rule noted anything.
    pub(super) fn noted(&self, rule: usize) -> usize {
        self.deltas[rule].noted
    }

    /// In how many posts a rule noted a key.
    pub(super) fn count(&self, rule: usize, key: u64) -> io::Result<usize> {
        let old = self.index.count(rule, key)?;
        Ok(self.deltas[rule].count(key, old))
    }

    /// The posts in which a rule noted a key, in order.
    pub(super) fn holders(&self, rule: usize, key: u64) -> io::Result<Vec<u32>> {
        Ok(self.with_own(rule, key, self.index.holders(rule, key)?))
    }

    /// The first posts, `most` of them, in which a rule noted a key.
    pub(super) fn first_holders(&self, rule: usize, key: u64, most: usize) -> io::Result<Vec<u32>> {
        let gone = self.deltas[rule].gone.get(&key).copied().unwrap_or(0);
        let asked = most.saturating_add(gone) as u64;
        let old = self.index.first_holders(rule, key, asked)?;
        let mut posts = self.with_own(rule, key, old);
        posts.truncate(most);
        Ok(posts)
    }

    fn with_own(&self, rule: usize, key: u64, mut posts: Vec<u32>) -> Vec<u32> {
        if self.changed.is_empty() {
            return posts;
        }
        posts.retain(|post| !self.changed.contains(post));
        if let Some(own) = self.deltas[rule].own.get(&key) {
            posts.extend(own);
            posts.sort_unstable();
        }
        posts
    }

    /// The keys that a rule noted in most posts.
    pub(super) fn widest(&self, rule: usize) -> io::Result<Widest> {
        let keys = self.index.widest(rule).to_vec();
        let is_all = keys.len() < WIDEST;
        let old = Widest { keys, is_all };
        self.deltas[rule].widest(old, |key| self.count(rule, key))
    }

    /// All keys that a rule noted.
    pub(super) fn postings(&self, rule: usize) -> io::Result<Postings> {
        let stays = |post: u32| (!self.changed.contains(&post)).then_some(post);
        let renumbered: Vec<Option<u32>> = (0..self.index.posts()).map(stays).collect();
        self.index
            .load_postings(rule, &renumbered, self.deltas[rule].entries())
    }

    /// The keys that a rule noted, with other numbers of posts: of each post its new number, or
    /// that it is gone. `added` are the keys of new posts.
    pub(super) fn postings_of(
        &self,
        rule: usize,
        renumbered: &[Option<u32>],
        mut added: Vec<Entry>,
    ) -> io::Result<Postings> {
        let mut old = renumbered.to_vec();
        for post in &self.changed {
            if let Some(number) = old.get_mut(*post as usize) {
                *number = None;
            }
        }
        let own = self.deltas[rule].entries().into_iter();
        added.extend(own.filter_map(|entry| {
            let number = renumbered.get(entry.post() as usize).copied().flatten();
            number.map(|number| Entry::new(entry.key(), number))
        }));
        self.index.load_postings(rule, &old, added)
    }
}

impl From<usize> for Delta {
    fn from(noted: usize) -> Self {
        Self {
            noted,
            ..Self::default()
        }
    }
}

impl Delta {
    /// Takes out what rule `number` noted in a post.
    pub(super) fn take_out(&mut self, number: usize, check: &dyn Check, post: WrittenPost<'_>) {
        let Some(keys) = keys(number, check, post) else {
            return;
        };
        self.noted = self.noted.saturating_sub(1);
        for key in distinct(keys) {
            *self.gone.entry(key).or_default() += 1;
        }
    }

    /// Puts in what rule `number` noted in a post. Posts come in order.
    pub(super) fn put_in(
        &mut self,
        number: usize,
        check: &dyn Check,
        post: u32,
        written: WrittenPost<'_>,
    ) {
        let Some(keys) = keys(number, check, written) else {
            return;
        };
        self.noted += 1;
        for key in distinct(keys) {
            self.own.entry(key).or_default().push(post);
        }
    }

    /// In how many posts a key was noted that `old` posts held before.
    pub(super) fn count(&self, key: u64, old: usize) -> usize {
        let own = self.own.get(&key).map_or(0, Vec::len);
        let gone = self.gone.get(&key).copied().unwrap_or(0);
        (old + own).saturating_sub(gone)
    }

    /// The keys of most posts, where `old` were those before.
    pub(super) fn widest(
        &self,
        old: Widest,
        count: impl Fn(u64) -> io::Result<usize>,
    ) -> io::Result<Widest> {
        if self.own.is_empty() && self.gone.is_empty() {
            return Ok(old);
        }
        let rank = |(key, posts): &(u64, usize)| (Reverse(*posts), *key);
        // No key that was not among the old ones and is not looked up now stands above this.
        let floor = old.keys.last().filter(|_| !old.is_all).map(rank);
        let mut posts_of: FxHashMap<u64, usize> = FxHashMap::default();
        for (key, posts) in &old.keys {
            posts_of.insert(*key, self.count(*key, *posts));
        }
        for key in self.own.keys() {
            if !posts_of.contains_key(key) {
                posts_of.insert(*key, count(*key)?);
            }
        }
        let mut keys: Vec<(u64, usize)> = posts_of.into_iter().collect();
        keys.retain(|it| it.1 > 1 && floor.is_none_or(|floor| rank(it) <= floor));
        keys.sort_unstable_by_key(rank);
        let is_all = old.is_all;
        Ok(Widest { keys, is_all })
    }

    fn entries(&self) -> Vec<Entry> {
        let own = self.own.iter();
        let entries = own.flat_map(|(key, posts)| posts.iter().map(|post| Entry::new(*key, *post)));
        entries.collect()
    }
}

/// Reads what rules noted in posts as keys: in the same room, for there are many.
#[derive(Default)]
pub(super) struct KeyReader {
    facts: Vec<Fact>,
    keys: Vec<u64>,
}

impl KeyReader {
    /// Written facts of a rule as keys.
    pub(super) fn read(&mut self, check: &dyn Check, facts: &[u8]) -> &[u64] {
        read_facts_into(facts, &mut self.facts);
        self.keys.clear();
        check.keys(&self.facts, &mut self.keys);
        &self.keys
    }
}

/// What rule `number` noted in a post, as keys; nothing where it does not speak of it.
pub(super) fn keys(number: usize, check: &dyn Check, post: WrittenPost<'_>) -> Option<Vec<u64>> {
    if !check.is_corpus() {
        return None;
    }
    let mut reader = KeyReader::default();
    reader.read(check, post.written_facts(number)?);
    Some(reader.keys)
}

/// Each key once.
fn distinct(mut keys: Vec<u64>) -> Vec<u64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}
