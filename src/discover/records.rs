//! From containers to their records.

use std::sync::Arc;

use super::{Discovered, Input};
use crate::parse::Stretch;
use crate::read::{ContentFault, Pieces, ReadFault, too_large};
use crate::source::{Container, Origin, Record};

/// Puts the records of each container in its place.
pub(super) fn expand(found: &mut Discovered, limit: u64) {
    let files = std::mem::take(&mut found.inputs);
    let (inputs, failures) = in_records(files, limit);
    found.inputs = inputs;
    found.failures.extend(failures);
    found.failures.sort();
}

/// The files with the records of each container in its place, in their order, of which those over
/// `limit` bytes are not read. A container that can not be read is a failure, path and reason; one
/// that is no text at all stays as it is, with the reason.
pub fn in_records(files: Vec<Input>, limit: u64) -> (Vec<Input>, Vec<(String, String)>) {
    let mut failures = Vec::new();
    if !files.iter().any(Input::is_container) {
        return (files, failures);
    }
    let mut inputs = Vec::new();
    for input in files {
        if !input.is_container() || input.fault.is_some() {
            inputs.push(input);
            continue;
        }
        let before = inputs.len();
        match records(&input, limit, &mut inputs) {
            Ok(()) => {}
            Err(ReadFault::Environment(reason)) => {
                inputs.truncate(before);
                failures.push((input.shown.to_string(), reason));
            }
            Err(ReadFault::Content(fault)) => {
                inputs.truncate(before);
                inputs.push(Input {
                    fault: Some(fault.into()),
                    ..input
                });
            }
        }
    }
    inputs.shrink_to_fit();
    (inputs, failures)
}

/// Appends the records of one container.
fn records(input: &Input, limit: u64, inputs: &mut Vec<Input>) -> Result<(), ReadFault> {
    let Some(mut splitter) = input.format.splitter() else {
        return Ok(());
    };
    let (mut pieces, container) = match &input.origin {
        Origin::File(path) => {
            let (pieces, container) = Pieces::open(path).map_err(ReadFault::Environment)?;
            (pieces, Arc::new(container))
        }
        Origin::Record(record) => match &*record.container {
            Container::Memory(bytes) => {
                (Pieces::of_memory(bytes.clone()), record.container.clone())
            }
            Container::File(..) => return Ok(()),
        },
        Origin::Memory(_) => return Ok(()),
    };
    let mut found = Vec::new();
    let mut ordinal = 0;
    loop {
        let piece = pieces.read()?;
        let is_end = piece.is_empty();
        if is_end {
            splitter.finish(&mut found);
        } else {
            splitter.take(piece, &mut found);
        }
        for stretch in found.drain(..) {
            inputs.push(record(input, &container, ordinal, &stretch, limit));
            ordinal += 1;
        }
        if is_end {
            return Ok(());
        }
    }
}

fn record(
    input: &Input,
    container: &Arc<Container>,
    ordinal: u32,
    stretch: &Stretch,
    limit: u64,
) -> Input {
    let broken = stretch.fault.map(|(message, help)| ContentFault {
        code: "meta/unparsable",
        message: message.to_owned(),
        span: None,
        help,
    });
    let is_large = stretch.len > limit;
    let fault = broken.or_else(|| is_large.then(|| too_large(Some(stretch.len), limit)));
    Input {
        path: input.path.clone(),
        shown: input.shown.clone(),
        origin: Origin::Record(Record {
            container: container.clone(),
            ordinal,
            len: u32::try_from(stretch.len).unwrap_or(u32::MAX),
            start: stretch.start,
        }),
        fault: fault.map(Box::new),
        format: input.format,
        is_reported: input.is_reported,
    }
}
