//! Names of places in meta: `score.quality`, `revision."last reviewed"`, `image_sources[].url`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::key::normalize_key;
use super::key_name::KeyName;
use super::meta::{Data, Map, Value};

/// A parsed meta path. An optional leading `meta.` is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MetaPath {
    steps: Vec<Step>,
}

/// One step of a meta path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A key, normalised.
    Key(PathKey),
    /// Every item of a list.
    Items,
    /// One item of a list.
    Index(usize),
}

/// A key of a path, and where it is looked for first: posts of one site have their keys in one
/// order.
#[derive(Debug)]
pub struct PathKey {
    name: KeyName,
    /// Where it stood last. No key stands twice in a map, so that what is found does not depend on
    /// it.
    place: AtomicUsize,
}

impl PathKey {
    /// The value of the key in a map.
    #[inline]
    fn value<'a>(&self, map: &'a Map) -> Option<&'a Value> {
        let likely = map.entries.get(self.place.load(Ordering::Relaxed));
        match likely.filter(|entry| entry.key.name.is(&self.name)) {
            Some(entry) => Some(&entry.value),
            None => self.value_elsewhere(map),
        }
    }

    /// The same where it does not stand where it stood. A key that some posts leave out moves those
    /// behind it by one.
    fn value_elsewhere<'a>(&self, map: &'a Map) -> Option<&'a Value> {
        let place = self.place.load(Ordering::Relaxed);
        let is_at = |at: &usize| {
            let entry = map.entries.get(*at);
            entry.is_some_and(|entry| entry.key.name.is(&self.name))
        };
        let mut near = [place.wrapping_sub(1), place.wrapping_add(1)].into_iter();
        let at = near.find(is_at).or_else(|| map.position_of(&self.name))?;
        self.place.store(at, Ordering::Relaxed);
        map.entries.get(at).map(|entry| &entry.value)
    }
}

impl From<&str> for PathKey {
    fn from(name: &str) -> Self {
        Self {
            name: normalize_key(name).into(),
            place: AtomicUsize::default(),
        }
    }
}

impl Deref for PathKey {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

impl Clone for PathKey {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            place: AtomicUsize::default(),
        }
    }
}

impl PartialEq for PathKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for PathKey {}

impl Hash for PathKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// Why a path could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// One line.
    pub message: String,
    /// Byte offset into the path.
    pub at: usize,
}

impl MetaPath {
    /// Reads a path as written in a configuration.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let mut steps = Vec::new();
        let mut rest = text;
        let fail = |rest: &str, message: &str| PathError {
            message: message.to_owned(),
            at: text.len() - rest.len(),
        };
        loop {
            let (key, after) = if let Some(quoted) = rest.strip_prefix('"') {
                let Some(end) = quoted.find('"') else {
                    return Err(fail(rest, "the quote is not closed"));
                };
                (&quoted[..end], &quoted[end + 1..])
            } else {
                rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()))
            };
            if key.trim().is_empty() {
                return Err(fail(rest, "a key is expected here"));
            }
            steps.push(Step::Key(key.into()));
            rest = after;
            while let Some(inner) = rest.strip_prefix('[') {
                let Some(end) = inner.find(']') else {
                    return Err(fail(rest, "the bracket is not closed"));
                };
                let index = inner[..end].trim();
                steps.push(match index {
                    "" => Step::Items,
                    _ => Step::Index(
                        index
                            .parse()
                            .map_err(|_| fail(inner, "an item number or nothing is expected"))?,
                    ),
                });
                rest = &inner[end + 1..];
            }
            match rest.strip_prefix('.') {
                Some(next) => rest = next,
                None if rest.is_empty() => break,
                None => return Err(fail(rest, "a dot is expected here")),
            }
        }
        if steps.len() > 1 && steps[0] == Step::Key("meta".into()) {
            steps.remove(0);
        }
        Ok(Self { steps })
    }

    /// Every value that the path leads to, in order. A list at the end of a path without `[]` is
    /// one value; the caller decides whether its items count.
    pub fn select<'a>(&self, root: &'a Map) -> Vec<&'a Value> {
        let mut values = Vec::new();
        self.each(root, |value| values.push(value));
        values
    }

    /// Tells every value that the path leads to, as [`MetaPath::select`] does.
    pub fn each<'a>(&self, root: &'a Map, mut tell: impl FnMut(&'a Value)) {
        if let Some((Step::Key(key), rest)) = self.steps.split_first()
            && let Some(value) = key.value(root)
        {
            each_below(value, rest, &mut tell);
        }
    }

    /// The first value that the path leads to.
    pub fn first<'a>(&self, root: &'a Map) -> Option<&'a Value> {
        let (Step::Key(key), rest) = self.steps.split_first()? else {
            return None;
        };
        first_below(key.value(root)?, rest)
    }

    /// The path without its last step, and the last step's key; `None` when the last step is not
    /// a key.
    pub fn split_last(&self) -> Option<(Self, &str)> {
        let (last, parents) = self.steps.split_last()?;
        match last {
            Step::Key(key) => {
                let steps = parents.to_vec();
                Some((Self { steps }, key))
            }
            Step::Items | Step::Index(_) => None,
        }
    }

    /// The steps in order; a parsed path begins with a key.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

