//! The formats of texts that are judged; others are, as the standard has it, remarks.

mod address;
mod clock;
mod uri;

use self::address::{is_email, is_hostname};
use self::clock::{is_datetime, is_duration, is_time};
use self::uri::{is_uri, is_uri_reference};
use super::regex::{Refused, compiled};
use crate::rule::Allowance;
use crate::text::date_of;

/// A named shape of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFormat {
    Date,
    DateTime,
    Time,
    Duration,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Uri,
    UriReference,
    Uuid,
    JsonPointer,
    RelativeJsonPointer,
    Regex,
}

/// What there is to know of a format: its name, what a text of it is called, how to write one.
type About = (TextFormat, &'static str, &'static str, &'static str);

const ALL: [About; 14] = [
    (
        TextFormat::Date,
        "date",
        "a date",
        "write a day of the calendar as `YYYY-MM-DD`",
    ),
    (
        TextFormat::DateTime,
        "date-time",
        "a date with a time",
        "write a day and a time as `YYYY-MM-DDThh:mm:ssZ`",
    ),
    (
        TextFormat::Time,
        "time",
        "a time of day",
        "write it as `hh:mm:ssZ` or `hh:mm:ss+hh:mm`",
    ),
    (
        TextFormat::Duration,
        "duration",
        "a duration",
        "write it as `P3DT4H` or `PT15M`",
    ),
    (
        TextFormat::Email,
        "email",
        "an email address",
        "write it as `name@example.com`",
    ),
    (
        TextFormat::Hostname,
        "hostname",
        "a host name",
        "write letters, digits and `-` between dots",
    ),
    (
        TextFormat::Ipv4,
        "ipv4",
        "an IPv4 address",
        "write four numbers: `192.0.2.1`",
    ),
    (
        TextFormat::Ipv6,
        "ipv6",
        "an IPv6 address",
        "write it as `2001:db8::1`",
    ),
    (
        TextFormat::Uri,
        "uri",
        "a URI",
        "write a whole address: `https://example.com/page`",
    ),
    (
        TextFormat::UriReference,
        "uri-reference",
        "a URI reference",
        "write an address or a path without blanks",
    ),
    (
        TextFormat::Uuid,
        "uuid",
        "a UUID",
        "write 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12",
    ),
    (
        TextFormat::JsonPointer,
        "json-pointer",
        "a JSON pointer",
        "begin each step with `/`",
    ),
    (
        TextFormat::RelativeJsonPointer,
        "relative-json-pointer",
        "a relative JSON pointer",
        "begin it with a number of steps up",
    ),
    (
        TextFormat::Regex,
        "regex",
        "a regular expression",
        "write one without looks around and references back",
    ),
];

impl TextFormat {
    /// The format of that name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let found = ALL.iter().find(|(_, known, ..)| *known == name);
        found.map(|(format, ..)| *format)
    }

    fn about(self) -> Option<&'static About> {
        ALL.iter().find(|(format, ..)| *format == self)
    }

    /// What a text of the shape is called.
    pub(super) fn described(self) -> &'static str {
        self.about().map_or("", |(_, _, words, _)| words)
    }

    /// How to write one.
    pub(super) fn advice(self) -> &'static str {
        self.about().map_or("", |(.., advice)| advice)
    }

    /// Whether a text has the shape.
    pub(super) fn holds(self, text: &str) -> bool {
        match self {
            Self::Date => date_of(text).is_some(),
            Self::DateTime => is_datetime(text),
            Self::Time => is_time(text),
            Self::Duration => is_duration(text),
            Self::Email => is_email(text),
            Self::Hostname => is_hostname(text),
            Self::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
            Self::Uri => is_uri(text),
            Self::UriReference => is_uri_reference(text),
            Self::Uuid => is_uuid(text),
            Self::JsonPointer => is_json_pointer(text),
            Self::RelativeJsonPointer => is_relative_json_pointer(text),
            Self::Regex => {
                let refused = compiled(text, &Allowance::default()).err();
                refused.is_none_or(|it| matches!(it, Refused::Unsupported(_)))
            }
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let has_length = groups.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12]);
    has_length && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_json_pointer(text: &str) -> bool {
    let escapes_hold = text
        .split('~')
        .skip(1)
        .all(|after| after.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && escapes_hold
}

fn is_relative_json_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, pointer) = text.split_at(digits);
    let is_number = number == "0" || !number.is_empty() && !number.starts_with('0');
    is_number && (pointer == "#" || is_json_pointer(pointer))
}
