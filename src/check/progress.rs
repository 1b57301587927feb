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

    /// Whether the next file is to be judged: not once it is to stop.
    pub(super) fn begin(&self) -> bool {
        let is_stopped = self.is_stopped();
        if is_stopped {
            self.skipped.fetch_add(1, Ordering::Relaxed);
        }
        !is_stopped
    }

    /// Some files are judged.
    pub(super) fn end(&self, files: usize) {
        self.judged.fetch_add(files, Ordering::Relaxed);
    }
}
