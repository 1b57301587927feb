//! Layers laid over one another: the last word on each key, and where it was said.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::engine::SUPPRESSION_ID;
use super::keys;
use super::layer::Layer;
use super::toml::problem;
use crate::diagnostic::{Diagnostic, Level};
use crate::rule::node::{Node, NodeEntry, NodeTable, NodeValue};
use crate::rule::{Options, Setting};
use crate::source::{SourceId, Span};
use crate::text::nearest;

/// Everything that the layers say, not yet checked against the kinds.
#[derive(Debug, Default)]
pub struct Merged {
    /// The last value of each key that is no rule, by dotted path, with the folder that its globs
    /// or the file that it names are relative to.
    pub values: BTreeMap<&'static str, (Node, PathBuf)>,
    /// Rules by the order of their first declaration.
    pub rules: Vec<RuleDeclaration>,
    /// `[rules]` entries in order.
    pub settings: Vec<RuleSetting>,
    /// How many of them come from files; the others were given on the command line.
    pub settings_of_files: usize,
    /// `[[override]]` entries in order.
    pub overrides: Vec<Override>,
    /// `[[gate.require]]` entries in order.
    pub requirements: Vec<Node>,
    /// The folder of each file, relative to the project with `/`.
    pub folders: Vec<(SourceId, String)>,
}

/// A `[[rule]]`.
#[derive(Debug, Clone)]
pub struct RuleDeclaration {
    /// Its id.
    pub id: String,
    /// All that stands in its table.
    pub table: NodeTable,
    /// The folder that its globs are relative to.
    pub base: PathBuf,
    /// Where it stands.
    pub declared: Setting,
}

/// An entry of `[rules]` or of an override's `rules`.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// The rule id or code.
    pub selector: String,
    /// Where the selector stands.
    pub selector_set: Setting,
    /// The severity, and where it stands.
    pub level: Option<(Level, Setting)>,
    /// Options that replace those of the rule.
    pub options: NodeTable,
}

/// An `[[override]]`.
#[derive(Debug, Clone)]
pub struct Override {
    /// Its globs.
    pub files: Vec<Node>,
    /// The folder that they are relative to.
    pub base: PathBuf,
    /// What it sets.
    pub settings: Vec<RuleSetting>,
}

/// Rules, overrides and conditions of a configuration: what is judged costs time for each.
const MOST_TABLES: usize = 1000;
/// Entries of `[rules]`, and of the `rules` of an override.
const MOST_SETTINGS: usize = 10_000;

/// Lays the layers over one another.
pub fn merge(layers: &[Layer], problems: &mut Vec<Diagnostic>) -> Merged {
    let mut merged = Merged::default();
    for layer in layers {
        merged.add(layer, problems);
        merged.bound(problems);
        if !layer.is_argument {
            merged.settings_of_files = merged.settings.len();
        }
    }
    merged
}

impl Merged {
    fn add(&mut self, layer: &Layer, problems: &mut Vec<Diagnostic>) {
        reject_unknown(&layer.table, layer, "", problems);
        for entry in &layer.table.entries {
            match entry.key.as_str() {
                "rule" => self.add_rules(entry, layer, problems),
                "rules" => {
                    if let Some(table) = table_of(entry, problems) {
                        self.settings.extend(settings(table, problems));
                    }
                }
                "override" => self.add_overrides(entry, layer, problems),
                "extends" => self.set("extends", &entry.value, layer),
                section @ ("posts" | "format" | "gate" | "suppression" | "limits") => {
                    if let Some(table) = table_of(entry, problems) {
                        self.add_section(section, table, layer, problems);
                    }
                }
                _ => {}
            }
        }
    }

