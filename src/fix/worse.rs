//! What fixes made worse.

use rustc_hash::{FxHashMap, FxHashSet};

use super::converge::{Chosen, Judged};
use crate::diagnostic::Code;

/// The inputs with more findings of a code than are left once those are gone that fixes put right.
pub(super) fn worse(before: &Judged, after: &Judged, chosen: &Chosen) -> FxHashSet<usize> {
    let mut put_right: FxHashMap<(usize, &Code), usize> = FxHashMap::default();
    for proposed in chosen.values().flatten() {
        *put_right
            .entry((proposed.input, &proposed.code))
            .or_default() += 1;
    }
    let mut worse = FxHashSet::default();
    for (key, count) in &after.counts {
        let had = before.counts.get(key).copied().unwrap_or_default();
        let gone = put_right.get(&(key.0, &key.1)).copied().unwrap_or_default();
        if *count > had.saturating_sub(gone) {
            worse.insert(key.0);
        }
    }
    worse
}
