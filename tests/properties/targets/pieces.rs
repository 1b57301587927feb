//! An input taken apart.

/// What separates the parts of an input: a line of its own.
const BETWEEN: &str = "\n%%\n";

/// The first byte, which chooses, and the rest as text.
pub(super) fn choice_and_text(data: &[u8]) -> Option<(usize, &str)> {
    let (choice, text) = data.split_first()?;
    Some((usize::from(*choice), std::str::from_utf8(text).ok()?))
}

/// The parts of a text, at most `most` of them.
pub(super) fn parts(text: &str, most: usize) -> Vec<&str> {
    text.split(BETWEEN).take(most).collect()
}
