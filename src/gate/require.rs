//! Conditions over numbers of posts.

use rustc_hash::FxHashMap;

use super::Condition;
use super::fingerprint::Named;
use crate::check::Outcome;
use crate::config::{Measured, Requirement, Stat};
use crate::source::SourceId;
use crate::text::counted;

/// Judges every requirement; `findings` are those that count.
pub(super) fn judge(
    requirements: &[Requirement],
    findings: &[Named],
    outcome: &Outcome<'_>,
) -> Vec<Condition> {
    let numbered = requirements.iter().enumerate();
    numbered
        .map(|(at, required)| match &required.measured {
            Measured::Findings(selector) => {
                let is_partial = outcome.reported < outcome.posts;
                if is_partial && !required.is_of_changed {
                    return unjudged(required, "only some posts were judged");
                }
                let of_posts = findings_of_posts(selector.as_deref(), findings, outcome);
                condition(required, of_posts)
            }
            Measured::Corpus(metric) => {
                let values = outcome.corpus_values(metric, !required.is_of_changed);
                condition(required, values)
            }
            Measured::Metric(_) | Measured::Meta(_) => {
                condition(required, outcome.values(at, !required.is_of_changed))
            }
        })
        .collect()
}

/// How many findings each post has that was reported on, in no particular order.
fn findings_of_posts(
    selector: Option<&str>,
    findings: &[Named],
    outcome: &Outcome<'_>,
) -> Vec<f64> {
    let mut of_posts: FxHashMap<SourceId, f64> = FxHashMap::default();
    for Named { finding, .. } in findings {
        let code = outcome.code(finding);
        if selector.is_none_or(|selector| code.is_selected_by(selector)) {
            *of_posts.entry(finding.source).or_default() += 1.0;
        }
    }
    let mut counts: Vec<f64> = of_posts.into_values().collect();
    counts.resize(counts.len().max(outcome.reported), 0.0);
    counts
}

fn unjudged(required: &Requirement, reason: &str) -> Condition {
    Condition {
        name: required.name.clone(),
        value: format!("not judged: {reason}"),
        passed: true,
    }
}

fn condition(required: &Requirement, mut values: Vec<f64>) -> Condition {
    let posts = values.len();
    if posts < required.min_posts {
        let asked = counted(required.min_posts, "post");
        return unjudged(required, &format!("{posts} of at least {asked}"));
    }
    // Sums do not depend on the order of posts then.
    values.sort_unstable_by(f64::total_cmp);
    let value = measured(required.stat, &values);
    let is_enough = required.min.is_none_or(|min| value >= min);
    let is_bounded = required.max.is_none_or(|max| value <= max);
    let limits = [("at least", required.min), ("at most", required.max)];
    let limits = limits
        .iter()
        .filter_map(|(word, limit)| Some(format!("{word} {}", (*limit)?)));
    let limits: Vec<String> = limits.collect();
    Condition {
        name: required.name.clone(),
        value: format!("{}, {} asked", shown(value, required), limits.join(" and ")),
        passed: is_enough && is_bounded,
    }
}

/// The number of at least one value, which are sorted.
#[expect(clippy::cast_precision_loss, reason = "counts of posts are small")]
fn measured(stat: Stat, values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let share = |is_counted: &dyn Fn(f64) -> bool| {
        let counted = values.iter().filter(|value| is_counted(**value)).count();
        counted as f64 / count
    };
    match stat {
        Stat::Mean => values.iter().sum::<f64>() / count,
        Stat::Min => values[0],
        Stat::Max => values[values.len() - 1],
        Stat::Sum => values.iter().sum(),
        Stat::Count => count,
        Stat::Percentile(percent) => {
            let rank = (values.len() * usize::from(percent)).div_ceil(100);
            values[rank.max(1) - 1]
        }
        Stat::ShareBelow(at) => share(&|value| value < at),
        Stat::ShareAbove(at) => share(&|value| value > at),
    }
}

/// The number to four digits behind the point; to all where these would tell another verdict.
fn shown(value: f64, required: &Requirement) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    let limits = [required.min, required.max];
    let mut limits = limits.iter().flatten();
    let misleads = limits.any(|limit| value.total_cmp(limit) != rounded.total_cmp(limit));
    let told = if misleads { value } else { rounded };
    // No negative zero.
    (told + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(stat: Stat, min: Option<f64>, max: Option<f64>) -> Requirement {
        Requirement {
            name: "it".to_owned(),
            measured: Measured::Findings(None),
            stat,
            min,
            max,
            is_of_changed: false,
            min_posts: 2,
        }
    }

    #[test]
    fn every_stat_is_what_it_is_called() {
        let values = [1.0, 2.0, 3.0, 4.0, 10.0];
        for (stat, wanted) in [
            (Stat::Mean, 4.0),
            (Stat::Min, 1.0),
            (Stat::Max, 10.0),
            (Stat::Sum, 20.0),
            (Stat::Count, 5.0),
            (Stat::Percentile(10), 1.0),
            (Stat::Percentile(50), 3.0),
            (Stat::Percentile(90), 10.0),
            (Stat::ShareBelow(3.0), 0.4),
            (Stat::ShareAbove(3.0), 0.4),
        ] {
            let found = measured(stat, &values);
            assert!((found - wanted).abs() < 1e-12, "{stat:?}: {found}");
        }
    }

    #[test]
    fn limits_are_inclusive_and_told_with_the_value() {
        let told = |min, max, values: &[f64]| {
            let found = condition(&required(Stat::Mean, min, max), values.to_vec());
            (found.passed, found.value)
        };
        assert_eq!(
            told(Some(80.0), None, &[80.0, 80.0]),
            (true, "80, at least 80 asked".to_owned())
        );
        assert_eq!(
            told(Some(80.0), None, &[79.999_99, 80.0]),
            (false, "79.999995, at least 80 asked".to_owned())
        );
        assert_eq!(
            told(Some(1.0), Some(2.0), &[2.0, 2.0, 3.0]),
            (false, "2.3333, at least 1 and at most 2 asked".to_owned())
        );
        assert_eq!(
            told(Some(80.0), None, &[1.0]),
            (true, "not judged: 1 of at least 2 posts".to_owned())
        );
    }
}
