//! What changed since an earlier run, so that only that is worked out anew.

use rustc_hash::FxHashSet;

use super::Run;
use super::ledger::Book;
use super::post::{FileOutcome, Notes};
use super::shelf::Shelf;
use crate::index::{Loaded, Name, WrittenFile};
use crate::rule::Ledger;

/// The posts of this run against those of an earlier one.
pub(super) struct Update {
    /// The number in this run of each post of the earlier one; nothing where it is gone.
    pub(super) renumbered: Vec<Option<u32>>,
    /// Posts that were judged in this run.
    pub(super) made: Vec<u32>,
    /// Files of the earlier run whose notes are of no use any more.
    gone: Vec<usize>,
}

impl Update {
    /// Compares `files`, whose posts are `posts` in order, with what was kept.
    pub(super) fn of(kept: &Loaded, files: &[FileOutcome], posts: &[(u32, u32)]) -> Self {
        let mut update = Self {
            renumbered: vec![None; kept.posts() as usize],
            made: Vec::new(),
            gone: Vec::new(),
        };
        let mut is_used = vec![false; kept.len()];
        let mut numbered = (0..).zip(posts).peekable();
        for (file, outcome) in (0..).zip(files) {
            let mut before = None;
            if let Notes::Kept(old) = outcome.notes {
                is_used[old] = true;
                before = kept.first_post(old);
            }
            while let Some((post, _)) = numbered.next_if(|(_, (of, _))| *of == file) {
                match before {
                    Some(old) => {
                        if let Some(number) = update.renumbered.get_mut(old as usize) {
                            *number = Some(post);
                        }
                        before = old.checked_add(1);
                    }
                    None => update.made.push(post),
                }
            }
        }
        update.gone = (0..kept.len()).filter(|old| !is_used[*old]).collect();
        update
    }

    /// The posts of `book` whose findings of some corpus rules may differ from the earlier run's;
    /// nothing where that may be all of them.
    pub(super) fn affected(
        &self,
        kept: &Loaded,
        rules: &[usize],
        book: &Book<'_>,
    ) -> Option<FxHashSet<u32>> {
        let numbered = (0..).zip(&self.renumbered);
        let stays = |(old, new): (u32, &Option<u32>)| new.is_none_or(|new| new == old);
        if kept.posts() != book.len() || !numbered.into_iter().all(stays) {
            return None;
        }
        let mut affected: FxHashSet<u32> = self.made.iter().copied().collect();
        for file in &self.gone {
            let first = kept.first_post(*file)?;
            for (post, (_, before)) in (first..).zip(WrittenFile::new(kept.notes(*file)).posts()) {
                for rule in rules {
                    let now = book.keys(*rule, book.written(post));
                    match (book.keys(*rule, before), now) {
                        (None, None) => {}
                        (Some(before), Some(now)) => {
                            affected.extend(concerned(*rule, before, now, book));
                        }
                        // In how many posts a rule notes anything may change what it says.
                        _ => return None,
                    }
                }
            }
        }
        Some(affected)
    }

    /// In how many posts that are gone a rule had noted anything.
    pub(super) fn unnoted(&self, kept: &Loaded, rule: usize) -> usize {
        let files = self
            .gone
            .iter()
            .map(|file| WrittenFile::new(kept.notes(*file)));
        let posts = files.flat_map(WrittenFile::posts);
        let noted = posts.filter(|(_, post)| post.notes().any(|(number, ..)| number == rule));
        noted.count()
    }
}

/// The posts that a change of what a rule noted in one post concerns.
fn concerned(rule: usize, before: Vec<u64>, now: Vec<u64>, book: &Book<'_>) -> FxHashSet<u32> {
    let before: FxHashSet<u64> = before.into_iter().collect();
    let now: FxHashSet<u64> = now.into_iter().collect();
    let is_decided = book.run.config.rules.rules[rule].check.is_decided_by_keys();
    let differs = |key: &&u64| !(is_decided && before.contains(*key) && now.contains(*key));
    let keys = before.union(&now).filter(differs);
    let holders = keys.map(|key| book.holders(rule, *key));
    holders
        .flat_map(|held| held.from(0).collect::<Vec<_>>())
        .collect()
}

/// The file of an earlier run that has the name of each input. Both are sorted by name.
pub(super) fn same_names(run: &Run<'_>, kept: Option<&Loaded>) -> Vec<Option<usize>> {
    let Some(kept) = kept else {
        return vec![None; run.inputs.len()];
    };
    let mut old = 0;
    let mut name = Name::default();
    let same = run.inputs.iter().map(|input| {
        let name = name.of(&input.shown, input.ordinal());
        while old < kept.len() && kept.name(old).as_bytes() < name.as_bytes() {
            old += 1;
        }
        (old < kept.len() && kept.name(old) == name).then_some(old)
    });
    same.collect()
}
