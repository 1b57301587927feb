//! How a finding can be put right.

use crate::source::Span;

/// Whether a fix may be made without a person looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It says what the post said already, in the form that is asked for.
    Safe,
    /// It guesses what was meant.
    Unsafe,
}

impl Applicability {
    /// The lower-case name, as every output has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Edits of one post that put one finding right, all or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be made without a person looking at it.
    pub applicability: Applicability,
    /// In order of their places, none touching another; at least one.
    pub edits: Vec<Edit>,
}

/// Text in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go; empty where text is only added.
    pub span: Span,
    /// What takes their place.
    pub text: String,
}

impl Fix {
    /// A fix of one edit.
    pub fn new(applicability: Applicability, edit: Edit) -> Self {
        Self {
            applicability,
            edits: vec![edit],
        }
    }
}
