//! The form in which texts are compared: case, white space and punctuation at the ends do not
//! count.

/// Appends `text` to `folded`: lower-case, runs of white space as one blank, without white space
/// and punctuation at its ends.
pub fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    fold_but_ascii_into(text, folded);
    if let Some(added) = folded.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

/// The same, but capital letters of ASCII stay: who folds many texts makes all of them lower-case
/// at once, which costs less than one by one.
pub fn fold_but_ascii_into(text: &str, folded: &mut String) {
    let mut rest = trimmed(text);
    // Whole stretches go over at once; only what is not plain is looked at alone.
    loop {
        let (plain, behind) = rest.split_at(plain_len(rest.as_bytes()));
        folded.push_str(plain);
        let Some(c) = behind.chars().next() else {
            break;
        };
        rest = &behind[c.len_utf8()..];
        if c.is_whitespace() {
            folded.push(' ');
            rest = rest.trim_start();
        } else {
            folded.extend(c.to_lowercase());
        }
    }
}

/// `text` without what is neither letter nor digit at its ends.
fn trimmed(text: &str) -> &str {
    let is_end = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let bytes = text.as_bytes();
    let start = bytes.iter().position(is_end).unwrap_or(bytes.len());
    let end = bytes
        .iter()
        .rposition(is_end)
        .map_or(start, |last| last + 1);
    let text = &text[start..end];
    let is_ascii = |end: Option<&u8>| end.is_none_or(u8::is_ascii);
    if is_ascii(text.as_bytes().first()) && is_ascii(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Bytes whose folding is looked up at once.
const STRETCH: usize = 32;

/// The length of what folds to itself, but for case: ASCII without control characters, single
/// blanks before something else.
fn plain_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    let is_graphic = |byte: &u8| byte.is_ascii_graphic();
    while let Some(stretch) = bytes[len..].first_chunk()
        && is_plain(stretch)
    {
        len += STRETCH;
    }
    let rest = &bytes[len..];
    // What is left is told along with what stands before it. No text that is folded ends with a
    // blank.
    if rest.len() <= STRETCH
        && let Some(last) = bytes.last_chunk()
        && is_plain(last)
        && is_graphic(&last[STRETCH])
    {
        return bytes.len();
    }
    let plain = rest.iter().enumerate().position(|(at, byte)| {
        !(is_graphic(byte) || *byte == b' ' && rest.get(at + 1).is_some_and(is_graphic))
    });
    len + plain.unwrap_or(rest.len())
}

/// Whether all bytes are ASCII without control characters, and none is a blank before another.
fn is_plain(bytes: &[u8; STRETCH + 1]) -> bool {
    are_plain(bytes) && matches!(bytes[STRETCH], b' '..=b'~')
}

/// The same of all bytes but the last. Compiled by itself it takes a few vector instructions.
#[inline(never)]
fn are_plain(bytes: &[u8; STRETCH + 1]) -> bool {
    let is_printable = |at: usize| bytes[at].wrapping_sub(b' ') <= b'~' - b' ';
    let is_double = |at: usize| bytes[at] == b' ' && bytes[at + 1] == b' ';
    (0..STRETCH).fold(true, |are_plain, at| {
        are_plain & is_printable(at) & !is_double(at)
    })
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
    use proptest::prelude::*;

    use super::*;

    /// What folding means, character by character.
    fn reference(text: &str) -> String {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        let mut folded = String::new();
        let mut is_space = false;
        for c in text.chars() {
            if !c.is_whitespace() {
                folded.extend(c.to_lowercase());
            } else if !is_space {
                folded.push(' ');
            }
            is_space = c.is_whitespace();
        }
        folded
    }

    proptest! {
        #[test]
        fn agrees_with_its_meaning(text in any::<String>()) {
            prop_assert_eq!(folded(&text), reference(&text));
        }

        #[test]
        fn agrees_with_its_meaning_on_long_text(
            text in "([a-zA-Z0-9]{1,20} |[,.]{1,2} |[éÉİ_ \u{a0}\u{1}\u{b}\n]{1,2}){0,30}",
        ) {
            prop_assert_eq!(folded(&text), reference(&text));
        }
    }

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
