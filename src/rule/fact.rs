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
    out.reserve(facts.len() * USUAL_SIZE);
    let mut before = 0;
    for fact in facts {
        out.extend_from_slice(&fact.key.to_le_bytes());
        write_number(zigzag(i64::from(fact.span.start) - before), out);
        write_number(
            zigzag(i64::from(fact.span.end) - i64::from(fact.span.start)),
            out,
        );
        // The high bits of a tag are flags; turned round, they make no small number large.
        write_number(u64::from(fact.tag.rotate_left(3)), out);
        before = i64::from(fact.span.start);
    }
}

/// Bytes that a fact takes, but for few.
const USUAL_SIZE: usize = 16;

/// Reads what [`write_facts`] wrote; stops where the bytes are none.
pub fn read_facts(bytes: &[u8]) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(bytes.len() / 12);
    let mut rest = bytes;
    let mut before = 0;
    while let Some(fact) = read_fact(&mut rest, before) {
        before = i64::from(fact.span.start);
        facts.push(fact);
    }
    facts
}

fn read_fact(rest: &mut &[u8], before: i64) -> Option<Fact> {
    let (key, behind) = rest.split_first_chunk()?;
    *rest = behind;
    let start = before.checked_add(unzigzag(read_number(rest)?))?;
    let end = start.checked_add(unzigzag(read_number(rest)?))?;
    let tag = u32::try_from(read_number(rest)?).ok()?;
    Some(Fact {
        key: u64::from_le_bytes(*key),
        // Not `Span::new`: a rule may keep other things there than offsets in order.
        span: Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
        },
        tag: tag.rotate_right(3),
    })
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

#[expect(clippy::cast_sign_loss, reason = "the sign becomes the lowest bit")]
fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

#[expect(clippy::cast_possible_wrap, reason = "the lowest bit becomes the sign")]
fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            read_facts(&bytes);
        }
    }
}
