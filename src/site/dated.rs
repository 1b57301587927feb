//! Dates and slugs that generators take from the names of files: `2024-05-01-title.md`.

use super::stem;
use crate::post::{Data, Entry, Key, Map, Value};
use crate::source::Span;
use crate::text::date_of;

/// What Jekyll takes from the name of a post.
pub(super) fn jekyll(place: &str) -> Map {
    if place.split('/').any(|folder| folder == "_posts") {
        of_name(stem(place))
    } else {
        Map::default()
    }
}

/// What Zola and Docusaurus take from the name of a page, or of the folder that is one.
pub(super) fn by_name(place: &str) -> Map {
    let name = match stem(place) {
        "index" => place.rsplit('/').nth(1).unwrap_or_default(),
        name => name,
    };
    of_name(name)
}

fn of_name(name: &str) -> Map {
    let (Some(date), Some(rest)) = (name.get(..10), name.get(10..)) else {
        return Map::default();
    };
    let slug = rest.strip_prefix(['-', '_']).unwrap_or_default();
    if date_of(date).is_none() || slug.is_empty() {
        return Map::default();
    }
    Map {
        entries: vec![entry("date", date), entry("slug", slug)],
    }
}

fn entry(name: &str, text: &str) -> Entry {
    let span = Span::at(0);
    Entry {
        key: Key {
            name: name.to_owned(),
            span,
        },
        value: Value {
            span,
            data: Data::String(text.to_owned()),
        },
    }
}
