//! The numbers of a post, by name.

mod measured;

pub use measured::{MetricCache, Metrics};

use crate::post::BlockKind;
use measured::{age_days, count, lexical_diversity};

/// A metric that rules can name.
#[derive(Debug, Clone, Copy)]
pub struct MetricInfo {
    /// Its name.
    pub name: &'static str,
    /// What it measures, with its formula.
    pub doc: &'static str,
    /// How it is measured; `None` where the whole corpus is needed.
    measure: Option<fn(&Metrics<'_>) -> Option<f64>>,
}

impl MetricInfo {
    /// Whether an expression means it by that name, in which `-` and `_` are equal.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        let folded = |b: u8| if b == b'-' { b'_' } else { b };
        self.name.bytes().map(folded).eq(name.bytes().map(folded))
    }
}

/// Every metric of a post alone.
pub static METRICS: &[MetricInfo] = &[
    alone(
        "words",
        "words of headings, paragraphs, list items and quotes, without code; `don't` is one",
        |of| Some(count(of.words())),
    ),
    alone(
        "sentences",
        "sentences of paragraphs, list items and quotes; each such block ends one",
        |of| Some(count(of.sentences())),
    ),
    alone("paragraphs", "paragraphs outside lists and quotes", |of| {
        Some(of.count_blocks(|kind| *kind == BlockKind::Paragraph))
    }),
    alone(
        "headings",
        "headings of any level, the title included",
        |of| Some(of.count_blocks(|kind| matches!(kind, BlockKind::Heading(_)))),
    ),
    alone(
        "sections",
        "headings of any level without the title",
        |of| Some(count(of.sections())),
    ),
    alone("images", "images", |of| {
        Some(count(of.post().body.images.len()))
    }),
    alone("links", "links", |of| {
        Some(count(of.post().body.links.len()))
    }),
    alone("code-blocks", "blocks of code", |of| {
        Some(of.count_blocks(|kind| matches!(kind, BlockKind::Code { .. })))
    }),
    alone("list-items", "list items of any depth", |of| {
        Some(of.count_blocks(|kind| matches!(kind, BlockKind::ListItem { .. })))
    }),
    alone(
        "reading-time",
        "minutes to read the words: words / 200, rounded up",
        |of| Some((count(of.words()) / WORDS_A_MINUTE).ceil()),
    ),
    alone(
        "sentence-words",
        "words in a sentence on average: words / sentences of paragraphs, list items and quotes",
        |of| of.counts().sentence_words(),
    ),
    alone(
        "flesch",
        "Flesch reading ease: 206.835 - 1.015 words/sentences - 84.6 syllables/words",
        |of| of.counts().flesch(),
    ),
    alone(
        "flesch-kincaid",
        "Flesch-Kincaid grade: 0.39 words/sentences + 11.8 syllables/words - 15.59",
        |of| of.counts().flesch_kincaid(),
    ),
    alone(
        "gunning-fog",
        "Gunning fog index: 0.4 (words/sentences + 100 complex/words), where complex words have \
         three or more syllables without -es, -ed and -ing",
        |of| of.counts().gunning_fog(),
    ),
    alone(
        "coleman-liau",
        "Coleman-Liau index: 5.88 letters/words - 29.6 sentences/words - 15.8",
        |of| of.counts().coleman_liau(),
    ),
    alone(
        "smog",
        "SMOG grade: 1.043 sqrt(30 long/sentences) + 3.1291, where long words have three or more \
         syllables",
        |of| of.counts().smog(),
    ),
    alone(
        "ari",
        "automated readability index: 4.71 letters/words + 0.5 words/sentences - 21.43",
        |of| of.counts().ari(),
    ),
    alone(
        "lexical-diversity",
        "distinct words / words, whatever their case, from 0 to 1",
        lexical_diversity,
    ),
    alone(
        "age-days",
        "days from the newest of meta `updated`, `lastmod`, `last_reviewed`, \
         `revision.last_reviewed` and `date` to the day of the run",
        age_days,
    ),
];

