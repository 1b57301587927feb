//! What a schema tells readers of untyped text about keys and their types.

use super::keywords::{Items, Types};
use super::node::{Keyword, NodeId};
use super::schema::Nodes;
use crate::parse::KeyHint;
use crate::post::{MetaPath, ValueType};

/// Deepest key that is told; texts nest no deeper.
const MOST_DEPTH: usize = 3;
/// Schemas looked at: one that refers to itself would have keys without end.
const MOST_SCHEMAS: usize = 1_000;

/// The keys that a schema declares, each with its type where that is the same in every case.
pub(super) fn hints(nodes: &Nodes) -> Vec<KeyHint> {
    let mut gather = Gather {
        nodes,
        left: MOST_SCHEMAS,
        found: Vec::new(),
    };
    gather.keys(nodes.root(), "", MOST_DEPTH);
    gather.found
}

struct Gather<'a> {
    nodes: &'a Nodes,
    left: usize,
    found: Vec<KeyHint>,
}

impl Gather<'_> {
    /// The keys of the map that a schema speaks of. References and alternatives lead no deeper, so
    /// that what is left bounds them.
    fn keys(&mut self, schema: NodeId, path: &str, depth: usize) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        self.left = left;
        let nodes = self.nodes;
        for keyword in &nodes.node(schema).keywords {
            match keyword {
                Keyword::Keys(keys) => {
                    for (name, schema) in &keys.declared {
                        self.key(name, *schema, path, depth);
                    }
                }
                Keyword::Not(_) => {}
                other => {
                    for inner in other.in_place() {
                        self.keys(inner, path, depth);
                    }
                }
            }
        }
    }

    fn key(&mut self, name: &str, schema: NodeId, path: &str, depth: usize) {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}\"{name}\"");
        let Ok(parsed) = MetaPath::parse(&path) else {
            return;
        };
        let value_type = self.value_type(schema, MOST_DEPTH);
        let items = self.items(schema);
        let hint = KeyHint {
            path: parsed,
            value_type: value_type.unwrap_or(ValueType::String),
            of: items.and_then(|items| self.value_type(items, MOST_DEPTH)),
        };
        if !self.found.iter().any(|known| known.path == hint.path) {
            self.found.push(hint);
        }
        if depth > 1 {
            self.keys(schema, &path, depth - 1);
            if let Some(items) = items {
                self.keys(items, &format!("{path}[]"), depth - 1);
            }
        }
    }

    /// The one type that a schema takes.
    fn value_type(&self, schema: NodeId, depth: usize) -> Option<ValueType> {
        let node = self.nodes.node(self.nodes.followed(schema));
        let types = node.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Types(types) => Some(*types),
            _ => None,
        });
        if types.is_some() || depth == 0 {
            return types.and_then(Types::only);
        }
        let branches = node.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Branches(branches) => Some(&branches.schemas),
            _ => None,
        })?;
        let mut types = branches.iter().map(|it| self.value_type(*it, depth - 1));
        let first = types.next()??;
        types.all(|it| it == Some(first)).then_some(first)
    }

    fn items(&self, schema: NodeId) -> Option<NodeId> {
        let node = self.nodes.node(self.nodes.followed(schema));
        node.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Items(Items { rest, .. }) => *rest,
            _ => None,
        })
    }
}
