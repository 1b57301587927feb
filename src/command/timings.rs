//! `check --timings`: where the time of a run went.
//!
//! The stages of a run follow one another, so that their times on the clock add up to the run. What
//! the threads do within a stage is interleaved post by post and is not taken apart: posts that are
//! judged while others are still looked for count for the stage that looks for them.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time of each stage, in the order in which they ended.
#[derive(Default)]
pub(super) struct Timings {
    stages: Mutex<Vec<(&'static str, Duration)>>,
}

impl Timings {
    /// Does the work of a stage.
    pub(super) fn during<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.push((stage, began.elapsed()));
        done
    }

    /// A line for each stage, and one for all.
    pub(super) fn lines(&self) -> Vec<String> {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let total = stages.iter().map(|(_, time)| *time).sum();
        let all = stages.iter().copied().chain([("all", total)]);
        all.map(|(stage, time)| format!("{:>10.1} ms  {stage}", time.as_secs_f64() * 1000.0))
            .collect()
    }
}
