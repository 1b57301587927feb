//! What formats for programs tell of a run beside its findings.

use crate::config::{ENGINE, SUPPRESSION};
use crate::diagnostic::{Code, Severity};
use crate::rule::kinds::kind_named;
use crate::rule::{Rule, RuleKind, RuleSet};

/// The surroundings of a run.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The working directory as seen from the root of its repository, with `/`; empty at that root
    /// and outside of a repository.
    pub folder: String,
    /// Every code that the run could have found, sorted.
    pub declared: Vec<Declared>,
}

/// A code and what to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The code.
    pub code: String,
    /// How much it matters where no override says else.
    pub severity: Severity,
    /// The kind of its rule; none for codes of the engine.
    pub kind: Option<&'static str>,
    /// What it means, in one sentence without a final period.
    pub summary: &'static str,
    /// Why the rule is there.
    pub why: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
}

impl Declared {
    /// The codes that `rules` and the engine can find.
    pub fn of(rules: &RuleSet) -> Vec<Self> {
        let mut declared: Vec<Self> = rules
            .rules
            .iter()
            .flat_map(|rule| of_rule(rule, rules))
            .chain(of_engine())
            .chain(of_suppression(rules))
            .collect();
        declared.sort_by(|a, b| a.code.cmp(&b.code));
        // The rule says more of `meta/unparsable` than the engine, and stands first.
        declared.dedup_by(|later, first| later.code == first.code);
        declared
    }
}

fn of_rule(rule: &Rule, rules: &RuleSet) -> Vec<Declared> {
    let findings = rule.kind.findings().iter();
    findings
        .filter_map(|finding| {
            let code = Code::of_rule(&rule.id, finding.name);
            Some(Declared {
                severity: severity(rule, &code, rules)?,
                code: code.to_string(),
                kind: Some(rule.kind.name()),
                summary: finding.summary,
                why: rule.why.clone(),
                url: rule.url.clone(),
            })
        })
        .collect()
}

/// The severity of a code; where it is off, the greatest that an override gives it.
fn severity(rule: &Rule, code: &Code, rules: &RuleSet) -> Option<Severity> {
    let overridden = (0..rules.overrides.len()).filter_map(|at| rules.severity(rule, code, &[at]));
    rules.severity(rule, code, &[]).or(overridden.max())
}

fn of_suppression(rules: &RuleSet) -> impl Iterator<Item = Declared> {
    SUPPRESSION.iter().filter_map(|(name, doc)| {
        Some(Declared {
            code: (*name).to_owned(),
            severity: rules.severity_of_suppression(&Code::of_engine(name), &[])?,
            kind: None,
            summary: doc,
            why: None,
            url: None,
        })
    })
}

fn of_engine() -> impl Iterator<Item = Declared> {
    let of_meta = kind_named("meta").map(RuleKind::findings);
    let unparsable = of_meta
        .unwrap_or_default()
        .iter()
        .filter(|finding| finding.name == "unparsable")
        .map(|finding| (Code::of_rule("meta", finding.name), finding.summary));
    let engine = ENGINE
        .iter()
        .map(|(name, doc)| (Code::of_engine(name), *doc));
    engine.chain(unparsable).map(|(code, summary)| Declared {
        code: code.to_string(),
        severity: Severity::Error,
        kind: None,
        summary,
        why: None,
        url: None,
    })
}
