//! How far the judging of posts is, for whoever looks on or wants it to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Counts files as they are judged, and leaves out those that come after a request to stop.
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

    /// Judges one file; nothing once it is to stop.
    pub(super) fn file<T>(&self, judge: impl FnOnce() -> T) -> Option<T> {
        if self.is_stopped() {
            self.skipped.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let judged = judge();
        self.judged.fetch_add(1, Ordering::Relaxed);
        Some(judged)
    }
}
