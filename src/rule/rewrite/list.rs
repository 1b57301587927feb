//! Lists with other items, written as the list was.

use super::{BULLETS, Written, fits_quotes, is_plain, written};
use crate::diagnostic::Edit;
use crate::post::{Data, Value};
use crate::source::Span;

/// What is no text without quotes.
const WORDS: [&str; 7] = ["true", "false", "yes", "no", "on", "off", "null"];

/// Puts `new` in the place of the items of a list. `quote` is what can be put around an item that
/// needs it; formats whose values have no types have none.
pub(in crate::rule) fn with_items(
    source: &str,
    list: &Value,
    new: &[String],
    quote: Option<char>,
) -> Option<Edit> {
    let Data::List(items) = &list.data else {
        return None;
    };
    let items = items.iter().map(|item| written(source, item));
    let items: Vec<Written<'_>> = items.collect::<Option<_>>()?;
    let (first, last) = (items.first()?, items.last()?);
    let between = separator(source, &items)?;
    let quote_first = first.quote;
    let texts = new.iter().map(|text| item(text, quote_first, quote));
    let texts = texts.collect::<Option<Vec<_>>>()?;
    (!texts.is_empty()).then(|| Edit {
        span: Span::new(first.outer.start, last.outer.end),
        text: texts.join(&between),
    })
}

/// What stands between two items, if that is the same everywhere.
fn separator(source: &str, items: &[Written<'_>]) -> Option<String> {
    let mut separators = items.windows(2).map(|two| {
        let range = two[0].outer.end as usize..two[1].outer.start as usize;
        source.get(range)
    });
    let Some(first) = separators.next() else {
        return separator_of_one(source, items.first()?.outer);
    };
    let first = first?;
    let is_known = first.trim() == "," || is_next_line(first);
    (is_known && separators.all(|it| it == Some(first))).then(|| first.to_owned())
}

/// A line break, and what stands before an item.
fn is_next_line(between: &str) -> bool {
    let rest = between.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    let Some(prefix) = rest.strip_prefix('\n') else {
        return false;
    };
    !prefix.contains(['\n', '\r']) && BULLETS.contains(&prefix.trim())
}

fn separator_of_one(source: &str, item: Span) -> Option<String> {
    let before = source.get(..item.start as usize)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let prefix = &before[start..];
    if BULLETS.contains(&prefix.trim()) {
        let end = if before[..start].ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        return Some(format!("{end}{prefix}"));
    }
    before.trim_end().ends_with('[').then(|| ", ".to_owned())
}

/// An item in the quotes of the items that were there, or in those that it needs.
fn item(text: &str, quote: Option<char>, needed: Option<char>) -> Option<String> {
    let with = |quote: char| fits_quotes(text, quote).then(|| format!("{quote}{text}{quote}"));
    match (quote, needed) {
        (Some(quote), _) => with(quote),
        (None, Some(_)) if is_text(text) => Some(text.to_owned()),
        (None, Some(needed)) => with(needed),
        (None, None) => is_one_line(text).then(|| text.to_owned()),
    }
}

/// Whether it is a text in every syntax that has values without quotes.
fn is_text(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_plain(text) && text.starts_with(char::is_alphabetic) && !WORDS.contains(&lower.as_str())
}

/// Whether a format without quotes reads it as one item, and as no key with a value.
fn is_one_line(text: &str) -> bool {
    let is_marked = BULLETS.iter().any(|bullet| text.starts_with(bullet));
    let is_whole = text.trim() == text && !text.is_empty() && !text.contains(char::is_control);
    is_whole && !is_marked && !text.contains(": ")
}
