//! Fields that ask for what no value can meet.

use super::field::{Field, scalar};
use super::types::{article, is_of_type};
use crate::post::ValueType;
use crate::rule::Options;

/// Tells what contradicts itself in the table of a field.
pub(super) fn tell_contradictions(options: &mut Options<'_>, field: &Field) {
    crossed(options, "min", field.min, "max", field.max);
    crossed(
        options,
        "min-length",
        field.min_length,
        "max-length",
        field.max_length,
    );
    crossed(
        options,
        "min-items",
        field.min_items,
        "max-items",
        field.max_items,
    );
    one_of(options, field);
}

fn crossed<T: PartialOrd>(
    options: &mut Options<'_>,
    least: &str,
    min: Option<T>,
    most: &str,
    max: Option<T>,
) {
    let is_crossed = min.zip(max).is_some_and(|(min, max)| min > max);
    if is_crossed && let Some(node) = options.node(least) {
        options.problem(node, format!("'{least}' is larger than '{most}'"));
    }
}

fn one_of(options: &mut Options<'_>, field: &Field) {
    let nodes = options.items("one-of");
    if nodes.is_empty()
        && let Some(node) = options.node("one-of")
    {
        options.problem(node, "'one-of' must list at least one value");
    }
    // The values of a list are its items.
    let wanted = match field.value_type {
        Some(ValueType::List) => field.of,
        wanted => wanted,
    };
    let Some(wanted) = wanted else { return };
    for node in nodes {
        if let Some(value) = scalar(node)
            && !is_of_type(&value, wanted)
        {
            let text = value.as_text().unwrap_or_default();
            let found = value.described();
            let wanted = article(wanted);
            let message = format!("'one-of' lists {found}, '{text}', where {wanted} is asked for");
            options.problem(node, message);
        }
    }
}
