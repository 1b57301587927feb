//! The folder that indexes are kept in, and which files of it are gatepost's.
//!
//! Anybody may name any folder, so that nothing in it is taken for an index by its place alone.

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::entry::MAGIC;

/// What the names of indexes begin with.
const NAME: &str = "index-";
/// Hexadecimal digits behind it.
const DIGITS: usize = 16;
/// Bytes that indexes of all versions begin with.
const FAMILY: usize = 7;

/// Files that tell git and programs for backups what the folder is.
const MARKS: [(&str, &str); 2] = [
    (".gitignore", "*\n"),
    (
        "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n# gatepost keeps here what it knows of unchanged posts.\n",
    ),
];

/// Where the index of that number is kept in a folder.
pub fn path_of(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{NAME}{number:0DIGITS$x}"))
}

/// Makes the folder with its marks, if it is not there.
pub(super) fn prepare(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    for (name, text) in MARKS {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// Whether a file of a folder is an index, or what a killed run left of one: it has such a name,
/// and begins as indexes do or stands in a folder that gatepost made.
pub fn is_index(entry: &DirEntry) -> bool {
    let path = entry.path();
    is_file(entry)
        && entry.file_name().to_str().is_some_and(is_name)
        && (begins_as_index(&path) || path.parent().is_some_and(is_made))
}

/// Whether a file of a folder is one of the marks, as gatepost writes them.
pub fn is_mark(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let mut marks = MARKS.iter();
    is_file(entry)
        && marks.any(|(mark, text)| name == *mark && holds(&entry.path(), text.as_bytes()))
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_file())
}

/// `index-` and the digits, or what changed since; a file that was to become one has more before
/// or behind them.
fn is_name(name: &str) -> bool {
    let is_digits =
        |it: &str| it.len() == DIGITS && it.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (hidden, name) = match name.strip_prefix('.') {
        Some(name) => (true, name),
        None => (false, name),
    };
    let Some(rest) = name.strip_prefix(NAME) else {
        return false;
    };
    match rest.split_once('.') {
        None => !hidden && is_digits(rest),
        Some((digits, end)) => {
            if end == "changes" {
                return !hidden && is_digits(digits);
            }
            let end = end.strip_prefix("changes.").unwrap_or(end);
            let random = end.strip_prefix("gatepost-").filter(|_| hidden);
            is_digits(digits) && random.is_some_and(is_digits)
        }
    }
}

fn begins_as_index(path: &Path) -> bool {
    holds_first(path, &MAGIC.to_le_bytes()[..FAMILY]).unwrap_or(false)
}

/// Whether gatepost made the folder: all its marks are there.
fn is_made(folder: &Path) -> bool {
    let mut marks = MARKS.iter();
    marks.all(|(name, text)| holds(&folder.join(name), text.as_bytes()))
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    let about = fs::symlink_metadata(path);
    about.is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64)
        && holds_first(path, bytes).unwrap_or(false)
}

fn holds_first(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut held = Vec::with_capacity(bytes.len());
    File::open(path)?
        .take(bytes.len() as u64)
        .read_to_end(&mut held)?;
    Ok(held == bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_of_indexes_from_those_of_others() {
        let own = [
            "index-0123456789abcdef",
            "index-0123456789abcdef.changes",
            ".index-0123456789abcdef.gatepost-fedcba9876543210",
            ".index-0123456789abcdef.changes.gatepost-fedcba9876543210",
        ];
        for name in own {
            assert!(is_name(name), "{name}");
        }
        let others = [
            "index-0123456789abcdef.js",
            "index-0123456789abcdef.min.tmp",
            "index-0123456789abcde",
            ".index-0123456789abcdef",
            "index-page1.html",
            "index-",
            "",
        ];
        for name in others {
            assert!(!is_name(name), "{name}");
        }
    }
}
