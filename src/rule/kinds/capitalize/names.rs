//! Names, told by the running text of a post.

use rustc_hash::FxHashSet;

use crate::rule::PostContext;
use crate::text::words;

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
