//! Which bytes of a text belong to words, 64 at a time.

use super::words::is_word_char;

/// Bytes that one mask tells of.
pub(super) const LANES: usize = 64;

/// Where words start and end among [`LANES`] bytes of a text: the lowest bit is for the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    /// Whether these bytes and as many before them are ASCII.
    pub(super) is_ascii: bool,
    /// Whether a word goes on that started before them.
    pub(super) is_inside: bool,
    pub(super) starts: u64,
    /// The bytes behind words.
    pub(super) ends: u64,
}

/// The edges of all words of a text, whose end counts as a byte.
#[inline]
pub(super) fn edges(text: &str) -> impl Iterator<Item = Edges> {
    let (mut before, mut was_ascii) = (0, true);
    (0..=text.len() / LANES).map(move |lane| {
        let (mask, is_ascii) = word_mask(text, lane * LANES);
        let shifted = mask << 1 | before;
        let edges = Edges {
            is_ascii: is_ascii && was_ascii,
            is_inside: before != 0,
            starts: mask & !shifted,
            ends: shifted & !mask,
        };
        (before, was_ascii) = (mask >> (LANES - 1), is_ascii);
        edges
    })
}

/// Clears the lowest bit that is set, and gives its number; that of no bit is the width.
#[inline]
pub(super) fn take_lowest(bits: &mut u64) -> usize {
    let lowest = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    lowest
}

/// How many words a text has.
pub(super) fn count_words(text: &str) -> usize {
    let starts = edges(text).map(|edges| edges.starts.count_ones() as usize);
    starts.sum()
}

/// Bytes that [`each_start`] shows before a start, and from it on.
const AROUND: usize = 2;

/// Tells where letters and digits may start in a text behind its first two bytes, which are none:
/// where one of ASCII stands behind something else, and at every byte beyond ASCII. What stands
/// there is shown with two bytes before it; behind the end of the text there are zeros.
#[inline]
pub fn each_start(text: &[u8], mut tell: impl FnMut(usize, [u8; 2 * AROUND])) {
    let mut before = 0;
    for base in (0..text.len().saturating_sub(AROUND)).step_by(LANES) {
        let last;
        let bytes = if let Some(bytes) = text[base..].first_chunk() {
            bytes
        } else {
            last = padded(&text[base..]);
            &last
        };
        let (mask, beyond) = alphanumeric_mask(bytes);
        let mut starts = mask & !(mask << 1 | before) | beyond;
        before = mask >> (LANES - 1);
        while starts != 0 {
            let at = take_lowest(&mut starts);
            let around = bytes[at..].first_chunk().copied().unwrap_or_default();
            tell(base + AROUND + at, around);
        }
    }
}

/// One bit for each byte: whether it is an ASCII letter or digit, and whether it is beyond ASCII.
/// Compiled by itself it takes vector instructions.
#[inline(never)]
fn alphanumeric_mask(bytes: &[u8; LANES + 2 * AROUND]) -> (u64, u64) {
    let bytes = bytes[AROUND..].first_chunk().unwrap_or(&[0; LANES]);
    let mask = lane_mask(bytes, is_alphanumeric);
    if is_ascii(bytes) {
        (mask, 0)
    } else {
        (mask, beyond_ascii_mask(bytes))
    }
}

/// One bit for each byte: whether it is beyond ASCII.
#[cold]
fn beyond_ascii_mask(bytes: &[u8; LANES]) -> u64 {
    lane_mask(bytes, |byte| !byte.is_ascii())
}

/// One bit for each byte from `base` on, the lowest for the first: whether it belongs to a word;
/// and whether all are ASCII. Nothing belongs to words behind the end of the text.
pub(super) fn word_mask(text: &str, base: usize) -> (u64, bool) {
    let bytes = text.as_bytes().get(base..).unwrap_or_default();
    let (mask, is_ascii) = match bytes.first_chunk() {
        Some(bytes) => ascii_word_mask(bytes),
        None => ascii_word_mask(&padded(bytes)),
    };
    if is_ascii {
        return (mask, true);
    }
    (mask | wide_mask(text, base), false)
}

/// The same of ASCII alone. Compiled by itself it takes vector instructions.
#[inline(never)]
fn ascii_word_mask(bytes: &[u8; LANES]) -> (u64, bool) {
    (lane_mask(bytes, is_word_byte), is_ascii(bytes))
}

/// Whether all bytes are ASCII.
#[inline]
fn is_ascii(bytes: &[u8; LANES]) -> bool {
    bytes.iter().fold(0, |all, byte| all | byte).is_ascii()
}

/// The last bytes, zeros behind them.
#[cold]
fn padded<const LEN: usize>(bytes: &[u8]) -> [u8; LEN] {
    let mut padded = [0; LEN];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

/// One bit for each byte: whether `is_set` holds for it.
#[inline]
fn lane_mask(bytes: &[u8; LANES], is_set: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; LANES];
    for (flag, byte) in flags.iter_mut().zip(bytes) {
        *flag = u8::from(is_set(*byte));
    }
    let (eights, _) = flags.as_chunks::<8>();
    (0..)
        .zip(eights)
        .fold(0, |mask, (at, flags)| mask | gathered(*flags) << (8 * at))
}

/// An ASCII letter, digit or `_`.
fn is_word_byte(byte: u8) -> bool {
    is_alphanumeric(byte) || byte == b'_'
}

/// An ASCII letter or digit.
fn is_alphanumeric(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10
}

/// Eight bytes that are 0 or 1 as eight bits. Each byte's bit is multiplied to a place of its own
/// in the highest byte, so no carry disturbs another.
fn gathered(flags: [u8; 8]) -> u64 {
    u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The bits of characters beyond ASCII, which may begin before `base` and end behind the mask.
#[cold]
fn wide_mask(text: &str, base: usize) -> u64 {
    let longest = base.saturating_sub(3)..=base;
    let first = longest.rev().find(|at| text.is_char_boundary(*at));
    let first = first.unwrap_or(base);
    let mut mask = 0;
    for (at, c) in text[first..].char_indices() {
        let start = first + at;
        if start >= base + LANES {
            break;
        }
        if !c.is_ascii() && is_word_char(c) {
            let end = (start + c.len_utf8()).min(base + LANES);
            for byte in start.max(base)..end {
                mask |= 1 << (byte - base);
            }
        }
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_where_letters_and_digits_start() {
        let text = "\n\n".to_owned() + &" a  bc_d2 3é.".repeat(30) + "x";
        let starts = |text: &str| {
            let mut starts = Vec::new();
            let mut before = ' ';
            for (at, c) in text.char_indices() {
                if !c.is_ascii() || c.is_ascii_alphanumeric() && !before.is_ascii_alphanumeric() {
                    starts.extend(at..at + c.len_utf8());
                }
                before = c;
            }
            starts
        };
        for end in [0, 1, 2, 3, 65, 66, 67, 130, 200, text.len()] {
            let end = (end..=text.len())
                .find(|end| text.is_char_boundary(*end))
                .unwrap();
            let text = &text[..end];
            let mut found = Vec::new();
            each_start(text.as_bytes(), |at, around| {
                let behind = text.bytes().skip(at - AROUND).chain([0; AROUND]);
                assert!(behind.take(2 * AROUND).eq(around), "{at}");
                found.push(at);
            });
            // A letter behind a character beyond ASCII starts too.
            assert_eq!(found, starts(text), "{end}");
        }
    }
}
