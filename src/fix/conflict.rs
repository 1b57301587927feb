//! Fixes that work against each other.

use std::fmt;

use super::apply::apply;
use super::converge::{Chosen, Judged, Texts};
use crate::diagnostic::{Code, Fix};

/// The codes of two findings: what puts the one right brings back the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict(pub Code, pub Code);

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(one, other) = self;
        if one == other {
            write!(f, "fixes of {one} conflict with each other")
        } else {
            write!(f, "fixes of {one} and {other} conflict")
        }
    }
}

/// An input whose only chosen fix would be undone by one of those that it leads to.
pub(super) fn undone_by(
    before: &Texts,
    tried: &Texts,
    after: &Judged,
    chosen: &Chosen,
) -> Option<(usize, Conflict)> {
    after.proposed.iter().find_map(|next| {
        let [only] = chosen.get(&next.input)?.as_slice() else {
            return None;
        };
        if !touches(&only.fix, &next.fix) {
            return None;
        }
        let undone = apply(tried.get(&next.input)?, [&next.fix])?;
        let is_undone = before.get(&next.input)?.as_ref() == undone;
        is_undone.then(|| {
            let conflict = Conflict(only.code.clone(), next.code.clone());
            (next.input, conflict)
        })
    })
}

/// Whether the second edits where the first did: only then it can undo it, and only then a text is
/// worth making.
fn touches(first: &Fix, second: &Fix) -> bool {
    let (Some(first), Some(second)) = (first.edits.first(), second.edits.first()) else {
        return false;
    };
    let start = first.span.start as usize;
    let written = start..=start + first.text.len();
    let next = second.span.range();
    next.start <= *written.end() && *written.start() <= next.end
}