    /// Tells what is too much of anything, and drops it.
    fn bound(&mut self, problems: &mut Vec<Diagnostic>) {
        cut(&mut self.rules, MOST_TABLES, "rules", problems, |rule| {
            Some((rule.declared.source, rule.declared.span))
        });
        let place = |node: &Node| (node.source, node.span);
        cut(
            &mut self.overrides,
            MOST_TABLES,
            "overrides",
            problems,
            |it| it.files.first().map(place),
        );
        cut(
            &mut self.requirements,
            MOST_TABLES,
            "conditions",
            problems,
            |node| Some(place(node)),
        );
        let of_setting = |it: &RuleSetting| Some((it.selector_set.source, it.selector_set.span));
        cut(
            &mut self.settings,
            MOST_SETTINGS,
            "settings of rules",
            problems,
            of_setting,
        );
        for entry in &mut self.overrides {
            let settings = &mut entry.settings;
            cut(
                settings,
                MOST_TABLES,
                "settings of an override",
                problems,
                of_setting,
            );
        }
    }

    fn add_section(
        &mut self,
        prefix: &str,
        table: &NodeTable,
        layer: &Layer,
        problems: &mut Vec<Diagnostic>,
    ) {
        reject_unknown(table, layer, prefix, problems);
        for entry in &table.entries {
            let path = format!("{prefix}.{}", entry.key);
            if let Some(known) = keys::KEYS.iter().find(|key| key.path == path) {
                self.set(known.path, &entry.value, layer);
            } else if path == "gate.require" {
                for (node, table) in tables_of(entry, problems) {
                    reject_unknown(table, layer, "gate.require[]", problems);
                    self.requirements.push(node.clone());
                }
            } else if !keys::children(&path).is_empty()
                && let Some(inner) = table_of(entry, problems)
            {
                self.add_section(&path, inner, layer, problems);
            }
        }
    }

    fn set(&mut self, path: &'static str, node: &Node, layer: &Layer) {
        let folder = if keys::names_file(path) {
            &layer.folder
        } else {
            &layer.base
        };
        self.values.insert(path, (node.clone(), folder.clone()));
    }

    fn add_rules(&mut self, entry: &NodeEntry, layer: &Layer, problems: &mut Vec<Diagnostic>) {
        for (node, table) in tables_of(entry, problems) {
            let declared = Setting {
                source: node.source,
                span: node.span,
            };
            let Some(id) = rule_id(table, declared, problems) else {
                continue;
            };
            let declaration = RuleDeclaration {
                id,
                table: table.clone(),
                base: layer.base.clone(),
                declared,
            };
            let mut held = self.rules.iter_mut();
            match held.find(|held| held.id == declaration.id) {
                Some(held) if held.declared.source == declared.source => {
                    problems.push(
                        problem(
                            declared.source,
                            id_span(table, declared),
                            format!("rule '{}' is declared twice in this file", declaration.id),
                        )
                        .also(
                            held.declared.source,
                            id_span(&held.table, held.declared),
                            "first declared here",
                        ),
                    );
                }
                Some(held) => *held = declaration,
                None => self.rules.push(declaration),
            }
        }
    }

    fn add_overrides(&mut self, entry: &NodeEntry, layer: &Layer, problems: &mut Vec<Diagnostic>) {
        for (node, table) in tables_of(entry, problems) {
            reject_unknown(table, layer, "override[]", problems);
            let Some(files) = table.get("files") else {
                let message = "an override needs 'files'";
                problems.push(problem(node.source, node.span, message));
                continue;
            };
            let files = match &files.value {
                NodeValue::Array(items) => items.clone(),
                _ => vec![files.clone()],
            };
            let settings = match table.entry("rules") {
                Some(entry) => table_of(entry, problems)
                    .map_or_else(Vec::new, |table| settings(table, problems)),
                None => Vec::new(),
            };
            self.overrides.push(Override {
                files,
                base: layer.base.clone(),
                settings,
            });
        }
    }
}

/// Leaves `most` of what is there, and tells the first that is too much at its place.
fn cut<T>(
    all: &mut Vec<T>,
    most: usize,
    what: &str,
    problems: &mut Vec<Diagnostic>,
    place: impl Fn(&T) -> Option<(SourceId, Span)>,
) {
    if let Some((source, span)) = all.get(most).and_then(place) {
        problems.push(problem(source, span, format!("more than {most} {what}")));
    }
    all.truncate(most);
}

