//! Abbreviations: full stops that do not end a sentence.

/// How an abbreviation stands to the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Something always follows: `e.g.`, `Dr.`, an initial.
    Inner,
    /// Abbreviates only before a number, and is a word of its own else: `no. 7`.
    Numbered,
    /// May end a sentence: `etc.`, `Inc.`, `U.S.`.
    Final,
}

/// Lower-case, without the last full stop, sorted.
static KNOWN: &[(&str, Abbreviation)] = &[
    ("al", Abbreviation::Final),
    ("approx", Abbreviation::Inner),
    ("cf", Abbreviation::Inner),
    ("ch", Abbreviation::Numbered),
    ("co", Abbreviation::Final),
    ("corp", Abbreviation::Final),
    ("dr", Abbreviation::Inner),
    ("e.g", Abbreviation::Inner),
    ("eg", Abbreviation::Inner),
    ("eq", Abbreviation::Numbered),
    ("etc", Abbreviation::Final),
    ("fig", Abbreviation::Numbered),
    ("figs", Abbreviation::Numbered),
    ("i.e", Abbreviation::Inner),
    ("ie", Abbreviation::Inner),
    ("inc", Abbreviation::Final),
    ("jr", Abbreviation::Final),
    ("ltd", Abbreviation::Final),
    ("mr", Abbreviation::Inner),
    ("mrs", Abbreviation::Inner),
    ("ms", Abbreviation::Inner),
    ("no", Abbreviation::Numbered),
    ("nos", Abbreviation::Numbered),
    ("p", Abbreviation::Numbered),
    ("ph.d", Abbreviation::Final),
    ("pp", Abbreviation::Numbered),
    ("prof", Abbreviation::Inner),
    ("resp", Abbreviation::Inner),
    ("sec", Abbreviation::Numbered),
    ("sr", Abbreviation::Final),
    ("st", Abbreviation::Inner),
    ("viz", Abbreviation::Inner),
    ("vol", Abbreviation::Numbered),
    ("vs", Abbreviation::Inner),
];

/// The longest of [`KNOWN`], with room to see that a word goes on before it.
const LONGEST: usize = 8;

/// The abbreviation that `before`, the text in front of a full stop, ends with.
pub(super) fn abbreviation_before(before: &str) -> Option<Abbreviation> {
    let bytes = before.as_bytes();
    let tail = &bytes[bytes.len().saturating_sub(LONGEST)..];
    let len = tail
        .iter()
        .rev()
        .take_while(|byte| is_inside(**byte))
        .count();
    let token = &tail[tail.len() - len..];
    if let [letter] = token
        && letter.is_ascii_uppercase()
    {
        return Some(Abbreviation::Inner);
    }
    known(token).or_else(|| is_acronym(token).then_some(Abbreviation::Final))
}

fn known(token: &[u8]) -> Option<Abbreviation> {
    let lower = |byte: &u8| byte.to_ascii_lowercase();
    let found = KNOWN.binary_search_by(|(name, _)| name.bytes().cmp(token.iter().map(lower)));
    found.ok().map(|at| KNOWN[at].1)
}

/// Whether a byte goes on with the word that a full stop ends. Digits and wide characters do, so
/// that `x86st` or `ést` is not taken for `st`.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/') || !byte.is_ascii()
}

/// Single letters parted by full stops: `U.S`, `a.m`.
fn is_acronym(token: &[u8]) -> bool {
    let is_odd = token.len() % 2 == 1;
    token.len() >= 3
        && is_odd
        && token.iter().enumerate().all(|(at, byte)| match at % 2 {
            0 => byte.is_ascii_alphabetic(),
            _ => *byte == b'.',
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_short() {
        assert!(KNOWN.is_sorted_by(|a, b| a.0 < b.0));
        assert!(KNOWN.iter().all(|(name, _)| name.len() < LONGEST));
    }

    #[test]
    fn knows_abbreviations_whatever_their_case() {
        assert_eq!(abbreviation_before("so, (E.g"), Some(Abbreviation::Inner));
        assert_eq!(abbreviation_before("ETC"), Some(Abbreviation::Final));
        assert_eq!(abbreviation_before("no"), Some(Abbreviation::Numbered));
    }

    #[test]
    fn knows_initials_and_acronyms() {
        assert_eq!(abbreviation_before("by J"), Some(Abbreviation::Inner));
        assert_eq!(abbreviation_before("the U.S"), Some(Abbreviation::Final));
        assert_eq!(abbreviation_before("in U.S.A"), Some(Abbreviation::Final));
    }

    #[test]
    fn does_not_take_the_end_of_a_word_for_one() {
        for text in [
            "first", "casino", "x86-st", "ést", "plan b", "a/st", "", "i",
        ] {
            assert_eq!(abbreviation_before(text), None, "{text}");
        }
    }
}
