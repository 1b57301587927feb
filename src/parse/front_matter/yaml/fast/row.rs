//! The lines of front matter that hold anything.

/// A line, or what stands behind the dash of an item, without blanks around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The column it starts at.
    pub(super) indent: usize,
    /// Where it starts in the content.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// Walks over the rows. Empty lines and lines of comment are none.
pub(super) struct Rows<'a> {
    content: &'a str,
    current: Option<Row>,
    next: usize,
}

impl<'a> Rows<'a> {
    /// At the first row.
    pub(super) fn new(content: &'a str) -> Self {
        let mut rows = Self {
            content,
            current: None,
            next: 0,
        };
        rows.advance();
        rows
    }

    /// The row that is read next.
    pub(super) fn current(&self) -> Option<Row> {
        self.current
    }

    /// Goes on to the next row.
    pub(super) fn advance(&mut self) {
        self.current = None;
        while self.current.is_none() && self.next < self.content.len() {
            let from = self.next;
            let rest = &self.content.as_bytes()[from..];
            let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            self.next = from + len + 1;
            let line = &rest[..len];
            let Some(indent) = line.iter().position(|byte| *byte != b' ') else {
                continue;
            };
            let is_inner = |byte: &u8| !matches!(byte, b' ' | b'\r');
            let Some(last) = line.iter().rposition(is_inner) else {
                continue;
            };
            if line[indent] != b'#' {
                self.current = Some(Row {
                    indent,
                    start: from + indent,
                    end: from + last + 1,
                });
            }
        }
    }

    /// Takes the rest of the current row for a row of its own.
    pub(super) fn replace(&mut self, row: Row) {
        self.current = Some(row);
    }
}

/// Whether a content has nothing in it that the general parser treats apart from other text:
/// tabs, control characters, lone carriage returns, byte order marks.
pub(super) fn has_common_bytes(content: &str) -> bool {
    let bytes = content.as_bytes();
    let is_control = |byte: u8| byte == 0x7f || byte < b' ' && !matches!(byte, b'\n' | b'\r');
    // Without an early end inside of a chunk, many bytes are looked at in one step.
    let holds_control = |chunk: &[u8]| chunk.iter().fold(false, |any, b| any | is_control(*b));
    let ends_line = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    let is_rare = |c: char| {
        matches!(
            c,
            '\u{80}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    !bytes.chunks(64).any(holds_control)
        && memchr::memchr_iter(b'\r', bytes).all(ends_line)
        && (content.is_ascii() || !content.contains(is_rare))
}
