//! A post whose text was itself decoded from a source.

use super::{Body, Data, Entry, Map, Meta, Post, Problem, Value};
use crate::source::{OffsetMap, Span};

impl Post {
    /// The same post with the places of the source that its text was decoded from. Every span of
    /// it lies on character boundaries there, as those of `map` do.
    pub fn behind(mut self, map: &OffsetMap) -> Self {
        let place = |span: &mut Span| *span = map.span(span.start..span.end);
        if let Some(title) = &mut self.title {
            place(&mut title.span);
        }
        if let Some(Meta { root, span, close }) = &mut self.meta {
            place(span);
            place(close);
            place_map(root, &place);
        }
        for Problem { span, other, .. } in &mut self.problems {
            place(span);
            if let Some((span, _)) = other {
                place(span);
            }
        }
        place(&mut self.first_line);
        place(&mut self.last_line);
        self.body.place(map, &place);
        self
    }
}

impl Body {
    fn place(&mut self, map: &OffsetMap, place: &impl Fn(&mut Span)) {
        self.map = self.map.behind(map);
        self.blocks.iter_mut().for_each(|it| place(&mut it.span));
        self.links.iter_mut().for_each(|it| place(&mut it.span));
        self.images.iter_mut().for_each(|it| place(&mut it.span));
    }
}

/// Depth is bounded by the readers of meta.
fn place_map(map: &mut Map, place: &impl Fn(&mut Span)) {
    for Entry { key, value } in &mut map.entries {
        place(&mut key.span);
        place_value(value, place);
    }
}

fn place_value(value: &mut Value, place: &impl Fn(&mut Span)) {
    place(&mut value.span);
    match &mut value.data {
        Data::List(items) => items.iter_mut().for_each(|item| place_value(item, place)),
        Data::Map(map) => place_map(map, place),
        _ => {}
    }
}
