//! What a post is called.

use crate::post::{BlockKind, Body, Data, Meta, Title, Value};

/// The title that meta declares; a number is one as well, as in `title: 404`.
pub(super) fn declared(meta: Option<&Meta>) -> Option<Title> {
    of(&meta?.root.get("title")?.value)
}

/// A value as a title.
pub(super) fn of(value: &Value) -> Option<Title> {
    let text = match &value.data {
        Data::String(text) => text.clone(),
        Data::Integer(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        _ => return None,
    };
    Some(Title {
        text,
        span: value.span,
    })
}

/// The first heading of level 1.
pub(super) fn first_heading(body: &Body) -> Option<Title> {
    let mut blocks = body.blocks.iter();
    let heading = blocks.find(|block| block.kind == BlockKind::Heading(1))?;
    let text = body.block_text(heading);
    let span = match text {
        "" => heading.span,
        _ => body.span(heading.text.range()),
    };
    Some(Title {
        text: text.to_owned(),
        span,
    })
}
