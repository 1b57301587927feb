//! A stretch of bytes in one source.

use std::ops::Range;

/// A half-open range of byte offsets into one source. It always lies on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; a reversed pair gives the empty span at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The empty span at one offset.
    pub fn at(offset: u32) -> Self {
        Self::new(offset, offset)
    }

    /// The span of a range of `usize` offsets. Sources are bounded far below 4 GiB.
    pub fn from_range(range: Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    /// The same stretch as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span moved towards the end by `offset` bytes.
    pub fn shifted(self, offset: u32) -> Self {
        Self::new(
            self.start.saturating_add(offset),
            self.end.saturating_add(offset),
        )
    }
}

/// A number of bytes as an offset of 32 bits; no source is larger.
pub fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
