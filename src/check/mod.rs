//! Judging: each post alone, then all posts together.
//!
//! Findings are kept in their smallest form; [`Outcome::tell`] makes the few whole that are shown.

mod corpus;
mod ledger;
mod outcome;
mod post;

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Input;
use crate::rule::{Corpus, Rule};
use crate::source::{SourceId, Sources};

pub use ledger::Book;
pub use outcome::{Finding, Outcome};

/// What a run is about.
pub struct Run<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The files, sorted.
    pub inputs: &'a [Input],
    /// The source of each input, in the same order.
    pub input_sources: &'a [SourceId],
    /// All sources.
    pub sources: &'a Sources,
    /// The day that rules call today.
    pub today: Date,
}

/// Judges every post alone and notes what the judgement of all together needs, on the threads of
/// the current pool.
pub fn note<'a>(run: &'a Run<'a>) -> Book<'a> {
    Book::of(run)
}

/// Judges all posts together; `corpora` are [`Book::corpora`].
pub fn judge<'a>(book: &'a Book<'a>, corpora: &'a [Corpus<'a>]) -> Outcome<'a> {
    Outcome::of(book, corpora)
}

/// The message of a finding in the words of the house.
fn reworded(rule: &Rule, mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(template) = &rule.message {
        diagnostic.message = template.replace("{message}", &diagnostic.message);
    }
    diagnostic
}

fn internal_error(rule: &str, path: &Arc<str>) -> (String, String) {
    let reason =
        format!("internal error in {rule} on {path} (this is a bug; other posts were checked)");
    (path.to_string(), reason)
}
