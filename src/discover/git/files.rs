//! The files that differ from a commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::program::{Git, Running};
use crate::discover::path_of_bytes;
use crate::error::Result;

/// The arguments of a diff against a commit; `is_staged` takes the index in place of the work
/// tree. A renamed file is a new one, so that the answer depends on no measure of likeness.
pub(super) fn diff<'a>(how: &[&'a str], base: &'a str, is_staged: bool) -> Vec<&'a str> {
    let mut args = vec!["diff"];
    args.extend_from_slice(how);
    args.extend(["--no-renames", "--no-ext-diff", "--no-textconv"]);
    args.extend(["--no-color", "--ignore-submodules=all"]);
    args.extend(is_staged.then_some("--cached"));
    args.extend([base, "--"]);
    args
}

/// git, looking for the files that are new or changed.
pub(super) struct Comparing<'a> {
    diff: Running<'a>,
    /// The listing of files that git does not know yet.
    untracked: Option<Running<'a>>,
}

impl<'a> Comparing<'a> {
    /// Starts to compare the index or the work tree with `base`.
    pub(super) fn start(git: &'a Git, base: &str, is_staged: bool) -> Result<Self> {
        let listing = ["ls-files", "-z", "--others", "--exclude-standard"];
        let listing = [&listing[..], &["--full-name", "--", ":/"]].concat();
        let diff = diff(&["--raw", "-z", "--no-abbrev"], base, is_staged);
        Ok(Self {
            diff: git.start(&diff)?,
            untracked: (!is_staged).then(|| git.start(&listing)).transpose()?,
        })
    }

    /// The files that are new or changed. Files that are gone are not among them.
    pub(super) fn finish(self, top: &Path) -> Result<HashSet<PathBuf>> {
        let raw = self.diff.finish()?;
        let mut changed: HashSet<PathBuf> = records(&raw)
            .filter(Record::is_change)
            .map(|record| top.join(path_of_bytes(record.path)))
            .collect();
        if let Some(untracked) = self.untracked {
            let untracked = untracked.finish()?;
            let names = untracked.split(|byte| *byte == 0);
            // A repository within the repository is named with a slash at its end.
            let names = names.filter(|name| !name.is_empty() && !name.ends_with(b"/"));
            changed.extend(names.map(|name| top.join(path_of_bytes(name))));
        }
        Ok(changed)
    }
}

/// One line of a raw diff: `:MODE MODE ID ID STATUS`, NUL, path.
pub(super) struct Record<'a> {
    about: &'a [u8],
    pub(super) path: &'a [u8],
}

/// The records of a raw diff without renames.
pub(super) fn records(raw: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut fields = raw.split(|byte| *byte == 0);
    std::iter::from_fn(move || {
        let about = fields.next().filter(|about| about.starts_with(b":"))?;
        let path = fields.next()?;
        Some(Record { about, path })
    })
}

impl Record<'_> {
    /// Whether the file is there, with another text or of another type than before. Another mode
    /// alone is no change.
    fn is_change(&self) -> bool {
        let fields: Vec<&[u8]> = self.about.split(|byte| *byte == b' ').collect();
        let [_, _, before, after, status] = fields[..] else {
            return false;
        };
        status != b"D" && (before != after || status != b"M")
    }

    /// Whether the file was not there before.
    pub(super) fn is_new(&self) -> bool {
        self.about.ends_with(b" A")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_changes_and_passes_over_what_is_gone() {
        let raw = b":100644 100644 aa bb M\0a.md\0:100644 000000 aa 00 D\0b.md\0\
                    :000000 100644 00 cc A\0c\n:d.md\0:100644 100755 aa aa M\0e.md\0";
        let found: Vec<&[u8]> = records(raw)
            .filter(Record::is_change)
            .map(|record| record.path)
            .collect();
        assert_eq!(found, [&b"a.md"[..], b"c\n:d.md"]);
    }
}
