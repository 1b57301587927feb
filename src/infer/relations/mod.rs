//! What agrees within a post: a number with a count, a key with another one, a part with a whole.
//!
//! Relations are assumed from a few posts and counted over all of them, by the conditions that a
//! rule would ask: what is counted is what the rule will find.

mod equal;
mod features;
mod joined;
mod weak;

use features::Features;

use super::outline::Title;
use super::pilot::PilotPost;
use crate::rule::Allowance;
use crate::rule::PostContext;
use crate::rule::expr::{Expr, Verdict};

/// A condition that may hold in all posts.
#[derive(Debug)]
pub(super) struct Relation {
    /// The path of the value that the condition is about, as posts write it.
    pub(super) at: String,
    condition: Expr,
    /// What a finding says.
    pub(super) message: Option<String>,
}

/// Conditions that are counted over all posts.
const MOST_RELATIONS: usize = 40;
/// The share of posts, in hundredths, in which an assumption may fail to hold among the few.
const MOST_FAILED: usize = 5;

impl Relation {
    /// The condition as a rule writes it.
    pub(super) fn text(&self) -> &str {
        self.condition.text()
    }

    /// Whether it holds in a post; nothing where that can not be told.
    pub(super) fn holds(&self, cx: &PostContext<'_>) -> Option<bool> {
        match self.condition.is_true(cx) {
            Verdict::True => Some(true),
            Verdict::False => Some(false),
            Verdict::Unknown => None,
        }
    }

    /// Nothing where the condition can not be written: a key is named as the language names
    /// something else.
    fn new(at: &str, condition: &str, message: Option<String>) -> Option<Self> {
        Some(Self {
            at: at.to_owned(),
            condition: Expr::condition(condition, &Allowance::default()).ok()?,
            message,
        })
    }
}

/// What holds in nearly all of a few posts.
pub(super) fn assumed(posts: &[&PilotPost], titles: &[Title]) -> Vec<Relation> {
    let features = Features::of(posts, titles);
    let classes = equal::classes(&features);
    let mut relations = equal::relations(&features, &classes);
    relations.extend(joined::relations(&features, &classes, posts));
    relations.extend(weak::relations(&features));
    relations.truncate(MOST_RELATIONS);
    relations
}

/// Whether so many posts of those that could tell are nearly all of them, and enough to tell.
fn is_nearly_all(held: usize, of: usize, posts: usize) -> bool {
    let enough = if posts < super::FEW { 3 } else { super::FEW };
    of >= enough && (of - held) * 100 <= of * MOST_FAILED
}

/// A text in a condition; nothing where it would need escapes.
fn literal(text: &str) -> Option<String> {
    let is_plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '\'');
    text.chars().all(is_plain).then(|| format!("\"{text}\""))
}
