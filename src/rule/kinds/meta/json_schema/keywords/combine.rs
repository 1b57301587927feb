//! Keywords that apply other schemas to the same value.

use super::super::closest::closest;
use super::super::complaint::What;
use super::super::draft::is_schema;
use super::super::node::NodeId;
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::run::Run;
use super::super::view::View;
use crate::post::Entry;

/// How many of several schemas are to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    Any,
    One,
}

/// `allOf`, `anyOf` or `oneOf`.
#[derive(Debug)]
pub(crate) struct Branches {
    wanted: Wanted,
    pub(crate) schemas: Vec<NodeId>,
}

impl Branches {
    /// Those of the three that there are.
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Vec<Self> {
        let keywords = [
            ("allOf", Wanted::All),
            ("anyOf", Wanted::Any),
            ("oneOf", Wanted::One),
        ];
        let found = keywords.into_iter().filter_map(|(keyword, wanted)| {
            let schemas = reader.schemas(keyword)?;
            Some(Self { wanted, schemas })
        });
        found.collect()
    }

    /// Whether every one of the schemas is to be met.
    pub(crate) fn are_all_wanted(&self) -> bool {
        self.wanted == Wanted::All
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        match self.wanted {
            Wanted::All => self.all_hold(run, place),
            Wanted::Any => {
                let mut schemas = self.schemas.iter();
                let any = schemas.any(|schema| run.holds_quietly(*schema, place));
                any || self.none_holds(run, place)
            }
            Wanted::One => {
                let schemas = self.schemas.iter();
                match schemas.filter(|it| run.holds_quietly(**it, place)).count() {
                    0 => self.none_holds(run, place),
                    1 => true,
                    _ if run.is_stopped() => true,
                    count => run.complain(place, "oneOf", || What::Several(count)),
                }
            }
        }
    }

    fn all_hold<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let mut all_hold = true;
        for schema in &self.schemas {
            all_hold &= run.holds(*schema, place);
            if !all_hold && !run.is_collecting() {
                break;
            }
        }
        all_hold
    }

    /// Tells what keeps the value from the schema that it is closest to.
    fn none_holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        if run.is_collecting() {
            let schemas = self.schemas.iter();
            let branches: Vec<_> = schemas.map(|schema| run.gathered(*schema, place)).collect();
            let keyword = if self.wanted == Wanted::Any {
                "anyOf"
            } else {
                "oneOf"
            };
            let told = closest(&branches, place, keyword);
            run.adopt(told);
        }
        false
    }
}

/// `not`.
#[derive(Debug)]
pub(crate) struct Not {
    pub(crate) schema: NodeId,
}

impl Not {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let schema = reader.schema("not")?;
        Some(Self { schema })
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        if !run.holds_quietly(self.schema, place) || run.is_stopped() {
            return true;
        }
        let described = run.nodes().described(self.schema).unwrap_or_default();
        run.complain(place, "not", || What::Not(described))
    }
}

/// `if`, `then` and `else`.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(super) asked: NodeId,
    pub(super) then: Option<NodeId>,
    pub(super) otherwise: Option<NodeId>,
}

impl Condition {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let (then, otherwise) = (reader.schema("then"), reader.schema("else"));
        let asked = reader.schema("if")?;
        Some(Self {
            asked,
            then,
            otherwise,
        })
    }

    /// All three.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = NodeId> {
        let others = [self.then, self.otherwise].into_iter().flatten();
        std::iter::once(self.asked).chain(others)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let chosen = if run.holds_quietly(self.asked, place) {
            self.then
        } else {
            self.otherwise
        };
        chosen.is_none_or(|schema| run.holds(schema, place))
    }
}

/// `dependentSchemas`, and those `dependencies` that are schemas: what a map must meet that has a
/// key.
#[derive(Debug)]
pub(crate) struct SchemasByKey(Vec<(String, NodeId)>);

impl SchemasByKey {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let mut found = Vec::new();
        for (member, node) in reader.schemas_by_key("dependentSchemas") {
            found.push((member.key.to_string(), node));
        }
        for member in reader.map("dependencies").unwrap_or_default() {
            if is_schema(&reader.library.texts, member.value)
                && let Some(node) = reader.node("dependencies", member.value)
            {
                found.push((member.key.to_string(), node));
            }
        }
        (!found.is_empty()).then_some(Self(found))
    }

    /// The schemas.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = NodeId> {
        self.0.iter().map(|(_, schema)| *schema)
    }

    /// The schemas of the keys that are there.
    pub(super) fn called<'p>(&self, run: &Run<'_, 'p>, place: &Place<'_, 'p>) -> Vec<NodeId> {
        let View::Map(keys) = place.view else {
            return Vec::new();
        };
        let named = |name: &str| {
            let entries: &mut dyn Iterator<Item = &'p Entry> = &mut keys.entries();
            run.entry(entries, name).is_some()
        };
        let called = self.0.iter().filter(|(name, _)| named(name));
        called.map(|(_, schema)| *schema).collect()
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let mut all_hold = true;
        for schema in self.called(run, place) {
            all_hold &= run.holds(schema, place);
        }
        all_hold
    }
}
