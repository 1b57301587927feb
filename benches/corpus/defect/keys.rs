//! Meta keys that are missing, unknown, repeated or of a wrong value.

use super::{Kind, Scene};
use crate::corpus::Format;
use crate::corpus::draft::{Anchor, Draft};
use crate::corpus::meta::Value;
use crate::corpus::profile::text;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone("meta/missing", drop_key),
    Kind::alone("meta/type", spell_out_a_number),
    Kind::alone("meta/format", shorten_version),
    Kind::alone("meta/value", invent_difficulty),
    Kind::alone("meta/range", read_for_hours),
    Kind::alone("meta/unknown", add_unknown_key),
    Kind::alone("meta/repeated-key", repeat_key).only_in(&[Format::Markdown]),
    Kind::alone("meta/unparsable", start_with_an_at_sign).only_in(&[Format::Markdown]),
];

fn drop_key(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let keys = ["difficulty", "view count", "ai brief", "tools"];
    draft.meta.remove(keys[scene.turn as usize % keys.len()]);
    Anchor::MetaClose
}

fn spell_out_a_number(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    draft.meta.set(&["view count"], text("plenty"));
    Anchor::Key("view count")
}

fn shorten_version(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    draft.meta.set(&["revision", "version"], text("1.4.x"));
    Anchor::Inner("revision", "version")
}

fn invent_difficulty(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    draft.meta.set(&["difficulty"], text("heroic"));
    Anchor::Key("difficulty")
}

fn read_for_hours(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    draft
        .meta
        .set(&["reading time"], Value::Bare("240".to_owned()));
    Anchor::Key("reading time")
}

/// Inside a map, where also a text rendering shows that it is a key.
fn add_unknown_key(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let Some(Value::Map(scores)) = draft.meta.value_mut(&["score"]) {
        scores.push(("charm", Value::Bare("77".to_owned())));
    }
    Anchor::Inner("score", "charm")
}

fn repeat_key(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    if let Some(value) = draft.meta.value_mut(&["difficulty"]).cloned() {
        draft.meta.entries.push(("difficulty", value));
    }
    Anchor::Key("difficulty")
}

/// `@` cannot begin a plain scalar.
fn start_with_an_at_sign(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    let brief = Value::Bare("@yard, a note to ourselves".to_owned());
    draft.meta.set(&["ai brief"], brief);
    Anchor::Key("ai brief")
}
