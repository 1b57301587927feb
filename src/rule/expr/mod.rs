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

mod arithmetic;
mod budget;
mod functions;
mod lower;
mod pattern;
mod reference;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod values;
mod variables;

use cel::common::ast::{Expr as Node, IdedExpr, LiteralValue, operators};
use cel::common::types::CelBool;
use cel::{Context, ExecutionError, Value as CelValue};

use self::functions::{ENVIRONMENT, MATCHES, signature_named};
use self::lower::Lowering;
use self::reference::Reference;
use self::syntax::Syntax;
use self::variables::Variables;
use super::PostContext;
use crate::post::{Data, MetaPath};
use crate::source::Span;

pub(crate) use budget::STEPS;
pub use template::Template;
pub(crate) use variables::{folded, section_titled};

/// A compiled expression.
#[derive(Debug)]
pub struct Expr {
    text: String,
    root: IdedExpr,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be told, and why.
    Unknown(String),
}

/// What an expression comes to in a post.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A value. The spans in it are empty.
    Known(Data),
    /// None, and why.
    Unknown(String),
}

impl Expr {
    /// Compiles an expression of any type.
    pub fn compile(text: &str) -> Result<Self, ExprError> {
        let mut syntax = Syntax::parse(text)?;
        let mut root = std::mem::take(&mut syntax.root);
        let mut lowering = Lowering::default();
        match lowering.lower(&mut root) {
            Ok(()) => Ok(Self {
                text: text.to_owned(),
                root,
                references: lowering.references,
            }),
            Err(fault) => Err(ExprError {
                message: fault.message,
                offset: syntax.offset(fault.node),
            }),
        }
    }

    /// Compiles an expression that can be true or false.
    pub fn condition(text: &str) -> Result<Self, ExprError> {
        let expr = Self::compile(text)?;
        if expr.may_be_boolean(&expr.root) {
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
        let variables = Variables::new(&self.references, cx);
        let mut context = Context::with_env(ENVIRONMENT.clone());
        context.set_variable_resolver(&variables);
        match CelValue::resolve_val(&self.root, &context) {
            Ok(value) => match value.downcast_ref::<CelBool>().map(|it| *it.inner()) {
                Some(true) => Verdict::True,
                Some(false) => Verdict::False,
                None => Verdict::Unknown(format!("it is a {}", value.get_type().name())),
            },
            Err(error) => {
                variables.tell_overrun(cx);
                Verdict::Unknown(self.reason(&error))
            }
        }
    }

    /// What it comes to in a post.
    pub fn value(&self, cx: &PostContext<'_>) -> Outcome {
        let variables = Variables::new(&self.references, cx);
        let mut context = Context::with_env(ENVIRONMENT.clone());
        context.set_variable_resolver(&variables);
        match CelValue::resolve(&self.root, &context) {
            Ok(value) => values::data_of(&value).map_or_else(
                || Outcome::Unknown(format!("it is a {}", value.type_of())),
                Outcome::Known,
            ),
            Err(error) => {
                variables.tell_overrun(cx);
                Outcome::Unknown(self.reason(&error))
            }
        }
    }

    fn reason(&self, error: &ExecutionError) -> String {
        if let ExecutionError::UndeclaredReference(name) = error
            && let Some(index) = Reference::index(name)
            && let Some(reference) = self.references.get(index)
        {
            return reference.absence();
        }
        error.to_string()
    }

    /// Whether nothing in the lowered tree rules out that `node` is true or false.
    fn may_be_boolean(&self, node: &IdedExpr) -> bool {
        match &node.expr {
            Node::Literal(literal) => matches!(literal, LiteralValue::Boolean(_)),
            Node::List(_) | Node::Map(_) => false,
            Node::Comprehension(inner) => !matches!(inner.accu_init.expr, Node::List(_)),
            Node::Ident(name) => Reference::index(name)
                .and_then(|index| self.references.get(index))
                .is_none_or(Reference::may_be_boolean),
            Node::Call(call) => match call.func_name.as_str() {
                operators::CONDITIONAL => call.args[1..].iter().all(|arm| self.may_be_boolean(arm)),
                operators::NEGATE => false,
                MATCHES => true,
                name if name.starts_with('@') => name == operators::IN,
                name => signature_named(name).is_none_or(|it| it.is_boolean),
            },
            _ => true,
        }
    }
}
