//! From text to a syntax tree, with faults worded for the authors of rules.

use cel::common::ast::{IdedExpr, SourceInfo};
use cel::parser::{ParseErrors, Parser};

use super::ExprError;

/// Longest expression, in bytes. With it the parser needs less than 2 MiB of stack.
pub(super) const LONGEST: usize = 2048;

/// A parsed expression and where its nodes stand.
pub(super) struct Syntax {
    /// The root of the tree.
    pub(super) root: IdedExpr,
    /// Where nodes stand, in bytes.
    places: SourceInfo,
}

impl Syntax {
    /// Parses `text`, expanding the standard macros.
    pub(super) fn parse(text: &str) -> Result<Self, ExprError> {
        if text.len() > LONGEST {
            let message = format!("the expression is longer than {LONGEST} bytes");
            return Err(ExprError { message, offset: 0 });
        }
        match Parser::new().parse_with_source_info(text) {
            Ok((root, places)) => Ok(Self { root, places }),
            Err(errors) => Err(first_error(text, &errors)),
        }
    }

    /// Where the node `id` starts, in bytes.
    pub(super) fn offset(&self, id: u64) -> usize {
        let start = self.places.offset_for(id).map_or(0, |(start, _)| start);
        (start as usize).min(self.places.source.len())
    }
}

fn first_error(text: &str, errors: &ParseErrors) -> ExprError {
    let Some(first) = errors.errors.first() else {
        return ExprError {
            message: "cannot be read".to_owned(),
            offset: 0,
        };
    };
    let (line, column) = first.pos;
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    ExprError {
        message: worded(&first.msg).replace(['\n', '\r'], " "),
        offset: before + byte_of_char(&text[before..], column),
    }
}

fn byte_of_char(text: &str, chars: usize) -> usize {
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at)
}

/// What the parser says, in one short line.
fn worded(message: &str) -> String {
    let message = message.strip_prefix("Syntax error: ").unwrap_or(message);
    if message.contains("Recursion limit") {
        return "the expression is nested too deep".to_owned();
    }
    let fact = message.split(" expecting ").next().unwrap_or(message);
    let Some(quoted) = fact.split_once('\'').map(|(_, quoted)| quoted) else {
        return fact.to_lowercase();
    };
    let token = quoted.trim_end_matches('\'').trim();
    match token {
        "<EOF>" => "the expression ends too early".to_owned(),
        "=" => "unexpected '='; '==' compares".to_owned(),
        _ if token.starts_with(['"', '\'']) && message.contains("token recognition") => {
            "the quote is not closed".to_owned()
        }
        _ if message.contains("input") || message.contains("token") => {
            format!("unexpected '{token}'")
        }
        _ => fact.to_owned(),
    }
}
