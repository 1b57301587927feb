//! The functions that expressions can call, beside operators and macros.

use std::sync::{Arc, LazyLock};

use cel::common::functions::Function;
use cel::common::types::{
    CelBool, CelInt, CelList, CelString, DYN_TYPE as ANY, INT_TYPE as INT, STRING_TYPE as TEXT,
    Type,
};
use cel::common::value::{CowVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::arithmetic;
use super::budget::{Budget, spent};
use super::pattern::Pattern;
use crate::text::{day_of, days_since_epoch};

/// A function as authors call it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    /// How many arguments `name(…)` takes; empty where it cannot be called so.
    pub(super) global: &'static [usize],
    /// How many arguments `x.name(…)` takes.
    pub(super) member: &'static [usize],
    /// The name of what it is lowered to, for one that builds a text: that one takes what stands
    /// before the dot as its first argument, and the budget as its last.
    pub(super) builder: Option<&'static str>,
    /// Whether it is true or false.
    pub(super) is_boolean: bool,
}

/// Every function.
pub(super) static SIGNATURES: &[Signature] = &[
    signature("size", &[1], &[0]),
    signature("int", &[1], &[]),
    signature("double", &[1], &[]),
    signature("string", &[1], &[]),
    signature("bool", &[1], &[]).boolean(),
    signature("contains", &[], &[1]).boolean(),
    signature("startsWith", &[], &[1]).boolean(),
    signature("endsWith", &[], &[1]).boolean(),
    signature("matches", &[2], &[1]).boolean(),
    signature("has_section", &[1], &[]).boolean(),
    signature("section", &[1], &[]),
    signature("today", &[0], &[]),
    signature("date", &[1], &[]),
    signature("lower", &[1], &[0]).built_by("@lower"),
    signature("trim", &[1], &[0]).built_by("@trim"),
    signature("substring", &[], &[1, 2]).built_by("@substring"),
    signature("replace", &[], &[2]).built_by("@replace"),
    signature("split", &[], &[1]).built_by("@split"),
];

/// What the parser expands; a call of these names is one that it could not expand.
pub(super) const MACROS: [&str; 6] = ["has", "all", "exists", "exists_one", "map", "filter"];

/// The lowered `matches`, whose second argument is a compiled pattern.
pub(super) const MATCHES: &str = "@matches";
/// The lowered range of a loop: the range, the steps of a turn, the budget.
pub(super) const EACH: &str = "@each";

/// The environment that every expression is evaluated in.
pub(super) static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib();
    let declared = declare(&mut env);
    debug_assert!(
        declared.is_ok(),
        "functions are declared once: {declared:?}"
    );
    Arc::new(env)
});

/// The function of that name.
pub(super) fn signature_named(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name == name)
}

const fn signature(
    name: &'static str,
    global: &'static [usize],
    member: &'static [usize],
) -> Signature {
    Signature {
        name,
        global,
        member,
        builder: None,
        is_boolean: false,
    }
}

impl Signature {
    const fn built_by(mut self, builder: &'static str) -> Self {
        self.builder = Some(builder);
        self
    }

    const fn boolean(mut self) -> Self {
        self.is_boolean = true;
        self
    }
}

fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    arithmetic::declare(env)?;
    let mut add = |name: &str, parameters: Vec<Type>, function: Function| {
        let id = format!("{name}/{}", parameters.len());
        env.add_overload(name, &id, parameters, function)
    };
    add(EACH, vec![ANY, ANY, ANY], each)?;
    add(MATCHES, vec![TEXT, ANY], |args| matches(&args))?;
    add("date", vec![TEXT], |args| date(&args))?;
    add("@lower", vec![TEXT, ANY], |args| lower(&args))?;
    add("@trim", vec![TEXT, ANY], |args| trim(&args))?;
    add("@split", vec![TEXT, TEXT, ANY], |args| split(&args))?;
    add("@replace", vec![TEXT, TEXT, TEXT, ANY], |args| {
        replace(&args)
    })?;
    add("@substring", vec![TEXT, INT, ANY], |args| substring(&args))?;
    add("@substring", vec![TEXT, INT, INT, ANY], |args| {
        substring(&args)
    })
}

/// A value that borrows nothing.
type Computed = Result<CowVal<'static, 'static>, ExecutionError>;

/// Charges the turns of a loop before it starts.
fn each<'b, 'v>(mut args: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let turns = args[0].as_sizer().map_or(0, |sizer| *sizer.size().inner());
    let turns = usize::try_from(turns).unwrap_or(0);
    let weight = args[1]
        .downcast_ref::<CelInt>()
        .map_or(1, |steps| *steps.inner());
    let weight = usize::try_from(weight).unwrap_or(1);
    charged(&args, |budget| budget.take(turns.saturating_mul(weight)))?;
    Ok(args.swap_remove(0))
}

