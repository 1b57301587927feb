//! The only reader of posts: bounded, regular files only, never mapped.

mod record;

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::source::{Origin, Span};

pub use crate::source::{Stamp, now};
pub use record::{Pieces, read_record};

/// Why a file is not text that can be judged.
#[derive(Debug)]
pub enum ReadFault {
    /// A fault of its content: a finding.
    Content(ContentFault),
    /// A fault of the environment: exit code 2. The text is the reason alone.
    Environment(String),
}

/// A fault of a file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFault {
    /// The code of the finding.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// What to do.
    pub help: &'static str,
}

/// Reads a file of at most `limit` bytes as UTF-8, and its stamp.
pub fn read_post(path: &Path, limit: u64) -> std::result::Result<(String, Stamp), ReadFault> {
    let environment = |error: io::Error| ReadFault::Environment(error.to_string());
    let (file, about) = open_regular(path).map_err(ReadFault::Environment)?;
    if about.len() > limit {
        return Err(ReadFault::Content(too_large(Some(about.len()), limit)));
    }
    let bytes = read_all(file, about.len(), limit + 1).map_err(environment)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(ReadFault::Content(too_large(Some(size), limit)));
    }
    let text = decode(bytes).map_err(ReadFault::Content)?;
    Ok((text, Stamp::of(&about)))
}

/// Reads at most `most` bytes of a file that is said to have `size`.
fn read_all(mut file: File, size: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0) + 1];
    let read = loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(read);
    // All that it is said to have, and no more where more was asked for: one call tells the end of
    // nearly every file.
    if read as u64 != size {
        let rest = most.saturating_sub(read as u64);
        file.take(rest).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Checks that bytes are text.
pub fn decode(bytes: Vec<u8>) -> std::result::Result<String, ContentFault> {
    decode_part(bytes, 0, "file")
}

/// Checks that the bytes from `offset` of a file on are text; `what` is not judged else.
fn decode_part(
    bytes: Vec<u8>,
    offset: u64,
    what: &str,
) -> std::result::Result<String, ContentFault> {
    let not_text = |at: usize, looks: &str| ContentFault {
        code: "not-utf8",
        message: format!(
            "not valid UTF-8 at byte {} (looks like {looks}); {what} not judged further",
            offset + at as u64
        ),
        span: None,
        help: "save the file as UTF-8",
    };
    match String::from_utf8(bytes) {
        Ok(text) => match memchr::memchr(0, text.as_bytes()) {
            Some(at) => Err(not_text(at, looks_like(text.as_bytes()))),
            None => Ok(text),
        },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Err(not_text(at, looks_like(error.as_bytes())))
        }
    }
}

/// Reads a source again for showing it; the bounds were held when it was judged.
pub fn reload(origin: &Origin) -> Result<Arc<str>> {
    let read = match origin {
        Origin::Memory(text) => return Ok(text.clone()),
        Origin::File(path) => read_post(path, u64::from(u32::MAX)).map(|(text, _)| text),
        Origin::Record(record) => read_record(record),
    };
    match read {
        Ok(text) => Ok(text.into()),
        Err(ReadFault::Environment(reason)) => Err(Error::new(reason)),
        Err(ReadFault::Content(fault)) => Err(Error::new(fault.message)),
    }
}

/// The fault of a file of more than `limit` bytes; how many are not known of a stream.
pub fn too_large(size: Option<u64>, limit: u64) -> ContentFault {
    let size = size.map_or_else(|| "this".to_owned(), human_size);
    ContentFault {
        code: "file-too-large",
        message: format!(
            "{size} is over limits.max-file-size ({}); not read",
            human_size(limit)
        ),
        span: None,
        help: "split the file, or raise limits.max-file-size",
    }
}

/// Opens a file that is to be a regular one; the error is the reason why it can not be read.
fn open_regular(path: &Path) -> std::result::Result<(File, Metadata), String> {
    let irregular = |about: &Metadata| format!("not a regular file ({})", described(about));
    let file = open(path).map_err(|error| match std::fs::metadata(path) {
        // What can not be opened may be no file in the first place.
        Ok(about) if !about.is_file() => irregular(&about),
        _ => error.to_string(),
    })?;
    let about = file.metadata().map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err(irregular(&about));
    }
    Ok((file, about))
}

/// Opens a file for reading, without waiting for a writer that never comes.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(path)
}

/// Opens a file for reading.
#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(unix)]
fn described(about: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = about.file_type();
    if kind.is_fifo() {
        "FIFO"
    } else if kind.is_socket() {
        "socket"
    } else if kind.is_dir() {
        "directory"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn described(about: &Metadata) -> &'static str {
    if about.is_dir() {
        "directory"
    } else {
        "device"
    }
}

/// What bytes that are not UTF-8 text most likely are.
fn looks_like(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(4096)];
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return "UTF-32",
        [0xff, 0xfe, ..] => return "UTF-16LE",
        [0xfe, 0xff, ..] => return "UTF-16BE",
        _ => {}
    }
    let zeros_at = |parity: usize| {
        let bytes = head.iter().skip(parity).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros_at(0), zeros_at(1));
    if odd * 3 > head.len() {
        "UTF-16LE"
    } else if even * 3 > head.len() {
        "UTF-16BE"
    } else if even + odd > 0 {
        "binary data"
    } else {
        "Latin-1"
    }
}

/// `5.0 GiB`, `16 MiB`, `900 bytes`.
fn human_size(bytes: u64) -> String {
    let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (name, size) in units {
        if bytes >= size {
            let tenths = bytes * 10 / size;
            return if tenths.is_multiple_of(10) {
                format!("{} {name}", tenths / 10)
            } else {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            };
        }
    }
    format!("{bytes} bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_not_utf8() {
        let fault = decode(b"caf\xe9".to_vec()).unwrap_err();
        assert_eq!(
            fault.message,
            "not valid UTF-8 at byte 3 (looks like Latin-1); file not judged further"
        );
        let fault = decode(vec![0xff, 0xfe, b'a', 0]).unwrap_err();
        assert!(fault.message.contains("UTF-16LE"));
        let fault = decode(b"a\0b".to_vec()).unwrap_err();
        assert!(fault.message.contains("binary data"));
    }

    #[test]
    fn a_file_is_read_to_its_end_whatever_size_it_is_said_to_have() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "twelve bytes").unwrap();
        for (said, most, read) in [
            (12, 100, "twelve bytes"),
            (0, 100, "twelve bytes"),
            (5, 100, "twelve bytes"),
            (40, 100, "twelve bytes"),
            (5, 9, "twelve by"),
            (0, 1, "t"),
        ] {
            let file = open(&path).unwrap();
            let bytes = read_all(file, said, most).unwrap();
            assert_eq!(bytes, read.as_bytes(), "{said}, {most}");
        }
    }

    #[test]
    fn says_sizes_as_people_do() {
        assert_eq!(human_size(900), "900 bytes");
        assert_eq!(human_size(16 << 20), "16 MiB");
        assert_eq!(human_size((16 << 20) + 300_000), "16.2 MiB");
    }
}
