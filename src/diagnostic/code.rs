//! The name of a finding.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// `<rule id>/<finding>`, or a bare name for what the engine itself finds (`not-utf8`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// The code of a rule's finding.
    pub fn of_rule(rule: &str, finding: &str) -> Self {
        Self(format!("{rule}/{finding}").into())
    }

    /// The code of a finding of the engine.
    pub fn of_engine(name: &str) -> Self {
        Self(name.into())
    }

    /// The part before the slash, or all of it.
    pub fn rule(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(rule, _)| rule)
    }

    /// The part behind the slash, or all of it.
    pub fn finding(&self) -> &str {
        self.0
            .split_once('/')
            .map_or(&self.0, |(_, finding)| finding)
    }

    /// The whole code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `selector`, a rule id or a whole code, names this code.
    pub fn is_selected_by(&self, selector: &str) -> bool {
        selector == self.as_str() || selector == self.rule()
    }
}

/// Codes compare and hash as their text does.
impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
