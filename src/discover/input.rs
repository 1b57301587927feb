//! What a run reads: files, and the records of containers.

use std::path::Path;
use std::sync::Arc;

use crate::parse::InputFormat;
use crate::read::{ContentFault, decode};
use crate::source::{Container, Origin, Position, Record};

/// One file of the corpus, or one record of a file. There may be millions: what records of a
/// container have in common they share.
#[derive(Clone)]
pub struct Input {
    /// Absolute path; for standard input the path it is said to have.
    pub path: Arc<Path>,
    /// Path as users know it.
    pub shown: Arc<str>,
    /// Where its text is.
    pub origin: Origin,
    /// Why there is no text, where that is known already: standard input that is not UTF-8.
    pub fault: Option<Box<ContentFault>>,
    /// How it is read.
    pub format: &'static dyn InputFormat,
    /// Whether findings about it are wanted.
    pub is_reported: bool,
}

impl Input {
    /// A file on disk.
    pub fn of_file(
        path: impl Into<Arc<Path>>,
        shown: impl Into<Arc<str>>,
        format: &'static dyn InputFormat,
    ) -> Self {
        let path = path.into();
        Self {
            origin: Origin::File(path.clone()),
            path,
            shown: shown.into(),
            fault: None,
            format,
            is_reported: true,
        }
    }

    /// The same with its text in memory, or why it has none.
    pub fn with_bytes(self, bytes: Result<Arc<[u8]>, ContentFault>) -> Self {
        let (origin, fault) = match bytes {
            Ok(bytes) if self.is_container() => (of_memory(bytes), None),
            Ok(bytes) => match decode(bytes.to_vec()) {
                Ok(text) => (Origin::Memory(text.into()), None),
                Err(fault) => (Origin::Memory("".into()), Some(fault.into())),
            },
            Err(fault) => (Origin::Memory("".into()), Some(fault.into())),
        };
        Self {
            origin,
            fault,
            ..self
        }
    }

    /// Whether it is a file of many records, or one of these.
    pub fn is_container(&self) -> bool {
        self.format.splitter().is_some()
    }

    /// The record that it is.
    pub fn record(&self) -> Option<&Record> {
        match &self.origin {
            Origin::Record(record) => Some(record),
            Origin::File(_) | Origin::Memory(_) => None,
        }
    }

    /// Its number among the records of its file.
    pub fn ordinal(&self) -> Option<u32> {
        self.record().map(|record| record.ordinal)
    }
}

/// All of a container in memory, until it is taken apart.
fn of_memory(bytes: Arc<[u8]>) -> Origin {
    Origin::Record(Record {
        len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        container: Container::Memory(bytes).into(),
        ordinal: 0,
        start: Position::START,
    })
}
