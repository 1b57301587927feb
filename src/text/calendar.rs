//! Dates as posts write them: ISO 8601, checked against the calendar.

use jiff::civil::{Date, DateTime};

/// The date that `text` is: `2024-02-29`, nothing before or behind it.
pub fn date_of(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return None;
    };
    let year = pair(y1, y2)? * 100 + pair(y3, y4)?;
    let month = i8::try_from(pair(m1, m2)?).ok()?;
    let day = i8::try_from(pair(d1, d2)?).ok()?;
    Date::new(year, month, day).ok()
}

/// The number that two digits stand for.
fn pair(ten: u8, one: u8) -> Option<i16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    Some(digit(ten)? * 10 + digit(one)?)
}

/// The day of the date with a time that `text` is: `2024-02-29T10:00`, with or without seconds,
/// with `T` or a space between, with or without `Z` or an offset.
pub fn datetime_of(text: &str) -> Option<Date> {
    let (day, time) = text.split_at_checked(10)?;
    let day = date_of(day)?;
    let clock = time.strip_prefix(['T', 't', ' '])?;
    if !clock.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let civil = format!("{day}T{}", without_offset(clock)?);
    civil.parse::<DateTime>().ok().map(|_| day)
}

/// The day that `text` begins with, be it a date or a date with a time.
pub fn day_of(text: &str) -> Option<Date> {
    date_of(text).or_else(|| datetime_of(text))
}

/// How many days `date` lies behind 1970-01-01.
pub fn days_since_epoch(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .until(date)
        .map_or(0, |span| i64::from(span.get_days()))
}

/// A clock time without its offset; `None` when the offset is no offset.
fn without_offset(clock: &str) -> Option<&str> {
    if let Some(utc) = clock.strip_suffix(['Z', 'z']) {
        return Some(utc.trim_end());
    }
    let Some(sign) = clock.find(['+', '-']) else {
        return Some(clock);
    };
    is_offset(&clock[sign + 1..]).then(|| clock[..sign].trim_end())
}

/// `02`, `0230` or `02:30`.
fn is_offset(digits: &str) -> bool {
    let (hours, minutes) = match *digits.as_bytes() {
        [h1, h2] => (pair(h1, h2), Some(0)),
        [h1, h2, m1, m2] | [h1, h2, b':', m1, m2] => (pair(h1, h2), pair(m1, m2)),
        _ => (None, None),
    };
    hours.is_some_and(|it| it < 24) && minutes.is_some_and(|it| it < 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_date_is_what_the_calendar_reads(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]") {
            prop_assert_eq!(date_of(&text), text.parse().ok());
        }
    }

    #[test]
    fn takes_only_days_that_the_calendar_has() {
        assert!(date_of("2024-02-29").is_some());
        for wrong in [
            "2023-02-29",
            "2024-2-9",
            "2024-02-30",
            "20240229",
            "2024-02-29 ",
            "",
        ] {
            assert!(date_of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn takes_a_time_with_and_without_an_offset() {
        for right in [
            "2024-02-29T10:00:00Z",
            "2024-02-29 10:00:00",
            "2024-02-29T10:00",
            "2024-02-29T10:00:00.250+02:00",
            "2024-02-29 10:00:00 -0500",
            "2024-02-29T10:00:00+02",
        ] {
            assert!(datetime_of(right).is_some(), "{right}");
        }
        for wrong in [
            "2024-02-29",
            "2024-02-30T10:00:00Z",
            "2024-02-29T25:00:00",
            "2024-02-29T10:00:00+2",
            "2024-02-29T10:00:00+9999",
            "2024-02-29T10:00:00+02:60",
            "2024-02-29T10:00:00+1:000",
            "2024-02-29T    10:00",
            "2024-02-29Tnoon",
            "2024-02-2ä9T10:00",
        ] {
            assert!(datetime_of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn counts_days_from_the_epoch() {
        assert_eq!(day_of("1970-01-02").map(days_since_epoch), Some(1));
        assert_eq!(day_of("1969-12-31").map(days_since_epoch), Some(-1));
        assert_eq!(
            day_of("2024-03-01T00:00:00Z").map(days_since_epoch),
            Some(19783)
        );
    }
}
