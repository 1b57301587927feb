//! An immutable file of pages, each with a checksum: what is read is what was written, or an error.
//!
//! A file is a header, pages of [`PAGE`] bytes (the last may be shorter), and a table with the
//! checksum of each. It is read by position, never mapped: a file that shrinks under a mapping
//! ends the process.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a page.
const PAGE: usize = 8192;
/// Pages that are read and checked by one thread at a time.
const PAGES_AT_ONCE: usize = 128;
/// Pages that are held for further look-ups.
const MOST_HELD: usize = 512;
/// Numbers of a header.
pub(super) const HEADER: usize = 24;
/// Numbers that a header begins with: what the file is, and where its table of checksums is.
const OWN: usize = 4;
const HEADER_BYTES: usize = (HEADER + 1) * 8;

/// Numbers that tell what is where.
pub(super) type Header = [u64; HEADER - OWN];

/// Writes a file of pages from its beginning to its end.
pub(super) struct PageWriter {
    out: BufWriter<File>,
    page: Vec<u8>,
    checks: Vec<u8>,
    written: u64,
    magic: u64,
}

impl PageWriter {
    /// Begins a file. The header comes last, but for what the file is: a run that is killed leaves
    /// a file that is known for one of its kind, and is not read.
    pub(super) fn new(mut file: File, magic: u64) -> io::Result<Self> {
        file.write_all(&magic.to_le_bytes())?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        out.write_all(&[0; HEADER_BYTES - 8])?;
        Ok(Self {
            magic,
            out,
            page: Vec::with_capacity(PAGE),
            checks: Vec::new(),
            written: 0,
        })
    }

    /// How much was written: where what comes next is found.
    pub(super) fn at(&self) -> u64 {
        self.written
    }

    /// Fills up the page: what starts with a page is read without being moved.
    pub(super) fn align(&mut self) -> io::Result<()> {
        let used = self.page.len();
        if used > 0 {
            self.write(&[0; PAGE][used..])?;
        }
        Ok(())
    }

    /// Appends bytes.
    pub(super) fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        while !bytes.is_empty() {
            let room = PAGE - self.page.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.page.extend_from_slice(now);
            if self.page.len() == PAGE {
                self.end_page()?;
            }
            bytes = later;
        }
        Ok(())
    }

    fn end_page(&mut self) -> io::Result<()> {
        self.checks.extend(xxh3_64(&self.page).to_le_bytes());
        self.out.write_all(&self.page)?;
        self.page.clear();
        Ok(())
    }

    /// Ends the file and gives it its header.
    pub(super) fn finish(mut self, header: &Header) -> io::Result<()> {
        if !self.page.is_empty() {
            self.end_page()?;
        }
        self.out.write_all(&self.checks)?;
        let own = [self.magic, self.written, xxh3_64(&self.checks), PAGE as u64];
        let numbers = own.iter().chain(header);
        let mut bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&bytes)?;
        let file = self
            .out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_data()
    }
}

/// A file of pages that is open for reading.
#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    len: u64,
    checks: Vec<u8>,
    held: Mutex<FxHashMap<u64, Arc<[u8]>>>,
}

impl Pages {
    /// Reads the header and the checksums.
    pub(super) fn open(file: File, magic: u64) -> io::Result<(Self, Header)> {
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(spoiled());
        }
        let mut head = [0; HEADER_BYTES];
        read_exact_at(&file, &mut head, 0)?;
        let numbers: Vec<u64> = head.chunks_exact(8).map(number_of).collect();
        let (numbers, check) = numbers.split_at(HEADER);
        if xxh3_64(&head[..HEADER * 8]) != check[0] || numbers[0] != magic {
            return Err(spoiled());
        }
        let (len, checks_hash) = (numbers[1], numbers[2]);
        let pages = len.div_ceil(PAGE as u64);
        // Nothing of the file's own numbers is believed before its size bears them out.
        let wanted = pages
            .checked_mul(8)
            .and_then(|checks| checks.checked_add(len));
        let wanted = wanted.and_then(|body| body.checked_add(HEADER_BYTES as u64));
        if wanted != Some(about.len()) || numbers[3] != PAGE as u64 {
            return Err(spoiled());
        }
        let mut checks = vec![0; usize::try_from(pages * 8).map_err(|_| spoiled())?];
        read_exact_at(&file, &mut checks, HEADER_BYTES as u64 + len)?;
        if xxh3_64(&checks) != checks_hash {
            return Err(spoiled());
        }
        let header = numbers[OWN..].try_into().map_err(|_| spoiled())?;
        let held = Mutex::default();
        let pages = Self {
            file,
            len,
            checks,
            held,
        };
        Ok((pages, header))
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Tells the file from others: a hash of all that it holds.
    pub(super) fn identity(&self) -> u64 {
        xxh3_64(&self.checks)
    }

