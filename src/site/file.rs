//! Files of the site beside its posts: read within bounds, and only inside of the project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::config::shown_path;
use crate::parse::ParseLimits;
use crate::parse::front_matter::{self, Syntax};
use crate::post::{Map, Problem, ProblemKind};
use crate::read::{ReadFault, read_post};
use crate::text::below;

/// A file that was read.
#[derive(Default)]
pub(super) struct SiteFile {
    /// What it says.
    pub(super) map: Map,
    /// The hash of its text; 0 of no file.
    pub(super) mark: u64,
}

/// Where files may be read.
pub(super) struct Files {
    root: PathBuf,
    /// The same without links.
    real_root: PathBuf,
    limit: u64,
}

impl Files {
    /// Files below `root` of at most `limit` bytes.
    pub(super) fn new(root: &Path, limit: u64) -> Self {
        let real = root.canonicalize();
        Self {
            root: root.to_path_buf(),
            real_root: real.unwrap_or_else(|_| root.to_path_buf()),
            limit,
        }
    }

    /// Whether a path is the root or lies below it.
    pub(super) fn hold(&self, path: &Path) -> bool {
        below(path, &self.root).is_some()
    }

    /// Where a path lies below the root, with `/`; `None` of one outside.
    pub(super) fn place(&self, path: &Path) -> Option<String> {
        self.hold(path).then(|| shown_path(path, &self.root))
    }

    /// Whether there is such a file or folder at the root.
    pub(super) fn has(&self, name: &str) -> bool {
        self.root.join(name).exists()
    }

    /// Reads a file at the root.
    pub(super) fn read_named(
        &self,
        name: &str,
        notices: &mut BTreeSet<String>,
    ) -> Option<SiteFile> {
        self.read(&self.root.join(name), notices)
    }

    /// Reads a file, if there is one: YAML, TOML or JSON, or the front matter of a page.
    pub(super) fn read(&self, path: &Path, notices: &mut BTreeSet<String>) -> Option<SiteFile> {
        let real = path.canonicalize().ok()?;
        let shown = shown_path(path, &self.root);
        if !real.starts_with(&self.real_root) {
            notices.insert(format!(
                "{shown} is a link that leaves the project; not read"
            ));
            return None;
        }
        let text = match read_post(path, self.limit) {
            Ok((text, _)) => text,
            Err(ReadFault::Content(fault)) => {
                notices.insert(format!("{shown}: {}", fault.message));
                return None;
            }
            Err(ReadFault::Environment(reason)) => {
                notices.insert(format!("cannot read {shown}: {reason}"));
                return None;
            }
        };
        let limits = ParseLimits::default();
        let (map, problems) = if let Some(syntax) = syntax(path) {
            front_matter::document(&text, syntax, &limits)
        } else {
            let front = front_matter::read(&text, &limits);
            let root = front.meta.map(|meta| meta.root);
            (root.unwrap_or_default(), front.problems)
        };
        let is_fault = |problem: &&Problem| problem.kind != ProblemKind::RepeatedKey;
        if let Some(problem) = problems.iter().find(is_fault) {
            notices.insert(format!(
                "{shown}: {}; posts may lack what it gives them",
                problem.message
            ));
        }
        Some(SiteFile {
            map,
            mark: xxh3_64(text.as_bytes()) | 1,
        })
    }
}

fn syntax(path: &Path) -> Option<Syntax> {
    match path.extension()?.to_str()? {
        "yml" | "yaml" => Some(Syntax::Yaml),
        "toml" => Some(Syntax::Toml),
        "json" => Some(Syntax::Json),
        _ => None,
    }
}
