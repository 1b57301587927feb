//! Readers: whatever stands in a file, it becomes posts whose places are true.

use gatepost::parse::{COMMENT_SIGN, FORMATS, KeyHint, ParseOptions};
use gatepost::post::{MetaPath, ValueType};

use super::pieces::choice_and_text;
use super::places::{assert_in, assert_sound};

/// The first byte is the number of the format.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let format = FORMATS[choice % FORMATS.len()];
    let options = options();
    let posts = format.parse(text, &options);
    for post in &posts {
        assert_sound(post, text);
        if text.contains(COMMENT_SIGN) {
            for comment in format.comments(text, post) {
                assert_in(text, comment.span);
                assert!(comment.span.contains(comment.inner));
            }
        }
    }
    if choice >= 128 {
        let again = format.parse(text, &options);
        assert_eq!(format!("{posts:?}"), format!("{again:?}"));
    }
}

/// Options that reach what readers do only when they are told to.
pub(super) fn options() -> ParseOptions {
    let key = |path: &str, value_type, of| KeyHint {
        path: MetaPath::parse(path).unwrap(),
        value_type,
        of,
    };
    ParseOptions {
        meta_heading: Some("post meta".to_owned()),
        ignore_lines: vec!["|".to_owned(), "Similar Posts".to_owned()],
        headings: vec!["checklist".to_owned(), "final notes".to_owned()],
        keys: vec![
            key("topic", ValueType::String, None),
            key("reading time", ValueType::Integer, None),
            key("tags", ValueType::List, Some(ValueType::String)),
            key("score.quality", ValueType::Number, None),
            key("date", ValueType::Date, None),
        ],
        ..ParseOptions::default()
    }
}