    /// Reads a stretch and checks all its pages.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        if range.start > range.end || range.end > self.len {
            return Err(spoiled());
        }
        let first = range.start / PAGE as u64;
        let start = first * PAGE as u64;
        let end = range.end.next_multiple_of(PAGE as u64).min(self.len);
        let skipped = usize::try_from(range.start - start).map_err(|_| spoiled())?;
        let len = usize::try_from(range.end - range.start).map_err(|_| spoiled())?;
        let mut bytes = vec![0; usize::try_from(end - start).map_err(|_| spoiled())?];
        let at_once = PAGES_AT_ONCE * PAGE;
        if bytes.len() > at_once {
            let parts = bytes.par_chunks_mut(at_once).enumerate();
            parts.try_for_each(|(part, bytes)| {
                self.fill(first + (part * PAGES_AT_ONCE) as u64, bytes)
            })?;
        } else {
            self.fill(first, &mut bytes)?;
        }
        bytes.truncate(skipped + len);
        if skipped > 0 {
            bytes.drain(..skipped);
        }
        Ok(bytes)
    }

    /// Reads a short stretch; its pages are held for the next.
    pub(super) fn look(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let number = at / PAGE as u64;
            let page = self.page(number)?;
            let start = usize::try_from(at % PAGE as u64).map_err(|_| spoiled())?;
            let wanted = usize::try_from(range.end - at).map_err(|_| spoiled())?;
            let end = page.len().min(start.saturating_add(wanted));
            let part = page.get(start..end).filter(|part| !part.is_empty());
            let part = part.ok_or_else(spoiled)?;
            found.extend_from_slice(part);
            at += part.len() as u64;
        }
        Ok(found)
    }

    fn page(&self, number: u64) -> io::Result<Arc<[u8]>> {
        let lock = || self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = lock().get(&number) {
            return Ok(page.clone());
        }
        let start = number.checked_mul(PAGE as u64).ok_or_else(spoiled)?;
        let len = self.len.saturating_sub(start).min(PAGE as u64);
        let mut bytes = vec![0; usize::try_from(len).map_err(|_| spoiled())?];
        self.fill(number, &mut bytes)?;
        let page: Arc<[u8]> = bytes.into();
        let mut held = lock();
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(number, page.clone());
        Ok(page)
    }

    /// Fills whole pages from number `first` on.
    fn fill(&self, first: u64, bytes: &mut [u8]) -> io::Result<()> {
        read_exact_at(&self.file, bytes, HEADER_BYTES as u64 + first * PAGE as u64)?;
        for (number, page) in (first..).zip(bytes.chunks(PAGE)) {
            let at = usize::try_from(number * 8).map_err(|_| spoiled())?;
            let check = self.checks.get(at..at + 8).map(number_of);
            if check != Some(xxh3_64(page)) {
                return Err(spoiled());
            }
        }
        Ok(())
    }
}

/// A file that is not what was written.
pub(super) fn spoiled() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is damaged")
}

/// Eight bytes as a number; fewer are 0.
pub(super) fn number_of(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(spoiled()),
            read => {
                bytes = &mut bytes[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const MAGIC: u64 = 7;

    fn written(len: usize) -> (tempfile::TempDir, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..251).cycle().step_by(31).take(len).collect();
        let file = File::create(folder.path().join("pages")).unwrap();
        let mut writer = PageWriter::new(file, MAGIC).unwrap();
        for part in bytes.chunks(1000) {
            writer.write(part).unwrap();
        }
        writer.finish(&[9; HEADER - OWN]).unwrap();
        (folder, bytes)
    }

    fn open(folder: &tempfile::TempDir) -> io::Result<(Pages, Header)> {
        Pages::open(File::open(folder.path().join("pages"))?, MAGIC)
    }

    #[test]
    fn reads_what_was_written() {
        for len in [0, 1, PAGE - 1, PAGE, PAGE + 1, 300 * PAGE + 17] {
            let (folder, bytes) = written(len);
            let (pages, header) = open(&folder).unwrap();
            assert_eq!(header, [9; HEADER - OWN]);
            for (start, end) in [(0, len), (len / 3, len / 2), (len / 2, len), (len, len)] {
                let range = start as u64..end as u64;
                assert_eq!(pages.read(range.clone()).unwrap(), &bytes[start..end]);
                assert_eq!(pages.look(range).unwrap(), &bytes[start..end]);
            }
            assert!(pages.read(0..len as u64 + 1).is_err());
            assert!(pages.look(0..len as u64 + 1).is_err());
        }
    }

    #[test]
    fn every_damaged_byte_is_noticed() {
        let (folder, bytes) = written(2 * PAGE + 5);
        let path = folder.path().join("pages");
        let mut whole = Vec::new();
        File::open(&path).unwrap().read_to_end(&mut whole).unwrap();
        for at in (0..whole.len())
            .step_by(37)
            .chain(whole.len() - 20..whole.len())
        {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            std::fs::write(&path, &damaged).unwrap();
            let read = open(&folder).and_then(|(pages, _)| pages.read(0..bytes.len() as u64));
            assert!(read.is_err(), "byte {at}");
        }
        for len in (0..whole.len()).step_by(911) {
            std::fs::write(&path, &whole[..len]).unwrap();
            assert!(open(&folder).is_err(), "cut at {len}");
        }
    }
}
