//! From what the layers say to rules that are ready to judge.

use std::collections::BTreeMap;
use std::path::Path;

use super::engine::{SUPPRESSION, SUPPRESSION_ID};
use super::examples::examples;
use super::keys::{RULE_KEYS, names};
use super::measures;
use super::merge::{Merged, Override, RuleDeclaration, RuleSetting, level};
use super::toml::problem;
use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::rule::expr::Expr;
use crate::rule::kinds::{KINDS, kind_named};
use crate::rule::node::{Node, NodeTable, NodeValue};
use crate::rule::{
    Allowance, Check, Files, Options, PathOverride, PathScope, Rule, RuleKind, RuleSet, Setting,
};
use crate::text::nearest;

/// Bytes of a message of the house.
const MOST_MESSAGE: usize = 2048;

/// Makes the rules, telling every mistake.
pub fn rule_set(merged: &Merged, files: &dyn Files, problems: &mut Vec<Diagnostic>) -> RuleSet {
    let mut set = RuleSet::default();
    let allowance = Allowance::default();
    for declaration in &merged.rules {
        let builder = Builder {
            declaration,
            merged,
            files,
            allowance: &allowance,
            problems,
        };
        set.rules.extend(builder.rule());
    }
    measures::check(&set.rules, merged, problems);
    for setting in &merged.settings {
        check_selector(setting, merged, problems);
        if let Some((level, _)) = setting.level {
            set.suppression.set(&setting.selector, level);
        }
    }
    for setting in &merged.settings[merged.settings_of_files..] {
        if let Some((level, _)) = setting.level {
            set.forced.insert(setting.selector.clone(), level);
        }
    }
    for entry in &merged.overrides {
        set.overrides.push(path_override(entry, merged, problems));
    }
    set
}

/// Compiles the globs of `nodes`, relative to `base`.
pub fn scope(base: &Path, nodes: &[Node], problems: &mut Vec<Diagnostic>) -> Option<PathScope> {
    let mut patterns = Vec::new();
    for node in nodes {
        match &node.value {
            NodeValue::String(pattern) => patterns.push(pattern.as_str()),
            other => {
                let message = format!("a glob must be a string, not {}", other.described());
                problems.push(problem(node.source, node.span, message));
                return None;
            }
        }
    }
    match PathScope::new(base.to_path_buf(), &patterns) {
        Ok(scope) => Some(scope),
        Err((at, message)) => {
            let node = nodes.get(at)?;
            problems.push(problem(node.source, node.span, message));
            None
        }
    }
}

