//! Every source of a run by number, with its text loaded only while somebody looks at it.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use super::{LineIndex, Position, Record};
use crate::error::{Error, Result};

/// Number of a source in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Where the text of a source is kept.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In a file, read again each time it is needed.
    File(Arc<Path>),
    /// In memory: standard input, built-in packs, examples.
    Memory(Arc<str>),
    /// A part of a container, read again each time it is needed.
    Record(Record),
}

impl Origin {
    /// Where the text starts in its file.
    pub fn start(&self) -> Position {
        match self {
            Self::Record(record) => record.start,
            Self::File(_) | Self::Memory(_) => Position::START,
        }
    }
}

/// A loaded text with its lines.
#[derive(Debug)]
pub struct SourceText {
    /// The whole text.
    pub text: Arc<str>,
    /// Where its lines start.
    pub lines: LineIndex,
    /// Where it starts in its file.
    pub start: Position,
}

impl SourceText {
    /// Line, column and offset in the file of an offset into the text.
    pub fn position(&self, offset: u32) -> Position {
        self.start.plus(self.lines.position(&self.text, offset))
    }

    /// The column in bytes, from 1, of a place in the file. Of the line that a record starts on,
    /// the bytes before the record count as one each: they are not at hand.
    pub fn byte_column(&self, at: Position) -> u64 {
        let line = at.line.saturating_sub(self.start.line);
        let line_start = self.start.offset + u64::from(self.lines.start_of(line));
        let before = match line {
            0 => u64::from(self.start.column),
            _ => 1,
        };
        at.offset.saturating_sub(line_start) + before
    }
}

#[derive(Debug)]
struct Entry {
    shown: Arc<str>,
    origin: Origin,
}

/// How a text that is not in memory is fetched; `read` provides it.
pub type Loader = fn(&Origin) -> Result<Arc<str>>;

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

    /// Adds many sources, numbered in their order.
    pub fn add_all(&self, sources: impl Iterator<Item = (Arc<str>, Origin)>) -> Vec<SourceId> {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        let first = entries.len();
        entries.extend(sources.map(|(shown, origin)| Entry { shown, origin }));
        let numbers = (first..entries.len()).map(u32::try_from);
        numbers
            .map(|number| SourceId(number.unwrap_or(u32::MAX)))
            .collect()
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
        let origin = self.origin(id);
        let text = match &origin {
            Origin::Memory(text) => text.clone(),
            Origin::File(_) | Origin::Record(_) => (self.loader)(&origin)
                .map_err(|error| Error::new(format!("cannot read {}: {error}", self.shown(id))))?,
        };
        let lines = LineIndex::new(&text);
        let start = origin.start();
        Ok(SourceText { text, lines, start })
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
