//! Report files: whole or not there.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Temporary, folder_of};

/// Puts what `write` writes in the place of `file`. It is written beside the file and renamed, so
/// that nobody sees half a report. A device or pipe is written to as it is, and a pipe that nobody
/// reads any more is no fault; nothing else that is no regular file is touched.
pub fn replace(
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let about = match fs::metadata(file) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return write_anew(file, None, write);
        }
        Err(error) => return Err(error),
    };
    if is_stream(&about) {
        let written = fill(open_stream(file)?, write);
        return match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map(drop),
        };
    }
    if !about.is_file() {
        let reason = "not a regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    if about.permissions().readonly() {
        let reason = "the file is read-only";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
    }
    // A link stays, and the file that it leads to is replaced.
    write_anew(&fs::canonicalize(file)?, Some(about.permissions()), write)
}

/// One name for a file, whatever way leads to it and whether it is there yet.
pub fn identity_of(file: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(file) {
        return path;
    }
    match (fs::canonicalize(folder_of(file)), file.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => file.to_owned(),
    }
}

#[cfg(unix)]
fn is_stream(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    about.file_type().is_char_device() || about.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_stream(_: &fs::Metadata) -> bool {
    false
}

/// Opens a device or pipe. A pipe without a reader would be waited for; one that has a reader is
/// held open until the handle that does wait is there, so that the reader sees no end.
#[cfg(unix)]
fn open_stream(file: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    let held = options
        .write(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(file);
    let _held = held.map_err(|error| match error.raw_os_error() {
        Some(libc::ENXIO) => io::Error::new(error.kind(), "nobody reads from it"),
        _ => error,
    })?;
    OpenOptions::new().write(true).open(file)
}

#[cfg(not(unix))]
fn open_stream(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(file)
}

fn write_anew(
    file: &Path,
    permissions: Option<Permissions>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (temporary, handle) = Temporary::beside(file)?;
    if let Some(permissions) = permissions {
        handle.set_permissions(permissions)?;
    }
    fill(handle, write)?.sync_all()?;
    temporary.replace(file)
}

fn fill(handle: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(1 << 16, handle);
    let written = write(&mut out).and_then(|()| out.flush());
    // What is still buffered after a fault is dropped: the writer would try again.
    let (handle, _) = out.into_parts();
    written.map(|()| handle)
}
