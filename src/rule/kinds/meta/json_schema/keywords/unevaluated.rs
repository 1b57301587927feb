//! `unevaluatedItems` and `unevaluatedProperties`: the schema of what no other keyword looked at.
//!
//! What was looked at is worked out only where one of these keywords stands, by asking once more
//! which of the schemas that apply to the value are met.

use super::super::complaint::What;
use super::super::draft::Draft;
use super::super::node::{Keyword, NodeId};
use super::super::place::{Place, Step};
use super::super::reader::Reader;
use super::super::run::Run;
use super::super::view::View;
use super::{Contains, Items, Keys};

/// `unevaluatedItems` or `unevaluatedProperties`.
#[derive(Debug)]
pub(crate) struct Unevaluated {
    /// The schema that it stands in.
    around: NodeId,
    schema: NodeId,
}

impl Unevaluated {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>, keyword: &str) -> Option<Self> {
        if reader.draft == Draft::Seven {
            return None;
        }
        let schema = reader.schema(keyword)?;
        let around = reader.library.placed(reader.schema)?.node;
        Some(Self { around, schema })
    }

    /// Judges the items that nothing else looked at.
    pub(crate) fn items_hold<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::List(items) = place.view else {
            return true;
        };
        let mut marks = Marks::new(items.len());
        marks.of_neighbours(run, self.around, place);
        let mut all_hold = true;
        for (item, is_marked) in place.items().zip(marks.0) {
            if !is_marked {
                all_hold &= run.holds(self.schema, &item);
            }
        }
        all_hold
    }

    /// Judges the keys that nothing else looked at.
    pub(crate) fn keys_hold<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(keys) = place.view else {
            return true;
        };
        let mut marks = Marks::new(keys.len());
        marks.of_neighbours(run, self.around, place);
        let mut all_hold = true;
        for (entry, is_marked) in keys.entries().zip(marks.0) {
            if is_marked {
                continue;
            }
            all_hold &= if run.nodes().is_never(self.schema) {
                run.complain(place, "unevaluatedProperties", || {
                    What::Unknown(&entry.key, keys)
                })
            } else {
                run.holds(self.schema, &place.below(Step::Key(entry)))
            };
        }
        all_hold
    }
}

/// Which items or keys were looked at.
struct Marks(Vec<bool>);

impl Marks {
    fn new(len: usize) -> Self {
        Self(vec![false; len])
    }

    /// Marks what the keywords beside the one that asks look at. Where a schema must be met anyway,
    /// it does not matter whether it is: if not, the value is wrong for that already.
    fn of_neighbours<'p>(&mut self, run: &mut Run<'_, 'p>, schema: NodeId, place: &Place<'_, 'p>) {
        run.inside(schema, |run, node| {
            for keyword in &node.keywords {
                match keyword {
                    Keyword::Keys(keys) => self.of_keys(run, keys, place),
                    Keyword::Items(items) => self.of_items(items, place),
                    Keyword::Contains(contains) => self.of_contains(run, contains, place),
                    _ => {
                        for inner in applied(run, keyword, place) {
                            self.of_schema(run, inner, place);
                        }
                    }
                }
            }
        });
    }

    /// Marks what a schema looks at.
    fn of_schema<'p>(&mut self, run: &mut Run<'_, 'p>, schema: NodeId, place: &Place<'_, 'p>) {
        let mut keywords = run.nodes().node(schema).keywords.iter();
        let takes_all = |keyword: &Keyword| match place.view {
            View::List(_) => matches!(keyword, Keyword::UnevaluatedItems(_)),
            View::Map(_) => matches!(keyword, Keyword::UnevaluatedKeys(_)),
            _ => false,
        };
        if keywords.any(takes_all) {
            self.0.fill(true);
        } else {
            self.of_neighbours(run, schema, place);
        }
    }

    fn of_keys<'p>(&mut self, run: &mut Run<'_, 'p>, keys: &Keys, place: &Place<'_, 'p>) {
        let View::Map(entries) = place.view else {
            return;
        };
        for (entry, mark) in entries.entries().zip(&mut self.0) {
            *mark |= keys.others.is_some() || keys.speaks_of(run, entry);
        }
    }

    fn of_items(&mut self, items: &Items, place: &Place<'_, '_>) {
        if matches!(place.view, View::List(_)) {
            let count = match items.rest {
                Some(_) => self.0.len(),
                None => items.first.len().min(self.0.len()),
            };
            self.0[..count].fill(true);
        }
    }

    fn of_contains<'p>(
        &mut self,
        run: &mut Run<'_, 'p>,
        contains: &Contains,
        place: &Place<'_, 'p>,
    ) {
        for (item, mark) in place.items().zip(&mut self.0) {
            *mark |= run.holds_quietly(contains.schema, &item);
        }
    }
}

/// The schemas that a keyword applies to the value itself.
fn applied<'p>(run: &mut Run<'_, 'p>, keyword: &Keyword, place: &Place<'_, 'p>) -> Vec<NodeId> {
    match keyword {
        Keyword::Reference(it) => vec![it.target],
        Keyword::DynamicReference(it) => vec![it.meant(run)],
        Keyword::SchemasByKey(it) => it.called(run, place),
        Keyword::Branches(it) if it.are_all_wanted() => it.schemas.clone(),
        Keyword::Branches(it) => {
            let schemas = it.schemas.iter().copied();
            let met: Vec<NodeId> = schemas
                .filter(|schema| run.holds_quietly(*schema, place))
                .collect();
            if met.is_empty() {
                it.schemas.clone()
            } else {
                met
            }
        }
        Keyword::Condition(it) if run.holds_quietly(it.asked, place) => {
            std::iter::once(it.asked).chain(it.then).collect()
        }
        Keyword::Condition(it) => it.otherwise.into_iter().collect(),
        _ => Vec::new(),
    }
}
