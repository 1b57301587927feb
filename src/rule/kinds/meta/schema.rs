//! The declared fields, as a list and as a tree of keys.

use rustc_hash::FxHashMap;

use super::bounds::tell_contradictions;
use super::field::Field;
use super::types::is_of_type;
use super::value::is_blank_text;
use crate::parse::KeyHint;
use crate::post::{Data, KeyName, MetaPath, Step, ValueType, normalize_key};
use crate::rule::Options;
use crate::rule::node::{NodeEntry, NodeValue};

/// Everything that a `meta` rule declares.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) fields: Vec<Field>,
    /// The tree of keys; its root stands for the meta block.
    pub(super) root: Level,
    /// Whether keys that are not declared are told.
    pub(super) is_closed: bool,
}

/// A place in meta that is declared, or that leads to one.
#[derive(Debug, Default)]
pub(super) struct Level {
    /// The last key as declared; empty for the root and for items.
    pub(super) key: KeyName,
    /// The path up to here, as declared.
    pub(super) name: String,
    /// What is asked of the value: an index into [`Schema::fields`].
    pub(super) field: Option<usize>,
    /// The keys of the map that stands here.
    pub(super) children: Vec<Level>,
    /// Where a key, normalised, stands among the children.
    numbers: FxHashMap<String, usize>,
    /// What is asked of each item of the list that stands here.
    pub(super) items: Option<Box<Level>>,
    /// The type that is all that is asked of the value beside its range, and the field that asks it.
    plain: Option<(ValueType, usize)>,
    /// Whether the key must be there: it is required, or it is not declared itself and leads to
    /// one that is required.
    pub(super) is_required: bool,
}

/// Longest path of a field. Walks over the tree recurse as deep as it is.
const LONGEST: usize = 32;

/// So many declared keys are looked at before a key is searched for among all.
const NEAR: usize = 4;

impl Schema {
    /// Reads the options of a `meta` rule.
    pub(super) fn read(options: &mut Options<'_>) -> Self {
        let policy = options.choice("unknown-keys", &["allow", "deny"]);
        let mut schema = Self {
            is_closed: policy == Some("deny"),
            ..Self::default()
        };
        let Some(node) = options.node("fields") else {
            return schema;
        };
        let NodeValue::Table(table) = &node.value else {
            options.wrong_type("fields", node, "a table of fields");
            return schema;
        };
        for entry in &table.entries {
            schema.read_field(options, entry);
        }
        schema.root.settle(&schema.fields);
        schema
    }

    /// What readers of untyped text should know of the keys.
    pub(super) fn hints(&self) -> Vec<KeyHint> {
        let hints = self.fields.iter().map(|field| KeyHint {
            path: field.path.clone(),
            value_type: field.value_type.unwrap_or(ValueType::String),
            of: field.of,
        });
        hints.collect()
    }

    fn read_field(&mut self, options: &mut Options<'_>, entry: &NodeEntry) {
        let Some(path) = field_path(options, entry) else {
            return;
        };
        let NodeValue::Table(table) = &entry.value.value else {
            options.wrong_type(&entry.key, &entry.value, "a table of what is asked of it");
            return;
        };
        if self.fields.iter().any(|field| field.path == path) {
            let message = format!("the field '{}' is declared twice", entry.key);
            options.problem_at(entry.source, entry.key_span, message);
            return;
        }
        let mut inner = options.inner(&entry.value, table);
        let field = Field::read(&mut inner, &entry.key, path);
        tell_contradictions(&mut inner, &field);
        self.root.insert(&field, self.fields.len());
        self.fields.push(field);
    }
}

fn field_path(options: &mut Options<'_>, entry: &NodeEntry) -> Option<MetaPath> {
    let message = match MetaPath::parse(&entry.key) {
        Err(error) => format!("'{}' is not a meta path: {}", entry.key, error.message),
        Ok(path) if path.steps().len() > LONGEST => {
            format!("the path of a field has at most {LONGEST} steps")
        }
        Ok(path) if path.steps().iter().any(|it| matches!(it, Step::Index(_))) => {
            "a field is a key or every item, `[]`, not one item".to_owned()
        }
        Ok(path) => return Some(path),
    };
    options.problem_at(entry.source, entry.key_span, message);
    None
}

