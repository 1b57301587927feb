//! From the fixes that are proposed to texts in which those hold that can.
//!
//! Each state that is accepted was judged as a whole: nobody has to believe that a fix does what it
//! promises. What makes a post worse is taken back, and tried again in smaller parts. An input whose
//! fixes work against each other is left as it was.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::{Taken, apply};
use super::conflict::{Conflict, undone_by};
use super::worse::worse;
use crate::diagnostic::{Code, Fix};

/// How often all fixes of an input are made, each time those that the last ones led to.
const PASSES: usize = 10;
/// Judgements of all posts, with those of states that are not accepted.
const TRIALS: usize = 64;

/// Texts by the number of their input.
pub type Texts = BTreeMap<usize, Arc<str>>;

/// Posts that can be judged with other texts than those of their files.
pub trait Fixable {
    /// The text of an input as it is now; `None` where it can not be edited.
    fn text(&mut self, input: usize) -> Option<Arc<str>>;

    /// Judges all posts, those in `texts` by what is there; `None` once it is to stop.
    fn judge(&mut self, texts: &Texts) -> Option<Judged>;
}

/// What a judgement found.
#[derive(Debug, Default)]
pub struct Judged {
    /// The fixes that may be made; of those of one input the first has precedence.
    pub proposed: Vec<Proposed>,
    /// How many findings of each code each input has.
    pub counts: FxHashMap<(usize, Code), usize>,
}

/// A fix that may be made.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The input that it edits.
    pub input: usize,
    /// What it puts right.
    pub code: Code,
    /// The edits.
    pub fix: Fix,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Converged {
    /// The inputs that change.
    pub changes: Vec<Change>,
    /// Why inputs are left as they are whose fixes do not become stable.
    pub conflicts: BTreeMap<usize, Conflict>,
    /// Whether no more fix can be made.
    pub is_settled: bool,
}

/// An input that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub input: usize,
    /// Its text until now.
    pub before: Arc<str>,
    /// Its text with the fixes.
    pub after: Arc<str>,
    /// How many findings were put right.
    pub fixed: usize,
}

/// Makes fixes until none is left that holds; `None` if it was to stop before.
pub fn converge(corpus: &mut impl Fixable) -> Option<Converged> {
    let mut work = Work {
        now: corpus.judge(&Texts::new())?,
        corpus,
        originals: Texts::new(),
        texts: Texts::new(),
        made: BTreeMap::new(),
        most: FxHashMap::default(),
        refused: FxHashSet::default(),
        conflicts: BTreeMap::new(),
        trials: 0,
    };
    while work.trials < TRIALS {
        work.read()?;
        let chosen = work.chosen();
        if chosen.is_empty() {
            return Some(work.finish(true));
        }
        match work.endless(&chosen) {
            Some(conflict) => work.leave(conflict)?,
            None => work.make(chosen)?,
        }
    }
    Some(work.finish(false))
}

/// The fixes that are tried, by input.
pub(super) type Chosen = BTreeMap<usize, Vec<Proposed>>;
/// A fix wherever it stands: input, code, and what goes with what takes its place.
type Name = (usize, Code, Vec<(String, String)>);

/// What was made of an input.
#[derive(Default)]
struct Made {
    fixed: usize,
    passes: usize,
    /// What the last fix put right.
    last: Option<Code>,
}

struct Work<'a, F> {
    corpus: &'a mut F,
    /// The texts that were read.
    originals: Texts,
    /// The same with all fixes made until now.
    texts: Texts,
    /// What is found in them.
    now: Judged,
    /// The inputs with fixes.
    made: BTreeMap<usize, Made>,
    /// How many fixes of an input are tried at once, where all were too many.
    most: FxHashMap<usize, usize>,
    /// Fixes that do not hold even alone.
    refused: FxHashSet<Name>,
    /// The inputs that are left as they are.
    conflicts: BTreeMap<usize, Conflict>,
    trials: usize,
}

