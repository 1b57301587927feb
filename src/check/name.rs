//! What posts inside of containers are called.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::discover::Input;
use crate::index::{WrittenFile, WrittenPost};

/// Bytes of an id that names a post; a longer one is no name.
const LONGEST: usize = 200;

/// The name of a post inside of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostName {
    /// The path of the container with the id of the post; with the line of the record where there
    /// is no id, or where an earlier record has the same.
    pub shown: Arc<str>,
    /// The same without the line, which edits elsewhere move.
    pub stable: String,
    /// Whether no other post has that stable name.
    pub is_unique: bool,
}

impl PostName {
    /// The name of the post in a record with these notes; nothing for what is no record.
    pub(super) fn of(input: &Input, notes: WrittenFile<'_>, is_taken: bool) -> Option<Self> {
        let line = input.record()?.start.line;
        let path = &input.shown;
        let id = id_of(notes).unwrap_or_default();
        let mut stable = format!("{path}#{id}");
        let shown = match (id.is_empty(), is_taken) {
            (true, _) => format!("{path}:{line}"),
            (false, true) => format!("{stable}:{line}"),
            (false, false) => stable.clone(),
        };
        if is_taken {
            stable.push('#');
        }
        Some(Self {
            shown: shown.into(),
            stable,
            is_unique: !id.is_empty() && !is_taken,
        })
    }
}

/// The inputs whose id an earlier record of the same container has.
pub(super) fn taken<'a>(
    inputs: &[Input],
    notes: impl Fn(usize) -> WrittenFile<'a>,
) -> FxHashSet<usize> {
    let mut taken = FxHashSet::default();
    let mut seen = FxHashSet::default();
    for (number, input) in inputs.iter().enumerate() {
        match input.ordinal() {
            None => continue,
            Some(0) => seen.clear(),
            Some(_) => {}
        }
        let id = id_of(notes(number));
        if id.is_some_and(|id| !seen.insert(xxh3_64(id.as_bytes()))) {
            taken.insert(number);
        }
    }
    taken
}

fn id_of(notes: WrittenFile<'_>) -> Option<&str> {
    let (_, post) = notes.posts().next()?;
    WrittenPost::id(post).filter(|id| id.len() <= LONGEST)
}

/// Whether an input is a file, or the first record of one.
pub(super) fn begins_file(input: &Input) -> bool {
    input.ordinal().is_none_or(|ordinal| ordinal == 0)
}
