//! Where the index of a run is, and for which runs it holds.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::complain;
use super::session::Session;
use crate::check::Keeping;
use crate::cli::CheckArgs;
use crate::config::shown_path;
use crate::discover::Named;
use crate::index::{Day, Draft, Index, changes_path, is_index, path_of};
use crate::text::days_since_epoch;
use crate::write::is_left_behind;

/// The folder below the project.
const FOLDER: &str = ".gatepost";
/// Indexes of other configurations that are left beside a new one.
const MOST_OTHERS: usize = 3;
/// Nothing that was last written to so long ago is still being written.
const LONGEST_RUN: Duration = Duration::from_secs(3600);

/// The index of one configuration.
pub(super) struct Cache {
    path: PathBuf,
    /// What the run depends on besides the posts.
    pub(super) key: u128,
    today: Day,
}

impl Cache {
    /// The cache of a run; none if it is not wanted.
    pub(super) fn of(
        args: &CheckArgs,
        session: &Session,
        named: &Named,
        home: &str,
        today: Date,
    ) -> Option<Self> {
        if args.no_cache {
            return None;
        }
        let folder = folder(args.cache_dir.as_deref(), &session.config.root);
        if args.cache_dir.is_none() && folder.is_symlink() {
            // A link of the tree could lead to files of others.
            let shown = shown_path(&folder, &session.cwd);
            complain(&format!(
                "{shown} is a link; the posts are judged without an index"
            ));
            return None;
        }
        let key = key(args, session, named, home);
        Some(Self {
            path: path_of(&folder, xxh3_64(&key.to_le_bytes())),
            key,
            today: Day::since_epoch(days_since_epoch(today)),
        })
    }

    /// The index that an earlier run left, if it can be used.
    pub(super) fn open(&self) -> Option<Index> {
        match Index::open(&self.path, self.key, self.today) {
            Ok(index) => index,
            Err(error) => {
                self.tell("read", &error);
                None
            }
        }
    }

    /// The index that this run is to leave.
    pub(super) fn draft(&self) -> Draft {
        Draft::at(&self.path)
    }

    /// Keeps what the next run can use. That it can not be kept is no fault of the run.
    pub(super) fn keep(&self, index: Option<&Index>, draft: Draft, keeping: &Keeping<'_>) {
        let kept = match (keeping, index) {
            (Keeping::All(contents), _) => draft.finish(contents),
            (Keeping::Changes(changes, until), Some(index)) => {
                index.amend(&self.path, changes, self.today, *until)
            }
            (Keeping::Changes(..), None) => Ok(()),
        };
        if let Err(error) = kept
            && !is_usual(&error)
        {
            self.tell("write", &error);
        }
        // Even of a folder without room: what others left there may be why.
        self.drop_others();
    }

    fn tell(&self, what: &str, error: &io::Error) {
        complain(&format!(
            "cannot {what} the index {}: {error}; the posts are judged anew",
            self.path.display()
        ));
    }

    /// Removes the oldest indexes of other configurations, and what killed runs left.
    fn drop_others(&self) {
        let Some(Ok(entries)) = self.path.parent().map(std::fs::read_dir) else {
            return;
        };
        let own = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path() != self.path && !is_changes(&entry.path()))
            .filter(is_index)
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())));
        // What a run is still writing is none of the others.
        let (unfinished, mut others): (Vec<_>, Vec<_>) =
            own.partition(|(_, path)| path.file_name().is_some_and(is_left_behind));
        let is_old = |modified: &SystemTime| modified.elapsed().is_ok_and(|age| age > LONGEST_RUN);
        let left_behind = unfinished.iter().filter(|(modified, _)| is_old(modified));
        others.sort();
        others.reverse();
        for (_, path) in others.iter().skip(MOST_OTHERS).chain(left_behind) {
            // Another run may have removed it.
            let _ = std::fs::remove_file(changes_path(path));
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The folder that indexes are kept in.
pub(super) fn folder(named: Option<&Path>, root: &Path) -> PathBuf {
    named.map_or_else(|| root.join(FOLDER), Path::to_path_buf)
}

/// Whether an error is one that a run can do nothing about and that says nothing new each time.
fn is_usual(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Everything that the notes of a post depend on besides its content: the tool, where the run takes
/// place, and all that was said in files and on the command line.
fn key(args: &CheckArgs, session: &Session, named: &Named, home: &str) -> u128 {
    let mut hasher = Xxh3::new();
    let mut add = |part: &str| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    add(env!("CARGO_PKG_VERSION"));
    add(&tool());
    // A folder may hold the indexes of several projects.
    let root = &session.config.root;
    let root = root.canonicalize().unwrap_or_else(|_| root.clone());
    add(&root.to_string_lossy());
    add(home);
    add(&session.site.key());
    for text in session.sources.texts() {
        add(&text);
    }
    let lists = [&args.config.config, &args.select, &args.ignore];
    for list in lists {
        add(&list.len().to_string());
        for text in list {
            add(text);
        }
    }
    add(if args.config.isolated { "isolated" } else { "" });
    add(if session.config.suppression.is_heeded {
        ""
    } else {
        "no-inline"
    });
    // Another corpus: what one run knows of it is not what a run on the disk may look up.
    add(if args.staged || named.is_of_index {
        "git's index"
    } else {
        ""
    });
    if !session.config.is_project && !named.is_of_index {
        // Without a project the named paths are the corpus.
        for path in &args.paths {
            add(&path.to_string_lossy());
        }
    }
    hasher.digest128()
}

/// Tells builds of one version apart.
fn tool() -> String {
    let about = std::env::current_exe().and_then(|path| path.metadata());
    about.map_or_else(
        |_| String::new(),
        |about| format!("{} {:?}", about.len(), about.modified().ok()),
    )
}

/// Whether a file belongs to an index, and goes with it.
fn is_changes(path: &Path) -> bool {
    path.extension() == changes_path(path).extension()
}
