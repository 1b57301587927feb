//! The shapes that a value's text can be asked to have.

use url::Url;

use crate::text::{date_of, datetime_of};

/// A named shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Date,
    Datetime,
    Semver,
    Slug,
    Url,
    Email,
    Hex,
    Id,
}

impl Format {
    /// Every format by its name in configurations.
    pub(super) const NAMES: [&'static str; 8] = [
        "date", "datetime", "semver", "slug", "url", "email", "hex", "id",
    ];

    /// The format of that name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "datetime" => Self::Datetime,
            "semver" => Self::Semver,
            "slug" => Self::Slug,
            "url" => Self::Url,
            "email" => Self::Email,
            "hex" => Self::Hex,
            "id" => Self::Id,
            _ => return None,
        })
    }

    /// Whether `text` has the shape.
    pub(crate) fn holds(self, text: &str) -> bool {
        match self {
            Self::Date => date_of(text).is_some(),
            Self::Datetime => datetime_of(text).is_some(),
            Self::Semver => semver::Version::parse(text).is_ok(),
            Self::Slug => is_slug(text),
            Self::Url => is_url(text),
            Self::Email => is_email(text),
            Self::Hex => !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit()),
            Self::Id => is_id(text),
        }
    }

    /// What a text of the shape is called.
    pub(super) fn described(self) -> &'static str {
        match self {
            Self::Date => "a date",
            Self::Datetime => "a date with a time",
            Self::Semver => "a semantic version",
            Self::Slug => "a slug",
            Self::Url => "a URL",
            Self::Email => "an email address",
            Self::Hex => "a hexadecimal number",
            Self::Id => "an id",
        }
    }

    /// How to write one.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Date => "write a day of the calendar as `YYYY-MM-DD`",
            Self::Datetime => "write a day and a time as `YYYY-MM-DDThh:mm:ssZ`",
            Self::Semver => "write three numbers: `1.4.0`",
            Self::Slug => "write lower-case words joined by `-`",
            Self::Url => "write a whole address: `https://example.com/page`",
            Self::Email => "write it as `name@example.com`",
            Self::Hex => "use the digits `0` to `9` and `a` to `f` alone",
            Self::Id => "use letters, digits and `.`, `_`, `:`, `-` alone",
        }
    }
}

/// Words of lower-case letters and digits with `-` between.
fn is_slug(text: &str) -> bool {
    let mut before = '-';
    for c in text.chars() {
        let is_right = match c {
            'a'..='z' | '0'..='9' => true,
            '-' => before != '-',
            c => c.is_alphanumeric() && !c.is_uppercase(),
        };
        if !is_right {
            return false;
        }
        before = c;
    }
    before != '-'
}

fn is_url(text: &str) -> bool {
    if is_common_url(text) {
        return true;
    }
    // The parser drops blanks that a browser would drop, too; in a post they are mistakes.
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return false;
    }
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether a text is a URL of the kind that nearly all are, which a glance tells: a host of plain
/// words that ends in letters, with nothing before it and no port. Of what follows a host, nothing
/// but a blank makes a URL wrong.
fn is_common_url(text: &str) -> bool {
    let rest = text.strip_prefix("http").unwrap_or_default();
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let Some(rest) = rest.strip_prefix("://") else {
        return false;
    };
    let is_host = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
    let len = rest.bytes().take_while(|b| is_host(b)).count();
    let (host, behind) = rest.split_at(len);
    let is_visible = behind
        .bytes()
        .fold(true, |all, b| all & b.is_ascii_graphic());
    let ends_there = is_visible && matches!(behind.as_bytes(), [] | [b'/' | b'?' | b'#', ..]);
    let words = || host.as_bytes().split(|b| *b == b'.');
    // Of a last word with a digit a number of an address may be made, of `xn--` other letters.
    ends_there
        && words().all(|word| !word.is_empty() && !word.starts_with(b"xn--"))
        && words()
            .next_back()
            .is_some_and(|last| last.iter().all(u8::is_ascii_lowercase))
}

fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    name.split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_plain))
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn a_common_url_is_what_the_parser_takes(
            text in "(https?://|http:/|https:)([a-z0-9.-]{0,5}|xn--[a-z0-9]{0,3}|[0-9x]{1,4})(\\.[a-z0-9-]{0,3}){0,3}[/?#:@%]?.{0,6}"
        ) {
            if is_common_url(&text) {
                let url = Url::parse(&text);
                prop_assert!(url.is_ok_and(|url| url.has_host()), "{text:?}");
            }
        }

        #[test]
        fn a_slug_is_words_with_dashes_between(text in "[a-zA-Z0-9äÄ_ -]{0,6}") {
            let is_word = |word: &str| {
                !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase())
            };
            prop_assert_eq!(Format::Slug.holds(&text), text.split('-').all(is_word));
        }
    }

    #[test]
    fn most_urls_are_common() {
        assert!(is_common_url("https://images.example.org/yard/1f.jpg"));
        assert!(is_common_url("http://example.com"));
        for other in [
            "https://a.b:80/",
            "https://u@a.b/",
            "https://1.2.3.4/",
            "https://a..b/",
        ] {
            assert!(!is_common_url(other), "{other}");
        }
    }

    #[test]
    fn every_format_takes_what_it_asks_for() {
        for (name, good, bad) in [
            (
                "date",
                &["2024-02-29"][..],
                &["2024-02-30", "2024-1-1", ""][..],
            ),
            (
                "datetime",
                &["2024-02-29T10:00:00Z"],
                &["2024-02-29", "10:00"],
            ),
            (
                "semver",
                &["1.4.0", "2.0.0-rc.1"],
                &["1.4", "v1.4.0", "1.04.0"],
            ),
            (
                "slug",
                &["warm-caches-2", "über-uns"],
                &["Warm", "a--b", "-a", "a_b", "a b", ""],
            ),
            (
                "url",
                &["https://example.com/a?b=c#d", "http://localhost:80"],
                &[
                    "/a",
                    "example.com",
                    "mailto:a@b.c",
                    "https://",
                    "https://a b",
                    "ftp://a.b",
                ],
            ),
            (
                "email",
                &["a.b+c@mail.example.org"],
                &["a@b", "a b@c.de", "@c.de", "a@.de", "a@-c.de", "a..b@c.de"],
            ),
            ("hex", &["00aF"], &["", "0x1", "fg"]),
            ("id", &["anp-000412", "A.b:c_d"], &["", "-a", "a b", "ä"]),
        ] {
            assert!(Format::NAMES.contains(&name));
            let format = Format::from_name(name).unwrap();
            assert!(good.iter().all(|text| format.holds(text)), "{name}");
            for text in bad {
                assert!(!format.holds(text), "{name} {text}");
            }
        }
    }
}
