//! The files that rules name in their options.

use std::sync::Arc;

use crate::source::SourceId;

/// Reads files of the project for rules; `config` provides it.
pub trait Files {
    /// Reads the file that `name`, a relative path with `/`, means in the file `from`: a
    /// configuration file, or one that was read here. The error says why it can not be read, in
    /// one line.
    fn read(&self, from: SourceId, name: &str) -> Result<TextFile, String>;
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Its source: the same however often and by whatever name the file is read.
    pub source: SourceId,
    /// What it says.
    pub text: Arc<str>,
    /// Where it lies below the root of the project, or the folder of a configuration from outside, with
    /// `/`.
    pub path: Arc<str>,
}
