//! Paths as the host of a repository knows them.

use std::borrow::Cow;

/// A path of the report, which is relative to the working directory, relative to the root of the
/// repository. An absolute path, or one that leads out of the repository, stays what it is.
pub(super) fn path_in_repository<'a>(folder: &str, path: &'a str) -> Cow<'a, str> {
    if folder.is_empty() || path.is_empty() || path.starts_with('/') {
        return Cow::Borrowed(path);
    }
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Cow::Owned(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_the_root_of_the_repository() {
        assert_eq!(path_in_repository("", "a.md"), "a.md");
        assert_eq!(path_in_repository("site", "a/b.md"), "site/a/b.md");
        assert_eq!(path_in_repository("site/new", "../a.md"), "site/a.md");
        assert_eq!(path_in_repository("site", "../../a.md"), "../a.md");
        assert_eq!(path_in_repository("site", "/tmp/a.md"), "/tmp/a.md");
        assert_eq!(path_in_repository("site", ""), "");
    }
}
