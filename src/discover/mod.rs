//! From paths, globs, git and standard input to the sorted files and records that a run knows.

mod byte_wise;
mod finder;
mod git;
mod input;
mod records;
mod tracked;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::error::Result;
use crate::read::ContentFault;

use finder::Finder;

pub use finder::format_of;
pub use git::{ChangedLines, Comparison};
pub use input::Input;
pub use records::in_records;
pub use walk::ignored_by_git;

/// What was found.
#[derive(Default)]
pub struct Discovered {
    /// Sorted by shown path.
    pub inputs: Vec<Input>,
    /// Named paths that can not be judged: path and reason. Exit code 2.
    pub failures: Vec<(String, String)>,
    /// What was left out, one line each.
    pub notices: Vec<String>,
    /// Named files that are not in the corpus, and why.
    pub excluded: Vec<(String, &'static str)>,
    /// The lines that findings must touch, where only changed ones are wanted.
    pub changed_lines: Option<ChangedLines>,
}

/// What the command line names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Paths of files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether paths were named at all: an empty list of a file narrows to nothing.
    pub is_narrowed: bool,
    /// Standard input, with the path that it is said to have.
    pub stdin: Option<(PathBuf, StdinBytes)>,
    /// Narrows further, to posts that changed.
    pub changes: Option<Changes>,
    /// Whether the corpus is what git's index holds, also where no changes are asked for.
    pub is_of_index: bool,
}

/// Which changes are reported.
#[derive(Debug, Clone)]
pub struct Changes {
    /// What is compared.
    pub comparison: Comparison,
    /// Whether only findings on changed lines are.
    pub by_line: bool,
}

/// The reason of a named folder that holds no post.
pub const NO_POSTS: &str = "no posts";

/// The bytes of standard input, or why there are too many.
pub type StdinBytes = std::result::Result<Arc<[u8]>, ContentFault>;

/// Finds the corpus of `config` and what of it is reported, record by record.
pub fn discover(config: &Config, cwd: &Path, named: &Named) -> Result<Discovered> {
    discover_telling(config, cwd, named, &mut |_| {})
}

/// As [`discover`], and tells of each file as soon as it is met, in no particular order: whether it
/// is reported, whether its text is that of the disk, or can be had at all, may turn out later.
pub fn discover_telling(
    config: &Config,
    cwd: &Path,
    named: &Named,
    tell: &mut dyn FnMut(&Input),
) -> Result<Discovered> {
    let mut found = files(config, cwd, named, tell)?;
    records::expand(&mut found, config.limits.file_size);
    Ok(found)
}

/// As [`discover`], but containers are not opened: each is one input.
pub fn discover_files(config: &Config, cwd: &Path, named: &Named) -> Result<Discovered> {
    files(config, cwd, named, &mut |_| {})
}

fn files(
    config: &Config,
    cwd: &Path,
    named: &Named,
    tell: &mut dyn FnMut(&Input),
) -> Result<Discovered> {
    let Some(changes) = &named.changes else {
        let index = if named.is_of_index {
            git::index(cwd)?
        } else {
            None
        };
        let mut finder = Finder::new(config, cwd, index.as_ref(), tell);
        finder.find(named)?;
        return Ok(finder.finish());
    };
    let change = git::changed(cwd, &changes.comparison, changes.by_line)?;
    let mut finder = Finder::new(config, cwd, change.index.as_ref(), tell);
    finder.find(named)?;
    finder.narrow(&change);
    Ok(finder.finish())
}

/// As [`discover`], for named files of a project alone: without a walk, so that the cost does not
/// grow with the corpus. `None` where a folder or nothing is named, where git is asked, or there is no
/// project.
pub fn discover_named(config: &Config, cwd: &Path, named: &Named) -> Result<Option<Discovered>> {
    let is_folder = |path: &PathBuf| cwd.join(path).is_dir();
    let is_git = named.changes.is_some() || named.is_of_index;
    let is_plain = config.is_project && named.is_narrowed && !is_git;
    if !is_plain || named.paths.iter().any(is_folder) {
        return Ok(None);
    }
    let mut tell = |_: &Input| {};
    let mut finder = Finder::new(config, cwd, None, &mut tell);
    finder.find_named(named)?;
    let found = finder.finish();
    // A container is compared with all records that it had before.
    let has_container = found.inputs.iter().any(Input::is_container);
    Ok((!has_container).then_some(found))
}

/// The path that bytes of git or of a list of files name.
#[cfg(unix)]
pub fn path_of_bytes(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

/// The path that bytes of git or of a list of files name.
#[cfg(not(unix))]
pub fn path_of_bytes(name: &[u8]) -> PathBuf {
    let name = String::from_utf8_lossy(name);
    PathBuf::from(name.replace('/', std::path::MAIN_SEPARATOR_STR))
}
