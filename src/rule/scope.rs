//! Which paths a rule, an override or the corpus speaks of.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs relative to the folder of the file that holds them.
#[derive(Debug, Clone)]
pub struct PathScope {
    base: PathBuf,
    globs: GlobSet,
}

impl PathScope {
    /// Compiles `patterns`; the error names the pattern's number and what is wrong with it.
    pub fn new(base: PathBuf, patterns: &[&str]) -> Result<Self, (usize, String)> {
        let mut builder = GlobSetBuilder::new();
        for (at, pattern) in patterns.iter().enumerate() {
            let glob = GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(pattern))
                .literal_separator(true)
                .build()
                .map_err(|error| (at, format!("bad glob: {}", error.kind())))?;
            builder.add(glob);
        }
        let globs = builder
            .build()
            .map_err(|error| (0, format!("bad glob: {}", error.kind())))?;
        Ok(Self { base, globs })
    }

    /// A scope that holds no path.
    pub fn nothing() -> Self {
        Self {
            base: PathBuf::new(),
            globs: GlobSet::empty(),
        }
    }

    /// Whether the absolute `path` lies under the base and matches a glob.
    pub fn contains(&self, path: &Path) -> bool {
        path.strip_prefix(&self.base)
            .is_ok_and(|relative| self.globs.is_match(relative))
    }

    /// The same globs, relative to another folder.
    pub fn rebased(&self, base: PathBuf) -> Self {
        Self {
            base,
            globs: self.globs.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_in_its_folder_and_two_cross_folders() {
        let scope = |glob: &str| PathScope::new("/site".into(), &[glob]).unwrap();
        assert!(scope("content/*.md").contains(Path::new("/site/content/a.md")));
        assert!(!scope("content/*.md").contains(Path::new("/site/content/x/a.md")));
        assert!(scope("**/*.md").contains(Path::new("/site/a.md")));
        assert!(scope("./content/**").contains(Path::new("/site/content/x/a.md")));
        assert!(!scope("**/*.md").contains(Path::new("/other/a.md")));
    }

    #[test]
    fn names_the_bad_glob() {
        let error = PathScope::new("/".into(), &["ok", "a["]).unwrap_err();
        assert_eq!(error.0, 1);
    }
}
