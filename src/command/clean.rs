//! `gatepost clean`: removes what runs keep for later ones.

use std::fs;
use std::io;
use std::path::Path;

use super::cache::folder;
use super::session::{request, working_directory};
use super::{Status, print};
use crate::cli::CleanArgs;
use crate::config::{project_root, shown_path};
use crate::emit::plain;
use crate::error::{Error, Result};
use crate::rule::Selection;
use crate::text::counted;

pub(super) fn run(args: &CleanArgs) -> Result<Status> {
    let cwd = working_directory()?;
    // What the configuration says makes no difference: it may have mistakes.
    let root = project_root(&request(&args.config, Selection::default()), &cwd)?;
    let folder = folder(args.cache_dir.as_deref(), &root);
    let shown = shown_path(&cwd.join(&folder), &cwd);
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
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_file() && name.to_str().is_some_and(is_own) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    // A folder that holds something else stays.
    let _ = fs::remove_dir(folder);
    Ok(removed)
}

/// `index-` and 16 hexadecimal digits, with what a killed run leaves behind them, and the marks of
/// the folder.
fn is_own(name: &str) -> bool {
    if name == ".gitignore" || name == "CACHEDIR.TAG" {
        return true;
    }
    let digits = name
        .strip_prefix("index-")
        .and_then(|rest| rest.split('.').next());
    digits.is_some_and(|it| it.len() == 16 && it.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
