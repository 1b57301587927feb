//! Signals: the first Ctrl-C or SIGTERM asks for an end, the second is one; a file that would grow
//! over a limit is an error of its writing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

use super::Status;

/// The signals, and the exit codes of a program that they end.
const SIGNALS: [(i32, i32); 2] = [(SIGINT, 130), (SIGTERM, 143)];

/// Whether the run is asked to end.
#[derive(Default)]
pub(super) struct Interrupt {
    requested: Arc<AtomicBool>,
    /// The last signal.
    signal: Arc<AtomicUsize>,
    is_heeded: OnceLock<()>,
    /// What ends the process on a second signal.
    ends: Mutex<Vec<SigId>>,
}

impl Interrupt {
    /// From now on the first signal is a request. Until then, and where this can not be had, it
    /// ends the process: a run that waits for standard input can not look at a flag.
    pub(super) fn heed(&self) {
        self.is_heeded.get_or_init(|| {
            // The order matters: the end is looked at before the request is made.
            self.allow_end();
            for (signal, _) in SIGNALS {
                let number = usize::try_from(signal).unwrap_or_default();
                let _ = flag::register_usize(signal, self.signal.clone(), number);
                let _ = flag::register(signal, self.requested.clone());
            }
        });
    }

    /// Does what must not be cut off: meanwhile a second signal asks as the first one did.
    pub(super) fn hold<T>(&self, work: impl FnOnce() -> T) -> T {
        if let Ok(mut ends) = self.ends.lock() {
            for end in ends.drain(..) {
                low_level::unregister(end);
            }
        }
        let done = work();
        // What was asked for meanwhile is about to be done.
        if !self.requested.load(Ordering::Relaxed) {
            self.allow_end();
        }
        done
    }

    /// The flag that the first signal sets.
    pub(super) fn flag(&self) -> &Arc<AtomicBool> {
        &self.requested
    }

    /// `status`, with the signal told apart if it was one that ended the run.
    pub(super) fn told(&self, status: Status) -> Status {
        let is_term = i32::try_from(self.signal.load(Ordering::Relaxed)) == Ok(SIGTERM);
        match status {
            Status::Interrupted if is_term => Status::Terminated,
            status => status,
        }
    }

    fn allow_end(&self) {
        let Ok(mut ends) = self.ends.lock() else {
            return;
        };
        for (signal, code) in SIGNALS {
            let end = flag::register_conditional_shutdown(signal, code, self.requested.clone());
            ends.extend(end);
        }
    }
}

/// Makes a limit on the size of files an error for whoever writes, as a full disk is: what is left
/// unattended ends the process half-way. Where it can not be had, the process ends so.
#[cfg(unix)]
pub(super) fn outlive_size_limits() {
    let _ = flag::register(libc::SIGXFSZ, Arc::default());
}

/// There is no such signal here.
#[cfg(not(unix))]
pub(super) fn outlive_size_limits() {}
