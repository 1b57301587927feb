//! Sentences of running text.

use std::ops::Range;

use super::abbreviation::{Abbreviation, abbreviation_before};

/// The sentences of one block of prose as byte ranges without the white space around them.
///
/// A sentence ends at `.`, `!`, `?` or `…`, with the quotes and brackets closed behind it, before
/// white space or the end; at `。`, `！` and `？` it ends without white space too. Neither
/// abbreviations and initials (`e.g.`, `Dr.`, `J.`) nor a leading number (`1.`) end one. A
/// lower-case word begins a sentence, except behind an ellipsis or an abbreviation.
///
/// Linear: each byte is looked at a bounded number of times.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    sentences_with(text, Marks::of(text))
}

/// The same where it is known which marks there may be.
pub fn sentences_with(text: &str, marks: Marks) -> impl Iterator<Item = Range<usize>> {
    Sentences {
        text,
        at: skip_space(text, 0),
        marks,
    }
}

/// The marks that a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// Those of ASCII: others are not looked for.
    Ascii,
    /// All.
    Any,
}

impl Marks {
    /// Those that may end a sentence of `text`, or of a part of it.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii
        } else {
            Self::Any
        }
    }
}

struct Sentences<'t> {
    text: &'t str,
    /// Where the next sentence starts.
    at: usize,
    marks: Marks,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start == self.text.len() {
            return None;
        }
        let mut from = start;
        while let Some(stop) = self.next_stop(from) {
            if self.ends_sentence(start, &stop) {
                self.at = skip_space(self.text, stop.end);
                return Some(start..stop.end);
            }
            from = stop.end;
        }
        self.at = self.text.len();
        Some(start..start + self.text[start..].trim_end().len())
    }
}

/// Marks that may end a sentence, with what is closed behind them.
struct Stop {
    kind: StopKind,
    /// Offset of the first mark.
    start: usize,
    /// Offset behind the marks and the closing quotes and brackets.
    end: usize,
}

/// Of mixed marks the greatest kind counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StopKind {
    /// One full stop: it may belong to an abbreviation.
    Dot,
    /// Several full stops, or `…`.
    Ellipsis,
    /// Marks with `!` or `?`.
    Mark,
    /// Marks of scripts that put no space between sentences.
    Wide,
}

impl Sentences<'_> {
    fn next_stop(&self, from: usize) -> Option<Stop> {
        let mut at = from;
        loop {
            let start = at + self.candidate(&self.text.as_bytes()[at..])?;
            if let Some((kind, marks_end)) = marks(self.text, start) {
                let end = skip_closers(self.text, marks_end);
                return Some(Stop { kind, start, end });
            }
            // The first byte of another wide character; a boundary is found again behind it.
            at = start + 1;
        }
    }

    /// Offset of the first byte that can begin a mark.
    fn candidate(&self, bytes: &[u8]) -> Option<usize> {
        match self.marks {
            Marks::Ascii => memchr::memchr3(b'.', b'!', b'?', bytes),
            Marks::Any => bytes.iter().position(|byte| CANDIDATES[usize::from(*byte)]),
        }
    }

    fn ends_sentence(&self, start: usize, stop: &Stop) -> bool {
        let rest = &self.text[stop.end..];
        let Some(next) = rest.chars().next() else {
            return true;
        };
        if stop.kind == StopKind::Wide {
            return true;
        }
        // A mark with nothing before it belongs to what follows.
        if !next.is_whitespace() || stop.start == start {
            return false;
        }
        match stop.kind {
            StopKind::Dot => self.dot_ends_sentence(start, stop, rest),
            StopKind::Ellipsis => !first_letter(rest).is_some_and(char::is_lowercase),
            StopKind::Mark | StopKind::Wide => true,
        }
    }

    fn dot_ends_sentence(&self, start: usize, stop: &Stop, rest: &str) -> bool {
        let before = &self.text[start..stop.start];
        let next = || first_letter(rest);
        match abbreviation_before(before) {
            Some(Abbreviation::Inner) => false,
            Some(Abbreviation::Numbered) => !next().is_some_and(char::is_numeric),
            Some(Abbreviation::Final) => next().is_some_and(char::is_uppercase),
            None => !is_list_number(before),
        }
    }
}

static CANDIDATES: [bool; 256] = candidates();

/// The first bytes of `.`, `!`, `?`, `…` (E2), `。` (E3), `！`, `？` and `｡` (EF).
const fn candidates() -> [bool; 256] {
    let mut table = [false; 256];
    let first = [b'.', b'!', b'?', 0xe2, 0xe3, 0xef];
    let mut at = 0;
    while at < first.len() {
        table[first[at] as usize] = true;
        at += 1;
    }
    table
}

/// The kind and the end of the run of marks that starts at `start`.
fn marks(text: &str, start: usize) -> Option<(StopKind, usize)> {
    // Nearly always a mark stands alone.
    match text.as_bytes()[start..] {
        [b'.'] | [b'.', b' ' | b'\n', ..] => return Some((StopKind::Dot, start + 1)),
        [b'!' | b'?'] | [b'!' | b'?', b' ' | b'\n', ..] => {
            return Some((StopKind::Mark, start + 1));
        }
        _ => {}
    }
    let mut kind = None;
    let mut end = start;
    for c in text.get(start..)?.chars() {
        let Some(next) = mark_kind(c) else {
            break;
        };
        kind = match kind {
            Some(StopKind::Dot) if next == StopKind::Dot => Some(StopKind::Ellipsis),
            before => before.max(Some(next)),
        };
        end += c.len_utf8();
    }
    kind.map(|kind| (kind, end))
}

