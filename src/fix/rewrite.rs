//! A post's file with another text.

use std::fs::{self, File, Metadata};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::read::Stamp;
use crate::write::{Temporary, folder_of, leaves};

/// A file that is to have another text.
#[derive(Debug, Clone, Copy)]
pub struct Rewrite<'a> {
    /// The file, or a link to it.
    pub path: &'a Path,
    /// The folder that no link may lead out of.
    pub root: &'a Path,
    /// What the file system said of the file when it was read.
    pub read: Stamp,
    /// The new text.
    pub text: &'a str,
}

impl Rewrite<'_> {
    /// Writes it, or tells why not; then the file is as it was.
    ///
    /// The new text is on the disk before it takes the place of the old one, with the rights and
    /// the owner of that. Between the last look at the old file and its end a change by somebody
    /// else can not be seen; that is the time of one call.
    pub fn write(&self) -> Result<(), String> {
        let reason = |error: std::io::Error| error.to_string();
        let file = self.target()?;
        let about = fs::metadata(&file).map_err(reason)?;
        refuse(&about)?;
        let (temporary, mut handle) = Temporary::beside(&file).map_err(reason)?;
        keep_owner(&handle, &about)?;
        handle
            .set_permissions(about.permissions())
            .map_err(reason)?;
        handle.write_all(self.text.as_bytes()).map_err(reason)?;
        handle.sync_all().map_err(reason)?;
        let now = fs::metadata(&file).map_err(reason)?;
        if Stamp::of(&now) != self.read {
            return Err("changed while gatepost was running".to_owned());
        }
        temporary.replace(&file).map_err(reason)?;
        // The new name may not outlive a power cut where a folder can not be synced; the old or
        // the new file is there all the same.
        let _ = File::open(folder_of(&file)).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// The file that links lead to, unless that is out of the project.
    fn target(&self) -> Result<PathBuf, String> {
        let reason = |error: std::io::Error| error.to_string();
        if leaves(self.path, self.root) {
            return Err("it is a link that leaves the project".to_owned());
        }
        fs::canonicalize(self.path).map_err(reason)
    }
}

fn refuse(about: &Metadata) -> Result<(), String> {
    if about.permissions().readonly() {
        return Err("the file is read-only".to_owned());
    }
    match links(about) {
        0 | 1 => Ok(()),
        links => Err(format!("the file has {links} hard links")),
    }
}

#[cfg(unix)]
fn links(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(about)
}

#[cfg(not(unix))]
fn links(_: &Metadata) -> u64 {
    1
}

/// Gives the new file to the owner of the old one, before it gets its rights.
#[cfg(unix)]
fn keep_owner(handle: &File, about: &Metadata) -> Result<(), String> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = handle.metadata().map_err(|error| error.to_string())?;
    if (new.uid(), new.gid()) == (about.uid(), about.gid()) {
        return Ok(());
    }
    fchown(handle, Some(about.uid()), Some(about.gid()))
        .map_err(|error| format!("cannot keep its owner: {error}"))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_file_that_somebody_changed_is_left_and_nothing_beside_it() {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("a.md");
        fs::write(&path, "old").unwrap();
        let rewrite = Rewrite {
            path: &path,
            root: dir.path(),
            read: Stamp::of(&fs::metadata(&path).unwrap()),
            text: "new",
        };
        fs::write(&path, "theirs").unwrap();
        let reason = rewrite.write().unwrap_err();
        assert_eq!(reason, "changed while gatepost was running");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        let read = Stamp::of(&fs::metadata(&path).unwrap());
        Rewrite { read, ..rewrite }.write().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
