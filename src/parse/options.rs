//! What the configuration tells readers.

use super::{BodyFormat, Flavor};
use crate::post::{MetaPath, Step, ValueType, same_key};

/// What the configuration tells readers.
#[derive(Debug, Clone, Default)]
pub struct ParseOptions {
    /// `[format.text] meta-heading`: the line under which the meta block of a text stands.
    pub meta_heading: Option<String>,
    /// `[format.text] ignore-lines`: lines that are theme chrome.
    pub ignore_lines: Vec<String>,
    /// Titles that mark a line of a compact text as a heading: `[format.text] headings` and the
    /// titles that `sections` rules name.
    pub headings: Vec<String>,
    /// Who builds the site; `None` where nobody knows, and everything may stand in a post.
    pub flavor: Option<Flavor>,
    /// The keys that `meta` rules declare.
    pub keys: Vec<KeyHint>,
    /// `[format.jsonl]`.
    pub jsonl: JsonlOptions,
    /// `[format.wxr]`.
    pub wxr: WxrOptions,
    /// Bounds.
    pub limits: ParseLimits,
}

impl ParseOptions {
    /// What rules declare of a key of the outermost map; of two declarations the later counts.
    pub(super) fn hint(&self, key: &str) -> Option<&KeyHint> {
        let is_it =
            |hint: &&KeyHint| matches!(hint.path.steps(), [Step::Key(name)] if same_key(name, key));
        self.keys.iter().rev().find(is_it)
    }
}

/// `[format.jsonl]`: which fields of a record are what. Those that are not named are guessed.
#[derive(Debug, Clone, Default)]
pub struct JsonlOptions {
    /// The body.
    pub body: Option<MetaPath>,
    /// The title.
    pub title: Option<MetaPath>,
    /// The name of the post.
    pub id: Option<MetaPath>,
    /// The object whose members are meta, besides all other fields.
    pub meta: Option<MetaPath>,
    /// How bodies are written down.
    pub body_format: Option<BodyFormat>,
}

/// `[format.wxr]`: which items of an export are posts.
#[derive(Debug, Clone)]
pub struct WxrOptions {
    /// Their types.
    pub post_types: Vec<String>,
    /// Their statuses.
    pub statuses: Vec<String>,
}

impl WxrOptions {
    /// The types unless told otherwise.
    pub const POST_TYPES: [&'static str; 2] = ["post", "page"];
    /// The statuses unless told otherwise.
    pub const STATUSES: [&'static str; 1] = ["publish"];
}

impl Default for WxrOptions {
    fn default() -> Self {
        Self {
            post_types: Self::POST_TYPES.map(str::to_owned).into(),
            statuses: Self::STATUSES.map(str::to_owned).into(),
        }
    }
}

/// A key that a `meta` rule declares: how glued text is split and typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHint {
    /// Its path.
    pub path: MetaPath,
    /// Its declared type.
    pub value_type: ValueType,
    /// The type of a list's items.
    pub of: Option<ValueType>,
}

/// Bounds on what a reader takes on.
#[derive(Debug, Clone, Copy)]
pub struct ParseLimits {
    /// Bytes of front matter.
    pub front_matter_size: usize,
    /// Depth of nesting in front matter.
    pub nesting: usize,
    /// Nodes of front matter, aliases counted as often as they are used.
    pub front_matter_nodes: usize,
}

impl Default for ParseLimits {
    fn default() -> Self {
        Self {
            front_matter_size: 256 * 1024,
            nesting: 128,
            front_matter_nodes: 10_000,
        }
    }
}
