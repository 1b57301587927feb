//! The functions that expressions can call, beside operators and macros.

use super::budget::Budget;
use super::value::{Text, Value};
use crate::text::{day_of, days_since_epoch};

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Int,
    Double,
    Text,
    Boolean,
    Contains,
    StartsWith,
    EndsWith,
    Date,
    Lower,
    Trim,
    Substring,
    Replace,
    Split,
}

/// A function as authors call it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    /// How many arguments `name(…)` takes; empty where it cannot be called so.
    pub(super) global: &'static [usize],
    /// How many arguments `x.name(…)` takes.
    pub(super) member: &'static [usize],
    /// What it does; `None` where it refers to something in the post or takes a pattern.
    pub(super) function: Option<Function>,
}

/// Every function.
pub(super) static SIGNATURES: &[Signature] = &[
    signature("size", &[1], &[0], Some(Function::Size)),
    signature("int", &[1], &[], Some(Function::Int)),
    signature("double", &[1], &[], Some(Function::Double)),
    signature("string", &[1], &[], Some(Function::Text)),
    signature("bool", &[1], &[], Some(Function::Boolean)),
    signature("contains", &[], &[1], Some(Function::Contains)),
    signature("startsWith", &[], &[1], Some(Function::StartsWith)),
    signature("endsWith", &[], &[1], Some(Function::EndsWith)),
    signature("matches", &[2], &[1], None),
    signature("has_section", &[1], &[], None),
    signature("section", &[1], &[], None),
    signature("today", &[0], &[], None),
    signature("date", &[1], &[], Some(Function::Date)),
    signature("lower", &[1], &[0], Some(Function::Lower)),
    signature("trim", &[1], &[0], Some(Function::Trim)),
    signature("substring", &[], &[1, 2], Some(Function::Substring)),
    signature("replace", &[], &[2], Some(Function::Replace)),
    signature("split", &[], &[1], Some(Function::Split)),
];

/// Most arguments of a function, what stands before the dot included.
pub(super) const MOST_ARGUMENTS: usize = 3;

/// What the parser expands; a call of these names is one that it could not expand.
pub(super) const MACROS: [&str; 6] = ["has", "all", "exists", "exists_one", "map", "filter"];

/// The function of that name.
pub(super) fn signature_named(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name == name)
}

const fn signature(
    name: &'static str,
    global: &'static [usize],
    member: &'static [usize],
    function: Option<Function>,
) -> Signature {
    Signature {
        name,
        global,
        member,
        function,
    }
}

impl Function {
    /// Whether it is true or false.
    pub(super) fn is_boolean(self) -> bool {
        matches!(
            self,
            Self::Boolean | Self::Contains | Self::StartsWith | Self::EndsWith
        )
    }

    /// What it makes of its arguments; `None` of such as it cannot take. Texts are charged for
    /// before they are read.
    pub(super) fn call<'a>(self, args: &[Value<'a>], budget: &mut Budget) -> Option<Value<'a>> {
        for text in args.iter().filter_map(Value::text) {
            budget.take_text(text.len())?;
        }
        let [value, others @ ..] = args else {
            return None;
        };
        match self {
            Self::Size => size(value),
            Self::Int => whole(value).map(Value::Integer),
            Self::Double => float(value).map(Value::Float),
            Self::Text => shown(value),
            Self::Boolean => truth(value).map(Value::Boolean),
            _ => self.of_text(value.text()?, others, budget),
        }
    }

    fn of_text<'a>(
        self,
        text: &Text<'a>,
        others: &[Value<'a>],
        budget: &mut Budget,
    ) -> Option<Value<'a>> {
        let argument = |at: usize| others.get(at).and_then(Value::text);
        Some(match self {
            Self::Contains => Value::Boolean(text.contains(&**argument(0)?)),
            Self::StartsWith => Value::Boolean(text.starts_with(&**argument(0)?)),
            Self::EndsWith => Value::Boolean(text.ends_with(&**argument(0)?)),
            Self::Date => Value::Integer(days_since_epoch(day_of(text)?)),
            Self::Lower => lower(text),
            Self::Trim => Value::Text(text.part(|text| Some(text.trim()))?),
            Self::Substring => Value::Text(substring(text, others)?),
            Self::Replace => replaced(text, argument(0)?, argument(1)?, budget)?,
            Self::Split => split(text, argument(0)?, budget)?,
            Self::Size | Self::Int | Self::Double | Self::Text | Self::Boolean => return None,
        })
    }
}

fn size<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    Some(Value::count(match value {
        Value::Text(text) => text.chars().count(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return None,
    }))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the cast is taken only inside the bounds"
)]
fn whole(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Integer(whole) => Some(*whole),
        Value::Float(number) => {
            let inside = *number > i64::MIN as f64 && *number < i64::MAX as f64;
            inside.then_some(*number as i64)
        }
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "as the language converts them")]
fn float(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn shown<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    Some(match value {
        Value::Boolean(value) => Value::made(value.to_string()),
        Value::Integer(value) => Value::made(value.to_string()),
        Value::Float(value) => Value::made(value.to_string()),
        Value::Text(_) => value.clone(),
        _ => return None,
    })
}

fn truth(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Boolean(value) => Some(*value),
        Value::Text(text) => match &**text {
            "1" | "t" | "true" | "TRUE" | "True" => Some(true),
            "0" | "f" | "false" | "FALSE" | "False" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn lower<'a>(text: &Text<'a>) -> Value<'a> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_lower) {
        Value::Text(text.clone())
    } else {
        Value::made(text.to_lowercase())
    }
}

/// From one character up to another, or to the end.
fn substring<'a>(text: &Text<'a>, ends: &[Value<'_>]) -> Option<Text<'a>> {
    let start = character(text, ends.first()?)?;
    let end = match ends.get(1) {
        Some(end) => character(text, end)?,
        None => text.len(),
    };
    text.part(|text| text.get(start..end))
}

/// The byte at which the character of that number starts; the end is one, too.
fn character(text: &str, number: &Value<'_>) -> Option<usize> {
    let Value::Integer(number) = number else {
        return None;
    };
    let number = usize::try_from(*number).ok()?;
    // Among characters of one byte the number is the byte.
    if text.as_bytes().get(..number)?.is_ascii() {
        return Some(number);
    }
    let ends = std::iter::once(text.len());
    let starts = text.char_indices().map(|(at, _)| at);
    starts.chain(ends).nth(number)
}

fn replaced<'a>(text: &str, from: &str, to: &str, budget: &mut Budget) -> Option<Value<'a>> {
    if from.is_empty() {
        return None;
    }
    let grown = text.matches(from).count().saturating_mul(to.len());
    budget.take_text(grown)?;
    Some(Value::made(text.replace(from, to)))
}

fn split<'a>(text: &Text<'a>, separator: &str, budget: &mut Budget) -> Option<Value<'a>> {
    if separator.is_empty() {
        return None;
    }
    budget.take(text.matches(separator).count() + 1)?;
    let parts: Vec<Value<'a>> = match text {
        Text::Read(text) => text.split(separator).map(Value::read).collect(),
        Text::Made(text) => text.split(separator).map(Value::made).collect(),
    };
    Some(Value::list(parts))
}
