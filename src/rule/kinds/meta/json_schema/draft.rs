//! The versions of JSON Schema that are known, and where each has schemas in schemas.

use super::json::{JsonId, JsonKind, Texts};

/// A version of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Draft {
    /// Draft-07.
    Seven,
    /// 2020-12.
    TwentyTwenty,
}

impl Draft {
    /// The draft that a `$schema` names.
    pub(super) fn from_url(url: &str) -> Option<Self> {
        let url = url.strip_suffix('#').unwrap_or(url);
        let url = url.strip_prefix("http://").or(url.strip_prefix("https://"));
        match url? {
            "json-schema.org/draft-07/schema" => Some(Self::Seven),
            "json-schema.org/draft/2020-12/schema" => Some(Self::TwentyTwenty),
            _ => None,
        }
    }
}

/// Keywords whose value is a schema.
const ONE: [&str; 8] = [
    "additionalProperties",
    "propertyNames",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "items",
];
/// Those that only draft-07 has, and those that only 2020-12 has.
const ONE_OF_SEVEN: [&str; 1] = ["additionalItems"];
const ONE_OF_TWENTY: [&str; 3] = ["unevaluatedItems", "unevaluatedProperties", "contentSchema"];
/// Keywords whose value is a list of schemas.
const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords whose value is a map of schemas.
const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "definitions",
    "$defs",
    "dependencies",
];

/// The schemas that stand directly in a schema, in the order of the text.
pub(super) fn subschemas(texts: &Texts, schema: JsonId, draft: Draft) -> Vec<JsonId> {
    let is_seven = draft == Draft::Seven;
    let mut found = Vec::new();
    for member in texts.members(schema) {
        let key = &*member.key;
        let of_draft = if is_seven {
            ONE_OF_SEVEN.contains(&key)
        } else {
            ONE_OF_TWENTY.contains(&key)
        };
        let is_one = of_draft || ONE.contains(&key);
        let is_list = LISTS.contains(&key) || key == if is_seven { "items" } else { "prefixItems" };
        let is_map = MAPS.contains(&key) || key == "dependentSchemas" && !is_seven;
        match &texts.get(member.value).kind {
            JsonKind::List(items) if is_list => found.extend(items),
            JsonKind::Map(members) if is_map => {
                found.extend(members.iter().map(|member| member.value));
            }
            _ if is_one => found.push(member.value),
            _ => {}
        }
    }
    found.retain(|id| is_schema(texts, *id));
    found
}

/// Whether a value can be a schema.
pub(super) fn is_schema(texts: &Texts, id: JsonId) -> bool {
    matches!(texts.get(id).kind, JsonKind::Map(_) | JsonKind::Boolean(_))
}
