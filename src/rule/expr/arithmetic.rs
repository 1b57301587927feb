//! `+ - * / %` over whole and other numbers alike; `+` joins texts and lists, too.
//!
//! CEL itself refuses to mix the two sorts of number. Authors cannot know which sort a value in a
//! post is, so a whole number beside another one is widened.

use cel::common::ast::operators;

use super::budget::Budget;
use super::value::{List, Text, Value};

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// What an item of a list counts for, in bytes, where lists are joined.
const ITEM: usize = 16;

impl Arithmetic {
    /// The operator of that name in the syntax tree.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            operators::ADD => Self::Add,
            operators::SUBSTRACT => Self::Subtract,
            operators::MULTIPLY => Self::Multiply,
            operators::DIVIDE => Self::Divide,
            operators::MODULO => Self::Modulo,
            _ => return None,
        })
    }

    /// What it makes of two values.
    pub(super) fn apply<'a>(
        self,
        left: &Value<'a>,
        right: &Value<'a>,
        budget: &mut Budget,
    ) -> Option<Value<'a>> {
        match (left, right) {
            (Value::Integer(left), Value::Integer(right)) => {
                self.whole(*left, *right).map(Value::Integer)
            }
            (Value::Text(left), Value::Text(right)) if self == Self::Add => {
                joined(left, right, budget)
            }
            (Value::List(left), right) if self == Self::Add => {
                appended(left, &right.items()?, budget)
            }
            _ => self.float(wide(left)?, wide(right)?).map(Value::Float),
        }
    }

    fn whole(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide => left.checked_div(right),
            Self::Modulo => left.checked_rem(right),
        }
    }

    fn float(self, left: f64, right: f64) -> Option<f64> {
        Some(match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Modulo => return None,
        })
    }
}

/// `-value`.
pub(super) fn negated<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    match value {
        Value::Integer(value) => value.checked_neg().map(Value::Integer),
        Value::Float(value) => Some(Value::Float(-value)),
        _ => None,
    }
}

fn joined<'a>(left: &Text<'_>, right: &Text<'_>, budget: &mut Budget) -> Option<Value<'a>> {
    budget.take_text(left.len().saturating_add(right.len()))?;
    let mut text = String::with_capacity(left.len() + right.len());
    text.push_str(left);
    text.push_str(right);
    Some(Value::made(text))
}

fn appended<'a>(left: &List<'a>, right: &List<'a>, budget: &mut Budget) -> Option<Value<'a>> {
    budget.take_text(left.len().saturating_add(right.len()).saturating_mul(ITEM))?;
    let items: Vec<Value<'a>> = left.iter().chain(right.iter()).collect();
    Some(Value::list(items))
}

#[expect(clippy::cast_precision_loss, reason = "as the language compares them")]
fn wide(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}
