//! The folders that files lie in, as far as they may tell kinds of posts apart.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::discover::Input;

/// Files that one glob takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    /// The path from the working directory, with `/` at its end; empty for that directory.
    pub(super) path: String,
    /// Whether files in folders below belong to it.
    pub(super) is_deep: bool,
    /// The numbers of its files.
    pub(super) files: Vec<usize>,
}

/// Folders beside each other that may be kinds of posts; more are days, letters or the like.
const MOST_FOLDERS: usize = 12;
/// How deep folders are told apart.
const MOST_DEPTH: usize = 4;

/// The folders of files below `cwd`. One folder that holds most of the files is taken apart; files
/// elsewhere are one folder. Files of different formats are apart in each.
pub(super) fn folders(inputs: &[Input], cwd: &Path) -> Vec<Folder> {
    let below = |input: &Input| {
        let path = input.path.strip_prefix(cwd).ok()?;
        Some(path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    let all = Folder {
        path: String::new(),
        is_deep: true,
        files: (0..inputs.len()).collect(),
    };
    let Some(paths) = inputs.iter().map(below).collect::<Option<Vec<_>>>() else {
        return by_format(&all, inputs);
    };
    let mut folders = vec![all];
    for _ in 0..MOST_DEPTH {
        let is_most = |it: &Folder| it.is_deep && it.files.len() * 5 >= paths.len() * 4;
        let Some(at) = folders.iter().position(is_most) else {
            break;
        };
        let Some(parts) = apart(&folders[at], &paths) else {
            break;
        };
        folders.splice(at..=at, parts);
    }
    let by_format = folders.iter().flat_map(|folder| by_format(folder, inputs));
    by_format.collect()
}

/// The files of each format: one glob can not take them all.
fn by_format(folder: &Folder, inputs: &[Input]) -> Vec<Folder> {
    let mut formats: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in &folder.files {
        let format = inputs[*at].format.name();
        formats.entry(format).or_default().push(*at);
    }
    let parts = formats.into_values().map(|files| Folder {
        files,
        ..folder.clone()
    });
    parts.collect()
}

/// The globs that take the files of some folders and no others.
pub(super) fn globs(folders: &[&Folder], inputs: &[Input]) -> Vec<String> {
    let mut globs = BTreeSet::new();
    for folder in folders {
        let files = folder.files.iter().map(|at| &inputs[*at].path);
        let extensions = files.filter_map(|path| path.extension()?.to_str());
        let deep = if folder.is_deep { "**/" } else { "" };
        for extension in extensions.collect::<BTreeSet<_>>() {
            let (path, extension) = (escaped(&folder.path), escaped(extension));
            globs.insert(format!("{path}{deep}*.{extension}"));
        }
    }
    globs.into_iter().collect()
}

/// The folder in which all of some folders lie, with all that is in it.
pub(super) fn around(folders: &[&Folder]) -> Folder {
    let mut path = folders.first().map_or("", |it| it.path.as_str());
    let holds_all = |path: &str| folders.iter().all(|it| it.path.starts_with(path));
    // A folder named by a number is one of many, and there will be a next one.
    let is_around = |path: &str| path.is_empty() || holds_all(path) && has_letters(path);
    while !is_around(path) {
        let cut = path.trim_end_matches('/');
        path = cut.rfind('/').map_or("", |at| &cut[..=at]);
    }
    let files = folders.iter().flat_map(|it| &it.files);
    Folder {
        path: path.to_owned(),
        is_deep: folders.iter().any(|it| it.is_deep || it.path != path),
        files: files.copied().collect(),
    }
}

/// The files right in a folder, and each folder in it; nothing where they are too many to be kinds.
fn apart(folder: &Folder, paths: &[String]) -> Option<Vec<Folder>> {
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in &folder.files {
        let path = &paths[*at];
        let own = &path[folder.path.len()..];
        let end = own.find('/').map_or(0, |slash| slash + 1);
        let part = &path[..folder.path.len() + end];
        parts.entry(part).or_default().push(*at);
    }
    let is_shallow = |path: &str| path.len() == folder.path.len();
    let below = parts.keys().filter(|path| !is_shallow(path)).count();
    if !(1..=MOST_FOLDERS).contains(&below) {
        return None;
    }
    let parts = parts.into_iter().map(|(path, files)| Folder {
        path: path.to_owned(),
        is_deep: !is_shallow(path),
        files,
    });
    Some(parts.collect())
}

/// Whether the last folder of a path has a name.
fn has_letters(path: &str) -> bool {
    let last = path.trim_end_matches('/').rsplit('/').next();
    last.is_some_and(|name| name.contains(char::is_alphabetic))
}

/// A name as a glob takes it.
fn escaped(name: &str) -> String {
    globset::escape(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::format_named;
    use crate::source::Origin;

    fn inputs(paths: &[&str]) -> Vec<Input> {
        let input = |path: &&str| Input {
            path: Path::new("/site").join(path).into(),
            shown: (*path).into(),
            origin: Origin::Memory("".into()),
            fault: None,
            format: format_named("markdown").unwrap(),
            is_reported: true,
        };
        paths.iter().map(input).collect()
    }

    fn found(paths: &[&str]) -> Vec<(String, bool, usize)> {
        let folders = folders(&inputs(paths), Path::new("/site"));
        let shown = folders.into_iter();
        shown
            .map(|it| (it.path, it.is_deep, it.files.len()))
            .collect()
    }

    fn inputs_below_numbers() -> Vec<Input> {
        inputs(&["000/a.md", "000/b.md"])
    }

    #[test]
    fn a_folder_with_most_files_is_taken_apart() {
        let paths = [
            "README.md",
            "content/blog/a.md",
            "content/blog/x/b.md",
            "content/docs/c.md",
            "content/docs/d.md",
            "content/index.md",
        ];
        assert_eq!(
            found(&paths),
            [
                (String::new(), false, 1),
                ("content/".to_owned(), false, 1),
                ("content/blog/".to_owned(), true, 2),
                ("content/docs/".to_owned(), true, 2),
            ]
        );
    }

    #[test]
    fn many_folders_are_no_kinds() {
        let paths: Vec<String> = (0..40).map(|it| format!("posts/{it:02}/a.md")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        assert_eq!(found(&paths), [("posts/".to_owned(), true, 40)]);
    }

    #[test]
    fn globs_take_names_as_they_are() {
        let inputs = inputs(&["a[b]/x.md", "a[b]/y.MD", "c/z.md"]);
        let folders = folders(&inputs, Path::new("/site"));
        let all: Vec<&Folder> = folders.iter().collect();
        assert_eq!(
            globs(&all[..1], &inputs),
            ["a[[]b[]]/**/*.MD", "a[[]b[]]/**/*.md"]
        );
        assert_eq!(around(&all).path, "");
        assert_eq!(around(&all[1..]).path, "c/");
        let numbered = inputs_below_numbers();
        let folders = super::folders(&numbered, Path::new("/site"));
        assert_eq!(around(&folders.iter().collect::<Vec<_>>()).path, "");
    }
}
