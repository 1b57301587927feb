//! The model of a post: what readers make and checks judge. Every node has a span.

mod body;
#[cfg(test)]
pub(crate) mod fixture;
mod key;
mod key_name;
mod meta;
mod path;
mod problem;
mod source_change;

use crate::source::Span;

pub use body::{Block, BlockKind, Body, Image, Link, Section, TextRange};
pub use key::{normalize_key, same_key, strip_key};
pub use key_name::KeyName;
pub use meta::{Data, Entry, Key, Map, Meta, Value, ValueType};
pub use path::{MetaPath, PathError, PathKey, Step};
pub use problem::{Problem, ProblemKind};

/// One unit of content.
#[derive(Debug, Clone, Default)]
pub struct Post {
    /// Name of the post inside a container; `None` where the file is the post.
    pub id: Option<String>,
    /// The declared title, or the first heading.
    pub title: Option<Title>,
    /// The meta block; `None` where there is none at all.
    pub meta: Option<Meta>,
    /// What the site gives to the post where that does not say it itself. It has no place in the
    /// post: its spans say nothing.
    pub inherited: Map,
    /// What is read: text, blocks, links, images.
    pub body: Body,
    /// What the reader could not understand.
    pub problems: Vec<Problem>,
    /// Where a finding about the whole post is shown when it has no title: its first line.
    pub first_line: Span,
    /// Where a finding about something that should have come at the end is shown: its last line.
    pub last_line: Span,
}

/// A title and where it stands, without quotes or markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The text.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

impl Post {
    /// Where a finding about the post as a whole is shown: its title, else its first line.
    pub fn anchor(&self) -> Span {
        self.title
            .as_ref()
            .map_or(self.first_line, |title| title.span)
    }

    /// The value at a path: of the post's own meta, else of what it inherits. A key without a value
    /// counts as absent.
    pub fn value(&self, path: &MetaPath) -> Option<&Value> {
        let own = self.meta.as_ref().and_then(|meta| path.first(&meta.root));
        let own = own.filter(|value| !matches!(value.data, Data::Null));
        own.or_else(|| path.first(&self.inherited))
    }

    /// The section whose heading is the title of the post itself: the first of level 1 that says
    /// what the title says.
    pub fn title_section(&self) -> Option<usize> {
        let title = self.title.as_ref()?.text.trim();
        self.body.sections.iter().position(|section| {
            section.level == 1 && self.body.section_title(section).trim() == title
        })
    }

    /// Where a finding about a missing top-level meta key is shown: the closing delimiter of the
    /// meta block, else the anchor of the post.
    pub fn meta_anchor(&self) -> Span {
        self.meta.as_ref().map_or(self.anchor(), |meta| meta.close)
    }
}
