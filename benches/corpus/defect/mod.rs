//! What can be wrong with a post: one kind of defect for each finding.

mod facts;
mod keys;
mod outline;
mod repetition;
mod wording;

use super::Format;
use super::author::Author;
use super::draft::{Anchor, Draft};

/// A defect that was put into a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Defect {
    /// The code of the finding that tells it.
    pub(crate) code: &'static str,
    /// The 1-based line that the finding points at.
    pub(crate) line: u32,
    /// Codes that may be found together with it, anywhere in the post.
    pub(crate) also: &'static [&'static str],
}

/// A kind of defect.
pub(super) struct Kind {
    /// The code of the finding.
    pub(super) code: &'static str,
    /// How many posts it takes.
    pub(super) party: Party,
    /// Codes that may be found together with it.
    pub(super) also: &'static [&'static str],
    /// Formats in which it can be made.
    formats: &'static [Format],
    /// Changes the draft and tells where the finding is.
    inject: fn(&mut Draft, &Scene<'_>) -> Anchor,
}

/// How many posts a defect takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Party {
    /// One post.
    Alone,
    /// A healthy post and one that repeats it; both are told.
    Pair,
    /// All posts with this defect together.
    Group,
}

/// What a defect knows of the posts it takes.
pub(super) struct Scene<'a> {
    pub(super) author: &'a Author,
    /// The number of the first post of its party.
    pub(super) first: u32,
    /// How many parties with the same kind of defect came before.
    pub(super) turn: u32,
    /// The position of this post in its party.
    pub(super) member: u32,
}

impl Kind {
    /// Every kind that a format can hold.
    pub(super) fn of_format(format: Format) -> impl Iterator<Item = &'static Self> {
        let kinds = [
            outline::KINDS,
            keys::KINDS,
            facts::KINDS,
            repetition::KINDS,
            wording::KINDS,
        ];
        let all = kinds.into_iter().flatten();
        all.filter(move |kind| kind.formats.contains(&format))
    }

    /// Puts the defect into a draft and tells where it is found.
    pub(super) fn inject(&self, draft: &mut Draft, scene: &Scene<'_>) -> Anchor {
        (self.inject)(draft, scene)
    }

    const fn alone(code: &'static str, inject: fn(&mut Draft, &Scene<'_>) -> Anchor) -> Self {
        Self {
            code,
            party: Party::Alone,
            also: &[],
            formats: WITH_META,
            inject,
        }
    }

    const fn of_party(mut self, party: Party) -> Self {
        self.party = party;
        self
    }

    const fn with(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    const fn only_in(mut self, formats: &'static [Format]) -> Self {
        self.formats = formats;
        self
    }
}

const WITH_META: &[Format] = &[
    Format::Markdown,
    Format::Text,
    Format::Html,
    Format::Jsonl,
    Format::Wxr,
];
const EVERY: &[Format] = &[
    Format::Markdown,
    Format::Text,
    Format::Compact,
    Format::Html,
    Format::Jsonl,
    Format::Wxr,
];
