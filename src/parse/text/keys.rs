//! The keys that rules declare: how a glued line is split and what its value is.

use crate::parse::KeyHint;
use crate::parse::typed::typed;
use crate::post::{Data, Step, ValueType, strip_key};

/// What stands in the bullets under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// No rule says.
    Anything,
    /// Values.
    List,
    /// Keys with values.
    Map,
    /// Several maps, one after the other.
    Maps,
}

/// A declared top-level key.
#[derive(Debug)]
pub(super) struct KnownKey<'a> {
    name: &'a str,
    value_type: Option<ValueType>,
    item_type: Option<ValueType>,
    nested: Vec<(&'a str, ValueType)>,
    holds: Holds,
}

/// Every declared top-level key, the longest first.
#[derive(Debug)]
pub(super) struct KeyTable<'a> {
    keys: Vec<KnownKey<'a>>,
}

impl<'a> KeyTable<'a> {
    /// Gathers the keys of all hints.
    pub(super) fn new(hints: &'a [KeyHint]) -> Self {
        let mut table = Self {
            keys: Vec::with_capacity(hints.len()),
        };
        for hint in hints {
            if let [Step::Key(name), rest @ ..] = hint.path.steps() {
                table.key(name).learn(rest, hint);
            }
        }
        table
            .keys
            .sort_by_key(|key| std::cmp::Reverse(key.name.len()));
        table
    }

    fn key(&mut self, name: &'a str) -> &mut KnownKey<'a> {
        let found = self.keys.iter().position(|key| key.name == name);
        let at = found.unwrap_or_else(|| {
            self.keys.push(KnownKey::new(name));
            self.keys.len() - 1
        });
        &mut self.keys[at]
    }

    /// Whether no key is declared: then lines must show by a colon where a key ends.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that begins a line, and the number of its bytes there. The longest one wins, but
    /// for a shorter one whose type the rest fits better.
    pub(super) fn split(&self, line: &str) -> Option<(&KnownKey<'a>, usize)> {
        let candidates = self.keys.iter().filter_map(|key| {
            let rest = strip_key(line, key.name)?;
            Some((key, rest))
        });
        let mut longest = None;
        for (key, rest) in candidates {
            let split = (key, line.len() - rest.len());
            if key.takes(value_text(rest)) {
                return Some(split);
            }
            longest.get_or_insert(split);
        }
        longest
    }
}

impl<'a> KnownKey<'a> {
    fn new(name: &'a str) -> Self {
        Self {
            name,
            value_type: None,
            item_type: None,
            nested: Vec::new(),
            holds: Holds::Anything,
        }
    }

    /// Takes in one hint whose path goes on with `rest` behind this key.
    fn learn(&mut self, rest: &'a [Step], hint: &KeyHint) {
        let holds = match rest {
            [] => {
                self.value_type = Some(hint.value_type);
                self.item_type = self.item_type.or(hint.of);
                match (hint.value_type, hint.of) {
                    (ValueType::List, Some(ValueType::Map)) => Holds::Maps,
                    (ValueType::List, _) => Holds::List,
                    (ValueType::Map, _) => Holds::Map,
                    _ => Holds::Anything,
                }
            }
            [Step::Key(name), deeper @ ..] => {
                self.learn_nested(name, deeper, hint);
                Holds::Map
            }
            [Step::Items | Step::Index(_), Step::Key(name), deeper @ ..] => {
                self.learn_nested(name, deeper, hint);
                Holds::Maps
            }
            [Step::Items | Step::Index(_), ..] => {
                self.item_type = Some(hint.value_type);
                Holds::List
            }
        };
        self.holds = self.holds.max(holds);
    }

    fn learn_nested(&mut self, name: &'a str, deeper: &[Step], hint: &KeyHint) {
        if deeper.is_empty() {
            self.nested.push((name, hint.value_type));
        }
    }

