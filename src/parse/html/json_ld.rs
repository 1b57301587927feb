//! What a page says of itself in JSON-LD.

use std::ops::Range;

use crate::parse::{ParseLimits, front_matter};
use crate::post::{Data, Entry, Map, Problem, Value};

/// Types of things that a page about something else speaks of as well.
const BESIDE: [&str; 8] = [
    "BreadcrumbList",
    "ImageObject",
    "Organization",
    "Person",
    "SearchAction",
    "SiteNavigationElement",
    "WebPage",
    "WebSite",
];

/// The keys of the thing that the page is: the first article of any sort, else the first thing that
/// is not there on every page. `@`-keywords are no keys.
pub(super) fn entries(
    text: &str,
    scripts: &[Range<usize>],
    limits: &ParseLimits,
    problems: &mut Vec<Problem>,
) -> Vec<Entry> {
    let mut things = Vec::new();
    for script in scripts {
        // The braces of a template are for its site generator.
        if text[script.clone()].contains("{{") || text[script.clone()].contains("{%") {
            continue;
        }
        let (value, told) = front_matter::read_json(text, script.clone(), limits);
        problems.extend(told);
        things_in(value, &mut things);
    }
    let is_article = |thing: &Map| types(thing).any(names_article);
    let is_own = |thing: &Map| !types(thing).any(|name| BESIDE.contains(&name));
    let found = things.iter().position(is_article);
    let Some(at) = found.or_else(|| things.iter().position(is_own)) else {
        return Vec::new();
    };
    let mut entries = things.swap_remove(at).entries;
    entries.retain(|entry| !entry.key.name.starts_with('@'));
    entries
}

/// The things that a script tells: one, a list, or the graph of one.
fn things_in(value: Option<Value>, things: &mut Vec<Map>) {
    let found = match value.map(|value| value.data) {
        Some(Data::Map(map)) => vec![map],
        Some(Data::List(items)) => items.into_iter().filter_map(map_of).collect(),
        _ => Vec::new(),
    };
    for mut thing in found {
        let is_graph = |entry: &Entry| entry.key.name == "@graph";
        match thing.entries.iter().position(is_graph) {
            Some(at) => {
                if let Data::List(items) = thing.entries.swap_remove(at).value.data {
                    things.extend(items.into_iter().filter_map(map_of));
                }
            }
            None => things.push(thing),
        }
    }
}

fn map_of(value: Value) -> Option<Map> {
    match value.data {
        Data::Map(map) => Some(map),
        _ => None,
    }
}

/// The types that a thing has.
fn types(thing: &Map) -> impl Iterator<Item = &str> {
    let is_type = |entry: &&Entry| entry.key.name == "@type";
    let value = thing.entries.iter().find(is_type).map(|it| &it.value.data);
    let (one, many) = match value {
        Some(Data::String(name)) => (Some(name.as_str()), [].as_slice()),
        Some(Data::List(items)) => (None, items.as_slice()),
        _ => (None, [].as_slice()),
    };
    let many = many.iter().filter_map(|item| match &item.data {
        Data::String(name) => Some(name.as_str()),
        _ => None,
    });
    one.into_iter().chain(many)
}

fn names_article(name: &str) -> bool {
    name.ends_with("Article") || name.ends_with("Posting")
}
