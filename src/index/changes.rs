//! What changed since an index was written, in a small file beside it: an edit of one post does
//! not cost writing all that is known of the others.
//!
//! The file says which index it belongs to, and is replaced as a whole. A lost, damaged or foreign
//! one costs judging the changed posts again.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::Day;
use super::entry::{FILE, FileEntry};
use super::folder::prepare;
use super::pages::{number_of, spoiled};
use crate::read::{Stamp, open};
use crate::rule::{read_number, write_number};
use crate::write::{Temporary, folder_of};

/// Tells that a file holds changes; of the family of indexes.
const MAGIC: u64 = u64::from_le_bytes(*b"gatepstc");
/// Numbers before the changes: what the file is, the index that it belongs to, the day it was
/// written, the last day on which all notes hold, the size of the rest and its checksum.
const HEAD: usize = 6 * 8;
/// The most bytes that are read: an index is written anew long before.
const MOST: u64 = 256 << 20;

/// The files of an index that changed since it was written, and what corpus rules found then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// By the number of the file.
    pub files: BTreeMap<u32, ChangedFile>,
    /// By the number of the post: what corpus rules find in it now; nothing where they were not
    /// asked.
    pub found: BTreeMap<u32, Option<Box<[u8]>>>,
}

/// A file that changed, with as many posts as it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its stamp when it was read.
    pub stamp: Stamp,
    /// Whether the stamp alone shows that the file did not change.
    pub is_firm: bool,
    /// The hash of its content.
    pub hash: u128,
    /// The last day on which its notes hold.
    pub until: Day,
    /// Its written notes.
    pub notes: Box<[u8]>,
}

/// What the changes of an index say of it as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The index.
    pub(super) of: u64,
    /// The day they were written.
    pub(super) day: Day,
    /// The last day on which all notes hold.
    pub(super) until: Day,
}

/// Where the changes of the index at `path` are.
pub fn changes_path(path: &Path) -> PathBuf {
    path.with_extension("changes")
}

impl Changes {
    /// Reads the changes of an index; none if there are none that belong to it.
    pub(super) fn read(path: &Path, of: u64) -> io::Result<Option<(Frame, Self)>> {
        let file = match open(&changes_path(path)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let about = file.metadata()?;
        if !about.is_file() || about.len() > MOST {
            return Err(spoiled());
        }
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes)?;
        let (head, rest) = bytes.split_at_checked(HEAD).ok_or_else(spoiled)?;
        let numbers: Vec<u64> = head.chunks_exact(8).map(number_of).collect();
        let is_whole = numbers[4] == rest.len() as u64 && numbers[5] == check(&head[..40], rest);
        if numbers[0] != MAGIC || !is_whole {
            return Err(spoiled());
        }
        let day = |number: u64| Day::since_epoch(i64::try_from(number).unwrap_or(0));
        let frame = Frame {
            of: numbers[1],
            day: day(numbers[2]),
            until: day(numbers[3]),
        };
        if frame.of != of {
            return Ok(None);
        }
        Ok(Some((frame, Self::from_bytes(rest).ok_or_else(spoiled)?)))
    }

    /// Writes the changes beside the index at `path`.
    pub(super) fn write(&self, path: &Path, frame: Frame) -> io::Result<()> {
        let rest = self.to_bytes();
        let numbers = [
            MAGIC,
            frame.of,
            u64::from(frame.day.0),
            u64::from(frame.until.0),
            rest.len() as u64,
        ];
        let mut head: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        head.extend(check(&head, &rest).to_le_bytes());
        let path = changes_path(path);
        prepare(folder_of(&path))?;
        let (temporary, mut file) = Temporary::beside(&path)?;
        file.write_all(&head)?;
        file.write_all(&rest)?;
        file.sync_data()?;
        drop(file);
        temporary.replace(&path)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_number(self.files.len() as u64, &mut out);
        for (file, changed) in &self.files {
            write_number(u64::from(*file), &mut out);
            out.extend(changed.entry(FileEntry::default()).to_bytes());
            write_bytes(&changed.notes, &mut out);
        }
        for (post, found) in &self.found {
            write_number(u64::from(*post) << 1 | u64::from(found.is_some()), &mut out);
            if let Some(found) = found {
                write_bytes(found, &mut out);
            }
        }
        out
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut changes = Self::default();
        for _ in 0..read_number(&mut rest)? {
            let file = u32::try_from(read_number(&mut rest)?).ok()?;
            let (entry, behind) = rest.split_at_checked(FILE)?;
            rest = behind;
            let entry = FileEntry::from_bytes(entry);
            let changed = ChangedFile {
                stamp: entry.stamp,
                is_firm: entry.is_firm,
                hash: entry.hash,
                until: entry.until,
                notes: read_bytes(&mut rest)?.into(),
            };
            changes.files.insert(file, changed);
        }
        while !rest.is_empty() {
            let number = read_number(&mut rest)?;
            let found = match number & 1 {
                0 => None,
                _ => Some(read_bytes(&mut rest)?.into()),
            };
            changes
                .found
                .insert(u32::try_from(number >> 1).ok()?, found);
        }
        Some(changes)
    }
}

impl ChangedFile {
    /// The entry of the file, whose name and first post are as they were.
    pub(super) fn entry(&self, before: FileEntry) -> FileEntry {
        FileEntry {
            stamp: self.stamp,
            is_firm: self.is_firm,
            hash: self.hash,
            until: self.until,
            ..before
        }
    }
}

fn check(head: &[u8], rest: &[u8]) -> u64 {
    xxh3_64(head) ^ xxh3_64(rest).rotate_left(1)
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    write_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn read_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(read_number(rest)?).ok()?;
    let (bytes, behind) = rest.split_at_checked(len)?;
    *rest = behind;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        of: 77,
        day: Day(20_000),
        until: Day::NEVER,
    };

    fn changes() -> Changes {
        let file = ChangedFile {
            stamp: Stamp {
                size: 9,
                modified: 1 << 60,
                changed: 3,
                inode: 4,
            },
            is_firm: true,
            hash: u128::MAX - 5,
            until: Day(20_001),
            notes: [1, 2, 3].into(),
        };
        let still = ChangedFile {
            is_firm: false,
            notes: [].into(),
            ..file.clone()
        };
        Changes {
            files: [(3, file), (900_000, still)].into(),
            found: [(3, Some([7; 300].into())), (4, None), (5, Some([].into()))].into(),
        }
    }

    #[test]
    fn changes_survive_writing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index-1");
        assert!(Changes::read(&path, 77).unwrap().is_none());
        changes().write(&path, FRAME).unwrap();
        let (frame, read) = Changes::read(&path, 77).unwrap().unwrap();
        assert_eq!((frame.day, frame.until), (FRAME.day, FRAME.until));
        assert_eq!(read, changes());
        assert!(
            Changes::read(&path, 78).unwrap().is_none(),
            "of another index"
        );
    }

    #[test]
    fn every_damaged_byte_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index-1");
        changes().write(&path, FRAME).unwrap();
        let whole = std::fs::read(changes_path(&path)).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            for bytes in [&damaged[..], &whole[..at]] {
                std::fs::write(changes_path(&path), bytes).unwrap();
                assert!(Changes::read(&path, 77).is_err(), "byte {at}");
            }
        }
    }
}
