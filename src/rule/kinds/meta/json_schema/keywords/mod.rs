//! The keywords, by what they look at: each is read from a schema and then judges values.

mod combine;
mod count;
mod keys;
mod list;
mod number;
mod reference;
mod text;
mod unevaluated;
mod value;

pub(super) use combine::{Branches, Condition, Not, SchemasByKey};
pub(super) use count::{KeyCount, ListCount};
pub(super) use keys::{Dependent, KeyNames, Keys, Required};
pub(super) use list::{Contains, Items};
pub(super) use number::Bounds;
pub(super) use reference::{DynamicReference, Reference};
pub(super) use text::{Format, Length, Pattern};
pub(super) use unevaluated::Unevaluated;
pub(super) use value::{Types, Values};

use super::draft::Draft;
use super::node::Keyword;
use super::reader::Reader;

/// Reads the keywords of a schema, in the order in which they are judged.
pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Vec<Keyword> {
    let reference = Reference::read(reader).map(Keyword::Reference);
    if reader.draft == Draft::Seven && reader.value("$ref").is_some() {
        // What stands beside a reference says nothing in this draft.
        return reference.into_iter().collect();
    }
    let mut found = Vec::new();
    found.extend(Types::read(reader).map(Keyword::Types));
    found.extend(Values::read(reader).into_iter().map(Keyword::Values));
    found.extend(Bounds::read(reader).map(Keyword::Bounds));
    found.extend(Length::read(reader).map(Keyword::Length));
    found.extend(Pattern::read(reader).map(Keyword::Pattern));
    found.extend(Format::read(reader).map(Keyword::Format));
    found.extend(ListCount::read(reader).map(Keyword::ListCount));
    found.extend(Items::read(reader).map(Keyword::Items));
    found.extend(Contains::read(reader).map(Keyword::Contains));
    found.extend(KeyCount::read(reader).map(Keyword::KeyCount));
    found.extend(Required::read(reader).map(Keyword::Required));
    found.extend(Dependent::read(reader).map(Keyword::Dependent));
    found.extend(KeyNames::read(reader).map(Keyword::KeyNames));
    found.extend(Keys::read(reader).map(Keyword::Keys));
    found.extend(reference);
    found.extend(DynamicReference::read(reader).map(Keyword::DynamicReference));
    found.extend(Branches::read(reader).into_iter().map(Keyword::Branches));
    found.extend(Not::read(reader).map(Keyword::Not));
    found.extend(Condition::read(reader).map(Keyword::Condition));
    found.extend(SchemasByKey::read(reader).map(Keyword::SchemasByKey));
    found.extend(Unevaluated::read(reader, "unevaluatedItems").map(Keyword::UnevaluatedItems));
    found.extend(Unevaluated::read(reader, "unevaluatedProperties").map(Keyword::UnevaluatedKeys));
    found
}
