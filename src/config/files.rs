//! The files of a project that rules name: only those below its root, each read once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::layer::{Layer, canonical, read_config, shown_path};
use crate::rule::{Files, TextFile};
use crate::source::{Origin, SourceId, Sources};

/// Files of one configuration.
const MOST_FILES: usize = 100;

/// Files that were read, and the folder of every file that may name one.
pub(super) struct ProjectFiles<'a> {
    root: PathBuf,
    cwd: &'a Path,
    sources: &'a Sources,
    folders: RefCell<HashMap<SourceId, PathBuf>>,
    held: RefCell<HashMap<PathBuf, TextFile>>,
}

impl<'a> ProjectFiles<'a> {
    /// The files that `layers` may name.
    pub(super) fn new(root: &Path, cwd: &'a Path, sources: &'a Sources, layers: &[Layer]) -> Self {
        let folders = layers
            .iter()
            .map(|layer| (layer.source, layer.base.clone()));
        Self {
            root: canonical(root),
            cwd,
            sources,
            folders: RefCell::new(folders.collect()),
            held: RefCell::default(),
        }
    }

    fn load(&self, path: &Path, real: &Path) -> Result<TextFile, String> {
        let shown = shown_path(path, self.cwd);
        let text: Arc<str> = read_config(real, &shown)
            .map_err(|error| error.to_string())?
            .into();
        let below = real.strip_prefix(&self.root).unwrap_or(real);
        let source = self.sources.add(shown, Origin::Memory(text.clone()));
        Ok(TextFile {
            source,
            text,
            path: shown_path(below, Path::new("")).into(),
        })
    }
}

impl Files for ProjectFiles<'_> {
    fn read(&self, from: SourceId, name: &str) -> Result<TextFile, String> {
        if name.contains("://") {
            return Err(format!("'{name}' can not be read from the network"));
        }
        let folder = self.folders.borrow().get(&from).cloned();
        let path = folder.unwrap_or_else(|| self.root.clone()).join(name);
        let real = path
            .canonicalize()
            .map_err(|error| format!("cannot read {name}: {error}"))?;
        if !real.starts_with(&self.root) {
            return Err(format!("'{name}' lies outside of the project"));
        }
        if let Some(held) = self.held.borrow().get(&real) {
            return Ok(held.clone());
        }
        if self.held.borrow().len() >= MOST_FILES {
            return Err(format!("more than {MOST_FILES} files are named"));
        }
        let file = self.load(&path, &real)?;
        // What a file names stands beside the name by which it was found, as with packs.
        let folder = path.parent().unwrap_or(&self.root).to_path_buf();
        self.folders.borrow_mut().insert(file.source, folder);
        self.held.borrow_mut().insert(real, file.clone());
        Ok(file)
    }
}
