//! From paths, globs and standard input to the sorted files that a run knows.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::config::{Config, shown_path};
use crate::error::{Error, Result};
use crate::parse::{InputFormat, format_named, format_of_extension};
use crate::read::ContentFault;
use crate::source::Origin;
use crate::text::counted;

/// One file of the corpus.
#[derive(Clone)]
pub struct Input {
    /// Absolute path; for standard input the path it is said to have.
    pub path: PathBuf,
    /// Path as users know it.
    pub shown: Arc<str>,
    /// Where its text is.
    pub origin: Origin,
    /// Why there is no text, where that is known already: standard input that is not UTF-8.
    pub fault: Option<ContentFault>,
    /// How it is read.
    pub format: &'static dyn InputFormat,
    /// Whether findings about it are wanted.
    pub is_reported: bool,
}

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
}

/// What the command line names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Paths of files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether paths were named at all: an empty list of a file narrows to nothing.
    pub is_narrowed: bool,
    /// Standard input, with the path that it is said to have.
    pub stdin: Option<(PathBuf, StdinText)>,
}

/// The reason of a named folder that holds no post.
pub const NO_POSTS: &str = "no posts";

/// Standard input as text, or why it is none.
pub type StdinText = std::result::Result<Arc<str>, ContentFault>;

/// Finds the corpus of `config` and what of it is reported.
pub fn discover(config: &Config, cwd: &Path, named: &Named) -> Result<Discovered> {
    let mut finder = Finder::new(config, cwd);
    if config.is_project {
        finder.walk(&config.root, !named.is_narrowed);
    } else if !named.is_narrowed {
        finder.walk(cwd, true);
    }
    for path in &named.paths {
        finder.named(path);
    }
    if let Some((path, text)) = &named.stdin {
        finder.stdin(path, text)?;
    }
    Ok(finder.finish())
}

/// As [`discover`], for named files of a project alone: without a walk, so that the cost does not
/// grow with the corpus. `None` where a folder is named or nothing, or there is no project.
pub fn discover_named(config: &Config, cwd: &Path, named: &Named) -> Result<Option<Discovered>> {
    let is_folder = |path: &PathBuf| cwd.join(path).is_dir();
    if !config.is_project || !named.is_narrowed || named.paths.iter().any(is_folder) {
        return Ok(None);
    }
    let mut finder = Finder::new(config, cwd);
    for path in &named.paths {
        finder.named(path);
    }
    if let Some((path, text)) = &named.stdin {
        finder.stdin(path, text)?;
    }
    Ok(Some(finder.finish()))
}

struct Finder<'a> {
    config: &'a Config,
    cwd: &'a Path,
    files: BTreeMap<PathBuf, Input>,
    /// Files of the corpus whose format nobody knows: pictures, where a glob takes whole folders.
    unknown: Vec<String>,
    /// Links that a walk met, and where they lead to.
    links: Vec<(PathBuf, PathBuf, bool)>,
    found: Discovered,
}

impl<'a> Finder<'a> {
    fn new(config: &'a Config, cwd: &'a Path) -> Self {
        Self {
            config,
            cwd,
            files: BTreeMap::new(),
            unknown: Vec::new(),
            links: Vec::new(),
            found: Discovered::default(),
        }
    }

