//! What lines of a body are, by what they begin with and by the bytes in them.

use memchr::memmem;

/// What a line is, by what it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind<'a> {
    Blank,
    /// All of it is known, if nothing in it is markup.
    Plain(PlainKind<'a>),
    Fence,
    /// Starts with blanks or the marker of an item: it may go on with a list that stands before a
    /// blank line.
    Inner,
    Other,
    /// Something that may reach beyond blank lines.
    Open,
}

/// A line that is read without the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainKind<'a> {
    /// Text of a paragraph.
    Text,
    /// An image in a paragraph.
    Image { alt: &'a str, target: &'a str },
    /// `## text`.
    Heading(u8),
    /// A short item of a list: `- text`.
    Item,
}

impl PlainKind<'_> {
    /// Whether it is of a paragraph or a heading, which end at a blank line.
    pub(super) fn is_flat(self) -> bool {
        self != Self::Item
    }

    /// Whether it may stand on the line behind another. Text behind an item goes on with it, and
    /// an item behind text ends the paragraph: the parser knows.
    pub(super) fn may_follow(self, before: Self) -> bool {
        match (before, self) {
            (Self::Item, _) => self == Self::Item,
            (_, Self::Item) => matches!(before, Self::Heading(_)),
            _ => true,
        }
    }

    /// Whether it is all that there is of a line: nothing in it is markup, and nothing is cut from
    /// its end.
    pub(super) fn is_all_of(self, line: &str) -> bool {
        let last = line.as_bytes().last();
        let ends_in_text = match self {
            Self::Image { .. } => return true,
            Self::Text | Self::Item => last != Some(&b' '),
            Self::Heading(_) => !matches!(last, Some(b' ' | b'#')),
        };
        ends_in_text && !has_markup(line.as_bytes())
    }
}

impl<'a> LineKind<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let bytes = line.as_bytes();
        match bytes.first() {
            None => Self::Blank,
            Some(b' ' | b'\t') => Self::of_indented(line),
            Some(0..0x20) => Self::Open,
            Some(b'#') => Self::of_number_signs(bytes),
            Some(b'-') if matches!(bytes, [_, b' ', first, ..] if first.is_ascii_alphabetic()) => {
                Self::Plain(PlainKind::Item)
            }
            Some(b'-' | b'+' | b'*') if matches!(bytes.get(1), None | Some(b' ' | b'\t')) => {
                Self::Inner
            }
            Some(b'0'..=b'9') => Self::of_digits(bytes),
            Some(sign @ (b'`' | b'~')) => Self::of_fence(bytes, *sign),
            Some(b'<') => Self::of_html(line),
            Some(b'!') => Self::Plain(image(line).unwrap_or(PlainKind::Text)),
            Some(b'-' | b'+' | b'*' | b'_' | b'=' | b':' | b'|' | b'>') => Self::Other,
            Some(_) => Self::Plain(PlainKind::Text),
        }
    }

    /// What it is, if it is plain.
    pub(super) fn plain(self) -> Option<PlainKind<'a>> {
        match self {
            Self::Plain(kind) => Some(kind),
            _ => None,
        }
    }

    fn of_indented(line: &'a str) -> Self {
        match Self::of(line.trim_start_matches([' ', '\t'])) {
            Self::Blank => Self::Blank,
            Self::Fence | Self::Open => Self::Open,
            _ => Self::Inner,
        }
    }

    fn of_number_signs(line: &[u8]) -> Self {
        let level = repeated(line, b'#');
        match (level, &line[level..]) {
            (1..=6, [b' ', first, ..]) if !matches!(first, b' ' | b'\t' | b'#') => {
                Self::Plain(PlainKind::Heading(u8::try_from(level).unwrap_or(6)))
            }
            _ => Self::Other,
        }
    }

    fn of_digits(line: &[u8]) -> Self {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match line.get(digits) {
            Some(b'.' | b')') => Self::Inner,
            _ => Self::Plain(PlainKind::Text),
        }
    }

    fn of_fence(line: &[u8], sign: u8) -> Self {
        let len = repeated(line, sign);
        if len < 3 || sign == b'`' && line[len..].contains(&sign) {
            Self::Other
        } else {
            Self::Fence
        }
    }

    /// HTML that ends elsewhere than at a blank line is `Open`, but for a comment on one line.
    fn of_html(line: &str) -> Self {
        let is_comment = |rest: &str| memmem::find(rest.as_bytes(), b"-->").is_some();
        if line.strip_prefix("<!--").is_some_and(is_comment) {
            return Self::Other;
        }
        let name = line[1..].split(|c: char| !c.is_ascii_alphabetic()).next();
        let name = name.unwrap_or_default();
        let reaches_on = ["script", "pre", "style", "textarea"]
            .iter()
            .any(|open| name.eq_ignore_ascii_case(open));
        if reaches_on || line[1..].starts_with(['!', '?']) {
            Self::Open
        } else {
            Self::Other
        }
    }
}

/// How often a line starts with a sign.
pub(super) fn repeated(line: &[u8], sign: u8) -> usize {
    line.iter().take_while(|byte| **byte == sign).count()
}

/// An image that fills a line, where text and target are as they stand: `![text](target)`.
fn image(line: &str) -> Option<PlainKind<'_>> {
    let inner = line.strip_prefix("![")?.strip_suffix(')')?;
    let (alt, target) = inner.split_once("](")?;
    let is_target = !target.is_empty() && !any_of(target.as_bytes(), may_not_be_target);
    (is_target && !has_markup(alt.as_bytes())).then_some(PlainKind::Image { alt, target })
}

/// Bytes that are looked at in one step of a few vector instructions.
const STEP: usize = 16;

fn has_markup(line: &[u8]) -> bool {
    any_of(line, may_be_markup)
}

/// Whether any byte is one of those that `mark` gives more than 0. It is a number, since bytes are
/// looked at one by one where a choice is made of each.
#[inline]
fn any_of(bytes: &[u8], mark: impl Fn(u8) -> u8) -> bool {
    let Some(last) = bytes.last_chunk::<STEP>() else {
        return bytes.iter().any(|byte| mark(*byte) > 0);
    };
    let mut found = [0; STEP];
    let steps = bytes.as_chunks::<STEP>().0.iter();
    steps.chain([last]).for_each(|step| {
        for (found, byte) in found.iter_mut().zip(step) {
            *found |= mark(*byte);
        }
    });
    found != [0; STEP]
}

/// Whether a byte may be anything but text in a paragraph.
fn may_be_markup(byte: u8) -> u8 {
    // Of `[`, `\`, `]`, `^`, `_` and the backtick only `^` is always text.
    u8::from(byte.wrapping_sub(b'[') <= b'`' - b'[')
        | u8::from(byte == b'*')
        | u8::from(byte == b'<')
        | u8::from(byte == b'&')
        | u8::from(byte == b'~')
        | u8::from(byte < b' ')
}

/// Whether a byte may end the target of an image, or mean another.
fn may_not_be_target(byte: u8) -> u8 {
    u8::from(byte == b'(')
        | u8::from(byte == b')')
        | u8::from(byte == b'<')
        | u8::from(byte == b'&')
        | u8::from(byte == b'\\')
        | u8::from(byte <= b' ')
        | u8::from(byte == 0x7f)
}
