//! Names, told by the running text of a post.

use rustc_hash::FxHashSet;

use crate::rule::PostContext;
use crate::text::words;

/// Words that begin with a capital wherever they stand in English: days, months, peoples with their
/// languages, and parts of the world.
const ALWAYS_CAPITAL: &str = "\
    Africa African America American April Arabic Asia Asian August Australia Australian \
    Austrian Belgian Brazilian Britain British Bulgarian Canadian China Chinese Christmas \
    Croatian Czech Danish December Dutch Easter England English Europe European February \
    Finnish France French Friday German Germany Greek Hebrew Hindi Hungarian India Indian \
    Irish Italian January Japan Japanese July June Korean Latin March May Monday Norwegian \
    November October Polish Portuguese Russian Saturday September Spanish Sunday Swedish \
    Swiss Thursday Tuesday Turkish Ukrainian Vietnamese Wednesday";

/// Whether a word is written with a capital wherever it stands, also if it is one of several:
/// `Mondays`.
pub(super) fn is_always_capital(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    let mut known = ALWAYS_CAPITAL.split(' ');
    known.any(|known| known == word || known == one)
}

/// Those of `candidates` that the running text of the post writes with a capital inside of a
/// sentence.
pub(super) fn names<'a>(cx: &PostContext<'a>, candidates: &FxHashSet<&str>) -> FxHashSet<&'a str> {
    let body = &cx.post.body;
    let mut names = FxHashSet::default();
    for (number, block) in body.blocks.iter().enumerate() {
        if !block.kind.is_prose() {
            continue;
        }
        for sentence in cx.sentences().of_block(number) {
            let text = body.slice(sentence.text);
            let mut end = 0;
            for (at, word) in words(text) {
                // Behind a colon, a dash or a quotation mark anything may have a capital.
                let gap = text[end..at].trim_matches([' ', ',']);
                let is_inside = end > 0 && gap.is_empty();
                if is_inside && candidates.contains(word) {
                    names.insert(word);
                }
                end = at + word.len();
            }
        }
    }
    names
}
