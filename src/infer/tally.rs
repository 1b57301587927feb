//! What is known of the values at one place in meta.

use jiff::civil::Date;

use super::numbers::Spread;
use super::texts::Texts;
use crate::post::Data;

/// The values at one place in meta, over all posts.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Keys without a value.
    pub(super) blank: u32,
    /// Of them, those with a text of blanks: it is of no type but that of texts.
    pub(super) empty: u32,
    pub(super) booleans: u32,
    pub(super) integers: u32,
    pub(super) fractions: u32,
    pub(super) strings: u32,
    pub(super) lists: u32,
    pub(super) maps: u32,
    pub(super) texts: Texts,
    pub(super) numbers: Spread,
    /// The lengths of lists.
    pub(super) lengths: Spread,
}

impl Tally {
    /// Takes in a value.
    pub(super) fn note(&mut self, data: &Data, today: Date) {
        match data {
            Data::Null => self.blank += 1,
            Data::Boolean(_) => self.booleans += 1,
            Data::Integer(number) => {
                self.integers += 1;
                self.texts.distinct.note(&number.to_string());
            }
            Data::Float(_) => self.fractions += 1,
            // A required key with a text of blanks is told as missing.
            Data::String(text) if text.trim().is_empty() => {
                self.blank += 1;
                self.empty += 1;
            }
            Data::String(text) => {
                self.strings += 1;
                self.texts.note(text, today);
            }
            Data::List(items) => {
                self.lists += 1;
                let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
                self.lengths.note(f64::from(length));
            }
            Data::Map(_) => self.maps += 1,
        }
        if let Some(number) = data.as_number() {
            self.numbers.note(number);
        }
    }

    /// Takes in what another has seen.
    pub(super) fn merge(&mut self, other: Self) {
        self.blank += other.blank;
        self.empty += other.empty;
        self.booleans += other.booleans;
        self.integers += other.integers;
        self.fractions += other.fractions;
        self.strings += other.strings;
        self.lists += other.lists;
        self.maps += other.maps;
        self.texts.merge(other.texts);
        self.numbers.merge(&other.numbers);
        self.lengths.merge(&other.lengths);
    }

    /// How many values there are that say something.
    pub(super) fn present(&self) -> u32 {
        self.booleans + self.integers + self.fractions + self.strings + self.lists + self.maps
    }
}
