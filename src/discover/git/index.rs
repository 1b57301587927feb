//! What git's index holds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::blobs::{Blob, fetch};
use super::files::records;
use super::program::Git;
use crate::discover::path_of_bytes;
use crate::error::Result;

/// The files that the next commit would hold.
pub(in crate::discover) struct Index {
    git: Git,
    top: PathBuf,
    /// Sorted by name, as git sorts them.
    entries: Vec<Entry>,
}

/// One file of the index.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::discover) struct Entry {
    /// Path below the top folder, with `/`.
    name: Box<[u8]>,
    /// The object that holds its text.
    pub(in crate::discover) id: Box<str>,
    pub(in crate::discover) kind: Kind,
    /// Whether the disk may hold something else.
    pub(in crate::discover) differs: bool,
}

/// What a file of the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discover) enum Kind {
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// One side of a conflict.
    Unmerged,
}

impl Index {
    /// Reads the index, and compares it with the disk by what the system says of each file: no
    /// file is read but those that were written at the moment at which the index was.
    pub(super) fn read(git: &Git, top: &Path) -> Result<Self> {
        let listing = ["ls-files", "-z", "-v", "--stage", "--full-name", "--", ":/"];
        let comparing = [
            "diff-files",
            "-z",
            "--no-renames",
            "--ignore-submodules=all",
        ];
        let compared = git.start(&comparing)?;
        let mut entries: Vec<Entry> = entries(&git.run(&listing)?).collect();
        let compared = compared.finish()?;
        // A file that is only meant to be added stands there as new: it has no staged text yet.
        let differing: HashMap<&[u8], bool> = records(&compared)
            .map(|record| (record.path, record.is_new()))
            .collect();
        entries.retain_mut(|entry| {
            let is_new = differing.get(&*entry.name);
            entry.differs |= is_new.is_some();
            is_new != Some(&true)
        });
        Ok(Self {
            git: git.clone(),
            top: top.to_path_buf(),
            entries,
        })
    }

    /// Every file, sorted by name.
    pub(in crate::discover) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where the file stands on disk.
    pub(in crate::discover) fn path(&self, entry: &Entry) -> PathBuf {
        self.top.join(path_of_bytes(&entry.name))
    }

    /// The entry of an absolute path.
    pub(in crate::discover) fn entry(&self, path: &Path) -> Option<&Entry> {
        let name = name_below(&self.top, path)?;
        let at = self
            .entries
            .binary_search_by(|entry| (*entry.name).cmp(&name));
        self.entries.get(at.ok()?)
    }

    /// Whether an absolute path is that of a file, or of a link.
    pub(in crate::discover) fn holds(&self, path: &Path) -> bool {
        self.entry(path).is_some()
    }

    /// The contents of objects of at most `limit` bytes, in their order.
    pub(in crate::discover) fn blobs(&self, ids: &[&str], limit: u64) -> Result<Vec<Blob>> {
        fetch(&self.git, ids, limit)
    }
}

/// The files of `ls-files -v --stage`: `TAG MODE ID STAGE`, tab, path. Submodules are none.
fn entries(listed: &[u8]) -> impl Iterator<Item = Entry> {
    listed.split(|byte| *byte == 0).filter_map(|line| {
        let tab = memchr::memchr(b'\t', line)?;
        let about = std::str::from_utf8(&line[..tab]).ok()?;
        let mut fields = about.split(' ');
        let (tag, mode) = (fields.next()?, fields.next()?);
        let (id, stage) = (fields.next()?, fields.next()?);
        let kind = match (stage, mode) {
            (_, "160000") => return None,
            ("0", "120000") => Kind::Link,
            ("0", _) => Kind::File,
            _ => Kind::Unmerged,
        };
        Some(Entry {
            name: line[tab + 1..].into(),
            id: id.into(),
            kind,
            // `S`: not checked out. Small: said to be unchanged, which git does not look after.
            differs: tag == "S" || tag.starts_with(|c: char| c.is_ascii_lowercase()),
        })
    })
}

#[cfg(unix)]
fn name_below(top: &Path, path: &Path) -> Option<Vec<u8>> {
    let below = path.strip_prefix(top).ok()?;
    Some(below.as_os_str().as_encoded_bytes().to_vec())
}

#[cfg(not(unix))]
fn name_below(top: &Path, path: &Path) -> Option<Vec<u8>> {
    let below = path.strip_prefix(top).ok()?;
    let name = below.to_string_lossy();
    Some(name.replace(std::path::MAIN_SEPARATOR, "/").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_kinds_of_entries() {
        let listed = b"H 100644 aa 0\ta\n.md\0S 100755 bb 0\tb.md\0H 120000 cc 0\tc.md\0\
                       H 160000 dd 0\tsub\0M 100644 ee 1\td.md\0h 100644 ff 0\te.md\0";
        let found: Vec<_> = entries(listed)
            .map(|entry| (entry.name.to_vec(), entry.kind, entry.differs))
            .collect();
        assert_eq!(
            found,
            [
                (b"a\n.md".to_vec(), Kind::File, false),
                (b"b.md".to_vec(), Kind::File, true),
                (b"c.md".to_vec(), Kind::Link, false),
                (b"d.md".to_vec(), Kind::Unmerged, false),
                (b"e.md".to_vec(), Kind::File, true),
            ]
        );
    }
}
