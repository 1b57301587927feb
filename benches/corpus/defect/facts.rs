//! Meta that disagrees with the rest of the post.

use super::{Kind, Scene};
use crate::corpus::MAX_POSTS;
use crate::corpus::draft::{Anchor, Draft};
use crate::corpus::meta::Value;
use crate::corpus::profile::{number, topic_value};

pub(super) const KINDS: &[Kind] = &[
    Kind::alone("score/below", score_low),
    Kind::alone("seed-mismatch/failed", change_source_id),
    Kind::alone("reference-mismatch/failed", change_reference),
    Kind::alone("topic-mismatch/failed", change_topic),
    Kind::alone("image-flag/failed", flip_has_images),
    Kind::alone("review-flag/failed", flip_needs_review),
    Kind::alone("checklist-mismatch/failed", change_checklist),
    Kind::alone("paragraph-count/failed", miscount_paragraphs),
];

fn score_low(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let score = 20 + u64::from(scene.turn % 40);
    draft.meta.set(&["score", "depth"], number(score));
    draft
        .meta
        .set(&["flags", "needs human review"], Value::Flag(true));
    Anchor::Inner("score", "depth")
}

fn change_source_id(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let id = format!("alphanode-{:06}", foreign_number(scene));
    draft.meta.set(&["payload", "source id"], Value::Text(id));
    Anchor::Inner("payload", "seed")
}

fn change_reference(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let reference = format!("anp-ref-{:06}-0042", foreign_number(scene));
    draft.meta.set(&["reference"], Value::Text(reference));
    Anchor::Key("reference")
}

fn change_topic(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let mut topic = scene.author.topic(scene.first);
    "painting the roof".clone_into(&mut topic.problem);
    draft.meta.set(&["topic"], topic_value(&topic));
    Anchor::Key("topic")
}

fn flip_has_images(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    flip(draft, "has images")
}

fn flip_needs_review(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    flip(draft, "needs human review")
}

fn flip(draft: &mut Draft, flag: &'static str) -> Anchor {
    if let Some(Value::Flag(value)) = draft.meta.value_mut(&["flags", flag]) {
        *value = !*value;
    }
    Anchor::Inner("flags", flag)
}

fn change_checklist(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    let mut items = draft.checklist();
    if let Some(first) = items.first_mut() {
        "ring the bell".clone_into(first);
    }
    draft.meta.set(&["checklist"], Value::List(items));
    Anchor::Key("checklist")
}

fn miscount_paragraphs(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    let wrong = draft.paragraphs().len() as u64 + 3;
    draft.meta.set(&["payload", "paragraphs"], number(wrong));
    Anchor::Inner("payload", "paragraphs")
}

/// A number that no source id of a healthy post holds, and no other defect of the same kind.
fn foreign_number(scene: &Scene<'_>) -> u32 {
    MAX_POSTS + scene.turn % (1_000_000 - MAX_POSTS)
}
