//! What is said about text that is no YAML.

use granit_parser::ErrorKind;

use crate::parse::lines::lines;
use crate::post::{Problem, ProblemKind};
use crate::source::Span;

use super::super::reader::Reader;
use super::compose::Fault;

const NO_BREAK_SPACE: char = '\u{a0}';

/// Tells why reading stopped early, if it did.
pub(super) fn tell(fault: Option<&Fault>, reader: &mut Reader<'_>) {
    let Some(fault) = fault else { return };
    if tell_no_break_space(fault.at(), reader) {
        return;
    }
    match fault {
        Fault::Syntax {
            kind: ErrorKind::RecursionLimitExceeded,
            at,
        } => {
            let span = reader.char_at(*at);
            reader.too_deep(span);
        }
        Fault::Syntax { kind, at } => tell_syntax(kind, *at, reader),
        Fault::SecondDocument { range } => {
            let span = reader.span(range.clone());
            reader.unparsable(
                span,
                "a second document starts here; front matter is one map",
            );
        }
        Fault::TooMany { at } => {
            let span = reader.char_at(*at);
            reader.too_many(span);
        }
    }
}

/// Tells that the outermost value is no map, or the fault that keeps it from being one.
pub(super) fn tell_no_map(span: Span, fault: Option<&Fault>, reader: &mut Reader<'_>) {
    if tell_no_break_space(reader.content.len(), reader) {
        return;
    }
    if fault.is_some() {
        tell(fault, reader);
    } else {
        reader.unparsable(span, "front matter must be a map");
    }
}

/// A no-break space behind a colon, as content systems paste it, makes no key: the parser stumbles
/// over a later line, and says nothing that helps.
fn tell_no_break_space(until: usize, reader: &mut Reader<'_>) -> bool {
    let before = lines(reader.content, 0).take_while(|line| line.start <= until);
    let mut places = before.filter_map(|line| {
        let colon = line.text.find(':')?;
        let is_key = !line.text[..colon].contains(['"', '\'', '#']);
        let behind = &line.text[colon + 1..];
        let found = is_key && behind.starts_with(NO_BREAK_SPACE);
        found.then_some(line.start + colon + 1)
    });
    let Some(at) = places.next() else {
        return false;
    };
    let span = reader.span(at..at + NO_BREAK_SPACE.len_utf8());
    reader.problem(Problem {
        kind: ProblemKind::Unparsable,
        span,
        message: "a no-break space stands behind the colon".to_owned(),
        other: None,
        help: Some("replace it by an ordinary space".to_owned()),
    });
    true
}

fn tell_syntax(kind: &ErrorKind, at: usize, reader: &mut Reader<'_>) {
    let (kind, at) = match indenting_tab(kind, at, reader) {
        Some(tab) => (&ErrorKind::TabInIndentation, tab),
        None => (kind, at),
    };
    let span = match kind {
        ErrorKind::SimpleKeyExpected => reader.line_at(at),
        _ => reader.char_at(at),
    };
    let (message, help) = described(kind);
    let other = opening(kind, at, reader);
    reader.problem(Problem {
        kind: ProblemKind::Unparsable,
        span,
        message,
        other,
        help: help.map(str::to_owned),
    });
}

/// The tab that indents the line of the fault or, where a value ends at a tab, the line below:
/// the parser stumbles behind it or before it.
fn indenting_tab(kind: &ErrorKind, at: usize, reader: &Reader<'_>) -> Option<usize> {
    let reach = match kind {
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::ExpectedBlockMappingKey => 1,
        ErrorKind::TabInPlainScalar => 2,
        _ => return None,
    };
    let before = reader.content.get(..at)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let near = lines(reader.content, start).filter(|line| !line.is_blank());
    let mut tabs = near.take(reach).filter_map(|line| {
        let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        Some(line.start + line.text[..indent].find('\t')?)
    });
    tabs.next()
}

/// What is wrong, and what to do about it.
fn described(kind: &ErrorKind) -> (String, Option<&'static str>) {
    match kind {
        ErrorKind::MappingValueNotAllowed => (
            "a second `:` stands in this value".to_owned(),
            Some("put the value in quotes"),
        ),
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => (
            "a tab cannot indent YAML".to_owned(),
            Some("indent with spaces"),
        ),
        ErrorKind::SimpleKeyExpected => (
            "this line has no `:` behind its key".to_owned(),
            Some("write `key: value`, or indent the line to continue the value above"),
        ),
        ErrorKind::UnexpectedCharacter { character } if !character.is_control() => (
            format!("a value cannot start with `{character}`"),
            Some("put the value in quotes"),
        ),
        ErrorKind::DirectiveDisallowed => (
            "a value or key cannot start with `%`".to_owned(),
            Some("put it in quotes"),
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            "a quote above this line is not closed".to_owned(),
            Some("close the quote at the end of its value"),
        ),
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a `,` or the closing bracket is missing before this".to_owned(),
            Some("close the bracket at the end of its value"),
        ),
        kind => (
            format!("not valid YAML: {}", one_line(&kind.to_string())),
            None,
        ),
    }
}

fn one_line(message: &str) -> String {
    let is_plain = |c: char| !c.is_control();
    message.chars().filter(|c| is_plain(*c)).collect()
}

/// The bracket or quote that the fault follows from: the last one that stands in front of it on a
/// line of its own, where the parser noticed late that it is not closed.
fn opening(kind: &ErrorKind, at: usize, reader: &Reader<'_>) -> Option<(Span, String)> {
    let openers: &[char] = match kind {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => &['"', '\''],
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. } => &['[', '{'],
        _ => return None,
    };
    let before = reader.content.get(..at)?;
    let opener = before.rfind(openers)?;
    Some((reader.span(opener..opener + 1), "opened here".to_owned()))
}
