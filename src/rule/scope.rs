//! Which paths a rule, an override or the corpus speaks of.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::text::below;

/// Globs relative to the folder of the file that holds them.
#[derive(Debug, Clone)]
pub struct PathScope {
    base: PathBuf,
    globs: GlobSet,
    /// What each glob begins with.
    stems: Vec<PathBuf>,
}

/// Signs of globs.
const SIGNS: [char; 5] = ['*', '?', '[', '{', '\\'];

impl PathScope {
    /// Compiles `patterns`; the error names the pattern's number and what is wrong with it. A
    /// pattern that ends in `/` or has no sign of a glob means all files below it as well.
    pub fn new(base: PathBuf, patterns: &[&str]) -> Result<Self, (usize, String)> {
        let mut builder = GlobSetBuilder::new();
        let mut stems = Vec::new();
        for (at, pattern) in patterns.iter().enumerate() {
            let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
            let (path, is_folder) = match pattern.strip_suffix('/') {
                Some(path) => (path, true),
                None => (pattern, false),
            };
            can_match(path)
                .map_err(|reason| (at, format!("'{pattern}' can never match: {reason}")))?;
            let add = |glob: &str| {
                let glob = GlobBuilder::new(glob).literal_separator(true).build();
                let glob = glob.map_err(|error| (at, format!("bad glob: {}", error.kind())))?;
                builder.add(glob);
                Ok(())
            };
            let is_literal = !path.contains(SIGNS);
            [
                (path.to_owned(), !is_folder),
                (format!("{path}/**"), is_folder || is_literal),
            ]
            .iter()
            .filter(|(_, is_meant)| *is_meant)
            .map(|(glob, _)| glob.as_str())
            .try_for_each(add)?;
            stems.push(stem(path));
        }
        let globs = builder
            .build()
            .map_err(|error| (0, format!("bad glob: {}", error.kind())))?;
        Ok(Self { base, globs, stems })
    }

    /// A scope that holds no path.
    pub fn nothing() -> Self {
        Self {
            base: PathBuf::new(),
            globs: GlobSet::empty(),
            stems: Vec::new(),
        }
    }

    /// Whether the absolute `path` lies under the base and matches a glob.
    pub fn contains(&self, path: &Path) -> bool {
        !self.globs.is_empty()
            && below(path, &self.base).is_some_and(|relative| self.globs.is_match(relative))
    }

    /// The same globs, relative to another folder.
    pub fn rebased(&self, base: PathBuf) -> Self {
        Self {
            base,
            globs: self.globs.clone(),
            stems: self.stems.clone(),
        }
    }

    /// Whether a file below the absolute `folder` could match: `false` is certain.
    pub fn may_reach(&self, folder: &Path) -> bool {
        let mut stems = self.stems.iter();
        folder.strip_prefix(&self.base).is_ok_and(|relative| {
            stems.any(|stem| stem.starts_with(relative) || relative.starts_with(stem))
        })
    }
}

/// Why no file can match a glob, if that is so.
fn can_match(glob: &str) -> Result<(), &'static str> {
    if glob.is_empty() || glob.starts_with('/') {
        return Err("globs are relative to the folder of the file that holds them");
    }
    let mut steps = glob.split('/');
    if steps.any(|step| matches!(step, "" | "." | "..")) {
        return Err(
            "globs name files below the folder of the file that holds them, without '.', '..' or an empty step",
        );
    }
    Ok(())
}

/// The steps of a glob before the first with a sign.
fn stem(glob: &str) -> PathBuf {
    let steps = glob.split('/');
    steps.take_while(|step| !step.contains(SIGNS)).collect()
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
    fn a_name_without_signs_is_a_file_or_all_of_a_folder() {
        let scope = |glob: &str| PathScope::new("/site".into(), &[glob]).unwrap();
        for glob in ["sub", "sub/", "./sub", "s*/"] {
            assert!(
                scope(glob).contains(Path::new("/site/sub/x/a.md")),
                "{glob}"
            );
            assert!(
                !scope(glob).contains(Path::new("/site/x/sub/a.md")),
                "{glob}"
            );
        }
        assert!(scope("sub/a.md").contains(Path::new("/site/sub/a.md")));
        assert!(!scope("s*").contains(Path::new("/site/sub/a.md")));
    }

    #[test]
    fn a_glob_that_can_never_match_is_refused() {
        for glob in ["/a.md", "../x", "a/../b", ".", "", "a//b", "/"] {
            assert!(PathScope::new("/site".into(), &[glob]).is_err(), "{glob}");
        }
        for glob in ["**", "..a", "a/.b/c", "{a,b}/*.md", "[!x].md"] {
            assert!(PathScope::new("/site".into(), &[glob]).is_ok(), "{glob}");
        }
    }

    #[test]
    fn knows_folders_that_it_can_not_reach() {
        let scope = PathScope::new("/site".into(), &["content/*/posts/*.md", "a.md"]).unwrap();
        let may_reach = |folder: &str| scope.may_reach(Path::new(folder));
        assert!(may_reach("/site/content/x") && may_reach("/site/content/x/posts"));
        assert!(may_reach("/site"));
        let scope = PathScope::new("/site".into(), &["content/*/posts/*.md"]).unwrap();
        assert!(!scope.may_reach(Path::new("/site/other")));
        assert!(!scope.may_reach(Path::new("/elsewhere/content")));
    }

    #[test]
    fn names_the_bad_glob() {
        let error = PathScope::new("/".into(), &["ok", "a["]).unwrap_err();
        assert_eq!(error.0, 1);
    }
}
