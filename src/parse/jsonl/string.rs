//! Strings of JSON, decoded with the way back to their bytes.

use crate::source::{MapBuilder, OffsetMap, Span};

/// What is wrong in a string.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StringFault {
    pub(super) span: Span,
    pub(super) message: &'static str,
}

/// A decoded string.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) map: OffsetMap,
    /// Halves of characters, in whose place a replacement character stands.
    pub(super) halves: Vec<Span>,
}

/// Decodes what stands between two quotes, from the offset `start` of the record on.
pub(super) fn decode(raw: &str, start: u32) -> Result<Decoded, StringFault> {
    let mut builder = MapBuilder::with_capacity(raw.len());
    let mut halves = Vec::new();
    let mut done = 0;
    let at = |from: usize, to: usize| Span::from_range(from..to).shifted(start);
    if let Some(control) = raw.bytes().position(|byte| byte < b' ') {
        return Err(StringFault {
            span: at(control, control + 1),
            message: "a control character must be written as an escape",
        });
    }
    for escape in memchr::memchr_iter(b'\\', raw.as_bytes()) {
        if escape < done {
            continue;
        }
        builder.push(&raw[done..escape], at(done, escape));
        let (c, len) = escaped(&raw[escape..]).map_err(|len| StringFault {
            span: at(escape, escape + len),
            message: "no escape of JSON",
        })?;
        let span = at(escape, escape + len);
        let c = c.unwrap_or_else(|| {
            halves.push(span);
            char::REPLACEMENT_CHARACTER
        });
        builder.push(c.encode_utf8(&mut [0; 4]), span);
        done = escape + len;
    }
    builder.push(&raw[done..], at(done, raw.len()));
    let (text, map) = builder.finish();
    Ok(Decoded { text, map, halves })
}

/// The character that an escape stands for, none for half a character, and the length of the
/// escape; else the length of what is no escape.
fn escaped(raw: &str) -> Result<(Option<char>, usize), usize> {
    let bytes = raw.as_bytes();
    let simple = |c| Ok((Some(c), 2));
    match bytes.get(1) {
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'/') => simple('/'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => {
            let high = unit(&bytes[2..]).ok_or(2_usize)?;
            let low = bytes[6..].strip_prefix(b"\\u").and_then(unit);
            let pair = low.and_then(|low| {
                let mut units = char::decode_utf16([high, low]);
                units.next()?.ok().filter(|c| c.len_utf16() == 2)
            });
            Ok(match pair {
                Some(c) => (Some(c), 12),
                None => (char::from_u32(u32::from(high)), 6),
            })
        }
        _ => Err(1 + raw[1..].chars().next().map_or(0, char::len_utf8)),
    }
}

/// The number that four hexadecimal digits write.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(bytes.get(..4)?).ok()?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(raw: &str) -> String {
        decode(raw, 0).map(|it| it.text).unwrap_or_default()
    }

    #[test]
    fn decodes_every_escape() {
        assert_eq!(
            decoded(r#"a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00z"#),
            "a\"\\/\u{8}\u{c}\n\r\té😀z"
        );
    }

    #[test]
    fn a_place_behind_an_escape_is_exact() {
        let raw = r"caf\u00e9 \ud83d\ude00 ok";
        let it = decode(raw, 100).unwrap();
        assert_eq!(it.text, "café 😀 ok");
        assert_eq!(it.map.span(3..5), Span::new(103, 109));
        assert_eq!(it.map.span(6..10), Span::new(110, 122));
        assert_eq!(it.map.span(11..13), Span::new(123, 125));
    }

    #[test]
    fn half_a_character_is_told_and_replaced() {
        let it = decode(r"a\ud83d\u0041\ude00", 0).unwrap();
        assert_eq!(it.text, "a\u{fffd}A\u{fffd}");
        assert_eq!(it.halves, [Span::new(1, 7), Span::new(13, 19)]);
    }

    #[test]
    fn what_is_no_escape_is_told_as_narrow_as_it_is() {
        let fault = |raw: &str| decode(raw, 10).err().map(|it| it.span);
        assert_eq!(fault(r"ab\xcd"), Some(Span::new(12, 14)));
        assert_eq!(fault(r"\u12g4"), Some(Span::new(10, 12)));
        assert_eq!(fault(r"\u+123"), Some(Span::new(10, 12)));
        assert_eq!(fault(r"\é"), Some(Span::new(10, 13)));
        assert_eq!(fault("a\tb"), Some(Span::new(11, 12)));
        assert_eq!(fault(r"\u00e9"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_character_leads_back_to_what_it_was_written_as(
            parts in prop::collection::vec(
                prop::sample::select(vec!["a", "é", "😀", r"\n", r"\u00e9", r"\ud83d\ude00", r"\ud800", r"\\", r"\/"]),
                0..12,
            ),
        ) {
            let raw = parts.concat();
            let it = decode(&raw, 0).unwrap();
            let mut end = 0;
            for (at, c) in it.text.char_indices() {
                let from = u32::try_from(at).unwrap();
                let span = it.map.span(from..from + u32::try_from(c.len_utf8()).unwrap());
                let written = raw.get(span.range()).unwrap();
                prop_assert_eq!(span.start, end);
                prop_assert_eq!(decoded(written), c.to_string());
                end = span.end;
            }
            prop_assert_eq!(end as usize, raw.len());
        }
    }
}
