//! Numbers as they are written in decimal: compared and divided without rounding.

use std::cmp::Ordering;
use std::fmt;

/// `digits * 10^exponent`, with its sign. Digits never end in a zero; zero has no sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    is_negative: bool,
    digits: u64,
    exponent: i32,
}

/// Largest exponent that is kept as written; what lies beyond is as large or as small as a number
/// can be.
const MOST_EXPONENT: i32 = 100_000;
/// Powers of ten that 64 bits hold.
const MOST_SHIFT: u32 = 19;

impl Decimal {
    /// The number that a JSON number writes. One of more digits than 64 bits hold is rounded as
    /// any reader of JSON rounds it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (is_negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let exponent = bounded_exponent(exponent)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let mut digits = 0_u64;
        for byte in whole.bytes().chain(fraction.bytes()) {
            let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
            let more = digits.checked_mul(10).and_then(|it| it.checked_add(digit));
            let Some(more) = more else {
                return Self::rounded(text);
            };
            digits = more;
        }
        let places = i32::try_from(fraction.len()).ok()?;
        Some(Self::new(is_negative, digits, exponent - places))
    }

    fn rounded(text: &str) -> Option<Self> {
        let number: f64 = text.parse().ok()?;
        number.is_finite().then(|| Self::from_float(number))
    }

    /// A whole number.
    pub(super) fn from_integer(number: i64) -> Self {
        Self::new(number < 0, number.unsigned_abs(), 0)
    }

    /// A finite number, by the fewest digits that tell it from others.
    pub(super) fn from_float(number: f64) -> Self {
        let text = format!("{number:e}");
        Self::parse(&text).unwrap_or_else(|| Self::new(false, 0, 0))
    }

    fn new(is_negative: bool, mut digits: u64, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self {
                is_negative: false,
                digits,
                exponent: 0,
            };
        }
        while digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Self {
            is_negative,
            digits,
            exponent,
        }
    }

    /// Whether it is more than zero.
    pub(super) fn is_positive(self) -> bool {
        self.digits > 0 && !self.is_negative
    }

    /// The number as a count.
    pub(super) fn as_count(self) -> Option<usize> {
        let power = 10_u64.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let whole = self.digits.checked_mul(power)?;
        (!self.is_negative)
            .then_some(whole)
            .and_then(|it| usize::try_from(it).ok())
    }

    /// Whether it is a whole number times `step`, which is more than zero.
    pub(super) fn is_multiple_of(self, step: Self) -> bool {
        let shift = i64::from(self.exponent) - i64::from(step.exponent);
        let (digits, modulus) = (u128::from(self.digits), u128::from(step.digits));
        match u32::try_from(shift) {
            Ok(shift) => (digits % modulus * power_of_ten(shift, modulus)).is_multiple_of(modulus),
            Err(_) => match u32::try_from(-shift) {
                Ok(shift) if shift <= MOST_SHIFT => {
                    digits.is_multiple_of(modulus * 10_u128.pow(shift))
                }
                _ => self.digits == 0,
            },
        }
    }

    /// The exponent of its first digit.
    fn magnitude(self) -> i64 {
        let digits = self.digits.checked_ilog10().unwrap_or(0);
        i64::from(self.exponent) + i64::from(digits)
    }

    /// Compares without looking at the signs.
    fn compare_sizes(self, other: Self) -> Ordering {
        let zeros = (self.digits == 0).cmp(&(other.digits == 0)).reverse();
        if self.digits == 0 || other.digits == 0 {
            return zeros;
        }
        let magnitudes = self.magnitude().cmp(&other.magnitude());
        magnitudes.then_with(|| {
            // Of one magnitude, they differ in exponent by less than their digits are.
            let shift = i64::from(self.exponent) - i64::from(other.exponent);
            let more = 10_u128.pow(u32::try_from(shift.abs()).unwrap_or(0).min(MOST_SHIFT));
            let (a, b) = (u128::from(self.digits), u128::from(other.digits));
            if shift > 0 {
                (a * more).cmp(&b)
            } else {
                a.cmp(&(b * more))
            }
        })
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.compare_sizes(*other),
            (true, true) => other.compare_sizes(*self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative { "-" } else { "" };
        let digits = self.digits.to_string();
        match usize::try_from(self.exponent) {
            Ok(zeros) if zeros <= 15 => write!(f, "{sign}{digits}{}", "0".repeat(zeros)),
            Ok(_) => write!(f, "{sign}{digits}e{}", self.exponent),
            Err(_) => {
                let places = self.exponent.unsigned_abs() as usize;
                if places > 15 {
                    return write!(f, "{sign}{digits}e{}", self.exponent);
                }
                let digits = format!("{digits:0>width$}", width = places + 1);
                let (whole, fraction) = digits.split_at(digits.len() - places);
                write!(f, "{sign}{whole}.{fraction}")
            }
        }
    }
}

fn bounded_exponent(text: &str) -> Option<i32> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(MOST_EXPONENT).min(MOST_EXPONENT);
    Some(if is_negative { -size } else { size })
}

/// `10^exponent` modulo `modulus`, which 64 bits hold.
fn power_of_ten(mut exponent: u32, modulus: u128) -> u128 {
    let mut power = 1 % modulus;
    let mut factor = 10 % modulus;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * factor % modulus;
        }
        factor = factor * factor % modulus;
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn one_number_is_written_in_many_ways() {
        for (a, b) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0.0075", "75E-4"),
            ("-0.0", "0"),
            ("1.50", "15e-1"),
            ("18446744073709551615", "18446744073709551615.0"),
        ] {
            assert_eq!(number(a), number(b), "{a} {b}");
        }
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_eq!(Decimal::parse("1e"), None);
        assert_eq!(Decimal::parse("one"), None);
    }

    #[test]
    fn multiples_are_exact() {
        for (value, step) in [
            ("0.0075", "0.0001"),
            ("4.5", "1.5"),
            ("1e308", "0.5"),
            ("0", "7"),
            ("12391239123", "1e-8"),
            ("0.3", "0.1"),
            ("1.1", "0.01"),
        ] {
            assert!(number(value).is_multiple_of(number(step)), "{value} {step}");
        }
        for (value, step) in [
            ("0.075", "0.01"),
            ("0.00751", "0.0001"),
            ("35", "1.5"),
            ("1e308", "0.123456789"),
            ("1e-30", "1"),
            ("7", "2e30"),
        ] {
            assert!(
                !number(value).is_multiple_of(number(step)),
                "{value} {step}"
            );
        }
    }

    #[test]
    fn is_shown_as_people_write_it() {
        for text in ["0", "-3", "100", "0.01", "-0.5", "80.5", "1e30", "1e-30"] {
            assert_eq!(number(text).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn compares_as_numbers_do(a in -1.0e6_f64..1.0e6, b in -1.0e6_f64..1.0e6) {
            let compared = Decimal::from_float(a).cmp(&Decimal::from_float(b));
            prop_assert_eq!(Some(compared), a.partial_cmp(&b));
        }

        #[test]
        fn whole_numbers_compare_as_they_do(a in any::<i64>(), b in any::<i64>()) {
            let compared = Decimal::from_integer(a).cmp(&Decimal::from_integer(b));
            prop_assert_eq!(compared, a.cmp(&b));
        }

        #[test]
        fn a_whole_number_is_a_multiple_as_the_remainder_says(a in any::<i64>(), b in 1_i64..1000) {
            let is_multiple = Decimal::from_integer(a).is_multiple_of(Decimal::from_integer(b));
            prop_assert_eq!(is_multiple, a % b == 0);
        }
    }
}
