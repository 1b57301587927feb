//! The running text of a post, sentence after sentence.

use super::draft::Block;
use super::frame::Frames;
use super::prng::Prng;
use super::topic::Topic;
use super::{MAX_POSTS, Shape};

/// Sentence numbers that belong to one post; no post needs all of them.
const SENTENCES_A_POST: u64 = 64;
/// Behind the numbers of all posts stand those of sentences that posts share.
const SHARED: u64 = MAX_POSTS as u64 * SENTENCES_A_POST;
/// Sentences that the posts of a mixed corpus share.
const POOL: u64 = 60;
/// Has no divisor in common with the size of the pool, so that no post takes one twice.
const POOL_STRIDE: u64 = 7;
/// Sentences of the final notes.
const FINAL_SENTENCES: u64 = 3;
/// Behind the pool and the shared final notes.
const STRAY: u64 = POOL + FINAL_SENTENCES;

/// The sentences of one post, one after another.
pub(super) struct Script<'a> {
    sentences: &'a Frames,
    shape: Shape,
    topic: &'a Topic,
    voice: u64,
    /// The frame of the first sentence.
    frame: u64,
    /// How far the frame of the next one is; the count of frames is prime, so all are met.
    stride: u64,
    /// Of 100 sentences, how many come from the pool.
    pooled: u64,
    choices: Prng,
    written: u64,
}

/// How many posts the frames suffice for.
pub(super) fn capacity(sentences: &Frames) -> u64 {
    sentences.capacity().saturating_sub(STRAY + 1) / SENTENCES_A_POST
}

/// A sentence that no post has by itself.
pub(super) fn stray_sentence(sentences: &Frames, topic: &Topic) -> String {
    sentences.write(STRAY, SHARED + STRAY, topic)
}

impl<'a> Script<'a> {
    pub(super) fn new(
        sentences: &'a Frames,
        shape: Shape,
        voice: u64,
        topic: &'a Topic,
        prng: &mut Prng,
    ) -> Self {
        let pooled = match shape {
            Shape::Mixed => prng.between(40, 60),
            Shape::Unique | Shape::Shared | Shape::Template => 0,
        };
        let frames = sentences.len() as u64;
        Self {
            sentences,
            shape,
            topic,
            voice,
            frame: prng.between(0, frames - 1),
            stride: prng.between(1, frames - 1),
            pooled,
            choices: Prng::new(voice, prng.bits()),
            written: 0,
        }
    }

    /// The next sentence.
    pub(super) fn sentence(&mut self) -> String {
        let at = self.written;
        self.written += 1;
        if self.choices.between(1, 100) <= self.pooled {
            return self.shared((self.frame + at * POOL_STRIDE) % POOL);
        }
        let frame = self.frame + at * self.stride;
        let number = self.voice * SENTENCES_A_POST + at;
        let sentence = self.sentences.write(frame, number, self.topic);
        if self.shape == Shape::Template && at.is_multiple_of(3) {
            let (problem, stack) = (&self.topic.problem, self.topic.stack.name);
            return format!("for {problem} in {stack}, {sentence}");
        }
        sentence
    }

    /// A paragraph of so many sentences.
    pub(super) fn paragraph(&mut self, sentences: u64) -> Block {
        Block::Paragraph((0..sentences).map(|_| self.sentence()).collect())
    }

    /// The last paragraph. Of the mixed shape it is the same in all posts, of the shared shape
    /// its last sentence.
    pub(super) fn final_notes(&mut self) -> Block {
        let common = match self.shape {
            Shape::Mixed => FINAL_SENTENCES,
            Shape::Shared => 1,
            Shape::Unique | Shape::Template => 0,
        };
        let own = FINAL_SENTENCES - common;
        let mut sentences: Vec<_> = (0..own).map(|_| self.sentence()).collect();
        sentences.extend((0..common).map(|at| self.shared(POOL + at)));
        Block::Paragraph(sentences)
    }

    fn shared(&self, which: u64) -> String {
        self.sentences.write(which, SHARED + which, self.topic)
    }
}
