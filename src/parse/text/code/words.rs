//! Whether the words of a line are those of a sentence.

/// Words of a line that ends in a period, from which it is a sentence.
const SENTENCE_WORDS: usize = 4;
/// Words of a line without a period, from which it is prose.
const PROSE_WORDS: usize = 8;

/// Whether a line reads as a sentence, or as a long stretch of plain words.
pub(super) fn reads_as_prose(line: &str) -> bool {
    let mut words = 0;
    let mut plain = 0;
    for word in line.split_whitespace() {
        words += 1;
        plain += usize::from(is_plain_word(word));
    }
    let ends = line.ends_with(['.', '!', '?']);
    let mostly_plain = plain * 10 >= words * 7;
    mostly_plain && (words >= PROSE_WORDS || (ends && words >= SENTENCE_WORDS))
}

/// Whether a line begins with three plain words and ends in a period. Code does not.
pub(super) fn opens_sentence(line: &str) -> bool {
    let mut words = line.split(' ');
    line.ends_with(['.', '!', '?']) && (0..3).all(|_| words.next().is_some_and(is_plain_word))
}

/// Whether a line has words and no others than plain ones.
pub(in crate::parse::text) fn is_plain(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_plain_word)
}

/// Whether a text holds a run of three plain words: no expression does.
pub(super) fn has_plain_run(text: &str) -> bool {
    let mut run = 0;
    text.split_whitespace().any(|word| {
        run = if is_plain_word(word) { run + 1 } else { 0 };
        run == 3
    })
}

/// A word as sentences have it: letters, inner hyphens and apostrophes, a mark behind it.
pub(super) fn is_plain_word(word: &str) -> bool {
    let core = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    !core.is_empty()
        && core
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && core.starts_with(char::is_alphabetic)
}
