//! Of which type the values of a key are.

use super::super::tally::Tally;
use super::evidence::is_share;
use crate::post::ValueType;
use crate::rule::kinds::meta::Format;

/// Hundredths of the values that are of the type; the rest is at fault.
pub(super) const FIT: u32 = 98;
/// A fraction among so many numbers makes whole numbers a matter of chance.
const FRACTIONS: u32 = 200;

/// The type of nearly all values, and how many are of it.
pub(super) fn type_of(tally: &Tally) -> Option<(ValueType, u32)> {
    let has_fractions = tally.fractions * FRACTIONS >= tally.integers.max(1);
    let numbers = tally.integers + tally.fractions;
    let of_format = |format| tally.texts.of_format(format);
    let candidates = [
        (ValueType::Boolean, tally.booleans),
        (
            ValueType::Integer,
            if has_fractions { 0 } else { tally.integers },
        ),
        (ValueType::Number, numbers),
        (ValueType::List, tally.lists),
        (ValueType::Map, tally.maps),
        (ValueType::Date, of_format(Format::Date)),
        (ValueType::Datetime, of_format(Format::Datetime)),
        (ValueType::Url, of_format(Format::Url)),
        (ValueType::String, tally.strings),
    ];
    let mut candidates = candidates.into_iter();
    candidates.find(|(_, count)| is_share(*count, tally.present(), FIT))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::post::Data;

    fn of(data: &[Data]) -> Option<ValueType> {
        let mut tally = Tally::default();
        for data in data {
            tally.note(data, date(2026, 1, 1));
        }
        type_of(&tally).map(|(value_type, _)| value_type)
    }

    fn text(text: &str) -> Data {
        Data::String(text.to_owned())
    }

    #[test]
    fn one_odd_value_of_many_is_at_fault() {
        let mut data = vec![Data::Integer(4); 99];
        data.push(text("plenty"));
        assert_eq!(of(&data), Some(ValueType::Integer));
        data.extend([text("few"), text("some")]);
        assert_eq!(of(&data), None);
    }

    #[test]
    fn a_fraction_makes_numbers_of_whole_ones() {
        let mut data = vec![Data::Integer(4); 99];
        data.push(Data::Float(4.5));
        assert_eq!(of(&data), Some(ValueType::Number));
    }

    #[test]
    fn texts_are_of_the_narrowest_type() {
        assert_eq!(of(&[text("2024-03-01")]), Some(ValueType::Date));
        assert_eq!(
            of(&[text("2024-03-01T10:00:00Z")]),
            Some(ValueType::Datetime)
        );
        assert_eq!(of(&[text("https://a.example/")]), Some(ValueType::Url));
        assert_eq!(
            of(&[text("2024-03-01"), text("soon")]),
            Some(ValueType::String)
        );
        assert_eq!(of(&[]), None);
    }
}
