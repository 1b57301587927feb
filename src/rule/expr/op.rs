//! A checked expression, ready to be evaluated in any number of posts.

use std::cmp::Ordering;

use regex::Regex;

use super::arithmetic::Arithmetic;
use super::functions::Function;
use super::reference::Reference;
use crate::post::Data;

/// A node of an expression.
#[derive(Debug)]
pub(super) enum Op {
    /// A literal, or a list of literals.
    Constant(Data),
    /// Something outside the expression, by its number.
    Reference(usize),
    /// The value that a loop has bound, by the number of loops around that loop.
    Bound(usize),
    /// `a.b`.
    Member(Box<Op>, String),
    /// `has(a.b)`.
    HasMember(Box<Op>, String),
    /// `a[b]`.
    Index(Box<[Op; 2]>),
    /// `[a, b]`.
    List(Vec<Op>),
    /// `{a: b}`.
    Map(Vec<[Op; 2]>),
    /// `!a`.
    Not(Box<Op>),
    /// `-a`.
    Negate(Box<Op>),
    /// `a && b` with what decides alone: false; `a || b` with true.
    Logic(bool, Box<[Op; 2]>),
    /// `a ? b : c`.
    Conditional(Box<[Op; 3]>),
    /// `a == b` if it is to be true, `a != b` if it is to be false.
    Equal(bool, Box<[Op; 2]>),
    /// `a < b` and the like.
    Compare(Comparison, Box<[Op; 2]>),
    /// `a in b`.
    In(Box<[Op; 2]>),
    /// `a + b` and the like.
    Arithmetic(Arithmetic, Box<[Op; 2]>),
    /// A call; what stands before the dot is its first argument.
    Call(Function, Vec<Op>),
    /// `a.matches("b")`.
    Matches(Box<Op>, Box<Regex>),
    /// `a.all(x, b)` and the like.
    Loop(Box<Loop>),
}

/// Which order of two values is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A loop over a list or the keys of a map.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) kind: LoopKind,
    pub(super) range: Op,
    /// What is asked of each item.
    pub(super) step: Op,
}

/// What a loop comes to.
#[derive(Debug)]
pub(super) enum LoopKind {
    /// `exists`, where one step that is true decides; `all`, where one that is false does.
    Until(bool),
    /// `exists_one`: whether one step alone is true.
    One,
    /// `map` and `filter`: the steps whose guard is true.
    Collect(Option<Op>),
}

impl Comparison {
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Op {
    /// Whether it comes to true or false, or to nothing: those that an evaluation decides without
    /// making a value of them.
    pub(super) fn is_decided(&self) -> bool {
        matches!(
            self,
            Self::Not(_)
                | Self::Logic(..)
                | Self::Equal(..)
                | Self::Compare(..)
                | Self::In(_)
                | Self::Matches(..)
        )
    }

    /// Whether nothing rules out that it is true or false.
    pub(super) fn may_be_boolean(&self, references: &[Reference]) -> bool {
        match self {
            Self::Constant(data) => matches!(data, Data::Boolean(_)),
            Self::Reference(number) => references[*number].may_be_boolean(),
            Self::List(_) | Self::Map(_) | Self::Negate(_) | Self::Arithmetic(..) => false,
            Self::Conditional(arms) => arms[1..].iter().all(|arm| arm.may_be_boolean(references)),
            Self::Call(function, _) => function.is_boolean(),
            Self::Loop(inner) => !matches!(inner.kind, LoopKind::Collect(_)),
            _ => true,
        }
    }
}
