//! Where front matter starts and where it ends.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::parse::lines::{Line, lines};
use crate::source::Span;

use super::json;

/// Front matter found at the start of a file, not yet read.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// How it is written.
    pub(super) language: Language<'a>,
    /// The opening delimiter.
    pub(super) open: Span,
    /// The bytes between the delimiters; of JSON the object, braces included.
    pub(super) content: Range<usize>,
    /// The closing delimiter, or the last line of a block that has none.
    pub(super) close: Span,
    /// All of it.
    pub(super) span: Span,
    /// Where the body starts.
    pub(super) body_start: usize,
    /// Whether there is a closing delimiter.
    pub(super) is_closed: bool,
}

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language<'a> {
    Yaml,
    Toml,
    Json,
    /// A language behind the delimiter that is not read: `---js`.
    Unread {
        name: &'a str,
        span: Span,
    },
}

impl Language<'_> {
    /// What ends a block of this language.
    pub(super) fn closer(self) -> &'static str {
        match self {
            Self::Yaml | Self::Unread { .. } => "---",
            Self::Toml => "+++",
            Self::Json => "}",
        }
    }
}

/// Length of the byte order mark, if there is one.
pub(super) fn mark_len(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// The front matter of a file, if it starts with any. One pass over the lines.
pub(super) fn find(text: &str) -> Option<Block<'_>> {
    let first = Line::at(text, mark_len(text));
    match first.trimmed() {
        "---" => fenced(text, first, Language::Yaml),
        "+++" => fenced(text, first, Language::Toml),
        line if line.starts_with('{') => braced(text, first.start),
        line => named(text, first, line.strip_prefix("---")?),
    }
}

/// Front matter whose language stands behind the opening delimiter. Without a closing one it is
/// text.
fn named<'a>(text: &'a str, first: Line<'a>, name: &'a str) -> Option<Block<'a>> {
    let name = name.trim();
    let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_word || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let start = first.start + first.trimmed().len() - name.len();
    let language = match name.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Language::Yaml,
        "toml" => Language::Toml,
        "json" => Language::Json,
        _ => Language::Unread {
            name,
            span: Span::from_range(start..start + name.len()),
        },
    };
    let close = delimiters(text, first.next).find(|line| line.trimmed() == "---")?;
    Some(closed(first, close, language))
}

fn fenced<'a>(text: &'a str, first: Line<'a>, language: Language<'a>) -> Option<Block<'a>> {
    let is_closer = |line: &Line<'_>| match language {
        Language::Yaml => matches!(line.trimmed(), "---" | "..."),
        _ => line.trimmed() == "+++",
    };
    let from = match language {
        Language::Yaml => before_delimiters(text, first.next),
        _ => first.next,
    };
    let Some(close) = delimiters(text, from).find(is_closer) else {
        return unclosed(text, first, language);
    };
    let is_break = language == Language::Yaml && is_prose(&text[first.next..close.start]);
    (!is_break).then(|| closed(first, close, language))
}

/// Line feeds with what closes a block behind them.
static RULE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n---"));
static DOTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n..."));

/// The start of a line, `from` or behind it, before which no line is a delimiter of YAML. Mostly it
/// is that of the delimiter: to search for it costs less than to look at every line.
fn before_delimiters(text: &str, from: usize) -> usize {
    // With the line feed before `from`, so that its line is looked at, too.
    let start = from.saturating_sub(1);
    let rest = &text.as_bytes()[start..];
    let Some(len) = RULE.find(rest) else {
        return from;
    };
    let before = &rest[..len];
    let is_plain = memchr::memchr(b'\r', before).is_none() && DOTS.find(before).is_none();
    if is_plain { start + len + 1 } else { from }
}

/// The lines that start with what a delimiter starts with, from the line at `from` on. Of the
/// others only the break is looked for.
fn delimiters(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let bytes = text.as_bytes();
    let breaks = memchr::memchr2_iter(b'\n', b'\r', &bytes[from..]);
    let starts = std::iter::once(from).chain(breaks.map(move |at| from + at + 1));
    starts
        .filter(|start| matches!(bytes.get(*start), Some(b'-' | b'.' | b'+')))
        .map(|start| Line::at(text, start))
}

