//! What a few posts let assume of all: it is counted over all of them then.

use super::outline::{Title, common_titles};
use super::pilot::PilotPost;
use super::relations::{Relation, assumed};
use super::sentences::Sentences;

/// Assumptions about posts of one kind.
#[derive(Debug, Default)]
pub(super) struct Assumptions {
    pub(super) titles: Vec<Title>,
    pub(super) relations: Vec<Relation>,
    pub(super) sentences: Sentences,
}

impl Assumptions {
    /// What holds in nearly all of a few posts.
    pub(super) fn from(posts: &[&PilotPost]) -> Self {
        let own = || posts.iter().map(|pilot| &pilot.post);
        let titles = common_titles(own());
        Self {
            relations: assumed(posts, &titles),
            sentences: Sentences::shared(own()),
            titles,
        }
    }
}
