//! Keywords that look at the keys of maps and their values.

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::complaint::{Missing, What};
use super::super::json::JsonKind;
use super::super::node::NodeId;
use super::super::place::{Place, Step};
use super::super::reader::Reader;
use super::super::regex::compiled;
use super::super::run::Run;
use super::super::view::{Keys as Entries, View};
use crate::post::Entry;

/// `properties`, `patternProperties` and `additionalProperties`.
#[derive(Debug)]
pub(crate) struct Keys {
    /// In the order of the schema.
    pub(crate) declared: Vec<(String, NodeId)>,
    numbers: FxHashMap<String, usize>,
    patterns: Vec<(Regex, NodeId)>,
    /// The schema of all other keys.
    pub(crate) others: Option<NodeId>,
}

impl Keys {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let declared = reader.schemas_by_key("properties");
        let declared: Vec<(String, NodeId)> = declared
            .into_iter()
            .map(|(member, node)| (member.key.to_string(), node))
            .collect();
        let names = declared.iter().map(|(name, _)| name.clone());
        let keys = Self {
            numbers: names.zip(0..).collect(),
            declared,
            patterns: patterns(reader),
            others: reader.schema("additionalProperties"),
        };
        let is_empty =
            keys.declared.is_empty() && keys.patterns.is_empty() && keys.others.is_none();
        (!is_empty).then_some(keys)
    }

    /// The schema declared for an entry.
    fn own(&self, run: &mut Run<'_, '_>, entry: &Entry) -> Option<NodeId> {
        let exact = self.numbers.get(entry.key.name.as_str());
        if exact.is_none() && run.is_loose() {
            run.charge(self.declared.len());
            let mut declared = self.declared.iter();
            let same = declared.find(|(name, _)| run.is_key(entry, name));
            return same.map(|(_, node)| *node);
        }
        exact.map(|at| self.declared[*at].1)
    }

    /// Whether the keys declared here, or their patterns, speak of an entry.
    pub(super) fn speaks_of(&self, run: &mut Run<'_, '_>, entry: &Entry) -> bool {
        run.charge(self.patterns.len());
        let mut patterns = self.patterns.iter();
        self.own(run, entry).is_some() || patterns.any(|(it, _)| it.is_match(&entry.key.name))
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(entries) = place.view else {
            return true;
        };
        let mut all_hold = true;
        for entry in entries.entries() {
            all_hold &= self.entry_holds(run, place, entry, entries);
            if !all_hold && !run.is_collecting() {
                break;
            }
        }
        all_hold
    }

    fn entry_holds<'p>(
        &self,
        run: &mut Run<'_, 'p>,
        place: &Place<'_, 'p>,
        entry: &'p Entry,
        entries: Entries<'p>,
    ) -> bool {
        let at = place.below(Step::Key(entry));
        let own = self.own(run, entry);
        let mut holds = own.is_none_or(|schema| run.holds(schema, &at));
        let mut is_declared = own.is_some();
        run.charge(self.patterns.len());
        for (pattern, schema) in &self.patterns {
            if pattern.is_match(&entry.key.name) {
                is_declared = true;
                holds &= run.holds(*schema, &at);
            }
        }
        match self.others {
            Some(others) if !is_declared && run.nodes().is_never(others) => {
                run.complain(place, "additionalProperties", || {
                    What::Unknown(&entry.key, entries)
                })
            }
            Some(others) if !is_declared => run.holds(others, &at),
            _ => holds,
        }
    }
}

fn patterns(reader: &mut Reader<'_, '_, '_>) -> Vec<(Regex, NodeId)> {
    let mut found = Vec::new();
    for (member, node) in reader.schemas_by_key("patternProperties") {
        match compiled(&member.key, reader.options.allowance()) {
            Ok(regex) => found.push((regex, node)),
            Err(refused) => {
                let source = reader.json(member.value).source;
                let message = refused.message();
                reader.options.problem_at(source, member.key_span, message);
            }
        }
    }
    found
}

/// `required`.
#[derive(Debug)]
pub(crate) struct Required(pub(in super::super) Vec<String>);

impl Required {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let names = reader.names("required")?;
        (!names.is_empty()).then_some(Self(names))
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(entries) = place.view else {
            return true;
        };
        let missing = missing(run, place, entries, &self.0);
        missing.is_none_or(|it| run.complain(place, "required", || What::Missing(it, None)))
    }
}

/// `dependentRequired`, and those `dependencies` that are lists: keys that ask for other keys.
#[derive(Debug)]
pub(crate) struct Dependent(Vec<(String, Vec<String>)>);

impl Dependent {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let mut found = Vec::new();
        for keyword in ["dependentRequired", "dependencies"] {
            for member in reader.map(keyword).unwrap_or_default() {
                match &reader.json(member.value).kind {
                    JsonKind::List(items) => {
                        let names = reader.names_of(keyword, items);
                        found.push((member.key.to_string(), names));
                    }
                    _ if keyword == "dependencies" => {}
                    _ => reader.wrong(keyword, member.value, "lists of strings"),
                }
            }
        }
        (!found.is_empty()).then_some(Self(found))
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(entries) = place.view else {
            return true;
        };
        let mut all_hold = true;
        for (name, wanted) in &self.0 {
            run.charge(entries.len() / 16);
            if run.entry(entries.entries(), name).is_none() {
                continue;
            }
            all_hold &= missing(run, place, entries, wanted).is_none_or(|it| {
                run.complain(place, "dependentRequired", || {
                    What::Missing(it, Some(name.clone()))
                })
            });
        }
        all_hold
    }
}

/// As many keys are looked for one by one.
const FEW: usize = 32;
/// Missing keys that are named.
const NAMED: usize = 20;

/// The names that no entry has, and the site does not give, if there are any.
fn missing<'p>(
    run: &mut Run<'_, 'p>,
    place: &Place<'_, 'p>,
    entries: Entries<'p>,
    names: &[String],
) -> Option<Missing> {
    let given = place.given(run.inherited());
    let is_given = |name: &str| given.is_some_and(|given| given.get(name).is_some());
    run.charge(names.len() / FEW);
    let is_few = entries.len().min(names.len()) <= FEW;
    if is_few || run.is_loose() {
        run.charge(entries.len() * names.len() / FEW);
        let has = |name: &str| entries.entries().any(|entry| run.is_key(entry, name));
        return gathered(names.iter().filter(|name| !has(name) && !is_given(name)));
    }
    let held: FxHashSet<&str> = entries.entries().map(|it| it.key.name.as_str()).collect();
    let is_there = |name: &str| held.contains(name) || is_given(name);
    gathered(names.iter().filter(|name| !is_there(name)))
}

fn gathered<'a>(names: impl Iterator<Item = &'a String>) -> Option<Missing> {
    let mut names = names.peekable();
    names.peek()?;
    Some(Missing {
        names: names.by_ref().take(NAMED).cloned().collect(),
        more: names.count(),
    })
}

/// `propertyNames`.
#[derive(Debug)]
pub(crate) struct KeyNames(NodeId);

impl KeyNames {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        reader.schema("propertyNames").map(Self)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(entries) = place.view else {
            return true;
        };
        let mut all_hold = true;
        for entry in entries.entries() {
            all_hold &= run.holds(self.0, &place.below(Step::Name(&entry.key)));
            if !all_hold && !run.is_collecting() {
                break;
            }
        }
        all_hold
    }
}
