//! The rules in force, and how much each of their findings matters on a path.

use std::collections::BTreeMap;
use std::path::Path;

use super::node::NodeTable;
use super::scope::PathScope;
use super::{Check, RuleKind};
use crate::diagnostic::{Code, Level, Severity};
use crate::rule::expr::Expr;
use crate::source::{SourceId, Span};

/// A place in a configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The file.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
}

/// A rule ready to judge.
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static dyn RuleKind,
    /// Its severity, and where that was set.
    pub level: Level,
    /// Where the severity was set.
    pub level_set: Setting,
    /// Severities of single findings.
    pub finding_levels: BTreeMap<String, Level>,
    /// The paths it speaks of; all without.
    pub scope: Option<PathScope>,
    /// The posts it speaks of; all without.
    pub when: Option<Expr>,
    /// Why it is there.
    pub why: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// What its findings say, with `{message}` for the engine's own words.
    pub message: Option<String>,
    /// Its options, as merged from every layer.
    pub options: NodeTable,
    /// Its own tests.
    pub examples: Vec<Example>,
    /// Where it was declared.
    pub declared: Setting,
    /// The check that its options make.
    pub check: Box<dyn Check>,
    /// Checks with the options of a path override, by the number of that override.
    pub variants: Vec<(usize, Box<dyn Check>)>,
}

/// A test that travels with a rule.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The posts by path.
    pub posts: Vec<(String, String)>,
    /// The codes that are to be found, sorted; each as often as it is found.
    pub want: Vec<String>,
    /// Where it stands.
    pub declared: Setting,
}

/// Severities for some paths.
pub struct PathOverride {
    /// The paths.
    pub scope: PathScope,
    /// Severities by rule id or code.
    pub levels: BTreeMap<String, Level>,
}

/// Which findings are wanted on the command line.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these, by rule id or code; all if empty.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

/// All rules in force, in the order of their declaration.
#[derive(Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The overrides.
    pub overrides: Vec<PathOverride>,
    /// Severities by rule id or code that the command line sets: they beat every override.
    pub forced: BTreeMap<String, Level>,
    /// The command line's choice.
    pub selection: Selection,
    /// How much findings about suppressions matter.
    pub suppression: Levels,
}

/// Severities of findings that no rule has.
pub struct Levels {
    level: Level,
    findings: BTreeMap<String, Level>,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            level: Level::On(Severity::Warning),
            findings: BTreeMap::new(),
        }
    }
}

impl Levels {
    /// Takes a setting of `suppression` or one of its codes; others say nothing of them.
    pub fn set(&mut self, selector: &str, level: Level) {
        match selector.split_once('/') {
            Some(("suppression", finding)) => {
                self.findings.insert(finding.to_owned(), level);
            }
            None if selector == "suppression" => self.level = level,
            _ => {}
        }
    }
}

impl Selection {
    /// Whether findings of that code are wanted.
    pub fn wants(&self, code: &Code) -> bool {
        let named = |list: &[String]| list.iter().any(|selector| code.is_selected_by(selector));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether nothing was chosen.
    pub fn is_everything(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty()
    }

    fn selects_explicitly(&self, code: &Code) -> bool {
        let mut selectors = self.select.iter();
        selectors.any(|selector| code.is_selected_by(selector))
    }
}

impl RuleSet {
    /// The numbers of the overrides that speak of a path.
    pub fn overrides_of(&self, path: &Path) -> Vec<usize> {
        let numbered = self.overrides.iter().enumerate();
        numbered
            .filter(|(_, entry)| entry.scope.contains(path))
            .map(|(at, _)| at)
            .collect()
    }

    /// How much a finding of `rule` matters on a path with these overrides; `None` when it is not
    /// wanted. A setting for the code beats one for the rule, a later override an earlier one.
    pub fn severity(&self, rule: &Rule, code: &Code, overrides: &[usize]) -> Option<Severity> {
        self.severity_by(rule.level, &rule.finding_levels, code, overrides)
    }

    /// As [`RuleSet::severity`], for a finding about a suppression.
    pub fn severity_of_suppression(&self, code: &Code, overrides: &[usize]) -> Option<Severity> {
        let levels = &self.suppression;
        self.severity_by(levels.level, &levels.findings, code, overrides)
    }

    fn severity_by(
        &self,
        level: Level,
        finding_levels: &BTreeMap<String, Level>,
        code: &Code,
        overrides: &[usize],
    ) -> Option<Severity> {
        if !self.selection.wants(code) {
            return None;
        }
        let mut level = level;
        if let Some(set) = finding_levels.get(code.finding()) {
            level = *set;
        }
        for at in overrides {
            let levels = &self.overrides[*at].levels;
            let set = levels.get(code.as_str()).or_else(|| {
                let speaks_of_code = finding_levels.contains_key(code.finding());
                let of_rule = levels.get(code.rule());
                of_rule.filter(|set| !speaks_of_code || **set == Level::Off)
            });
            level = set.copied().unwrap_or(level);
        }
        let forced = self.forced.get(code.as_str());
        level = *forced
            .or_else(|| self.forced.get(code.rule()))
            .unwrap_or(&level);
        if level == Level::Off && self.selection.selects_explicitly(code) {
            return Some(Severity::Warning);
        }
        level.severity()
    }

    /// Whether any finding of `rule` is wanted on a path with these overrides.
    pub fn is_active(&self, rule: &Rule, overrides: &[usize]) -> bool {
        let findings = rule.kind.findings().iter();
        findings
            .map(|finding| Code::of_rule(&rule.id, finding.name))
            .any(|code| self.severity(rule, &code, overrides).is_some())
    }

    /// The check of `rule` on a path with these overrides: the last one with options of its own
    /// decides.
    pub fn check<'a>(rule: &'a Rule, overrides: &[usize]) -> &'a dyn Check {
        let variant = overrides.iter().rev().find_map(|at| {
            let mut variants = rule.variants.iter();
            variants.find(|(number, _)| number == at)
        });
        variant.map_or(&*rule.check, |(_, check)| &**check)
    }

    /// The number of the rule that measures a metric of the corpus: the first of its kind.
    pub fn measuring(&self, metric: &str) -> Option<usize> {
        let mut rules = self.rules.iter();
        rules.position(|rule| rule.kind.measures() == Some(metric))
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}
