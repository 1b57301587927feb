//! The contents of objects, from one process for all.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, Stdio};

use super::program::Git;
use crate::error::{Error, Result};

/// What an object holds.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::discover) enum Blob {
    /// Its bytes.
    Held(Vec<u8>),
    /// More bytes than were asked for: how many.
    TooLarge(u64),
    /// The object is not in this clone.
    Missing,
}

/// The contents of the objects `ids`, in their order. Text is taken as git holds it: line ends are
/// not converted, which moves no line, and filters are not run, since they are programs.
pub(super) fn fetch(git: &Git, ids: &[&str], limit: u64) -> Result<Vec<Blob>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = git.command(&["cat-file", "--batch"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| git.not_started(&error))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let read = std::thread::scope(|scope| {
        // Both pipes are served at once, so that neither side waits for the other.
        scope.spawn(|| input.map(|input| ask(input, ids)));
        let mut output = BufReader::with_capacity(1 << 16, output?);
        Some(ids.iter().map(|_| blob(&mut output, limit)).collect())
    });
    let read: io::Result<Vec<Blob>> = read.unwrap_or_else(|| Ok(Vec::new()));
    let ended = child.wait();
    match (read, ended) {
        (Ok(blobs), Ok(_)) => Ok(blobs),
        (Err(error), _) | (_, Err(error)) => {
            Err(Error::new(format!("git cat-file failed: {error}")))
        }
    }
}

/// A git that went away is told by what it did not answer.
fn ask(input: ChildStdin, ids: &[&str]) {
    let mut input = io::BufWriter::new(input);
    let _ = ids
        .iter()
        .try_for_each(|id| writeln!(input, "{id}"))
        .and_then(|()| input.flush());
}

/// Reads one answer: `ID TYPE SIZE`, the bytes and a line break, or `ID missing`.
fn blob(output: &mut impl BufRead, limit: u64) -> io::Result<Blob> {
    let mut header = String::new();
    if output.read_line(&mut header)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let fields: Vec<&str> = header.trim_end().split(' ').collect();
    let [_, _, size] = fields[..] else {
        return Ok(Blob::Missing);
    };
    let size: u64 = size.parse().map_err(io::Error::other)?;
    let mut content = output.by_ref().take(size + 1);
    if size > limit {
        io::copy(&mut content, &mut io::sink())?;
        return Ok(Blob::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    content.read_to_end(&mut bytes)?;
    if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Blob::Held(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_there_what_is_not_and_what_is_too_large() {
        let mut output =
            &b"aa blob 3\na\n\n\nbb missing\ncc blob 9\n123456789\ndd blob 0\n\nee"[..];
        let mut next = || blob(&mut output, 5).ok();
        assert_eq!(next(), Some(Blob::Held(b"a\n\n".to_vec())));
        assert_eq!(next(), Some(Blob::Missing));
        assert_eq!(next(), Some(Blob::TooLarge(9)));
        assert_eq!(next(), Some(Blob::Held(Vec::new())));
        assert_eq!(next(), Some(Blob::Missing));
        assert_eq!(next(), None);
    }
}