    /// Takes every post below `folder` into the corpus.
    fn walk(&mut self, folder: &Path, is_reported: bool) {
        let walk = WalkBuilder::new(folder)
            .ignore(false)
            .require_git(true)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => self.walked(&entry, folder, is_reported),
                Err(error) => self.unreadable(&error),
            }
        }
        for (path, target, is_reported) in std::mem::take(&mut self.links) {
            // A target that the walk met counts once, under its own name.
            if !self.files.contains_key(&target) {
                self.add(&path, is_reported);
            }
        }
    }

    fn walked(&mut self, entry: &ignore::DirEntry, folder: &Path, is_reported: bool) {
        let Some(kind) = entry.file_type() else {
            return;
        };
        if kind.is_dir() {
            return;
        }
        let path = entry.path();
        if !self.is_included(path, folder) || self.config.posts.exclude.contains(path) {
            return;
        }
        let shown = shown_path(path, self.cwd);
        if kind.is_symlink() {
            match link_target(path, folder) {
                Ok(target) => self.links.push((path.to_path_buf(), target, is_reported)),
                Err(reason) => {
                    let notice = format!("skipped {shown}: {reason}");
                    self.found.notices.push(notice);
                }
            }
        } else if kind.is_file() {
            self.add(path, is_reported);
        } else {
            let notice = format!("skipped {shown}: not a regular file");
            self.found.notices.push(notice);
        }
    }

    fn is_included(&self, path: &Path, folder: &Path) -> bool {
        let include = &self.config.posts.include;
        include.contains(path)
            || (!path.starts_with(&self.config.root)
                && include.rebased(folder.to_path_buf()).contains(path))
    }

    fn unreadable(&mut self, error: &ignore::Error) {
        let reason = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        let path = error_path(error).map_or_else(String::new, |path| shown_path(path, self.cwd));
        self.found.failures.push((path, reason));
    }

    /// Takes a path that the user named: a folder is walked, a file is known whatever ignores it.
    fn named(&mut self, path: &Path) {
        let path = self.in_project(absolute(self.cwd, path));
        let shown = shown_path(&path, self.cwd);
        let about = match std::fs::metadata(&path) {
            Ok(about) => about,
            Err(error) => {
                let reason = error.to_string();
                self.found.failures.push((shown, reason));
                return;
            }
        };
        if about.is_dir() {
            self.named_folder(&path);
        } else if let Some(reason) = self.left_out(&path) {
            self.found.excluded.push((shown, reason));
        } else {
            self.add(&path, true);
        }
    }

    /// The path below the project of a file that was named by way of a link outside of it.
    fn in_project(&self, path: PathBuf) -> PathBuf {
        let root = &self.config.root;
        if path.starts_with(root) {
            return path;
        }
        let real = path.parent().and_then(|parent| parent.canonicalize().ok());
        let real_root = root.canonicalize().ok();
        let below = real.zip(real_root).and_then(|(real, real_root)| {
            let folder = real.strip_prefix(real_root).ok()?;
            Some(root.join(folder).join(path.file_name()?))
        });
        below.unwrap_or(path)
    }

    fn named_folder(&mut self, folder: &Path) {
        self.report_folder(folder);
        let first = self.files.range(folder.to_path_buf()..).next();
        if !first.is_some_and(|(path, _)| path.starts_with(folder)) {
            let shown = shown_path(folder, self.cwd);
            self.found.failures.push((shown, NO_POSTS.to_owned()));
        }
    }

    fn report_folder(&mut self, folder: &Path) {
        if !self.config.is_project || !folder.starts_with(&self.config.root) {
            self.walk(folder, true);
            return;
        }
        for (path, input) in self.files.range_mut(folder.to_path_buf()..) {
            if !path.starts_with(folder) {
                break;
            }
            input.is_reported = true;
        }
    }

    /// Why a named file is no post of the corpus.
    fn left_out(&self, path: &Path) -> Option<&'static str> {
        let posts = &self.config.posts;
        if posts.exclude.contains(path) {
            return Some("posts.exclude");
        }
        let is_inside = self.config.is_project && path.starts_with(&self.config.root);
        if is_inside && !posts.include.contains(path) {
            return Some("posts.include");
        }
        if self.format(path).is_none() {
            return Some("its unknown format");
        }
        None
    }

    fn stdin(&mut self, path: &Path, text: &StdinText) -> Result<()> {
        let path = absolute(self.cwd, path);
        let shown = shown_path(&path, self.cwd);
        let Some(format) = self.format(&path) else {
            let message = format!(
                "cannot tell the format of standard input; give --stdin-filename a path that ends in a known extension, not '{shown}'"
            );
            return Err(Error::new(message));
        };
        self.files.insert(
            path.clone(),
            Input {
                path,
                shown: shown.into(),
                origin: Origin::Memory(text.clone().unwrap_or_default()),
                fault: text.clone().err(),
                format,
                is_reported: true,
            },
        );
        Ok(())
    }

    fn add(&mut self, path: &Path, is_reported: bool) {
        if let Some(held) = self.files.get_mut(path) {
            held.is_reported |= is_reported;
            return;
        }
        let shown = shown_path(path, self.cwd);
        let Some(format) = self.format(path) else {
            self.unknown.push(shown);
            return;
        };
        self.files.insert(
            path.to_path_buf(),
            Input {
                path: path.to_path_buf(),
                shown: shown.into(),
                origin: Origin::File(path.to_path_buf()),
                fault: None,
                format,
                is_reported,
            },
        );
    }

    fn format(&self, path: &Path) -> Option<&'static dyn InputFormat> {
        format_of(self.config, path)
    }

    fn finish(mut self) -> Discovered {
        let mut inputs: Vec<Input> = self.files.into_values().collect();
        inputs.sort_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()));
        self.found.inputs = inputs;
        self.unknown.sort();
        if let Some(first) = self.unknown.first() {
            let files = counted(self.unknown.len(), "file");
            let notice = format!("skipped {files} of unknown format, such as {first}");
            self.found.notices.push(notice);
        }
        self.found.notices.sort();
        self.found.failures.sort();
        self.found.failures.dedup();
        self.found.excluded.sort();
        self.found.excluded.dedup();
        self.found
    }
}

/// How the file at a path is read: as configured, else by its extension.
pub fn format_of(config: &Config, path: &Path) -> Option<&'static dyn InputFormat> {
    let mut configured = config.posts.formats.iter();
    if let Some((_, name)) = configured.find(|(scope, _)| scope.contains(path)) {
        return format_named(name);
    }
    format_of_extension(path.extension()?.to_str()?)
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
fn link_target(path: &Path, folder: &Path) -> std::result::Result<PathBuf, &'static str> {
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

/// The path without `.` and `..`, so that one file has one name. Links are not resolved.
fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in cwd.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
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
