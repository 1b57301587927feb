//! Flags that are set exactly where a score is low.

use super::super::FEW;
use super::super::place::{last_key, parent};
use super::super::propose::is_scale;
use super::Relation;
use super::features::{Feature, Features, Known, Source};
use super::is_nearly_all;

/// For each flag, the group of scores of which one must be low.
pub(super) fn relations(features: &Features) -> Vec<Relation> {
    // Some limit parts few posts well whatever the flag is about.
    if features.posts < FEW {
        return Vec::new();
    }
    let groups = score_groups(features);
    let flags = features.all.iter().filter(|it| is_flag(it));
    flags
        .filter_map(|flag| groups.iter().find_map(|group| low(features, flag, group)))
        .collect()
}

fn is_flag(feature: &Feature) -> bool {
    let is_boolean = matches!(
        feature.values.iter().flatten().next(),
        Some(Known::Boolean(_))
    );
    is_boolean && matches!(feature.source, Source::Meta(_)) && feature.varies()
}

/// Numbers up to a hundred that stand side by side.
fn score_groups(features: &Features) -> Vec<Vec<&Feature>> {
    let mut groups: Vec<(&str, Vec<&Feature>)> = Vec::new();
    for feature in features.all.iter().filter(|it| is_score(it)) {
        let name = parent(&feature.text);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push(feature),
            None => groups.push((name, vec![feature])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn is_score(feature: &Feature) -> bool {
    let mut values = feature.values.iter().flatten();
    let is_small =
        |value: &Known| matches!(value, Known::Number(number) if (0.0..=100.0).contains(number));
    let is_meta = matches!(feature.source, Source::Meta(_));
    is_meta && is_scale(&feature.text) && values.all(is_small) && feature.varies()
}

/// The limit below which the least score of a group sets the flag, as a condition.
fn low(features: &Features, flag: &Feature, group: &[&Feature]) -> Option<Relation> {
    let Source::Meta(path) = &flag.source else {
        return None;
    };
    let (mut set, mut unset): (Vec<f64>, Vec<f64>) = Default::default();
    for post in 0..features.posts {
        let scores = group.iter().filter_map(|score| score.number_in(post));
        let Some(least) = scores.reduce(f64::min) else {
            continue;
        };
        match flag.values[post] {
            Some(Known::Boolean(true)) => set.push(least),
            Some(Known::Boolean(false)) => unset.push(least),
            _ => {}
        }
    }
    let limit = limit(&set, &unset)?;
    let held = set.iter().filter(|least| **least < limit).count()
        + unset.iter().filter(|least| **least >= limit).count();
    if !is_nearly_all(held, set.len() + unset.len(), features.posts) {
        return None;
    }
    let below: Vec<String> = group
        .iter()
        .map(|score| format!("{} < {limit}", score.text))
        .collect();
    let condition = format!("{} == ({})", flag.text, below.join(" || "));
    let name = last_key(&flag.text);
    let message = format!(
        "`{name}` is {{{}}}, which does not agree with the scores (a score below {limit} sets it)",
        flag.text
    );
    Relation::new(path, &condition, Some(message))
}

/// The roundest number that best parts the scores of posts with the flag from those of the others.
fn limit(set: &[f64], unset: &[f64]) -> Option<f64> {
    let faults = |limit: f64| {
        set.iter().filter(|least| **least >= limit).count()
            + unset.iter().filter(|least| **least < limit).count()
    };
    // Of equal ones the first is taken: tens before fives before the rest.
    let tens = (1..=10).map(|it| f64::from(it * 10));
    let fives = (1..=20).map(|it| f64::from(it * 5));
    let limits = tens.chain(fives).chain((1..=100).map(f64::from));
    limits.min_by_key(|limit| faults(*limit))
}
