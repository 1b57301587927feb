//! The kinds of the engine: one file each, listed once.

mod assert;
mod boilerplate;
mod capitalize;
mod consistent;
mod count;
mod hash;
mod links;
mod matcher;
pub(crate) mod meta;
mod near_duplicate;
mod pattern;
mod places;
mod score;
mod search;
pub(crate) mod sections;
mod substitute;
mod unique;

use super::RuleKind;

/// Every kind, in the order in which they are documented.
pub static KINDS: &[&dyn RuleKind] = &[
    &sections::Sections,
    &meta::MetaKind,
    &assert::Assert,
    &unique::Unique,
    &hash::HashKind,
    &boilerplate::Boilerplate,
    &near_duplicate::NearDuplicate,
    &score::Score,
    &pattern::Pattern,
    &substitute::Substitute,
    &count::Count,
    &consistent::Consistent,
    &capitalize::Capitalize,
    &links::LinksKind,
];

/// The kind of that name.
pub fn kind_named(name: &str) -> Option<&'static dyn RuleKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}
