//! What an expression can refer to in a post.

use super::pattern::Pattern;

use crate::post::MetaPath;
use crate::rule::{METRICS, MetricInfo};

/// Something outside the expression. In the lowered tree it is a variable named `@` and its
/// number, which no author can write.
#[derive(Debug)]
pub(super) enum Reference {
    /// `meta` as a whole.
    Meta,
    /// `meta.a.b[0]`: absent where a key is, or has no value.
    Path(MetaPath),
    /// `has(meta.a.b)`.
    HasPath(MetaPath),
    /// `metrics.words` or `words`.
    Metric(&'static MetricInfo),
    /// `title`.
    Title,
    /// `slug`.
    Slug,
    /// `path`.
    FilePath,
    /// `format`.
    Format,
    /// `sections`: the titles.
    Titles,
    /// `section("title")`.
    Section(String),
    /// `has_section("title")`.
    HasSection(String),
    /// `today()`.
    Today,
    /// The pattern of a `matches`.
    Pattern(Pattern),
    /// What is left of the evaluation's budget.
    Budget,
}

/// The variables by name, without metrics.
pub(super) const VARIABLES: [&str; 7] = [
    "meta", "metrics", "title", "slug", "path", "format", "sections",
];

impl Reference {
    /// The name of the lowered variable number `index`.
    pub(super) fn variable(index: usize) -> String {
        format!("@{index}")
    }

    /// The number behind a lowered variable's name.
    pub(super) fn index(variable: &str) -> Option<usize> {
        variable.strip_prefix('@')?.parse().ok()
    }

    /// The variable of that name that is no map of others.
    pub(super) fn plain(name: &str) -> Option<Self> {
        Some(match name {
            "meta" => Self::Meta,
            "title" => Self::Title,
            "slug" => Self::Slug,
            "path" => Self::FilePath,
            "format" => Self::Format,
            "sections" => Self::Titles,
            _ => Self::Metric(metric_named(name)?),
        })
    }

    /// Whether it can be true or false.
    pub(super) fn may_be_boolean(&self) -> bool {
        matches!(self, Self::Path(_) | Self::HasPath(_) | Self::HasSection(_))
    }

    /// Why nothing was found behind it.
    pub(super) fn absence(&self) -> String {
        match self {
            Self::Path(path) => format!("`{path}` is absent"),
            Self::Metric(metric) => format!("there is no `{}`", metric.name),
            Self::Section(title) => format!("there is no section '{title}'"),
            Self::Title => "there is no title".to_owned(),
            _ => "the evaluation takes too long".to_owned(),
        }
    }
}

/// The metric of that name, `-` and `_` being equal.
pub(super) fn metric_named(name: &str) -> Option<&'static MetricInfo> {
    METRICS.iter().find(|metric| {
        let letters = metric
            .name
            .bytes()
            .map(|b| if b == b'-' { b'_' } else { b });
        letters.eq(name.bytes().map(|b| if b == b'-' { b'_' } else { b }))
    })
}
