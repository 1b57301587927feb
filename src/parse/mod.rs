//! From text to post: one reader a format. Reading never fails; it gives a post and its problems.

mod ahead;
mod embedded;
mod flavor;
pub mod front_matter;
mod html;
pub(crate) mod json;
mod jsonl;
mod leaf_text;
mod lines;
mod markdown;
mod options;
mod records;
mod span;
mod text;
mod title;
mod typed;
mod wxr;

use crate::post::Post;
use crate::source::Span;

pub use embedded::{BodyFormat, Embedded};
pub use flavor::Flavor;
pub use options::{JsonlOptions, KeyHint, ParseLimits, ParseOptions, WxrOptions};
pub use records::{Splitter, Stretch};

/// A way in which posts are written down.
pub trait InputFormat: Sync {
    /// The name in configurations and outputs.
    fn name(&self) -> &'static str;

    /// The file extensions, lower-case and without dot, that mean this format.
    fn extensions(&self) -> &'static [&'static str];

    /// Reads the posts of one source: a file, or one record of a container.
    fn parse(&self, text: &str, options: &ParseOptions) -> Vec<Post>;

    /// Reads the posts of several sources, of each as [`InputFormat::parse`] does. Where reading
    /// has parts, all sources go through one of them before the next.
    fn parse_all(&self, texts: &[&str], options: &ParseOptions) -> Vec<Vec<Post>> {
        let texts = texts.iter();
        texts.map(|text| self.parse(text, options)).collect()
    }

    /// What cuts a file into records; nothing where a file is read as one.
    fn splitter(&self) -> Option<Box<dyn Splitter>> {
        None
    }

    /// The body of a record, decoded, with its own format. Called as rarely as
    /// [`InputFormat::comments`].
    fn embedded(&self, _text: &str, _options: &ParseOptions) -> Option<Embedded> {
        None
    }

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
pub static FORMATS: &[&dyn InputFormat] = &[
    &markdown::Markdown,
    &text::RenderedText,
    &html::Html,
    &jsonl::Jsonl,
    &wxr::Wxr,
];

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static dyn InputFormat> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format that a file extension means.
pub fn format_of_extension(extension: &str) -> Option<&'static dyn InputFormat> {
    let is_its = |known: &&str| known.eq_ignore_ascii_case(extension);
    let mut formats = FORMATS.iter().copied();
    formats.find(|format| format.extensions().iter().any(is_its))
}