fn reject_unknown(table: &NodeTable, layer: &Layer, prefix: &str, problems: &mut Vec<Diagnostic>) {
    let known = keys::children(prefix);
    let whole = Span::at(0);
    Options::new("", table, layer.source, whole, problems).reject_unknown(&known);
}

fn table_of<'a>(entry: &'a NodeEntry, problems: &mut Vec<Diagnostic>) -> Option<&'a NodeTable> {
    if let NodeValue::Table(table) = &entry.value.value {
        return Some(table);
    }
    problems.push(problem(
        entry.value.source,
        entry.value.span,
        format!(
            "'{}' must be a table, not {}",
            entry.key,
            entry.value.value.described()
        ),
    ));
    None
}

fn tables_of<'a>(
    entry: &'a NodeEntry,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(&'a Node, &'a NodeTable)> {
    let wrong = |node: &Node| {
        problem(
            node.source,
            node.span,
            format!(
                "'{}' must be written as [[{}]], not as {}",
                entry.key,
                entry.key,
                node.value.described()
            ),
        )
    };
    let NodeValue::Array(items) = &entry.value.value else {
        problems.push(wrong(&entry.value));
        return Vec::new();
    };
    let mut tables = Vec::new();
    for item in items {
        match &item.value {
            NodeValue::Table(table) => tables.push((item, table)),
            _ => problems.push(wrong(item)),
        }
    }
    tables
}

fn id_span(table: &NodeTable, declared: Setting) -> Span {
    table.get("id").map_or(declared.span, |node| node.span)
}

fn rule_id(table: &NodeTable, declared: Setting, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let Some(node) = table.get("id") else {
        let message = "a rule needs an 'id'";
        problems.push(problem(declared.source, declared.span, message));
        return None;
    };
    let NodeValue::String(id) = &node.value else {
        let message = format!("'id' must be a string, not {}", node.value.described());
        problems.push(problem(node.source, node.span, message));
        return None;
    };
    let is_kebab = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_kebab {
        let message = format!("'{id}' is not in kebab-case");
        problems.push(
            problem(node.source, node.span, message)
                .help("use lower-case letters, digits and '-', a letter first"),
        );
        return None;
    }
    if id == SUPPRESSION_ID {
        let message = format!("'{id}' is the engine's own; choose another id");
        problems.push(problem(node.source, node.span, message));
        return None;
    }
    Some(id.clone())
}

fn settings(table: &NodeTable, problems: &mut Vec<Diagnostic>) -> Vec<RuleSetting> {
    let mut settings = Vec::new();
    for entry in &table.entries {
        let mut setting = RuleSetting {
            selector: entry.key.clone(),
            selector_set: Setting {
                source: entry.source,
                span: entry.key_span,
            },
            level: None,
            options: NodeTable::default(),
        };
        match &entry.value.value {
            NodeValue::Table(options) => {
                for option in &options.entries {
                    if option.key == "severity" {
                        setting.level = level(&option.value, problems);
                    } else {
                        setting.options.entries.push(option.clone());
                    }
                }
            }
            _ => setting.level = level(&entry.value, problems),
        }
        settings.push(setting);
    }
    settings
}

/// Reads a severity; `off` included.
pub fn level(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<(Level, Setting)> {
    let NodeValue::String(name) = &node.value else {
        let message = format!(
            "a severity must be one of {}, not {}",
            Level::NAMES.join(", "),
            node.value.described()
        );
        problems.push(problem(node.source, node.span, message));
        return None;
    };
    let Some(level) = Level::from_name(name) else {
        let message = match nearest(name, Level::NAMES) {
            Some(near) => format!("unknown severity '{name}'; did you mean '{near}'?"),
            None => format!(
                "unknown severity '{name}'; known are {}",
                Level::NAMES.join(", ")
            ),
        };
        problems.push(problem(node.source, node.span, message));
        return None;
    };
    let set = Setting {
        source: node.source,
        span: node.span,
    };
    Some((level, set))
}
