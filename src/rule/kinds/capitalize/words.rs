//! The words of a heading whose case can be judged.

use std::ops::Range;

use super::style::Place;

/// A word of a heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, without punctuation at its ends.
    pub(super) range: Range<usize>,
    pub(super) place: Place,
    /// Whether it can be judged: it is no acronym, no number, no name of a file, and no single
    /// letter.
    pub(super) is_plain: bool,
}

/// The words of a heading in order; numbers and lone punctuation are none.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_at_edge = false;
    for token in tokens(text) {
        let whole = &text[token.clone()];
        let Some(start) = whole.find(char::is_alphanumeric) else {
            is_at_edge = true;
            continue;
        };
        let len = whole[start..]
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .len();
        let core = &whole[start..start + len];
        let breaks = ends_part(&whole[start + len..]);
        if !core.contains(char::is_alphabetic) {
            // `1.` in front of the first word says nothing about it, `2024` does.
            is_at_edge = breaks != words.is_empty();
            continue;
        }
        is_at_edge |= start > 0;
        let place = match (words.is_empty(), is_at_edge) {
            (true, false) => Place::First,
            (true, true) if start > 0 => Place::First,
            (_, true) => Place::Edge,
            (false, false) => Place::Middle,
        };
        if place == Place::Edge {
            end_part(&mut words);
        }
        words.push(Word {
            range: token.start + start..token.start + start + len,
            place,
            is_plain: is_plain(core),
        });
        is_at_edge = breaks;
    }
    if let Some(last) = words.last_mut().filter(|last| last.place == Place::Middle) {
        last.place = Place::Last;
    }
    words
}

/// Whether punctuation behind a word ends a part of the heading.
fn ends_part(behind: &str) -> bool {
    !behind.trim_matches([',', '\'', '’', '…']).is_empty()
}

/// What stands before a break is at an edge as what stands behind it.
fn end_part(words: &mut [Word]) {
    if let Some(last) = words.last_mut().filter(|last| last.place == Place::Middle) {
        last.place = Place::Edge;
    }
}

/// What white space separates.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = &text[from..];
        let start = from + rest.find(|c: char| !c.is_whitespace())?;
        let len = text[start..].find(char::is_whitespace);
        from = len.map_or(text.len(), |len| start + len);
        Some(start..from)
    })
}

fn is_plain(core: &str) -> bool {
    let is_usual = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '‐' | '‑');
    let is_single = core.chars().nth(1).is_none() && core != "a";
    let is_pronoun = core.starts_with("I'") || core.starts_with("I’");
    let mut parts = core.split(['-', '‐', '‑']);
    let has_inner = parts.any(|part| part.chars().skip(1).any(char::is_uppercase));
    core.chars().all(is_usual) && !is_single && !is_pronoun && !has_inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<(&str, Place, bool)> {
        let words = words(text).into_iter();
        words
            .map(|it| (&text[it.range], it.place, it.is_plain))
            .collect()
    }

    #[test]
    fn places_are_told_apart() {
        use Place::{Edge, First, Last, Middle};
        assert_eq!(
            listed("The art of: a (new) plan"),
            [
                ("The", First, true),
                ("art", Middle, true),
                ("of", Edge, true),
                ("a", Edge, true),
                ("new", Edge, true),
                ("plan", Edge, true),
            ]
        );
        assert_eq!(listed("Why?"), [("Why", First, true)]);
        assert_eq!(listed("What, me?")[1], ("me", Last, true));
    }

    #[test]
    fn a_number_in_front_is_no_word() {
        use Place::{Edge, First, Last};
        assert_eq!(listed("1. Set up")[0], ("Set", First, true));
        assert_eq!(listed("(2) Set up")[0], ("Set", First, true));
        assert_eq!(listed("2024 in review")[0], ("in", Edge, true));
        assert_eq!(listed("Top 10 tips")[1], ("tips", Last, true));
        assert_eq!(listed("– 12 –"), []);
    }

    #[test]
    fn what_is_written_just_so_is_not_judged() {
        for text in [
            "API",
            "iPhone",
            "HTTP/2",
            "main.rs",
            "snake_case",
            "x",
            "I",
            "I'm",
            "Ab3",
            "e-Mail3",
        ] {
            assert!(!listed(text)[0].2, "{text}");
        }
        for text in ["don't", "Run-time", "Follow-Up", "a", "Ünder"] {
            assert!(listed(text)[0].2, "{text}");
        }
    }
}
