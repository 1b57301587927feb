//! Edits of values in meta, in the quotes that stand there.
//!
//! Only what needs no escaping is written, and only over what is written plainly: without escapes,
//! anchors, tags or line breaks. All else is left to people.

mod list;

use crate::diagnostic::Edit;
use crate::post::{Data, Key, Value};
use crate::source::Span;

pub(super) use list::with_items;

/// What marks an item on a line of its own.
const BULLETS: [&str; 2] = ["-", "•"];
/// What quotes a value.
const QUOTES: [char; 2] = ['"', '\''];

/// Puts `new` in the place of a text or a number, in the same quotes.
pub(super) fn with_text(source: &str, value: &Value, new: &str) -> Option<Edit> {
    let written = written(source, value)?;
    let fits = match written.quote {
        Some(quote) => fits_quotes(new, quote),
        None => is_plain(new),
    };
    fits.then(|| Edit {
        span: value.span,
        text: new.to_owned(),
    })
}

/// Puts `new`, a number or a word that means something, in the place of a value and its quotes.
pub(super) fn without_quotes(source: &str, value: &Value, new: &str) -> Option<Edit> {
    let written = written(source, value)?;
    is_plain(new).then(|| Edit {
        span: written.outer,
        text: new.to_owned(),
    })
}

/// Puts quotes around a value that has none.
pub(super) fn quoted(source: &str, value: &Value) -> Option<Edit> {
    let written = written(source, value)?;
    let is_bare = written.quote.is_none() && is_plain(written.text.trim_start_matches(['-', '+']));
    is_bare.then(|| Edit {
        span: value.span,
        text: format!("\"{}\"", written.text),
    })
}

/// Puts `new` in the place of the name of a key, in the same quotes.
pub(super) fn renamed(source: &str, key: &Key, new: &str) -> Option<Edit> {
    let text = source.get(key.span.range())?;
    let quote = QUOTES.into_iter().find(|quote| text.starts_with(*quote));
    let span = match quote {
        Some(_) => Span::new(key.span.start + 1, key.span.end.checked_sub(1)?),
        None => key.span,
    };
    let has_blank = key.name.contains(' ');
    let fits = match quote {
        Some(quote) => fits_quotes(new, quote),
        None => new
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-' || has_blank && c == ' '),
    };
    let is_as_named = source.get(span.range())? == key.name.as_str();
    (fits && is_as_named && !new.is_empty()).then(|| Edit {
        span,
        text: new.to_owned(),
    })
}

/// Takes an item out of a list on one line, with the comma before it, or its line of a list of
/// lines. `before` is the item in front of it.
pub(super) fn removed(source: &str, before: &Value, item: &Value) -> Option<Edit> {
    let (before, item) = (written(source, before)?, written(source, item)?);
    let (start, end) = (before.outer.end as usize, item.outer.start as usize);
    let between = source.get(start..end)?;
    let span = if between.trim() == "," {
        Span::new(before.outer.end, item.outer.end)
    } else {
        line_of(source, item.outer)?
    };
    Some(Edit {
        span,
        text: String::new(),
    })
}

/// The line of an item of a list of lines, with its end, where nothing else stands there.
fn line_of(source: &str, item: Span) -> Option<Span> {
    let range = item.range();
    let start = source[..range.start].rfind(['\n', '\r'])? + 1;
    if !BULLETS.contains(&source[start..range.start].trim()) {
        return None;
    }
    let rest = source.get(range.end..)?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let end = match &rest.as_bytes()[blank..] {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => return None,
    };
    Some(Span::from_range(start..range.end + blank + end))
}

/// How a value stands in its source.
struct Written<'a> {
    text: &'a str,
    quote: Option<char>,
    /// With its quotes.
    outer: Span,
}

/// How a value stands there, if that is all there is to it.
fn written<'a>(source: &'a str, value: &Value) -> Option<Written<'a>> {
    let range = value.span.range();
    let text = source.get(range.clone())?;
    let is_as_meant = match &value.data {
        Data::String(meant) => text == meant,
        Data::Boolean(_) | Data::Integer(_) | Data::Float(_) => true,
        Data::Null | Data::List(_) | Data::Map(_) => false,
    };
    if !is_as_meant || text.is_empty() || text.contains(['\n', '\r']) {
        return None;
    }
    let behind = source[range.end..].chars().next();
    let quote = source[..range.start].chars().next_back();
    let quote = quote.filter(|quote| QUOTES.contains(quote) && behind == Some(*quote));
    let outer = match quote {
        Some(_) => Span::new(value.span.start - 1, value.span.end + 1),
        None => value.span,
    };
    // An anchor gives the value to other keys too, and a tag its type.
    let line = source[..outer.start as usize].rsplit(['\n', '\r']).next()?;
    let word = line.split_whitespace().next_back().unwrap_or_default();
    (!word.starts_with(['&', '!'])).then_some(Written { text, quote, outer })
}

fn fits_quotes(text: &str, quote: char) -> bool {
    !text.contains(|c: char| c == quote || c == '\\' || c.is_control())
}

/// Whether a text means itself in every syntax that has values without quotes.
fn is_plain(text: &str) -> bool {
    let is_usual = |c: char| c.is_alphanumeric() || "_-./+: ".contains(c);
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(is_usual)
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
}
