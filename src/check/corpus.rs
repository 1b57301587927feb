//! Judging all posts together, from the facts that were noted of each.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::shelf::Shelf;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::index::{FoundNotes, read_found};
use crate::rule::{Cluster, Corpus, CorpusValues, Found, Notice, Rule, Survey};

/// Posts that are judged by one rule before the next.
const POSTS_IN_STEP: usize = 16;

/// Every corpus rule with its view of all posts.
pub(super) struct Surveys<'a> {
    shelf: &'a dyn Shelf,
    /// By the number of the rule.
    of_rules: Vec<Option<Box<dyn Survey + 'a>>>,
    /// Codes of each corpus rule's findings, with their severity on a path without overrides.
    codes: Vec<Vec<(&'static str, Code, Option<Severity>)>>,
}

impl<'a> Surveys<'a> {
    pub(super) fn of(shelf: &'a dyn Shelf, corpora: &'a [Corpus<'a>]) -> Self {
        let rules = shelf.rules();
        let survey = |(rule, corpus): (&'a Rule, &'a Corpus<'a>)| {
            let look = || rule.check.survey(corpus);
            let looked = catch_unwind(AssertUnwindSafe(look));
            if looked.is_err() {
                broken(shelf, rule);
            }
            looked.ok().flatten()
        };
        let codes = rules.rules.iter().map(|rule| {
            let findings = rule.kind.findings().iter();
            let codes = findings.map(|finding| {
                let code = Code::of_rule(&rule.id, finding.name);
                let severity = rules.severity(rule, &code, &[]);
                (finding.name, code, severity)
            });
            codes.collect()
        });
        Self {
            shelf,
            of_rules: rules.rules.iter().zip(corpora).map(survey).collect(),
            codes: codes.collect(),
        }
    }

    /// What corpus rules find in a post, by rule.
    pub(super) fn judge(&self, post: u32) -> Vec<(usize, Found)> {
        let found = self.judge_all(&[post]).into_iter();
        found.map(|(_, rule, found)| (rule, found)).collect()
    }

    /// What corpus rules find in posts: the number of the post among these, that of the rule, and
    /// what it found, in order. All posts are judged by one rule, then by the next: what rules do
    /// stays in the caches, and what they hold of posts is for a few of them.
    fn judge_all(&self, posts: &[u32]) -> Vec<(usize, usize, Found)> {
        let rules = &self.shelf.rules().rules;
        let mut asked = Vec::new();
        let mut found = Vec::new();
        // All are found before the first is read: they lie far apart in memory.
        let written: Vec<_> = posts.iter().map(|post| self.shelf.written(*post)).collect();
        for (at, (post, written)) in posts.iter().zip(written).enumerate() {
            let before = self.shelf.found_before(*post);
            // Notes of a forged index may name rules that there are not.
            let is_kept = |rule: usize| {
                before.is_some() && rules.get(rule).is_some_and(|rule| rule.check.is_kept())
            };
            let known = self.read(before.unwrap_or_default()).into_iter();
            let kept = known.filter(|(rule, _)| is_kept(*rule));
            found.extend(kept.map(|(rule, found)| (at, rule, found)));
            let notes = written.notes();
            let judged = notes.filter(|(rule, is_judged, _)| *is_judged && !is_kept(*rule));
            asked.extend(judged.map(|(rule, ..)| (rule, at)));
        }
        asked.sort_unstable();
        for (rule, at) in asked {
            let judged = self.judged_by(rule, posts[at]).into_iter();
            found.extend(judged.map(|found| (at, rule, found)));
        }
        found.sort_by_key(|(at, rule, _)| (*at, *rule));
        found
    }

    /// What [`Surveys::noted`] wrote of a post.
    pub(super) fn read(&self, found: &[u8]) -> Vec<(usize, Found)> {
        read_found(found, |rule, finding| self.finding(rule, finding))
    }

    /// What corpus rules find in some posts, as it is written.
    pub(super) fn noted(&self, posts: &[u32]) -> FoundNotes {
        let mut notes = FoundNotes::default();
        for posts in posts.chunks(POSTS_IN_STEP) {
            let mut found = self.judge_all(posts).into_iter().peekable();
            for at in 0..posts.len() {
                let of_post = std::iter::from_fn(|| found.next_if(|(post, ..)| *post == at));
                let numbered = of_post.filter_map(|(_, rule, found)| {
                    let number = self.number(rule, found.finding)?;
                    Some((rule, number, found))
                });
                notes.push(&numbered.collect::<Vec<_>>());
            }
        }
        notes
    }

    fn judged_by(&self, rule: usize, post: u32) -> Vec<Found> {
        let Some(survey) = self.of_rules.get(rule).and_then(Option::as_ref) else {
            return Vec::new();
        };
        let judged = catch_unwind(AssertUnwindSafe(|| survey.judge(post, self)));
        let mut found = judged.unwrap_or_else(|_| {
            broken(self.shelf, &self.shelf.rules().rules[rule]);
            Vec::new()
        });
        // Facts of a forged index may say that something ends before it starts.
        found.retain(|it| it.span.start <= it.span.end);
        found
    }

    /// The finding of a rule's kind by its number.
    fn finding(&self, rule: usize, number: usize) -> Option<&'static str> {
        let (name, ..) = self.codes.get(rule)?.get(number)?;
        Some(*name)
    }

