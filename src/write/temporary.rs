//! Files that take the place of others once they are whole.

use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use super::folder_of;

/// What stands before the random part of a name.
const SIGN: &str = "gatepost-";
/// How often another name is tried.
const TRIES: u32 = 8;
/// The longest name, in bytes, that a temporary file is named after: file systems allow 255.
const LONGEST: usize = 200;

/// A file beside the one that it is to replace; it goes away unless it does.
pub struct Temporary {
    path: PathBuf,
    is_kept: bool,
}

impl Temporary {
    /// A new file in the folder of `file`, named after it: `.NAME.gatepost-RANDOM`. A name that is
    /// taken, be it by a planted link, is never opened.
    pub fn beside(file: &Path) -> io::Result<(Self, File)> {
        let folder = folder_of(file);
        let mut tries = 0;
        loop {
            let path = folder.join(name(file.file_name().unwrap_or_default()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(handle) => {
                    let is_kept = false;
                    return Ok((Self { path, is_kept }, handle));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < TRIES => {
                    tries += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes the place of `file`.
    pub fn replace(mut self, file: &Path) -> io::Result<()> {
        fs::rename(&self.path, file)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing is left to be told of a file that can not even be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a file of this name is what a run left behind that was killed.
pub fn is_left_behind(name: &OsStr) -> bool {
    let Some((front, random)) = name.to_str().and_then(|name| name.rsplit_once(SIGN)) else {
        return false;
    };
    let is_random = random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit());
    front.starts_with('.') && front.ends_with('.') && is_random
}

fn name(after: &OsStr) -> OsString {
    let random = RandomState::new().build_hasher().finish();
    let mut name = OsString::from(".");
    if after.len() <= LONGEST {
        name.push(after);
        name.push(".");
    }
    name.push(format!("{SIGN}{random:016x}"));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_behind_is_known_by_its_name() {
        let long = "x".repeat(LONGEST + 1);
        for after in ["a.md", "", "Ä", &long] {
            assert!(is_left_behind(&name(after.as_ref())), "{after}");
        }
        for other in [
            ".gatepost-cache",
            "a.gatepost-0123456789abcdef",
            ".a.md.gatepost-0",
        ] {
            assert!(!is_left_behind(other.as_ref()), "{other}");
        }
    }
}
