//! What formats for programs list: findings, and files that could not be judged.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_128;

use super::escape::plain;
use crate::diagnostic::{Label, Severity};
use crate::gate::{Located, Place};
use crate::source::Position;

/// The code of what the environment kept from being judged.
pub(super) const IO_ERROR: &str = "io-error";

/// One thing that a format lists.
pub(super) struct Entry<'a> {
    pub(super) code: &'a str,
    pub(super) severity: Severity,
    /// What is wrong, and in which post where the path does not say it.
    pub(super) message: Cow<'a, str>,
    /// Not neutralised; empty for what concerns no file.
    pub(super) path: &'a str,
    /// The path, or the name of the post inside of a container.
    pub(super) post: &'a str,
    /// Start and end; `None` for a file as a whole.
    pub(super) range: Option<(Position, Position)>,
    pub(super) fingerprint: Cow<'a, str>,
    /// The finding, unless it is a file that could not be judged.
    pub(super) located: Option<&'a Located>,
}

impl<'a> Entry<'a> {
    pub(super) fn of(located: &'a Located) -> Self {
        let place = located.primary();
        Self {
            code: located.diagnostic.code.as_str(),
            severity: located.diagnostic.severity,
            message: message_of(located),
            path: &place.path,
            post: located.post_name(),
            range: place.range,
            fingerprint: Cow::Borrowed(&located.fingerprint),
            located: Some(located),
        }
    }

    pub(super) fn of_failure((path, reason): &'a (String, String)) -> Self {
        Self {
            code: IO_ERROR,
            severity: Severity::Error,
            message: reason.into(),
            path,
            post: path,
            range: None,
            fingerprint: Cow::Owned(failure_fingerprint(path, reason)),
            located: None,
        }
    }

    /// Where it starts, from 1; a file as a whole starts at its first character.
    pub(super) fn line_and_column(&self) -> (u32, u32) {
        let start = self.range.map(|(start, _)| start);
        start.map_or((1, 1), |start| (start.line, start.column))
    }

    /// The other places that it points at.
    pub(super) fn related(&self) -> impl Iterator<Item = (&'a Label, &'a Place)> + use<'a> {
        let located = self.located.into_iter();
        located.flat_map(|it| it.diagnostic.labels.iter().zip(&it.places).skip(1))
    }

    /// The other places, the reasons and the advice, a neutralised line each.
    pub(super) fn details(&self) -> impl Iterator<Item = String> + use<'a> {
        let related = self.related().map(|(label, place)| {
            let (line, column) = place.line_and_column();
            let at = format!("{}:{line}:{column}", plain(&place.path));
            match label.message.as_str() {
                "" => at,
                message => format!("{at}: {}", plain(message)),
            }
        });
        related.chain(self.advice())
    }

    /// The reasons and the advice, a neutralised line each.
    pub(super) fn advice(&self) -> impl Iterator<Item = String> + use<'a> {
        let located = self.located.into_iter();
        located.flat_map(|it| {
            let notes = it.diagnostic.notes.iter();
            let notes = notes.map(|note| format!("note: {}", plain(note)));
            let help = it.diagnostic.help.iter();
            notes.chain(help.map(|help| format!("help: {}", plain(help))))
        })
    }
}

/// The message of a finding on one line: people look for the post, not for the line of an export.
pub(super) fn message_of(located: &Located) -> Cow<'_, str> {
    let message = &located.diagnostic.message;
    match &located.post {
        Some(post) => format!("{message} (post {post})").into(),
        None => message.into(),
    }
}

/// The name of a failure, in the form of the fingerprints of findings.
pub(super) fn failure_fingerprint(path: &str, reason: &str) -> String {
    let identity = format!("{IO_ERROR}\0{path}\0{reason}");
    format!("{:032x}", xxh3_128(identity.as_bytes()))
}