    /// The number of a finding among those of its rule's kind.
    fn number(&self, rule: usize, finding: &str) -> Option<usize> {
        let mut names = self.codes[rule].iter();
        names.position(|(name, ..)| *name == finding)
    }

    /// Code and severity of what a rule found in a post with these overrides; nothing where it is
    /// not wanted there.
    pub(super) fn wanted(
        &self,
        rule: usize,
        finding: &str,
        overrides: &[usize],
    ) -> Option<(&Code, Severity)> {
        let mut codes = self.codes[rule].iter();
        let (_, code, usual) = codes.find(|(name, ..)| *name == finding)?;
        let rules = self.shelf.rules();
        let severity = match overrides {
            [] => *usual,
            overrides => rules.severity(&rules.rules[rule], code, overrides),
        };
        Some((code, severity?))
    }

    /// A finding of a rule in full.
    pub(super) fn tell(&self, rule: usize, post: u32, found: &Found) -> Option<Diagnostic> {
        let survey = self.of_rules.get(rule)?.as_ref()?;
        let told = catch_unwind(AssertUnwindSafe(|| survey.tell(post, found)));
        if told.is_err() {
            broken(self.shelf, &self.shelf.rules().rules[rule]);
        }
        told.ok().flatten()
    }

    pub(super) fn clusters(&self) -> Vec<Cluster> {
        self.each(|survey| survey.clusters())
    }

    pub(super) fn notices(&self) -> Vec<Notice> {
        self.each(|survey| survey.notices())
    }

    fn each<T>(&self, ask: impl Fn(&dyn Survey) -> Vec<T>) -> Vec<T> {
        let surveys = self.of_rules.iter().enumerate();
        let answers = surveys.filter_map(|(rule, survey)| {
            let survey = survey.as_deref()?;
            let answer = catch_unwind(AssertUnwindSafe(|| ask(survey)));
            if answer.is_err() {
                broken(self.shelf, &self.shelf.rules().rules[rule]);
            }
            answer.ok()
        });
        answers.flatten().collect()
    }
}

impl CorpusValues for Surveys<'_> {
    fn value(&self, metric: &str, post: u32) -> Option<f64> {
        let rule = self.shelf.rules().measuring(metric)?;
        let mut notes = self.shelf.written(post).notes();
        let survey = self.of_rules.get(rule)?.as_ref()?;
        let is_noted = notes.any(|(number, ..)| number == rule);
        let value = || survey.value(post).filter(|_| is_noted);
        catch_unwind(AssertUnwindSafe(value)).ok().flatten()
    }
}

fn broken(shelf: &dyn Shelf, rule: &Rule) {
    let reason = format!(
        "internal error in rule {} (this is a bug; other rules were checked)",
        rule.id
    );
    shelf.fail(String::new(), reason);
}
