//! Every source of a run by number, with its text loaded only while somebody looks at it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::LineIndex;
use crate::error::{Error, Result};

/// Number of a source in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Where the text of a source is kept.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In a file, read again each time it is needed.
    File(PathBuf),
    /// In memory: standard input, built-in packs, examples.
    Memory(Arc<str>),
}

/// A loaded text with its lines.
#[derive(Debug)]
pub struct SourceText {
    /// The whole text.
    pub text: Arc<str>,
    /// Where its lines start.
    pub lines: LineIndex,
}

#[derive(Debug)]
struct Entry {
    shown: Arc<str>,
    origin: Origin,
}

/// How a text is fetched from its file; `read.rs` provides it.
pub type Loader = fn(&Path) -> Result<String>;

/// The texts that are held at once; enough for a diagnostic and its labels.
const HELD: usize = 16;

/// All sources of a run.
#[derive(Debug)]
pub struct Sources {
    entries: RwLock<Vec<Entry>>,
    loader: Loader,
    held: Mutex<VecDeque<(SourceId, Arc<SourceText>)>>,
}

impl Sources {
    /// No sources yet; files will be fetched with `loader`.
    pub fn new(loader: Loader) -> Self {
        Self {
            entries: RwLock::default(),
            loader,
            held: Mutex::new(VecDeque::new()),
        }
    }

    /// Adds a source that users know as `shown` (a path with `/`, or `<stdin>`).
    pub fn add(&self, shown: impl Into<Arc<str>>, origin: Origin) -> SourceId {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        let id = SourceId(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        entries.push(Entry {
            shown: shown.into(),
            origin,
        });
        id
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// The name under which users know the source.
    pub fn shown(&self, id: SourceId) -> Arc<str> {
        self.entries()[id.0 as usize].shown.clone()
    }

    /// Where the text of the source is kept.
    pub fn origin(&self, id: SourceId) -> Origin {
        self.entries()[id.0 as usize].origin.clone()
    }

    /// The texts of all sources that are held in memory or can be read.
    pub fn texts(&self) -> impl Iterator<Item = Arc<str>> {
        let numbers = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        let texts = numbers.map(|number| self.load(SourceId(number)));
        texts.filter_map(Result::ok).map(|source| source.text)
    }

    /// The text of the source, from memory or its file.
    pub fn text(&self, id: SourceId) -> Result<Arc<SourceText>> {
        if let Some(held) = self.held_text(id) {
            return Ok(held);
        }
        let loaded = Arc::new(self.load(id)?);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() == HELD {
            held.pop_front();
        }
        held.push_back((id, loaded.clone()));
        Ok(loaded)
    }

    /// The text of the source, not held for later: for passes over many sources.
    pub fn load(&self, id: SourceId) -> Result<SourceText> {
        let text: Arc<str> = match self.origin(id) {
            Origin::Memory(text) => text,
            Origin::File(path) => (self.loader)(&path)
                .map_err(|error| Error::new(format!("cannot read {}: {error}", self.shown(id))))?
                .into(),
        };
        let lines = LineIndex::new(&text);
        Ok(SourceText { text, lines })
    }

    fn entries(&self) -> RwLockReadGuard<'_, Vec<Entry>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn held_text(&self, id: SourceId) -> Option<Arc<SourceText>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.iter().find(|(held_id, _)| *held_id == id);
        found.map(|(_, text)| text.clone())
    }
}
