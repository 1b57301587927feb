//! The site that posts are of: which generator builds it, and what it gives to posts that do not
//! say it themselves.
//!
//! What is given stands in files beside the posts: the site's configuration, and files that speak
//! for a folder. They are read within bounds and never outside of the project. A broken one is a
//! notice, and gives what could be read of it.

mod dated;
mod file;
mod flavor;
mod given;
mod hugo;
mod jekyll;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::config::Config;
use crate::parse::Flavor;
use crate::post::{Map, Post};
use file::{Files, SiteFile};
use given::Given;

/// What is known of the site of a run. Files of folders are read once, when a post asks.
pub struct Site {
    flavor: Option<Flavor>,
    files: Files,
    /// The site's configuration.
    config: Option<SiteFile>,
    /// How Hugo names the site's pages.
    naming: hugo::Naming,
    /// Where Jekyll has the site's pages.
    jekyll: jekyll::Folders,
    /// What the configuration gives, the weightiest first.
    given: Vec<Given>,
    folders: RwLock<FxHashMap<PathBuf, Arc<Folder>>>,
    notices: Mutex<BTreeSet<String>>,
}

/// What files give to all posts in their folder and below.
#[derive(Default)]
struct Folder {
    given: Vec<Given>,
    /// The hash of their texts; 0 where there is none.
    mark: u64,
}

/// What one post is given.
#[derive(Debug, Default)]
pub struct Inherited {
    /// Keys and values. Their spans say nothing: they stand in other files.
    values: Map,
    mark: u64,
}

impl Site {
    /// The site of a configuration.
    pub fn of(config: &Config) -> Self {
        let files = Files::new(&config.root, config.limits.file_size);
        let mut notices = BTreeSet::new();
        let (flavor, mut found) = flavor::of(config.posts.flavor, &files, &mut notices);
        let mut naming = hugo::Naming::default();
        if flavor == Some(Flavor::Hugo) {
            let found = found.get_or_insert_default();
            hugo::add_parts(found, &files, &mut notices);
            naming = hugo::Naming::of(&found.map);
        }
        let jekyll = match &found {
            Some(found) if flavor == Some(Flavor::Jekyll) => jekyll::Folders::of(&found.map),
            _ => jekyll::Folders::default(),
        };
        let given = found.as_ref().map_or_else(Vec::new, |found| match flavor {
            Some(Flavor::Hugo) => hugo::of_config(&found.map),
            Some(Flavor::Jekyll) => jekyll::of_config(&found.map),
            _ => Vec::new(),
        });
        Self {
            flavor,
            files,
            naming,
            jekyll,
            config: found,
            given,
            folders: RwLock::default(),
            notices: Mutex::new(notices),
        }
    }

    /// Posts of no site: those of examples.
    pub fn none() -> Self {
        Self {
            flavor: None,
            files: Files::new(Path::new(""), 0),
            config: None,
            naming: hugo::Naming::default(),
            jekyll: jekyll::Folders::default(),
            given: Vec::new(),
            folders: RwLock::default(),
            notices: Mutex::default(),
        }
    }

    /// Who builds it, if that is known.
    pub fn flavor(&self) -> Option<Flavor> {
        self.flavor
    }

    /// What tells apart two sites but for the files of their folders.
    pub fn key(&self) -> String {
        let name = self.flavor.map_or("auto", Flavor::as_str);
        let mark = self.config.as_ref().map_or(0, |config| config.mark);
        format!("{name} {mark:016x}")
    }

    /// What could not be understood of the files that were read so far, in order.
    pub fn notices(&self) -> Vec<String> {
        let notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        notices.iter().cloned().collect()
    }

    /// What is given to the post at a path.
    pub fn inherited(&self, path: &Path) -> Inherited {
        let mut inherited = Inherited::default();
        if self.flavor.is_none() {
            return inherited;
        }
        let Some(place) = self.files.place(path) else {
            return inherited;
        };
        match self.flavor {
            Some(Flavor::Hugo) => {
                let page = self.naming.page(&place);
                self.of_folders(path, &page, &mut inherited);
                inherited.take(&self.given, &page);
                if self.naming.is_dated {
                    inherited.fill(&dated::by_name(&place));
                }
            }
            Some(Flavor::Jekyll) => {
                inherited.take(&self.given, self.jekyll.page(&place));
                inherited.fill(&dated::jekyll(&place));
            }
            Some(Flavor::Mkdocs) => self.of_folders(path, &place, &mut inherited),
            Some(Flavor::Zola) => inherited.fill(&dated::by_name(&place)),
            Some(Flavor::Docusaurus) => inherited.fill(&dated::by_path(&place)),
            _ => {}
        }
        inherited
    }

    /// Takes what the folders of a post give, the nearest first.
    fn of_folders(&self, path: &Path, place: &str, inherited: &mut Inherited) {
        let mut hasher = Xxh3::new();
        let mut is_marked = false;
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| self.files.hold(folder)) {
            let folder = self.folder(folder);
            inherited.take(&folder.given, place);
            if folder.mark != 0 {
                hasher.update(&folder.mark.to_le_bytes());
                is_marked = true;
            }
        }
        inherited.mark = if is_marked { hasher.digest() | 1 } else { 0 };
    }

    /// What the file of a folder gives.
    fn folder(&self, folder: &Path) -> Arc<Folder> {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(folder) {
            return known.clone();
        }
        drop(known);
        let read = Arc::new(self.read_folder(folder));
        let mut known = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder.to_path_buf()).or_insert(read).clone()
    }

    fn read_folder(&self, folder: &Path) -> Folder {
        let is_hugo = self.flavor == Some(Flavor::Hugo);
        let names = if is_hugo {
            self.naming.indexes()
        } else {
            vec![".meta.yml".to_owned()]
        };
        let mut notices = BTreeSet::new();
        let mut read = Folder::default();
        for name in names {
            let Some(found) = self.files.read(&folder.join(name), &mut notices) else {
                continue;
            };
            let given = if is_hugo {
                hugo::of_config(&found.map)
            } else {
                vec![Given::everywhere(found.map)]
            };
            if !given.is_empty() {
                read.mark = read.mark.rotate_left(1) ^ found.mark | 1;
                read.given.extend(given);
            }
        }
        let mut told = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        told.append(&mut notices);
        read
    }
}

impl Inherited {
    fn take(&mut self, given: &[Given], place: &str) {
        for given in given.iter().filter(|given| given.speaks_of(place)) {
            given::fill(&mut self.values, &given.values);
        }
    }

    fn fill(&mut self, values: &Map) {
        given::fill(&mut self.values, values);
    }

    /// What tells apart two states of the files of folders that gave it; 0 where none did.
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// Gives it to the posts of the file.
    pub fn give(self, posts: &mut [Post]) {
        if let Some((last, others)) = posts.split_last_mut() {
            for post in others {
                post.inherited = self.values.clone();
            }
            last.inherited = self.values;
        }
    }
}

/// The name of a file without its extension.
fn stem(place: &str) -> &str {
    let stem = Path::new(place).file_stem();
    stem.and_then(OsStr::to_str).unwrap_or_default()
}
