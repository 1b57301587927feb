//! Writing an index: to a temporary file, then under its name, so that a run that is killed leaves
//! the old one.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::changes::changes_path;
use super::entry::{FileEntry, MAGIC, POSTING, RuleTable, write_posting};
use super::folder::prepare;
use super::pages::PageWriter;
use super::{Day, FoundNotes, Name, Postings, WrittenFile};
use crate::read::Stamp;
use crate::rule::Entry;
use crate::write::{Temporary, folder_of};

/// Bytes of postings that are written at once.
const AT_ONCE: usize = 1 << 15;

/// What is known of a file, or a record of a file, and may be kept.
pub struct KnownFile<'a> {
    /// Its path as shown to users.
    pub shown: &'a str,
    /// Its number among the records of a container.
    pub ordinal: Option<u32>,
    /// Its stamp when it was read.
    pub stamp: Stamp,
    /// The hash of its content.
    pub hash: u128,
    /// Its written notes.
    pub notes: &'a [u8],
    /// The last day on which they hold.
    pub until: Day,
}

impl KnownFile<'_> {
    fn begins_file(&self) -> bool {
        self.ordinal.is_none_or(|ordinal| ordinal == 0)
    }
}

/// What one corpus rule noted in all posts, as a whole.
pub struct KnownRule<'a> {
    /// The number of the rule.
    pub rule: usize,
    /// In how many posts it noted anything.
    pub posts: usize,
    /// Its keys.
    pub postings: &'a Postings,
}

/// Everything that an index keeps.
pub struct Contents<'a> {
    /// What the run depends on besides the posts.
    pub key: u128,
    /// The day of the run.
    pub day: Day,
    /// When the run began to read.
    pub read: u64,
    /// The files, in the order of their shown paths.
    pub files: Vec<KnownFile<'a>>,
    /// The corpus rules whose keys are in memory; the [`Draft`] has the others.
    pub rules: Vec<KnownRule<'a>>,
    /// What the walk left out, one line each.
    pub notices: &'a [String],
    /// What corpus rules found, if all posts were judged by them.
    pub found: Option<&'a FoundNotes>,
}

/// An index that is being written. Of the keys of a corpus rule most were noted in one post alone,
/// and nobody asks for them in this run: they can be written as they come, and need not be held.
pub struct Draft {
    path: PathBuf,
    begun: Option<io::Result<Begun>>,
}

/// What was written of an index.
struct Begun {
    temporary: Temporary,
    out: PageWriter,
    rules: Vec<RuleTable>,
}

impl Draft {
    /// An index that is to stand at `path`. Nothing is written yet.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            begun: None,
        }
    }

    /// Writes what a corpus rule noted: in how many posts it noted anything, its keys in order, and
    /// those noted in most posts. What can not be written is told by [`Draft::finish`].
    pub fn rule(
        &mut self,
        rule: usize,
        posts: usize,
        entries: impl Iterator<Item = Entry>,
        widest: &[(u64, usize)],
    ) {
        let begun = self.begun.take().unwrap_or_else(|| Begun::at(&self.path));
        let written = begun.and_then(|mut begun| {
            let (postings, count) = begun.postings(entries)?;
            begun.rules.push(RuleTable {
                rule,
                posts,
                postings,
                count,
                widest: widest.to_vec(),
            });
            Ok(begun)
        });
        self.begun = Some(written);
    }

    /// Writes all else and puts the index in its place. What changed since the one that was there
    /// is of no use any more.
    pub fn finish(mut self, contents: &Contents<'_>) -> io::Result<()> {
        for known in &contents.rules {
            let postings = known.postings;
            self.rule(
                known.rule,
                known.posts,
                postings.entries(),
                postings.widest(),
            );
        }
        let begun = self.begun.unwrap_or_else(|| Begun::at(&self.path))?;
        begun.end(contents)?.replace(&self.path)?;
        match fs::remove_file(changes_path(&self.path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Begun {
    fn at(path: &Path) -> io::Result<Self> {
        prepare(folder_of(path))?;
        let (temporary, file) = Temporary::beside(path)?;
        Ok(Self {
            temporary,
            out: PageWriter::new(file, MAGIC)?,
            rules: Vec::new(),
        })
    }

    /// Writes postings; where they start, and how many there are.
    fn postings(&mut self, entries: impl Iterator<Item = Entry>) -> io::Result<(u64, u64)> {
        self.out.align()?;
        let start = self.out.at();
        let mut bytes = Vec::with_capacity(AT_ONCE + POSTING);
        for entry in entries {
            write_posting(entry, &mut bytes);
            if bytes.len() >= AT_ONCE {
                self.out.write(&bytes)?;
                bytes.clear();
            }
        }
        self.out.write(&bytes)?;
        Ok((start, (self.out.at() - start) / POSTING as u64))
    }

    /// Writes all else; what was written is to take its place.
    fn end(self, contents: &Contents<'_>) -> io::Result<Temporary> {
        let mut out = self.out;
        out.align()?;
        let names = out.at();
        let mut name = Name::default();
        for known in &contents.files {
            out.write(name.of(known.shown, known.ordinal).as_bytes())?;
        }
        let names_end = out.at();
        out.align()?;
        let notes = out.at();
        for known in &contents.files {
            out.write(known.notes)?;
        }
        let notes_end = out.at();
        out.align()?;
        let files = out.at();
        let posts = write_entries(&mut out, contents)?;
        let mut tables = Vec::new();
        for rule in &self.rules {
            rule.write(&mut tables);
        }
        let rules = out.at();
        out.write(&tables)?;
        let notices = out.at();
        out.write(contents.notices.join("\n").as_bytes())?;
        let found = out.at();
        if let Some(notes) = contents.found {
            for end in notes.ends() {
                out.write(&end.to_le_bytes())?;
            }
            out.write(notes.bytes())?;
        }
        let until = contents.files.iter().map(|known| known.until).min();
        let until = until.unwrap_or_default();
        let mut header = [0; 20];
        let numbers = [
            low(contents.key),
            low(contents.key >> 64),
            contents.files.len() as u64,
            u64::from(posts),
            names,
            names_end,
            notes,
            notes_end,
            files,
            rules,
            notices,
            found,
            out.at(),
            u64::from(contents.day.0),
            u64::from(until.0),
            contents.files.iter().filter(|it| it.begins_file()).count() as u64,
        ];
        header[..numbers.len()].copy_from_slice(&numbers);
        out.finish(&header)?;
        Ok(self.temporary)
    }
}

/// Writes the entries of all files; returns the number of posts.
fn write_entries(out: &mut PageWriter, contents: &Contents<'_>) -> io::Result<u32> {
    let mut entry = FileEntry::default();
    let mut name = Name::default();
    for known in &contents.files {
        entry.name_len = len_of(name.of(known.shown, known.ordinal).len())?;
        entry.notes_len = len_of(known.notes.len())?;
        entry.stamp = known.stamp;
        entry.is_firm = known.stamp.is_firm(contents.read);
        entry.hash = known.hash;
        entry.until = known.until;
        out.write(&entry.to_bytes())?;
        entry.name += u64::from(entry.name_len);
        entry.notes += u64::from(entry.notes_len);
        entry.posts_before += len_of(WrittenFile::new(known.notes).posts().count())?;
    }
    Ok(entry.posts_before)
}

fn len_of(len: usize) -> io::Result<u32> {
    u32::try_from(len).map_err(|_| io::Error::other("too much for an index"))
}

#[expect(clippy::cast_possible_truncation, reason = "half of a key")]
fn low(number: u128) -> u64 {
    number as u64
}
