//! Masking values in a text.

use super::{folded, words};

/// `text` in folded words, each whole-word occurrence of a value replaced by `_`; longer values
/// first.
pub fn masked(text: &str, values: impl Iterator<Item = String>) -> String {
    let mut values: Vec<String> = values.map(|value| word_text(&value)).collect();
    values.retain(|value| value.len() > 2);
    values.sort_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
    values.dedup();
    let mut masked = word_text(text);
    for value in values {
        // Both are framed by blanks, so that only whole words match.
        if masked.contains(&value) {
            masked = masked.replace(&value, " _ ");
        }
    }
    masked
}

/// The words of a text, folded, each framed by blanks.
fn word_text(text: &str) -> String {
    let folded = folded(text);
    let mut framed = String::with_capacity(folded.len() + 2);
    framed.push(' ');
    for (_, word) in words(&folded) {
        framed.push_str(word);
        framed.push(' ');
    }
    framed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_whole_words_whatever_their_case() {
        let values = ["Blue Lamp", "lamp"].map(str::to_owned).into_iter();
        assert_eq!(
            masked("The blue  lamp, a lamp and lampshades.", values),
            " the _ a _ and lampshades "
        );
    }
}
