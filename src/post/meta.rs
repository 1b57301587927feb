//! Typed meta with a span for every key and value.

use crate::source::Span;

/// The meta block of a post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meta {
    /// The keys and values.
    pub root: Map,
    /// The whole block, delimiters included.
    pub span: Span,
    /// The closing delimiter, or the last line of a block that has none.
    pub close: Span,
}

/// Keys and values in order. Of a repeated key the first entry is kept; readers tell the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// The entries in order of the source.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Value,
}

/// A key as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// As written, without quotes.
    pub name: String,
    /// Its bytes, quotes included.
    pub span: Span,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Its bytes without quotes; for an empty value the empty span behind its key.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// What a value is. Dates of every syntax are strings in their written form.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Nothing, or an explicit null.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other finite number.
    Float(f64),
    /// Text.
    String(String),
    /// Values in order.
    List(Vec<Value>),
    /// Keys with values.
    Map(Map),
}

/// The types a schema can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A calendar date.
    Date,
    /// A date with a time.
    Datetime,
    /// A list.
    List,
    /// A map.
    Map,
    /// An absolute URL.
    Url,
}

impl ValueType {
    /// Every type with its name in configurations.
    pub const ALL: [(&'static str, Self); 9] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("datetime", Self::Datetime),
        ("list", Self::List),
        ("map", Self::Map),
        ("url", Self::Url),
    ];

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, value_type)| *value_type)
    }

    /// The name in configurations.
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, value_type)| *value_type == self);
        found.map_or("value", |(name, _)| name)
    }
}

impl Map {
    /// The entry of a key, whatever its case and word separators.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.position(name).map(|at| &self.entries[at])
    }

    /// Which entry has a key, whatever its case and word separators.
    pub fn position(&self, name: &str) -> Option<usize> {
        let first = folded_first(name);
        if first == 0 {
            let mut entries = self.entries.iter();
            return entries.position(|entry| same_key(&entry.key.name, name));
        }
        // Rules ask for many keys of every post: most entries are passed over by their first byte.
        self.entries.iter().position(|entry| {
            let own = folded_first(&entry.key.name);
            (own == first || own == 0)
                && (entry.key.name == name || same_key(&entry.key.name, name))
        })
    }
}

impl Data {
    /// The scalar as text, as a reader of the file would write it; `None` for lists and maps.
    pub fn as_text(&self) -> Option<String> {
        Some(match self {
            Self::Null => String::new(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::String(value) => value.clone(),
            Self::List(_) | Self::Map(_) => return None,
        })
    }

    /// The number, of either kind.
    #[expect(clippy::cast_precision_loss, reason = "thresholds are compared as f64")]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// What kind of value it is, for messages: `a list`.
    pub fn described(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
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

/// The form in which the first byte of a key compares; 0 where what is around it matters, too.
#[inline]
fn folded_first(key: &str) -> u8 {
    let first = key.as_bytes().first();
    first.map_or(0, |first| FOLDED_FIRST[usize::from(*first)])
}

static FOLDED_FIRST: [u8; 256] = folded_first_bytes();

const fn folded_first_bytes() -> [u8; 256] {
    let mut folded = folded_bytes();
    folded[b' ' as usize] = 0;
    folded
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
    }

    #[test]
    fn strips_a_key_however_it_is_written() {
        assert_eq!(strip_key("Reading-Time4", "reading_time"), Some("4"));
        assert_eq!(strip_key("GRÖSSE: 3", "grösse"), Some(": 3"));
        assert_eq!(strip_key("reading", "reading_time"), None);
        assert_eq!(strip_key("eading_time", "reading_time"), None);
    }
}
