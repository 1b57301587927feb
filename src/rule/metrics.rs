//! The numbers of a post, by name.

use crate::post::Post;

/// A metric that rules can name.
#[derive(Debug, Clone, Copy)]
pub struct MetricInfo {
    /// Its name.
    pub name: &'static str,
    /// What it measures, with its formula.
    pub doc: &'static str,
}

/// Every metric of a post alone.
pub static METRICS: &[MetricInfo] = &[];

/// The metrics of one post.
#[derive(Debug, Clone, Default)]
pub struct Metrics {}

impl Metrics {
    /// Measures a post.
    pub fn of(_post: &Post) -> Self {
        Self::default()
    }

    /// The metric of that name; `None` where the post does not have it.
    pub fn get(&self, _name: &str) -> Option<f64> {
        None
    }
}

pub(super) fn slug_of(_post: &Post, path: &str) -> String {
    path.to_owned()
}
