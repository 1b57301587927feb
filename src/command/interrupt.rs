//! Ctrl-C: the first asks for an end, the second is one.

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
