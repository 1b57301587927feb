//! A bound on what one evaluation may cost.

/// What is left of the steps of one evaluation.
#[derive(Debug)]
pub(super) struct Budget(u64);

/// Steps of one evaluation: nodes visited, values compared, pieces of text read or built.
pub(crate) const STEPS: u64 = 1_000_000;
/// Bytes of text that cost one step.
const BYTES_A_STEP: usize = 16;

impl Budget {
    /// A whole one.
    pub(super) fn new() -> Self {
        Self(STEPS)
    }

    /// Takes `steps`; `None` when they are not there.
    pub(super) fn take(&mut self, steps: usize) -> Option<()> {
        let left = u64::try_from(steps)
            .ok()
            .and_then(|steps| self.0.checked_sub(steps));
        self.0 = left.unwrap_or(0);
        left.map(|_| ())
    }

    /// Takes the steps of a text of `bytes`.
    pub(super) fn take_text(&mut self, bytes: usize) -> Option<()> {
        self.take(1 + bytes / BYTES_A_STEP)
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.0 == 0
    }
}
