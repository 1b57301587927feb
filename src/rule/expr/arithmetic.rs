//! `+ - * / %` over whole and other numbers alike, and `+` within the budget.
//!
//! The language itself refuses to mix the two sorts of number. Authors cannot know which sort a
//! value in a post is, so a whole number beside another one is widened.

use cel::common::ast::operators;
use cel::common::functions::Function;
use cel::common::types::{CelDouble, CelInt, CelString, DYN_TYPE};
use cel::common::value::CowVal;
use cel::{DeclarationError, Env, ExecutionError};

use super::functions::{charged, mistyped};

/// The lowered names of the operators.
const LOWERED: [(&str, &str); 5] = [
    (operators::ADD, "@add"),
    (operators::SUBSTRACT, "@subtract"),
    (operators::MULTIPLY, "@multiply"),
    (operators::DIVIDE, "@divide"),
    (operators::MODULO, "@modulo"),
];

/// The lowered name of an arithmetic operator.
pub(super) fn lowered(operator: &str) -> Option<&'static str> {
    let found = LOWERED.iter().find(|(known, _)| *known == operator);
    found.map(|(_, name)| *name)
}

/// Declares the lowered operators. Each takes its operands and the budget.
pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    let operators: [(&str, Function); 5] = [
        ("@add", add),
        ("@subtract", subtract),
        ("@multiply", multiply),
        ("@divide", divide),
        ("@modulo", modulo),
    ];
    for (name, function) in operators {
        env.add_overload(name, name, Vec::from([DYN_TYPE; 3]), function)?;
    }
    Ok(())
}

type Operands<'b, 'v> = Vec<CowVal<'b, 'v>>;
type Computed<'b, 'v> = Result<CowVal<'b, 'v>, ExecutionError>;

fn add<'b, 'v>(args: Operands<'b, 'v>) -> Computed<'b, 'v> {
    let grown = args.iter().take(2).map(size).fold(0, usize::saturating_add);
    charged(&args, |budget| budget.take_text(grown))?;
    let (left, right) = widened(args)?;
    match left.as_adder() {
        Some(it) => Ok(CowVal::Owned(it.add(right.as_ref())?.into_owned())),
        None => Err(mistyped("+", &[left, right])),
    }
}

fn subtract<'b, 'v>(args: Operands<'b, 'v>) -> Computed<'b, 'v> {
    let (left, right) = widened(args)?;
    match left.as_subtractor() {
        Some(it) => Ok(CowVal::Owned(it.sub(right.as_ref())?.into_owned())),
        None => Err(mistyped("-", &[left, right])),
    }
}

fn multiply<'b, 'v>(args: Operands<'b, 'v>) -> Computed<'b, 'v> {
    let (left, right) = widened(args)?;
    match left.as_multiplier() {
        Some(it) => Ok(CowVal::Owned(it.mul(right.as_ref())?.into_owned())),
        None => Err(mistyped("*", &[left, right])),
    }
}

fn divide<'b, 'v>(args: Operands<'b, 'v>) -> Computed<'b, 'v> {
    let (left, right) = widened(args)?;
    match left.as_divider() {
        Some(it) => Ok(CowVal::Owned(it.div(right.as_ref())?.into_owned())),
        None => Err(mistyped("/", &[left, right])),
    }
}

fn modulo<'b, 'v>(args: Operands<'b, 'v>) -> Computed<'b, 'v> {
    let (left, right) = widened(args)?;
    match left.as_modder() {
        Some(it) => Ok(CowVal::Owned(it.modulo(right.as_ref())?.into_owned())),
        None => Err(mistyped("%", &[left, right])),
    }
}

/// What copying a value costs, in bytes; an item of a list counts as sixteen.
fn size(value: &CowVal<'_, '_>) -> usize {
    if let Some(text) = value.downcast_ref::<CelString>() {
        return text.inner().len();
    }
    let items = value.as_sizer().map_or(0, |sizer| *sizer.size().inner());
    usize::try_from(items).unwrap_or(0).saturating_mul(16)
}

fn widened<'b, 'v>(
    args: Operands<'b, 'v>,
) -> Result<(CowVal<'b, 'v>, CowVal<'b, 'v>), ExecutionError> {
    let mut args = args.into_iter();
    let (Some(left), Some(right)) = (args.next(), args.next()) else {
        return Err(ExecutionError::missing_argument_or_target());
    };
    let is_float = |value: &CowVal<'_, '_>| value.downcast_ref::<CelDouble>().is_some();
    Ok(match (is_float(&left), is_float(&right)) {
        (true, false) => (left, wide(right)),
        (false, true) => (wide(left), right),
        _ => (left, right),
    })
}

#[expect(clippy::cast_precision_loss, reason = "as the language compares them")]
fn wide<'b, 'v>(value: CowVal<'b, 'v>) -> CowVal<'b, 'v> {
    match value.downcast_ref::<CelInt>() {
        Some(whole) => CowVal::owned(CelDouble::from(*whole.inner() as f64)),
        None => value,
    }
}
