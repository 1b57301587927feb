//! What corpus rules found in each post when the corpus was as the index knows it.

use rustc_hash::FxHashMap;

use crate::rule::{Found, read_number, write_number};
use crate::source::Span;

/// Written findings of corpus rules, post by post.
#[derive(Debug, Default)]
pub struct FoundNotes {
    bytes: Vec<u8>,
    /// Where those of each post end.
    ends: Vec<u64>,
    /// What took the place of those of a few posts.
    amended: FxHashMap<u32, Box<[u8]>>,
}

/// One finding: number of the rule, of the finding among those of its kind, and what was found.
pub type FoundNote = (usize, usize, Found);

impl FoundNotes {
    /// Adds the findings of the next post.
    pub fn push(&mut self, found: &[FoundNote]) {
        write_found(found, &mut self.bytes);
        self.ends.push(self.bytes.len() as u64);
    }

    /// The posts of all parts, one after the other. Parts are dropped on the way.
    pub fn concat(parts: Vec<Self>) -> Self {
        let mut all = Self {
            bytes: Vec::with_capacity(parts.iter().map(|part| part.bytes.len()).sum()),
            ends: Vec::with_capacity(parts.iter().map(Self::posts).sum()),
            amended: FxHashMap::default(),
        };
        for part in parts {
            let start = all.bytes.len() as u64;
            all.bytes.extend_from_slice(&part.bytes);
            all.ends.extend(part.ends.iter().map(|end| start + end));
        }
        all
    }

    /// How many posts there are.
    pub fn posts(&self) -> usize {
        self.ends.len()
    }

    /// Puts other findings in the place of those of a post.
    pub fn amend(&mut self, post: u32, found: Box<[u8]>) {
        self.amended.insert(post, found);
    }

    /// The written findings of a post.
    pub fn of(&self, post: u32) -> &[u8] {
        if let Some(amended) = self.amended.get(&post) {
            return amended;
        }
        let at = post as usize;
        let start = at
            .checked_sub(1)
            .map_or(Some(&0), |before| self.ends.get(before));
        let range = start.zip(self.ends.get(at)).and_then(|(start, end)| {
            Some(usize::try_from(*start).ok()?..usize::try_from(*end).ok()?)
        });
        range
            .and_then(|range| self.bytes.get(range))
            .unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn ends(&self) -> &[u64] {
        &self.ends
    }

    pub(super) fn from_parts(bytes: Vec<u8>, ends: Vec<u64>) -> Self {
        Self {
            bytes,
            ends,
            amended: FxHashMap::default(),
        }
    }
}

/// Writes the findings of a post.
pub fn write_found(found: &[FoundNote], out: &mut Vec<u8>) {
    for (rule, finding, found) in found {
        write_number(*rule as u64, out);
        write_number(*finding as u64, out);
        write_number(u64::from(found.span.start), out);
        write_number(u64::from(found.span.len()), out);
        out.extend(found.identity.to_le_bytes());
        write_number(found.handle, out);
    }
}

/// Reads the findings of a post; `name` tells what finding of which rule a number is.
pub fn read_found(
    bytes: &[u8],
    name: impl Fn(usize, usize) -> Option<&'static str>,
) -> Vec<(usize, Found)> {
    let mut rest = bytes;
    let found = std::iter::from_fn(|| {
        let rule = usize::try_from(read_number(&mut rest)?).ok()?;
        let finding = usize::try_from(read_number(&mut rest)?).ok()?;
        let start = u32::try_from(read_number(&mut rest)?).ok()?;
        let len = u32::try_from(read_number(&mut rest)?).ok()?;
        let (identity, behind) = rest.split_first_chunk()?;
        rest = behind;
        let found = Found {
            finding: name(rule, finding)?,
            span: Span::new(start, start.checked_add(len)?),
            identity: u64::from_le_bytes(*identity),
            handle: read_number(&mut rest)?,
        };
        Some((rule, found))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_survive_writing() {
        let found = |handle| Found {
            finding: "similar",
            span: Span::new(3, 900),
            identity: u64::MAX - 1,
            handle,
        };
        let mut notes = FoundNotes::default();
        notes.push(&[(4, 1, found(1 << 40)), (5, 0, found(0))]);
        notes.push(&[]);
        let mut none = FoundNotes::default();
        none.push(&[]);
        let all = FoundNotes::concat(vec![none, notes]);
        assert_eq!(all.posts(), 3);
        assert!(all.of(0).is_empty());
        let name = |rule, _| Some(if rule < 9 { "similar" } else { "no" });
        let read = read_found(all.of(1), name);
        assert_eq!(read, [(4, found(1 << 40)), (5, found(0))]);
        assert!(all.of(2).is_empty() && all.of(9).is_empty());
        read_found(&all.of(1)[..17], name);
    }
}
