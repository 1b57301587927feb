//! Conditions and values over one post, written in CEL.
//!
//! Variables: `meta` (keys with `_` for space and `-`; dates are texts), `metrics` (`metrics.words`,
//! or `words` alone), `title`, `slug`, `path`, `format`, `sections` (the titles, lower-case).
//! Functions beside those of CEL: `section("title")` (`title`, `words`, `items`, `text`),
//! `has_section("title")`, `today()` and `date(text)` in days since 1970-01-01, `matches` with a
//! pattern in quotes, `lower`, `trim`, `substring`, `replace`, `split`.
//!
//! A key that is absent or has no value makes what depends on it unknown, as does a value of a
//! type that an operation cannot take: other rules tell that, so an unknown condition judges
//! nothing.

#[cfg(test)]
mod agreement;
mod arithmetic;
mod budget;
mod compare;
mod evaluate;
mod functions;
mod lower;
mod op;
mod quick;
mod reference;
mod section;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod value;

use self::evaluate::Evaluation;
use self::lower::Lowering;
use self::op::Op;
use self::reference::Reference;
use self::syntax::Syntax;
use super::{Allowance, PostContext};
use crate::post::{Data, MetaPath};
use crate::source::Span;

pub(crate) use budget::STEPS;
pub(crate) use section::{folded, section_titled};
pub use template::Template;

/// A compiled expression.
#[derive(Debug)]
pub struct Expr {
    text: String,
    root: Op,
    references: Vec<Reference>,
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExprError {
    /// One line, lower-case start, no final period.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
}

impl ExprError {
    /// Where the fault stands in a configuration: `string` is the span of the TOML string that
    /// holds `text`. A string that is two quotes longer than its text has no escapes; in any
    /// other, offsets cannot be known, and the whole string is meant.
    pub fn span(&self, string: Span, text: &str) -> Span {
        if string.range().len() != text.len() + 2 || self.offset > text.len() {
            return string;
        }
        let start = self.offset;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = text[start..].find(|c| !is_word(c));
        let width = match word.unwrap_or(text.len() - start) {
            0 => text[start..].chars().next().map_or(0, char::len_utf8),
            word => word,
        };
        let inside = string.start as usize + 1 + start;
        Span::from_range(inside..inside + width)
    }
}

/// What a condition says of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be told.
    Unknown,
}

impl Expr {
    /// Compiles an expression of any type, whose patterns take from an allowance.
    pub fn compile(text: &str, allowance: &Allowance) -> Result<Self, ExprError> {
        if let Some(root) = quick::parse(text) {
            let mut lowering = Lowering::new(allowance);
            if let Ok(root) = lowering.lower(root) {
                return Ok(Self::new(text, root, lowering));
            }
        }
        let mut syntax = Syntax::parse(text)?;
        let root = std::mem::take(&mut syntax.root);
        let mut lowering = Lowering::new(allowance);
        match lowering.lower(root) {
            Ok(root) => Ok(Self::new(text, root, lowering)),
            Err(fault) => Err(ExprError {
                message: fault.message,
                offset: syntax.offset(fault.node),
            }),
        }
    }

    fn new(text: &str, root: Op, lowering: Lowering) -> Self {
        Self {
            text: text.to_owned(),
            root,
            references: lowering.references,
        }
    }

    /// Compiles an expression that can be true or false.
    pub fn condition(text: &str, allowance: &Allowance) -> Result<Self, ExprError> {
        let expr = Self::compile(text, allowance)?;
        if expr.root.may_be_boolean(&expr.references) {
            return Ok(expr);
        }
        Err(ExprError {
            message: "a condition must be true or false".to_owned(),
            offset: 0,
        })
    }

    /// The expression as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The meta paths that it names, in order.
    pub fn meta_paths(&self) -> impl Iterator<Item = &MetaPath> {
        self.references.iter().filter_map(|it| match it {
            Reference::Path(path) | Reference::HasPath(path) => Some(path),
            _ => None,
        })
    }

    /// Whether it holds in a post.
    pub fn is_true(&self, cx: &PostContext<'_>) -> Verdict {
        match Evaluation::new(&self.references, cx).holds(&self.root) {
            Some(true) => Verdict::True,
            Some(false) => Verdict::False,
            None => Verdict::Unknown,
        }
    }

    /// What it comes to in a post; the spans in it are empty.
    pub fn value(&self, cx: &PostContext<'_>) -> Option<Data> {
        Evaluation::new(&self.references, cx)
            .run(&self.root)?
            .data()
    }
}
