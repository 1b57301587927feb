//! Keywords that look at the items of lists.

use super::super::complaint::What;
use super::super::draft::Draft;
use super::super::json::JsonKind;
use super::super::node::NodeId;
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::run::Run;
use super::super::view::View;

/// The schemas of items: `prefixItems` and `items`, in draft-07 `items` and `additionalItems`.
#[derive(Debug)]
pub(crate) struct Items {
    /// One for each of the first items.
    pub(crate) first: Vec<NodeId>,
    /// That of all others.
    pub(crate) rest: Option<NodeId>,
}

impl Items {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let id = reader.value("items");
        let list = id.is_some_and(|id| matches!(reader.json(id).kind, JsonKind::List(_)));
        let (first, rest) = match (reader.draft, list) {
            (Draft::Seven, true) => ("items", "additionalItems"),
            (Draft::Seven, false) => ("", "items"),
            (Draft::TwentyTwenty, _) => ("prefixItems", "items"),
        };
        if let (Draft::TwentyTwenty, true, Some(id)) = (reader.draft, list, id) {
            let message = "'items' must be a schema; a list of schemas is 'prefixItems' in 2020-12";
            reader.problem(id, message);
            return None;
        }
        let items = Self {
            first: reader.schemas(first).unwrap_or_default(),
            rest: reader.schema(rest),
        };
        (!items.first.is_empty() || items.rest.is_some()).then_some(items)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let mut all_hold = true;
        for (at, item) in place.items().enumerate() {
            let own = self.first.get(at).copied();
            let Some(schema) = own.or(self.rest) else {
                break;
            };
            if own.is_none() && at > 0 && run.nodes().is_never(schema) {
                return run.complain(&item, "items", || What::Surplus(at));
            }
            all_hold &= run.holds(schema, &item);
            if !all_hold && !run.is_collecting() {
                break;
            }
        }
        all_hold
    }
}

/// `contains`, with the least and most items that are to meet it.
#[derive(Debug)]
pub(crate) struct Contains {
    pub(crate) schema: NodeId,
    least: usize,
    most: Option<usize>,
}

impl Contains {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let schema = reader.schema("contains")?;
        let counts = reader.draft == Draft::TwentyTwenty;
        let least = counts.then(|| reader.count("minContains")).flatten();
        let most = counts.then(|| reader.count("maxContains")).flatten();
        Some(Self {
            schema,
            least: least.unwrap_or(1),
            most,
        })
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        if !matches!(place.view, View::List(_)) {
            return true;
        }
        let mut count = 0;
        for item in place.items() {
            count += usize::from(run.holds_quietly(self.schema, &item));
        }
        let (keyword, wanted) = match self.most {
            _ if count < self.least => {
                let keyword = if self.least == 1 {
                    "contains"
                } else {
                    "minContains"
                };
                (keyword, format!("at least {} must be there", self.least))
            }
            Some(most) if count > most => ("maxContains", format!("at most {most} are allowed")),
            _ => return true,
        };
        run.complain(place, keyword, || What::Contains(count, wanted))
    }
}
