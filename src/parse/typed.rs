//! Scalars of untyped text, typed by what rules declare.

use crate::post::{Data, ValueType};

/// A text as a value of a type. One that is none of it stays text: the rule tells.
pub(super) fn typed(text: &str, value_type: Option<ValueType>) -> Data {
    let found = match value_type {
        Some(ValueType::Integer) => text.parse().ok().map(Data::Integer),
        Some(ValueType::Number) => number(text),
        Some(ValueType::Boolean) => boolean(text).map(Data::Boolean),
        _ => None,
    };
    match found {
        Some(data) => data,
        None if text.is_empty() => Data::Null,
        None => Data::String(text.to_owned()),
    }
}

fn number(text: &str) -> Option<Data> {
    if let Ok(whole) = text.parse() {
        return Some(Data::Integer(whole));
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(Data::Float(number))
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_declaration_and_keeps_what_does_not_fit() {
        assert_eq!(typed("12", Some(ValueType::Integer)), Data::Integer(12));
        assert_eq!(typed("1.5", Some(ValueType::Number)), Data::Float(1.5));
        assert_eq!(typed("True", Some(ValueType::Boolean)), Data::Boolean(true));
        assert_eq!(typed("0", Some(ValueType::Boolean)), Data::Boolean(false));
        assert_eq!(typed("12", None), Data::String("12".to_owned()));
        assert_eq!(typed("", Some(ValueType::Integer)), Data::Null);
        let kept = |text: &str| Data::String(text.to_owned());
        assert_eq!(typed("nan", Some(ValueType::Number)), kept("nan"));
        assert_eq!(typed("ten", Some(ValueType::Integer)), kept("ten"));
        assert_eq!(typed("2", Some(ValueType::Boolean)), kept("2"));
        let day = "2024-02-30";
        assert_eq!(typed(day, Some(ValueType::Date)), kept(day));
    }
}
