//! The findings of a report, made whole a few files at a time.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Located, locate};
use crate::check::{Finding, Outcome};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Findings that are made whole at once, rounded up to whole files.
const AT_ONCE: usize = 512;

/// What a report shows, sorted by path, then position. However many findings there are, only a few
/// are held at a time.
pub struct Findings<'a>(Box<dyn Told + 'a>);

/// Findings by number.
pub trait Told: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Some of them from number `from` on, to the end of a file.
    fn some(&self, from: usize) -> Vec<Located>;

    /// Those that a program can put right, in full but without lines and columns.
    fn fixable(&self) -> Vec<Diagnostic> {
        let all = self.some(0).into_iter().map(|located| located.diagnostic);
        all.filter(|told| told.fix.is_some()).collect()
    }

    /// What kept a finding from being told in full: path and reason.
    fn lost(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

impl<'a> Findings<'a> {
    /// Findings that `told` knows.
    pub fn new(told: impl Told + 'a) -> Self {
        Self(Box::new(told))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them in order, in groups that are each of one post.
    pub fn posts(&self) -> impl Iterator<Item = Vec<Located>> {
        let mut next = 0;
        let mut held: std::vec::IntoIter<Vec<Located>> = Vec::new().into_iter();
        std::iter::from_fn(move || {
            if let Some(group) = held.next() {
                return Some(group);
            }
            let some = self.0.some(next);
            next += some.len();
            held = grouped(some).into_iter();
            held.next()
        })
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Located> {
        self.posts().flatten()
    }

    /// The first `most` of them.
    pub(super) fn first(&self, most: usize) -> Findings<'_> {
        Findings::new(First { all: self, most })
    }

    /// Those that a program can put right, in full but without lines and columns.
    pub fn fixable(&self) -> Vec<Diagnostic> {
        self.0.fixable()
    }

    /// What kept findings from being told in full, as far as they were asked for.
    pub fn lost(&self) -> Vec<(String, String)> {
        self.0.lost()
    }
}

fn grouped(some: Vec<Located>) -> Vec<Vec<Located>> {
    let mut groups: Vec<Vec<Located>> = Vec::new();
    for located in some {
        match groups.last_mut() {
            Some(group) if group[0].is_of_same_post(&located) => group.push(located),
            _ => groups.push(vec![located]),
        }
    }
    groups
}

/// The beginning of other findings.
struct First<'a> {
    all: &'a Findings<'a>,
    most: usize,
}

impl Told for First<'_> {
    fn len(&self) -> usize {
        self.most
    }

    fn some(&self, from: usize) -> Vec<Located> {
        let mut some = if from < self.most {
            self.all.0.some(from)
        } else {
            Vec::new()
        };
        some.truncate(self.most.saturating_sub(from));
        some
    }
}

/// Findings that are at hand.
impl Told for Vec<Located> {
    fn len(&self) -> usize {
        self.len()
    }

    fn some(&self, from: usize) -> Vec<Located> {
        self[from..].to_vec()
    }
}

/// Findings of a run that the limits let through, each with its fingerprint.
pub(super) struct Kept<'a> {
    pub(super) outcome: &'a Outcome<'a>,
    pub(super) sources: &'a Sources,
    pub(super) findings: Vec<(Finding, u128)>,
    pub(super) lost: Mutex<Vec<(String, String)>>,
}

impl Told for Kept<'_> {
    fn len(&self) -> usize {
        self.findings.len()
    }

    fn some(&self, from: usize) -> Vec<Located> {
        let rest = &self.findings[from..];
        let mut end = rest.len().min(AT_ONCE);
        while end > 0 && end < rest.len() && rest[end].0.source == rest[end - 1].0.source {
            end += 1;
        }
        let told = rest[..end].par_iter().map(|(finding, fingerprint)| {
            (self.outcome.tell(finding), format!("{fingerprint:032x}"))
        });
        let mut lost = Vec::new();
        let mut located = locate::locate(told.collect(), self.sources, &mut lost);
        for found in &mut located {
            let name = self.outcome.name_of(found.diagnostic.primary().source);
            found.post = name.map(|name| name.shown);
        }
        let mut all = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(lost);
        located
    }

    fn fixable(&self) -> Vec<Diagnostic> {
        let fixable = self.findings.par_iter();
        let fixable = fixable.filter(|(finding, _)| finding.fix.is_some());
        fixable.map(|(found, _)| self.outcome.tell(found)).collect()
    }

    fn lost(&self) -> Vec<(String, String)> {
        let mut lost = self.outcome.lost();
        lost.extend_from_slice(&self.lost.lock().unwrap_or_else(PoisonError::into_inner));
        lost.sort();
        lost.dedup();
        lost
    }
}
