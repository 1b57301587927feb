//! Paths as keys of a sorted map.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

/// A path that compares byte by byte: as paths do they would be taken apart for each comparison.
#[derive(Debug, Clone)]
pub(super) struct ByteWise(pub(super) Arc<Path>);

impl Borrow<OsStr> for ByteWise {
    fn borrow(&self) -> &OsStr {
        self.0.as_os_str()
    }
}

impl Ord for ByteWise {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_os_str().cmp(other.0.as_os_str())
    }
}

impl PartialOrd for ByteWise {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByteWise {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByteWise {}
