//! The files of the project, as far as corpus rules may ask about them.

/// What is known of a place in the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A file or folder is there.
    There,
    /// Nothing is there.
    Absent,
    /// It can not be told: the place lies outside of the project, or behind a link out of it.
    Unknown,
}

/// The files of the project. Paths are relative to it, with `/`.
///
/// What it says is no part of any post: a rule that asks can not have its findings kept, see
/// [`super::Check::is_kept`].
pub trait Project: Sync {
    /// What is at a path. Each is looked up once a run, and no link out of the project is followed.
    fn presence(&self, path: &str) -> Presence;

    /// Visits files and folders of the project with whether they are folders: at least those that
    /// are usually linked to, in no order, for rules that would else ask about very many.
    fn visit(&self, visit: &mut dyn FnMut(&str, bool));

    /// Whether links may name a file by its name alone, wherever it lies, or from the root of the
    /// project: those of Obsidian do.
    fn is_vault(&self) -> bool;
}
