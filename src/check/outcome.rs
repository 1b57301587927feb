//! What was found, in the smallest form, and how a finding is told in full.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::corpus::Surveys;
use super::shelf::Shelf;
use super::{PostName, reworded};
use crate::diagnostic::{Applicability, Code, Diagnostic, Severity};
use crate::index::{FoundNotes, RemarkHead, WrittenRemarks};
use crate::rule::{Cluster, Corpus, CorpusValues, Found, Notice, identity_of};
use crate::source::{SourceId, Span};
use crate::suppression::{EVERYTHING, Suppression, UNUSED};

/// A finding in its smallest form: enough to sort, count and judge it.
#[derive(Debug, Clone, Copy)]
pub struct Finding {
    /// Its source.
    pub source: SourceId,
    /// Where it stands; `None` speaks of the source as a whole.
    pub span: Option<Span>,
    /// The wider stretch any change of which may have caused it.
    pub reach: Option<Span>,
    /// The number of its code.
    pub code: u32,
    /// How much it matters.
    pub severity: Severity,
    /// Tells it from others of its code in the post, across edits elsewhere.
    pub identity: u64,
    /// Whether a program can put it right, and of itself.
    pub fix: Option<Applicability>,
    origin: Origin,
}

/// Who found it.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// The engine, about a file as a whole: number of the file, of the remark.
    File(u32, u32),
    /// A rule that looks at the post alone: number of the post, of the remark.
    Post(u32, u32),
    /// A corpus rule: number of the post, of the rule, and what the rule needs to tell it.
    Corpus(u32, u32, u64),
    /// The engine, about a suppression: number of the post, of the suppression.
    Suppression(u32, u32),
}

/// What was found.
pub struct Outcome<'a> {
    shelf: &'a dyn Shelf,
    surveys: Surveys<'a>,
    codes: Vec<Code>,
    /// Findings about what is reported, in no particular order.
    pub findings: Vec<Finding>,
    found: FoundNotes,
    /// The posts that it is of, in order.
    found_of: Vec<u32>,
    /// Findings that posts suppress.
    pub suppressed: usize,
    /// The largest clusters of the corpus.
    pub clusters: Vec<Cluster>,
    /// Posts of the corpus.
    pub posts: usize,
    /// Files that they stand in.
    pub files: usize,
    /// Posts of those that were reported on.
    pub reported: usize,
    /// Settings that have no effect.
    pub notices: Vec<Notice>,
    /// What the environment or a bug kept from being judged: path and reason.
    pub failures: Vec<(String, String)>,
}

