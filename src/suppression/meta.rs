//! The meta key: `gatepost: {disable: [meta/type], reason: …}`.

use super::directive::Reader;
use super::lines::Lines;
use crate::post::{Data, Map, Meta, Value, same_key};
use crate::source::Span;
use crate::text::{excerpt, nearest};

/// The keys that may stand below `gatepost`.
const KEYS: [&str; 2] = ["disable", "reason"];
/// Most characters of a key that a message quotes.
const MOST_SHOWN: usize = 60;

/// Reads what the meta of a post hides in all of it.
pub(super) fn read(meta: &Meta, reader: &mut Reader<'_>) {
    let Some(entry) = meta.root.get("gatepost") else {
        return;
    };
    let Data::Map(map) = &entry.value.data else {
        let message = format!(
            "`gatepost` must be a map with `disable`, not {}",
            entry.value.data.described()
        );
        reader.fault("suppression/unknown", entry.key.span, message, HELP);
        return;
    };
    for entry in &map.entries {
        let name = &entry.key.name;
        if !KEYS.iter().any(|known| same_key(known, name)) {
            let shown = excerpt(name, MOST_SHOWN);
            let mut message = format!("unknown key `{shown}` in `gatepost`");
            if let Some(near) = nearest(name, KEYS) {
                message.push_str(&format!("; did you mean `{near}`?"));
            }
            reader.fault("suppression/unknown", entry.key.span, message, HELP);
        }
    }
    disabled(map, entry.key.span, reader);
}

const HELP: &str = "write `gatepost: {disable: [CODE], reason: why}`";

fn disabled(map: &Map, key: Span, reader: &mut Reader<'_>) {
    let Some(entry) = map.get("disable") else {
        return;
    };
    let mut names = Vec::new();
    let single = std::slice::from_ref(&entry.value);
    let items = match &entry.value.data {
        Data::List(items) => items.as_slice(),
        _ => single,
    };
    for item in items {
        named(item, &mut names, reader);
    }
    let reason = map
        .get("reason")
        .and_then(|entry| entry.value.data.as_text());
    let has_reason = reason.is_some_and(|reason| !reason.trim().is_empty());
    reader.names(&names, key, Lines::from(0), has_reason);
}

/// The names in one value. They are read where they stand, so that each has its place.
fn named(value: &Value, names: &mut Vec<Span>, reader: &mut Reader<'_>) {
    match &value.data {
        Data::String(text) if text.trim() == reader.slice(value.span).trim() => {
            names.extend(reader.words(value.span));
        }
        data => {
            let message = format!(
                "`disable` must be a list of rules and codes, not of {}",
                data.described()
            );
            reader.fault("suppression/unknown", value.span, message, HELP);
        }
    }
}
