//! The names of keys as readers keep them.

use std::fmt;
use std::ops::Deref;

use super::key::{FOLDED, same_key};

/// The name of a key, with what tells it from most others at a glance: rules ask for many keys of
/// every post.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyName {
    text: Text,
    sign: Sign,
}

/// Bytes of a name that needs no memory elsewhere.
const SHORT: usize = 22;

/// A text that is kept in place where it is short, as nearly every key is.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// Zeros stand behind the text.
    Short {
        bytes: [u8; SHORT],
        len: u8,
    },
    Long(Box<str>),
}

impl KeyName {
    /// Whether both are the same key, whatever their case and word separators.
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        self.sign.may_be(other.sign) && (self.text == other.text || self.means(other))
    }

    /// Whether `name`, which has that sign, is the same key.
    #[inline]
    pub(super) fn is_signed(&self, sign: Sign, name: &str) -> bool {
        self.sign.may_be(sign) && (self.text.as_bytes() == name.as_bytes() || self.means(name))
    }

    /// The same by the texts alone, which is out of the way of a search by signs: keys that look
    /// alike are most often written alike.
    #[inline(never)]
    fn means(&self, name: &str) -> bool {
        same_key(self, name)
    }

    /// A number that the same keys share; nothing where that cannot be told.
    #[inline]
    pub fn shape(&self) -> Option<u8> {
        self.sign.shape()
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }
}

impl Text {
    #[inline]
    fn of(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(kept), Ok(len)) => {
                kept.copy_from_slice(text.as_bytes());
                Self::Short { bytes, len }
            }
            _ => Self::Long(text.into()),
        }
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { bytes, len } => &bytes[..usize::from(*len)],
            Self::Long(text) => text.as_bytes(),
        }
    }

    #[inline]
    fn as_str(&self) -> &str {
        match self {
            // The bytes of a text always are one.
            Self::Short { .. } => str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl Default for KeyName {
    fn default() -> Self {
        "".into()
    }
}

impl From<String> for KeyName {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&str> for KeyName {
    #[inline]
    fn from(text: &str) -> Self {
        Self {
            text: Text::of(text),
            sign: Sign::of(text),
        }
    }
}

impl Deref for KeyName {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for KeyName {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for KeyName {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
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

    /// A number that the same keys share.
    #[inline]
    fn shape(self) -> Option<u8> {
        let [.., shape] = self.0.wrapping_mul(0x9e37_79b9).to_le_bytes();
        (self != Self::NONE).then_some(shape)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::key::normalize_key;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn names_compare_as_their_texts_do(
            a in "[aAkK\u{212a}é_ \t-]{0,4}",
            b in "[aAkK\u{212a}é_ \t-]{0,4}",
            padding in "a{0}|[a_]{17,24}",
        ) {
            let (a, b) = (format!("{a}{padding}"), format!("{b}{padding}"));
            let (first, second) = (KeyName::from(a.as_str()), KeyName::from(b.clone()));
            let is_same = normalize_key(&a) == normalize_key(&b);
            prop_assert_eq!(first.is(&second), is_same);
            prop_assert_eq!(first.is_signed(Sign::of(&b), &b), is_same);
            prop_assert_eq!(first == second, a == b);
            if let (true, Some(first), Some(second)) = (is_same, first.shape(), second.shape()) {
                prop_assert_eq!(first, second);
            }
        }

        #[test]
        fn a_name_says_what_it_was_made_of(text in ".{0,30}") {
            let name = KeyName::from(text.as_str());
            prop_assert_eq!(name.as_str(), text.as_str());
            prop_assert_eq!(name.to_string(), text);
        }
    }
}
