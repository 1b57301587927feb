//! A schema as it is judged by: its keywords, ready to use.

use super::keywords::{
    Bounds, Branches, Condition, Contains, Dependent, DynamicReference, Format, Items, KeyCount,
    KeyNames, Keys, Length, ListCount, Not, Pattern, Reference, Required, SchemasByKey, Types,
    Unevaluated, Values,
};
use super::place::Place;
use super::run::Run;

/// The number of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(pub(super) u32);

/// The number of a schema with an id of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ResourceId(pub(super) u32);

/// A schema.
#[derive(Debug)]
pub(super) struct Node {
    /// In the order in which they are judged: the type first, since it makes the others moot.
    pub(super) keywords: Box<[Keyword]>,
    pub(super) resource: ResourceId,
    pub(super) about: Option<Box<About>>,
}

/// What a schema says of itself to people.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) description: Option<String>,
    /// `errorMessage`, for all keywords.
    pub(super) message: Option<String>,
    /// `errorMessage`, by keyword.
    pub(super) messages: Vec<(String, String)>,
}

impl About {
    /// What is to be said where a keyword is not met. The description helps only where the value
    /// itself is wrong, not its keys.
    pub(super) fn note(&self, keyword: &str, of_value: bool) -> Option<&str> {
        let mut messages = self.messages.iter();
        let own = messages.find(|(key, _)| key == keyword);
        let description = self.description.as_ref().filter(|_| of_value);
        own.map(|(_, message)| message)
            .or(self.message.as_ref())
            .or(description)
            .map(String::as_str)
    }
}

/// A keyword, or several that are judged as one.
#[derive(Debug)]
pub(super) enum Keyword {
    /// The schema `false`.
    Never,
    Types(Types),
    Values(Values),
    Bounds(Bounds),
    Length(Length),
    Pattern(Pattern),
    Format(Format),
    ListCount(ListCount),
    Items(Items),
    Contains(Contains),
    KeyCount(KeyCount),
    Required(Required),
    Dependent(Dependent),
    KeyNames(KeyNames),
    Keys(Keys),
    SchemasByKey(SchemasByKey),
    Reference(Reference),
    DynamicReference(DynamicReference),
    Branches(Branches),
    Not(Not),
    Condition(Condition),
    UnevaluatedItems(Unevaluated),
    UnevaluatedKeys(Unevaluated),
}

impl Keyword {
    /// Whether a value meets it; complains if it does not.
    pub(super) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        match self {
            Self::Never => run.forbids(place),
            Self::Types(it) => it.holds(run, place),
            Self::Values(it) => it.holds(run, place),
            Self::Bounds(it) => it.holds(run, place),
            Self::Length(it) => it.holds(run, place),
            Self::Pattern(it) => it.holds(run, place),
            Self::Format(it) => it.holds(run, place),
            Self::ListCount(it) => it.holds(run, place),
            Self::Items(it) => it.holds(run, place),
            Self::Contains(it) => it.holds(run, place),
            Self::KeyCount(it) => it.holds(run, place),
            Self::Required(it) => it.holds(run, place),
            Self::Dependent(it) => it.holds(run, place),
            Self::KeyNames(it) => it.holds(run, place),
            Self::Keys(it) => it.holds(run, place),
            Self::SchemasByKey(it) => it.holds(run, place),
            Self::Reference(it) => it.holds(run, place),
            Self::DynamicReference(it) => it.holds(run, place),
            Self::Branches(it) => it.holds(run, place),
            Self::Not(it) => it.holds(run, place),
            Self::Condition(it) => it.holds(run, place),
            Self::UnevaluatedItems(it) => it.items_hold(run, place),
            Self::UnevaluatedKeys(it) => it.keys_hold(run, place),
        }
    }

    /// Whether a value that does not meet it is not worth a look at the keywords behind it.
    pub(super) fn makes_others_moot(&self) -> bool {
        matches!(self, Self::Never | Self::Types(_))
    }

    /// The schemas that it applies to the value itself, not to a part of it.
    pub(super) fn in_place(&self) -> Vec<NodeId> {
        match self {
            Self::Reference(it) => vec![it.target],
            Self::DynamicReference(it) => vec![it.target],
            Self::Branches(it) => it.schemas.clone(),
            Self::Not(it) => vec![it.schema],
            Self::Condition(it) => it.schemas().collect(),
            Self::SchemasByKey(it) => it.schemas().collect(),
            _ => Vec::new(),
        }
    }
}
