//! Fixes over words that stand for posts.

use super::*;
use crate::diagnostic::{Applicability, Edit};
use crate::source::Span;

/// Texts in which each `from` is a finding whose fix is `to`; `!` is a finding without one.
struct Words {
    texts: Vec<Arc<str>>,
    swaps: &'static [(&'static str, &'static str)],
    judgements: usize,
    /// How many judgements are made until it is to stop.
    last: usize,
}

impl Words {
    fn new(texts: &[&str], swaps: &'static [(&'static str, &'static str)]) -> Self {
        let texts = texts.iter().map(|text| Arc::from(*text)).collect();
        Self {
            texts,
            swaps,
            judgements: 0,
            last: usize::MAX,
        }
    }

    fn converged(mut self) -> (Vec<String>, bool) {
        let converged = converge(&mut self).unwrap();
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

    fn judge(&mut self, texts: &Texts) -> Option<Judged> {
        self.judgements += 1;
        if self.judgements > self.last {
            return None;
        }
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
        Some(judged)
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
fn a_text_whose_fixes_undo_each_other_is_left_as_it_was() {
    let swaps: &[_] = &[("c", "x"), ("a", "b"), ("b", "a")];
    for text in ["c a", "c b", "a c a b c"] {
        let mut words = Words::new(&[text, "c"], swaps);
        let converged = converge(&mut words).unwrap();
        let changed: Vec<usize> = converged.changes.iter().map(|it| it.input).collect();
        assert_eq!(changed, [1], "{text}");
        assert!(converged.is_settled);
        let reasons = converged.conflicts.values().map(ToString::to_string);
        let reasons: Vec<String> = reasons.collect();
        let both = ["swap/1 and swap/2", "swap/2 and swap/1"];
        let both = both.map(|codes| format!("fixes of {codes} conflict"));
        assert!(
            both.contains(&reasons[0]) && reasons.len() == 1,
            "{reasons:?}"
        );
    }
}

#[test]
fn a_text_that_is_not_right_after_ten_passes_is_left_as_it_was() {
    // Each fix leads to the next one, and each time a finding less is left.
    const SWAPS: &[(&str, &str)] = &[
        ("a", "b"),
        ("b", "c"),
        ("c", "d"),
        ("d", "e"),
        ("e", "f"),
        ("f", "g"),
        ("g", "h"),
        ("h", "i"),
        ("i", "j"),
        ("j", "k"),
        ("k", "l"),
        ("l", "m"),
    ];
    struct Chain(Arc<str>);
    impl Fixable for Chain {
        fn text(&mut self, _: usize) -> Option<Arc<str>> {
            Some(self.0.clone())
        }

        fn judge(&mut self, texts: &Texts) -> Option<Judged> {
            let text = texts.get(&0).unwrap_or(&self.0);
            let mut judged = Judged::default();
            let code = Code::of_rule("chain", "found");
            let at = SWAPS.iter().position(|(from, _)| text.contains(from));
            if let Some(number) = at {
                let edit = Edit {
                    span: Span::new(0, 1),
                    text: SWAPS[number].1.to_owned(),
                };
                judged.proposed.push(Proposed {
                    input: 0,
                    code: code.clone(),
                    fix: Fix::new(Applicability::Safe, edit),
                });
                judged.counts.insert((0, code), SWAPS.len() - number);
            }
            Some(judged)
        }
    }
    let converged = converge(&mut Chain("a".into())).unwrap();
    assert_eq!(converged.changes, []);
    let reason = converged.conflicts[&0].to_string();
    assert_eq!(reason, "fixes of chain/found conflict with each other");
    let converged = converge(&mut Chain("d".into())).unwrap();
    assert_eq!(&*converged.changes[0].after, "m");
}

#[test]
fn nothing_comes_of_fixes_that_are_stopped() {
    for last in 0.. {
        let mut words = Words::new(&["a b!", "c"], &[("a", "x"), ("b", "!"), ("c", "z")]);
        words.last = last;
        if let Some(converged) = converge(&mut words) {
            assert!(converged.is_settled && converged.changes.len() == 2);
            assert!(last > 4, "{last}");
            break;
        }
    }
}

#[test]
fn a_text_that_can_not_be_edited_is_left() {
    let words = Words::new(&["locked a", "a"], &[("a", "x")]);
    let wanted = ["locked a", "x"].map(str::to_owned).to_vec();
    assert_eq!(words.converged(), (wanted, true));
}
