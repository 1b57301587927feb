//! What was found, in the smallest form, and how a finding is told in full.

use rayon::prelude::*;

use super::codes::Codes;
use super::corpus::Surveys;
use super::gathered::Gathered;
use super::shelf::Shelf;
use super::{PostName, reworded};
use crate::diagnostic::{Applicability, Code, Diagnostic, Severity};
use crate::index::FoundNotes;
use crate::rule::{Cluster, Corpus, CorpusValues, Found, Notice};
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
    /// The number of its code; numbers compare as codes do.
    pub code: u32,
    /// How much it matters.
    pub severity: Severity,
    /// Tells it from others of its code in the post, across edits elsewhere.
    pub identity: u64,
    /// Whether a program can put it right, and of itself.
    pub fix: Option<Applicability>,
    pub(super) origin: Origin,
}

/// Who found it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// The engine, about a file as a whole: number of the file, of the remark.
    File(u32, u32),
    /// A rule that looks at the post alone: number of the post, of the remark.
    Post(u32, u32),
    /// A corpus rule: number of the post, of the rule, and what the rule needs to tell it.
    Corpus(u32, u32, u64),
    /// The engine, about a suppression: number of the post, of the suppression.
    Suppression(u32, u32),
}

/// Posts that corpus rules judge on one thread at a time.
const POSTS_AT_ONCE: usize = 256;
/// Inputs whose findings are worked out on one thread at a time.
const INPUTS_AT_ONCE: usize = 256;

/// What was found. Findings are not held, there may be millions: what corpus rules found is, as it
/// is written, and [`Outcome::parts`] works them out from that and the notes of posts.
pub struct Outcome<'a> {
    pub(super) shelf: &'a dyn Shelf,
    pub(super) surveys: Surveys<'a>,
    pub(super) codes: Codes,
    /// What corpus rules found, wanted or not.
    found: FoundNotes,
    /// The posts that it is of, in order.
    found_of: Vec<u32>,
    /// The posts that are reported on, in order.
    pub(super) of_posts: Vec<u32>,
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
        let surveys = Surveys::of(shelf, corpora);
        let of_posts = shelf.reported();
        let found_of = of_posts.iter().copied();
        let found_of: Vec<u32> = found_of.filter(|it| shelf.wants_found(*it)).collect();
        let parts = found_of.par_chunks(POSTS_AT_ONCE);
        let found = FoundNotes::concat(parts.map(|posts| surveys.noted(posts)).collect());
        Self {
            clusters: surveys.clusters(),
            notices: surveys.notices(),
            posts: shelf.len() as usize,
            files: shelf.files(),
            reported: of_posts.len(),
            failures: shelf.failures(),
            codes: Codes::of(shelf.rules()),
            found,
            found_of,
            of_posts,
            shelf,
            surveys,
        }
    }

    /// All findings about what is reported, input by input; those of an input in no particular
    /// order.
    pub fn findings(&self) -> Vec<Finding> {
        self.parts(|_, part| part.findings).concat()
    }

    /// What `then` makes of the findings of a few inputs at a time, in the order of the inputs. It
    /// is told the number of the part.
    pub fn parts<T: Send>(&self, then: impl Fn(usize, Gathered) -> T + Sync) -> Vec<T> {
        let inputs = self.shelf.run().inputs.len();
        let parts = (0..inputs.div_ceil(INPUTS_AT_ONCE)).into_par_iter();
        let parts = parts.map(|part| {
            let start = part * INPUTS_AT_ONCE;
            let end = inputs.min(start + INPUTS_AT_ONCE);
            then(part, Gathered::of(self, start..end))
        });
        parts.collect()
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

    /// What corpus rules found in a post that is reported on, by rule.
    pub(super) fn found_in_corpus(&self, post: u32) -> Vec<(usize, Found)> {
        match self.found_in(post) {
            Some(found) => self.surveys.read(found),
            None => self.surveys.judge(post),
        }
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
        self.code_numbered(finding.code)
    }

    /// The code of that number.
    pub fn code_numbered(&self, number: u32) -> &Code {
        self.codes.get(number)
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
