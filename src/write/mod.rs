//! Writing files so that each is the old one or the whole new one, whenever a run ends.

mod report;
mod temporary;

use std::fs;
use std::path::Path;

pub use report::{identity_of, replace};
pub use temporary::{Temporary, is_left_behind};

/// Whether a file below `root`, or a link wherever it is, leads to a place that is not below it.
pub fn leaves(file: &Path, root: &Path) -> bool {
    let is_link = fs::symlink_metadata(file).is_ok_and(|about| about.is_symlink());
    let is_meant_inside = is_link || file.starts_with(root);
    is_meant_inside && !identity_of(file).starts_with(identity_of(root))
}

/// The folder that a file stands in.
pub fn folder_of(file: &Path) -> &Path {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
