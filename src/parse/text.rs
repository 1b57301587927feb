//! Placeholder until the reader lands.
use super::{InputFormat, ParseOptions};
use crate::post::Post;
/// Reader.
pub struct RenderedText;
impl InputFormat for RenderedText {
    fn name(&self) -> &'static str {
        "text"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }
    fn parse(&self, _text: &str, _options: &ParseOptions) -> Vec<Post> {
        Vec::new()
    }
}
