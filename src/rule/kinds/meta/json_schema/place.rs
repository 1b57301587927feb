//! A value of a post with the way that leads to it.

use super::view::{Keys, View};
use crate::post::{Data, Entry, Key, Map, Value};
use crate::source::Span;

/// Longest name, in characters.
const MOST_NAME: usize = 200;

/// A value, and the values around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s, 'p> {
    pub(super) view: View<'p>,
    pub(super) step: Step<'p>,
    /// How many values are around it.
    pub(super) depth: usize,
    around: Option<&'s Place<'s, 'p>>,
}

/// The last step of the way.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'p> {
    /// The meta block itself.
    Meta,
    /// The value of a key.
    Key(&'p Entry),
    /// An item of a list, by its number from 0.
    Item(usize, &'p Value),
    /// A key itself, which is judged as a text.
    Name(&'p Key),
}

impl<'s, 'p> Place<'s, 'p> {
    /// The meta block; an empty one where a post has none.
    pub(super) fn of_meta(map: Option<&'p Map>) -> Self {
        Self {
            view: View::Map(Keys::of_meta(map)),
            step: Step::Meta,
            depth: 0,
            around: None,
        }
    }

    /// A place in this value.
    pub(super) fn below(&'s self, step: Step<'p>) -> Self {
        let view = match step {
            Step::Meta => self.view,
            Step::Key(entry) => View::of(&entry.value.data),
            Step::Item(_, value) => View::of(&value.data),
            Step::Name(key) => View::String(&key.name),
        };
        Self {
            view,
            step,
            depth: self.depth + 1,
            around: Some(self),
        }
    }

    /// What the site gives at this place, of `all` that it gives to the post.
    pub(super) fn given(&self, all: &'p Map) -> Option<&'p Map> {
        let Some(around) = self.around else {
            return Some(all).filter(|all| !all.entries.is_empty());
        };
        let Step::Key(entry) = self.step else {
            return None;
        };
        match &around.given(all)?.get(&entry.key.name)?.value.data {
            Data::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list, each with its place.
    pub(super) fn items(&'s self) -> impl Iterator<Item = Self> {
        let items = match self.view {
            View::List(items) => items,
            _ => &[],
        };
        let numbered = items.iter().enumerate();
        numbered.map(|(at, item)| self.below(Step::Item(at, item)))
    }

    /// The name of the value: `score.quality`, `entities[].type`; empty for the meta block. The
    /// beginning of a long one is left out.
    pub(super) fn name(&self) -> String {
        let mut steps = Vec::with_capacity(self.depth);
        let mut place = Some(self);
        while let Some(at) = place {
            steps.push(at.step);
            place = at.around;
        }
        let mut name = String::new();
        for step in steps.iter().rev() {
            match step {
                Step::Meta | Step::Name(_) => {}
                Step::Item(..) => name.push_str("[]"),
                Step::Key(entry) => {
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.extend(entry.key.name.chars().take(MOST_NAME));
                }
            }
        }
        match name.char_indices().rev().nth(MOST_NAME) {
            Some((at, _)) => format!("…{}", &name[at..]),
            None => name,
        }
    }
}

impl<'p> Step<'p> {
    /// The value, where it is one of the source.
    pub(super) fn value(self) -> Option<&'p Value> {
        match self {
            Self::Key(entry) => Some(&entry.value),
            Self::Item(_, value) => Some(value),
            Self::Meta | Self::Name(_) => None,
        }
    }

    /// The narrowest place: the value, or the key of one that is not written.
    pub(super) fn span(self, meta: Span) -> Span {
        match self {
            Self::Meta => meta,
            Self::Key(entry) if entry.value.span.is_empty() => entry.key.span,
            Self::Key(entry) => entry.value.span,
            Self::Item(_, value) => value.span,
            Self::Name(key) => key.span,
        }
    }

    /// Where what a map lacks is shown: at the key that the map belongs to.
    pub(super) fn owner(self, meta: Span) -> Span {
        match self {
            Self::Key(entry) => entry.key.span,
            other => other.span(meta),
        }
    }
}
