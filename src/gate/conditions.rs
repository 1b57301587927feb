//! What the gate asks for, and whether it holds.

use super::{Condition, Gate, Summary};
use crate::config::{GateConfig, says_unjudged};
use crate::diagnostic::Severity;
use crate::text::counted;

/// Judges every condition.
pub(super) fn judge(summary: &Summary, demanded: &GateConfig) -> Gate {
    let mut conditions = Vec::new();
    conditions.extend(severity_condition(summary, demanded.fail_on));
    if let Some(most) = demanded.max_warnings {
        conditions.push(Condition {
            name: format!("at most {}", counted(most, "warning")),
            value: counted(summary.warnings, "warning"),
            passed: summary.warnings <= most,
        });
    }
    conditions.extend(unjudged_condition(summary, demanded.fail_on));
    Gate {
        passed: conditions.iter().all(|condition| condition.passed),
        conditions,
    }
}

/// Not met where something could not be judged, whatever the gate is told to fail on; as long as it
/// is told anything, the findings that say so fail it themselves.
fn unjudged_condition(summary: &Summary, fail_on: Option<Severity>) -> Option<Condition> {
    let unjudged = summary.by_code.iter();
    let unjudged = unjudged.filter(|(code, _)| fail_on.is_none() && says_unjudged(code));
    let counts = [
        (summary.failures.len(), "failure"),
        (unjudged.map(|(_, count)| count).sum(), "finding"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let values: Vec<String> = counts.map(|(count, word)| counted(*count, word)).collect();
    (!values.is_empty()).then(|| Condition {
        name: "everything judged".to_owned(),
        value: values.join(", "),
        passed: false,
    })
}

fn severity_condition(summary: &Summary, fail_on: Option<Severity>) -> Option<Condition> {
    let (errors, warnings, infos) = (summary.errors, summary.warnings, summary.infos);
    let (name, counts): (&str, &[(usize, &str)]) = match fail_on? {
        Severity::Error => ("no errors", &[(errors, "error")]),
        Severity::Warning => (
            "no errors or warnings",
            &[(errors, "error"), (warnings, "warning")],
        ),
        Severity::Info => (
            "no findings",
            &[(errors, "error"), (warnings, "warning"), (infos, "info")],
        ),
    };
    let values: Vec<String> = counts.iter().map(|(n, word)| counted(*n, word)).collect();
    Some(Condition {
        name: name.to_owned(),
        value: values.join(", "),
        passed: counts.iter().all(|(n, _)| *n == 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(errors: usize, warnings: usize) -> Summary {
        Summary {
            errors,
            warnings,
            ..Summary::default()
        }
    }

    #[test]
    fn fails_on_the_severity_that_is_asked() {
        let gate = |fail_on, summary: &Summary| {
            let demanded = GateConfig {
                fail_on,
                max_warnings: None,
                ..GateConfig::default()
            };
            judge(summary, &demanded).passed
        };
        assert!(gate(Some(Severity::Error), &summary(0, 3)));
        assert!(!gate(Some(Severity::Error), &summary(1, 0)));
        assert!(!gate(Some(Severity::Warning), &summary(0, 3)));
        assert!(gate(None, &summary(9, 9)));
    }

    #[test]
    fn fails_beyond_the_most_warnings() {
        let demanded = GateConfig {
            fail_on: Some(Severity::Error),
            max_warnings: Some(2),
            ..GateConfig::default()
        };
        assert!(judge(&summary(0, 2), &demanded).passed);
        let gate = judge(&summary(0, 3), &demanded);
        assert!(!gate.passed);
        assert_eq!(gate.conditions[1].value, "3 warnings");
    }

    #[test]
    fn never_passes_what_was_not_judged() {
        let mut broken = summary(0, 0);
        broken.failures.push(("a.md".into(), "gone".into()));
        let demanded = GateConfig {
            fail_on: None,
            max_warnings: None,
            ..GateConfig::default()
        };
        assert!(!judge(&broken, &demanded).passed);
    }
}
