//! Features that are equal in nearly all posts.

use super::features::{Feature, Features, Known, Source};
use super::{Relation, is_nearly_all};

/// Features by number; those of one class are equal.
pub(super) type Classes = Vec<Vec<usize>>;

/// Counts differ by a constant from what a meta block says of them, but not by much.
const MOST_OFFSET: f64 = 3.0;

/// The features that vary, each with all that are equal to it. The first of a class speaks for it.
pub(super) fn classes(features: &Features) -> Classes {
    let varying = (0..features.all.len()).filter(|at| features.all[*at].varies());
    let mut classes: Classes = Vec::new();
    for at in varying {
        let feature = &features.all[at];
        let is_equal = |class: &&mut Vec<usize>| agree(&features.all[class[0]], feature);
        match classes.iter_mut().find(is_equal) {
            Some(class) => class.push(at),
            None => classes.push(vec![at]),
        }
    }
    for class in &mut classes {
        class.sort_by_key(|at| rank(&features.all[*at].source));
    }
    classes
}

/// One relation for each feature that another one of its class speaks for, and for each number
/// that is a count.
pub(super) fn relations(features: &Features, classes: &Classes) -> Vec<Relation> {
    let mut relations = Vec::new();
    for class in classes {
        let [first, others @ ..] = class.as_slice() else {
            continue;
        };
        let first = &features.all[*first];
        let mut has_metric = false;
        for other in others {
            let other = &features.all[*other];
            if other.source == Source::Metric {
                // Two counts that agree by the way posts are built say the same of the meta.
                if has_metric {
                    continue;
                }
                has_metric = true;
            }
            relations.extend(equality(first, &other.text));
        }
        if !has_metric {
            relations.extend(offset(features, first));
        }
    }
    relations
}

fn equality(one: &Feature, other: &str) -> Option<Relation> {
    let Source::Meta(path) = &one.source else {
        return None;
    };
    let is_comparison = other.contains(" > ");
    let condition = if is_comparison {
        format!("{} == ({other})", one.text)
    } else {
        format!("{} == {other}", one.text)
    };
    let name = one.text.trim_start_matches("meta.");
    let message = if is_scalar(one) {
        let value = &one.text;
        format!(
            "`{name}` is {{{value}}}, but {} is {{{other}}}",
            said(other)
        )
    } else {
        format!("`{name}` does not agree with {}", said(other))
    };
    Relation::new(path, &condition, Some(message))
}

/// A number that is a count of the body more or less a few.
fn offset(features: &Features, number: &Feature) -> Option<Relation> {
    let metrics = features.all.iter();
    let mut metrics = metrics.filter(|it| it.source == Source::Metric && it.varies());
    metrics.find_map(|metric| {
        let differences: Vec<f64> = (0..features.posts)
            .filter_map(|post| Some(number.number_in(post)? - metric.number_in(post)?))
            .collect();
        let difference = commonest(&differences)?;
        let held = differences
            .iter()
            .filter(|it| it.total_cmp(&difference).is_eq());
        let is_held = is_nearly_all(held.count(), differences.len(), features.posts);
        if !is_held || difference.abs() > MOST_OFFSET || difference.fract() != 0.0 {
            return None;
        }
        let sign = if difference < 0.0 { '-' } else { '+' };
        equality(
            number,
            &format!("{} {sign} {}", metric.text, difference.abs()),
        )
    })
}

fn commonest(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let runs = sorted.chunk_by(|a, b| a.total_cmp(b).is_eq());
    let longest = runs.max_by_key(|run| run.len())?;
    longest.first().copied()
}

/// Whether two features are equal in nearly all posts that have both.
fn agree(one: &Feature, other: &Feature) -> bool {
    let (mut held, mut of) = (0, 0);
    for (one, other) in one.values.iter().zip(&other.values) {
        let Some((one, other)) = one.as_ref().zip(other.as_ref()) else {
            continue;
        };
        of += 1;
        held += usize::from(one == other);
    }
    is_nearly_all(held, of, one.values.len())
}

/// Who speaks for a class: what the meta says itself, then what is nearest to it.
fn rank(source: &Source) -> u8 {
    match source {
        Source::Meta(_) => 0,
        Source::Item(_) => 1,
        Source::Derived => 2,
        Source::Body => 3,
        Source::Metric => 4,
    }
}

fn is_scalar(feature: &Feature) -> bool {
    let mut values = feature.values.iter().flatten();
    !values.any(|value| matches!(value, Known::List(_)))
}

/// The other side of an equality, in a message.
fn said(text: &str) -> String {
    let shown = text.replace("meta.", "").replace(['{', '}'], "");
    format!("`{shown}`")
}