struct Builder<'a> {
    declaration: &'a RuleDeclaration,
    merged: &'a Merged,
    files: &'a dyn Files,
    /// What all patterns take from.
    allowance: &'a Allowance,
    problems: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn rule(mut self) -> Option<Rule> {
        let kind = self.kind()?;
        let id = self.declaration.id.clone();
        let (options, common) = self.split_table(kind);
        self.check_settings(kind);
        let options = self.with_settings(options);
        let check = self.build(kind, &options)?;
        let (level, level_set) = self.level();
        let owns_message = has_option(kind, "message");
        let message = match common.get("message") {
            Some(node) if !owns_message => {
                self.check_slots(node);
                self.text(&common, "message")
            }
            _ => None,
        };
        Some(Rule {
            kind,
            level,
            level_set,
            finding_levels: self.finding_levels(&id),
            scope: self.scope(&common),
            when: self.when(&common),
            why: self.text(&common, "why"),
            url: self.text(&common, "url"),
            message,
            variants: self.variants(kind, &options, &*check),
            examples: examples(self.declaration, kind, &common, self.problems),
            declared: self.declaration.declared,
            id,
            options,
            check,
        })
    }

    fn kind(&mut self) -> Option<&'static dyn RuleKind> {
        let declared = self.declaration.declared;
        let Some(node) = self.declaration.table.get("kind") else {
            let message = format!("rule '{}' needs a 'kind'", self.declaration.id);
            self.problems
                .push(problem(declared.source, declared.span, message));
            return None;
        };
        let NodeValue::String(name) = &node.value else {
            let message = format!("'kind' must be a string, not {}", node.value.described());
            self.problems.push(problem(node.source, node.span, message));
            return None;
        };
        let found = kind_named(name);
        if found.is_none() {
            let known: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
            let message = match nearest(name, known.iter().copied()) {
                Some(near) => format!("unknown kind '{name}'; did you mean '{near}'?"),
                None => format!("unknown kind '{name}'; known are {}", known.join(", ")),
            };
            self.problems.push(problem(node.source, node.span, message));
        }
        found
    }

    /// Splits a rule's table into the options of its kind and the keys that every rule has.
    fn split_table(&mut self, kind: &dyn RuleKind) -> (NodeTable, NodeTable) {
        let mut options = NodeTable::default();
        let mut common = NodeTable::default();
        for entry in &self.declaration.table.entries {
            let is_common = RULE_KEYS.iter().any(|key| key.path == entry.key);
            if is_common {
                common.entries.push(entry.clone());
            }
            if !is_common || has_option(kind, &entry.key) {
                options.entries.push(entry.clone());
            }
        }
        let mut known = option_names(kind);
        known.extend(names(RULE_KEYS));
        self.reject_unknown(&self.declaration.table, &known);
        (options, common)
    }

    fn reject_unknown(&mut self, table: &NodeTable, known: &[&str]) {
        let declared = self.declaration.declared;
        Options::new(
            &self.declaration.id,
            table,
            declared.source,
            declared.span,
            self.problems,
        )
        .reject_unknown(known);
    }

    /// The options with those of `[rules]` laid over them.
    fn with_settings(&self, mut options: NodeTable) -> NodeTable {
        for setting in &self.merged.settings {
            if setting.selector == self.declaration.id {
                overlay(&mut options, &setting.options);
            }
        }
        options
    }

    /// Tells the keys of `[rules]` tables that are no options of the kind.
    fn check_settings(&mut self, kind: &dyn RuleKind) {
        let mut known = option_names(kind);
        known.push("severity");
        let merged = self.merged;
        let in_overrides = merged.overrides.iter().flat_map(|entry| &entry.settings);
        for setting in merged.settings.iter().chain(in_overrides) {
            if setting.selector == self.declaration.id {
                self.reject_unknown(&setting.options, &known);
            }
        }
    }

    fn build(&mut self, kind: &dyn RuleKind, options: &NodeTable) -> Option<Box<dyn Check>> {
        let declared = self.declaration.declared;
        let before = self.problems.len();
        let mut options = Options::new(
            &self.declaration.id,
            options,
            declared.source,
            declared.span,
            self.problems,
        )
        .with_files(self.files)
        .in_folders(&self.merged.folders)
        .within(self.allowance);
        let check = kind.build(&mut options);
        check.filter(|_| self.problems.len() == before)
    }

    fn level(&mut self) -> (Level, Setting) {
        let declared = self.declaration.declared;
        let own = self.declaration.table.get("severity");
        let mut found = own
            .and_then(|node| level(node, self.problems))
            .unwrap_or((Level::On(Severity::Error), declared));
        for setting in &self.merged.settings {
            if setting.selector == self.declaration.id
                && let Some(set) = setting.level
            {
                found = set;
            }
        }
        found
    }

    fn finding_levels(&self, id: &str) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        for setting in &self.merged.settings {
            if let Some((rule, finding)) = setting.selector.split_once('/')
                && rule == id
                && let Some((level, _)) = setting.level
            {
                levels.insert(finding.to_owned(), level);
            }
        }
        levels
    }

    fn text(&mut self, common: &NodeTable, name: &str) -> Option<String> {
        let node = common.get(name)?;
        if let NodeValue::String(text) = &node.value {
            return Some(text.clone());
        }
        let message = format!("'{name}' must be a string, not {}", node.value.described());
        self.problems.push(problem(node.source, node.span, message));
        None
    }

    /// Tells slots of a message that this kind does not fill.
    fn check_slots(&mut self, node: &Node) {
        let NodeValue::String(text) = &node.value else {
            return;
        };
        if text.len() > MOST_MESSAGE {
            let message = format!("'message' is longer than {MOST_MESSAGE} bytes");
            self.problems.push(problem(node.source, node.span, message));
        }
        if text.replace("{message}", "").contains(['{', '}']) {
            let message = "only the slot {message} can stand in the message of this kind";
            self.problems.push(problem(node.source, node.span, message));
        }
    }

    fn scope(&mut self, common: &NodeTable) -> Option<PathScope> {
        let node = common.get("files")?;
        let single = std::slice::from_ref(node);
        let nodes = match &node.value {
            NodeValue::Array(items) => items.as_slice(),
            _ => single,
        };
        scope(&self.declaration.base, nodes, self.problems)
    }

    fn when(&mut self, common: &NodeTable) -> Option<Expr> {
        let text = self.text(common, "when")?;
        let node = common.get("when")?;
        match Expr::condition(&text, self.allowance) {
            Ok(expr) => Some(expr),
            Err(error) => {
                let span = error.span(node.span, &text);
                self.problems
                    .push(problem(node.source, span, error.message));
                None
            }
        }
    }

    fn variants(
        &mut self,
        kind: &dyn RuleKind,
        options: &NodeTable,
        check: &dyn Check,
    ) -> Vec<(usize, Box<dyn Check>)> {
        let mut variants = Vec::new();
        for (at, entry) in self.merged.overrides.iter().enumerate() {
            let mut settings = entry.settings.iter();
            let id = &self.declaration.id;
            let Some(setting) =
                settings.find(|set| set.selector == *id && !set.options.entries.is_empty())
            else {
                continue;
            };
            let mut own = options.clone();
            overlay(&mut own, &setting.options);
            let variant = self.build(kind, &own);
            if check.is_corpus() || variant.as_ref().is_some_and(|it| it.is_corpus()) {
                let message =
                    format!("rule '{id}' compares posts; its options can not differ by path");
                let place = setting.selector_set;
                self.problems
                    .push(problem(place.source, place.span, message));
                continue;
            }
            variants.extend(variant.map(|check| (at, check)));
        }
        variants
    }
}

