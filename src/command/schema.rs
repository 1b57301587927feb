//! The JSON Schema of configuration files, from the same tables that validate them.

use serde_json::{Map, Value, json};

use crate::config::keys::{EXAMPLE_KEYS, KEYS, KeyInfo, RULE_KEYS};
use crate::diagnostic::Level;
use crate::rule::OptionInfo;
use crate::rule::kinds::KINDS;

pub(super) fn schema() -> Value {
    let mut root = object();
    for key in KEYS {
        insert(
            &mut root,
            key.path,
            property(key.takes, key.default, key.doc),
        );
    }
    root["properties"]["rule"] = json!({
        "type": "array",
        "description": "rules of one's own",
        "items": rule_schema(),
    });
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("gatepost configuration");
    root
}

fn object() -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": {} })
}

/// Puts `schema` at a dotted path, making the tables on the way.
fn insert(table: &mut Value, path: &str, schema: Value) {
    let Some((head, rest)) = path.split_once('.') else {
        table["properties"][path] = schema;
        return;
    };
    if let Some(name) = head.strip_suffix("[]") {
        let array = &mut table["properties"][name];
        if array.is_null() {
            *array = json!({ "type": "array", "items": object() });
        }
        insert(&mut array["items"], rest, schema);
        return;
    }
    let inner = &mut table["properties"][head];
    if inner.is_null() {
        *inner = object();
    }
    insert(inner, rest, schema);
}

/// A rule: what every rule has, and for each kind its own options.
fn rule_schema() -> Value {
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|kind| {
            let mut properties = properties(RULE_KEYS);
            for OptionInfo {
                name,
                takes,
                default,
                doc,
            } in kind.options()
            {
                properties.insert((*name).to_owned(), property(takes, default, doc));
            }
            properties.insert("kind".to_owned(), json!({ "const": kind.name() }));
            let mut example = object();
            example["properties"] = Value::Object(self::properties(EXAMPLE_KEYS));
            properties.insert(
                "example".to_owned(),
                json!({ "type": "array", "items": example }),
            );
            json!({
                "type": "object",
                "description": kind.summary(),
                "required": ["id", "kind"],
                "additionalProperties": false,
                "properties": properties,
            })
        })
        .collect();
    json!({ "oneOf": kinds })
}

fn properties(keys: &[KeyInfo]) -> Map<String, Value> {
    let entries = keys.iter();
    entries
        .map(|key| {
            let schema = property(key.takes, key.default, key.doc);
            (key.path.to_owned(), schema)
        })
        .collect()
}

fn property(takes: &str, default: &str, doc: &str) -> Value {
    let mut schema = typed(takes);
    schema["description"] = json!(doc);
    if !default.is_empty() {
        schema["x-default"] = json!(default);
    }
    schema
}

/// The schema of a type as `KeyInfo::takes` names it. Types that are told in words alone, such as
/// a title or a table, are left open.
fn typed(takes: &str) -> Value {
    let list = |of: &str| json!({ "type": ["array", "string"], "items": { "type": of } });
    match takes {
        "string" | "CEL expression" | "meta path" | "regular expression" => {
            json!({ "type": "string" })
        }
        "integer" => json!({ "type": "integer", "minimum": 0 }),
        "number" => json!({ "type": "number" }),
        "boolean" => json!({ "type": "boolean" }),
        "error, warning, info or off" => json!({ "enum": Level::NAMES }),
        "error, warning, info or never" => json!({ "enum": crate::config::FAIL_ON_NAMES }),
        _ if takes.starts_with("list of strings") || takes.starts_with("list of globs") => {
            list("string")
        }
        _ if takes.starts_with("path") => json!({ "type": "string" }),
        _ if takes.starts_with("table") => json!({ "type": "object" }),
        _ => json!({}),
    }
}
