//! Numbers as JSON, TOML and YAML share them.

use crate::post::Data;

/// The number that `digits` write in decimal. What fits no integer is a float, what is not finite
/// stays text.
pub(in crate::parse) fn number(digits: &str) -> Data {
    finite(digits).unwrap_or_else(|| Data::String(digits.to_owned()))
}

/// The same, if there is one.
pub(in crate::parse) fn finite(digits: &str) -> Option<Data> {
    if let Ok(value) = digits.parse() {
        return Some(Data::Integer(value));
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(Data::Float(value))
}
