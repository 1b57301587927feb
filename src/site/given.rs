//! Values that a site gives to some of its posts.

use crate::post::{Data, Map, same_key};

/// Most keys of one map that are given: more are the work of a machine, and cost every post.
const MOST: usize = 200;

/// Whether something is given to the post at a place.
type Scope = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// Values, and who gets them.
pub(super) struct Given {
    pub(super) values: Map,
    scope: Option<Scope>,
}

impl Given {
    /// Values for every post that is asked about.
    pub(super) fn everywhere(values: Map) -> Self {
        Self {
            values,
            scope: None,
        }
    }

    /// Values for the posts at some places.
    pub(super) fn to(values: Map, scope: Scope) -> Self {
        Self {
            values,
            scope: Some(scope),
        }
    }

    /// Whether the post at a place gets them.
    pub(super) fn speaks_of(&self, place: &str) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope(place))
    }
}

/// Adds the values that are not there yet; of maps on both sides those within.
pub(super) fn fill(map: &mut Map, more: &Map) {
    for entry in &more.entries {
        let mut known = map.entries.iter();
        match known.position(|known| same_key(&known.key.name, &entry.key.name)) {
            Some(at) => {
                if let (Data::Map(inner), Data::Map(more)) =
                    (&mut map.entries[at].value.data, &entry.value.data)
                {
                    fill(inner, more);
                }
            }
            None if map.entries.len() < MOST => map.entries.push(entry.clone()),
            None => {}
        }
    }
}