impl<F: Fixable> Work<'_, F> {
    /// Reads the texts that fixes are proposed for, and judges what was read: an edit must fall on
    /// the very text that was judged.
    fn read(&mut self) -> Option<()> {
        let mut has_read = false;
        for proposed in &self.now.proposed {
            let input = proposed.input;
            if !self.originals.contains_key(&input)
                && let Some(text) = self.corpus.text(input)
            {
                self.originals.insert(input, text.clone());
                self.texts.insert(input, text);
                has_read = true;
            }
        }
        if has_read {
            self.now = self.judged(None)?;
        }
        Some(())
    }

    fn judged(&mut self, texts: Option<&Texts>) -> Option<Judged> {
        self.trials += 1;
        self.corpus.judge(texts.unwrap_or(&self.texts))
    }

    /// The fixes to try next: none that touches another, none that was refused.
    fn chosen(&self) -> Chosen {
        let mut chosen = Chosen::new();
        let mut taken: FxHashMap<usize, Taken> = FxHashMap::default();
        for proposed in &self.now.proposed {
            let input = proposed.input;
            let Some(text) = self.texts.get(&input) else {
                continue;
            };
            let most = self.most.get(&input).copied().unwrap_or(usize::MAX);
            let held = chosen.get(&input).map_or(0, Vec::len);
            if held < most
                && !self.conflicts.contains_key(&input)
                && !self.refused.contains(&name_of(proposed, text))
                && taken.entry(input).or_default().takes(&proposed.fix)
            {
                chosen.entry(input).or_default().push(proposed.clone());
            }
        }
        chosen
    }

    /// An input that still has fixes after all its passes.
    fn endless(&self, chosen: &Chosen) -> Option<(usize, Conflict)> {
        let mut inputs = chosen.iter().filter_map(|(input, fixes)| {
            let made = self.made.get(input).filter(|it| it.passes >= PASSES)?;
            let last = made.last.clone()?;
            Some((*input, Conflict(last, fixes.first()?.code.clone())))
        });
        inputs.next()
    }

    /// Leaves an input as it was. What was accepted with its fixes may not hold without them.
    fn leave(&mut self, (input, conflict): (usize, Conflict)) -> Option<()> {
        self.conflicts.insert(input, conflict);
        if self.made.contains_key(&input) {
            self.texts.clone_from(&self.originals);
            self.made.clear();
            self.most.clear();
            self.refused.clear();
            self.now = self.judged(None)?;
        }
        Some(())
    }

    /// Makes as many of the chosen fixes as hold together.
    fn make(&mut self, mut chosen: Chosen) -> Option<()> {
        while !chosen.is_empty() && self.trials < TRIALS {
            let Some(texts) = self.edited(&mut chosen) else {
                continue;
            };
            let after = self.judged(Some(&texts))?;
            let worse = worse(&self.now, &after, &chosen);
            if worse.is_empty() {
                self.accept(texts, after, &chosen);
                return Some(());
            }
            if let Some(conflict) = undone_by(&self.texts, &texts, &after, &chosen) {
                return self.leave(conflict);
            }
            self.take_back(&worse, &mut chosen);
        }
        Some(())
    }

    /// The texts with the chosen edits; nothing where some do not fit, which are then refused.
    fn edited(&mut self, chosen: &mut Chosen) -> Option<Texts> {
        let mut texts = self.texts.clone();
        let mut unfit = FxHashSet::default();
        for (input, fixes) in &*chosen {
            let fixes = fixes.iter().map(|proposed| &proposed.fix);
            match apply(&self.texts[input], fixes) {
                Some(text) => drop(texts.insert(*input, text.into())),
                None => drop(unfit.insert(*input)),
            }
        }
        if unfit.is_empty() {
            return Some(texts);
        }
        self.take_back(&unfit, chosen);
        None
    }

    fn accept(&mut self, texts: Texts, after: Judged, chosen: &Chosen) {
        self.texts = texts;
        self.now = after;
        for (input, fixes) in chosen {
            let made = self.made.entry(*input).or_default();
            made.fixed += fixes.len();
            made.last = fixes.last().map(|proposed| proposed.code.clone());
            // A part of a pass is none.
            if self.most.remove(input).is_none() {
                made.passes += 1;
            }
        }
    }

    /// Takes back the fixes of the inputs that got worse. Where only others did, it is one of many
    /// that made them so: half of them are taken back.
    fn take_back(&mut self, worse: &FxHashSet<usize>, chosen: &mut Chosen) {
        let mut blamed: Vec<usize> = chosen.keys().copied().collect();
        if chosen.len() > 1 {
            if blamed.iter().any(|input| worse.contains(input)) {
                blamed.retain(|input| worse.contains(input));
            } else {
                for input in blamed.split_off(blamed.len() / 2) {
                    chosen.remove(&input);
                }
                return;
            }
        }
        for input in blamed {
            let fixes = chosen.remove(&input).unwrap_or_default();
            if let [only] = fixes.as_slice() {
                self.refused.insert(name_of(only, &self.texts[&input]));
            }
            self.most.insert(input, (fixes.len() / 2).max(1));
        }
    }

    fn finish(self, is_settled: bool) -> Converged {
        let changes = self.made.iter().filter_map(|(input, made)| {
            let (before, after) = (&self.originals[input], &self.texts[input]);
            (before != after).then(|| Change {
                input: *input,
                before: before.clone(),
                after: after.clone(),
                fixed: made.fixed,
            })
        });
        Converged {
            changes: changes.collect(),
            conflicts: self.conflicts,
            is_settled,
        }
    }
}

fn name_of(proposed: &Proposed, text: &str) -> Name {
    let edits = proposed.fix.edits.iter().map(|edit| {
        let gone = text.get(edit.span.range()).unwrap_or_default();
        (gone.to_owned(), edit.text.clone())
    });
    (proposed.input, proposed.code.clone(), edits.collect())
}
