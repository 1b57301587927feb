//! Signals: the first Ctrl-C asks for an end, the second is one; a file that would grow over a limit
//! is an error of its writing.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// The exit code of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// A flag that the first Ctrl-C sets; with the next one the process ends at once. Where it can not
/// be had, the first one ends it.
pub(super) fn requested() -> Arc<AtomicBool> {
    let requested = Arc::new(AtomicBool::new(false));
    // The order matters: the end is looked at before the flag is set.
    let end = flag::register_conditional_shutdown(SIGINT, INTERRUPTED, requested.clone());
    if end.is_ok() {
        let _ = flag::register(SIGINT, requested.clone());
    }
    requested
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
