//! Finding words and phrases as they are, with any white space between words.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use aho_corasick::{AhoCorasick, BuildError, Input, MatchKind};

/// Phrases that are looked for at once.
pub(super) struct Phrases {
    known: Vec<Phrase>,
    /// First words of phrases, none of which begins with another.
    heads: AhoCorasick,
    /// The phrases that may begin where a head stands.
    groups: Vec<Vec<usize>>,
    ignores_case: bool,
}

struct Phrase {
    /// What users wrote, with one blank between words.
    text: String,
    /// Lower-case where case is ignored.
    words: Vec<String>,
}

impl Phrases {
    /// Phrases that are not blank. Where case is ignored, that of ASCII letters is.
    pub(super) fn new(texts: Vec<String>, ignores_case: bool) -> Result<Self, BuildError> {
        let phrases: Vec<Phrase> = texts
            .into_iter()
            .map(|text| Phrase::new(text, ignores_case))
            .collect();
        let mut sorted: Vec<usize> = (0..phrases.len()).collect();
        sorted.sort_by_key(|at| phrases[*at].head());
        let mut heads: Vec<&str> = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in sorted {
            let head = phrases[at].head();
            match (heads.last(), groups.last_mut()) {
                (Some(known), Some(group)) if head.starts_with(known) => group.push(at),
                _ => {
                    heads.push(head);
                    groups.push(vec![at]);
                }
            }
        }
        let heads = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(heads)?;
        Ok(Self {
            known: phrases,
            heads,
            groups,
            ignores_case,
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// What users wrote for a phrase.
    pub(super) fn written(&self, of: usize) -> &str {
        &self.known[of].text
    }

    /// Visits every place where a phrase stands, be it a part of longer words, with the phrase's
    /// number. Places overlap: of `art` and `art of`, only `art` stands in `art often`.
    pub(super) fn find(
        &self,
        text: &str,
        mut visit: impl FnMut(usize, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let text = if self.ignores_case {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
        let mut from = 0;
        while let Some(head) = self.heads.find(Input::new(&*text).range(from..)) {
            for of in &self.groups[head.pattern()] {
                if let Some(end) = self.known[*of].end_in(&text, head.start()) {
                    visit(*of, head.start()..end)?;
                }
            }
            from = head.start() + 1;
        }
        ControlFlow::Continue(())
    }
}

impl Phrase {
    fn new(text: String, ignores_case: bool) -> Self {
        let folded = if ignores_case {
            text.to_ascii_lowercase()
        } else {
            text.clone()
        };
        Self {
            words: folded.split_whitespace().map(str::to_owned).collect(),
            text,
        }
    }

    fn head(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Where the phrase that begins at `start` ends.
    fn end_in(&self, text: &str, start: usize) -> Option<usize> {
        let mut rest = &text[start..];
        for (at, word) in self.words.iter().enumerate() {
            let next = rest.trim_start();
            let is_apart = next.len() < rest.len();
            rest = next
                .strip_prefix(word.as_str())
                .filter(|_| at == 0 || is_apart)?;
        }
        Some(text.len() - rest.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::RegexBuilder;

    use super::*;

    /// Every place where one phrase begins, by a regular expression that is tried at each.
    fn by_regex(phrase: &str, text: &str, ignores_case: bool) -> Vec<Range<usize>> {
        let words: Vec<String> = phrase.split(' ').map(regex::escape).collect();
        let regex = RegexBuilder::new(&format!(r"\A{}", words.join(r"\s+")))
            .case_insensitive(ignores_case)
            .build()
            .unwrap();
        let starts = text.char_indices().map(|(start, _)| start);
        let found =
            starts.filter_map(|start| Some(start..start + regex.find(&text[start..])?.end()));
        found.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn phrases_stand_where_a_regular_expression_finds_them(
            phrases in prop::collection::vec("[abA]{1,3}( [abA]{1,2}){0,2}", 1..5),
            text in "([abAB]{1,3}[ \n\u{a0}é.]{0,2}){0,12}",
            ignores_case: bool,
        ) {
            let mut wanted = Vec::new();
            for (of, phrase) in phrases.iter().enumerate() {
                let ranges = by_regex(phrase, &text, ignores_case);
                wanted.extend(ranges.into_iter().map(|range| (of, range)));
            }
            let mut found = Vec::new();
            let _ = Phrases::new(phrases, ignores_case).unwrap().find(&text, |of, range| {
                found.push((of, range));
                ControlFlow::Continue(())
            });
            found.sort_by_key(|(of, range)| (*of, range.start));
            prop_assert_eq!(found, wanted);
        }
    }
}
