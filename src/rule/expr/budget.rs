//! A bound on what one evaluation may cost.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};

use cel::ExecutionError;
use cel::common::types::Type;
use cel::common::value::{StaticVal, Val};

/// What is left of the steps of one evaluation. It travels through the lowered tree as a value,
/// so that loops and functions that build texts can be charged.
#[derive(Debug)]
pub(super) struct Budget(AtomicU64);

/// Steps of one evaluation: nodes visited in loops, values converted, pieces of text built.
pub(crate) const STEPS: u64 = 1_000_000;
/// Bytes of text that cost one step.
const BYTES_A_STEP: usize = 16;

static BUDGET: Type = Type::new_unspecified_type("budget");

impl Budget {
    /// A whole one.
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(STEPS))
    }

    /// Takes `steps`; `false` when they are not there.
    pub(super) fn take(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(steps)
            });
        if taken.is_err() {
            self.0.store(0, Ordering::Relaxed);
        }
        taken.is_ok()
    }

    /// Whether more was asked for than there was.
    pub(super) fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    /// Takes the steps of a text of `bytes`.
    pub(super) fn take_text(&self, bytes: usize) -> bool {
        self.take(1 + bytes / BYTES_A_STEP)
    }
}

/// The error of an evaluation whose budget is spent.
pub(super) fn spent() -> ExecutionError {
    ExecutionError::function_error("evaluation", "takes too long")
}

impl Val for Budget {
    fn get_type(&self) -> &Type {
        &BUDGET
    }

    fn cel_type() -> &'static Type {
        &BUDGET
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(Self(AtomicU64::new(self.0.load(Ordering::Relaxed))))
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Budget {}
