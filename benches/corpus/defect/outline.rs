//! Sections that are missing, empty or in the wrong order.

use super::{EVERY, Kind, Scene};
use crate::corpus::draft::{Anchor, CHECKLIST, Draft, FINAL_NOTES};
use crate::corpus::profile;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone("sections/missing", drop_final_notes).only_in(EVERY),
    Kind::alone("sections/missing", drop_checklist)
        .with(&["checklist-mismatch/failed"])
        .only_in(EVERY),
    Kind::alone("sections/empty", empty_final_notes).only_in(EVERY),
    Kind::alone("sections/order", swap_last_sections).only_in(EVERY),
];

fn drop_final_notes(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let Some(at) = draft.heading(FINAL_NOTES) {
        draft.body.truncate(at);
        recount(draft);
    }
    Anchor::BodyEnd
}

/// The picture that may stand in the section stays, below the heading before it.
fn drop_checklist(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let Some(at) = draft.heading(CHECKLIST) {
        draft.body.drain(at..at + 2);
    }
    block_of(draft, FINAL_NOTES)
}

fn empty_final_notes(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let Some(at) = draft.heading(FINAL_NOTES) {
        draft.body.truncate(at + 1);
        recount(draft);
    }
    block_of(draft, FINAL_NOTES)
}

fn swap_last_sections(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let (Some(checklist), Some(notes)) = (draft.heading(CHECKLIST), draft.heading(FINAL_NOTES)) {
        draft.body[checklist..].rotate_left(notes - checklist);
    }
    block_of(draft, FINAL_NOTES)
}

fn block_of(draft: &Draft, title: &str) -> Anchor {
    draft.heading(title).map_or(Anchor::BodyEnd, Anchor::Block)
}

/// Keeps the declared count of paragraphs true.
fn recount(draft: &mut Draft) {
    let count = profile::number(draft.paragraphs().len() as u64 - 1);
    draft.meta.set(&["payload", "paragraphs"], count);
}
