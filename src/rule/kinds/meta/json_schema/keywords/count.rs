//! Keywords that count: items of lists and keys of maps.

use super::super::complaint::What;
use super::super::place::{Place, Step};
use super::super::reader::Reader;
use super::super::run::Run;
use super::super::view::View;
use crate::post::Value;

/// `minItems`, `maxItems` and `uniqueItems`.
#[derive(Debug)]
pub(crate) struct ListCount {
    bounds: CountBounds,
    is_unique: bool,
}

/// `minProperties` and `maxProperties`.
#[derive(Debug)]
pub(crate) struct KeyCount(CountBounds);

#[derive(Debug)]
struct CountBounds {
    least: Option<usize>,
    most: Option<usize>,
}

impl CountBounds {
    fn is_open(&self) -> bool {
        self.least.is_none() && self.most.is_none()
    }

    /// Which of two keywords a count does not meet, and what it asks for.
    fn broken(&self, count: usize, keywords: [&'static str; 2]) -> Option<(&'static str, String)> {
        match (self.least, self.most) {
            (Some(least), _) if count < least => {
                Some((keywords[0], format!("at least {least} must be there")))
            }
            (_, Some(most)) if count > most => {
                Some((keywords[1], format!("at most {most} are allowed")))
            }
            _ => None,
        }
    }
}

impl ListCount {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let bounds = CountBounds {
            least: reader.count("minItems"),
            most: reader.count("maxItems"),
        };
        let is_unique = reader.boolean("uniqueItems");
        (is_unique || !bounds.is_open()).then_some(Self { bounds, is_unique })
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::List(items) = place.view else {
            return true;
        };
        let broken = self.bounds.broken(items.len(), ["minItems", "maxItems"]);
        let is_counted = broken.is_none_or(|(keyword, wanted)| {
            run.complain(place, keyword, || What::Count(items.len(), "item", wanted))
        });
        let is_unique = !self.is_unique || are_unique(items, run, place);
        is_counted && is_unique
    }
}

impl KeyCount {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let bounds = CountBounds {
            least: reader.count("minProperties"),
            most: reader.count("maxProperties"),
        };
        (!bounds.is_open()).then_some(Self(bounds))
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::Map(keys) = place.view else {
            return true;
        };
        let count = keys.len();
        let broken = self.0.broken(count, ["minProperties", "maxProperties"]);
        broken.is_none_or(|(keyword, wanted)| {
            run.complain(place, keyword, || What::Count(count, "key", wanted))
        })
    }
}

fn are_unique<'p>(items: &'p [Value], run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
    run.charge(place.view.weight());
    let mut order: Vec<usize> = (0..items.len()).collect();
    let view = |at: usize| View::of(&items[at].data);
    order.sort_by(|a, b| view(*a).compare(view(*b)));
    let mut repeated: Vec<(usize, usize)> = order
        .windows(2)
        .filter(|pair| view(pair[0]).compare(view(pair[1])).is_eq())
        .map(|pair| (pair[0], pair[1]))
        .collect();
    // In the order of the list, whatever the order of the values.
    repeated.sort_by_key(|(_, again)| *again);
    let is_unique = repeated.is_empty();
    for (first, again) in repeated {
        let at = place.below(Step::Item(again, &items[again]));
        run.complain(&at, "uniqueItems", || {
            What::Repeated(again, &items[first], items)
        });
    }
    is_unique
}
