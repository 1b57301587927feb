//! What a reader could not understand. The post goes on with what was understood.

use crate::source::Span;

/// A fault in how a post is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of fault.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// What is wrong: lower-case start, one line, no final period.
    pub message: String,
    /// A further place that explains the fault: the first of two equal keys, the bracket that is
    /// not closed.
    pub other: Option<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

/// The sorts of fault that readers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Meta that cannot be parsed: `meta/unparsable`.
    Unparsable,
    /// A key that stands twice in one map: `meta/repeated-key`.
    RepeatedKey,
    /// A line of a text rendering's meta block that no known key begins: `meta/unknown`.
    UnknownKey,
    /// Front matter beyond a bound of size, depth or expansion: `front-matter-limit`.
    FrontMatterLimit,
    /// Front matter in a language that is not read: `front-matter-language`.
    FrontMatterLanguage,
    /// A record of which nothing can be read: `meta/unparsable`, and no rule judges the post.
    Unreadable,
}
