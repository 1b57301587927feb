//! What an expression can refer to in a post.

use super::budget::Budget;
use super::section::{Section, section_titled, titles};
use super::value::{Map, Value};
use crate::post::{self, Data, MetaPath, Post};
use crate::rule::{METRICS, MetricInfo, PostContext};
use crate::text::days_since_epoch;

/// Something outside the expression.
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
}

/// The variables by name, without metrics.
pub(super) const VARIABLES: [&str; 7] = [
    "meta", "metrics", "title", "slug", "path", "format", "sections",
];

/// The meta of a post that has none.
static NO_META: post::Map = post::Map {
    entries: Vec::new(),
};

impl Reference {
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

    /// What it is in a post. Most are paths.
    #[inline]
    pub(super) fn value<'a>(
        &'a self,
        cx: &'a PostContext<'_>,
        budget: &mut Budget,
    ) -> Option<Value<'a>> {
        match self {
            Self::Path(path) => known(path, cx.post).map(Value::of),
            _ => self.other_value(cx, budget),
        }
    }

    fn other_value<'a>(
        &'a self,
        cx: &'a PostContext<'_>,
        budget: &mut Budget,
    ) -> Option<Value<'a>> {
        let body = &cx.post.body;
        Some(match self {
            Self::Meta => Value::Map(Map::Read(
                cx.post.meta.as_ref().map_or(&NO_META, |meta| &meta.root),
            )),
            Self::Path(path) => Value::of(known(path, cx.post)?),
            Self::HasPath(path) => Value::Boolean(known(path, cx.post).is_some()),
            Self::Metric(metric) => Value::number(cx.metrics().measure(metric)?),
            Self::Title => Value::read(&cx.post.title.as_ref()?.text),
            Self::Slug => Value::read(cx.slug()),
            Self::FilePath => Value::read(cx.path),
            Self::Format => Value::read(cx.format),
            Self::Titles => titles(cx.post),
            Self::Section(title) => {
                let section = Section::titled(body, title)?;
                section.charge(budget)?;
                Value::Map(Map::Section(section))
            }
            Self::HasSection(title) => Value::Boolean(section_titled(body, title).is_some()),
            Self::Today => {
                let today = days_since_epoch(cx.today);
                cx.metrics.holds_until(today);
                Value::Integer(today)
            }
        })
    }
}

/// The value at a path; a key without a value counts as absent.
fn known<'a>(path: &MetaPath, post: &'a Post) -> Option<&'a Data> {
    let data = &post.value(path)?.data;
    (!matches!(data, Data::Null)).then_some(data)
}

/// The metric of that name, `-` and `_` being equal.
pub(super) fn metric_named(name: &str) -> Option<&'static MetricInfo> {
    METRICS.iter().find(|metric| metric.is_named(name))
}
