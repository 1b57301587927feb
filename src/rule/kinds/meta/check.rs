//! Which keys a post has, lacks, and has without being asked.

use super::schema::{Level, Schema};
use super::value::check_value;
use crate::diagnostic::Diagnostic;
use crate::post::{Data, Map, Post, Problem, ProblemKind, Value, normalize_key};
use crate::rule::PostContext;
use crate::source::Span;
use crate::text::nearest;

/// The key that suppresses findings; every schema has it.
const ENGINE_KEY: &str = "gatepost";

/// Judges the meta of one post.
pub(super) fn check_meta(schema: &Schema, cx: &PostContext<'_>) -> Vec<Diagnostic> {
    let mut walk = Walk {
        schema,
        cx,
        tells_missing: !cx.post.problems.iter().any(hides_keys),
        found: Vec::new(),
    };
    walk.problems(cx.post);
    match &cx.post.meta {
        Some(meta) => walk.map(&meta.root, &schema.root, &Owner::Post),
        None if schema.root.is_required && walk.tells_missing => walk.no_block(),
        None => {}
    }
    walk.found
}

/// Whether keys may stand in the part of the block that could not be read.
fn hides_keys(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::Unparsable
        | ProblemKind::FrontMatterLimit
        | ProblemKind::FrontMatterLanguage => true,
        ProblemKind::RepeatedKey | ProblemKind::UnknownKey => false,
    }
}

/// One walk over meta and the tree of declared keys, side by side.
pub(super) struct Walk<'a, 'p> {
    pub(super) schema: &'a Schema,
    pub(super) cx: &'a PostContext<'p>,
    tells_missing: bool,
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
        let found = self
            .cx
            .found(
                "missing",
                self.cx.post.meta_anchor(),
                "the post has no meta block",
            )
            .help(format!(
                "begin the post with a meta block that has {}",
                self.required()
            ));
        self.found.push(found.identified_by("meta"));
    }

    fn required(&self) -> String {
        let keys = self.schema.root.children.iter();
        let required: Vec<&str> = keys
            .filter(|child| child.is_required)
            .map(|child| child.name.as_str())
            .collect();
        listed(&required)
    }

    fn map(&mut self, map: &Map, level: &Level, owner: &Owner<'_>) {
        let mut missing = Vec::new();
        for child in &level.children {
            match map.get(&child.key) {
                None if child.is_required => missing.push(child.key.as_str()),
                None => {}
                Some(entry) if is_blank(&entry.value.data) && child.is_required => {
                    self.no_value(child, entry.key.span);
                }
                Some(entry) => self.value(&entry.value, child, entry.key.span),
            }
        }
        if self.tells_missing && !missing.is_empty() {
            self.missing(&missing, owner);
        }
        if self.schema.is_closed && !level.children.is_empty() {
            self.unknown(map, level, owner);
        }
    }

    fn value(&mut self, value: &Value, level: &Level, key: Span) {
        if value.data == Data::Null {
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
                self.map(map, level, &Owner::Key(&level.name, key));
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
                    self.map(map, inner, &Owner::Item(&level.name, at + 1, item.span));
                }
                _ => self.value(item, inner, item.span),
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

    fn missing(&mut self, keys: &[&str], owner: &Owner<'_>) {
        let word = if keys.len() == 1 { "key" } else { "keys" };
        let keys = listed(keys);
        let place = match owner {
            Owner::Post => self.cx.post.meta_anchor(),
            Owner::Key(_, span) | Owner::Item(_, _, span) => *span,
        };
        let message = format!("missing {word} {keys}{}", owner.shown());
        let found = self.cx.found("missing", place, message);
        self.found
            .push(found.identified_by(format!("{keys}{}", owner.shown())));
    }

    fn unknown(&mut self, map: &Map, level: &Level, owner: &Owner<'_>) {
        for entry in &map.entries {
            let name = entry.key.name.as_str();
            let is_engines = matches!(owner, Owner::Post) && normalize_key(name) == ENGINE_KEY;
            if is_engines || level.child(name).is_some() {
                continue;
            }
            let mut message = format!("unknown key `{name}`{}", owner.shown());
            let absent = level
                .children
                .iter()
                .filter(|it| map.get(&it.key).is_none());
            if let Some(near) = nearest(name, absent.map(|it| it.key.as_str())) {
                message.push_str(&format!("; did you mean `{near}`?"));
            }
            let found = self.cx.found("unknown", entry.key.span, message);
            let identity = format!("{name}{}", owner.shown());
            self.found.push(found.identified_by(identity));
        }
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

/// Whether a required key with this value is as good as missing.
fn is_blank(data: &Data) -> bool {
    match data {
        Data::Null => true,
        Data::String(text) => text.trim().is_empty(),
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
