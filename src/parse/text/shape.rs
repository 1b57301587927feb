//! What a single line looks like: a bullet, a caption, the end of a sentence, a heading.

/// Bullets that need no space behind them: nothing else begins with them.
const BULLETS: [char; 4] = ['•', '◦', '▪', '‣'];
/// Characters that are bullets when a space follows.
const DASHES: [char; 3] = ['-', '*', '+'];
/// What stands between a caption and the name of its source.
const SOURCE: &str = ". image source";

/// A hard-wrapped line is longer than this …
const WRAP_FROM: usize = 60;
/// … and a line beyond this is a whole paragraph.
const WRAP_TO: usize = 120;
/// Words of a longer line are no heading.
const HEADING_WORDS: usize = 10;
/// Bytes of a longer line are no heading.
const HEADING_BYTES: usize = 100;
/// Words behind `image source:`.
const SOURCE_WORDS: usize = 6;

/// Length of the list marker that begins a line, `• `, `- ` or `1. `.
pub(super) fn marker(text: &str) -> Option<usize> {
    let rest = text
        .strip_prefix(BULLETS)
        .or_else(|| spaced(text.strip_prefix(DASHES)?))
        .or_else(|| spaced(behind_number(text)?))?;
    Some(text.len() - rest.trim_start().len())
}

fn behind_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    ((1..=3).contains(&digits) && !rest.is_empty()).then_some(rest)
}

fn spaced(rest: &str) -> Option<&str> {
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest)
}

/// The caption in a line `caption. image source: name`.
pub(super) fn sourced_caption(text: &str) -> Option<&str> {
    let colon = memchr::memrchr(b':', text.as_bytes())?;
    let (before, name) = (&text[..colon], text[colon + 1..].strip_prefix(' ')?);
    let at = before.len().checked_sub(SOURCE.len())?;
    let tail = before.as_bytes().get(at..)?;
    let is_caption = at > 0
        && tail.eq_ignore_ascii_case(SOURCE.as_bytes())
        && name.split_whitespace().take(SOURCE_WORDS + 1).count() <= SOURCE_WORDS;
    is_caption.then(|| before[..at].trim_end())
}

/// Whether a trimmed line is a known title, whatever its case.
pub(super) fn is_title(line: &str, title: &str) -> bool {
    let title = title.trim();
    if title.is_ascii() {
        return line.eq_ignore_ascii_case(title);
    }
    let lower = title.chars().flat_map(char::to_lowercase);
    line.chars().flat_map(char::to_lowercase).eq(lower)
}

/// Whether a line ends as sentences do, a closing quote or bracket left aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')'])
        .ends_with(['.', '!', '?', '…'])
}

/// Whether a line is short and worded as headings are.
pub(super) fn is_heading_shaped(text: &str) -> bool {
    text.len() <= HEADING_BYTES
        && text.split_whitespace().count() <= HEADING_WORDS
        && !ends_sentence(text)
        && !text.ends_with([':', ';', ','])
        && !text.contains(". ")
        && !text.contains("://")
        && text.chars().any(char::is_alphabetic)
}

/// Whether a prose line goes on in the next one: it fills a hard-wrapped column, its sentence is
/// open, and the next line begins in the middle of one.
pub(super) fn wraps(line: &str, next: &str) -> bool {
    let width = line.chars().take(WRAP_TO + 1).count();
    width > WRAP_FROM
        && width <= WRAP_TO
        && !ends_sentence(line)
        && !line.ends_with(':')
        && next.starts_with(char::is_lowercase)
}

/// Whether a line is so long that it must be a whole paragraph, ended by a period or not.
pub(super) fn is_whole_paragraph(text: &str) -> bool {
    text.chars().take(WRAP_TO + 1).count() > WRAP_TO
}

/// Whether a line only draws a rule between blocks.
pub(super) fn is_ornament(text: &str) -> bool {
    let Some(mark) = text.chars().next() else {
        return false;
    };
    "-*_=~".contains(mark) && text.len() >= 3 && text.chars().all(|c| c == mark || c == ' ')
}

/// The opening or closing line of a fenced code block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence<'a> {
    mark: char,
    len: usize,
    /// What stands behind the marks.
    pub(super) info: &'a str,
}

impl Fence<'_> {
    /// Whether `other` closes the block that this fence opened.
    pub(super) fn is_closed_by(&self, other: Fence<'_>) -> bool {
        self.mark == other.mark && other.len >= self.len && other.info.is_empty()
    }

    /// The language that the fence names, lower-case.
    pub(super) fn language(&self) -> Option<String> {
        let word = self.info.split([' ', ',', '{']).next().unwrap_or_default();
        (!word.is_empty()).then(|| word.to_lowercase())
    }
}

/// Reads a line as a fence.
pub(super) fn fence(text: &str) -> Option<Fence<'_>> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let len = text.len() - rest.len();
    let info = rest.trim();
    (len >= 3 && !info.contains('`')).then_some(Fence { mark, len, info })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_bullets_and_numbers() {
        assert_eq!(marker("• drain one node"), Some("• ".len()));
        assert_eq!(marker("•tight"), Some("•".len()));
        assert_eq!(marker("- a"), Some(2));
        assert_eq!(marker("12.  a"), Some(5));
        assert_eq!(marker("-"), Some(1));
        assert_eq!(marker("-flag"), None);
        assert_eq!(marker("2024. was a year"), None);
        assert_eq!(marker("1.5 seconds"), None);
    }

    #[test]
    fn cuts_the_source_off_a_caption() {
        assert_eq!(
            sourced_caption("a rack at night 2. Image source: pexels"),
            Some("a rack at night 2")
        );
        assert_eq!(sourced_caption(". image source: x"), None);
        assert_eq!(sourced_caption("the image source: x"), None);
        assert_eq!(sourced_caption("ö: x"), None);
        assert_eq!(
            sourced_caption("check it. image source: this one is told by the page itself"),
            None
        );
    }

    #[test]
    fn tells_headings_from_sentences() {
        assert!(is_heading_shaped("what the logs say"));
        assert!(!is_heading_shaped("what the logs say."));
        assert!(!is_heading_shaped("things to do:"));
        assert!(!is_heading_shaped(
            "one two three four five six seven eight nine ten eleven"
        ));
        assert!(!is_heading_shaped("https://example.com/a"));
        assert!(!is_heading_shaped("2024"));
    }

    #[test]
    fn joins_only_lines_that_fill_a_column() {
        let open = "every deployment leaves a trace in the log of the load balancer, and";
        assert!(wraps(open, "that trace is where to look first"));
        assert!(!wraps(open, "That trace is where to look first"));
        assert!(!wraps("short", "lines stay apart"));
        assert!(!wraps(&format!("{open}."), "that"));
        assert!(!wraps(&open.repeat(2), "that"));
    }

    #[test]
    fn closes_a_fence_with_as_many_marks() {
        let open = fence("```Rust,ignore").unwrap();
        assert_eq!(open.language().as_deref(), Some("rust"));
        assert!(open.is_closed_by(fence("````").unwrap()));
        assert!(!open.is_closed_by(fence("~~~").unwrap()));
        assert!(fence("```inline``` code").is_none());
        assert!(fence("``").is_none());
    }

    #[test]
    fn sees_rules_between_blocks() {
        assert!(is_ornament("---"));
        assert!(is_ornament("* * *"));
        assert!(!is_ornament("--"));
        assert!(!is_ornament("--flag"));
    }
}
