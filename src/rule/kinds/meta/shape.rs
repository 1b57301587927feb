//! Patterns that a glance at each character decides: `anp-ref-[0-9]{6}-[0-9]{4}`.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Longest text that is compared so.
const LONGEST: usize = 128;

/// The ASCII characters that may stand at each place of a text of one length.
#[derive(Debug)]
pub(super) struct Shape {
    /// One bit for each character, those of the first half of ASCII first.
    places: Vec<[u64; 2]>,
}

impl Shape {
    /// The texts that a pattern matches as a whole, if these are of one length and each of their
    /// characters stands for itself.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let sets = places(&regex_syntax::parse(pattern).ok()?)?;
        let half = |set: u128| u64::try_from(set & u128::from(u64::MAX)).ok();
        let halves = |set: u128| Some([half(set)?, half(set >> 64)?]);
        let places = sets.into_iter().map(halves).collect::<Option<_>>()?;
        Some(Self { places })
    }

    /// Whether a text is one of them.
    pub(super) fn holds(&self, text: &str) -> bool {
        let has = |place: &[u64; 2], byte: u8| {
            let half = place.get(usize::from(byte / 64));
            half.is_some_and(|half| half >> (byte % 64) & 1 == 1)
        };
        let mut pairs = self.places.iter().zip(text.bytes());
        text.len() == self.places.len() && pairs.all(|(place, byte)| has(place, byte))
    }
}

/// The places of a part of a pattern, which the parser keeps from being nested deep.
fn places(part: &Hir) -> Option<Vec<u128>> {
    let places = match part.kind() {
        HirKind::Empty => Vec::new(),
        HirKind::Literal(text) => {
            let set = |byte: &u8| byte.is_ascii().then(|| 1 << byte);
            text.0.iter().map(set).collect::<Option<_>>()?
        }
        HirKind::Class(class) => vec![set_of(class)?],
        HirKind::Repetition(repeated) if repeated.max == Some(repeated.min) => {
            let count = usize::try_from(repeated.min)
                .ok()
                .filter(|it| *it <= LONGEST)?;
            places(&repeated.sub)?.repeat(count)
        }
        HirKind::Capture(group) => places(&group.sub)?,
        HirKind::Concat(parts) => {
            let parts = parts.iter().map(places);
            parts.collect::<Option<Vec<_>>>()?.concat()
        }
        HirKind::Repetition(_) | HirKind::Alternation(_) | HirKind::Look(_) => return None,
    };
    (places.len() <= LONGEST).then_some(places)
}

fn set_of(class: &Class) -> Option<u128> {
    let set_up_to = |end: u8| u128::MAX >> (127 - end);
    let mut set = 0;
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                let (start, end) = (
                    u8::try_from(range.start()).ok()?,
                    u8::try_from(range.end()).ok()?,
                );
                if !end.is_ascii() {
                    return None;
                }
                set |= set_up_to(end) & !(set_up_to(start) >> 1);
            }
        }
        Class::Bytes(_) => return None,
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn agrees_with_the_pattern(
            parts in prop::collection::vec("(a|\\[ab\\]|\\[a-c0\\]|\\(b0\\)|-|é|\\.)(\\{[0-3]\\})?|[*?]", 1..4),
            texts in prop::collection::vec("[abc0é-]{0,8}", 20),
        ) {
            let pattern = parts.concat();
            let Ok(regex) = Regex::new(&format!(r"\A(?:{pattern})\z")) else {
                return Ok(());
            };
            if let Some(shape) = Shape::of(&pattern) {
                for text in texts {
                    prop_assert_eq!(shape.holds(&text), regex.is_match(&text), "{} {}", pattern, text);
                }
            }
        }
    }

    #[test]
    fn is_known_of_texts_of_one_length_alone() {
        for pattern in [
            "[0-9a-f]{24}",
            "anp-ref-[0-9]{6}-[0-9]{4}",
            "(a[bc]){2}",
            "",
        ] {
            assert!(Shape::of(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            "a+",
            "a|bc",
            "a?",
            r"\d{4}",
            ".",
            "ä",
            "^a",
            "a{200}",
            "((a{99}){99}){99}",
        ] {
            assert!(Shape::of(pattern).is_none(), "{pattern}");
        }
        let shape = Shape::of("anp-[0-9]{2}").unwrap();
        assert!(shape.holds("anp-07"));
        assert!(!shape.holds("anp-0x") && !shape.holds("anp-071") && !shape.holds("ANP-07"));
    }
}
