//! Text of posts as it stands in TOML: nothing of it ends a string, opens a table or acts in a
//! terminal.

use crate::emit::escape::{hazards, plain};

/// A text as a TOML string. Characters that act are written by their numbers.
pub(super) fn quoted(text: &str) -> String {
    let mut acting = hazards(text).peekable();
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push('"');
    for (at, c) in text.char_indices() {
        if acting.next_if(|(hazard, _)| *hazard == at).is_some() {
            push_number(&mut shown, c);
        } else {
            if matches!(c, '"' | '\\') {
                shown.push('\\');
            }
            shown.push(c);
        }
    }
    shown.push('"');
    shown
}

/// A key of a TOML table.
pub(super) fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !name.is_empty() && name.bytes().all(is_bare) {
        return name.to_owned();
    }
    quoted(name)
}

/// A value in a comment: on one line, and cut.
pub(super) fn shown(text: &str) -> String {
    format!("`{}`", plain(&crate::text::excerpt(text, SHOWN)))
}

/// Most characters of a value in a comment.
const SHOWN: usize = 60;

fn push_number(shown: &mut String, c: char) {
    let number = u32::from(c);
    if number <= 0xffff {
        shown.push_str(&format!("\\u{number:04X}"));
    } else {
        shown.push_str(&format!("\\U{number:08X}"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::emit::escape::acts;

    fn read_back(toml: &str) -> toml::Table {
        toml.parse().unwrap()
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was(text in any::<String>()) {
            let toml = format!("a = {}", quoted(&text));
            let table = read_back(&toml);
            prop_assert_eq!(table["a"].as_str(), Some(text.as_str()));
            prop_assert!(!toml.chars().any(acts));
        }

        #[test]
        fn every_key_is_read_back_as_it_was(text in any::<String>()) {
            let toml = format!("{} = 1", key(&text));
            let table = read_back(&toml);
            prop_assert_eq!(table.keys().next(), Some(&text));
        }

        #[test]
        fn a_comment_stays_one(text in "[\r\n\u{85}\u{2028}a\"`#]{0,9}") {
            let toml = format!("# {}\na = 1", shown(&text));
            prop_assert_eq!(read_back(&toml).len(), 1);
        }
    }

    #[test]
    fn commands_of_runners_are_broken() {
        assert_eq!(quoted("a ##[add-mask]b"), r#""a #\u0023[add-mask]b""#);
        assert_eq!(quoted("a]]\n\"\\"), r#""a]]\u000A\"\\""#);
        assert_eq!(key("ai outline"), "\"ai outline\"");
        assert_eq!(key("reading-time_2"), "reading-time_2");
    }
}
