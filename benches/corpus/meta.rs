//! Meta as an ordered tree that both renderings write and defects change.

/// The meta of a post, in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Meta {
    pub(super) entries: Vec<(&'static str, Value)>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Text, quoted where a rendering needs it.
    Text(String),
    /// Digits only by chance: always quoted where a rendering has quotes.
    Opaque(String),
    /// A number, or anything else that is written as it is.
    Bare(String),
    /// True or false.
    Flag(bool),
    /// A list of single words.
    Words(Vec<String>),
    /// A list of texts.
    List(Vec<String>),
    /// Keys with scalars.
    Map(Vec<(&'static str, Value)>),
    /// A list of maps.
    Maps(Vec<Vec<(&'static str, Value)>>),
}

impl Meta {
    /// The value of a key, or of a key inside the map of a key: `["score", "quality"]`.
    pub(super) fn value_mut(&mut self, path: &[&str]) -> Option<&mut Value> {
        let (first, rest) = path.split_first()?;
        let value = find(&mut self.entries, first)?;
        match (rest, value) {
            ([], value) => Some(value),
            ([key], Value::Map(entries)) => find(entries, key),
            _ => None,
        }
    }

    /// Replaces a value that is there.
    pub(super) fn set(&mut self, path: &[&str], value: Value) {
        if let Some(old) = self.value_mut(path) {
            *old = value;
        }
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: &str) {
        self.entries.retain(|(known, _)| *known != key);
    }
}

fn find<'a>(entries: &'a mut [(&'static str, Value)], key: &str) -> Option<&'a mut Value> {
    let found = entries.iter_mut().find(|(known, _)| *known == key);
    found.map(|(_, value)| value)
}
