//! Syllables of English words, estimated from the spelling.

/// The syllables of a word, at least one. Vowels that stand together count once, a silent `e` and
/// the endings `-es` and `-ed` where they are not spoken do not count. Right for about nine in
/// ten English words; words of other languages are counted by their vowels alone.
pub(super) fn syllables(word: &str) -> u32 {
    vowel_groups(word)
        .saturating_sub(silent_endings(word))
        .max(1)
}

/// Whether the last syllable is one of the endings `-es`, `-ed`, `-ing` that make no word hard.
pub(super) fn has_light_ending(word: &str) -> bool {
    ["es", "ed", "ing"]
        .iter()
        .any(|ending| ends_with(word, ending))
}

fn vowel_groups(word: &str) -> u32 {
    let mut groups = 0;
    let mut before = [' '; 2];
    for c in word.chars() {
        let c = c.to_ascii_lowercase();
        if is_vowel(c) && (!is_vowel(before[1]) || is_hiatus(before, c)) {
            groups += 1;
        }
        before = [before[1], c];
    }
    groups
}

/// Whether a vowel begins a syllable of its own behind another vowel: `re-li-a-ble`, `pe-ri-od`,
/// `cre-ate`, but `spe-cial`, `na-tion`.
fn is_hiatus(before: [char; 2], c: char) -> bool {
    match (before[1], c) {
        ('i', 'a' | 'o' | 'u') => !matches!(before[0], 'c' | 't' | 's' | 'g' | 'x'),
        ('e', 'o') => before[0] != 'p',
        ('u', 'a') => !matches!(before[0], 'q' | 'g'),
        ('y', 'i' | 'a' | 'o') => true,
        _ => false,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'à'..='å' | 'è'..='ï' | 'ò'..='ö' | 'ù'..='ý')
}

/// How many vowel groups at the end are not spoken: 0 or 1.
fn silent_endings(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let letter = |from_end: usize| {
        let at = bytes.len().checked_sub(from_end)?;
        Some(char::from(bytes[at]).to_ascii_lowercase())
    };
    let is_consonant = |from_end| letter(from_end).is_some_and(|c| c.is_ascii() && !is_vowel(c));
    let is_silent = if ends_with(word, "e") {
        let is_le = letter(2) == Some('l') && is_consonant(3);
        is_consonant(2) && !is_le
    } else if ends_with(word, "ed") {
        is_consonant(3) && !matches!(letter(3), Some('t' | 'd'))
    } else if ends_with(word, "es") {
        let is_les = letter(3) == Some('l') && is_consonant(4);
        is_consonant(3) && !is_les && !matches!(letter(3), Some('s' | 'x' | 'z' | 'c' | 'g' | 'h'))
    } else {
        false
    };
    u32::from(is_silent)
}

fn ends_with(word: &str, ending: &str) -> bool {
    let tail = word.len().checked_sub(ending.len());
    tail.is_some_and(|at| word.as_bytes()[at..].eq_ignore_ascii_case(ending.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_syllables_of_common_words() {
        let words = [
            (1, "the make stopped files queue cause b don't spread"),
            (
                2,
                "table staging wanted boxes paper nation special tables moment language people",
            ),
            (
                3,
                "example period deployment remember deploying radio stadium",
            ),
            (4, "information reliable community"),
            (5, "university individual"),
        ];
        let mut wrong = Vec::new();
        for (wanted, words) in words {
            for word in words.split(' ') {
                if syllables(word) != wanted {
                    wrong.push(format!("{word}: {} not {wanted}", syllables(word)));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(syllables("TABLE"), 2);
        assert_eq!(syllables("MAKE"), 1);
    }

    #[test]
    fn every_word_has_a_syllable() {
        for word in ["", "x", "2017", "_", "ß", "一"] {
            assert_eq!(syllables(word), 1, "{word}");
        }
    }

    #[test]
    fn light_endings_are_told() {
        assert!(has_light_ending("Deploying"));
        assert!(!has_light_ending("deployment"));
    }
}
