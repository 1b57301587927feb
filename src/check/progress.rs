//! How far the judging of posts is, for whoever looks on or wants it to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Counts files as they are judged, and those that are left out after a request to stop.
#[derive(Debug, Default)]
pub struct Progress {
    judged: AtomicUsize,
    skipped: AtomicUsize,
    stop: Arc<AtomicBool>,
}

impl Progress {
    /// Progress that ends once `stop` is set.
    pub fn until(stop: Arc<AtomicBool>) -> Self {
        Self {
            stop,
            ..Self::default()
        }
    }

    /// How many files were judged.
    pub fn judged(&self) -> usize {
        self.judged.load(Ordering::Relaxed)
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether files were left out.
    pub fn is_partial(&self) -> bool {
        self.skipped.load(Ordering::Relaxed) > 0
    }

    /// Some files are left out.
    pub(super) fn skip(&self, files: usize) {
        self.skipped.fetch_add(files, Ordering::Relaxed);
    }

    /// Some files are judged.
    pub(super) fn end(&self, files: usize) {
        self.judged.fetch_add(files, Ordering::Relaxed);
    }
}
