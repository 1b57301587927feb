//! The contents of objects, from one process for all.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::Stdio;

use super::program::Git;
use crate::error::{Error, Result};

/// Names of objects, of at most 64 digits, that the smallest pipe takes at once.
const ASKED: usize = 50;

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
    let pipes = child.stdin.take().zip(child.stdout.take());
    let answered = pipes.map_or(Ok(Vec::new()), |(input, output)| {
        answers(ids, limit, input, BufReader::with_capacity(1 << 16, output))
    });
    let ended = child.wait();
    answered
        .and_then(|blobs| ended.map(|_| blobs))
        .map_err(|error| Error::new(format!("git cat-file failed: {error}")))
}

/// Asks for some objects at a time, so few that the pipe holds the question: neither side ever
/// waits for the other.
fn answers(
    ids: &[&str],
    limit: u64,
    mut input: impl Write,
    mut output: impl BufRead,
) -> io::Result<Vec<Blob>> {
    let mut blobs = Vec::with_capacity(ids.len());
    for asked in ids.chunks(ASKED) {
        let question: String = asked.iter().flat_map(|id| [*id, "\n"]).collect();
        input.write_all(question.as_bytes())?;
        for _ in asked {
            blobs.push(blob(&mut output, limit)?);
        }
    }
    Ok(blobs)
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
