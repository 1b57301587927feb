//! Sentences with slots, filled so that no two numbers give the same sentence.

use std::collections::BTreeSet;

use super::prng::{Permutation, index};
use super::topic::Topic;
use super::wording::Slot;

/// The words of every slot, none of them twice.
pub(super) struct Words {
    lists: Vec<(Slot, Vec<&'static str>)>,
}

impl Words {
    pub(super) fn new() -> Self {
        let lists = Slot::ALL.iter().map(|(slot, _, list)| {
            let distinct: BTreeSet<_> = list.split(", ").collect();
            (*slot, distinct.into_iter().collect())
        });
        Self {
            lists: lists.collect(),
        }
    }

    pub(super) fn of(&self, slot: Slot) -> &[&'static str] {
        let found = self.lists.iter().find(|(known, _)| *known == slot);
        found.map_or(&[], |(_, words)| words)
    }
}

/// Frames of one purpose.
pub(super) struct Frames {
    frames: Vec<Frame>,
}

/// One sentence with slots.
///
/// The number of a sentence is permuted and read as digits, one a slot, each as large as the
/// slot's list is long: two numbers always differ in a slot.
struct Frame {
    pieces: Vec<Piece>,
    order: Permutation,
}

enum Piece {
    Literal(&'static str),
    Word(Vec<&'static str>),
    Given(Given),
}

#[derive(Clone, Copy)]
enum Given {
    Problem,
    Stack,
    Scenario,
    Count,
}

impl Given {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "problem" => Self::Problem,
            "stack" => Self::Stack,
            "scenario" => Self::Scenario,
            "count" => Self::Count,
            _ => return None,
        })
    }
}

impl Frames {
    /// Reads frames as they stand in the wording. `stream` tells sets of frames apart.
    pub(super) fn new(seed: u64, stream: u64, words: &Words, texts: &[&'static str]) -> Self {
        let frames = texts
            .iter()
            .zip(0..)
            .map(|(text, at)| Frame::new(seed, stream << 32 | at, words, text))
            .collect();
        Self { frames }
    }

    /// How many frames there are.
    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    /// How many numbers give different sentences in every frame.
    pub(super) fn capacity(&self) -> u64 {
        let sizes = self.frames.iter().map(|frame| frame.order.size());
        sizes.min().unwrap_or(0)
    }

    /// Sentence `number` in the frame at `which`, taken around the end. Numbers below the
    /// capacity never give the same sentence twice.
    pub(super) fn write(&self, which: u64, number: u64, topic: &Topic) -> String {
        let frame = &self.frames[index(which % self.frames.len() as u64)];
        frame.write(number, topic)
    }
}

impl Frame {
    fn new(seed: u64, stream: u64, words: &Words, text: &'static str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            pieces.push(Piece::Literal(before));
            pieces.push(Piece::named(name, words));
            rest = behind;
        }
        pieces.push(Piece::Literal(rest));
        let size = pieces.iter().map(Piece::choices).product();
        Self {
            pieces,
            order: Permutation::new(seed, stream, size),
        }
    }

    fn write(&self, number: u64, topic: &Topic) -> String {
        let mut code = self.order.apply(number % self.order.size());
        let mut sentence = String::with_capacity(TYPICAL);
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => sentence.push_str(text),
                Piece::Word(words) => {
                    let len = words.len() as u64;
                    sentence.push_str(words[index(code % len)]);
                    code /= len;
                }
                Piece::Given(Given::Problem) => sentence.push_str(&topic.problem),
                Piece::Given(Given::Stack) => sentence.push_str(topic.stack.name),
                Piece::Given(Given::Scenario) => sentence.push_str(topic.scenario),
                Piece::Given(Given::Count) => sentence.push_str(&(number + 1).to_string()),
            }
        }
        sentence
    }
}

/// Bytes of a usual sentence.
const TYPICAL: usize = 128;

impl Piece {
    /// The piece of that name; a name that is not known stays in sight.
    fn named(name: &'static str, words: &Words) -> Self {
        if let Some((slot, ..)) = Slot::ALL.iter().find(|(_, known, _)| *known == name) {
            return Self::Word(words.of(*slot).to_vec());
        }
        Given::named(name).map_or(Self::Literal("{?}"), Self::Given)
    }

    fn choices(&self) -> u64 {
        match self {
            Self::Word(words) => words.len() as u64,
            Self::Literal(_) | Self::Given(_) => 1,
        }
    }
}
