//! What is wrong with a value, before it is put into words.

use std::sync::Arc;

use super::constant::Constant;
use super::formats::TextFormat;
use super::keywords::Types;
use super::node::{Node, NodeId};
use super::place::{Place, Step};
use super::view::Keys;
use crate::post::{Key, Value};

/// A keyword that a value does not meet.
#[derive(Debug, Clone)]
pub(super) struct Complaint<'p> {
    /// The keyword, as schemas write it.
    pub(super) keyword: &'static str,
    /// The schema that it stands in.
    pub(super) schema: Option<NodeId>,
    pub(super) what: What<'p>,
    pub(super) step: Step<'p>,
    /// How many values are around the value.
    pub(super) depth: usize,
    /// The name of the value; empty for the meta block.
    pub(super) name: String,
    /// What the schema says to people.
    pub(super) note: Option<String>,
    /// How many alternatives there are, of which the closest is told.
    pub(super) forms: usize,
}

/// What is wrong.
#[derive(Debug, Clone)]
pub(super) enum What<'p> {
    /// Of none of these types.
    Type(Types),
    /// None of these.
    Value(Arc<[Constant]>),
    /// What `not` rules out, in words; empty if there are none.
    Not(String),
    /// More than one of the schemas of `oneOf` is met: how many.
    Several(usize),
    /// Out of bounds: what it must be.
    Range(String),
    /// A text too short or too long: what it must have.
    Length(String, usize),
    /// A text that does not match this.
    Pattern(String),
    /// A text of none of these shapes.
    Format(Vec<TextFormat>),
    /// How many items or keys there are, and what must be.
    Count(usize, &'static str, String),
    /// More items than the list has places for: how many it has.
    Surplus(usize),
    /// An item that stands there already, with the one before it.
    Repeated(usize, &'p Value, &'p [Value]),
    /// Items that `contains` asks for: how many there are, and how many must be.
    Contains(usize, String),
    /// Keys that are not there, and the key that asks for them.
    Missing(Missing, Option<String>),
    /// A key that is not declared, with all of its map.
    Unknown(&'p Key, Keys<'p>),
    /// It must not be there at all.
    Forbidden,
}

/// Keys that are not there.
#[derive(Debug, Clone, Default)]
pub(super) struct Missing {
    /// The first of them.
    pub(super) names: Vec<String>,
    /// How many there are besides.
    pub(super) more: usize,
}

impl<'p> Complaint<'p> {
    /// A complaint of the value at a place.
    pub(super) fn new(place: &Place<'_, 'p>, keyword: &'static str, what: What<'p>) -> Self {
        Self {
            keyword,
            schema: None,
            what,
            step: place.step,
            depth: place.depth,
            name: place.name(),
            note: None,
            forms: 0,
        }
    }

    /// Takes over what a schema of a value at `depth` says of itself, if it speaks of this value
    /// and no schema nearer did.
    pub(super) fn learn(&mut self, schema: NodeId, node: &Node, depth: usize) {
        if self.depth != depth {
            return;
        }
        self.schema.get_or_insert(schema);
        if let (None, Some(about)) = (&self.note, &node.about) {
            let of_value = !matches!(self.what, What::Missing(..) | What::Unknown(..));
            self.note = about.note(self.keyword, of_value).map(str::to_owned);
        }
    }
}
