//! Which keys a post has, lacks, and has without being asked.

use rustc_hash::FxHashMap;

use super::field::Field;
use super::fixes;
use super::schema::{Level, Schema};
use super::value::{check_value, is_blank_text};
use crate::diagnostic::{Diagnostic, Fix};
use crate::post::{Data, Key, Map, Post, Problem, ProblemKind, Value, normalize_key};
use crate::rule::PostContext;
use crate::source::Span;
use crate::text::nearest;

/// The key that suppresses findings; every schema has it.
pub(super) const ENGINE_KEY: &str = "gatepost";

/// Judges the meta of one post.
pub(super) fn check_meta(schema: &Schema, cx: &PostContext<'_>) -> Vec<Diagnostic> {
    let mut walk = Walk {
        schema,
        cx,
        tells_missing: !cx.post.problems.iter().any(hides_keys),
        placed: Vec::with_capacity(schema.root.children.len() * 2),
        found: Vec::new(),
    };
    walk.problems(cx.post);
    match &cx.post.meta {
        Some(meta) => {
            let given = Some(&cx.post.inherited).filter(|given| !given.entries.is_empty());
            walk.map(&meta.root, &schema.root, &Owner::Post, given);
        }
        None if schema.root.is_required && walk.tells_missing => walk.no_block(),
        None => {}
    }
    walk.found
}

/// Whether keys may stand in the part of the block that could not be read.
pub(super) fn hides_keys(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::Unparsable
        | ProblemKind::FrontMatterLimit
        | ProblemKind::FrontMatterLanguage
        | ProblemKind::Unreadable => true,
        ProblemKind::RepeatedKey | ProblemKind::UnknownKey => false,
    }
}

/// One walk over meta and the tree of declared keys, side by side.
pub(super) struct Walk<'a, 'p> {
    pub(super) schema: &'a Schema,
    pub(super) cx: &'a PostContext<'p>,
    tells_missing: bool,
    /// The entry of each child of the levels around, the outermost level first.
    placed: Vec<Option<usize>>,
    pub(super) found: Vec<Diagnostic>,
}