fn matches(args: &[CowVal<'_, '_>]) -> Computed {
    let Some(Pattern(regex)) = args[1].downcast_ref::<Pattern>() else {
        return Err(mistyped("matches", args));
    };
    let is_match = regex.is_match(text(args, 0)?);
    Ok(CowVal::owned(CelBool::from(is_match)))
}

/// Days since 1970-01-01.
fn date(args: &[CowVal<'_, '_>]) -> Computed {
    let day = day_of(text(args, 0)?)
        .ok_or_else(|| ExecutionError::function_error("date", "not a date"))?;
    Ok(CowVal::owned(CelInt::from(days_since_epoch(day))))
}

fn lower(args: &[CowVal<'_, '_>]) -> Computed {
    let text = text(args, 0)?;
    charged(args, |budget| budget.take_text(text.len()))?;
    Ok(built(text.to_lowercase()))
}

fn trim(args: &[CowVal<'_, '_>]) -> Computed {
    let text = text(args, 0)?;
    charged(args, |budget| budget.take_text(text.len()))?;
    Ok(built(text.trim().to_owned()))
}

fn replace(args: &[CowVal<'_, '_>]) -> Computed {
    let (text, from, to) = (text(args, 0)?, text(args, 1)?, text(args, 2)?);
    if from.is_empty() {
        return Err(ExecutionError::function_error(
            "replace",
            "nothing to replace",
        ));
    }
    let grown = text.matches(from).count().saturating_mul(to.len());
    charged(args, |budget| {
        budget.take_text(text.len().saturating_add(grown))
    })?;
    Ok(built(text.replace(from, to)))
}

fn split(args: &[CowVal<'_, '_>]) -> Computed {
    let (text, separator) = (text(args, 0)?, text(args, 1)?);
    if separator.is_empty() {
        return Err(ExecutionError::function_error("split", "no separator"));
    }
    let parts = text.matches(separator).count() + 1;
    charged(args, |budget| {
        budget.take(parts) && budget.take_text(text.len())
    })?;
    let parts: Vec<Box<dyn Val>> = text
        .split(separator)
        .map(|part| Box::new(CelString::from(part.to_owned())) as Box<dyn Val>)
        .collect();
    Ok(CowVal::owned(CelList::from(parts)))
}

/// From one character up to another, or to the end.
fn substring(args: &[CowVal<'_, '_>]) -> Computed {
    let text = text(args, 0)?;
    charged(args, |budget| budget.take_text(text.len()))?;
    let start = character(text, &args[1]);
    let end = match args.len() {
        3 => Some(text.len()),
        _ => character(text, &args[2]),
    };
    let part = start.zip(end).and_then(|(start, end)| text.get(start..end));
    part.map(|part| built(part.to_owned()))
        .ok_or_else(|| ExecutionError::function_error("substring", "past the end of the text"))
}

/// The byte at which the character of that number starts; the end is one, too.
fn character(text: &str, number: &CowVal<'_, '_>) -> Option<usize> {
    let number = *number.downcast_ref::<CelInt>()?.inner();
    let ends = std::iter::once(text.len());
    let starts = text.char_indices().map(|(at, _)| at);
    starts.chain(ends).nth(usize::try_from(number).ok()?)
}

/// The text that argument number `at` is.
pub(super) fn text<'a>(args: &'a [CowVal<'_, '_>], at: usize) -> Result<&'a str, ExecutionError> {
    args.get(at)
        .and_then(|arg| arg.downcast_ref::<CelString>())
        .map(CelString::inner)
        .ok_or_else(|| mistyped("text", args))
}

/// Takes steps from the budget, which is the last argument.
pub(super) fn charged(
    args: &[CowVal<'_, '_>],
    take: impl FnOnce(&Budget) -> bool,
) -> Result<(), ExecutionError> {
    let budget = args.last().and_then(|last| last.downcast_ref::<Budget>());
    match budget {
        Some(budget) if take(budget) => Ok(()),
        _ => Err(spent()),
    }
}

/// The error of arguments that a function does not take.
pub(super) fn mistyped(function: &str, args: &[CowVal<'_, '_>]) -> ExecutionError {
    let types = args.iter().map(|arg| arg.get_type().name().to_owned());
    ExecutionError::no_such_overload(function, types.collect())
}

fn built(text: String) -> CowVal<'static, 'static> {
    CowVal::owned(CelString::from(text))
}
