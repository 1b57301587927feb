//! Containers, read piece by piece, and their records, read by their place.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::{ContentFault, ReadFault, decode_part, looks_like, open_regular};
use crate::source::{Container, Record, Stamp};

/// Bytes of a piece. However large a container is, one of them is held.
const PIECE: usize = 1 << 20;

/// A container that is read from its beginning to its end.
pub struct Pieces {
    from: From,
    /// Whether the first piece was given.
    is_begun: bool,
}

enum From {
    File(File, Vec<u8>),
    Memory(Arc<[u8]>),
}

impl Pieces {
    /// Opens the file at `path`; the error is the reason why it can not be read.
    pub fn open(path: &Path) -> Result<(Self, Container), String> {
        let (file, about) = open_regular(path)?;
        let container = Container::File(path.into(), Stamp::of(&about));
        Ok((Self::new(From::File(file, Vec::new())), container))
    }

    /// Bytes that are in memory, given as one piece.
    pub fn of_memory(bytes: Arc<[u8]>) -> Self {
        Self::new(From::Memory(bytes))
    }

    fn new(from: From) -> Self {
        Self {
            from,
            is_begun: false,
        }
    }

    /// The next piece; an empty one at the end.
    pub fn read(&mut self) -> Result<&[u8], ReadFault> {
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        let piece = match &mut self.from {
            From::Memory(bytes) if is_first => &**bytes,
            From::Memory(_) => &[],
            From::File(file, buffer) => {
                buffer.clear();
                let read = file.take(PIECE as u64).read_to_end(buffer);
                read.map_err(|error| ReadFault::Environment(error.to_string()))?;
                buffer.as_slice()
            }
        };
        match encoding_fault(piece).filter(|_| is_first) {
            Some(fault) => Err(ReadFault::Content(fault)),
            None => Ok(piece),
        }
    }
}

/// Why a container that starts with these bytes is not read: an encoding of wide characters shows
/// in its byte order mark.
fn encoding_fault(head: &[u8]) -> Option<ContentFault> {
    let is_marked = head.starts_with(&[0xff, 0xfe])
        || head.starts_with(&[0xfe, 0xff])
        || head.starts_with(&[0, 0, 0xfe, 0xff]);
    is_marked.then(|| ContentFault {
        code: "not-utf8",
        message: format!(
            "not valid UTF-8 at byte 0 (looks like {}); file not judged further",
            looks_like(head)
        ),
        span: None,
        help: "save the file as UTF-8",
    })
}

/// Reads a record, unless its container changed since its records were found.
pub fn read_record(record: &Record) -> Result<String, ReadFault> {
    let bytes = bytes_of(record).map_err(ReadFault::Environment)?;
    decode_part(bytes, record.start.offset, "record").map_err(ReadFault::Content)
}

fn bytes_of(record: &Record) -> Result<Vec<u8>, String> {
    let changed = || "it changed while gatepost was running".to_owned();
    let (path, stamp) = match &*record.container {
        Container::Memory(bytes) => {
            let start = usize::try_from(record.start.offset).unwrap_or(usize::MAX);
            let rest = bytes.get(start..).ok_or_else(changed)?;
            return Ok(rest[..rest.len().min(record.len as usize)].to_vec());
        }
        Container::File(path, stamp) => (path, stamp),
    };
    let (mut file, about) = open_regular(path)?;
    if Stamp::of(&about) != *stamp {
        return Err(changed());
    }
    let mut bytes = vec![0; record.len as usize];
    let read = file.seek(SeekFrom::Start(record.start.offset));
    let read = read.and_then(|_| file.read_exact(&mut bytes));
    read.map_err(|error| error.to_string())?;
    Ok(bytes)
}
