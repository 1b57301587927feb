//! The form in which texts are compared: case, white space and punctuation at the ends do not
//! count.

/// Appends `text` to `folded`: lower-case, runs of white space as one blank, without white space
/// and punctuation at its ends.
pub fn fold_into(text: &str, folded: &mut String) {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut rest = text;
    // ASCII goes over in stretches; only white space and wider characters are looked at alone.
    while let Some(at) = rest
        .bytes()
        .position(|byte| !byte.is_ascii() || byte.is_ascii_whitespace() || byte == b'\x0b')
    {
        push_ascii_lowercase(&rest[..at], folded);
        let Some(c) = rest[at..].chars().next() else {
            break;
        };
        rest = &rest[at + c.len_utf8()..];
        if c.is_whitespace() {
            folded.push(' ');
            rest = rest.trim_start();
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    push_ascii_lowercase(rest, folded);
}

/// The folded form of one text.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends a word, lower-case.
pub fn lower_into(word: &str, lowered: &mut String) {
    if word.is_ascii() {
        push_ascii_lowercase(word, lowered);
    } else {
        lowered.extend(word.chars().flat_map(char::to_lowercase));
    }
}

fn push_ascii_lowercase(text: &str, folded: &mut String) {
    let start = folded.len();
    folded.push_str(text);
    if let Some(added) = folded.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_white_space_and_outer_punctuation_do_not_count() {
        assert_eq!(
            folded("  «Keep  the\nOwner, the Note.» "),
            "keep the owner, the note"
        );
        assert_eq!(folded("ÄRGER und Öl!"), "ärger und öl");
    }

    #[test]
    fn inner_punctuation_counts() {
        assert_ne!(folded("a, b"), folded("a b"));
    }

    #[test]
    fn a_text_of_punctuation_folds_to_nothing() {
        assert_eq!(folded("*** — …"), "");
    }
}
