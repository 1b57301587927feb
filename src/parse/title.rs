//! What a post is called.

use crate::post::{BlockKind, Body, Data, Meta, Title};

/// The title that meta declares.
pub(super) fn declared(meta: Option<&Meta>) -> Option<Title> {
    let value = &meta?.root.get("title")?.value;
    match &value.data {
        Data::String(text) => Some(Title {
            text: text.clone(),
            span: value.span,
        }),
        _ => None,
    }
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
