//! Judging: each post alone, then all posts together.
//!
//! Findings are kept as they are written, in a few bytes; [`Outcome::parts`] works them out for whoever
//! counts them, and [`Outcome::tell`] makes the few whole that are shown.

mod ahead;
mod carry;
mod codes;
mod corpus;
mod files;
mod gathered;
mod judge;
mod known;
mod ledger;
mod left_out;
mod lookup;
mod name;
mod outcome;
mod post;
mod progress;
mod rule_keys;
mod shelf;
#[cfg(test)]
mod tests;
mod update;

use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Input;
use crate::index::{Day, Draft, Index};
use crate::rule::{Corpus, Rule};
use crate::site::Site;
use crate::source::{SourceId, Sources};
use crate::text::days_since_epoch;

pub use ahead::{Ahead, note_ahead};
pub use carry::Keeping;
pub use gathered::Gathered;
pub use ledger::Book;
pub use lookup::Lookup;
pub use name::PostName;
pub use outcome::{Finding, Outcome};
pub use progress::Progress;
pub use shelf::{Shelf, corpora};

/// What a run is about.
pub struct Run<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// What the site gives to posts.
    pub site: &'a Site,
    /// The files, and the records of containers, sorted.
    pub inputs: &'a [Input],
    /// The source of each input, in the same order.
    pub input_sources: &'a [SourceId],
    /// All sources.
    pub sources: &'a Sources,
    /// The day that rules call today.
    pub today: Date,
    /// Who looks on.
    pub progress: &'a Progress,
}

impl Run<'_> {
    /// The day of the run, as indexes count it.
    pub fn day(&self) -> Day {
        Day::since_epoch(days_since_epoch(self.today))
    }
}

/// Judges every post alone and notes what the judgement of all together needs, on the threads of
/// the current pool. What `index` knows of posts that did not change is taken from there. What a
/// later run can use goes to `draft` as soon as it need not be held.
pub fn note<'a>(run: &'a Run<'a>, index: Option<&'a Index>, draft: Option<&mut Draft>) -> Book<'a> {
    note_rest(run, Ahead::default(), index, draft)
}

/// As [`note`], but for what was noted ahead.
pub fn note_rest<'a>(
    run: &'a Run<'a>,
    ahead: Ahead,
    index: Option<&'a Index>,
    draft: Option<&mut Draft>,
) -> Book<'a> {
    Book::of(run, ahead, index, draft)
}

/// As [`note`], for a run whose inputs are only a few named files: what they are compared with is
/// looked up in `index`. `cwd` is the folder that shown paths are relative to.
pub fn look_up<'a>(run: &'a Run<'a>, index: &'a Index, cwd: &'a Path) -> io::Result<Lookup<'a>> {
    Lookup::of(run, index, cwd)
}

/// Judges all posts together; `corpora` are those of the same shelf.
pub fn judge<'a>(shelf: &'a dyn Shelf, corpora: &'a [Corpus<'a>]) -> Outcome<'a> {
    Outcome::of(shelf, corpora)
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
