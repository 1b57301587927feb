//! Metrics of the corpus: who asks for one needs a rule that measures it.

use super::build::rule_kind;
use super::merge::Merged;
use super::toml::problem;
use crate::diagnostic::Diagnostic;
use crate::rule::kinds::KINDS;
use crate::rule::node::{NodeTable, NodeValue};
use crate::rule::{Rule, Setting};

/// Whether a rule measures a metric of the corpus; the error says what is missing.
pub(super) fn measurable(metric: &str, merged: &Merged) -> Result<(), String> {
    let mut kinds = merged.rules.iter().filter_map(rule_kind);
    if kinds.any(|kind| kind.measures() == Some(metric)) {
        return Ok(());
    }
    let mut known = KINDS.iter();
    let kind = known.find(|kind| kind.measures() == Some(metric));
    let kind = kind.map_or("", |kind| kind.name());
    Err(format!(
        "'{metric}' is measured by a rule of kind '{kind}', and there is none"
    ))
}

/// Tells the metrics that rules ask for and nobody measures.
pub(super) fn check(rules: &[Rule], merged: &Merged, problems: &mut Vec<Diagnostic>) {
    for rule in rules {
        for metric in rule.check.asks() {
            if let Err(message) = measurable(metric, merged) {
                let place = key_place(&rule.options, metric).unwrap_or(rule.declared);
                problems.push(problem(place.source, place.span, message));
            }
        }
    }
}

/// Where a key stands in a table of options.
fn key_place(options: &NodeTable, key: &str) -> Option<Setting> {
    let tables = options
        .entries
        .iter()
        .filter_map(|entry| match &entry.value.value {
            NodeValue::Table(table) => Some(table),
            _ => None,
        });
    let mut entries = tables.filter_map(|table| table.entry(key));
    entries.next().map(|entry| Setting {
        source: entry.source,
        span: entry.key_span,
    })
}
