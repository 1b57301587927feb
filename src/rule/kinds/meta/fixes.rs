//! How values and keys of meta are put right.

use crate::diagnostic::{Applicability, Fix};
use crate::post::{Data, Key, Value, ValueType};
use crate::rule::rewrite::{quoted, removed, renamed, with_text, without_quotes};
use crate::text::{date_of, datetime_of, is_slip, nearest};

/// Words that people write for true and false.
const WORDS: [(&str, &str); 6] = [
    ("true", "true"),
    ("yes", "true"),
    ("on", "true"),
    ("false", "false"),
    ("no", "false"),
    ("off", "false"),
];

/// Makes a value one of another type, where it says the same.
pub(super) fn of_type(source: &str, value: &Value, wanted: ValueType) -> Option<Fix> {
    let edit = match (&value.data, wanted) {
        (Data::String(text), ValueType::Boolean) => {
            let lower = text.trim().to_lowercase();
            let (_, word) = WORDS.iter().find(|(word, _)| *word == lower)?;
            without_quotes(source, value, word)
        }
        (Data::String(text), ValueType::Integer) if text.parse::<i64>().is_ok() => {
            without_quotes(source, value, text)
        }
        (Data::String(text), ValueType::Number) if text.parse::<f64>().is_ok() => {
            without_quotes(source, value, text)
        }
        (Data::String(text), ValueType::Date | ValueType::Datetime) => {
            with_text(source, value, &iso(text, wanted)?)
        }
        (Data::Boolean(_) | Data::Integer(_) | Data::Float(_), ValueType::String) => {
            quoted(source, value)
        }
        _ => None,
    };
    Some(Fix::new(Applicability::Safe, edit?))
}

/// Makes a text the one of `known` that it is but for its case, or but for a slip.
pub(super) fn of_choice(source: &str, value: &Value, known: &[String]) -> Option<Fix> {
    let Data::String(text) = &value.data else {
        return None;
    };
    let lower = text.to_lowercase();
    let mut same = known.iter().filter(|it| it.to_lowercase() == lower);
    let (applicability, meant) = match (same.next(), same.next()) {
        (Some(meant), None) => (Applicability::Safe, meant.as_str()),
        (Some(_), Some(_)) => return None,
        (None, _) => meant(text, known.iter().map(String::as_str))?,
    };
    Some(Fix::new(applicability, with_text(source, value, meant)?))
}

/// Gives a key the name of the one of `absent` that it is but for a slip.
pub(super) fn of_key<'a>(
    source: &str,
    key: &Key,
    absent: impl Iterator<Item = (&'a str, bool)> + Clone,
) -> Option<Fix> {
    let (applicability, name) = meant(&key.name, absent.clone().map(|(name, _)| name))?;
    let is_required = absent.into_iter().any(|it| it == (name, true));
    let applicability = if is_required {
        applicability
    } else {
        Applicability::Unsafe
    };
    Some(Fix::new(applicability, renamed(source, key, name)?))
}

/// Takes item number `at` out of a list.
pub(super) fn of_repeated(source: &str, items: &[Value], at: usize) -> Option<Fix> {
    let edit = removed(source, &items[at.checked_sub(1)?], &items[at])?;
    Some(Fix::new(Applicability::Safe, edit))
}

/// The name that is meant; safe to take if no other is near and it is one slip away.
fn meant<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<(Applicability, &'a str)> {
    let near = nearest(name, known.clone())?;
    let mut others = known.filter(|other| *other != near);
    let is_alone = !others.any(|other| nearest(name, [other]).is_some());
    let applicability = if is_alone && is_slip(name, near) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    Some((applicability, near))
}

/// A date that begins with its year, and what follows it, in the form of ISO 8601.
fn iso(text: &str, wanted: ValueType) -> Option<String> {
    let text = text.trim();
    let (day, time) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    let separator = day.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.') {
        return None;
    }
    let parts: Vec<&str> = day.split(separator).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let is_number =
        |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !is_number(month) || !is_number(day) {
        return None;
    }
    let written = format!("{year}-{month:0>2}-{day:0>2}{time}");
    let holds = match wanted {
        ValueType::Date => date_of(&written).is_some(),
        _ => datetime_of(&written).is_some(),
    };
    holds.then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_begin_with_the_year_are_understood() {
        let date = |text| iso(text, ValueType::Date);
        for text in ["2024/03/01", "2024-3-1", "2024.03.1", " 2024/3/01 "] {
            assert_eq!(date(text).as_deref(), Some("2024-03-01"), "{text}");
        }
        for text in [
            "01/03/2024",
            "24/03/01",
            "2024/02/30",
            "2024-03",
            "2024/3/1/2",
            "2024/3-1",
            "2024 3 1",
            "2024/3/1 10:00",
            "20240301",
            "2024/\u{663}/1",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(
            iso("2024/3/1 10:00", ValueType::Datetime).as_deref(),
            Some("2024-03-01 10:00")
        );
    }

    #[test]
    fn what_one_slip_leads_to_alone_is_safe() {
        let known = ["beginner", "advanced", "public", "level", "levels"];
        let meant = |name| meant(name, known.into_iter());
        assert_eq!(meant("beginer"), Some((Applicability::Safe, "beginner")));
        assert_eq!(meant("advacned"), Some((Applicability::Safe, "advanced")));
        assert_eq!(meant("begginer"), Some((Applicability::Unsafe, "beginner")));
        assert_eq!(meant("levl"), Some((Applicability::Unsafe, "level")));
        assert_eq!(meant("colour"), None);
    }
}
