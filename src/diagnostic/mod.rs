//! What is said about a post or a configuration: the tool's own type, known to every renderer.

mod code;
mod fix;
mod severity;

use crate::source::{SourceId, Span};

pub use code::Code;
pub use fix::{Applicability, Edit, Fix};
pub use severity::{Level, Severity};

/// One remark with its places, reasons and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found: `<rule id>/<finding>`.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: lower-case start, one line, no final period, clear without the snippet.
    pub message: String,
    /// The places; the first is the primary one and lies in the post that the finding belongs to.
    pub labels: Vec<Label>,
    /// Why it is so.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// How to do it, where a program can.
    pub fix: Option<Fix>,
    /// The text that tells equal findings of one post from others across edits elsewhere: the
    /// normalised text found, or the name of what is missing.
    pub identity: String,
    /// The stretch of the post any change of which may have caused the finding, where that is more
    /// than the primary place: a key may be missing because any line of the front matter went.
    pub reach: Option<Span>,
}

/// A place that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The source.
    pub source: SourceId,
    /// The bytes; `None` speaks of the source as a whole.
    pub span: Option<Span>,
    /// What is to be seen there; may be empty for the primary label.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic about a stretch of `source`, or about all of it.
    pub fn new(
        code: Code,
        severity: Severity,
        source: SourceId,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        let message = message.into();
        Self {
            code,
            severity,
            labels: vec![Label {
                source,
                span: span.into(),
                message: String::new(),
            }],
            identity: message.clone(),
            message,
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            reach: None,
        }
    }

    /// The place that the finding belongs to.
    pub fn primary(&self) -> &Label {
        &self.labels[0]
    }

    /// Says what is to be seen at the primary place.
    #[must_use]
    pub fn labelled(mut self, message: impl Into<String>) -> Self {
        self.labels[0].message = message.into();
        self
    }

    /// Points at a further place, in this source or another.
    #[must_use]
    pub fn also(
        mut self,
        source: SourceId,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        self.labels.push(Label {
            source,
            span: span.into(),
            message: message.into(),
        });
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Sets how a program can put it right.
    #[must_use]
    pub fn fixed_by(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Sets what tells this finding from others of its code in the same post.
    #[must_use]
    pub fn identified_by(mut self, identity: impl Into<String>) -> Self {
        self.identity = identity.into();
        self
    }
}
