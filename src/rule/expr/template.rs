//! Texts with `{expression}` slots.

use super::{Expr, ExprError};
use crate::post::Data;
use crate::rule::{Allowance, PostContext};
use crate::text::excerpt;

/// A text with slots: `seed is {meta.payload.seed}`. `{{` and `}}` stand for braces.
#[derive(Debug)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Slot(Expr),
}

/// Longest text with its slots, in bytes.
const LONGEST: usize = 2048;
/// Most characters of what a text comes to: values of a post may be long, and slots many.
const MOST_SHOWN: usize = 4000;
/// What an unknown value is shown as.
const UNKNOWN: &str = "?";

impl Template {
    /// Compiles a text with slots, whose patterns take from an allowance.
    pub fn compile(text: &str, allowance: &Allowance) -> Result<Self, ExprError> {
        if text.len() > LONGEST {
            let message = format!("the text is longer than {LONGEST} bytes");
            return Err(ExprError { message, offset: 0 });
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let offset = text.len() - rest.len() + at;
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("{{").or(rest.strip_prefix("}}")) {
                plain.push_str(&rest[..1]);
                rest = after;
                continue;
            }
            let end = slot_end(rest).ok_or_else(|| unbalanced(rest, offset))?;
            let slot = Expr::compile(&rest[1..end], allowance).map_err(|error| ExprError {
                offset: offset + 1 + error.offset,
                ..error
            })?;
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(Part::Slot(slot));
            rest = &rest[end + 1..];
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Ok(Self { parts })
    }

    /// The text for a post, on one line.
    pub fn render(&self, cx: &PostContext<'_>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            if text.len() > MOST_SHOWN {
                return excerpt(&text, MOST_SHOWN);
            }
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Slot(expr) => text.push_str(&shown(expr.value(cx).as_ref())),
            }
        }
        if text.len() > MOST_SHOWN {
            return excerpt(&text, MOST_SHOWN);
        }
        text.replace(['\n', '\r'], " ")
    }
}

/// The byte of the brace that closes the slot at the start of `text`; quotes may hold braces.
fn slot_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, byte) {
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn unbalanced(rest: &str, offset: usize) -> ExprError {
    let message = if rest.starts_with('{') {
        "the brace is not closed; '{{' stands for a brace"
    } else {
        "the brace closes nothing; '}}' stands for a brace"
    };
    ExprError {
        message: message.to_owned(),
        offset,
    }
}

fn shown(data: Option<&Data>) -> String {
    let text = match data {
        Some(Data::List(items)) => {
            let items: Vec<String> = items.iter().map(|it| shown(Some(&it.data))).collect();
            Some(items.join(", "))
        }
        other => other.and_then(Data::as_text),
    };
    text.unwrap_or_else(|| UNKNOWN.to_owned())
}
