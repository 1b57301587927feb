//! `[[gate.require]]`: conditions over numbers of posts.

use super::build::known_selector;
use super::measures::measurable;
use super::merge::Merged;
use crate::diagnostic::Diagnostic;
use crate::post::MetaPath;
use crate::rule::node::{NodeTable, NodeValue};
use crate::rule::{CORPUS_METRICS, METRICS, Options, metric_named};
use crate::text::nearest;

/// What the gate asks of the posts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// What it is called.
    pub name: String,
    /// The number of each post that is looked at.
    pub measured: Measured,
    /// What becomes of these numbers.
    pub stat: Stat,
    /// The least that passes.
    pub min: Option<f64>,
    /// The most that passes.
    pub max: Option<f64>,
    /// Whether only posts that are reported on count.
    pub is_of_changed: bool,
    /// With fewer posts it is not judged.
    pub min_posts: usize,
}

/// A number of a post.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// A metric of the post alone.
    Metric(&'static str),
    /// A metric of the corpus, which a rule measures.
    Corpus(&'static str),
    /// A number in its meta.
    Meta(MetaPath),
    /// Its findings: of a rule or code, or all of them.
    Findings(Option<String>),
}

/// What becomes of the numbers of posts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stat {
    /// Their mean.
    Mean,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// Their sum.
    Sum,
    /// How many posts have one.
    Count,
    /// The least number that so many in a hundred do not exceed.
    Percentile(u8),
    /// The share of posts whose number is less.
    ShareBelow(f64),
    /// The share of posts whose number is greater.
    ShareAbove(f64),
}

impl Requirement {
    /// Whether posts count that are not reported on.
    pub fn needs_all_posts(&self) -> bool {
        !self.is_of_changed && !matches!(self.measured, Measured::Findings(_))
    }
}

const STATS: [&str; 10] = [
    "mean",
    "min",
    "max",
    "sum",
    "count",
    "p10",
    "p50",
    "p90",
    "share-below",
    "share-above",
];

/// Reads all of them; of two with one name the later one holds.
pub(super) fn requirements(merged: &Merged, problems: &mut Vec<Diagnostic>) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    for node in &merged.requirements {
        let NodeValue::Table(table) = &node.value else {
            continue;
        };
        let options = Options::new("", table, node.source, node.span, problems);
        let Some(read) = requirement(options, table, merged) else {
            continue;
        };
        match all.iter_mut().find(|held| held.name == read.name) {
            Some(held) => *held = read,
            None => all.push(read),
        }
    }
    all
}

fn requirement(
    mut options: Options<'_>,
    table: &NodeTable,
    merged: &Merged,
) -> Option<Requirement> {
    let measured = measured(&mut options, merged);
    let stat_name = options.choice("stat", &STATS);
    let stat_name = stat_name.or_else(|| table.get("stat").is_none().then_some("mean"));
    let stat = stat_name.and_then(|name| stat(name, &mut options));
    let (min, max) = (options.number("min"), options.number("max"));
    if ["min", "max"].iter().all(|key| table.get(key).is_none()) {
        options.lacks("a requirement needs 'min' or 'max'");
    }
    if let (Some(least), Some(most), Some(node)) = (min, max, table.get("min"))
        && least > most
    {
        options.problem(node, "'min' is above 'max'");
    }
    let scope = options.choice("scope", &["all", "changed"]);
    let min_posts = options.count("min-posts");
    let metric = options.string("metric").unwrap_or_default();
    let name = options.string("name").map(str::to_owned);
    Some(Requirement {
        name: name.unwrap_or_else(|| format!("{} of {metric}", stat_name.unwrap_or_default())),
        measured: measured?,
        stat: stat?,
        min,
        max,
        is_of_changed: scope == Some("changed"),
        min_posts: min_posts.unwrap_or(1).max(1),
    })
}

fn stat(name: &str, options: &mut Options<'_>) -> Option<Stat> {
    let at = options.number("at");
    let is_share = name.starts_with("share-");
    match options.node("at") {
        None if is_share => options.lacks(format!("'{name}' needs 'at'")),
        Some(node) if !is_share => {
            options.problem(node, format!("'{name}' has no 'at'; only shares have"));
        }
        _ => {}
    }
    Some(match name {
        "min" => Stat::Min,
        "max" => Stat::Max,
        "sum" => Stat::Sum,
        "count" => Stat::Count,
        "p10" => Stat::Percentile(10),
        "p50" => Stat::Percentile(50),
        "p90" => Stat::Percentile(90),
        "share-below" => Stat::ShareBelow(at?),
        "share-above" => Stat::ShareAbove(at?),
        _ => Stat::Mean,
    })
}

fn measured(options: &mut Options<'_>, merged: &Merged) -> Option<Measured> {
    let Some(node) = options.node("metric") else {
        options.lacks("a requirement needs a 'metric'");
        return None;
    };
    let name = options.node_string("metric", node)?;
    match named(name, merged) {
        Ok(measured) => Some(measured),
        Err(message) => {
            options.problem(node, message);
            None
        }
    }
}

fn named(name: &str, merged: &Merged) -> Result<Measured, String> {
    if let Some(path) = name.strip_prefix("meta.") {
        let path = MetaPath::parse(path);
        return path
            .map(Measured::Meta)
            .map_err(|error| format!("'{name}' is no meta path: {}", error.message));
    }
    if name == "findings" {
        return Ok(Measured::Findings(None));
    }
    if let Some(selector) = name.strip_prefix("findings.") {
        known_selector(selector, merged)?;
        return Ok(Measured::Findings(Some(selector.to_owned())));
    }
    if let Some(metric) = metric_named(name) {
        return Ok(Measured::Metric(metric.name));
    }
    if let Some(metric) = CORPUS_METRICS.iter().find(|metric| metric.name == name) {
        measurable(metric.name, merged)?;
        return Ok(Measured::Corpus(metric.name));
    }
    let known = METRICS.iter().chain(CORPUS_METRICS);
    let known = known.map(|metric| metric.name);
    Err(match nearest(name, known.chain(["findings"])) {
        Some(near) => format!("unknown metric '{name}'; did you mean '{near}'?"),
        None => format!("unknown metric '{name}'; numbers of the meta are written 'meta.{name}'"),
    })
}