fn mark_kind(c: char) -> Option<StopKind> {
    match c {
        '.' => Some(StopKind::Dot),
        '…' => Some(StopKind::Ellipsis),
        '!' | '?' => Some(StopKind::Mark),
        '。' | '！' | '？' | '｡' => Some(StopKind::Wide),
        _ => None,
    }
}

fn skip_closers(text: &str, at: usize) -> usize {
    // Nearly always white space follows a mark.
    if let None | Some(b' ' | b'\n') = text.as_bytes().get(at) {
        return at;
    }
    let rest = &text[at..];
    let behind = rest.trim_start_matches(is_closer);
    at + rest.len() - behind.len()
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '›' | '」' | '』' | '）' | '】' | '》'
    )
}

fn skip_space(text: &str, at: usize) -> usize {
    // Nearly always there is one blank, or nothing.
    let at = at + usize::from(text.as_bytes().get(at) == Some(&b' '));
    if text.as_bytes().get(at).is_none_or(u8::is_ascii_graphic) {
        return at;
    }
    text.len() - text[at..].trim_start().len()
}

/// The first letter or digit behind white space and a few quotes or brackets.
fn first_letter(rest: &str) -> Option<char> {
    const MOST_OPENERS: usize = 4;
    let near = rest.trim_start().chars().take(MOST_OPENERS);
    near.into_iter().find(|c| c.is_alphanumeric())
}

/// Whether a sentence consists of a number so far, as the number of a list item does.
fn is_list_number(before: &str) -> bool {
    const MOST_DIGITS: usize = 3;
    before.len() <= MOST_DIGITS && before.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|range| &text[range]).collect()
    }

    #[track_caller]
    fn is_one(text: &str) {
        assert_eq!(split(text), [text]);
    }

    #[test]
    fn splits_lower_case_sentences() {
        assert_eq!(
            split("  keep it small. why? because it ships! good "),
            ["keep it small.", "why?", "because it ships!", "good"]
        );
    }

    #[test]
    fn keeps_closing_quotes_and_brackets() {
        assert_eq!(
            split("He said \"stop.\" (Then he left.) We “went on.” Done?!"),
            [
                "He said \"stop.\"",
                "(Then he left.)",
                "We “went on.”",
                "Done?!"
            ]
        );
    }

    #[test]
    fn does_not_split_inside_numbers_versions_urls_and_names() {
        is_one("version 1.2.3 costs 3.5 at example.com/a.b?x=1!y in main.rs and .env now.");
    }

    #[test]
    fn does_not_split_after_abbreviations() {
        is_one("use a queue, e.g. a log, i.e. a file (cf. Dr. Smith vs. Prof. J. R. Hill).");
        is_one("see fig. 3 and no. 7 of approx. 20 by St. Mary.");
        is_one("cats, dogs etc. are named in the U.S. too.");
        is_one("Acme Inc. of Sam Hill Jr. (and Co.) sells it.");
    }

    #[test]
    fn splits_after_an_abbreviation_that_ends_a_sentence() {
        assert_eq!(split("cats etc. Then dogs."), ["cats etc.", "Then dogs."]);
        assert_eq!(
            split("the answer is no. go on."),
            ["the answer is no.", "go on."]
        );
        assert_eq!(split("cats etc."), ["cats etc."]);
    }

    #[test]
    fn splits_at_an_ellipsis_unless_the_text_goes_on() {
        is_one("well... it depends… mostly.");
        assert_eq!(
            split("It stops... Then it goes."),
            ["It stops...", "Then it goes."]
        );
        assert_eq!(split("It stops… Then."), ["It stops…", "Then."]);
    }

    #[test]
    fn splits_scripts_without_spaces() {
        assert_eq!(
            split("今日は晴れ。明日は？「はい。」終わり"),
            ["今日は晴れ。", "明日は？", "「はい。」", "終わり"]
        );
    }

    #[test]
    fn keeps_a_leading_number_and_a_leading_mark() {
        is_one("1. install the tool.");
        is_one(". image source: a camera");
        assert_eq!(
            split("it was 2017. then we went."),
            ["it was 2017.", "then we went."]
        );
    }

    #[test]
    fn finds_nothing_in_blank_text() {
        assert!(split("").is_empty());
        assert!(split(" \n\u{3000} ").is_empty());
    }

    proptest! {
        #[test]
        fn covers_everything_but_white_space(text in "[a-cA-C1 .!?…。\"')(é\n]{0,60}") {
            let mut behind = 0;
            for range in sentences(&text) {
                prop_assert!(text[behind..range.start].trim().is_empty());
                prop_assert!(!range.is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                behind = range.end;
            }
            prop_assert!(text[behind..].trim().is_empty());
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            prop_assert!(sentences(&text).count() <= text.len());
        }
    }
}
