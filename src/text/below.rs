//! Paths as seen from a folder.

use std::path::{MAIN_SEPARATOR, Path};

/// The path as seen from `folder`, as [`Path::strip_prefix`] tells it; nothing where it does not
/// lie there. Paths that are written alike are compared byte by byte: taking both apart, a few
/// times for each file of a corpus, costs more than asking the system about the file.
pub fn below<'p>(path: &'p Path, folder: &Path) -> Option<&'p Path> {
    let plainly = plainly_below(path, folder);
    plainly.or_else(|| path.strip_prefix(folder).ok())
}

/// The path below the folder where their bytes alone tell.
fn plainly_below<'p>(path: &'p Path, folder: &Path) -> Option<&'p Path> {
    let folder = folder.to_str().filter(|folder| !folder.is_empty())?;
    let below = path.to_str()?.strip_prefix(folder)?.strip_prefix('/')?;
    let is_step = |byte: Option<&u8>| byte.is_some_and(|byte| !b"/.".contains(byte));
    let is_plain = is_step(below.as_bytes().first()) && is_step(below.as_bytes().last());
    (MAIN_SEPARATOR == '/' && is_plain).then(|| Path::new(below))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn tells_what_the_steps_of_both_tell(
            path in "[/.a]{0,12}",
            folder in "[/.a]{0,5}",
            is_prefix in any::<bool>(),
        ) {
            let path = if is_prefix { format!("{folder}{path}") } else { path };
            let (path, folder) = (Path::new(&path), Path::new(&folder));
            let expected = path.strip_prefix(folder).ok().map(Path::as_os_str);
            prop_assert_eq!(below(path, folder).map(Path::as_os_str), expected);
        }
    }
}
