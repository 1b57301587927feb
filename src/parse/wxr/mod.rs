//! WordPress exports: each item is a post, its body HTML as WordPress keeps it.

mod cursor;
mod fields;
mod php;
mod split;
mod xml;

#[cfg(test)]
mod tests;

use super::{Embedded, InputFormat, ParseOptions, Splitter, WxrOptions, title};
use crate::post::{Meta, Post, Problem, ProblemKind};
use crate::source::Span;

use xml::{Decoded, Element, Fault, decode, elements};

/// WordPress extended RSS.
pub(super) struct Wxr;

impl InputFormat for Wxr {
    fn name(&self) -> &'static str {
        "wxr"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post> {
        match Item::of(text, options) {
            Ok(Some(item)) if item.is_wanted(text, &options.wxr) => vec![item.post(text, options)],
            Ok(_) => Vec::new(),
            Err(fault) => vec![unreadable(fault)],
        }
    }

    fn splitter(&self) -> Option<Box<dyn Splitter>> {
        Some(Box::new(split::Items::new()))
    }

    fn embedded(&self, text: &str, options: &ParseOptions) -> Option<Embedded> {
        Item::of(text, options).ok()??.body(text)
    }
}

/// One item of an export.
struct Item<'a> {
    own: Element<'a>,
    children: Vec<Element<'a>>,
}

impl<'a> Item<'a> {
    fn of(text: &'a str, options: &ParseOptions) -> Result<Option<Self>, Fault> {
        let most = options.limits.nesting;
        let mut found = elements(text, 0..text.len(), most)?.into_iter();
        let Some(own) = found.next() else {
            return Ok(None);
        };
        let children = elements(text, own.content.clone(), most)?;
        Ok(Some(Self { own, children }))
    }

    /// Whether it is of a type and status that are posts. What says nothing of it is one.
    fn is_wanted(&self, text: &str, options: &WxrOptions) -> bool {
        let is_among = |name: &str, wanted: &[String]| {
            self.text_of(text, name)
                .is_none_or(|found| wanted.iter().any(|it| *it == found.text.trim()))
        };
        is_among("post_type", &options.post_types) && is_among("status", &options.statuses)
    }

    fn text_of(&self, text: &str, name: &str) -> Option<Decoded> {
        let mut children = self.children.iter();
        let child = children.find(|child| child.local() == name)?;
        Some(decode(text, child.content.clone()))
    }

    /// The body; nothing of an item without one. The excerpt has the same name with another prefix.
    fn body(&self, text: &str) -> Option<Embedded> {
        let mut children = self.children.iter();
        let is_body =
            |child: &&Element<'_>| child.local() == "encoded" && child.prefix() != "excerpt";
        let Decoded { text, map } = decode(text, children.find(is_body)?.content.clone());
        (!text.trim().is_empty()).then(|| Embedded::of_wordpress(text, map))
    }

    fn post(&self, text: &str, options: &ParseOptions) -> Post {
        let close = Span::from_range(self.own.close.clone());
        let body = self.body(text).map(|body| body.post(options));
        let post = body.unwrap_or_else(|| Post {
            first_line: Span::from_range(self.own.name_at.clone()),
            last_line: close,
            ..Post::default()
        });
        let root = fields::root(text, &self.own, &self.children, options);
        let text_of = |key: &str| {
            root.get(key)?
                .value
                .data
                .as_text()
                .filter(|it| !it.is_empty())
        };
        let id = text_of("id").or_else(|| text_of("slug"));
        let meta = Some(Meta {
            root,
            span: Span::from_range(0..text.len()),
            close,
        });
        Post {
            id,
            title: title::declared(meta.as_ref()),
            meta,
            ..post
        }
    }
}

/// An item that is not well-formed: what it says is not guessed.
fn unreadable(fault: Fault) -> Post {
    let opened = fault.opened.map(|span| (span, "opened here".to_owned()));
    let problem = Problem {
        kind: ProblemKind::Unreadable,
        span: fault.span,
        message: fault.message,
        other: opened,
        help: None,
    };
    Post {
        first_line: problem.span,
        last_line: problem.span,
        problems: vec![problem],
        ..Post::default()
    }
}
