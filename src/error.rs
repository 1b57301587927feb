//! The third channel: gatepost could not run, or could not judge everything it was asked to.
//!
//! A fault in a post is a finding, a fault in a configuration is a configuration diagnostic;
//! an [`Error`] is neither. Every error ends in exit code 2.

use std::fmt;

/// Why a run, or a part of it, could not be done. The text is one line, without a final period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    /// An error with the one-line message that the user is shown behind `gatepost: `.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A result whose failure ends in exit code 2.
pub type Result<T> = std::result::Result<T, Error>;
