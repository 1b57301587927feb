//! The files of the project, looked up without leaving it.

use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use ignore::WalkBuilder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Run;
use crate::parse::Flavor;
use crate::rule::{Presence, Project};
use crate::source::Origin;
use crate::text::below;

/// Links that are followed one after another.
const MOST_LINKS: usize = 8;
/// Bytes of a path that is looked up, which bounds how deep it leads.
const MOST_BYTES: usize = 1024;
/// Files and folders that are visited.
const MOST_VISITED: usize = 1_000_000;

/// The files below the root of a run's project, and the inputs that are in no file.
pub(super) struct ProjectFiles<'a> {
    run: &'a Run<'a>,
    /// Whether the posts stand where their paths say: those of examples do not.
    has_places: bool,
    in_memory: OnceLock<FxHashSet<String>>,
    seen: Mutex<FxHashMap<PathBuf, Presence>>,
}

impl<'a> ProjectFiles<'a> {
    pub(super) fn of(run: &'a Run<'a>) -> Self {
        Self {
            run,
            has_places: run.inputs.iter().all(|input| input.path.is_absolute()),
            in_memory: OnceLock::new(),
            seen: Mutex::default(),
        }
    }

    /// Whether a post of that path is held in memory: it stands in git's index or on standard
    /// input, or is an example.
    fn is_in_memory(&self, path: &str) -> bool {
        let known = self.in_memory.get_or_init(|| {
            let inputs = self.run.inputs.iter();
            let held = inputs.filter(|input| matches!(input.origin, Origin::Memory(_)));
            held.filter_map(|input| path_in_project(&self.run.config.root, &input.path))
                .collect()
        });
        known.contains(path)
    }

    /// What is at an absolute path below the root; `links` may still be followed.
    fn look(&self, path: &Path, links: usize) -> Presence {
        let root = &self.run.config.root;
        if path == root {
            return Presence::There;
        }
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(presence) = seen().get(path) {
            return *presence;
        }
        let parent = path.parent().filter(|parent| parent.starts_with(root));
        let presence = match parent.map(|parent| self.look(parent, links)) {
            None => Presence::Unknown,
            Some(Presence::There) => self.look_in(path, links),
            Some(presence) => presence,
        };
        seen().insert(path.to_owned(), presence);
        presence
    }

    /// What is at a path whose folder is there.
    fn look_in(&self, path: &Path, links: usize) -> Presence {
        match std::fs::symlink_metadata(path) {
            Ok(about) if about.is_symlink() => self.look_behind(path, links),
            Ok(_) => Presence::There,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Presence::Absent,
            // What should be a folder is a file.
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Presence::Absent,
            Err(_) => Presence::Unknown,
        }
    }

    fn look_behind(&self, link: &Path, links: usize) -> Presence {
        let target = std::fs::read_link(link).ok();
        let target = target.and_then(|target| plain(&link.parent()?.join(target)));
        match target.filter(|target| links > 0 && target.starts_with(&self.run.config.root)) {
            Some(target) => self.look(&target, links - 1),
            None => Presence::Unknown,
        }
    }
}

impl Project for ProjectFiles<'_> {
    fn presence(&self, path: &str) -> Presence {
        if self.is_in_memory(path) {
            return Presence::There;
        }
        if !self.has_places {
            return Presence::Absent;
        }
        let is_plain = |part| matches!(part, Component::Normal(_));
        if path.len() > MOST_BYTES || !Path::new(path).components().all(is_plain) {
            return Presence::Unknown;
        }
        self.look(&self.run.config.root.join(path), MOST_LINKS)
    }

    fn is_vault(&self) -> bool {
        self.run.site.flavor() == Some(Flavor::Obsidian)
    }

    fn visit(&self, visit: &mut dyn FnMut(&str, bool)) {
        if !self.has_places {
            return;
        }
        let root = &self.run.config.root;
        let entries = WalkBuilder::new(root).build().filter_map(Result::ok);
        for entry in entries.take(MOST_VISITED) {
            let about = entry.file_type();
            let is_usual = about.is_some_and(|about| about.is_file() || about.is_dir());
            if let Some(path) = path_in_project(root, entry.path()).filter(|_| is_usual) {
                visit(&path, about.is_some_and(|about| about.is_dir()));
            }
        }
    }
}

/// The path below the root of the project with `/`; a relative one is that of an example.
pub(super) fn path_in_project(root: &Path, path: &Path) -> Option<String> {
    let inside = match below(path, root) {
        Some(inside) => inside,
        None if path.is_relative() => path,
        None => return None,
    };
    if let Some(text) = inside.to_str().filter(|text| is_plain(text)) {
        return Some(text.to_owned());
    }
    let parts: Option<Vec<&str>> = (inside.components())
        .map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}

/// Whether a path is written as [`path_in_project`] writes it, as nearly every one is.
fn is_plain(path: &str) -> bool {
    let mut parts = path.split('/');
    cfg!(unix) && parts.all(|part| !matches!(part, "" | "." | ".."))
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_project_is_told_in_one_way() {
        let told = |path: &str| path_in_project(Path::new("/site"), Path::new(path));
        for path in ["/site/a/b.md", "/site/a//b.md", "/site/./a/b.md/", "a/b.md"] {
            assert_eq!(told(path).as_deref(), Some("a/b.md"), "{path}");
        }
        for path in ["a/../b.md", "/site/../b.md", "./a/b.md", "/other/b.md"] {
            assert_eq!(told(path), None, "{path}");
        }
        assert_eq!(told("/site").as_deref(), Some(""));
    }
}
