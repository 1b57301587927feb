//! The kind `score`: declared and computed numbers between thresholds.

use crate::diagnostic::Diagnostic;
use crate::post::{Data, MetaPath, Step, Value};
use crate::rule::node::{NodeEntry, NodeValue};
use crate::rule::{
    CORPUS_METRICS, Check, Corpus, CorpusValues, FindingInfo, Found, METRICS, MetricInfo,
    OptionInfo, Options, PostContext, RuleKind, Survey, identity_of, metric_named,
};
use crate::source::Span;
use crate::text::nearest;

/// The kind `score`.
pub(crate) struct Score;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "below",
        summary: "A number is below its minimum",
    },
    FindingInfo {
        name: "above",
        summary: "A number is above its maximum",
    },
];

static OPTIONS: &[OptionInfo] = &[OptionInfo {
    name: "thresholds",
    takes: "table of tables",
    default: "",
    doc: "The bounds by name of a metric or `meta.<path>`; required. Each table has `min`, `max` or \
          both, which still pass, and may have a `message` that replaces the tool's own. Meta \
          values that are absent or not numbers are not judged; of a list every number is. With \
          `boilerplate-ratio` or `similarity` the rule compares posts",
}];

/// The keys of one threshold.
const KEYS: [&str; 3] = ["min", "max", "message"];

impl RuleKind for Score {
    fn name(&self) -> &'static str {
        "score"
    }

    fn summary(&self) -> &'static str {
        "Declared or computed numbers of a post against thresholds"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let Some(node) = options.node("thresholds") else {
            options.lacks("a 'score' rule needs 'thresholds'");
            return None;
        };
        let NodeValue::Table(table) = &node.value else {
            options.wrong_type("thresholds", node, "a table");
            return None;
        };
        let mut inner = options.inner(node, table);
        let read = |entry| Threshold::read(&mut inner, entry);
        let thresholds = table.entries.iter().filter_map(read).collect();
        Some(Box::new(Thresholds { thresholds }))
    }
}

struct Thresholds {
    thresholds: Vec<Threshold>,
}

impl Check for Thresholds {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for threshold in &self.thresholds {
            threshold.check(cx, &mut found);
        }
        found
    }

    fn is_corpus(&self) -> bool {
        !self.asks().is_empty()
    }

    fn asks(&self) -> Vec<&'static str> {
        let thresholds = self.thresholds.iter();
        let asked = thresholds.filter_map(|threshold| match threshold.subject {
            Subject::Corpus(metric) => Some(metric),
            _ => None,
        });
        asked.collect()
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Measures {
            thresholds: &self.thresholds,
            corpus,
        }))
    }
}

/// The metrics of the corpus, against their thresholds.
struct Measures<'c> {
    thresholds: &'c [Threshold],
    corpus: &'c Corpus<'c>,
}

impl Survey for Measures<'_> {
    fn judge(&self, post: u32, values: &dyn CorpusValues) -> Vec<Found> {
        let judged = self.thresholds.iter().filter_map(|threshold| {
            let Subject::Corpus(metric) = threshold.subject else {
                return None;
            };
            let value = values.value(metric, post)?;
            let (finding, _) = threshold.verdict(value)?;
            Some(Found {
                finding,
                span: self.corpus.ledger.anchor(post),
                identity: identity_of(&threshold.name),
                handle: value.to_bits(),
            })
        });
        judged.collect()
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let mut thresholds = self.thresholds.iter();
        let threshold = thresholds.find(|it| identity_of(&it.name) == found.identity)?;
        threshold.told(f64::from_bits(found.handle), |finding, message| {
            self.corpus.found(finding, post, found.span, message)
        })
    }
}

/// Bounds on one number.
struct Threshold {
    /// The number's name as users read it: without `meta.`.
    name: String,
    subject: Subject,
    min: Option<f64>,
    max: Option<f64>,
    message: Option<String>,
}

enum Subject {
    Metric(MetricInfo),
    Corpus(&'static str),
    Meta(MetaPath),
}

impl Threshold {
    fn read(options: &mut Options<'_>, entry: &NodeEntry) -> Option<Self> {
        let subject = subject(options, entry);
        let NodeValue::Table(table) = &entry.value.value else {
            options.wrong_type(&entry.key, &entry.value, "a table with 'min' or 'max'");
            return None;
        };
        let mut inner = options.inner(&entry.value, table);
        inner.reject_unknown(&KEYS);
        let min = inner.number("min");
        let max = inner.number("max");
        let message = inner.string("message").map(str::to_owned);
        if ["min", "max"].iter().all(|key| table.get(key).is_none()) {
            inner.lacks(format!("'{}' needs 'min' or 'max'", entry.key));
        }
        if let (Some(least), Some(most), Some(node)) = (min, max, table.get("min"))
            && least > most
        {
            inner.problem(node, "'min' is above 'max'");
        }
        let subject = subject?;
        let name = match &subject {
            Subject::Metric(metric) => metric.name.to_owned(),
            Subject::Corpus(metric) => (*metric).to_owned(),
            Subject::Meta(path) => path.to_string(),
        };
        Some(Self {
            name,
            subject,
            min,
            max,
            message,
        })
    }