    /// What stands in the bullets under the key.
    pub(super) fn holds(&self) -> Holds {
        self.holds
    }

    /// The value of a scalar text.
    pub(super) fn scalar(&self, text: &str) -> Data {
        typed(text, self.value_type)
    }

    /// The value of an item of the list under the key.
    pub(super) fn item(&self, text: &str) -> Data {
        typed(text, self.item_type)
    }

    /// The value of a nested key. Text of keys that no rule declares stays text.
    pub(super) fn nested(&self, name: &str, text: &str) -> Data {
        typed(text, self.nested_type(name))
    }

    /// Whether a rule declares this nested key.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.nested_type(name).is_some()
    }

    fn nested_type(&self, name: &str) -> Option<ValueType> {
        let found = self
            .nested
            .iter()
            .find(|(known, _)| strip_key(name, known) == Some(""));
        found.map(|(_, value_type)| *value_type)
    }

    /// Whether `text` may be what is glued to the key.
    fn takes(&self, text: &str) -> bool {
        let Some(value_type) = self.value_type else {
            return text.is_empty() || self.holds == Holds::Anything;
        };
        match value_type {
            _ if text.is_empty() => true,
            ValueType::List | ValueType::Map => false,
            ValueType::Date => text.parse::<jiff::civil::Date>().is_ok(),
            ValueType::Integer | ValueType::Number | ValueType::Boolean => {
                !matches!(typed(text, Some(value_type)), Data::String(_))
            }
            ValueType::String | ValueType::Datetime | ValueType::Url => true,
        }
    }
}

/// What stands behind a key, without the colon that some renderings set.
pub(super) fn value_text(rest: &str) -> &str {
    rest.trim_start().trim_start_matches(':').trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::MetaPath;

    fn hint(path: &str, value_type: ValueType) -> KeyHint {
        KeyHint {
            path: MetaPath::parse(path).unwrap(),
            value_type,
            of: None,
        }
    }

    fn split(hints: &[KeyHint], line: &str) -> Option<String> {
        let table = KeyTable::new(hints);
        let (_, len) = table.split(line)?;
        Some(line[..len].to_owned())
    }

    #[test]
    fn prefers_the_longest_key() {
        let hints = [
            hint("score", ValueType::String),
            hint("score_card", ValueType::String),
        ];
        assert_eq!(
            split(&hints, "score cardgold").as_deref(),
            Some("score card")
        );
        assert_eq!(
            split(&hints, "Score-Cardgold").as_deref(),
            Some("Score-Card")
        );
        assert_eq!(split(&hints, "score carpet").as_deref(), Some("score"));
        assert_eq!(split(&hints, "scor"), None);
    }

    #[test]
    fn prefers_a_shorter_key_whose_type_fits() {
        let hints = [
            hint("view", ValueType::String),
            hint("view_count", ValueType::Integer),
        ];
        assert_eq!(split(&hints, "view count44").as_deref(), Some("view count"));
        assert_eq!(split(&hints, "view counts matter").as_deref(), Some("view"));
        assert_eq!(
            split(&hints[1..], "view countmany").as_deref(),
            Some("view count")
        );
    }

    #[test]
    fn learns_what_bullets_hold_from_nested_paths() {
        let hints = [
            hint("tools", ValueType::List),
            hint("score.depth", ValueType::Integer),
            hint("entities[].name", ValueType::String),
            hint("entities", ValueType::List),
            hint("sizes[]", ValueType::Integer),
        ];
        let table = KeyTable::new(&hints);
        let holds = |name: &str| table.split(name).map(|(key, _)| key.holds());
        assert_eq!(holds("tools"), Some(Holds::List));
        assert_eq!(holds("score"), Some(Holds::Map));
        assert_eq!(holds("entities"), Some(Holds::Maps));
        let (sizes, _) = table.split("sizes").unwrap();
        assert_eq!(sizes.item("3"), Data::Integer(3));
    }
}
