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
static KNOWN: &[(u64, Abbreviation)] = &[
    (packed("p"), Abbreviation::Numbered),
    (packed("al"), Abbreviation::Final),
    (packed("cf"), Abbreviation::Inner),
    (packed("ch"), Abbreviation::Numbered),
    (packed("co"), Abbreviation::Final),
    (packed("dr"), Abbreviation::Inner),
    (packed("eg"), Abbreviation::Inner),
    (packed("eq"), Abbreviation::Numbered),
    (packed("ie"), Abbreviation::Inner),
    (packed("jr"), Abbreviation::Final),
    (packed("mr"), Abbreviation::Inner),
    (packed("ms"), Abbreviation::Inner),
    (packed("no"), Abbreviation::Numbered),
    (packed("pp"), Abbreviation::Numbered),
    (packed("sr"), Abbreviation::Final),
    (packed("st"), Abbreviation::Inner),
    (packed("vs"), Abbreviation::Inner),
    (packed("e.g"), Abbreviation::Inner),
    (packed("etc"), Abbreviation::Final),
    (packed("fig"), Abbreviation::Numbered),
    (packed("i.e"), Abbreviation::Inner),
    (packed("inc"), Abbreviation::Final),
    (packed("ltd"), Abbreviation::Final),
    (packed("mrs"), Abbreviation::Inner),
    (packed("nos"), Abbreviation::Numbered),
    (packed("sec"), Abbreviation::Numbered),
    (packed("viz"), Abbreviation::Inner),
    (packed("vol"), Abbreviation::Numbered),
    (packed("corp"), Abbreviation::Final),
    (packed("figs"), Abbreviation::Numbered),
    (packed("ph.d"), Abbreviation::Final),
    (packed("prof"), Abbreviation::Inner),
    (packed("resp"), Abbreviation::Inner),
    (packed("approx"), Abbreviation::Inner),
];

/// A lower-case word as a number, its last letter in the lowest byte.
const fn packed(word: &str) -> u64 {
    let (mut number, mut at) = (0, 0);
    while at < word.len() {
        number = number << 8 | word.as_bytes()[at] as u64;
        at += 1;
    }
    number
}

/// Set in every lower-case letter and in the full stop.
const LOWER: u64 = 0x2020_2020_2020_2020;
/// More than the longest of [`KNOWN`] has, to see that a word goes on before it.
const LONGEST: usize = 8;

/// The abbreviation that `before`, the text in front of a full stop, ends with.
pub(super) fn abbreviation_before(before: &str) -> Option<Abbreviation> {
    let mut tail = [0; LONGEST];
    if let Some(last) = before.as_bytes().last_chunk() {
        tail = *last;
    } else {
        tail[LONGEST - before.len()..].copy_from_slice(before.as_bytes());
    }
    let outside = tail.iter().rposition(|byte| !IS_INSIDE[usize::from(*byte)]);
    let token = &tail[outside.map_or(0, |at| at + 1)..];
    match token {
        [] => None,
        [letter] if letter.is_ascii_uppercase() => Some(Abbreviation::Inner),
        token => {
            let within = u64::MAX >> (64 - 8 * token.len());
            let word = (u64::from_be_bytes(tail) | LOWER) & within;
            known(word).or_else(|| is_acronym(token).then_some(Abbreviation::Final))
        }
    }
}

fn known(word: u64) -> Option<Abbreviation> {
    let found = KNOWN.binary_search_by_key(&word, |(name, _)| *name);
    found.ok().map(|at| KNOWN[at].1)
}

/// For each byte whether [`is_inside`] holds.
static IS_INSIDE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_inside(byte.to_le_bytes()[0]);
        byte += 1;
    }
    table
};

/// Whether a byte goes on with the word that a full stop ends. Digits and wide characters do, so
/// that `x86st` or `ést` is not taken for `st`.
const fn is_inside(byte: u8) -> bool {
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
        assert!(
            KNOWN
                .iter()
                .all(|(name, _)| *name < 1 << (8 * (LONGEST - 1)))
        );
    }

    #[test]
    fn knows_abbreviations_whatever_their_case() {
        assert_eq!(abbreviation_before("so, (E.g"), Some(Abbreviation::Inner));
        assert_eq!(abbreviation_before("ETC"), Some(Abbreviation::Final));
        assert_eq!(abbreviation_before("no"), Some(Abbreviation::Numbered));
        assert_eq!(abbreviation_before("is Approx"), Some(Abbreviation::Inner));
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
