//! What a corpus rule remembers of a post.

use crate::source::Span;

/// A small fixed-size note on a post that outlives its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What is compared: a hash of a value, a unit, a band.
    pub key: u64,
    /// Where it stands.
    pub span: Span,
    /// Free for the rule: a class, a count.
    pub tag: u32,
}

/// Writes facts in half their size: positions as differences, small numbers short.
pub fn write_facts(facts: &[Fact], out: &mut Vec<u8>) {
    out.reserve(facts.len() * MOST_WRITTEN);
    let mut before = 0;
    for fact in facts {
        let (numbers, len) = written(fact, before);
        out.extend_from_slice(&fact.key.to_le_bytes());
        // What is too much is cut off again: to copy a fixed length costs less.
        let end = out.len() + len;
        out.extend_from_slice(&numbers.to_le_bytes());
        out.truncate(end);
        before = fact.span.start;
    }
}

/// Reads what [`write_facts`] wrote; stops where the bytes are none.
pub fn read_facts(bytes: &[u8]) -> Vec<Fact> {
    let mut facts = Vec::new();
    read_facts_into(bytes, &mut facts);
    facts
}

/// The same in the room that `facts` has.
pub fn read_facts_into(bytes: &[u8], facts: &mut Vec<Fact>) {
    facts.clear();
    facts.reserve(bytes.len() / FEWEST_BYTES);
    let mut rest = bytes;
    let mut before = 0_u32;
    while !rest.is_empty() {
        let last;
        let bytes = if let Some(bytes) = rest.first_chunk() {
            bytes
        } else {
            last = padded(rest);
            &last
        };
        let (numbers, len) = read_numbers(bytes);
        let Some(behind) = rest.get(len..) else {
            break;
        };
        rest = behind;
        before = before.wrapping_add(numbers[0]);
        facts.push(Fact {
            key: u64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default()),
            // Not `Span::new`: a rule may keep other things there than offsets in order.
            span: Span {
                start: before,
                end: before.wrapping_add(numbers[1]),
            },
            tag: numbers[2].rotate_right(3),
        });
    }
}

/// The key and the sizes of three numbers.
const HEAD: usize = size_of::<u64>() + 1;
/// Bytes of a fact whose numbers are all small.
const FEWEST_BYTES: usize = HEAD + 3;
/// Bytes that are written of a fact before what is too much is cut off.
const MOST_WRITTEN: usize = size_of::<u64>() + size_of::<u128>();
/// Bytes of a fact whose numbers are all large.
const MOST_BYTES: usize = HEAD + 3 * size_of::<u32>();

/// What one byte of a number can say, and what more can.
const LOW_BYTES: [u32; 4] = [0xff, 0xffff, 0xff_ffff, u32::MAX];

/// What is written of a fact behind its key, the lowest byte first, and how many bytes of it count:
/// the sizes of its numbers, two bits for each, and the numbers. They are put together in
/// registers: bytes that were just written one by one are slow to copy.
#[inline]
fn written(fact: &Fact, before: u32) -> (u128, usize) {
    let numbers = [
        fact.span.start.wrapping_sub(before),
        fact.span.end.wrapping_sub(fact.span.start),
        // The high bits of a tag are flags; turned round, they make no small number large.
        fact.tag.rotate_left(3),
    ];
    let (mut written, mut sizes, mut len) = (0, 0, 1);
    for number in numbers {
        let more = (number | 1).ilog2() / 8;
        written |= u128::from(number) << (8 * len);
        sizes = sizes << 2 | more;
        len += more + 1;
    }
    (written | u128::from(sizes), len as usize)
}

/// The last bytes, zeros behind them.
#[cold]
fn padded(rest: &[u8]) -> [u8; MOST_BYTES] {
    let mut bytes = [0; MOST_BYTES];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// The numbers of a fact, and how many bytes it takes.
#[inline]
fn read_numbers(bytes: &[u8; MOST_BYTES]) -> ([u32; 3], usize) {
    let sizes = bytes[HEAD - 1];
    let mut len = HEAD;
    let mut number = |place: u8| {
        let more = usize::from(sizes >> place & 3);
        let number = bytes[len..].first_chunk().copied().unwrap_or_default();
        len += more + 1;
        u32::from_le_bytes(number) & LOW_BYTES[more]
    };
    let numbers = [number(4), number(2), number(0)];
    (numbers, len)
}

/// Writes a number in groups of seven bits, the lowest first.
pub(crate) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Reads what [`write_number`] wrote. Most numbers take one byte or two.
#[inline]
pub(crate) fn read_number(rest: &mut &[u8]) -> Option<u64> {
    match *rest {
        [low, behind @ ..] if *low < 0x80 => {
            *rest = behind;
            Some(u64::from(*low))
        }
        [low, high, behind @ ..] if *high < 0x80 => {
            *rest = behind;
            Some(u64::from(low & 0x7f) | u64::from(*high) << 7)
        }
        _ => read_long_number(rest),
    }
}

/// The same of any number.
fn read_long_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn facts_are_written_as_indexes_have_them() {
        let facts = [
            ([1, 2, 3, 4, 5, 6, 7, 8], 5, 9, 0x8000_0001),
            ([0; 8], 5, 0x0102_0309, 7),
            ([9; 8], 4, 4, u32::MAX),
        ];
        let facts = facts.map(|(key, start, end, tag)| Fact {
            key: u64::from_le_bytes(key),
            span: Span { start, end },
            tag,
        });
        let mut bytes = Vec::new();
        write_facts(&facts, &mut bytes);
        let expected: &[&[u8]] = &[
            &[1, 2, 3, 4, 5, 6, 7, 8, 0b00_00_00, 5, 4, 12],
            &[0, 0, 0, 0, 0, 0, 0, 0, 0b00_11_00, 0, 4, 3, 2, 1, 56],
            &[
                9, 9, 9, 9, 9, 9, 9, 9, 0b11_00_11, 255, 255, 255, 255, 0, 255, 255, 255, 255,
            ],
        ];
        assert_eq!(bytes, expected.concat());
    }

    proptest! {
        #[test]
        fn facts_survive_writing(raw in proptest::collection::vec(any::<(u64, u32, u32, u32)>(), 0..40)) {
            let facts: Vec<Fact> = raw
                .into_iter()
                .map(|(key, start, end, tag)| Fact { key, span: Span { start, end }, tag })
                .collect();
            let mut bytes = Vec::new();
            write_facts(&facts, &mut bytes);
            prop_assert_eq!(read_facts(&bytes), facts);
        }

        #[test]
        fn what_is_cut_off_is_no_fact(keys in proptest::collection::vec(any::<u64>(), 1..5)) {
            let span = Span { start: 7, end: 300 };
            let facts: Vec<Fact> = keys.iter().map(|key| Fact { key: *key, span, tag: 9 }).collect();
            let mut bytes = Vec::new();
            write_facts(&facts, &mut bytes);
            for len in 0..bytes.len() {
                let read = read_facts(&bytes[..len]);
                prop_assert!(read.len() < facts.len());
                prop_assert!(facts.starts_with(&read));
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            read_facts(&bytes);
        }
    }
}