    fn check(&self, cx: &PostContext<'_>, found: &mut Vec<Diagnostic>) {
        match &self.subject {
            Subject::Metric(metric) => {
                let value = cx.metrics().measure(metric);
                found.extend(value.and_then(|value| self.judge(cx, value, cx.post.anchor())));
            }
            Subject::Corpus(_) => {}
            Subject::Meta(path) => {
                let Some(meta) = &cx.post.meta else {
                    return;
                };
                if path.steps().contains(&Step::Items) {
                    path.each(&meta.root, |value| self.check_value(cx, value, found));
                } else if let Some(value) = path.first(&meta.root) {
                    self.check_value(cx, value, found);
                }
            }
        }
    }

    /// Judges a number, or those in a list.
    fn check_value(&self, cx: &PostContext<'_>, value: &Value, found: &mut Vec<Diagnostic>) {
        let values = match &value.data {
            Data::List(items) => items,
            _ => std::slice::from_ref(value),
        };
        for value in values {
            let number = value.data.as_number();
            found.extend(number.and_then(|number| self.judge(cx, number, value.span)));
        }
    }

    fn judge(&self, cx: &PostContext<'_>, value: f64, span: Span) -> Option<Diagnostic> {
        self.told(value, |finding, message| cx.found(finding, span, message))
    }

    /// What a value is found to be, and the limit that it misses.
    fn verdict(&self, value: f64) -> Option<(&'static str, f64)> {
        match (self.min, self.max) {
            (Some(min), _) if value < min => Some(("below", min)),
            (_, Some(max)) if value > max => Some(("above", max)),
            _ => None,
        }
    }

