//! Which values are equal, and which comes first.

use std::cmp::Ordering;

use super::budget::Budget;
use super::value::{List, Map, Value};

/// Whether two values are equal; values of two sorts are not. `None` when the budget is spent.
pub(super) fn equal(left: &Value<'_>, right: &Value<'_>, budget: &mut Budget) -> Option<bool> {
    budget.take(1)?;
    Some(match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Text(left), Value::Text(right)) => {
            if left.len() != right.len() {
                return Some(false);
            }
            budget.take_text(left.len())?;
            **left == **right
        }
        (Value::List(left), Value::List(right)) => return equal_lists(left, right, budget),
        (Value::Map(left), Value::Map(right)) => return equal_maps(left, right, budget),
        (Value::Boolean(_), Value::Boolean(_))
        | (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            ordered(left, right) == Some(Ordering::Equal)
        }
        _ => false,
    })
}

#[inline(never)]
fn equal_lists(left: &List<'_>, right: &List<'_>, budget: &mut Budget) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    for (left, right) in left.iter().zip(right.iter()) {
        if !equal(&left, &right, budget)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Keys are looked for one by one: the work is charged before it is done.
#[inline(never)]
fn equal_maps(left: &Map<'_>, right: &Map<'_>, budget: &mut Budget) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    for (key, value) in left.entries() {
        budget.take(right.len())?;
        let Some(Some(other)) = right.get(&key) else {
            return Some(false);
        };
        if !equal(&value, &other, budget)? {
            return Some(false);
        }
    }
    Some(true)
}

/// How two values stand to each other; `None` where they cannot be compared.
#[expect(clippy::cast_precision_loss, reason = "as the language compares them")]
pub(super) fn ordered(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Float(right)) => (*left as f64).partial_cmp(right),
        (Value::Float(left), Value::Integer(right)) => left.partial_cmp(&(*right as f64)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
