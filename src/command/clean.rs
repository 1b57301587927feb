//! `gatepost clean`: removes what runs keep for later ones.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::cache::folder;
use super::session::{request, working_directory};
use super::{Status, print};
use crate::cli::CleanArgs;
use crate::config::{project_root, shown_path};
use crate::emit::plain;
use crate::error::{Error, Result};
use crate::index::{is_index, is_mark};
use crate::rule::Selection;
use crate::text::counted;

pub(super) fn run(args: &CleanArgs) -> Result<Status> {
    let cwd = working_directory()?;
    // What the configuration says makes no difference: it may have mistakes.
    let root = project_root(&request(&args.config, Selection::default()), &cwd)?;
    let folder = folder(args.cache_dir.as_deref(), &root);
    let shown = match shown_path(&cwd.join(&folder), &cwd) {
        shown if shown.is_empty() => ".".to_owned(),
        shown => shown,
    };
    let removed = match removed(&folder) {
        Ok(removed) => removed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(Error::new(format!("cannot clean {shown}: {error}"))),
    };
    let files = counted(removed, "file");
    print(|out| writeln!(out, "removed {files} from {}", plain(&shown)))
}

/// Removes the files that gatepost makes, and the folder if nothing else is in it. A link could
/// lead to files of others.
fn removed(folder: &Path) -> io::Result<usize> {
    if fs::symlink_metadata(folder)?.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    // What a killed run left is told by the marks, so that these go last.
    let removed = removed_of(folder, is_index)? + removed_of(folder, is_mark)?;
    // A folder that holds something else stays.
    let _ = fs::remove_dir(folder);
    Ok(removed)
}

fn removed_of(folder: &Path, is_own: impl Fn(&DirEntry) -> bool) -> io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_own(&entry) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}