impl<'a> Outcome<'a> {
    pub(super) fn of(shelf: &'a dyn Shelf, corpora: &'a [Corpus<'a>]) -> Self {
        let run = shelf.run();
        let surveys = Surveys::of(shelf, corpora);
        let mut gathered = Gathered::default();
        let reported = shelf.reported();
        for (file, input) in (0..).zip(run.inputs) {
            if input.is_reported {
                let remarks = shelf.notes_of(file as usize).remarks();
                let source = run.input_sources[file as usize];
                gathered.remarks(remarks, source, |at| Origin::File(file, at));
            }
        }
        let found: Vec<Gathered> = reported
            .par_chunks(256)
            .map(|posts| {
                let mut gathered = Gathered::default();
                for post in posts {
                    gathered.post(shelf, &surveys, *post);
                }
                gathered
            })
            .collect();
        let count = found.iter().map(|part| part.findings.len()).sum();
        gathered.findings.reserve_exact(count);
        for part in found {
            gathered.append(part);
        }
        Self {
            clusters: surveys.clusters(),
            notices: surveys.notices(),
            posts: shelf.len() as usize,
            files: shelf.files(),
            reported: reported.len(),
            failures: shelf.failures(),
            codes: gathered.codes,
            findings: gathered.findings,
            found: gathered.found,
            found_of: gathered.found_of,
            suppressed: gathered.suppressed,
            shelf,
            surveys,
        }
    }

    /// What corpus rules found, if they judged all posts.
    pub fn all_found(&self) -> Option<&FoundNotes> {
        (self.found.posts() == self.posts).then_some(&self.found)
    }

    /// What corpus rules found in a post, as it is written, if that was wanted.
    pub fn found_in(&self, post: u32) -> Option<&[u8]> {
        let at = self.found_of.binary_search(&post).ok()?;
        Some(self.found.of(u32::try_from(at).ok()?))
    }

    /// The paths of the posts that are reported on, or their names inside of containers.
    pub fn reported_names(&self) -> impl Iterator<Item = String> {
        let inputs = self.shelf.run().inputs.iter().enumerate();
        let reported = inputs.filter(|(_, input)| input.is_reported);
        reported.map(|(number, input)| {
            let name = self.shelf.name_of(number);
            name.map_or_else(|| input.shown.to_string(), |name| name.stable)
        })
    }

    /// What the post in a source is called, where that is a record of a container.
    pub fn name_of(&self, source: SourceId) -> Option<PostName> {
        self.shelf.name_of(self.input_of(source)?)
    }

    fn is_record(&self, source: SourceId) -> bool {
        let inputs = self.shelf.run().inputs;
        let input = self.input_of(source).and_then(|at| inputs.get(at));
        input.is_some_and(|input| input.record().is_some())
    }

    /// Sources of inputs are numbered in their order.
    fn input_of(&self, source: SourceId) -> Option<usize> {
        let sources = self.shelf.run().input_sources;
        sources.binary_search(&source).ok()
    }

    /// Whether findings of that code are wanted.
    pub fn wants(&self, code: &Code) -> bool {
        self.shelf.rules().selection.wants(code)
    }

    /// Number `at` of those that the gate asks for, of each post that has one: of all posts, or
    /// of those that are reported on. A look-up knows the latter alone.
    pub fn values(&self, at: usize, of_all: bool) -> Vec<f64> {
        let values = self.counted(of_all).into_par_iter();
        values
            .filter_map(|post| self.shelf.written(post).value(at))
            .collect()
    }

    /// A metric of the corpus, of each post that has one: of all posts, or of those that are
    /// reported on.
    pub fn corpus_values(&self, metric: &str, of_all: bool) -> Vec<f64> {
        let values = self.counted(of_all).into_par_iter();
        values
            .filter_map(|post| self.surveys.value(metric, post))
            .collect()
    }

    fn counted(&self, of_all: bool) -> Vec<u32> {
        if of_all {
            (0..self.shelf.len()).collect()
        } else {
            self.shelf.reported()
        }
    }

    /// The code of a finding.
    pub fn code(&self, finding: &Finding) -> &Code {
        &self.codes[finding.code as usize]
    }

    /// What kept findings from being told in full, as far as they were asked for.
    pub fn lost(&self) -> Vec<(String, String)> {
        let mut lost = self.shelf.failures();
        lost.retain(|failure| !self.failures.contains(failure));
        lost
    }

    /// A finding in full. One whose post can no longer be read, or whose rule fails, is told in few
    /// words.
    pub fn tell(&self, finding: &Finding) -> Diagnostic {
        let told = match finding.origin {
            Origin::File(file, at) => {
                let remarks = self.shelf.notes_of(file as usize).remarks();
                remarks.get(at as usize, finding.source)
            }
            Origin::Post(post, at) => {
                let remarks = self.shelf.written(post).remarks();
                remarks.get(at as usize, finding.source)
            }
            Origin::Corpus(post, rule, handle) => {
                let found = self.found(finding, rule as usize, handle);
                let told = self.surveys.tell(rule as usize, post, &found);
                let rule = &self.shelf.rules().rules[rule as usize];
                told.map(|told| reworded(rule, told))
            }
            Origin::Suppression(post, at) => {
                let suppressions = self.shelf.written(post).suppressions();
                let unused = suppressions.get(at as usize);
                unused.map(|unused| told_unused(unused, finding))
            }
        };
        let mut told = told.unwrap_or_else(|| {
            let message = "nothing more can be told of this finding";
            let code = self.code(finding).clone();
            Diagnostic::new(
                code,
                finding.severity,
                finding.source,
                finding.span,
                message,
            )
        });
        told.severity = finding.severity;
        if self.is_record(finding.source) {
            // Edits of a record would have to be written in the syntax around it.
            told.fix = None;
        }
        told
    }
}

impl Outcome<'_> {
    /// What a corpus rule found, as it said it.
    fn found(&self, finding: &Finding, rule: usize, handle: u64) -> Found {
        let name = self.code(finding).finding();
        let known = self.shelf.rules().rules[rule].kind.findings().iter();
        let mut known = known.map(|finding| finding.name);
        Found {
            finding: known.find(|known| *known == name).unwrap_or_default(),
            span: finding.span.unwrap_or_default(),
            identity: finding.identity,
            handle,
        }
    }
}

