//! How much a finding matters.

use std::fmt;

/// The weight of a finding that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be looked at.
    Warning,
    /// Must not be published.
    Error,
}

impl Severity {
    /// The lower-case name, as every output and configuration has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a configuration sets for a rule or a finding: a severity, or nothing at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not judged.
    Off,
    /// Judged, at this severity.
    On(Severity),
}

impl Level {
    /// Every name a configuration may use.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "info", "off"];

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "error" => Self::On(Severity::Error),
            "warning" => Self::On(Severity::Warning),
            "info" => Self::On(Severity::Info),
            "off" => Self::Off,
            _ => return None,
        })
    }

    /// The severity, unless off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::On(severity) => Some(severity),
        }
    }

    /// The lower-case name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On(severity) => severity.as_str(),
        }
    }
}
