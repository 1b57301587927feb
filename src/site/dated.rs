//! Dates and slugs that generators take from the names of files: `2024-05-01-title.md`.

use super::stem;
use crate::post::{Data, Entry, Key, Map, Value};
use crate::source::Span;
use crate::text::date_of;

/// What Jekyll takes from the name of a post.
pub(super) fn jekyll(place: &str) -> Map {
    if place.split('/').any(|folder| folder == "_posts") {
        of_name(stem(place), &['-'])
    } else {
        Map::default()
    }
}

/// What Zola, and Hugo where it is told to, take from the name of a page, or of the folder that is
/// one.
pub(super) fn by_name(place: &str) -> Map {
    let stem = stem(place);
    let is_folder = stem == "index" || stem.starts_with("index.");
    let folder = place.rsplit('/').nth(1).unwrap_or_default();
    of_name(if is_folder { folder } else { stem }, &['-'])
}

/// What Docusaurus takes from the way to a page: `2024-05-01-title.md`, `2024/05/01/title.md`.
pub(super) fn by_path(place: &str) -> Map {
    let way = place.rsplit_once('.').map_or(place, |(way, _)| way);
    let way = way.strip_suffix("/index").unwrap_or(way);
    let steps = way.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]);
    // A date takes three steps at most, and the page one.
    let maps = steps.take(4).map(|at| of_name(&way[at..], &['-', '/']));
    let mut found = maps.filter(|map| !map.entries.is_empty());
    found.next().unwrap_or_default()
}

/// A date whose parts one of `signs` separates, and a slug behind it.
fn of_name(name: &str, signs: &[char]) -> Map {
    let Some((date, rest)) = dated(name, signs) else {
        return Map::default();
    };
    let slug = without_time(rest).trim_start();
    let slug = slug.strip_prefix(['-', '_', '/']).unwrap_or_default();
    if date_of(&date).is_none() || slug.is_empty() {
        return Map::default();
    }
    let slug = slug.rsplit('/').next().unwrap_or(slug);
    Map {
        entries: vec![entry("date", &date), entry("slug", slug)],
    }
}

/// The date in front of a name, in its usual form, and what follows.
fn dated<'a>(name: &'a str, signs: &[char]) -> Option<(String, &'a str)> {
    let (year, rest) = digits(name)?;
    let (month, rest) = digits(rest.strip_prefix(signs)?)?;
    let (day, rest) = digits(rest.strip_prefix(signs)?)?;
    let is_date = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    is_date.then(|| (format!("{year}-{month:0>2}-{day:0>2}"), rest))
}

/// The digits in front of a text, at least one, and what follows.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    (!digits.is_empty()).then_some((digits, rest))
}

/// What follows a time of day: `T10:00:00Z_title`.
fn without_time(rest: &str) -> &str {
    let is_time = rest
        .strip_prefix('T')
        .is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
    match rest.find('_').filter(|_| is_time) {
        Some(end) => &rest[end..],
        None => rest,
    }
}

fn entry(name: &str, text: &str) -> Entry {
    let span = Span::at(0);
    Entry {
        key: Key {
            name: name.into(),
            span,
        },
        value: Value {
            span,
            data: Data::String(text.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The date and the slug.
    fn told(map: &Map) -> String {
        let text = |key| map.get(key)?.value.data.as_text();
        let both = text("date").zip(text("slug"));
        both.map_or_else(String::new, |(date, slug)| format!("{date} {slug}"))
    }

    #[test]
    fn a_name_begins_with_a_date() {
        assert_eq!(told(&jekyll("a/_posts/2024-1-5-x.md")), "2024-01-05 x");
        assert_eq!(told(&jekyll("a/_posts/24-1-5-x.md")), "");
        assert_eq!(told(&jekyll("a/2024-01-05-x.md")), "");
        let folder = "content/2024-05-02-b";
        assert_eq!(
            told(&by_name(&format!("{folder}/index.fr.md"))),
            "2024-05-02 b"
        );
        assert_eq!(told(&by_name(&format!("{folder}/other.md"))), "");
        let timed = "2024-05-01T10:00:00Z_c_d.md";
        assert_eq!(told(&by_name(timed)), "2024-05-01 c_d");
        assert_eq!(told(&by_name("2024-02-30-c.md")), "");
        assert_eq!(told(&by_name("2024-02-20.md")), "");
    }

    #[test]
    fn a_date_may_be_folders() {
        for place in [
            "b/2024/5/01/x.md",
            "b/2024-5-1/x.mdx",
            "b/2024/05/01-x/index.md",
        ] {
            assert_eq!(told(&by_path(place)), "2024-05-01 x", "{place}");
        }
        for place in ["docs/2024/05/x.md", "x.md", "1/2/3/x.md"] {
            assert_eq!(told(&by_path(place)), "", "{place}");
        }
    }
}
