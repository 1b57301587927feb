//! Writing files so that each is the old one or the whole new one, whenever a run ends.

mod report;
mod temporary;

use std::path::Path;

pub use report::{identity_of, replace};
pub use temporary::{Temporary, is_left_behind};

/// The folder that a file stands in.
pub fn folder_of(file: &Path) -> &Path {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
