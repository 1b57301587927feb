//! What several rules need of one post's text, found once.

use std::cell::OnceCell;

use crate::post::{Block, BlockKind, Body, TextRange};
use crate::text::{Marks, WordTable, sentences_with};

/// The words and sentences of one post, each when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Digest {
    words: OnceCell<WordTable>,
    sentences: OnceCell<SentenceTable>,
}

impl Digest {
    /// The words of the whole decoded text. `body` must be the same at every call.
    pub(crate) fn words(&self, body: &Body) -> &WordTable {
        self.words.get_or_init(|| WordTable::of(&body.text))
    }

    /// The sentences of its blocks of text. `body` must be the same at every call.
    pub(crate) fn sentences(&self, body: &Body) -> &SentenceTable {
        let table = || SentenceTable::of(body, self.words(body));
        self.sentences.get_or_init(table)
    }
}

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Where it stands, without the white space around it.
    pub(crate) text: TextRange,
    /// Its words.
    pub(crate) words: u32,
}

/// The sentences of each block of text.
#[derive(Debug, Default)]
pub(crate) struct SentenceTable {
    sentences: Vec<Sentence>,
    /// How many sentences the blocks up to each one have together.
    ends: Vec<usize>,
}

impl SentenceTable {
    fn of(body: &Body, words: &WordTable) -> Self {
        let mut table = Self {
            sentences: Vec::with_capacity(words.len() / 8),
            ends: Vec::with_capacity(body.blocks.len()),
        };
        // Most texts are told at once.
        let marks = Marks::of(&body.text);
        for block in &body.blocks {
            if is_text(&block.kind) {
                let marks = match marks {
                    Marks::Ascii => Marks::Ascii,
                    Marks::Any => Marks::of(body.block_text(block)),
                };
                table.add(body, block, marks, words);
            }
            table.ends.push(table.sentences.len());
        }
        table
    }

    /// Adds the sentences of a block.
    fn add(&mut self, body: &Body, block: &Block, marks: Marks, words: &WordTable) {
        let at = |offset: usize| block.text.start + u32::try_from(offset).unwrap_or(0);
        let mut before = words.before(block.text.start);
        for range in sentences_with(body.block_text(block), marks) {
            let text = TextRange {
                start: at(range.start),
                end: at(range.end),
            };
            // Only white space stands between sentences.
            let behind = words.before(text.end);
            self.sentences.push(Sentence {
                text,
                words: behind - before,
            });
            before = behind;
        }
    }

    /// How many sentences there are.
    pub(crate) fn len(&self) -> usize {
        self.sentences.len()
    }

    /// The sentences of the block of that number: none of code, tables and raw text.
    pub(crate) fn of_block(&self, number: usize) -> &[Sentence] {
        let end_of = |number: usize| self.ends.get(number).copied().unwrap_or(0);
        let start = number.checked_sub(1).map_or(0, end_of);
        self.sentences
            .get(start..end_of(number))
            .unwrap_or_default()
    }
}

/// Whether a block is made of sentences.
fn is_text(kind: &BlockKind) -> bool {
    kind.is_prose() || matches!(kind, BlockKind::Heading(_) | BlockKind::Caption)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::fixture::post;
    use crate::text::{sentences, words};

    const POST: &str = "# A plan. Or two\n\nKeep it small. Don't\nwait!\n\n- one step. then\n- … \n\n```sh\nls. la.\n```\n\n> Said someone.\n\nThe end. Really.\n";

    #[test]
    fn has_the_sentences_and_words_of_every_block_of_text() {
        let body = post(POST).body;
        let digest = Digest::default();
        let number_of = |count: usize| u32::try_from(count).unwrap();
        for (number, block) in body.blocks.iter().enumerate() {
            let text = body.block_text(block);
            let expected: Vec<Sentence> = sentences(text)
                .filter(|_| !matches!(block.kind, BlockKind::Code { .. }))
                .map(|range| Sentence {
                    words: number_of(words(&text[range.clone()]).count()),
                    text: TextRange {
                        start: block.text.start + number_of(range.start),
                        end: block.text.start + number_of(range.end),
                    },
                })
                .collect();
            assert_eq!(digest.sentences(&body).of_block(number), expected);
        }
        assert!(digest.sentences(&body).of_block(99).is_empty());
    }
}
