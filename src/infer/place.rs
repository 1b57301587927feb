//! Names of places in meta, as rules and as conditions write them.

use crate::post::normalize_key;

/// The way to a place, while meta is walked.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// As a rule writes it, with the keys as the post does.
    written: String,
    /// The same with the keys in the form in which they compare.
    normal: String,
    /// The lengths of both before each step.
    steps: Vec<(usize, usize)>,
}

impl Place {
    /// Goes to the value of a key. No rule can name some keys: false then.
    pub(super) fn enter(&mut self, key: &str) -> bool {
        let key = key.trim();
        let normal = normalize_key(key);
        let Some((key, normal)) = step(key).zip(step(&normal)) else {
            return false;
        };
        self.steps.push((self.written.len(), self.normal.len()));
        for (path, step) in [(&mut self.written, key), (&mut self.normal, normal)] {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&step);
        }
        true
    }

    /// Goes to the items of a list.
    pub(super) fn enter_items(&mut self) {
        self.enter_brackets("[]");
    }

    /// Goes to one item of a list.
    pub(super) fn enter_item(&mut self, number: usize) {
        self.enter_brackets(&format!("[{number}]"));
    }

    /// Goes back one step.
    pub(super) fn leave(&mut self) {
        if let Some((written, normal)) = self.steps.pop() {
            self.written.truncate(written);
            self.normal.truncate(normal);
        }
    }

    /// How many steps lead here.
    pub(super) fn depth(&self) -> usize {
        self.steps.len()
    }

    /// The path as a rule writes it.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// What is the same for every spelling of the keys.
    pub(super) fn normal(&self) -> &str {
        &self.normal
    }

    fn enter_brackets(&mut self, brackets: &str) {
        self.steps.push((self.written.len(), self.normal.len()));
        self.written.push_str(brackets);
        self.normal.push_str(brackets);
    }
}

/// The normal form of the path without its last step; empty for a key of the post.
pub(super) fn parent(normal: &str) -> &str {
    if let Some(list) = normal.strip_suffix("[]") {
        return list;
    }
    let mut is_quoted = false;
    let mut last = 0;
    for (at, c) in normal.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => last = at,
            _ => {}
        }
    }
    &normal[..last]
}

/// The last key of a path in its normal form.
pub(super) fn last_key(normal: &str) -> &str {
    let own = &normal[parent(normal).len()..];
    own.trim_start_matches('.')
}

/// A path as rules take it: a leading `meta.` would be dropped.
pub(super) fn as_path(path: &str) -> String {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    if first.len() < path.len() && normalize_key(first) == "meta" {
        return format!("meta.{path}");
    }
    path.to_owned()
}

/// A path in its normal form as a condition names it; nothing where no condition can.
pub(super) fn as_variable(normal: &str) -> Option<String> {
    let is_name = |key: &str| {
        let mut letters = key.chars();
        letters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let keys = normal.split('.');
    let mut names = keys.map(|key| key.split('[').next().unwrap_or_default());
    names.all(is_name).then(|| format!("meta.{normal}"))
}

/// A key as a path writes it. There is no way to write a quote.
fn step(key: &str) -> Option<String> {
    if key.is_empty() || key.contains('"') {
        return None;
    }
    let is_plain = !key.contains(['.', '[']);
    Some(if is_plain {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::post::{MetaPath, Step};

    proptest! {
        #[test]
        fn a_path_leads_to_the_keys_that_it_was_made_of(
            keys in proptest::collection::vec("(meta|[a-c.\\[\\] é\n-]{1,4})", 1..4),
        ) {
            let mut place = Place::default();
            prop_assume!(keys.iter().all(|key| place.enter(key)));
            let wanted: Vec<Step> = keys.iter().map(|key| Step::Key(key.as_str().into())).collect();
            for path in [place.written(), place.normal()] {
                let path = MetaPath::parse(&as_path(path)).unwrap();
                prop_assert_eq!(path.steps(), &wanted);
            }
        }
    }

    #[test]
    fn knows_the_way_back() {
        let mut place = Place::default();
        assert!(place.enter("image sources") && place.depth() == 1);
        place.enter_items();
        assert!(place.enter("a.b"));
        assert_eq!(place.written(), "image sources[].\"a.b\"");
        assert_eq!(parent(place.normal()), "image_sources[]");
        assert_eq!(last_key(place.normal()), "\"a.b\"");
        assert_eq!(parent("image_sources[]"), "image_sources");
        assert_eq!(parent("image_sources"), "");
        place.leave();
        place.leave();
        assert_eq!(place.normal(), "image_sources");
        assert!(!place.enter("say \"hi\"") && !place.enter(" "));
    }

    #[test]
    fn conditions_name_plain_keys_alone() {
        let variable = |path| as_variable(path);
        assert_eq!(
            variable("entities[2].name").as_deref(),
            Some("meta.entities[2].name")
        );
        assert_eq!(variable("größe"), None);
        assert_eq!(variable("\"a.b\""), None);
        assert_eq!(variable("2nd"), None);
    }
}
