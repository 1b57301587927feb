//! What a program can write where a section is missing: a heading at its place, and under it words
//! that the rule takes for content, for a person to replace.

use std::iter::repeat_n;

use super::check::View;
use super::wanted::Wanted;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::source::Span;
use crate::text::spoken_words;

/// What stands for the words of a section.
const WORDS: &str = "This section is still to be written.";
/// What stands for an item of its list.
const ITEM: &str = "to be written";
/// More items than that say nothing more.
const MOST_ITEMS: usize = 10;
/// The level of a section in a post that has none.
const LEVEL: u8 = 2;

/// Adds sections in front of a heading, or at the end.
pub(super) fn added(view: &View<'_>, wanted: &[&Wanted], before: Option<usize>) -> Option<Fix> {
    let syntax = Syntax::of(view.cx.format)?;
    let mut sections: Vec<&Wanted> = wanted.to_vec();
    sections.sort_by_key(|wanted| wanted.is_last);
    let level = match before {
        Some(at) => view.heading(at).level,
        None => outer_level(view),
    };
    let written = sections
        .iter()
        .map(|wanted| syntax.section(view, wanted, level));
    let written = written.collect::<Option<Vec<String>>>()?.join("\n\n");
    let (at, text) = match before {
        Some(at) => (line_start(view, view.heading(at).line)?, written + "\n\n"),
        None => (syntax.end(view)?, format!("\n\n{written}")),
    };
    let text = if view.cx.text.contains("\r\n") {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    let edit = Edit {
        span: Span::from_range(at..at),
        text,
    };
    Some(Fix::new(Applicability::Unsafe, edit))
}

/// Gives a heading another title, where it is written without markup.
pub(super) fn renamed(view: &View<'_>, at: usize, title: &str) -> Option<Fix> {
    Syntax::of(view.cx.format)?;
    let span = view.outline.span(at);
    let is_plain = view.cx.text.get(span.range())? == view.heading(at).text;
    let edit = Edit {
        span,
        text: like(title, view.heading(at).text),
    };
    is_plain.then(|| Fix::new(Applicability::Unsafe, edit))
}

/// How a format writes headings and items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Markdown,
    Text,
}

impl Syntax {
    fn of(format: &str) -> Option<Self> {
        match format {
            "markdown" => Some(Self::Markdown),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// A heading and its content; nothing where the rule asks for more than can be made up.
    fn section(self, view: &View<'_>, wanted: &Wanted, level: u8) -> Option<String> {
        let title = &wanted.titles().first()?.text;
        let mut samples = view.outline.sections().chain(view.outline.title);
        let sample = samples.next().map(|at| view.heading(at).text);
        let title = like(title, sample.unwrap_or_default());
        let heading = match self {
            Self::Markdown => {
                let level = usize::from(wanted.level.unwrap_or(level));
                format!("{} {title}", "#".repeat(level))
            }
            Self::Text => title,
        };
        let bullet = match self {
            Self::Markdown => "- ",
            Self::Text => "  • ",
        };
        let has_words = wanted.min_words > 0 || wanted.min_items == 0;
        let is_enough = wanted.min_words <= spoken_words(WORDS).count();
        if !is_enough || wanted.min_items > MOST_ITEMS {
            return None;
        }
        let items = repeat_n(format!("{bullet}{ITEM}"), wanted.min_items);
        let items = items.collect::<Vec<_>>().join("\n");
        let words = has_words.then(|| WORDS.to_owned());
        let parts = words.into_iter().chain([items]);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        Some(format!("{heading}\n\n{}", parts.join("\n\n")))
    }

    /// Where the last line with text of the body ends.
    fn end(self, view: &View<'_>) -> Option<usize> {
        let text = view.cx.text;
        match self {
            Self::Markdown => Some(text.trim_end().len()),
            // The meta block may stand behind it.
            Self::Text => {
                let last = view.cx.post.body.blocks.last()?.span.end as usize;
                let rest = text.get(last..)?;
                Some(last + rest.find(['\n', '\r']).unwrap_or(rest.len()))
            }
        }
    }
}

/// The level of the sections that are part of no other.
fn outer_level(view: &View<'_>) -> u8 {
    let levels = view.outline.sections().map(|at| view.heading(at).level);
    levels.min().unwrap_or(LEVEL)
}

/// Where a heading begins, if that is where its line does: it may stand in a quote or a list.
fn line_start(view: &View<'_>, heading: Span) -> Option<usize> {
    let start = heading.start as usize;
    let before = view.cx.text.get(..start)?;
    (before.is_empty() || before.ends_with(['\n', '\r'])).then_some(start)
}

/// `title` with a large first letter, if `sample` has one.
fn like(title: &str, sample: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        Some(first) if sample.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}
