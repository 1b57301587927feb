//! How far a long run is, on the last line of a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::check::is_pre_commit;
use crate::check::Progress;
use crate::cli::CheckArgs;
use crate::text::{counted, grouped_digits};

/// Runs that take less say nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a line stands.
const STEP: Duration = Duration::from_millis(100);
/// Goes to the start of the line and erases it.
const ERASE: &str = "\r\u{1b}[K";

/// Shows progress on standard error if a person looks at it.
pub(super) struct Meter<'a> {
    progress: &'a Progress,
    total: usize,
    is_wanted: bool,
}

impl<'a> Meter<'a> {
    /// A meter for `total` posts.
    pub(super) fn of(args: &CheckArgs, progress: &'a Progress, total: usize) -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            progress,
            total,
            is_wanted: io::stderr().is_terminal() && !args.quiet && !is_dumb && !is_pre_commit(),
        }
    }

    /// Does some work, with progress shown until it is done.
    pub(super) fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        if !self.is_wanted {
            return work();
        }
        let (working, is_working) = channel::<()>();
        thread::scope(|scope| {
            let show = move || self.show(&is_working);
            // Without a thread to show it the work is done all the same.
            let _ = thread::Builder::new().spawn_scoped(scope, show);
            let done = work();
            drop(working);
            done
        })
    }

    /// Shows progress until the other end of the channel is gone. A standard error that can not be
    /// written to has nobody to tell.
    fn show(&self, is_working: &Receiver<()>) {
        let began = Instant::now();
        let before = self.progress.judged();
        let mut wait = PATIENCE;
        while is_working.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = STEP;
            let line = line(before, self.progress.judged(), self.total, began.elapsed());
            let _ = write!(io::stderr(), "{ERASE}{line}");
        }
        if wait == STEP {
            let _ = write!(io::stderr(), "{ERASE}");
        }
    }
}

/// `1,234 of 100,000 posts, 600 a second, 165 s left`, of which some were judged `before`.
fn line(before: usize, judged: usize, total: usize, elapsed: Duration) -> String {
    let posts = counted(total, "post");
    let milliseconds = usize::try_from(elapsed.as_millis()).unwrap_or(usize::MAX);
    let rate = judged.saturating_sub(before).saturating_mul(1000) / milliseconds.max(1);
    let mut line = format!("{} of {posts}", grouped_digits(judged));
    if rate > 0 {
        let left = total.saturating_sub(judged).div_ceil(rate);
        line.push_str(&format!(
            ", {} a second, {} s left",
            grouped_digits(rate),
            grouped_digits(left)
        ));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_how_many_how_fast_and_how_long() {
        let told = line(0, 1200, 100_000, Duration::from_secs(2));
        assert_eq!(told, "1,200 of 100,000 posts, 600 a second, 165 s left");
        let told = line(1000, 1200, 100_000, Duration::from_secs(2));
        assert_eq!(told, "1,200 of 100,000 posts, 100 a second, 988 s left");
        assert_eq!(line(0, 0, 1, Duration::ZERO), "0 of 1 post");
    }
}
