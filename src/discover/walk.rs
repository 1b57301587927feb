//! The corpus as it stands on disk.

use std::error::Error;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::finder::Finder;
use super::git::tracked_though_ignored;
use super::tracked::is_hidden;
use crate::config::{Config, shown_path};

impl Finder<'_> {
    /// Takes every post below `folder` into the corpus.
    pub(super) fn walk(&mut self, folder: &Path, is_reported: bool) {
        let mut links = Vec::new();
        let tracked = tracked_though_ignored(folder, || {
            let walk = WalkBuilder::new(folder)
                .ignore(false)
                .require_git(true)
                .build();
            for entry in walk {
                match entry {
                    Ok(entry) => self.walked(&entry, folder, is_reported, &mut links),
                    Err(error) => self.unreadable(&error),
                }
            }
        });
        match tracked {
            Ok(paths) => {
                for path in paths.iter().filter(|path| !is_hidden(path, folder)) {
                    // What is not checked out is no post of the disk.
                    if let Ok(about) = path.symlink_metadata() {
                        self.met(path, about.file_type(), folder, is_reported, &mut links);
                    }
                }
            }
            Err(error) => self.found.notices.push(format!(
                "{error}; files that git tracks although .gitignore names them are left out"
            )),
        }
        for (path, target) in links {
            self.add_link(path, target, is_reported);
        }
    }

    /// `links` takes the links that the walk met, and where they lead to.
    fn walked(
        &mut self,
        entry: &ignore::DirEntry,
        folder: &Path,
        is_reported: bool,
        links: &mut Vec<(PathBuf, PathBuf)>,
    ) {
        let Some(kind) = entry.file_type() else {
            return;
        };
        self.met(entry.path(), kind, folder, is_reported, links);
    }

    /// Takes what stands at a path below `folder`, if it is a post.
    fn met(
        &mut self,
        path: &Path,
        kind: FileType,
        folder: &Path,
        is_reported: bool,
        links: &mut Vec<(PathBuf, PathBuf)>,
    ) {
        if !self.is_of_corpus(path, folder) {
            if kind.is_symlink() && path.is_dir() && self.may_hold(path, folder) {
                self.pass_by(path, folder);
            }
        } else if kind.is_symlink() {
            match link_target(path, folder) {
                Ok(target) => links.push((path.to_path_buf(), target)),
                Err(reason) => self.skip(path, reason),
            }
        } else if kind.is_file() {
            self.add(path, is_reported);
        } else if !kind.is_dir() {
            self.skip(path, "not a regular file");
        }
    }

    /// Tells a link to a folder, whose posts are none; if they are posts under their own names,
    /// nothing is lost.
    fn pass_by(&mut self, path: &Path, folder: &Path) {
        let real = path.canonicalize().ok().zip(folder.canonicalize().ok());
        let below = real.and_then(|(target, root)| {
            let below = target.strip_prefix(root).ok()?;
            Some(folder.join(below))
        });
        match below {
            Some(below) if self.may_hold(&below, folder) => {}
            Some(_) => self.skip(path, "link to a folder"),
            None => self.skip(path, "link leaves the checked folder"),
        }
    }

    fn unreadable(&mut self, error: &ignore::Error) {
        let reason = error
            .io_error()
            .map_or_else(|| error.to_string(), |error| innermost(error).to_string());
        let path = error_path(error).map_or_else(String::new, |path| shown_path(path, self.cwd));
        self.found.failures.push((path, reason));
    }
}

/// How many posts below `folder` the ignore files of git keep out of the corpus.
pub fn ignored_by_git(config: &Config, folder: &Path) -> usize {
    let count = |honoured: bool| {
        let walk = WalkBuilder::new(folder)
            .ignore(false)
            .git_ignore(honoured)
            .git_global(honoured)
            .git_exclude(honoured)
            .build();
        let include = config.posts.include.rebased(folder.to_path_buf());
        let paths = walk.filter_map(|entry| Some(entry.ok()?.into_path()));
        paths.filter(|path| include.contains(path)).count()
    };
    count(false).saturating_sub(count(true))
}

/// The file below `folder` that a link in a walk leads to, with `folder` as it was named; else
/// why the link is not followed.
fn link_target(path: &Path, folder: &Path) -> Result<PathBuf, &'static str> {
    let target = path.canonicalize().map_err(|_| "broken link")?;
    let root = folder.canonicalize().map_err(|_| "broken link")?;
    let Ok(below) = target.strip_prefix(root) else {
        return Err("link leaves the checked folder");
    };
    if !target.is_file() {
        return Err("link to a folder");
    }
    Ok(folder.join(below))
}

/// What the system said, without what others say about it.
fn innermost<'e>(error: &'e (dyn Error + 'static)) -> &'e (dyn Error + 'static) {
    error.source().map_or(error, innermost)
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            error_path(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
