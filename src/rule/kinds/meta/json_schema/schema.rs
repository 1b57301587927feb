//! A schema file with all that it refers to, compiled once.

use super::super::value::cut;
use super::constant::Constant;
use super::json::{JsonId, JsonKind};
use super::keywords::{self, Keys};
use super::library::Library;
use super::loops::tell_loops;
use super::node::{About, Keyword, Node, NodeId};
use super::reader::Reader;
use crate::rule::{Options, TextFile};

/// The schemas by their number.
#[derive(Debug)]
pub(super) struct Nodes {
    all: Vec<Node>,
    root: NodeId,
    is_dynamic: bool,
}

/// References that are followed to describe what is wanted.
const MOST_STEPS: usize = 8;

impl Nodes {
    /// Reads a schema; mistakes are told at their places, and what is returned then is of no use.
    pub(super) fn read(file: &TextFile, options: &mut Options<'_>) -> Option<Self> {
        let (library, root) = Library::read(file, options)?;
        let schemas = library.schemas.iter();
        let nodes: Vec<Node> = schemas
            .filter_map(|schema| node(&library, *schema, options))
            .collect();
        let mut keywords = nodes.iter().flat_map(|node| &node.keywords);
        let nodes = Self {
            is_dynamic: keywords.any(|it| matches!(it, Keyword::DynamicReference(_))),
            root: library.placed(root)?.node,
            all: nodes,
        };
        tell_loops(&nodes, &library, options);
        Some(nodes)
    }

    /// The schema of the meta block.
    pub(super) fn root(&self) -> NodeId {
        self.root
    }

    /// Whether what a reference means may depend on the way to it.
    pub(super) fn is_dynamic(&self) -> bool {
        self.is_dynamic
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// A schema.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.all[id.0 as usize]
    }

    /// Whether no value meets a schema: it is `false`.
    pub(super) fn is_never(&self, id: NodeId) -> bool {
        matches!(*self.node(id).keywords, [Keyword::Never])
    }

    /// The schema with nothing but a reference left behind.
    pub(super) fn followed(&self, mut id: NodeId) -> NodeId {
        for _ in 0..MOST_STEPS {
            match &*self.node(id).keywords {
                [Keyword::Reference(reference)] => id = reference.target,
                _ => break,
            }
        }
        id
    }

    /// The keys that a schema declares.
    pub(super) fn keys(&self, id: NodeId) -> Option<&Keys> {
        let mut keywords = self.node(id).keywords.iter();
        keywords.find_map(|keyword| match keyword {
            Keyword::Keys(keys) => Some(keys),
            _ => None,
        })
    }

    /// The schema that another declares for a key.
    pub(super) fn declared(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let mut declared = self.keys(id)?.declared.iter();
        let found = declared.find(|(name, _)| name == key)?;
        Some(found.1)
    }

    /// The keys that a schema requires.
    pub(super) fn required(&self, id: NodeId) -> &[String] {
        let mut keywords = self.node(id).keywords.iter();
        let required = keywords.find_map(|keyword| match keyword {
            Keyword::Required(required) => Some(required.0.as_slice()),
            _ => None,
        });
        required.unwrap_or_default()
    }

    /// What a schema wants, in a few words for advice.
    pub(super) fn described(&self, id: NodeId) -> Option<String> {
        let node = self.node(self.followed(id));
        let values = node.keywords.iter().find_map(|keyword| match keyword {
            Keyword::Values(values) => listed(&values.all),
            _ => None,
        });
        values.or_else(|| {
            node.keywords.iter().find_map(|keyword| match keyword {
                Keyword::Types(types) => Some(types.described()),
                _ => None,
            })
        })
    }

    /// What a schema says of itself.
    pub(super) fn description(&self, id: NodeId) -> Option<&str> {
        let about = [id, self.followed(id)].map(|id| self.node(id).about.as_deref());
        let mut about = about.into_iter().flatten();
        about.find_map(|about| about.description.as_deref())
    }
}

/// Most values that advice lists.
const LISTED: usize = 8;

/// `` `a` or `b` ``, if they are few.
fn listed(values: &[Constant]) -> Option<String> {
    if values.len() > LISTED {
        return None;
    }
    let shown = values.iter().map(Constant::shown);
    let quoted: Vec<String> = shown.map(|it| format!("`{}`", cut(&it))).collect();
    match quoted.split_last()? {
        (last, []) => Some(last.clone()),
        (last, others) => Some(format!("{} or {last}", others.join(", "))),
    }
}

/// Longest text of a schema that a note repeats, in characters.
const QUOTED: usize = 300;

/// A text on one line, cut.
fn brief(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let mut shown: String = text.chars().take(QUOTED).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn node(library: &Library, schema: JsonId, options: &mut Options<'_>) -> Option<Node> {
    let resource = library.placed(schema)?.resource;
    let mut reader = Reader {
        library,
        options,
        schema,
        draft: library.resource(resource).draft,
    };
    let keywords = match library.texts.get(schema).kind {
        JsonKind::Boolean(true) => Vec::new(),
        JsonKind::Boolean(false) => vec![Keyword::Never],
        _ => keywords::read(&mut reader),
    };
    let about = about(&mut reader);
    Some(Node {
        keywords: keywords.into(),
        resource,
        about: about.map(Box::new),
    })
}

fn about(reader: &mut Reader<'_, '_, '_>) -> Option<About> {
    let texts = &reader.library.texts;
    let schema = reader.schema;
    let text = |key: &str| texts.text(schema, key).map(brief);
    let mut about = About {
        description: text("description").or_else(|| text("title")),
        message: text("errorMessage"),
        messages: Vec::new(),
    };
    if let Some(messages) = texts.member(schema, "errorMessage") {
        for member in texts.members(messages) {
            if let JsonKind::String(message) = &texts.get(member.value).kind {
                let message = (member.key.to_string(), brief(message));
                about.messages.push(message);
            }
        }
    }
    let says_nothing =
        about.description.is_none() && about.message.is_none() && about.messages.is_empty();
    (!says_nothing).then_some(about)
}
