//! Front matter: the meta block at the start of a file, in YAML, TOML or JSON.
//!
//! Reading is bounded in size, depth and expansion, and never fails: what is understood becomes
//! [`Meta`], the rest a [`Problem`]. Every span counts bytes from the start of the file.

mod comments;
mod entries;
mod fence;
mod json;
mod number;
mod reader;
mod toml;
mod yaml;

use std::ops::Range;

use crate::parse::ParseLimits;
use crate::post::{Map, Meta, Problem, ProblemKind, Value};
use crate::source::Span;

pub(super) use comments::comments;
pub(super) use entries::Entries;
pub(super) use number::number;
pub(super) use reader::Reader;

use fence::{Block, Language};

/// What stands before the body of a file.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// The meta block; `None` where the file has none. An empty block is an empty map.
    pub meta: Option<Meta>,
    /// Offset at which the body starts: behind the block, or behind the byte order mark.
    pub body_start: usize,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// Reads the front matter of a file.
pub fn read(text: &str, limits: &ParseLimits) -> FrontMatter {
    let Some(block) = fence::find(text) else {
        return FrontMatter {
            body_start: fence::mark_len(text),
            ..FrontMatter::default()
        };
    };
    let mut reader = Reader::new(text, block.content.clone(), limits);
    let root = read_root(&block, &mut reader);
    FrontMatter {
        meta: Some(Meta {
            root,
            span: block.span,
            close: block.close,
        }),
        body_start: block.body_start,
        problems: reader.finish(),
    }
}

/// Reads the JSON that stands at `range` of a file, and tells what could not be understood.
pub(super) fn read_json(
    text: &str,
    range: Range<usize>,
    limits: &ParseLimits,
) -> (Option<Value>, Vec<Problem>) {
    let mut reader = Reader::new(text, range.clone(), limits);
    let value = if reader.is_too_large(Span::from_range(range.start..range.start)) {
        None
    } else {
        json::read_value(&mut reader)
    };
    (value, reader.finish())
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

/// Reads a file that is a map as a whole, within the bounds of front matter.
pub fn document(text: &str, syntax: Syntax, limits: &ParseLimits) -> (Map, Vec<Problem>) {
    let start = fence::mark_len(text);
    let mut reader = Reader::new(text, start..text.len(), limits);
    let map = if reader.is_too_large(Span::from_range(start..start)) {
        Map::default()
    } else {
        match syntax {
            Syntax::Yaml => yaml::read(&mut reader),
            Syntax::Toml => toml::read(&mut reader),
            Syntax::Json => json::read(&mut reader),
        }
    };
    (map, reader.finish())
}

/// Where the body of a file starts.
pub(super) fn body_start(text: &str) -> usize {
    fence::find(text).map_or_else(|| fence::mark_len(text), |block| block.body_start)
}

fn read_root(block: &Block<'_>, reader: &mut Reader<'_>) -> Map {
    if !block.is_closed {
        reader.problem(Problem {
            kind: ProblemKind::Unparsable,
            span: block.open,
            message: "front matter is not closed".to_owned(),
            other: None,
            help: Some(format!(
                "end it with a line of its own: `{}`",
                block.language.closer()
            )),
        });
    }
    if reader.is_too_large(block.open) {
        return Map::default();
    }
    match block.language {
        Language::Yaml => yaml::read(reader),
        Language::Toml => toml::read(reader),
        Language::Json => json::read(reader),
        Language::Unread { name, span } => {
            refuse(reader, name, span);
            Map::default()
        }
    }
}

fn refuse(reader: &mut Reader<'_>, name: &str, span: Span) {
    reader.problem(Problem {
        kind: ProblemKind::FrontMatterLanguage,
        span,
        message: format!("'{name}' front matter is not read"),
        other: None,
        help: Some("write it in YAML, TOML or JSON".to_owned()),
    });
}

#[cfg(test)]
mod tests;