/// Lays the entries of `over` over `table`; tables are laid over tables key by key.
fn overlay(table: &mut NodeTable, over: &NodeTable) {
    for entry in &over.entries {
        let mut held = table.entries.iter_mut();
        match held.find(|held| held.key == entry.key) {
            Some(held) => match (&mut held.value.value, &entry.value.value) {
                (NodeValue::Table(inner), NodeValue::Table(over)) => overlay(inner, over),
                _ => *held = entry.clone(),
            },
            None => table.entries.push(entry.clone()),
        }
    }
}

fn has_option(kind: &dyn RuleKind, name: &str) -> bool {
    kind.options().iter().any(|option| option.name == name)
}

fn option_names(kind: &dyn RuleKind) -> Vec<&'static str> {
    kind.options().iter().map(|option| option.name).collect()
}

fn path_override(
    entry: &Override,
    merged: &Merged,
    problems: &mut Vec<Diagnostic>,
) -> PathOverride {
    let mut levels = BTreeMap::new();
    for setting in &entry.settings {
        check_selector(setting, merged, problems);
        if let Some((level, _)) = setting.level {
            levels.insert(setting.selector.clone(), level);
        }
    }
    let scope = scope(&entry.base, &entry.files, problems);
    PathOverride {
        scope: scope.unwrap_or_else(PathScope::nothing),
        levels,
    }
}

/// Tells a selector that names no rule in force, and options set for a single finding.
fn check_selector(setting: &RuleSetting, merged: &Merged, problems: &mut Vec<Diagnostic>) {
    let place = setting.selector_set;
    if let Err(message) = known_selector(&setting.selector, merged) {
        problems.push(problem(place.source, place.span, message));
        return;
    }
    let has_options = !setting.options.entries.is_empty();
    if setting.selector == SUPPRESSION_ID && has_options {
        let message = "suppressions have a severity alone; [suppression] has their options";
        problems.push(problem(place.source, place.span, message));
    } else if setting.selector.contains('/') && has_options {
        let message = "options belong to a rule, not to one of its findings";
        problems.push(problem(place.source, place.span, message));
    }
}

/// Whether a rule id or code names something in force; the error says what is meant instead.
pub fn known_selector(selector: &str, merged: &Merged) -> Result<(), String> {
    if super::ENGINE.iter().any(|(code, _)| *code == selector) {
        return Err(format!(
            "'{selector}' says that a post could not be judged; it can not be set"
        ));
    }
    let id = selector.split_once('/').map_or(selector, |(id, _)| id);
    if id == SUPPRESSION_ID {
        let names = SUPPRESSION
            .iter()
            .filter_map(|(code, _)| code.split_once('/'));
        let known: Vec<&str> = names.map(|(_, name)| name).collect();
        return match selector.split_once('/') {
            Some((_, finding)) => known_finding(id, finding, &known),
            None => Ok(()),
        };
    }
    let Some(rule) = merged.rules.iter().find(|rule| rule.id == id) else {
        let ids = merged.rules.iter().map(|rule| rule.id.as_str());
        return Err(match nearest(id, ids) {
            Some(near) => format!("unknown rule '{id}'; did you mean '{near}'?"),
            None => format!("unknown rule '{id}'"),
        });
    };
    let Some((_, finding)) = selector.split_once('/') else {
        return Ok(());
    };
    let Some(kind) = rule_kind(rule) else {
        return Ok(());
    };
    let known: Vec<&str> = kind.findings().iter().map(|found| found.name).collect();
    known_finding(id, finding, &known)
}

fn known_finding(id: &str, finding: &str, known: &[&str]) -> Result<(), String> {
    if known.contains(&finding) {
        return Ok(());
    }
    Err(match nearest(finding, known.iter().copied()) {
        Some(near) => format!("unknown finding '{id}/{finding}'; did you mean '{id}/{near}'?"),
        None => format!(
            "unknown finding '{id}/{finding}'; known are {}",
            known.join(", ")
        ),
    })
}

/// The kind of a rule that is declared.
pub(super) fn rule_kind(rule: &RuleDeclaration) -> Option<&'static dyn RuleKind> {
    match &rule.table.get("kind")?.value {
        NodeValue::String(name) => kind_named(name),
        _ => None,
    }
}
