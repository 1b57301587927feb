//! Text that was never written.

use super::{EVERY, Kind, Scene};
use crate::corpus::draft::{Anchor, Draft};

pub(super) const KINDS: &[Kind] =
    &[Kind::alone("placeholder/found", leave_placeholder).only_in(EVERY)];

/// Each of three placeholders in turn, in a sentence that stays unique.
fn leave_placeholder(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let Some(&at) = draft.paragraphs().get(1) else {
        return Anchor::Title;
    };
    let first = draft
        .sentences_mut(at)
        .and_then(|sentences| sentences.first_mut());
    if let Some(sentence) = first {
        *sentence = match scene.turn % 3 {
            0 => format!("TODO: {sentence}"),
            1 => format!("{} TBD.", sentence.trim_end_matches('.')),
            _ => format!("lorem ipsum dolor sit amet, {sentence}"),
        };
    }
    Anchor::Block(at)
}
