//! Judging files while others are still looked for.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::Run;
use super::post::{FileOutcome, PostChecker};
use crate::discover::Input;
use crate::read::now;
use crate::source::Origin;

/// Files that are handed over together.
const FILES_OF_STEP: usize = 16;
/// Steps that may wait for each thread: files are met much faster than they are judged, and what is
/// done about them when all are met takes a while too.
const STEPS_WAITING: usize = 64;

/// What became of files before all were found.
pub struct Ahead {
    /// When the first was read, or none was yet.
    pub(super) read: u64,
    judged: Vec<(Input, FileOutcome)>,
}

impl Default for Ahead {
    fn default() -> Self {
        Self {
            read: now(),
            judged: Vec::new(),
        }
    }
}

impl Ahead {
    /// The outcomes of inputs, which are sorted by name and path, as far as they are known. One
    /// whose text turned out not to be that of the disk has none.
    pub(super) fn outcomes(self, inputs: &[Input]) -> Vec<Option<FileOutcome>> {
        let mut outcomes: Vec<Option<FileOutcome>> = inputs.iter().map(|_| None).collect();
        for (judged, outcome) in self.judged {
            let at = inputs.partition_point(|input| place(input) < place(&judged));
            let same = inputs.get(at).filter(|input| {
                input.path == judged.path && matches!(input.origin, Origin::File(_))
            });
            if same.is_some() {
                outcomes[at] = Some(outcome);
            }
        }
        outcomes
    }
}

/// Where an input stands among others: names may show alike.
fn place(input: &Input) -> (&[u8], &[u8]) {
    let path = input.path.as_os_str();
    (input.shown.as_bytes(), path.as_encoded_bytes())
}

/// Looks for files with `find`, which tells of each as soon as it is met. The other threads of the
/// current pool judge them meanwhile, each alone, under the configuration of `run`, and leave out
/// what they can not get to. `find` must not wait for work of its own on that pool: this thread
/// would take up the judging.
pub fn note_ahead<T: Send>(
    run: &Run<'_>,
    find: impl FnOnce(&mut dyn FnMut(&Input)) -> T + Send,
) -> (T, Ahead) {
    let checker = PostChecker::new(run, None);
    let ahead = Mutex::new(Ahead::default());
    let is_over = AtomicBool::new(false);
    let others = rayon::current_num_threads() - 1;
    let (met, waiting) = sync_channel::<Vec<Input>>(others * STEPS_WAITING);
    let waiting = Mutex::new(waiting);
    let goes_on = || !is_over.load(Ordering::Relaxed) && !run.progress.is_stopped();
    let next = || {
        let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.recv().ok().filter(|_| goes_on())
    };
    let judge = || {
        while let Some(inputs) = next() {
            let mut outcomes: Vec<_> = inputs.iter().map(|_| None).collect();
            let before = vec![None; inputs.len()];
            checker.files(&inputs, &before, &mut outcomes, goes_on);
            let known = inputs.into_iter().zip(outcomes);
            let known = known.filter_map(|(input, outcome)| Some((input, outcome?)));
            let mut ahead = ahead.lock().unwrap_or_else(PoisonError::into_inner);
            ahead.judged.extend(known);
        }
    };
    let found = rayon::scope(|scope| {
        for _ in 0..others {
            scope.spawn(|_| judge());
        }
        // Those who wait go on once this end is gone, whatever ended it.
        let met = met;
        let mut step = Vec::new();
        let found = find(&mut |input| {
            if step.len() < FILES_OF_STEP && !input.is_container() {
                step.push(input.clone());
            }
            if step.len() == FILES_OF_STEP
                && let Err(TrySendError::Full(same)) = met.try_send(mem::take(&mut step))
            {
                step = same;
            }
        });
        is_over.store(true, Ordering::Relaxed);
        found
    });
    let ahead = ahead.into_inner().unwrap_or_else(PoisonError::into_inner);
    (found, ahead)
}
