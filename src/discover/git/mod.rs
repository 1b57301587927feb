//! What git says changed.
//!
//! Invariant: nothing of a repository is run. Hooks, the file system monitor, filters, external
//! diffs, text conversions and the fetching of missing objects are all switched off.

mod base;
mod blobs;
mod files;
mod index;
mod lines;
mod patch;
mod program;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::discover::path_of_bytes;
use crate::error::Result;

pub use lines::ChangedLines;

pub(super) use blobs::Blob;
pub(super) use index::{Entry, Index, Kind};
pub(super) use lines::Ranges;

use program::Git;

/// What is compared to tell what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// The index with HEAD.
    Staged,
    /// The work tree with HEAD.
    WorkTree,
    /// The work tree with the commit at which HEAD left this revision.
    Since(String),
    /// The work tree with what a pull request is to be merged into: the name of its base branch,
    /// and the reference that was checked out, as far as CI tells it.
    PullRequest(String, Option<String>),
}

/// What changed.
pub(super) struct Change {
    /// Paths that are new or not what they were.
    pub(super) paths: HashSet<PathBuf>,
    /// The changed lines of paths that were there before, if they are wanted. A path without an
    /// entry changed as a whole.
    pub(super) lines: Option<HashMap<PathBuf, Ranges>>,
    /// What takes the place of the disk.
    pub(super) index: Option<Index>,
}

/// Finds what changed in the repository that `cwd` is in.
pub(super) fn changed(cwd: &Path, comparison: &Comparison, by_line: bool) -> Result<Change> {
    let git = Git::at(cwd, comparison.flag());
    let top = top(&git, cwd)?;
    let git = git.without_filters()?;
    let base = base::of(&git, comparison)?;
    let is_staged = *comparison == Comparison::Staged;
    let comparing = files::Comparing::start(&git, &base, is_staged)?;
    let index = is_staged.then(|| Index::read(&git, &top)).transpose()?;
    let paths = comparing.finish(&top)?;
    let lines = || patch::lines(&git, &top, &base, is_staged);
    Ok(Change {
        paths,
        lines: by_line.then(lines).transpose()?,
        index,
    })
}

/// The index of the repository that `cwd` is in; nothing where it is in none.
pub(super) fn index(cwd: &Path) -> Result<Option<Index>> {
    if !is_in_repository(cwd) {
        return Ok(None);
    }
    let git = Git::at(cwd, "PRE_COMMIT=1");
    let top = top(&git, cwd)?;
    Index::read(&git.without_filters()?, &top).map(Some)
}

/// The files below `folder` that git tracks although an ignore file names them; none outside of a
/// repository. git looks for them while `meanwhile` runs.
pub(super) fn tracked_though_ignored(
    folder: &Path,
    meanwhile: impl FnOnce(),
) -> Result<Vec<PathBuf>> {
    if !is_in_repository(folder) {
        meanwhile();
        return Ok(Vec::new());
    }
    let git = Git::at(folder, "a walk of a repository");
    let listing = [
        "ls-files",
        "-z",
        "--cached",
        "--ignored",
        "--exclude-standard",
    ];
    let listing = git.start(&listing);
    meanwhile();
    let listed = listing?.finish()?;
    let names = listed.split(|byte| *byte == 0);
    let names = names.filter(|name| !name.is_empty());
    Ok(names.map(|name| folder.join(path_of_bytes(name))).collect())
}

/// Whether a repository begins in one of the folders above: a folder that git would take for one,
/// or a file that says where it is.
fn is_in_repository(folder: &Path) -> bool {
    let mut marks = folder.ancestors().map(|folder| folder.join(".git"));
    marks.any(|mark| mark.is_file() || mark.join("HEAD").exists())
}

impl Comparison {
    /// The option that asks for it.
    fn flag(&self) -> &'static str {
        match self {
            Self::Staged => "--staged",
            Self::WorkTree | Self::PullRequest(..) => "--changed",
            Self::Since(_) => "--since",
        }
    }
}

/// The top folder of the work tree, named by way of `cwd` where that lies in it, so that its files
/// have the names that a walk gives them.
fn top(git: &Git, cwd: &Path) -> Result<PathBuf> {
    let told = git.line(&["rev-parse", "--show-toplevel"])?;
    let top = path_of_bytes(&told);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (real_top, real_cwd) = (real(&top), real(cwd));
    let depth = real_cwd
        .strip_prefix(real_top)
        .map(|below| below.iter().count());
    let by_cwd = depth.ok().and_then(|depth| cwd.ancestors().nth(depth));
    Ok(by_cwd.map_or(top, Path::to_path_buf))
}