fn each_below<'a>(value: &'a Value, steps: &[Step], tell: &mut impl FnMut(&'a Value)) {
    let Some((step, rest)) = steps.split_first() else {
        tell(value);
        return;
    };
    match (step, &value.data) {
        (Step::Key(key), Data::Map(map)) => {
            if let Some(value) = key.value(map) {
                each_below(value, rest, tell);
            }
        }
        (Step::Items, Data::List(items)) => {
            for item in items {
                each_below(item, rest, tell);
            }
        }
        (Step::Index(at), Data::List(items)) => {
            if let Some(item) = items.get(*at) {
                each_below(item, rest, tell);
            }
        }
        _ => {}
    }
}

fn first_below<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    let mut value = value;
    let mut rest = steps;
    while let Some((step, behind)) = rest.split_first() {
        value = match (step, &value.data) {
            (Step::Key(key), Data::Map(map)) => key.value(map)?,
            (Step::Index(at), Data::List(items)) => items.get(*at)?,
            (Step::Items, Data::List(items)) => {
                return items.iter().find_map(|item| first_below(item, behind));
            }
            _ => return None,
        };
        rest = behind;
    }
    Some(value)
}

impl fmt::Display for MetaPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{}", &**key)?,
                Step::Items => f.write_str("[]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::{Entry, Key};
    use crate::source::Span;

    fn map(names: &[&str]) -> Map {
        let entry = |(at, name): (i64, &&str)| Entry {
            key: Key {
                name: (*name).into(),
                span: Span::default(),
            },
            value: Value {
                span: Span::default(),
                data: Data::Integer(at),
            },
        };
        Map {
            entries: (0..).zip(names).map(entry).collect(),
        }
    }

    #[test]
    fn finds_a_key_wherever_it_stood_before() {
        let path = MetaPath::parse("reading time").unwrap();
        let found = |names: &[&str]| path.first(&map(names)).map(|value| value.data.clone());
        assert_eq!(found(&["a", "b", "Reading-Time"]), Some(Data::Integer(2)));
        assert_eq!(found(&["reading_time", "a", "b"]), Some(Data::Integer(0)));
        assert_eq!(found(&["a", "b"]), None);
        assert_eq!(found(&[]), None);
        let inner = MetaPath::parse("b.c").unwrap();
        for names in [["a", "c"], ["c", "a"], ["a", "b"]] {
            let mut root = map(&["a", "b"]);
            root.entries[1].value.data = Data::Map(map(&names));
            let at = names.iter().position(|name| *name == "c");
            let at = at.map(|at| Data::Integer(i64::try_from(at).unwrap()));
            assert_eq!(inner.first(&root).map(|value| value.data.clone()), at);
        }
        assert_eq!(path.select(&map(&["a", "reading time"])).len(), 1);
        assert_eq!(path, MetaPath::parse("reading_time").unwrap());
    }
}
