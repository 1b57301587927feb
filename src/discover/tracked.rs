//! The corpus as it stands in git's index.

use std::path::{Path, PathBuf};

use super::finder::{Finder, absolute};
use super::git::{Blob, Entry, Index, Kind};
use crate::config::shown_path;
use crate::discover::path_of_bytes;
use crate::error::{Error, Result};
use crate::read::too_large;

/// The paths that an error names.
const NAMED: usize = 5;

impl Finder<'_> {
    /// Takes every post that the index holds below `folder` into the corpus.
    pub(super) fn tracked(
        &mut self,
        index: &Index,
        folder: &Path,
        is_reported: bool,
    ) -> Result<()> {
        let mut links = Vec::new();
        let mut unmerged = Vec::new();
        for entry in index.entries() {
            let path = index.path(entry);
            if is_hidden(&path, folder) || !self.is_of_corpus(&path, folder) {
                continue;
            }
            match entry.kind {
                Kind::Unmerged => unmerged.push(shown_path(&path, self.cwd)),
                Kind::File => self.add(&path, is_reported),
                Kind::Link => links.push((path, entry)),
            }
        }
        if !unmerged.is_empty() {
            return Err(conflicts(&mut unmerged));
        }
        self.links(index, links, is_reported)
    }

    /// Follows links that are posts, as they stand in the index.
    fn links(
        &mut self,
        index: &Index,
        links: Vec<(PathBuf, &Entry)>,
        is_reported: bool,
    ) -> Result<()> {
        let ids: Vec<&str> = links.iter().map(|(_, entry)| &*entry.id).collect();
        // Longer than any path of any system.
        let blobs = index.blobs(&ids, 1 << 16)?;
        for ((path, _), blob) in links.into_iter().zip(blobs) {
            let Blob::Held(bytes) = blob else {
                self.skip(&path, "broken link");
                continue;
            };
            let folder = path.parent().unwrap_or(&path);
            let target = absolute(folder, &path_of_bytes(&bytes));
            if index.holds(&target) {
                self.add_link(path, target, is_reported);
            } else {
                self.skip(&path, "link to what git does not track");
            }
        }
        Ok(())
    }

    /// Gives the posts that stand otherwise on disk the text that the index holds. All others are
    /// read from the disk as always.
    pub(super) fn load(&mut self, index: &Index) -> Result<()> {
        let mut wanted: Vec<(PathBuf, &str)> = Vec::new();
        for entry in index.entries().iter().filter(|entry| entry.differs) {
            let path = index.path(entry);
            if entry.kind == Kind::File && self.files.contains_key(path.as_os_str()) {
                wanted.push((path, &entry.id));
            }
        }
        for (link, target) in &self.targets {
            if let Some(entry) = index.entry(target).filter(|entry| entry.differs) {
                wanted.push((link.clone(), &entry.id));
            }
        }
        let limit = self.config.limits.file_size;
        let ids: Vec<&str> = wanted.iter().map(|(_, id)| *id).collect();
        let blobs = index.blobs(&ids, limit)?;
        let paths: Vec<PathBuf> = wanted.into_iter().map(|(path, _)| path).collect();
        for (path, blob) in paths.iter().zip(blobs) {
            self.set_text(path, blob, limit);
        }
        Ok(())
    }

    fn set_text(&mut self, path: &Path, blob: Blob, limit: u64) {
        let bytes = match blob {
            Blob::Held(bytes) => Ok(bytes.into()),
            Blob::TooLarge(size) => Err(too_large(Some(size), limit)),
            Blob::Missing => {
                let shown = shown_path(path, self.cwd);
                let reason = "its staged text is not in this clone".to_owned();
                self.found.failures.push((shown, reason));
                self.files.remove(path.as_os_str());
                return;
            }
        };
        if let Some(input) = self.files.remove(path.as_os_str()) {
            self.insert(input.with_bytes(bytes));
        }
    }
}

/// Whether a walk of `folder` would pass the file by.
pub(super) fn is_hidden(path: &Path, folder: &Path) -> bool {
    let Ok(below) = path.strip_prefix(folder) else {
        return true;
    };
    let mut parts = below.iter();
    parts.any(|part| part.as_encoded_bytes().starts_with(b"."))
}

fn conflicts(paths: &mut Vec<String>) -> Error {
    paths.sort();
    paths.dedup();
    let more = match paths.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    paths.truncate(NAMED);
    let paths = paths.join(", ");
    Error::new(format!(
        "the index holds conflicts that are not resolved: {paths}{more}"
    ))
}
