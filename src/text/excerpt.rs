//! The beginning of a text, for messages.

/// At most `most` characters of a text on one line, with `…` where there is more. Reads no
/// further than that.
pub fn excerpt(text: &str, most: usize) -> String {
    let mut excerpt = String::new();
    let mut left = most;
    for word in text.split_whitespace() {
        if left == 0 {
            return cut(excerpt);
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
            left -= 1;
        }
        if let Some((at, _)) = word.char_indices().nth(left) {
            excerpt.push_str(&word[..at]);
            return cut(excerpt);
        }
        excerpt.push_str(word);
        left -= word.chars().count();
    }
    excerpt
}

fn cut(mut excerpt: String) -> String {
    excerpt.truncate(excerpt.trim_end().len());
    excerpt.push('…');
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_short_text_on_one_line() {
        assert_eq!(excerpt(" one\r\n two ", 7), "one two");
        assert_eq!(excerpt("", 7), "");
        assert_eq!(excerpt("äöü", 3), "äöü");
    }

    #[test]
    fn marks_where_a_long_text_was_cut() {
        assert_eq!(excerpt("one two three", 6), "one tw…");
        assert_eq!(excerpt("one two three", 7), "one two…");
        assert_eq!(excerpt("one two three", 8), "one two…");
        assert_eq!(excerpt("äöüß", 3), "äöü…");
        assert_eq!(excerpt("one", 0), "…");
    }
}
