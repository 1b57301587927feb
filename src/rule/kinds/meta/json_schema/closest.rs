//! Of several schemas, none of which a value meets, what keeps it from the one it is closest to.

use std::mem::discriminant;

use super::complaint::{Complaint, What};
use super::place::Place;

/// What is told of a value that meets none of the schemas that `branches` complain for.
pub(super) fn closest<'p>(
    branches: &[Vec<Complaint<'p>>],
    place: &Place<'_, 'p>,
    keyword: &'static str,
) -> Vec<Complaint<'p>> {
    let forms = branches.len();
    if let Some(told) = shared_value(branches, place) {
        return vec![told];
    }
    let ranked = branches.iter().enumerate();
    let best = ranked.min_by_key(|(at, complaints)| (rank(complaints, place), *at));
    let Some((best, _)) = best else {
        return Vec::new();
    };
    let mut told = branches[best].clone();
    if told.is_empty() {
        return vec![Complaint::new(place, keyword, What::Forbidden)];
    }
    let merged = match told.as_mut_slice() {
        [one] if one.depth == place.depth => {
            let others = branches.iter().enumerate();
            let others = others.filter(|(at, _)| *at != best);
            1 + others.filter(|(_, other)| join(one, other)).count()
        }
        _ => 1,
    };
    if merged < forms && told.iter().any(|it| it.depth > place.depth) {
        for complaint in &mut told {
            complaint.forms = complaint.forms.max(forms);
        }
    }
    told
}

/// Values that are joined from several schemas.
const MOST_JOINED: usize = 100;

/// How far a value is from a schema: first whether it is of another type, then whether a key says
/// that another schema is meant, then how much is wrong.
fn rank(complaints: &[Complaint<'_>], place: &Place<'_, '_>) -> (bool, bool, usize) {
    let is_of_type = |it: &&Complaint<'_>| {
        it.depth == place.depth && matches!(it.what, What::Type(_) | What::Forbidden)
    };
    let says_other =
        |it: &&Complaint<'_>| it.depth == place.depth + 1 && matches!(it.what, What::Value(_));
    (
        complaints.iter().any(|it| is_of_type(&it)),
        complaints.iter().any(|it| says_other(&it)),
        complaints.len(),
    )
}

/// Takes over what another schema asks for in the place of the same.
fn join(one: &mut Complaint<'_>, other: &[Complaint<'_>]) -> bool {
    let [other] = other else {
        return false;
    };
    if other.depth != one.depth || discriminant(&other.what) != discriminant(&one.what) {
        return false;
    }
    match (&mut one.what, &other.what) {
        (What::Type(types), What::Type(more)) => *types = types.with(*more),
        (What::Value(known), What::Value(more)) => {
            let mut all = known.to_vec();
            extend(&mut all, more);
            *known = all.into();
        }
        (What::Format(known), What::Format(more)) => extend(known, more),
        _ => return false,
    }
    true
}

fn extend<T: PartialEq + Clone>(known: &mut Vec<T>, more: &[T]) {
    for value in more {
        if known.len() < MOST_JOINED && !known.contains(value) {
            known.push(value.clone());
        }
    }
}

/// The one complaint of a key that tells the schemas apart, where its value fits none of them.
fn shared_value<'p>(
    branches: &[Vec<Complaint<'p>>],
    place: &Place<'_, 'p>,
) -> Option<Complaint<'p>> {
    let (first, others) = branches.split_first()?;
    let candidates = first.iter().filter(|it| {
        it.depth == place.depth + 1 && it.keyword == "const" && matches!(it.what, What::Value(_))
    });
    let mut shared = candidates.filter_map(|candidate| {
        let mut told = candidate.clone();
        for branch in others {
            let same = branch.iter().find(|it| {
                it.name == told.name
                    && it.step.value().map(|it| it.span) == told.step.value().map(|it| it.span)
                    && it.keyword == "const"
            })?;
            join(&mut told, std::slice::from_ref(same));
        }
        Some(told)
    });
    shared.next()
}
