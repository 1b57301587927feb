//! Findings, worked out from the notes of the inputs that they are about.

use std::ops::Range;

use super::outcome::{Finding, Origin, Outcome};
use crate::index::{RemarkHead, WrittenRemarks};
use crate::rule::identity_of;
use crate::source::SourceId;
use crate::suppression::{Suppression, UNUSED};

/// The findings of some inputs.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Findings about what is reported, input by input; those of an input in no particular order.
    pub findings: Vec<Finding>,
    /// Findings that posts suppress.
    pub suppressed: usize,
}

impl Gathered {
    /// What is found in the inputs of these numbers.
    pub(super) fn of(outcome: &Outcome<'_>, inputs: Range<usize>) -> Self {
        let mut gathered = Self::default();
        let shelf = outcome.shelf;
        let first = (outcome.of_posts).partition_point(|it| shelf.input_of(*it) < inputs.start);
        let mut posts = outcome.of_posts[first..].iter().copied().peekable();
        for input in inputs {
            if shelf.run().inputs[input].is_reported {
                gathered.file(outcome, input);
            }
            while let Some(post) = posts.next_if(|post| shelf.input_of(*post) == input) {
                gathered.post(outcome, input, post);
            }
        }
        gathered
    }

    fn file(&mut self, outcome: &Outcome<'_>, input: usize) {
        let remarks = outcome.shelf.notes_of(input).remarks();
        let source = outcome.shelf.run().input_sources[input];
        let file = number_of(input);
        self.remarks(outcome, remarks, source, |at| Origin::File(file, at));
    }

    fn post(&mut self, outcome: &Outcome<'_>, input: usize, post: u32) {
        let shelf = outcome.shelf;
        let run = shelf.run();
        let source = run.input_sources[input];
        let written = shelf.written(post);
        let first = self.findings.len();
        let remarks = written.remarks();
        self.remarks(outcome, remarks, source, |at| Origin::Post(post, at));
        let overrides = shelf.rules().overrides_of(&run.inputs[input].path);
        for (rule, found) in outcome.found_in_corpus(post) {
            let wanted = outcome.surveys.wanted(rule, found.finding, &overrides);
            self.findings.extend(wanted.map(|(code, severity)| Finding {
                source,
                span: Some(found.span),
                reach: None,
                fix: None,
                code: outcome.codes.number(code.as_str()),
                severity,
                identity: found.identity,
                origin: Origin::Corpus(post, number_of(rule), found.handle),
            }));
        }
        let suppressions = written.suppressions();
        self.suppress(outcome, first, &suppressions, |at| {
            (source, Origin::Suppression(post, at))
        });
    }

    fn remarks(
        &mut self,
        outcome: &Outcome<'_>,
        remarks: WrittenRemarks<'_>,
        source: SourceId,
        origin: impl Fn(u32) -> Origin,
    ) {
        for (at, head) in (0..).zip(remarks.heads()) {
            let RemarkHead {
                code,
                severity,
                span,
                reach,
                identity,
                fix,
            } = head;
            self.findings.push(Finding {
                source,
                span,
                reach,
                code: outcome.codes.number(code),
                severity,
                identity,
                fix,
                origin: origin(at),
            });
        }
    }

    /// Takes out the findings of a post, those from number `first` on, that it suppresses, and
    /// tells what it suppresses in vain.
    fn suppress(
        &mut self,
        outcome: &Outcome<'_>,
        first: usize,
        suppressions: &[Suppression],
        origin: impl Fn(u32) -> (SourceId, Origin),
    ) {
        if suppressions.is_empty() {
            return;
        }
        let mut is_used = vec![false; suppressions.len()];
        for finding in self.findings.split_off(first) {
            let code = outcome.code(&finding);
            let start = finding.span.map_or(0, |span| span.start);
            let mut is_hidden = false;
            for (suppression, is_used) in suppressions.iter().zip(&mut is_used) {
                if suppression.covers(code, start) {
                    is_hidden = true;
                    *is_used = true;
                }
            }
            if is_hidden {
                self.suppressed += 1;
            } else {
                self.findings.push(finding);
            }
        }
        for ((at, suppression), is_used) in (0..).zip(suppressions).zip(is_used) {
            let Some(severity) = suppression.unused.filter(|_| !is_used) else {
                continue;
            };
            let (source, origin) = origin(at);
            self.findings.push(Finding {
                source,
                span: Some(suppression.span),
                reach: None,
                fix: None,
                code: outcome.codes.number(UNUSED),
                severity,
                identity: identity_of(&suppression.selector),
                origin,
            });
        }
    }
}

fn number_of(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
