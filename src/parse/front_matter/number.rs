//! Numbers as JSON, TOML and YAML share them.

use crate::post::Data;

/// The number that `digits` write in decimal. What fits no integer is a float, what is not finite
/// stays text.
pub(in crate::parse) fn number(digits: &str) -> Data {
    if let Ok(value) = digits.parse() {
        return Data::Integer(value);
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Data::Float(value),
        _ => Data::String(digits.to_owned()),
    }
}
