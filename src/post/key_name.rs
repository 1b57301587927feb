//! The names of keys as readers keep them.

use std::fmt;
use std::ops::Deref;

use super::key::{FOLDED, same_key};

/// The name of a key, with what tells it from most others at a glance: rules ask for many keys of
/// every post.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyName(Text);

/// A text with its sign.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    Short { sign: Sign, text: ShortText },
    Long { sign: Sign, text: Box<str> },
}

/// Bytes of a name that needs no memory elsewhere.
const SHORT: usize = 23;

/// A text that is kept in place, as nearly every key is: its bytes, zeros, and behind them its
/// length. Aligned so that it is copied word by word, which each key of a post is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(align(8))]
struct ShortText([u8; SHORT + 1]);

impl KeyName {
    /// Whether both are the same key, whatever their case and word separators.
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        self.sign().may_be(other.sign()) && (self.0.is_same(&other.0) || self.means_name(other))
    }

    /// Whether `name`, which has that sign, is the same key.
    #[inline]
    pub(super) fn is_signed(&self, sign: Sign, name: &str) -> bool {
        self.sign().may_be(sign) && (self.0.as_bytes() == name.as_bytes() || self.means(name))
    }

    /// As [`KeyName::means`]. To take the text out of the other name is out of the way, too.
    #[cold]
    fn means_name(&self, other: &Self) -> bool {
        same_key(self, other)
    }

    /// The same by the texts alone, which is out of the way of a search by signs: keys that look
    /// alike are most often written alike.
    #[inline(never)]
    fn means(&self, name: &str) -> bool {
        same_key(self, name)
    }

    #[inline]
    fn sign(&self) -> Sign {
        match self.0 {
            Text::Short { sign, .. } | Text::Long { sign, .. } => sign,
        }
    }

    /// A number that the same keys share; nothing where that cannot be told.
    #[inline]
    pub fn shape(&self) -> Option<u8> {
        self.sign().shape()
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Text {
    #[inline]
    fn of(text: &str) -> Self {
        let sign = Sign::of(text);
        match ShortText::of(text) {
            Some(text) => Self::Short { sign, text },
            None => Self::Long {
                sign,
                text: text.into(),
            },
        }
    }

    /// Whether both are the same to the byte.
    #[inline]
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Short { text: a, .. }, Self::Short { text: b, .. }) => a == b,
            (Self::Long { text: a, .. }, Self::Long { text: b, .. }) => a == b,
            _ => false,
        }
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { text, .. } => text.as_bytes(),
            Self::Long { text, .. } => text.as_bytes(),
        }
    }

    #[inline]
    fn as_str(&self) -> &str {
        match self {
            // The bytes of a text always are one.
            Self::Short { text, .. } => str::from_utf8(text.as_bytes()).unwrap_or_default(),
            Self::Long { text, .. } => text,
        }
    }
}

impl ShortText {
    /// A text, if it is short.
    #[inline]
    fn of(text: &str) -> Option<Self> {
        let mut bytes = [0; SHORT + 1];
        let len = u8::try_from(text.len()).ok()?;
        bytes[..SHORT]
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        bytes[SHORT] = len;
        Some(Self(bytes))
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        let len = usize::from(self.0[SHORT]);
        self.0.get(..len).unwrap_or_default()
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
        Self(Text::of(text))
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
