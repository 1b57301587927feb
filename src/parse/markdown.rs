//! Placeholder until the reader lands.
use super::{InputFormat, ParseOptions};
use crate::post::Post;
/// Reader.
pub struct Markdown;
impl InputFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["md"]
    }
    fn parse(&self, _text: &str, _options: &ParseOptions) -> Vec<Post> {
        Vec::new()
    }
}
