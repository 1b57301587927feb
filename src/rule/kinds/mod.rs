//! The kinds of the engine: one file each, listed once.

mod assert;
pub(crate) mod meta;

use super::RuleKind;

/// Every kind, in the order in which they are documented.
pub static KINDS: &[&dyn RuleKind] = &[&meta::MetaKind, &assert::Assert];

/// The kind of that name.
pub fn kind_named(name: &str) -> Option<&'static dyn RuleKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}