    /// What is said of a value; `found` makes a finding of a message.
    fn told(
        &self,
        value: f64,
        found: impl FnOnce(&'static str, &str) -> Diagnostic,
    ) -> Option<Diagnostic> {
        let (finding, limit) = self.verdict(value)?;
        let said = format!(
            "{} is {}, {finding} {limit}",
            self.name,
            shown(value, limit)
        );
        let found = match &self.message {
            Some(message) => found(finding, message).note(said),
            None => found(finding, &said),
        };
        Some(found.help(self.advice()).identified_by(&self.name))
    }

    fn advice(&self) -> String {
        let name = &self.name;
        match (self.min, self.max) {
            (Some(min), Some(max)) => format!("bring {name} between {min} and {max}"),
            (Some(min), None) => format!("bring {name} to {min} or more"),
            (None, Some(max)) => format!("bring {name} to {max} or less"),
            (None, None) => String::new(),
        }
    }
}

fn subject(options: &mut Options<'_>, entry: &NodeEntry) -> Option<Subject> {
    if entry.key.starts_with("meta.") {
        return match MetaPath::parse(&entry.key) {
            Ok(path) => Some(Subject::Meta(path)),
            Err(error) => {
                let message = format!("'{}' is not a meta path: {}", entry.key, error.message);
                options.problem_at(entry.source, entry.key_span, message);
                None
            }
        };
    }
    if let Some(metric) = metric_named(&entry.key) {
        return Some(Subject::Metric(metric));
    }
    if let Some(metric) = CORPUS_METRICS.iter().find(|it| it.name == entry.key) {
        return Some(Subject::Corpus(metric.name));
    }
    let message = unknown_metric(&entry.key);
    options.problem_at(entry.source, entry.key_span, message);
    None
}

fn unknown_metric(name: &str) -> String {
    let known = METRICS.iter().chain(CORPUS_METRICS);
    let known = known.map(|metric| metric.name);
    match nearest(name, known) {
        Some(near) => format!("unknown metric '{name}'; did you mean '{near}'?"),
        None => format!("unknown metric '{name}'; a meta value is named 'meta.{name}'"),
    }
}

/// The value with at most two decimals, unless it would then read like the limit it misses.
fn shown(value: f64, limit: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    let reads_like_limit = (rounded - limit).abs() < 0.005;
    if reads_like_limit { value } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

    const QUALITY: &str = "[thresholds.'meta.score.quality']\nmin = 60\n";

    fn findings(options: &str, post: &str) -> Vec<(String, String, String)> {
        Fixture::new(post).findings(&*check(&Score, options))
    }

    fn first(options: &str, post: &str) -> (String, String, String) {
        findings(options, post).remove(0)
    }

    #[test]
    fn flags_a_meta_value_below_its_minimum() {
        assert_eq!(
            findings(QUALITY, "[score]\nquality = 55\n+++\n# Title\n"),
            [(
                "below".into(),
                "55".into(),
                "score.quality is 55, below 60".into()
            )]
        );
    }

    #[test]
    fn flags_a_metric_at_the_title() {
        assert_eq!(
            first("[thresholds.words]\nmax = 3", "# A title\n\nOne two.\n"),
            (
                "above".into(),
                "A title".into(),
                "words is 4, above 3".into()
            )
        );
        let uneven = "One two three. Four five. Six seven.\n";
        let found = first("[thresholds.sentence-words]\nmin = 3", uneven);
        assert_eq!(found.2, "sentence-words is 2.33, below 3");
    }

    #[test]
    fn the_bounds_themselves_pass() {
        let options = "[thresholds.'meta.level']\nmin = 1.5\nmax = 3";
        for level in ["1.5", "2", "3", "3.0"] {
            assert_eq!(findings(options, &format!("level = {level}\n+++\n")), []);
        }
        assert_eq!(first(options, "level = 1.25\n+++\n").0, "below");
        assert_eq!(first(options, "level = 3.01\n+++\n").0, "above");
    }

    #[test]
    fn values_that_are_no_numbers_are_not_judged() {
        for post in [
            "[score]\nquality = '55'\n+++\n",
            "[score]\nquality = true\n+++\n",
            "score = 5\n+++\n",
            "quality = 5\n+++\n",
            "No meta.\n",
        ] {
            assert_eq!(findings(QUALITY, post), [], "{post}");
        }
        let options = "[thresholds.flesch]\nmin = 50";
        assert_eq!(findings(options, ""), []);
    }

    #[test]
    fn every_number_of_a_list_is_judged() {
        let options =
            "[thresholds.'meta.scores']\nmin = 3\n[thresholds.'meta.runs[].time']\nmax = 9";
        let post = "scores = [1, 3, 'x', 2]\nruns = [{ time = 10 }, { time = 9 }]\n+++\n";
        let texts: Vec<_> = findings(options, post).into_iter().map(|it| it.1).collect();
        assert_eq!(texts, ["1", "2", "10"]);
    }

    #[test]
    fn a_message_of_ones_own_keeps_the_numbers_as_a_note() {
        let options = format!("{QUALITY}message = 'rewrite this post'");
        let post = Fixture::new("[score]\nquality = 55\n+++\n");
        let found = check(&Score, &options).check_post(&post.cx()).remove(0);
        assert_eq!(found.message, "rewrite this post");
        assert_eq!(found.notes, ["score.quality is 55, below 60"]);
        assert_eq!(found.help, ["bring score.quality to 60 or more"]);
        assert_eq!(found.identity, "score.quality");
    }

    #[test]
    fn a_value_is_not_rounded_onto_its_limit() {
        let found = first(QUALITY, "[score]\nquality = 59.999\n+++\n");
        assert_eq!(found.2, "score.quality is 59.999, below 60");
    }

    #[test]
    fn tells_mistakes_in_options() {
        let told = |options: &str| problems(&Score, options).remove(0);
        let pair = |at: &str, message: &str| (at.to_owned(), message.to_owned());
        assert_eq!(
            told("[thresholds.wrods]\nmin = 1"),
            pair("wrods", "unknown metric 'wrods'; did you mean 'words'?")
        );
        assert_eq!(
            told("[thresholds.'score.quality']\nmin = 1").1,
            "unknown metric 'score.quality'; a meta value is named 'meta.score.quality'"
        );
        assert_eq!(
            told("[thresholds.similarty]\nmax = 1").1,
            "unknown metric 'similarty'; did you mean 'similarity'?"
        );
        assert_eq!(told("[thresholds.words]").1, "'words' needs 'min' or 'max'");
        assert_eq!(
            told("[thresholds.words]\nmin = 2\nmax = 1"),
            pair("2", "'min' is above 'max'")
        );
        assert_eq!(
            told("[thresholds.words]\nmin = 2\nmx = 1"),
            pair("mx", "unknown key 'mx'; did you mean 'max'?")
        );
        assert_eq!(
            told("[thresholds.words]\nmin = 'two'").1,
            "'min' must be a number, not a string"
        );
        assert_eq!(
            told("thresholds = 3").1,
            "'thresholds' must be a table, not an integer"
        );
        assert_eq!(told("").1, "a 'score' rule needs 'thresholds'");
        assert!(
            told("[thresholds.'meta.a[']\nmin = 1")
                .1
                .contains("is not a meta path")
        );
    }
}
