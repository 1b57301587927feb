//! The type of a scalar: the core schema of YAML 1.2, stricter with zeros in front.

use granit_parser::{ScalarStyle, Tag};

use crate::post::Data;

use super::super::number::finite;

/// A tag that cannot be honoured.
pub(super) enum BadTag {
    /// Nobody knows it.
    Unknown,
    /// The text is not of its type.
    Mismatch(&'static str),
}

/// The value of a plain scalar without a tag. Dates, `yes`, `no`, `0123` and numbers that are
/// not finite are text.
pub(super) fn resolve(text: &str) -> Data {
    let mut data = Data::Null;
    resolve_into(text, &mut data);
    data
}

/// The same where it is to stand: a value that was just written costs most to move.
#[inline]
pub(super) fn resolve_into(text: &str, data: &mut Data) {
    if is_word(text) {
        *data = Data::String(text.to_owned());
        return;
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => *data = Data::Null,
        "true" | "True" | "TRUE" => *data = Data::Boolean(true),
        "false" | "False" | "FALSE" => *data = Data::Boolean(false),
        _ => *data = numeric(text).unwrap_or_else(|| Data::String(text.to_owned())),
    }
}

/// Whether a text is neither a number nor one of the words that mean something, as its first
/// letter and its length tell.
fn is_word(text: &str) -> bool {
    match *text.as_bytes() {
        [b't' | b'T' | b'f' | b'F' | b'n' | b'N', ..] => text.len() > 5,
        [first, ..] => first.is_ascii_alphabetic() || !first.is_ascii(),
        [] => false,
    }
}

/// The value of a tagged scalar; of a tag that cannot be honoured, the reason.
pub(super) fn resolve_tagged(text: &str, style: ScalarStyle, tag: &Tag) -> Result<Data, BadTag> {
    let as_text = || Data::String(text.to_owned());
    if tag.suffix() == "!" && tag.handle().is_empty() {
        return Ok(as_text());
    }
    let resolved = resolve(text);
    match (tag.core_suffix(), resolved) {
        (Some("str"), _) => Ok(as_text()),
        (Some("int"), data @ Data::Integer(_))
        | (Some("float"), data @ Data::Float(_))
        | (Some("bool"), data @ Data::Boolean(_))
        | (Some("null"), data @ Data::Null) => Ok(data),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a float")]
        (Some("float"), Data::Integer(value)) => Ok(Data::Float(value as f64)),
        (Some("int"), _) => Err(BadTag::Mismatch("an integer")),
        (Some("float"), _) => Err(BadTag::Mismatch("a number")),
        (Some("bool"), _) => Err(BadTag::Mismatch("a boolean")),
        (Some("null"), _) => Err(BadTag::Mismatch("nothing")),
        (Some("seq"), _) => Err(BadTag::Mismatch("a list")),
        (Some("map"), Data::Null) if style == ScalarStyle::Plain => Ok(Data::Null),
        (Some("map"), _) => Err(BadTag::Mismatch("a map")),
        _ if is_timestamp(tag) => Ok(as_text()),
        _ => Err(BadTag::Unknown),
    }
}

/// Dates are text in every syntax, so this tag of YAML 1.1 asks for nothing.
fn is_timestamp(tag: &Tag) -> bool {
    tag.parts() == ("tag:yaml.org,2002:", "timestamp")
}

#[inline(never)]
fn numeric(text: &str) -> Option<Data> {
    let unsigned = match text.as_bytes() {
        [b'0', b'x', ..] => return radix(&text[2..], 16),
        [b'0', b'o', ..] => return radix(&text[2..], 8),
        [b'-' | b'+', unsigned @ ..] | unsigned => unsigned,
    };
    let starts_well = match unsigned {
        [b'0', b'0'..=b'9', ..] => false,
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => true,
        _ => false,
    };
    (starts_well && is_numeric(unsigned)).then(|| finite(text))?
}

/// Whether each byte is one of a number, signs behind an `e` alone: a date is none.
fn is_numeric(bytes: &[u8]) -> bool {
    let mut before = b'0';
    bytes.iter().all(|byte| {
        let may_be_signed = std::mem::replace(&mut before, *byte) | b' ' == b'e';
        match byte {
            b'0'..=b'9' | b'.' | b'e' | b'E' => true,
            b'+' | b'-' => may_be_signed,
            _ => false,
        }
    })
}

fn radix(digits: &str, radix: u32) -> Option<Data> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    i64::from_str_radix(digits, radix).ok().map(Data::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_what_the_core_schema_types() {
        assert_eq!(resolve("~"), Data::Null);
        assert_eq!(resolve("True"), Data::Boolean(true));
        assert_eq!(resolve("-7"), Data::Integer(-7));
        assert_eq!(resolve("+7"), Data::Integer(7));
        assert_eq!(resolve("0"), Data::Integer(0));
        assert_eq!(resolve("0x1F"), Data::Integer(31));
        assert_eq!(resolve("0o17"), Data::Integer(15));
        assert_eq!(resolve("1."), Data::Float(1.0));
        assert_eq!(resolve("-.5"), Data::Float(-0.5));
        assert_eq!(resolve("2e3"), Data::Float(2000.0));
    }

    #[test]
    fn leaves_everything_else_as_text() {
        let texts = [
            "no",
            "yes",
            "on",
            "0123",
            "-012",
            "00.5",
            "2024-05-01",
            "1_000",
            "1.2.3",
            "0x",
            "0o8",
            ".",
            "-",
            "+.e1",
            "1e",
            ".inf",
            ".nan",
            "inf",
            "nan",
            "1e999",
            "1 2",
            "٣",
        ];
        for text in texts {
            assert_eq!(resolve(text), Data::String(text.to_owned()));
        }
    }

    #[test]
    fn an_integer_too_large_becomes_a_float() {
        assert_eq!(
            resolve("9223372036854775808"),
            Data::Float(9_223_372_036_854_775_808.0)
        );
    }
}
