//! Which bytes of a text belong to words, or are blanks, 64 at a time.

use super::words::is_word_char;

/// Bytes that one mask tells of.
pub(super) const LANES: usize = 64;

/// Tells where each word of a text starts and ends, in order.
#[inline]
pub(super) fn each_word(text: &str, mut tell: impl FnMut(usize, usize)) {
    let (mut before, mut start) = (0, 0);
    for base in (0..text.len()).step_by(LANES) {
        let mask = word_mask(text, base);
        let shifted = mask << 1 | before;
        let (mut starts, mut ends) = (mask & !shifted, shifted & !mask);
        if before == 0 {
            start = base + take_lowest(&mut starts);
        }
        while ends != 0 {
            tell(start, base + take_lowest(&mut ends));
            start = base + take_lowest(&mut starts);
        }
        before = mask >> (LANES - 1);
    }
    // Behind a text that fills its last mask no end is seen.
    if before == 1 {
        tell(start, text.len());
    }
}

/// Clears the lowest bit that is set, and gives its number; that of no bit is the width.
#[inline]
fn take_lowest(bits: &mut u64) -> usize {
    let lowest = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    lowest
}

/// How many words a text has.
pub(super) fn count_words(text: &str) -> usize {
    let mut before = 0;
    let mut count = 0;
    for base in (0..text.len()).step_by(LANES) {
        let mask = word_mask(text, base);
        count += (mask & !(mask << 1 | before)).count_ones() as usize;
        before = mask >> (LANES - 1);
    }
    count
}

/// Tells where the blanks of a text stand. About every sixth byte is one: too many to search for
/// each.
#[inline]
pub fn each_blank(text: &[u8], mut tell: impl FnMut(usize)) {
    for (base, bytes) in (0..).step_by(LANES).zip(text.chunks(LANES)) {
        let mut mask = lane_mask(&lane(bytes), |byte| byte == b' ');
        while mask != 0 {
            tell(base + take_lowest(&mut mask));
        }
    }
}

/// One bit for each byte from `base` on, the lowest for the first: whether it belongs to a word.
/// Nothing belongs to words behind the end of the text.
pub(super) fn word_mask(text: &str, base: usize) -> u64 {
    let bytes = text.as_bytes().get(base..).unwrap_or_default();
    let bytes = lane(bytes);
    let mask = lane_mask(&bytes, is_word_byte);
    if bytes.iter().fold(0, |all, byte| all | byte).is_ascii() {
        return mask;
    }
    mask | wide_mask(text, base)
}

/// The first bytes, zeros behind the last.
fn lane(bytes: &[u8]) -> [u8; LANES] {
    if let Some(lane) = bytes.first_chunk() {
        return *lane;
    }
    let mut padded = [0; LANES];
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
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte == b'_'
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
    fn finds_every_blank() {
        let text = " a  bc d".repeat(40) + " ";
        let expected: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        for end in [0, 1, 63, 64, 65, 128, 200, text.len()] {
            let within = expected.iter().copied().filter(|at| *at < end);
            let mut found = Vec::new();
            each_blank(&text.as_bytes()[..end], |at| found.push(at));
            assert!(within.eq(found), "{end}");
        }
    }
}
