//! Between the values of posts and those of the expression language.

use std::collections::HashMap;

use cel::Value as CelValue;
use cel::common::types::{
    CelBool, CelDouble, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString,
};
use cel::common::value::Val;

use super::budget::Budget;
use crate::post::{Data, Map, Value, normalize_key};
use crate::source::Span;

/// A value as the language has it; texts are borrowed. `None` when the budget is spent.
pub(super) fn value_of<'a>(data: &'a Data, budget: &Budget) -> Option<Box<dyn Val + 'a>> {
    if !budget.take(1) {
        return None;
    }
    Some(match data {
        Data::Null => Box::new(CelNull),
        Data::Boolean(value) => Box::new(CelBool::from(*value)),
        Data::Integer(value) => Box::new(CelInt::from(*value)),
        Data::Float(value) => Box::new(CelDouble::from(*value)),
        Data::String(value) => Box::new(CelString::from(value.as_str())),
        Data::List(items) => {
            let items = items.iter().map(|item| value_of(&item.data, budget));
            Box::new(CelList::from(items.collect::<Option<Vec<_>>>()?))
        }
        Data::Map(map) => Box::new(map_of(map, budget)?),
    })
}

/// A map whose keys are normalised.
pub(super) fn map_of<'a>(map: &'a Map, budget: &Budget) -> Option<CelMap<'a>> {
    let mut entries: HashMap<CelMapKey<'a>, Box<dyn Val + 'a>> = HashMap::new();
    for entry in &map.entries {
        let key = CelMapKey::from(normalize_key(&entry.key.name));
        entries.insert(key, value_of(&entry.value.data, budget)?);
    }
    Some(CelMap::from(entries))
}

/// A number; whole ones as integers, so that they count, index and divide as authors expect.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the cast is taken only where it loses nothing"
)]
pub(super) fn number<'a>(number: f64) -> Box<dyn Val + 'a> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.trunc() == number && number.abs() <= EXACT {
        Box::new(CelInt::from(number as i64))
    } else {
        Box::new(CelDouble::from(number))
    }
}

/// What an expression came to, as the rest of the tool has it.
pub(super) fn data_of(value: &CelValue) -> Option<Data> {
    Some(match value {
        CelValue::Null => Data::Null,
        CelValue::Bool(value) => Data::Boolean(*value),
        CelValue::Int(value) => Data::Integer(*value),
        CelValue::UInt(value) => Data::Integer(i64::try_from(*value).ok()?),
        CelValue::Float(value) if value.is_finite() => Data::Float(*value),
        CelValue::String(value) => Data::String(value.to_string()),
        CelValue::List(items) => {
            let items = items.iter().map(|item| {
                data_of(item).map(|data| Value {
                    span: Span::default(),
                    data,
                })
            });
            Data::List(items.collect::<Option<Vec<_>>>()?)
        }
        _ => return None,
    })
}
