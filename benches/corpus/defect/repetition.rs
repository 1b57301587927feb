//! Posts that repeat each other, or themselves.

use super::{EVERY, Kind, Party, Scene, WITH_META};
use crate::corpus::draft::{Anchor, Block, Draft};
use crate::corpus::meta::Value;
use crate::corpus::wording::SLOT_SENTENCE;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone("duplicate-hash/repeated", repeat_hash).of_party(Party::Pair),
    Kind::alone("duplicate-id/repeated", repeat_ids)
        .of_party(Party::Pair)
        .with(&["duplicate-id/repeated"]),
    Kind::alone("duplicate-title/repeated", repeat_title)
        .of_party(Party::Pair)
        .only_in(EVERY),
    Kind::alone("duplicate-content/repeated", repeat_content)
        .of_party(Party::Pair)
        .with(&[
            "duplicate-title/repeated",
            "near-duplicate/similar",
            "boilerplate/repeated",
            "boilerplate/templated",
            "boilerplate/ratio",
        ])
        .only_in(EVERY),
    Kind::alone("near-duplicate/similar", repeat_nearly)
        .of_party(Party::Pair)
        .with(&[
            "boilerplate/repeated",
            "boilerplate/templated",
            "boilerplate/ratio",
        ])
        .only_in(EVERY),
    Kind::alone("boilerplate/repeated", share_sentence)
        .of_party(Party::Group)
        .only_in(EVERY),
    Kind::alone("boilerplate/templated", fill_template)
        .of_party(Party::Group)
        .only_in(WITH_META),
    Kind::alone("boilerplate/within-post", repeat_sentence).only_in(EVERY),
];

/// The healthy first post of a pair; `None` when this is that post.
fn original(scene: &Scene<'_>) -> Option<Draft> {
    (scene.member > 0).then(|| scene.author.draft(scene.first))
}

fn repeat_hash(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    copy_keys(draft, scene, &[&["hash"]]);
    Anchor::Key("hash")
}

/// Source id, seed and reference go together: one alone would disagree with the others.
fn repeat_ids(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    copy_keys(
        draft,
        scene,
        &[
            &["reference"],
            &["payload", "source id"],
            &["payload", "seed"],
        ],
    );
    Anchor::Inner("payload", "source id")
}

fn copy_keys(draft: &mut Draft, scene: &Scene<'_>, paths: &[&[&str]]) {
    let Some(mut original) = original(scene) else {
        return;
    };
    for path in paths {
        if let Some(value) = original.meta.value_mut(path) {
            draft.meta.set(path, value.clone());
        }
    }
}

fn repeat_title(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    if let Some(original) = original(scene) {
        draft.title = original.title;
    }
    Anchor::Title
}

/// All but what must be unique; the title too, because a text rendering counts it as content.
fn repeat_content(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    if let Some(original) = original(scene) {
        become_a_copy(draft, original);
    }
    Anchor::Title
}

/// The same with a title of its own and one sentence less.
fn repeat_nearly(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    if let Some(original) = original(scene) {
        let title = draft.title.clone();
        become_a_copy(draft, original);
        draft.title = title;
        if let Some(sentences) = longest_paragraph(draft) {
            sentences.pop();
        }
    }
    Anchor::Title
}

fn become_a_copy(draft: &mut Draft, original: Draft) {
    let own = std::mem::replace(
        draft,
        Draft {
            number: draft.number,
            slug: draft.slug.clone(),
            date: draft.date.clone(),
            ..original
        },
    );
    let mut meta = own.meta;
    for path in UNIQUE {
        if let Some(value) = meta.value_mut(path) {
            draft.meta.set(path, value.clone());
        }
    }
}

/// What no two posts share.
const UNIQUE: &[&[&str]] = &[
    &["hash"],
    &["reference"],
    &["payload", "source id"],
    &["payload", "seed"],
    &["view count"],
];

fn longest_paragraph(draft: &mut Draft) -> Option<&mut Vec<String>> {
    let paragraphs = draft.body.iter_mut().filter_map(|block| match block {
        Block::Paragraph(sentences) => Some(sentences),
        _ => None,
    });
    paragraphs.max_by_key(|sentences| sentences.len())
}

fn share_sentence(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    insert(draft, scene.author.stray_sentence())
}

fn fill_template(draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
    let Some(Value::Text(problem)) = draft.meta.value_mut(&["ai outline", "problem"]).cloned()
    else {
        return Anchor::Title;
    };
    let stack = scene.author.topic(draft.number).stack.name;
    let sentence = SLOT_SENTENCE
        .replace("{problem}", &problem)
        .replace("{stack}", stack);
    insert(draft, sentence)
}

/// Puts a sentence before the others of the first paragraph of a section.
fn insert(draft: &mut Draft, sentence: String) -> Anchor {
    let Some(&at) = draft.paragraphs().get(1) else {
        return Anchor::Title;
    };
    if let Some(sentences) = draft.sentences_mut(at) {
        sentences.insert(0, sentence);
    }
    Anchor::Block(at)
}

/// The last sentence of one paragraph also closes the next one.
fn repeat_sentence(draft: &mut Draft, _: &Scene<'_>) -> Anchor {
    let paragraphs = draft.paragraphs();
    let (Some(&from), Some(&to)) = (paragraphs.get(1), paragraphs.get(2)) else {
        return Anchor::Title;
    };
    let said = draft
        .sentences_mut(from)
        .and_then(|said| said.last().cloned());
    if let (Some(said), Some(sentences)) = (said, draft.sentences_mut(to)) {
        sentences.push(said);
    }
    Anchor::Block(to)
}
