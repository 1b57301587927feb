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
    /// With the real folder that its files lie in.
    folders: RefCell<HashMap<SourceId, (PathBuf, PathBuf)>>,
    held: RefCell<HashMap<PathBuf, TextFile>>,
}

impl<'a> ProjectFiles<'a> {
    /// The files that `layers` may name.
    pub(super) fn new(root: &Path, cwd: &'a Path, sources: &'a Sources, layers: &[Layer]) -> Self {
        let folders = layers
            .iter()
            .map(|layer| (layer.source, (layer.folder.clone(), layer.reach.clone())));
        Self {
            root: canonical(root),
            cwd,
            sources,
            folders: RefCell::new(folders.collect()),
            held: RefCell::default(),
        }
    }

    fn load(&self, path: &Path, real: &Path, reach: &Path) -> Result<TextFile, String> {
        let shown = shown_path(path, self.cwd);
        let text: Arc<str> = read_config(real, &shown)
            .map_err(|error| error.to_string())?
            .into();
        let below = real.strip_prefix(reach).unwrap_or(real);
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
        let place = self.folders.borrow().get(&from).cloned();
        let (folder, reach) = place.unwrap_or_else(|| (self.root.clone(), self.root.clone()));
        let path = folder.join(name);
        let real = path
            .canonicalize()
            .map_err(|error| format!("cannot read {name}: {error}"))?;
        if !real.starts_with(&reach) {
            let reach = if reach == self.root {
                "the project"
            } else {
                "the folder of the configuration"
            };
            return Err(format!("'{name}' lies outside of {reach}"));
        }
        if let Some(held) = self.held.borrow().get(&real) {
            return Ok(held.clone());
        }
        if self.held.borrow().len() >= MOST_FILES {
            return Err(format!("more than {MOST_FILES} files are named"));
        }
        let file = self.load(&path, &real, &reach)?;
        // What a file names stands beside the name by which it was found, as with packs.
        let folder = path.parent().unwrap_or(&self.root).to_path_buf();
        self.folders
            .borrow_mut()
            .insert(file.source, (folder, reach));
        self.held.borrow_mut().insert(real, file.clone());
        Ok(file)
    }
}
