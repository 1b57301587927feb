//! Collects the files of the corpus, and what of them is reported.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::{OsStr, OsString};
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::byte_wise::ByteWise;
use super::git::{Change, ChangedLines, Index};
use super::tracked::is_hidden;
use super::{Discovered, Input, NO_POSTS, Named, StdinBytes};
use crate::config::{Config, shown_name, shown_path};
use crate::error::{Error, Result};
use crate::parse::{InputFormat, format_named, format_of_extension};
use crate::text::counted;
use crate::write::is_left_behind;

/// What is known of the corpus so far.
pub(super) struct Finder<'a> {
    pub(super) config: &'a Config,
    pub(super) cwd: &'a Path,
    /// The corpus is what this index holds, not what the disk does.
    index: Option<&'a Index>,
    pub(super) files: BTreeMap<ByteWise, Input>,
    /// Where the links among the files lead to.
    pub(super) targets: BTreeMap<PathBuf, PathBuf>,
    /// Files of the corpus whose format nobody knows: pictures, where a glob takes whole folders.
    unknown: Vec<String>,
    /// Hears of each file that is added.
    tell: &'a mut dyn FnMut(&Input),
    pub(super) found: Discovered,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        config: &'a Config,
        cwd: &'a Path,
        index: Option<&'a Index>,
        tell: &'a mut dyn FnMut(&Input),
    ) -> Self {
        Self {
            config,
            cwd,
            index,
            files: BTreeMap::new(),
            targets: BTreeMap::new(),
            unknown: Vec::new(),
            tell,
            found: Discovered::default(),
        }
    }

    /// Takes in the corpus, and marks what of it is named.
    pub(super) fn find(&mut self, named: &Named) -> Result<()> {
        if self.config.is_project {
            self.take(&self.config.root, !named.is_narrowed)?;
        } else if !named.is_narrowed || named.is_of_index {
            self.take(self.cwd, !named.is_narrowed)?;
        }
        self.find_named(named)?;
        self.index.map_or(Ok(()), |index| self.load(index))
    }

    /// Takes in what is named.
    pub(super) fn find_named(&mut self, named: &Named) -> Result<()> {
        for path in &named.paths {
            self.named(path)?;
        }
        if let Some((path, text)) = &named.stdin {
            self.stdin(path, text)?;
        }
        Ok(())
    }

    /// Of the files that are reported, leaves those that changed.
    pub(super) fn narrow(&mut self, change: &Change) {
        let mut lines = ChangedLines::default();
        for input in self.files.values_mut() {
            let path = &*input.path;
            let target = self.targets.get(path);
            input.is_reported &= change.paths.contains(path)
                || target.is_some_and(|target| change.paths.contains(target));
            if !input.is_reported {
                continue;
            }
            let held = change.lines.as_ref().and_then(|lines| {
                let lines = lines.get(target.map_or(path, PathBuf::as_path))?;
                Some(lines.clone())
            });
            lines.insert(input.shown.clone(), held);
        }
        self.found.changed_lines = change.lines.as_ref().map(|_| lines);
    }

    fn take(&mut self, folder: &Path, is_reported: bool) -> Result<()> {
        if let Some(index) = self.index {
            return self.tracked(index, folder, is_reported);
        }
        self.walk(folder, is_reported);
        Ok(())
    }

    /// Whether a file that was met below `folder` is a post by its path.
    pub(super) fn is_of_corpus(&self, path: &Path, folder: &Path) -> bool {
        let posts = &self.config.posts;
        let is_included = posts.include.contains(path)
            || (!path.starts_with(&self.config.root)
                && posts.include.rebased(folder.to_path_buf()).contains(path));
        is_included && !posts.exclude.contains(path)
    }

    /// Whether posts could lie below the folder `path` that was met below `folder`.
    pub(super) fn may_hold(&self, path: &Path, folder: &Path) -> bool {
        let posts = &self.config.posts;
        let is_included = posts.include.may_reach(path)
            || (!path.starts_with(&self.config.root)
                && posts.include.rebased(folder.to_path_buf()).may_reach(path));
        is_included && !posts.exclude.contains(path) && !posts.exclude.contains(&path.join("_"))
    }

    pub(super) fn skip(&mut self, path: &Path, reason: &str) {
        let shown = shown_path(path, self.cwd);
        self.found
            .notices
            .push(format!("skipped {shown}: {reason}"));
    }

    /// Takes a path that the user named: a folder is walked, a file is known whatever ignores it.
    fn named(&mut self, path: &Path) -> Result<()> {
        let path = self.own_name(absolute(self.cwd, path));
        let is_held = self.index.is_some_and(|index| index.holds(&path));
        let shown = shown_path(&path, self.cwd);
        let is_folder = match std::fs::metadata(&path) {
            Ok(about) => about.is_dir(),
            Err(_) if is_held => false,
            Err(error) => {
                let reason = error.to_string();
                self.found.failures.push((shown, reason));
                return Ok(());
            }
        };
        if is_folder && !is_held {
            return self.named_folder(&path);
        }
        if let Some(reason) = self.left_out(&path) {
            self.found.excluded.push((shown, reason));
        } else if self.index.is_some() && !is_held {
            let reason = "git's index, which does not hold it";
            self.found.excluded.push((shown, reason));
        } else {
            self.add(&path, true);
        }
        Ok(())
    }

    /// The path under which a whole run knows what was named: a post that is named by way of a link
    /// is that post.
    fn own_name(&self, path: PathBuf) -> PathBuf {
        let path = self.in_project(path);
        if self.files.contains_key(path.as_os_str()) {
            return path;
        }
        match self.real_name(&path) {
            Some(real) if self.is_post(&real) || real.is_dir() => real,
            _ => path,
        }
    }

    /// Where the links of a path lead to, below the project.
    fn real_name(&self, path: &Path) -> Option<PathBuf> {
        let root = &self.config.root;
        let real = path.canonicalize().ok()?;
        let below = real.strip_prefix(root.canonicalize().ok()?).ok()?;
        Some(root.join(below))
    }

    /// Whether a whole run takes the file for a post, as far as its name tells.
    fn is_post(&self, path: &Path) -> bool {
        let root = &self.config.root;
        self.files.contains_key(path.as_os_str())
            || self.is_of_corpus(path, root)
                && !is_hidden(path, root)
                && self.format(path).is_some()
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

    fn named_folder(&mut self, folder: &Path) -> Result<()> {
        self.report_folder(folder)?;
        let first = self.files.range::<OsStr, _>(behind(&below(folder))).next();
        if !first.is_some_and(|(_, input)| input.path.starts_with(folder)) {
            let shown = shown_path(folder, self.cwd);
            self.found.failures.push((shown, NO_POSTS.to_owned()));
        }
        Ok(())
    }

    fn report_folder(&mut self, folder: &Path) -> Result<()> {
        if !self.config.is_project || !folder.starts_with(&self.config.root) {
            return self.take(folder, true);
        }
        for (_, input) in self.files.range_mut::<OsStr, _>(behind(&below(folder))) {
            if !input.path.starts_with(folder) {
                break;
            }
            input.is_reported = true;
        }
        Ok(())
    }

    /// Why a named file is no post of the corpus.
    fn left_out(&self, path: &Path) -> Option<&'static str> {
        let posts = &self.config.posts;
        if path.file_name().is_some_and(is_left_behind) {
            return Some("its name: a run that was killed left it behind");
        }
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

    fn stdin(&mut self, path: &Path, bytes: &StdinBytes) -> Result<()> {
        let path = self.own_name(absolute(self.cwd, path));
        let shown = shown_path(&path, self.cwd);
        let Some(format) = self.format(&path) else {
            let message = format!(
                "cannot tell the format of standard input; give --stdin-filename a path that ends in a known extension, not '{shown}'"
            );
            return Err(Error::new(message));
        };
        if let Some(reason) = self.left_out(&path) {
            self.found.excluded.push((shown, reason));
            return Ok(());
        }
        let input = Input::of_file(path, shown, format).with_bytes(bytes.clone());
        self.insert(input);
        Ok(())
    }

    pub(super) fn add(&mut self, path: &Path, is_reported: bool) {
        let shown = || shown_name(path, self.cwd);
        let Some(format) = self.format(path) else {
            self.unknown.push(shown().into_owned());
            return;
        };
        let path: Arc<Path> = path.into();
        match self.files.entry(ByteWise(path.clone())) {
            Entry::Occupied(held) => held.into_mut().is_reported |= is_reported,
            Entry::Vacant(place) => {
                let input = Input {
                    is_reported,
                    ..Input::of_file(path, shown(), format)
                };
                (self.tell)(&input);
                place.insert(input);
            }
        }
    }

    pub(super) fn insert(&mut self, input: Input) {
        self.files.insert(ByteWise(input.path.clone()), input);
    }

    /// Takes a link once all files are known: a target among them counts once, under its own name.
    pub(super) fn add_link(&mut self, path: PathBuf, target: PathBuf, is_reported: bool) {
        if !self.files.contains_key(target.as_os_str()) {
            self.add(&path, is_reported);
            self.targets.insert(path, target);
        }
    }

    fn format(&self, path: &Path) -> Option<&'static dyn InputFormat> {
        format_of(self.config, path)
    }

    pub(super) fn finish(mut self) -> Discovered {
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

/// What the paths of all files below a folder start with: the folder and a separator.
fn below(folder: &Path) -> OsString {
    folder.join("").into_os_string()
}

/// All that comes at or behind a path.
fn behind(path: &OsStr) -> (Bound<&OsStr>, Bound<&OsStr>) {
    (Bound::Included(path), Bound::Unbounded)
}

/// How the file at a path is read: as configured, else by its extension.
pub fn format_of(config: &Config, path: &Path) -> Option<&'static dyn InputFormat> {
    let mut configured = config.posts.formats.iter();
    if let Some((_, name)) = configured.find(|(scope, _)| scope.contains(path)) {
        return format_named(name);
    }
    format_of_extension(path.extension()?.to_str()?)
}

/// The path without `.` and `..`, so that one file has one name. Links are not resolved.
pub(super) fn absolute(cwd: &Path, path: &Path) -> PathBuf {
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
