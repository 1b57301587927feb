//! JSON as its standard has it, read with the place of everything in it.

use jsonc_parser::ast::Value;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Everything that the parser would forgive is a fault.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a text; nothing where it is empty. The parser recurses: look at [`nested_deeper`] first.
pub(crate) fn parse(text: &str) -> Result<Option<Value<'_>>, ParseError> {
    parse_to_ast(text, &CollectOptions::default(), &STRICT).map(|parsed| parsed.value)
}

/// What is wrong, in our words.
pub(crate) fn fault(error: &ParseError) -> String {
    match error.kind() {
        ParseErrorKind::ExpectedComma => "a comma is missing behind this value".to_owned(),
        ParseErrorKind::TrailingCommasNotAllowed => {
            "no comma may stand before a `}` or `]`".to_owned()
        }
        ParseErrorKind::CommentsNotAllowed => "JSON has no comments".to_owned(),
        ParseErrorKind::ExpectedStringObjectProperty => {
            "a key must stand in double quotes".to_owned()
        }
        ParseErrorKind::SingleQuotedStringsNotAllowed => {
            "text must stand in double quotes".to_owned()
        }
        kind => format!("not valid JSON: {}", lower_first(&kind.to_string())),
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// Where brackets are nested deeper than `most`.
pub(crate) fn nested_deeper(text: &str, most: usize) -> Option<usize> {
    let deep = brackets(text).find(|bracket| bracket.depth > most)?;
    Some(deep.at)
}

/// A bracket or a comma.
pub(super) struct Bracket {
    pub(super) at: usize,
    pub(super) byte: u8,
    /// How many brackets are open behind it.
    pub(super) depth: usize,
}

/// The brackets and commas outside of strings. A string ends with its line at the latest.
pub(super) fn brackets(text: &str) -> impl Iterator<Item = Bracket> + '_ {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut is_escaped = false;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        if in_string {
            in_string = is_escaped || !matches!(byte, b'"' | b'\n' | b'\r');
            is_escaped = byte == b'\\' && !is_escaped;
            return None;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => {}
            _ => return None,
        }
        (byte != b'"').then_some(Bracket { at, byte, depth })
    })
}
