//! Which values are of which type.

use super::formats::Format;
use crate::post::{Data, ValueType};

/// Whether a value is of a type.
#[inline]
pub(super) fn is_of_type(data: &Data, wanted: ValueType) -> bool {
    match (wanted, data) {
        (ValueType::String, Data::String(_))
        | (ValueType::Integer | ValueType::Number, Data::Integer(_))
        | (ValueType::Number, Data::Float(_))
        | (ValueType::Boolean, Data::Boolean(_))
        | (ValueType::List, Data::List(_))
        | (ValueType::Map, Data::Map(_)) => true,
        (_, Data::String(text)) => format_of(wanted).is_some_and(|format| format.holds(text)),
        _ => false,
    }
}

/// The shape that a type demands of a text.
pub(super) fn format_of(wanted: ValueType) -> Option<Format> {
    match wanted {
        ValueType::Date => Some(Format::Date),
        ValueType::Datetime => Some(Format::Datetime),
        ValueType::Url => Some(Format::Url),
        _ => None,
    }
}

/// The type as messages call it.
pub(super) fn article(wanted: ValueType) -> &'static str {
    match wanted {
        ValueType::String => "a string",
        ValueType::Integer => "an integer",
        ValueType::Number => "a number",
        ValueType::Boolean => "a boolean",
        ValueType::Date => "a date",
        ValueType::Datetime => "a date with a time",
        ValueType::List => "a list",
        ValueType::Map => "a map",
        ValueType::Url => "a URL",
    }
}
