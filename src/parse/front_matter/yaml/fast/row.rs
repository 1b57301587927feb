//! The lines of front matter that hold anything.

/// A line, or what stands behind the dash of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The column it starts at.
    pub(super) indent: usize,
    /// Where it starts in the content.
    pub(super) start: usize,
    /// Its number among the rows that are known, if it begins as the one that was expected.
    pub(super) known: Option<usize>,
}

impl Row {
    /// The first row from the start of a line on. Empty lines and lines of comment are none.
    pub(super) fn from_line(content: &str, line: usize) -> Option<Self> {
        let bytes = content.as_bytes();
        let mut line = line;
        loop {
            let mut start = line;
            while *bytes.get(start)? == b' ' {
                start += 1;
            }
            if !matches!(bytes[start], b'\n' | b'\r' | b'#') {
                let indent = start - line;
                return Some(Self {
                    indent,
                    start,
                    known: None,
                });
            }
            line = next_line(content, start)?;
        }
    }
}

/// Where the line behind that of an offset starts. Nearly every value ends with its line.
#[inline]
pub(super) fn next_line(content: &str, at: usize) -> Option<usize> {
    let rest = content.as_bytes().get(at..)?;
    if rest.first() == Some(&b'\n') {
        return Some(at + 1);
    }
    memchr::memchr(b'\n', rest).map(|len| at + len + 1)
}

/// Whether a content has nothing in it that the general parser treats apart from other text:
/// tabs, control characters, lone carriage returns, byte order marks.
pub(super) fn has_common_bytes(content: &str) -> bool {
    // Without an early end inside of a chunk, many bytes are looked at in one step.
    let (chunks, rest) = content.as_bytes().as_chunks::<64>();
    let is_printed = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let are_printed = |bytes: &[u8]| bytes.iter().fold(true, |all, it| all & is_printed(it));
    chunks.iter().all(|chunk| are_printed(chunk)) && are_printed(rest) || has_common_chars(content)
}

fn has_common_chars(content: &str) -> bool {
    let mut chars = content.chars().peekable();
    while let Some(c) = chars.next() {
        let is_rare = match c {
            '\r' => chars.peek() != Some(&'\n'),
            '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
            c => c < ' ' && c != '\n',
        };
        if is_rare {
            return false;
        }
    }
    true
}