/// Whether what stands between two rules is text of the body: a blank line, then no key.
fn is_prose(content: &str) -> bool {
    let is_said = |line: &Line<'_>| !line.is_blank() && !line.text.starts_with('#');
    let said = lines(content, 0).find(is_said);
    Line::at(content, 0).is_blank()
        && said.is_some_and(|line| !starts_with_key(line.text, Language::Yaml))
}

fn closed<'a>(first: Line<'a>, close: Line<'a>, language: Language<'a>) -> Block<'a> {
    Block {
        language,
        open: first.span(),
        content: first.next..close.start,
        close: close.span(),
        span: first.span().join(close.span()),
        body_start: close.next,
        is_closed: true,
    }
}

/// Front matter without a closing delimiter: the lines of keys that follow at once. Without any
/// the first line is a thematic break.
fn unclosed<'a>(text: &'a str, first: Line<'a>, language: Language<'a>) -> Option<Block<'a>> {
    let mut last = None;
    for line in lines(text, first.next) {
        let is_key = starts_with_key(line.text, language);
        let goes_on = match language {
            Language::Yaml => line.text.starts_with([' ', '\t']) || line.text.starts_with("- "),
            _ => !line.is_blank(),
        };
        if line.is_blank() || !is_key && (last.is_none() || !goes_on) {
            break;
        }
        last = Some(line);
    }
    let last = last?;
    Some(Block {
        language,
        open: first.span(),
        content: first.next..last.next,
        close: last.span(),
        span: first.span().join(last.span()),
        body_start: last.next,
        is_closed: false,
    })
}

/// Whether a line starts with what can hardly be but a key: at most a few plain words.
fn starts_with_key(line: &str, language: Language<'_>) -> bool {
    if language == Language::Toml && line.starts_with('[') {
        return line.trim_end().ends_with(']');
    }
    let separator = if language == Language::Toml { '=' } else { ':' };
    let Some((key, rest)) = line.split_once(separator) else {
        return false;
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let is_key = !key.is_empty() && key.len() <= 64 && key.chars().all(is_plain);
    let starts_well =
        line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\''));
    let is_apart = language == Language::Toml || rest.is_empty() || rest.starts_with([' ', '\t']);
    is_key && starts_well && is_apart && key.split(' ').count() <= 4
}

/// JSON front matter: an object at the very start, up to its brace.
fn braced(text: &str, start: usize) -> Option<Block<'_>> {
    let after = text[start + 1..].trim_start();
    if !after.starts_with(['"', '}']) {
        return None;
    }
    let open = Span::from_range(start..start + 1);
    let block = |end: usize, close: Span, is_closed: bool, body_start: usize| Block {
        language: Language::Json,
        open,
        content: start..end,
        close,
        span: Span::from_range(start..end),
        body_start,
        is_closed,
    };
    if let Some(len) = json::object_len(&text[start..]) {
        let end = start + len;
        let tail = Line::at(text, end);
        let close = Span::from_range(end - 1..end);
        if tail.is_blank() {
            return Some(block(end, close, true, tail.next));
        }
        if !text[start..end].contains(['\n', '\r']) {
            return None;
        }
    }
    let mut of_object = lines(text, start).take_while(|line| !line.is_blank());
    let last = of_object.by_ref().last()?;
    let end = last.start + last.trimmed().len();
    Some(block(end, last.span(), false, last.next))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_delimiter_is_passed_over(
            pieces in prop::collection::vec("\n|\r|\r\n|---|\\.\\.\\.|- |a: b|-| ", 0..12),
        ) {
            let text = format!("---\n{}", pieces.concat());
            let is_closer = |line: &Line<'_>| matches!(line.trimmed(), "---" | "...");
            let start = |from| delimiters(&text, from).find(is_closer).map(|line| line.start);
            let first = Line::at(&text, 0).next;
            prop_assert_eq!(start(before_delimiters(&text, first)), start(first));
        }
    }
}
