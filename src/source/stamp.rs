//! What the file system says of a file, by which a change shows without reading it.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

/// Size, times and number of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970 at which the content changed.
    pub modified: u64,
    /// Nanoseconds since 1970 at which content, name or rights changed.
    pub changed: u64,
    /// Its number on the volume.
    pub inode: u64,
}

/// Files changed so shortly before they were read may change again under the same times: file
/// systems count them in steps of up to two seconds.
const STEP: u64 = 2_000_000_000;

impl Stamp {
    /// The stamp of a file.
    pub fn of(about: &Metadata) -> Self {
        let modified = about.modified().map_or(0, nanoseconds);
        let (changed, inode) = changed_and_inode(about);
        Self {
            size: about.len(),
            modified,
            changed,
            inode,
        }
    }

    /// The stamp of a file whose reading depends on something else as well, which a number tells;
    /// 0 where it does not.
    pub fn within(self, context: u64) -> Self {
        let inode = self.inode ^ context;
        Self { inode, ..self }
    }

    /// Whether a file with this stamp, read at `read`, is sure to be the same while the stamp is.
    pub fn is_firm(&self, read: u64) -> bool {
        let newest = self.modified.max(self.changed);
        newest != 0 && newest.saturating_add(STEP) < read
    }
}

/// The time now, as stamps count it.
pub fn now() -> u64 {
    nanoseconds(SystemTime::now())
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(0)
}

#[cfg(unix)]
fn changed_and_inode(about: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(about.ctime()).unwrap_or(0);
    let rest = u64::try_from(about.ctime_nsec()).unwrap_or(0);
    let changed = seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    (changed, about.ino())
}

#[cfg(not(unix))]
fn changed_and_inode(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
