//! From text to post: one reader a format. Reading never fails; it gives a post and its problems.

mod ahead;
mod flavor;
pub mod front_matter;
mod html;
pub(crate) mod json;
mod lines;
mod markdown;
mod span;
mod text;
mod title;
mod typed;

use crate::post::{MetaPath, Post, ValueType};
use crate::source::Span;

pub use flavor::Flavor;

/// A way in which posts are written down.
pub trait InputFormat: Sync {
    /// The name in configurations and outputs.
    fn name(&self) -> &'static str;

    /// The file extensions, lower-case and without dot, that mean this format.
    fn extensions(&self) -> &'static [&'static str];

    /// Reads the posts of one source.
    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post>;

    /// The comments of a post that say `gatepost-`, in order. Called for the few posts whose text
    /// holds that at all.
    fn comments(&self, _text: &str, _post: &Post) -> Vec<Comment> {
        Vec::new()
    }
}

/// A comment, which readers of the post do not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// All of it.
    pub span: Span,
    /// What it says, without its signs.
    pub inner: Span,
}

/// What a comment begins with that speaks to gatepost.
pub const COMMENT_SIGN: &str = "gatepost-";

/// Every input format.
pub static FORMATS: &[&dyn InputFormat] = &[&markdown::Markdown, &text::RenderedText, &html::Html];

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static dyn InputFormat> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format that a file extension means.
pub fn format_of_extension(extension: &str) -> Option<&'static dyn InputFormat> {
    let extension = extension.to_ascii_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.extensions().contains(&extension.as_str()))
}

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
    /// Bounds.
    pub limits: ParseLimits,
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