/// The metrics that need the whole corpus: rules of their kinds measure them.
pub static CORPUS_METRICS: &[MetricInfo] = &[
    of_corpus(
        "boilerplate-ratio",
        "words in sentences or paragraphs that are boilerplate / words in all of them, as the first \
         rule of kind `boilerplate` counts them, from 0 to 1",
    ),
    of_corpus(
        "similarity",
        "similarity to the closest other post, as the first rule of kind `near-duplicate` counts \
         it, from its `threshold` to 1; 0 where no post is as similar",
    ),
];

/// The metric of a post alone of that name.
pub fn metric_named(name: &str) -> Option<MetricInfo> {
    METRICS.iter().copied().find(|metric| metric.name == name)
}

const WORDS_A_MINUTE: f64 = 200.0;

const fn alone(
    name: &'static str,
    doc: &'static str,
    measure: fn(&Metrics<'_>) -> Option<f64>,
) -> MetricInfo {
    MetricInfo {
        name,
        doc,
        measure: Some(measure),
    }
}

const fn of_corpus(name: &'static str, doc: &'static str) -> MetricInfo {
    MetricInfo {
        name,
        doc,
        measure: None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::post::fixture;

    fn measured(source: &str, name: &str) -> Option<f64> {
        let post = fixture::post(source);
        Metrics::of(&post, date(2024, 3, 1), &MetricCache::default()).get(name)
    }

    const POST: &str = "# A plan\n\nKeep it small. Don't\nwait!\n\n## Steps\n\n- one step\n- another step\n\n```sh\nls -la all of it\n```\n\n> Said someone. … \n\n![a cat](cat.png)\n";

    #[test]
    fn counts_what_stands_in_a_post() {
        let wanted = [
            ("words", 14.0),
            ("sentences", 5.0),
            ("paragraphs", 1.0),
            ("headings", 2.0),
            ("sections", 1.0),
            ("images", 1.0),
            ("links", 0.0),
            ("code-blocks", 1.0),
            ("list-items", 2.0),
            ("reading-time", 1.0),
            ("sentence-words", 2.2),
        ];
        for (name, value) in wanted {
            assert_eq!(measured(POST, name), Some(value), "{name}");
        }
    }

    #[test]
    fn cheap_and_whole_counts_agree() {
        let post = fixture::post(POST);
        let cache = MetricCache::default();
        let metrics = Metrics::of(&post, date(2024, 3, 1), &cache);
        assert_eq!(
            metrics.get("sentences"),
            Some(f64::from(metrics.counts().sentences))
        );
    }

    #[test]
    fn reading_time_is_rounded_up() {
        assert_eq!(measured(&"word ".repeat(200), "reading-time"), Some(1.0));
        assert_eq!(measured(&"word ".repeat(201), "reading-time"), Some(2.0));
        assert_eq!(measured("", "reading-time"), Some(0.0));
    }

    #[test]
    fn lexical_diversity_is_a_share_of_distinct_words() {
        assert_eq!(
            measured("one One ONE two\n", "lexical-diversity"),
            Some(0.5)
        );
        assert_eq!(measured("```\ncode\n```\n", "lexical-diversity"), None);
    }

    #[test]
    fn age_is_told_by_the_newest_date() {
        let source = "date = 2023-01-01\nrevision.last-reviewed = 2024-02-28T10:00:00Z\n+++\n";
        assert_eq!(measured(source, "age-days"), Some(2.0));
        assert_eq!(
            measured("date = '2024-03-02'\n+++\n", "age-days"),
            Some(-1.0)
        );
        assert_eq!(measured("date = 'soon'\n+++\n", "age-days"), None);
        assert_eq!(measured("date = '2023-01-010'\n+++\n", "age-days"), None);
        assert_eq!(measured("text\n", "age-days"), None);
    }

    #[test]
    fn no_metric_of_an_empty_post_is_nan() {
        for metric in METRICS {
            let value = measured("", metric.name);
            assert!(value.is_none_or(|value| value == 0.0), "{}", metric.name);
        }
    }

    #[test]
    fn every_metric_has_one_name() {
        let all = METRICS.iter().chain(CORPUS_METRICS);
        let names: FxHashSet<_> = all.clone().map(|metric| metric.name).collect();
        assert_eq!(names.len(), all.count());
        assert_eq!(measured(POST, "similarity"), None);
        assert_eq!(measured(POST, "nothing"), None);
    }
}
