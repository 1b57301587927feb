//! From the fixes that are proposed to texts in which those hold that can.
//!
//! Each state that is accepted was judged as a whole: nobody has to believe that a fix does what it
//! promises. What makes a post worse is taken back, and tried again in smaller parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::{Taken, apply};
use crate::diagnostic::{Code, Fix};

/// States that are accepted one after another.
const ROUNDS: usize = 10;
/// Judgements of all posts, with those of states that are not accepted.
const TRIALS: usize = 64;

/// Texts by the number of their input.
pub type Texts = BTreeMap<usize, Arc<str>>;

/// Posts that can be judged with other texts than those of their files.
pub trait Fixable {
    /// The text of an input as it is now; `None` where it can not be edited.
    fn text(&mut self, input: usize) -> Option<Arc<str>>;

    /// Judges all posts, those in `texts` by what is there.
    fn judge(&mut self, texts: &Texts) -> Judged;
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

/// Makes fixes until none is left that holds.
pub fn converge(corpus: &mut impl Fixable) -> Converged {
    let mut work = Work {
        now: corpus.judge(&Texts::new()),
        corpus,
        originals: Texts::new(),
        texts: Texts::new(),
        fixed: BTreeMap::new(),
        most: FxHashMap::default(),
        refused: FxHashSet::default(),
        trials: 0,
    };
    let mut rounds = 0;
    while rounds < ROUNDS && work.trials < TRIALS {
        work.read();
        let chosen = work.chosen();
        if chosen.is_empty() {
            return work.finish(true);
        }
        rounds += usize::from(work.make(chosen));
    }
    work.finish(false)
}

/// The fixes that are tried, by input.
type Chosen = BTreeMap<usize, Vec<Proposed>>;
/// A fix wherever it stands: input, code, and what goes with what takes its place.
type Name = (usize, Code, Vec<(String, String)>);

struct Work<'a, F> {
    corpus: &'a mut F,
    /// The texts that were read.
    originals: Texts,
    /// The same with all fixes made until now.
    texts: Texts,
    /// What is found in them.
    now: Judged,
    fixed: BTreeMap<usize, usize>,
    /// How many fixes of an input are tried at once, where all were too many.
    most: FxHashMap<usize, usize>,
    /// Fixes that do not hold even alone.
    refused: FxHashSet<Name>,
    trials: usize,
}