fn told_unused(unused: &Suppression, finding: &Finding) -> Diagnostic {
    let message = match unused.selector.as_str() {
        EVERYTHING => "the suppression hides nothing".to_owned(),
        selector => format!("the suppression of `{selector}` hides nothing"),
    };
    let code = Code::of_engine(UNUSED);
    Diagnostic::new(
        code,
        finding.severity,
        finding.source,
        finding.span,
        message,
    )
    .help("remove it")
}

/// Findings of some posts with the codes that they use.
#[derive(Default)]
struct Gathered {
    codes: Vec<Code>,
    numbers: FxHashMap<Code, u32>,
    findings: Vec<Finding>,
    /// What corpus rules found, wanted or not.
    found: FoundNotes,
    /// The posts that it is of.
    found_of: Vec<u32>,
    suppressed: usize,
}

impl Gathered {
    fn post(&mut self, shelf: &dyn Shelf, surveys: &Surveys<'_>, post: u32) {
        let source = shelf.run().input_sources[shelf.input_of(post)];
        let written = shelf.written(post);
        let first = self.findings.len();
        self.remarks(written.remarks(), source, |at| Origin::Post(post, at));
        let found = surveys.judge(post);
        if shelf.wants_found(post) {
            self.found_of.push(post);
            let notes = found.iter().map(|(rule, found)| {
                let number = surveys.number(*rule, found.finding);
                (*rule, number, *found)
            });
            self.found.push(&notes.collect::<Vec<_>>());
        }
        for (rule, found) in found {
            let Some((code, severity)) = surveys.wanted(rule, found.finding, post) else {
                continue;
            };
            let rule = u32::try_from(rule).unwrap_or(u32::MAX);
            let finding = Finding {
                source,
                span: Some(found.span),
                reach: None,
                fix: None,
                code: self.number(code),
                severity,
                identity: found.identity,
                origin: Origin::Corpus(post, rule, found.handle),
            };
            self.findings.push(finding);
        }
        self.suppress(first, &written.suppressions(), |at| {
            (source, Origin::Suppression(post, at))
        });
    }

    /// Takes out the findings of a post, those from number `first` on, that it suppresses, and
    /// tells what it suppresses in vain.
    fn suppress(
        &mut self,
        first: usize,
        suppressions: &[Suppression],
        origin: impl Fn(u32) -> (SourceId, Origin),
    ) {
        if suppressions.is_empty() {
            return;
        }
        let mut is_used = vec![false; suppressions.len()];
        for finding in self.findings.split_off(first) {
            let code = &self.codes[finding.code as usize];
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
            let finding = Finding {
                source,
                span: Some(suppression.span),
                reach: None,
                fix: None,
                code: self.number(&Code::of_engine(UNUSED)),
                severity,
                identity: identity_of(&suppression.selector),
                origin,
            };
            self.findings.push(finding);
        }
    }

    fn remarks(
        &mut self,
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
            let finding = Finding {
                source,
                span,
                reach,
                code: self.number(&Code::of_engine(code)),
                severity,
                identity,
                fix,
                origin: origin(at),
            };
            self.findings.push(finding);
        }
    }

    fn number(&mut self, code: &Code) -> u32 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        self.codes.push(code.clone());
        self.numbers.insert(code.clone(), number);
        number
    }

    fn append(&mut self, other: Self) {
        let numbers: Vec<u32> = other.codes.iter().map(|code| self.number(code)).collect();
        self.found.append(&other.found);
        self.found_of.extend(other.found_of);
        let findings = other.findings.into_iter().map(|finding| Finding {
            code: numbers[finding.code as usize],
            ..finding
        });
        self.findings.extend(findings);
        self.suppressed += other.suppressed;
    }
}
