//! Numbers that few posts fall below.

use super::super::FEW;
use super::super::gather::Gathered;
use super::super::numbers::Spread;
use super::super::place::as_path;
use super::evidence::number;
use super::words::is_scale;

/// A threshold.
#[derive(Debug)]
pub(super) struct Threshold {
    /// The name of the number: a metric, or a path with `meta.`.
    pub(super) name: String,
    pub(super) min: f64,
    pub(super) told: String,
}

/// The percentile below which a number is low.
const LOW: u32 = 5;
/// Posts of fewer words are not told by their length.
const FEWEST_WORDS: f64 = 100.0;
/// Where nearly all posts have so much of the usual length, the few that have less are short.
const SHORT: f64 = 3.0;

/// The thresholds of the scores in meta, and of the words of a post.
pub(super) fn thresholds(gathered: &Gathered) -> Vec<Threshold> {
    let fields = gathered.fields.iter();
    let scores = fields.filter(|it| is_scale(&it.normal) && !it.normal.contains("[]"));
    let mut found: Vec<Threshold> = scores
        .filter_map(|field| {
            let name = format!("meta.{}", as_path(&field.written));
            score(&name, &field.tally.numbers)
        })
        .collect();
    found.extend(words(&gathered.words));
    found
}

fn score(name: &str, numbers: &Spread) -> Option<Threshold> {
    let low = numbers.percentile(LOW)?;
    let step = match numbers.percentile(99)? {
        top if top <= 1.0 => 0.05,
        top if top <= 10.0 => 0.5,
        top if top <= 100.0 => 5.0,
        _ => return None,
    };
    threshold(name, numbers, low, step)
}

fn words(words: &Spread) -> Option<Threshold> {
    let (low, usual) = words.percentile(LOW).zip(words.percentile(50))?;
    let is_told = low >= FEWEST_WORDS && low * SHORT >= usual;
    is_told
        .then(|| threshold("words", words, low, 50.0))
        .flatten()
}

/// A number as it is where numbers are kept apart, else as far as it is known.
fn about(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() <= 512.0 {
        return number.to_string();
    }
    let mut scale = 1.0;
    while number.abs() * scale < 100.0 && scale < 1e6 {
        scale *= 10.0;
    }
    format!("about {}", (number * scale).round() / scale)
}

/// The greatest multiple of `step` that is not above `low`.
fn threshold(name: &str, numbers: &Spread, low: f64, step: f64) -> Option<Threshold> {
    // The small part makes up for steps that are no binary fractions.
    let min = (low / step + 1e-9).floor() * step;
    let min = (min * 100.0).round() / 100.0;
    let is_telling = numbers.count() as usize >= FEW && min > 0.0 && numbers.min() < numbers.max();
    is_telling.then(|| {
        let below = numbers.outside(min, f64::MAX);
        let usual = about(numbers.percentile(50).unwrap_or(low));
        let (low, of) = (about(low), number(numbers.count()));
        Threshold {
            name: name.to_owned(),
            min,
            told: format!(
                "the 5th percentile is {low}, the median {usual}; below are {} of {of}",
                number(below)
            ),
        }
    })
}
