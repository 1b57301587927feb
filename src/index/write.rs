//! Writing an index: to a temporary file, then under its name, so that a run that is killed leaves
//! the old one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::changes::changes_path;
use super::entry::{FileEntry, MAGIC, POSTING, RuleTable, write_posting};
use super::folder::prepare;
use super::pages::PageWriter;
use super::{Day, FoundNotes, Name, Postings, WrittenFile};
use crate::read::Stamp;

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

/// What one corpus rule noted in all posts.
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
    /// The corpus rules.
    pub rules: Vec<KnownRule<'a>>,
    /// What the walk left out, one line each.
    pub notices: &'a [String],
    /// What corpus rules found, if all posts were judged by them.
    pub found: Option<&'a FoundNotes>,
}

/// Writes an index at `path`. What changed since the one that was there is of no use any more.
pub fn write(path: &Path, contents: &Contents<'_>) -> io::Result<()> {
    replace(path, |file| write_to(file, contents))?;
    match fs::remove_file(changes_path(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Puts a file in the place of the one at `path`.
pub(super) fn replace(path: &Path, fill: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    prepare(path.parent().unwrap_or(Path::new(".")))?;
    let temporary = temporary(path);
    let written = File::options()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(fill)
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // What can not be written can not always be removed either; the next run may.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{}.tmp", std::process::id()))
}

fn write_to(file: File, contents: &Contents<'_>) -> io::Result<()> {
    let mut out = PageWriter::new(file)?;
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
    for rule in &contents.rules {
        write_rule(&mut out, rule)?.write(&mut tables);
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
    out.finish(MAGIC, &header)
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

fn write_rule(out: &mut PageWriter, rule: &KnownRule<'_>) -> io::Result<RuleTable> {
    out.align()?;
    let start = out.at();
    let mut bytes = Vec::with_capacity(AT_ONCE + POSTING);
    for entry in rule.postings.entries() {
        write_posting(entry, &mut bytes);
        if bytes.len() >= AT_ONCE {
            out.write(&bytes)?;
            bytes.clear();
        }
    }
    out.write(&bytes)?;
    Ok(RuleTable {
        rule: rule.rule,
        posts: rule.posts,
        postings: start,
        count: rule.postings.len() as u64,
        widest: rule.postings.widest().to_vec(),
    })
}

fn len_of(len: usize) -> io::Result<u32> {
    u32::try_from(len).map_err(|_| io::Error::other("too much for an index"))
}

#[expect(clippy::cast_possible_truncation, reason = "half of a key")]
fn low(number: u128) -> u64 {
    number as u64
}
