//! Times and durations as RFC 3339 writes them.

use crate::text::date_of;

/// A day and a time with its offset.
pub(super) fn is_datetime(text: &str) -> bool {
    let Some((day, clock)) = text.split_at_checked(10) else {
        return false;
    };
    let time = clock.strip_prefix(['T', 't']);
    date_of(day).is_some() && time.is_some_and(is_time)
}

/// A time of day with its offset. The second 60 is one where it ends a day in UTC.
pub(super) fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else {
        return false;
    };
    let parts = [two(h1, h2, 23), two(m1, m2, 59), two(s1, s2, 60)];
    let [Some(hour), Some(minute), Some(second)] = parts else {
        return false;
    };
    let Some(offset) = offset(without_fraction(rest)) else {
        return false;
    };
    let in_utc = (60 * hour + minute - offset).rem_euclid(24 * 60);
    second < 60 || in_utc == 24 * 60 - 1
}

/// The number that two digits write.
fn two(ten: u8, one: u8, most: i32) -> Option<i32> {
    let digits = [ten, one].map(|byte| char::from(byte).to_digit(10));
    let [Some(ten), Some(one)] = digits else {
        return None;
    };
    i32::try_from(10 * ten + one)
        .ok()
        .filter(|number| *number <= most)
}

/// What stands behind a fraction of a second.
fn without_fraction(text: &str) -> &str {
    let Some(digits) = text.strip_prefix('.') else {
        return text;
    };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    // A point without digits is left, where no offset begins with one.
    if rest.len() == digits.len() {
        text
    } else {
        rest
    }
}

/// Minutes that a clock is ahead of UTC.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = *text.as_bytes() else {
        return None;
    };
    let minutes = 60 * two(h1, h2, 23)? + two(m1, m2, 59)?;
    Some(if sign == b'-' { -minutes } else { minutes })
}

/// A duration: `P3W`, or days and times from the largest unit down without a gap.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(parts) = text.strip_prefix('P') else {
        return false;
    };
    let (days, clock) = match parts.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (parts, None),
    };
    let Some(days) = units(days) else {
        return false;
    };
    let Some(times) = clock.map_or(Some(String::new()), units) else {
        return false;
    };
    let is_run = |units: &str, all: &str| all.contains(units);
    let has_weeks = days == "W" && clock.is_none();
    has_weeks
        || is_run(&days, "YMD")
            && is_run(&times, "HMS")
            && clock.is_none_or(|_| !times.is_empty())
            && !(days.is_empty() && times.is_empty())
}

/// The letters behind the numbers of a duration.
fn units(text: &str) -> Option<String> {
    let mut letters = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let letter = rest[digits..].chars().next().filter(|_| digits > 0)?;
        letters.push(letter);
        rest = &rest[digits + letter.len_utf8()..];
    }
    Some(letters)
}