impl<F: Fixable> Work<'_, F> {
    /// Reads the texts that fixes are proposed for, and judges what was read: an edit must fall on
    /// the very text that was judged.
    fn read(&mut self) {
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
            self.now = self.judged(None);
        }
    }

    fn judged(&mut self, texts: Option<&Texts>) -> Judged {
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
                && !self.refused.contains(&name_of(proposed, text))
                && taken.entry(input).or_default().takes(&proposed.fix)
            {
                chosen.entry(input).or_default().push(proposed.clone());
            }
        }
        chosen
    }

    /// Makes as many of the chosen fixes as hold together; false if none does.
    fn make(&mut self, mut chosen: Chosen) -> bool {
        while !chosen.is_empty() && self.trials < TRIALS {
            let Some(texts) = self.edited(&mut chosen) else {
                continue;
            };
            let after = self.judged(Some(&texts));
            let worse = worse(&self.now, &after, &chosen);
            if worse.is_empty() {
                self.accept(texts, after, &chosen);
                return true;
            }
            self.take_back(&worse, &mut chosen);
        }
        false
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
            *self.fixed.entry(*input).or_default() += fixes.len();
            self.most.remove(input);
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
        let changes = self.fixed.iter().filter_map(|(input, fixed)| {
            let (before, after) = (&self.originals[input], &self.texts[input]);
            (before != after).then(|| Change {
                input: *input,
                before: before.clone(),
                after: after.clone(),
                fixed: *fixed,
            })
        });
        Converged {
            changes: changes.collect(),
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

/// The inputs with more findings of a code than are left once those are gone that fixes put right.
fn worse(before: &Judged, after: &Judged, chosen: &Chosen) -> FxHashSet<usize> {
    let mut put_right: FxHashMap<(usize, &Code), usize> = FxHashMap::default();
    for proposed in chosen.values().flatten() {
        *put_right
            .entry((proposed.input, &proposed.code))
            .or_default() += 1;
    }
    let mut worse = FxHashSet::default();
    for (key, count) in &after.counts {
        let had = before.counts.get(key).copied().unwrap_or_default();
        let gone = put_right.get(&(key.0, &key.1)).copied().unwrap_or_default();
        if *count > had.saturating_sub(gone) {
            worse.insert(key.0);
        }
    }
    worse
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Edit};
    use crate::source::Span;

    /// Texts in which each `from` is a finding whose fix is `to`; `!` is a finding without one.
    struct Words {
        texts: Vec<Arc<str>>,
        swaps: &'static [(&'static str, &'static str)],
    }

    impl Words {
        fn new(texts: &[&str], swaps: &'static [(&'static str, &'static str)]) -> Self {
            let texts = texts.iter().map(|text| Arc::from(*text)).collect();
            Self { texts, swaps }
        }

        fn converged(mut self) -> (Vec<String>, bool) {
            let converged = converge(&mut self);
            for change in &converged.changes {
                assert_eq!(self.texts[change.input], change.before);
                self.texts[change.input] = change.after.clone();
            }
            let texts = self.texts.iter().map(ToString::to_string);
            (texts.collect(), converged.is_settled)
        }
    }

    impl Fixable for Words {
        fn text(&mut self, input: usize) -> Option<Arc<str>> {
            (&*self.texts[input] != "locked a").then(|| self.texts[input].clone())
        }

        fn judge(&mut self, texts: &Texts) -> Judged {
            let mut judged = Judged::default();
            for (input, text) in self.texts.iter().enumerate() {
                let text = texts.get(&input).unwrap_or(text);
                for (number, (from, to)) in self.swaps.iter().enumerate() {
                    let code = Code::of_rule("swap", &number.to_string());
                    for (at, _) in text.match_indices(from) {
                        let edit = Edit {
                            span: Span::from_range(at..at + from.len()),
                            text: (*to).to_owned(),
                        };
                        judged.proposed.push(Proposed {
                            input,
                            code: code.clone(),
                            fix: Fix::new(Applicability::Safe, edit),
                        });
                        *judged.counts.entry((input, code.clone())).or_default() += 1;
                    }
                }
                let bad = text.matches('!').count();
                judged.counts.insert((input, Code::of_engine("bad")), bad);
            }
            // Text of one post that is a fault of another.
            if self.texts.len() > 1 && texts.values().any(|text| text.contains('~')) {
                *judged
                    .counts
                    .entry((0, Code::of_engine("bad")))
                    .or_default() += 1;
            }
            judged
        }
    }

    #[test]
    fn every_fix_is_made_that_holds() {
        let words = Words::new(&["a b a", "c", "b"], &[("a", "x"), ("b", "y")]);
        let wanted = ["x y x", "c", "y"].map(str::to_owned).to_vec();
        assert_eq!(words.converged(), (wanted, true));
    }

    #[test]
    fn fixes_that_touch_are_made_one_after_the_other() {
        let words = Words::new(&["ab"], &[("ab", "cb"), ("b", "d")]);
        assert_eq!(words.converged(), (vec!["cd".to_owned()], true));
    }

    #[test]
    fn a_fix_that_adds_a_finding_is_not_made_and_keeps_no_other_back() {
        let swaps: &[_] = &[("a", "x"), ("b", "!"), ("c", "z"), ("d", "!")];
        let words = Words::new(&["a b c d a b", "a"], swaps);
        let wanted = ["x b z d x b", "x"].map(str::to_owned).to_vec();
        assert_eq!(words.converged(), (wanted, true));
    }

    #[test]
    fn a_fix_that_leaves_its_finding_is_not_made() {
        let words = Words::new(&["a b"], &[("a", "aa"), ("b", "c")]);
        assert_eq!(words.converged(), (vec!["a c".to_owned()], true));
    }

    #[test]
    fn a_fix_that_makes_another_post_worse_is_not_made() {
        let words = Words::new(&["c", "a", "b", "a"], &[("a", "x"), ("b", "~")]);
        let wanted = ["c", "x", "b", "x"].map(str::to_owned).to_vec();
        assert_eq!(words.converged(), (wanted, true));
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let words = Words::new(&["a"], &[("a", "b"), ("b", "a")]);
        let (texts, _) = words.converged();
        assert_eq!(texts, ["a"]);
    }

    #[test]
    fn a_text_that_can_not_be_edited_is_left() {
        let words = Words::new(&["locked a", "a"], &[("a", "x")]);
        let wanted = ["locked a", "x"].map(str::to_owned).to_vec();
        assert_eq!(words.converged(), (wanted, true));
    }
}
