//! The names of keys, and which of them mean the same.

use std::fmt;
use std::ops::Deref;

/// The name of a key, with what tells it from most others at a glance: rules ask for many keys of
/// every post.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyName {
    text: Box<str>,
    sign: Sign,
}

impl KeyName {
    /// Whether both are the same key, whatever their case and word separators.
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        self.is_signed(other.sign, &other.text)
    }

    /// Whether `name`, which has that sign, is the same key.
    #[inline]
    pub(super) fn is_signed(&self, sign: Sign, name: &str) -> bool {
        self.sign.may_be(sign) && self.means(name)
    }

    /// The same by the texts alone, which is out of the way of a search by signs.
    #[inline(never)]
    fn means(&self, name: &str) -> bool {
        *self.text == *name || same_key(&self.text, name)
    }

    /// One bit of 64 that the same keys share; all of them where that cannot be told.
    #[inline]
    pub fn shape(&self) -> u64 {
        self.sign.shape()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<String> for KeyName {
    fn from(text: String) -> Self {
        let sign = Sign::of(&text);
        Self {
            text: text.into(),
            sign,
        }
    }
}

impl From<&str> for KeyName {
    #[inline]
    fn from(text: &str) -> Self {
        Self {
            text: text.into(),
            sign: Sign::of(text),
        }
    }
}

impl Deref for KeyName {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for KeyName {
    fn eq(&self, other: &str) -> bool {
        *self.text == *other
    }
}

impl PartialEq<&str> for KeyName {
    fn eq(&self, other: &&str) -> bool {
        *self.text == **other
    }
}

impl fmt::Debug for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What the same keys have in common: their first, middle and last byte, folded, and their length.
/// 0 where blanks around a key or characters beyond ASCII may matter, which says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Sign(u32);

impl Sign {
    /// Says nothing.
    const NONE: Self = Self(0);

    /// The sign of a name.
    #[inline]
    pub(super) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let ([first, ..], [.., last]) = (bytes, bytes) else {
            return Self::NONE;
        };
        if !first.is_ascii_graphic() || !last.is_ascii_graphic() || !name.is_ascii() {
            return Self::NONE;
        }
        let middle = bytes[bytes.len() / 2];
        let [first, middle, last] = [*first, middle, *last].map(|it| FOLDED[usize::from(it)]);
        let [length, ..] = bytes.len().to_le_bytes();
        Self(u32::from_le_bytes([first, middle, last, length]))
    }

    /// Whether keys of these signs may be the same.
    #[inline]
    fn may_be(self, other: Self) -> bool {
        self == other || self == Self::NONE || other == Self::NONE
    }

    /// One bit that the same keys share.
    #[inline]
    fn shape(self) -> u64 {
        if self == Self::NONE {
            return u64::MAX;
        }
        1 << (self.0.wrapping_mul(0x9e37_79b9) >> 26)
    }
}

/// The form in which keys compare: lower-case, with `_` for space and `-`.
pub fn normalize_key(name: &str) -> String {
    name.trim().chars().map(fold_key_char).collect()
}

/// What follows the normalised `key` at the start of `line`, however the key is written there.
pub fn strip_key<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for wanted in key.chars() {
        if rest.next().map(fold_key_char) != Some(wanted) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether two keys are the same, whatever their case and word separators.
#[inline]
pub fn same_key(a: &str, b: &str) -> bool {
    same_bytes(a.as_bytes(), b.as_bytes()).unwrap_or_else(|| same_chars(a, b))
}

/// Compares keys byte by byte, which tells most of them apart at their first byte. Nothing where
/// blanks around a key or characters beyond ASCII may matter.
#[inline]
fn same_bytes(a: &[u8], b: &[u8]) -> Option<bool> {
    let fold = |byte: &u8| FOLDED[usize::from(*byte)];
    let is_plain = |byte: &u8| *byte != b' ' && fold(byte) > 0;
    if !is_plain(a.first()?) || !is_plain(b.first()?) {
        return None;
    }
    let differs = |(a, b): &(&u8, &u8)| fold(a) != fold(b) || fold(a) == 0 && a != b;
    match a.iter().zip(b).find(differs) {
        Some((a, b)) => (fold(a) > 0 && fold(b) > 0).then_some(false),
        None => (is_plain(a.last()?) && is_plain(b.last()?)).then_some(a.len() == b.len()),
    }
}

/// The form in which each byte of a key compares; 0 where that depends on what is around it.
const FOLDED: [u8; 256] = folded_bytes();

const fn folded_bytes() -> [u8; 256] {
    let mut folded = [0; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        folded[byte as usize] = match byte {
            b' ' | b'-' => b'_',
            byte => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    folded
}

fn same_chars(a: &str, b: &str) -> bool {
    a.trim()
        .chars()
        .map(fold_key_char)
        .eq(b.trim().chars().map(fold_key_char))
}

fn fold_key_char(c: char) -> char {
    match c {
        ' ' | '-' => '_',
        'A'..='Z' => c.to_ascii_lowercase(),
        c if c.is_ascii() => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn keys_compare_alike_by_bytes_and_by_characters(
            a in "[aAkK\u{212a}é_ \t\u{a0}-]{0,4}",
            b in "[aAkK\u{212a}éÉ_ \t\u{a0}-]{0,4}",
        ) {
            prop_assert_eq!(same_key(&a, &b), same_chars(&a, &b));
        }

        #[test]
        fn names_compare_as_their_texts_do(
            a in "[aAkK\u{212a}é_ \t-]{0,4}",
            b in "[aAkK\u{212a}é_ \t-]{0,4}",
        ) {
            let (first, second) = (KeyName::from(a.as_str()), KeyName::from(b.clone()));
            prop_assert_eq!(first.is(&second), same_chars(&a, &b));
            if first.is(&second) {
                prop_assert!(first.shape() & second.shape() != 0);
            }
        }
    }

    #[test]
    fn strips_a_key_however_it_is_written() {
        assert_eq!(strip_key("Reading-Time4", "reading_time"), Some("4"));
        assert_eq!(strip_key("GRÖSSE: 3", "grösse"), Some(": 3"));
        assert_eq!(strip_key("reading", "reading_time"), None);
        assert_eq!(strip_key("eading_time", "reading_time"), None);
    }
}
