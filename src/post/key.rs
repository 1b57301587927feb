//! Which keys mean the same.

/// The form in which keys compare: lower-case, with `_` for space and `-`.
pub fn normalize_key(name: &str) -> String {
    name.trim().chars().map(fold_key_char).collect()
}

/// What follows the normalised `key` at the start of `line`, however the key is written there.
pub fn strip_key<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for wanted in key.chars() {
        if rest.next().map(fold_key_char) != Some(wanted) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether two keys are the same, whatever their case and word separators.
#[inline]
pub fn same_key(a: &str, b: &str) -> bool {
    same_bytes(a.as_bytes(), b.as_bytes()).unwrap_or_else(|| same_chars(a, b))
}

/// Compares keys byte by byte, which tells most of them apart at their first byte. Nothing where
/// blanks around a key or characters beyond ASCII may matter.
#[inline]
fn same_bytes(a: &[u8], b: &[u8]) -> Option<bool> {
    let fold = |byte: &u8| FOLDED[usize::from(*byte)];
    let is_plain = |byte: &u8| *byte != b' ' && fold(byte) > 0;
    if !is_plain(a.first()?) || !is_plain(b.first()?) {
        return None;
    }
    let differs = |(a, b): &(&u8, &u8)| fold(a) != fold(b) || fold(a) == 0 && a != b;
    match a.iter().zip(b).find(differs) {
        Some((a, b)) => (fold(a) > 0 && fold(b) > 0).then_some(false),
        None => (is_plain(a.last()?) && is_plain(b.last()?)).then_some(a.len() == b.len()),
    }
}

/// The form in which each byte of a key compares; 0 where that depends on what is around it.
pub(super) const FOLDED: [u8; 256] = folded_bytes();

const fn folded_bytes() -> [u8; 256] {
    let mut folded = [0; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        folded[byte as usize] = match byte {
            b' ' | b'-' => b'_',
            byte => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    folded
}

fn same_chars(a: &str, b: &str) -> bool {
    a.trim()
        .chars()
        .map(fold_key_char)
        .eq(b.trim().chars().map(fold_key_char))
}

fn fold_key_char(c: char) -> char {
    match c {
        ' ' | '-' => '_',
        'A'..='Z' => c.to_ascii_lowercase(),
        c if c.is_ascii() => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn keys_compare_alike_by_bytes_and_by_characters(
            a in "[aAkK\u{212a}é_ \t\u{a0}-]{0,4}",
            b in "[aAkK\u{212a}éÉ_ \t\u{a0}-]{0,4}",
        ) {
            prop_assert_eq!(same_key(&a, &b), same_chars(&a, &b));
        }
    }

    #[test]
    fn strips_a_key_however_it_is_written() {
        assert_eq!(strip_key("Reading-Time4", "reading_time"), Some("4"));
        assert_eq!(strip_key("GRÖSSE: 3", "grösse"), Some(": 3"));
        assert_eq!(strip_key("reading", "reading_time"), None);
        assert_eq!(strip_key("eading_time", "reading_time"), None);
    }
}
