//! How many findings a consumer takes before it drops the rest, or the report whole.

use crate::diagnostic::Severity;
use crate::gate::Summary;

/// What is left of each severity. Those that are spent stay counted in the report's summary.
pub(super) struct Quota {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Quota {
    /// So many of each severity.
    pub(super) fn of_each(errors: usize, warnings: usize, infos: usize) -> Self {
        Self {
            errors,
            warnings,
            infos,
        }
    }

    /// So many in all, errors before warnings before infos. It is drawn up from the counts of the
    /// report, so that one pass in the report's own order is enough.
    pub(super) fn ranked(summary: &Summary, most: usize) -> Self {
        if summary.shown() <= most {
            return Self::of_each(most, most, most);
        }
        let errors = summary.errors.min(most);
        let warnings = summary.warnings.min(most - errors);
        Self::of_each(errors, warnings, most - errors - warnings)
    }

    /// Whether one more of that severity is taken.
    pub(super) fn admits(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        };
        let admits = *left > 0;
        *left -= usize::from(admits);
        admits
    }

    /// Whether nothing more is taken.
    pub(super) fn is_spent(&self) -> bool {
        self.errors + self.warnings + self.infos == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(quota: &mut Quota, severity: Severity) -> usize {
        (0..1000).filter(|_| quota.admits(severity)).count()
    }

    fn summary(errors: usize, warnings: usize, infos: usize) -> Summary {
        Summary {
            findings: errors + warnings + infos,
            errors,
            warnings,
            infos,
            ..Summary::default()
        }
    }

    #[test]
    fn errors_go_before_warnings_and_warnings_before_infos() {
        let mut quota = Quota::ranked(&summary(3, 4, 5), 8);
        assert_eq!(admitted(&mut quota, Severity::Info), 1);
        assert_eq!(admitted(&mut quota, Severity::Warning), 4);
        assert_eq!(admitted(&mut quota, Severity::Error), 3);
        assert!(quota.is_spent());
    }

    #[test]
    fn what_fits_is_taken_whole() {
        let mut quota = Quota::ranked(&summary(3, 4, 5), 12);
        assert_eq!(admitted(&mut quota, Severity::Info), 12);
        let mut hidden = summary(20, 0, 5);
        hidden.capped = 15;
        let mut quota = Quota::ranked(&hidden, 12);
        assert_eq!(admitted(&mut quota, Severity::Info), 12);
    }
}
