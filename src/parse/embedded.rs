//! Bodies inside of records: decoded, read by the reader of their own format, and put back into the
//! places of the record.

use super::{InputFormat, ParseOptions, html, markdown, text};
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
    /// How it is read.
    pub format: &'static dyn InputFormat,
}

impl Embedded {
    pub(super) fn new(text: String, map: OffsetMap, format: BodyFormat) -> Self {
        Self {
            text,
            map,
            format: format.reader(),
        }
    }

    /// The post that it is, with the places of its own text.
    pub fn parse(&self, options: &ParseOptions) -> Post {
        let posts = self.format.parse(&self.text, options);
        posts.into_iter().next().unwrap_or_default()
    }

    /// The post that it is, with the places of the record.
    pub(super) fn post(&self, options: &ParseOptions) -> Post {
        self.parse(options).behind(&self.map)
    }
}
