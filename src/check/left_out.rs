//! Records that are no posts, and are not judged.

use crate::discover::Input;
use crate::index::WrittenFile;
use crate::text::counted;

/// How many items of each container are left out, one line each.
pub(super) fn left_out<'a>(
    inputs: &[Input],
    notes: impl Fn(usize) -> WrittenFile<'a>,
) -> Vec<String> {
    let is_left_out = |number: &usize| {
        if inputs[*number].record().is_none() {
            return false;
        }
        let notes = notes(*number);
        notes.posts().next().is_none() && notes.remarks().heads().next().is_none()
    };
    let numbers: Vec<usize> = (0..inputs.len()).filter(is_left_out).collect();
    let containers = numbers.chunk_by(|a, b| inputs[*a].shown == inputs[*b].shown);
    let told = containers.map(|numbers| {
        let items = counted(numbers.len(), "item");
        let path = &inputs[numbers[0]].shown;
        format!("left out {items} of {path} by type and status ([format.wxr])")
    });
    told.collect()
}
