//! Bodies inside of records: decoded, read by the reader of their own format, and put back into the
//! places of the record.

use super::html::{self, Dialect};
use super::span::{first_line, last_line};
use super::{Comment, InputFormat, ParseOptions, markdown, text};
use crate::post::Post;
use crate::source::OffsetMap;

/// How the body of a record is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// Markdown, with front matter or without.
    Markdown,
    /// HTML.
    Html,
    /// A rendered post.
    Text,
}

impl BodyFormat {
    /// Every format with its name in configurations.
    pub const ALL: [(&'static str, Self); 3] = [
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("text", Self::Text),
    ];

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, format)| *format)
    }

    fn reader(self) -> &'static dyn InputFormat {
        match self {
            Self::Markdown => &markdown::Markdown,
            Self::Html => &html::Html,
            Self::Text => &text::RenderedText,
        }
    }
}

/// The body of a record as a source of its own.
pub struct Embedded {
    /// Its text.
    pub text: String,
    /// From its text to the record.
    pub map: OffsetMap,
    kind: Kind,
}

enum Kind {
    /// What could be a file.
    Post(&'static dyn InputFormat),
    /// What WordPress keeps of a post.
    Wordpress,
}

impl Embedded {
    pub(super) fn new(text: String, map: OffsetMap, format: BodyFormat) -> Self {
        Self {
            text,
            map,
            kind: Kind::Post(format.reader()),
        }
    }

    pub(super) fn of_wordpress(text: String, map: OffsetMap) -> Self {
        Self {
            text,
            map,
            kind: Kind::Wordpress,
        }
    }

    /// The comments in it that say `gatepost-`, with the places of its own text.
    pub fn comments(&self, options: &ParseOptions) -> Vec<Comment> {
        match self.kind {
            Kind::Post(format) => format.comments(&self.text, &self.parse(options)),
            Kind::Wordpress => html::comments(&self.text, 0..self.text.len()),
        }
    }

    /// The post that it is, with the places of the record.
    pub(super) fn post(&self, options: &ParseOptions) -> Post {
        self.parse(options).behind(&self.map)
    }

    /// The post that it is, with the places of its own text.
    fn parse(&self, options: &ParseOptions) -> Post {
        let text = &self.text;
        match self.kind {
            Kind::Post(format) => {
                let posts = format.parse(text, options);
                posts.into_iter().next().unwrap_or_default()
            }
            Kind::Wordpress => Post {
                body: html::body(text, 0..text.len(), Dialect::Wordpress),
                first_line: first_line(text, 0),
                last_line: last_line(text),
                ..Post::default()
            },
        }
    }
}
