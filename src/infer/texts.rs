//! What is known of the texts under one key.

use jiff::civil::Date;

use super::distinct::Distinct;
use super::numbers::Spread;
use super::shape::Shapes;
use super::values::Values;
use crate::rule::kinds::meta::Format;
use crate::text::day_of;

/// The texts under one key.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    formats: [u32; FORMATS.len()],
    /// Slugs of more than one word.
    pub(super) hyphened: u32,
    /// Long hexadecimal numbers, by their lengths.
    pub(super) hexes: Spread,
    /// Of them, those with letters and digits.
    pub(super) mixed_hexes: u32,
    /// Of them, those with a capital letter.
    pub(super) capital_hexes: u32,
    /// Days after today.
    pub(super) future: u32,
    pub(super) values: Values,
    pub(super) shapes: Shapes,
    /// Of texts without white space: names have none.
    pub(super) distinct: Distinct,
    /// Texts with white space.
    pub(super) spaced: u32,
}

/// The formats that are looked for.
const FORMATS: [Format; 7] = [
    Format::Date,
    Format::Datetime,
    Format::Url,
    Format::Semver,
    Format::Slug,
    Format::Email,
    Format::Id,
];

/// Longer texts are prose, of no format.
const MOST_BYTES: usize = 512;
/// Shorter hexadecimal numbers may be words.
const SHORTEST_HEX: usize = 8;

impl Texts {
    /// Takes in a text.
    pub(super) fn note(&mut self, text: &str, today: Date) {
        self.values.note(text);
        let is_spaced = text.contains(char::is_whitespace);
        self.spaced += u32::from(is_spaced);
        if is_spaced || text.len() > MOST_BYTES {
            return;
        }
        self.distinct.note(text);
        for (count, format) in self.formats.iter_mut().zip(FORMATS) {
            *count += u32::from(may_hold(format, text) && format.holds(text));
        }
        self.hyphened += u32::from(text.contains('-') && Format::Slug.holds(text));
        self.future += u32::from(day_of(text).is_some_and(|day| day > today));
        self.shapes.note(text);
        self.note_hex(text);
    }

    /// Takes in what another has seen.
    pub(super) fn merge(&mut self, other: Self) {
        for (count, other) in self.formats.iter_mut().zip(other.formats) {
            *count += other;
        }
        self.hyphened += other.hyphened;
        self.hexes.merge(&other.hexes);
        self.mixed_hexes += other.mixed_hexes;
        self.capital_hexes += other.capital_hexes;
        self.future += other.future;
        self.values.merge(other.values);
        self.shapes.merge(other.shapes);
        self.distinct.merge(other.distinct);
        self.spaced += other.spaced;
    }

    /// How many texts have a format.
    pub(super) fn of_format(&self, format: Format) -> u32 {
        let at = FORMATS.iter().position(|known| *known == format);
        at.map_or(0, |at| self.formats[at])
    }

    fn note_hex(&mut self, text: &str) {
        if text.len() < SHORTEST_HEX || !Format::Hex.holds(text) {
            return;
        }
        let has = |wanted: fn(&u8) -> bool| text.bytes().any(|byte| wanted(&byte));
        let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
        let digits = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.hexes.note(f64::from(digits));
        self.mixed_hexes += u32::from(is_mixed);
        self.capital_hexes += u32::from(has(u8::is_ascii_uppercase));
    }
}

/// Whether a text may be of a format, told by a glance: reading each as each would take long.
fn may_hold(format: Format, text: &str) -> bool {
    match format {
        Format::Url => text.contains("://"),
        Format::Email => text.contains('@'),
        Format::Date | Format::Datetime | Format::Semver => {
            text.starts_with(|c: char| c.is_ascii_digit())
        }
        Format::Slug | Format::Hex | Format::Id => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn texts(all: &[&str]) -> Texts {
        let mut texts = Texts::default();
        for text in all {
            texts.note(text, date(2026, 1, 1));
        }
        texts
    }

    #[test]
    fn counts_formats() {
        let mut all = texts(&["2024-02-29", "2026-02-01", "soon", "2024-02-30"]);
        assert_eq!(all.of_format(Format::Date), 2);
        assert_eq!(all.future, 1);
        all.merge(texts(&["https://example.com", "a@example.com", "1.2.0"]));
        assert_eq!(all.of_format(Format::Url), 1);
        assert_eq!(all.of_format(Format::Email), 1);
        assert_eq!(all.of_format(Format::Semver), 1);
        assert_eq!(all.of_format(Format::Date), 2);
    }

    #[test]
    fn a_hexadecimal_number_has_letters_and_digits() {
        let all = texts(&["0f1e2d3c", "AB12CD34", "deadbeef", "12345678", "0x12"]);
        assert_eq!(all.hexes.count(), 4);
        assert_eq!(all.mixed_hexes, 2);
        assert_eq!(all.hexes.min(), Some(8.0));
        assert_eq!(all.capital_hexes, 1);
    }
}
