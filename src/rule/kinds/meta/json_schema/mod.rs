//! The option `schema`: meta judged by a JSON Schema, draft-07 or 2020-12.
//!
//! A schema is read once, with all that it refers to, into [`Nodes`](schema::Nodes). A post is
//! judged by a walk over them and its meta that only answers; what is wrong is gathered by a second
//! walk over those posts that need it.
//!
//! Invariant: nothing is read but files of the project, and only when the configuration is read.
//!
//! Invariant: the cost of a walk is bounded in steps and in depth, whatever the schema.

mod closest;
mod complaint;
mod constant;
mod decimal;
mod draft;
mod formats;
mod hints;
mod json;
mod keywords;
mod library;
mod loops;
mod node;
mod place;
mod reader;
mod reference;
mod regex;
mod run;
mod schema;
mod tell;
#[cfg(test)]
mod tests;
mod view;

use rustc_hash::FxHashSet;

use self::place::Place;
use self::run::Run;
use self::schema::Nodes;
use self::tell::Teller;
use crate::diagnostic::Diagnostic;
use crate::parse::KeyHint;
use crate::rule::{Options, PostContext};

/// A JSON Schema that meta must meet.
pub(super) struct JsonSchema(Nodes);

impl JsonSchema {
    /// Reads the file that the option `schema` names.
    pub(super) fn read(options: &mut Options<'_>) -> Option<Self> {
        let file = options.file("schema")?;
        Nodes::read(&file, options).map(Self)
    }

    /// What readers of untyped text should know of the keys.
    pub(super) fn hints(&self) -> Vec<KeyHint> {
        hints::hints(&self.0)
    }

    /// Judges the meta of one post.
    pub(super) fn check(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let meta = cx.post.meta.as_ref();
        let place = Place::of_meta(meta.map(|meta| &meta.root));
        let mut run = Run::new(&self.0, cx);
        if run.holds(self.0.root(), &place) {
            cx.overrun.set(cx.overrun.get() || run.is_stopped());
            return Vec::new();
        }
        let mut run = Run::new(&self.0, cx);
        let complaints = run.gathered(self.0.root(), &place);
        if run.is_stopped() {
            cx.overrun.set(true);
            return Vec::new();
        }
        let teller = Teller::new(&self.0, cx);
        let mut found: Vec<Diagnostic> = complaints.iter().map(|it| teller.told(it)).collect();
        // Two ways through a schema may ask for the same.
        let mut seen = FxHashSet::default();
        found.retain(|it| {
            let finding = it.code.finding().to_owned();
            seen.insert((it.primary().span, finding, it.message.clone()))
        });
        found
    }
}
