//! The lines of front matter that hold anything.

/// A line, or what stands behind the dash of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The column it starts at.
    pub(super) indent: usize,
    /// Where it starts in the content.
    pub(super) start: usize,
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
                return Some(Self { indent, start });
            }
            line = next_line(content, start)?;
        }
    }

    /// The first row behind the line of an offset.
    #[inline]
    pub(super) fn behind(content: &str, at: usize) -> Option<Self> {
        Self::from_line(content, next_line(content, at)?)
    }
}

/// Where the line behind that of an offset starts. Nearly every value ends with its line.
#[inline]
fn next_line(content: &str, at: usize) -> Option<usize> {
    let rest = content.as_bytes().get(at..)?;
    if rest.first() == Some(&b'\n') {
        return Some(at + 1);
    }
    memchr::memchr(b'\n', rest).map(|len| at + len + 1)
}

/// Whether a content has nothing in it that the general parser treats apart from other text:
/// tabs, control characters, lone carriage returns, byte order marks.
pub(super) fn has_common_bytes(content: &str) -> bool {
    let bytes = content.as_bytes();
    let ends_line = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    let is_rare = |c: char| {
        matches!(
            c,
            '\u{80}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    // Without an early end inside of a chunk, many bytes are looked at in one step.
    let (chunks, rest) = bytes.as_chunks::<64>();
    !chunks.iter().any(|chunk| holds_control(chunk))
        && !holds_control(rest)
        && memchr::memchr_iter(b'\r', bytes).all(ends_line)
        && (content.is_ascii() || !content.contains(is_rare))
}

fn holds_control(bytes: &[u8]) -> bool {
    let is_control = |byte: u8| byte == 0x7f || byte < b' ' && !matches!(byte, b'\n' | b'\r');
    bytes
        .iter()
        .fold(false, |any, byte| any | is_control(*byte))
}