impl Level {
    /// The number of the child that a key as written names.
    pub(super) fn child(&self, key: &str) -> Option<usize> {
        // Most keys are written in their normal form.
        let exact = self.numbers.get(key);
        exact
            .or_else(|| self.numbers.get(&normalize_key(key)))
            .copied()
    }

    /// The same, for a key that is likely to be that of child `next` or of one soon behind it.
    #[inline]
    pub(super) fn child_near(&self, next: usize, key: &KeyName) -> Option<usize> {
        let likely = self.children.get(next);
        if likely.is_some_and(|child| child.key.is(key)) {
            return Some(next);
        }
        self.child_behind(next, key)
    }

    fn child_behind(&self, next: usize, key: &KeyName) -> Option<usize> {
        let mut near = self.children.iter().skip(next + 1).take(NEAR);
        match near.position(|child| child.key.is(key)) {
            Some(passed) => Some(next + 1 + passed),
            None => self.child(key),
        }
    }

    fn insert(&mut self, field: &Field, index: usize) {
        let mut written = written_keys(&field.name, field.path.steps()).into_iter();
        let mut level = self;
        for step in field.path.steps() {
            level = match step {
                Step::Key(_) => level.child_or_new(written.next().unwrap_or_default()),
                Step::Items | Step::Index(_) => level.items_or_new(),
            };
        }
        level.field = Some(index);
    }

    fn child_or_new(&mut self, key: &str) -> &mut Self {
        let at = self.child(key).unwrap_or_else(|| {
            let dot = if self.name.is_empty() { "" } else { "." };
            let at = self.children.len();
            self.numbers.insert(normalize_key(key), at);
            self.children.push(Self {
                key: key.into(),
                name: format!("{}{dot}{key}", self.name),
                ..Self::default()
            });
            at
        });
        &mut self.children[at]
    }

    fn items_or_new(&mut self) -> &mut Self {
        let name = format!("{}[]", self.name);
        self.items.get_or_insert_with(|| {
            Box::new(Self {
                name,
                ..Self::default()
            })
        })
    }

    /// Whether a value is there and all that is asked for, as most are: then it is not looked at any
    /// closer.
    #[inline]
    pub(super) fn is_met_by(&self, data: &Data, fields: &[Field]) -> bool {
        match (self.plain, data) {
            (Some((ValueType::String, _)), Data::String(text)) => !is_blank_text(text),
            (Some((ValueType::Boolean, _)), Data::Boolean(_)) => true,
            (Some((wanted, field)), Data::Integer(_) | Data::Float(_)) => {
                let number = data.as_number().unwrap_or_default();
                is_of_type(data, wanted) && fields[field].range_missed(number).is_none()
            }
            _ => false,
        }
    }

    /// Works out what is required and what is plain, from the leaves up.
    fn settle(&mut self, fields: &[Field]) {
        for child in &mut self.children {
            child.settle(fields);
        }
        if let Some(items) = &mut self.items {
            items.settle(fields);
        }
        let is_leaf = self.children.is_empty() && self.items.is_none();
        let field = self.field.filter(|_| is_leaf);
        self.plain = field.and_then(|field| Some((fields[field].plain_type()?, field)));
        self.is_required = match self.field {
            Some(field) => fields[field].is_required,
            None => self.children.iter().any(|child| child.is_required),
        };
    }
}

/// The keys of a path as they are written, for messages: the path itself keeps them normalised.
fn written_keys<'a>(text: &'a str, steps: &[Step]) -> Vec<&'a str> {
    let mut keys = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (key, after) = match rest.strip_prefix('"').and_then(|it| it.split_once('"')) {
            Some(quoted) => quoted,
            None => rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())),
        };
        keys.push(key.trim());
        let end = after.find('.').map_or(after.len(), |dot| dot + 1);
        rest = &after[end..];
    }
    let wanted = steps.iter().filter(|it| matches!(it, Step::Key(_))).count();
    // A leading `meta.` is no step.
    keys.split_off(keys.len().saturating_sub(wanted))
}
