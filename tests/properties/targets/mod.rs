//! What must hold of any input, one file for each way in.
//!
//! A target takes bytes and panics if something does not hold. The fuzzer in `fuzz/` calls these
//! with what it makes up; `replay.rs` calls them with what was found that way before.

mod baseline;
mod config;
mod corpus;
mod emit;
mod engine;
mod expr;
mod fix;
mod front_matter;
mod index;
mod inert;
mod lint;
mod pattern;
mod pieces;
mod places;
mod post;
mod rules;
mod suppression;

/// What [`xml`] takes from the module above it.
use gatepost::emit::escape;

#[path = "../../../src/emit/tests/xml.rs"]
#[allow(
    dead_code,
    reason = "the reports are read for their form, not for each value"
)]
mod xml;

/// One way in.
pub struct Target {
    /// The name, also of its folder of inputs.
    pub name: &'static str,
    /// Panics if something does not hold.
    pub run: fn(&[u8]),
}

/// Every target.
pub static TARGETS: &[Target] = &[
    target("post", post::run),
    target("front_matter", front_matter::run),
    target("suppression", suppression::run),
    target("lint", lint::run),
    target("corpus", corpus::run),
    target("fix", fix::run),
    target("rules", rules::run),
    target("config", config::run),
    target("expr", expr::run),
    target("pattern", pattern::run),
    target("emit", emit::run),
    target("index", index::run),
    target("baseline", baseline::run),
];

const fn target(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run }
}
