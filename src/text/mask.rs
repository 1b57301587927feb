//! Masking values in a text.

use super::{folded, words};

/// `text` in folded words, each whole-word occurrence of a value replaced by `_`; longer values
/// first.
pub fn masked(text: &str, values: impl Iterator<Item = String>) -> String {
    let mut values: Vec<String> = values.map(|value| word_text(&value)).collect();
    values.retain(|value| !value.is_empty());
    values.sort_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
    values.dedup();
    let mut masked = word_text(text);
    for value in values {
        // Each word has blanks of its own around it, so that whole words match, and all of those
        // that stand in a row.
        if masked.contains(&value) {
            masked = masked.replace(&value, " _ ");
        }
    }
    masked.replace("  ", " ")
}

/// The words of a text, folded, each framed by blanks of its own.
fn word_text(text: &str) -> String {
    let folded = folded(text);
    let mut framed = String::with_capacity(folded.len() + 2);
    for (_, word) in words(&folded) {
        framed.push(' ');
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

    #[test]
    fn masks_values_that_stand_in_a_row() {
        let values = || ["lamp", "blue lamp"].map(str::to_owned).into_iter();
        assert_eq!(masked("lamp lamp lamp", values()), " _ _ _ ");
        assert_eq!(masked("blue lamp blue lamp", values()), " _ _ ");
        assert_eq!(masked("...", values()), "");
    }
}