/// Whose keys a map holds.
enum Owner<'a> {
    /// The post's own.
    Post,
    /// Those under a key, by its declared name and its place.
    Key(&'a str, Span),
    /// Those of an item of a list, by the list's declared name, the item's number and place.
    Item(&'a str, usize, Span),
}

impl Walk<'_, '_> {
    fn problems(&mut self, post: &Post) {
        for problem in &post.problems {
            let finding = match problem.kind {
                ProblemKind::RepeatedKey => "repeated-key",
                ProblemKind::UnknownKey if self.schema.is_closed => "unknown",
                _ => continue,
            };
            let mut found = self.cx.found(finding, problem.span, &problem.message);
            if let Some((span, label)) = &problem.other {
                found = found.also(self.cx.source, *span, label);
            }
            found.help.extend(problem.help.clone());
            self.found.push(found);
        }
    }

    fn no_block(&mut self) {
        let keys = self.schema.root.children.iter();
        let given = Some(&self.cx.post.inherited);
        let is_asked = |it: &&Level| it.is_required && !is_given(given, it);
        let required: Vec<&Level> = keys.filter(is_asked).collect();
        if required.is_empty() && !self.cx.post.inherited.entries.is_empty() {
            return;
        }
        let place = self.cx.post.meta_anchor();
        let found = self
            .cx
            .found("missing", place, "the post has no meta block")
            .help(format!("add one with {}", self.described(&required)));
        self.found.push(found.identified_by("meta"));
    }

    /// Judges a map. What the site has `given` at its place is there, and is not judged.
    fn map(&mut self, map: &Map, level: &Level, owner: &Owner<'_>, given: Option<&Map>) {
        let base = self.placed.len();
        let has_unknown = self.place(map, level);
        let mut lacks_required = false;
        for (number, child) in level.children.iter().enumerate() {
            match self.placed[base + number].map(|at| &map.entries[at]) {
                None => lacks_required |= child.is_required && !is_given(given, child),
                Some(entry) if child.is_met_by(&entry.value.data, &self.schema.fields) => {}
                Some(entry) if child.is_required && is_blank(&entry.value.data) => {
                    self.no_value(child, entry.key.span);
                }
                Some(entry) => {
                    let given = given.and_then(|given| map_in(given, child));
                    self.value(&entry.value, child, entry.key.span, given);
                }
            }
        }
        let tells_unknown = has_unknown && self.schema.is_closed && !level.children.is_empty();
        if lacks_required || tells_unknown {
            let children = level.children.iter().zip(&self.placed[base..]);
            let absent = children.filter(|(it, at)| at.is_none() && !is_given(given, it));
            let absent: Vec<&Level> = absent.map(|(child, _)| child).collect();
            self.keys(map, level, owner, &absent);
        }
        self.placed.truncate(base);
    }

    /// Notes which entry each declared key has; whether there are keys that are not declared.
    fn place(&mut self, map: &Map, level: &Level) -> bool {
        let base = self.placed.len();
        self.placed.resize(base + level.children.len(), None);
        let mut has_unknown = false;
        // Posts mostly have their keys in the order in which they are declared.
        let mut next = 0;
        for (at, entry) in map.entries.iter().enumerate() {
            match level.child_near(next, &entry.key.name) {
                Some(number) => {
                    self.placed[base + number].get_or_insert(at);
                    next = number + 1;
                }
                None => has_unknown = true,
            }
        }
        has_unknown
    }

    /// What a map lacks and what it has without being asked.
    fn keys(&mut self, map: &Map, level: &Level, owner: &Owner<'_>, absent: &[&Level]) {
        if self.tells_missing {
            self.missing(absent, owner);
        }
        if self.schema.is_closed && !level.children.is_empty() {
            let keys = map.entries.iter().map(|entry| &entry.key);
            let unknown = keys.filter(|key| level.child(&key.name).is_none());
            let names: Vec<&str> = absent.iter().map(|it| it.key.as_str()).collect();
            let nearest = |key: &Key| nearest(&key.name, names.iter().copied());
            let unknown: Vec<_> = unknown.map(|key| (key, nearest(key))).collect();
            let mut rivals: FxHashMap<&str, usize> = FxHashMap::default();
            for near in unknown.iter().filter_map(|(_, near)| *near) {
                *rivals.entry(near).or_default() += 1;
            }
            for (key, near) in &unknown {
                let is_alone = near.is_some_and(|near| rivals[near] == 1);
                let fix = is_alone.then(|| self.renamed(key, absent)).flatten();
                self.unknown(key, *near, fix, owner);
            }
        }
    }

    fn value(&mut self, value: &Value, level: &Level, key: Span, given: Option<&Map>) {
        if matches!(value.data, Data::Null) {
            return;
        }
        if let Some(index) = level.field {
            let field = &self.schema.fields[index];
            if !check_value(self, field, &level.name, value) {
                return;
            }
        }
        match &value.data {
            Data::Map(map) if !level.children.is_empty() => {
                self.map(map, level, &Owner::Key(&level.name, key), given);
            }
            Data::List(items) => self.items(items, level),
            data if !level.children.is_empty() => self.wrong_shape(level, value, data, "a map"),
            data if level.items.is_some() => self.wrong_shape(level, value, data, "a list"),
            _ => {}
        }
    }

    fn items(&mut self, items: &[Value], level: &Level) {
        let Some(inner) = &level.items else {
            return;
        };
        for (at, item) in items.iter().enumerate() {
            match &item.data {
                Data::Map(map) if !inner.children.is_empty() => {
                    let owner = Owner::Item(&level.name, at + 1, item.span);
                    self.map(map, inner, &owner, None);
                }
                _ => self.value(item, inner, item.span, None),
            }
        }
    }

    fn wrong_shape(&mut self, level: &Level, value: &Value, data: &Data, wanted: &str) {
        let message = format!("`{}` is {}, not {wanted}", level.name, data.described());
        let found = self.cx.found("type", value.span, message);
        self.found.push(found.identified_by(&level.name));
    }

    fn no_value(&mut self, level: &Level, key: Span) {
        if self.tells_missing {
            let message = format!("key `{}` has no value", level.name);
            let found = self.cx.found("missing", key, message);
            self.found.push(found.identified_by(&level.name));
        }
    }

    fn missing(&mut self, absent: &[&Level], owner: &Owner<'_>) {
        let required: Vec<&Level> = absent.iter().copied().filter(|it| it.is_required).collect();
        let keys: Vec<&str> = required.iter().map(|it| it.key.as_str()).collect();
        let word = match keys.len() {
            0 => return,
            1 => "key",
            _ => "keys",
        };
        let what = format!("{}{}", listed(&keys), owner.shown());
        let place = match owner {
            Owner::Post => self.cx.post.meta_anchor(),
            Owner::Key(_, span) | Owner::Item(_, _, span) => *span,
        };
        let found = self
            .cx
            .found("missing", place, format!("missing {word} {what}"))
            .help(format!("add {}", self.described(&required)));
        let mut found = found.identified_by(what);
        found.reach = self.cx.post.meta.as_ref().map(|meta| meta.span);
        self.found.push(found);
    }

    /// `` `a` (string), `b` (one of `x`, `y`) ``.
    fn described(&self, levels: &[&Level]) -> String {
        let shown = levels.iter().map(|level| {
            let field = level.field.map(|index| &self.schema.fields[index]);
            match field.and_then(Field::described) {
                Some(wanted) => format!("`{}` ({wanted})", level.key),
                None => format!("`{}`", level.key),
            }
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    /// How a key that is alone near a declared one gets its name.
    fn renamed(&self, key: &Key, absent: &[&Level]) -> Option<Fix> {
        let names = absent.iter().map(|it| (it.key.as_str(), it.is_required));
        fixes::of_key(self.cx.text, key, names)
    }

    fn unknown(&mut self, key: &Key, near: Option<&str>, fix: Option<Fix>, owner: &Owner<'_>) {
        let name = key.name.as_str();
        if matches!(owner, Owner::Post) && normalize_key(name) == ENGINE_KEY {
            return;
        }
        let what = format!("`{name}`{}", owner.shown());
        let message = format!("unknown key {what}");
        let found = match near {
            Some(near) => {
                let message = format!("{message}; did you mean `{near}`?");
                self.cx.found("unknown", key.span, message)
            }
            None => self
                .cx
                .found("unknown", key.span, message)
                .help("remove it, or declare it in the rule's `fields`"),
        };
        self.found.push(found.identified_by(what).fixed_by(fix));
    }
}

impl Owner<'_> {
    /// As it ends a message.
    fn shown(&self) -> String {
        match self {
            Self::Post => String::new(),
            Self::Key(name, _) => format!(" in `{name}`"),
            Self::Item(name, number, _) => format!(" in item {number} of `{name}`"),
        }
    }
}

/// Whether the site gives a value to a key.
fn is_given(given: Option<&Map>, level: &Level) -> bool {
    let value = given.and_then(|given| given.get(&level.key));
    value.is_some_and(|entry| !is_blank(&entry.value.data))
}

/// The map that the site gives to a key.
fn map_in<'a>(given: &'a Map, level: &Level) -> Option<&'a Map> {
    match &given.get(&level.key)?.value.data {
        Data::Map(map) => Some(map),
        _ => None,
    }
}

/// Whether a required key with this value is as good as missing.
fn is_blank(data: &Data) -> bool {
    match data {
        Data::Null => true,
        Data::String(text) => is_blank_text(text),
        _ => false,
    }
}

/// `` `a`, `b` and `c` ``.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
