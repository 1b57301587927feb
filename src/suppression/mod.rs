//! What a post says of findings that it does not want to hear: comments and a meta key.
//!
//! A suppression names what it hides; to hide everything is written `*`. One that says nothing
//! clear hides nothing and is told.

mod directive;
mod embedded;
mod lines;
mod meta;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::config::{ENGINE, SUPPRESSION_ID, says_unjudged};
use crate::diagnostic::{Code, Severity};
use crate::parse::{COMMENT_SIGN, InputFormat, ParseOptions};
use crate::post::Post;
use crate::source::Span;
use directive::Reader;

/// The code of a suppression that hides nothing.
pub const UNUSED: &str = "suppression/unused";

/// What hides every finding.
pub const EVERYTHING: &str = "*";

/// One code, rule id or [`EVERYTHING`], hidden in a stretch of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// What it hides.
    pub selector: String,
    /// Where it is written.
    pub span: Span,
    /// A finding that starts in here is hidden.
    pub hides: Span,
    /// How much it matters that it hides nothing; `None` where nobody can tell, as the rule that
    /// it names did not judge the post.
    pub unused: Option<Severity>,
}

/// What is wrong with a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its code.
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// What a post says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Suppressions {
    /// What it hides.
    pub all: Vec<Suppression>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// What is asked of suppressions.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Whether they need a reason.
    pub requires_reason: bool,
    /// Tells what is wrong with the name of a rule or finding.
    pub known: &'a dyn Fn(&str) -> Result<(), String>,
    /// What readers are told.
    pub options: &'a ParseOptions,
}

impl Suppressions {
    fn append(&mut self, mut other: Self) {
        self.all.append(&mut other.all);
        self.faults.append(&mut other.faults);
    }
}

impl Suppression {
    /// Whether it hides a finding of that code that starts at `start`. What says that a post
    /// could not be judged, and what is said of suppressions, is never hidden.
    pub fn covers(&self, code: &Code, start: u32) -> bool {
        let is_inside = self.hides.start <= start && start < self.hides.end;
        is_inside
            && (self.selector == EVERYTHING || code.is_selected_by(&self.selector))
            && can_be_hidden(code)
    }
}

/// Whether any suppression can hide findings of that code.
pub fn can_be_hidden(code: &Code) -> bool {
    code.rule() != SUPPRESSION_ID && !says_unjudged(code.as_str())
}

/// Reads what a post says. Posts that hold nothing of it cost one search.
pub fn read(text: &str, post: &Post, format: &dyn InputFormat, terms: Terms<'_>) -> Suppressions {
    static SIGN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(COMMENT_SIGN));
    let mut reader = Reader::new(text, terms);
    if let Some(meta) = &post.meta {
        meta::read(meta, &mut reader);
    }
    if SIGN.find(text.as_bytes()).is_none() {
        return reader.finish();
    }
    if let Some(body) = format.embedded(text, terms.options) {
        let mut found = reader.finish();
        found.append(embedded::read(&body, terms));
        return found;
    }
    reader.comments(&format.comments(text, post));
    reader.finish()
}

/// Tells what is wrong with what is to be hidden.
fn check_name(name: &str, terms: Terms<'_>) -> Result<(), String> {
    let is_engine = ENGINE.iter().any(|(code, _)| *code == name);
    if is_engine || says_unjudged(name) {
        return Err(format!(
            "'{name}' says that a post could not be judged; it can not be suppressed"
        ));
    }
    if name.split('/').next() == Some(SUPPRESSION_ID) {
        return Err(format!(
            "'{name}' is about suppressions; it can not be suppressed"
        ));
    }
    (terms.known)(name)
}
