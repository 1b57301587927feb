//! Writes healthy posts.

use super::draft::{Block, CHECKLIST, Draft, FINAL_NOTES, Picture};
use super::frame::{Frames, Words};
use super::meta::Meta;
use super::prng::{Permutation, Prng, index, mix};
use super::snippet::snippet;
use super::topic::{Topic, Topics};
use super::wording::{
    CAPTIONS, HEADINGS, ITEMS, OPENINGS, SENTENCES, SUMMARIES, Slot, TEMPLATE_CAPTIONS,
    TEMPLATE_TITLES, TITLES,
};
use super::{MAX_POSTS, Shape, profile};

/// Sentence numbers that belong to one post; no post needs all of them.
const SENTENCES_A_POST: u64 = 64;
/// The same for checklist items and captions.
const ITEMS_A_POST: u64 = 8;
const CAPTIONS_A_POST: u64 = 2;
/// Sentences that the posts of a mixed corpus share.
const POOL: u64 = 60;
/// Has no divisor in common with the size of the pool, so that no post takes one twice.
const POOL_STRIDE: u64 = 7;
/// Behind the pool stand the sentences that all posts of a shape have in common.
const COMMON: u64 = POOL;
/// Numbers kept free for the sentences above.
const POOL_ROOM: u64 = 1000;
/// Sentences of the final notes.
const FINAL_SENTENCES: u64 = 3;

/// Knows all words and writes posts with them.
pub(super) struct Author {
    pub(super) seed: u64,
    pub(super) shape: Shape,
    words: Words,
    topics: Topics,
    seeds: Permutation,
    openings: Frames,
    sentences: Frames,
    items: Frames,
    captions: Frames,
    titles: Frames,
    summaries: Frames,
}

impl Author {
    pub(super) fn new(seed: u64, shape: Shape) -> Self {
        let words = Words::new();
        let template = shape == Shape::Template;
        let frames = |stream, texts| Frames::new(seed, stream, &words, texts);
        Self {
            seed,
            shape,
            topics: Topics::new(seed),
            seeds: Permutation::new(seed, 1, u64::from(MAX_POSTS)),
            openings: frames(2, OPENINGS),
            sentences: frames(3, SENTENCES),
            items: frames(4, ITEMS),
            captions: frames(
                5,
                if template {
                    TEMPLATE_CAPTIONS
                } else {
                    CAPTIONS
                },
            ),
            titles: frames(6, if template { TEMPLATE_TITLES } else { TITLES }),
            summaries: frames(7, SUMMARIES),
            words,
        }
    }

    /// A post with nothing wrong.
    pub(super) fn draft(&self, number: u32) -> Draft {
        let topic = self.topics.of(number);
        let mut draft = Draft {
            number,
            title: self
                .titles
                .write(self.voice(number), self.voice(number), &topic),
            slug: String::new(),
            date: profile::date(&mut self.prng(number, 1), 2020),
            body: self.body(number, &topic),
            meta: Meta::default(),
        };
        let payload_seed = self.payload_seed(number);
        draft.slug = profile::slug(&draft.title, payload_seed);
        let summary = self
            .summaries
            .write(self.voice(number), self.voice(number), &topic);
        let mut prng = self.prng(number, 2);
        draft.meta = profile::meta(&draft, &topic, summary, payload_seed, &mut prng);
        draft
    }

    /// How many posts there are before a sentence would come again by chance.
    pub(super) fn capacity(&self) -> u64 {
        if self.shape == Shape::Template {
            return self.seeds.size();
        }
        let sentences = self.sentences.capacity().saturating_sub(POOL_ROOM);
        [
            sentences / SENTENCES_A_POST,
            self.items.capacity() / ITEMS_A_POST,
            self.captions.capacity() / CAPTIONS_A_POST,
            self.titles.capacity(),
            self.openings.capacity(),
            self.seeds.size(),
        ]
        .into_iter()
        .fold(u64::MAX, u64::min)
    }

    /// What a post is about.
    pub(super) fn topic(&self, number: u32) -> Topic {
        self.topics.of(number)
    }

    /// A sentence that no post has by itself.
    pub(super) fn common_sentence(&self, which: u32) -> String {
        self.pool_sentence(
            COMMON + FINAL_SENTENCES + u64::from(which),
            &self.topics.of(0),
        )
    }

    /// The number in a post's source id: unique and below [`MAX_POSTS`].
    fn payload_seed(&self, number: u32) -> u64 {
        self.seeds.apply(u64::from(number))
    }

    /// The number that words and structure depend on: one for all posts of a template.
    fn voice(&self, number: u32) -> u64 {
        match self.shape {
            Shape::Template => 0,
            Shape::Unique | Shape::Shared | Shape::Mixed => u64::from(number),
        }
    }

    fn prng(&self, number: u32, stream: u64) -> Prng {
        Prng::new(self.seed ^ mix(stream), u64::from(number))
    }

    fn body(&self, number: u32, topic: &Topic) -> Vec<Block> {
        let voice = self.voice(number);
        let mut prng = Prng::new(self.seed, voice);
        let mut script = Script::new(self, voice, topic, &mut prng);
        let pictures = prng.pick(&[0, 0, 1, 2]);
        let picture = |at: u64| (at < pictures).then(|| self.picture(number, at, topic));

        let opening = self.openings.write(voice, voice, topic);
        let mut body = vec![Block::Paragraph(vec![opening, script.sentence()])];
        body.extend(picture(0));
        let first_heading = index(prng.bits() % HEADINGS.len() as u64);
        for section in 0..index(prng.between(2, 3)) {
            let heading = HEADINGS[(first_heading + section) % HEADINGS.len()];
            body.push(Block::Heading(heading));
            for _ in 0..prng.between(2, 3) {
                let sentences = prng.between(2, 4);
                body.push(script.paragraph(sentences));
            }
        }
        if prng.between(0, 1) == 1 {
            body.push(self.code(topic, &mut prng));
        }
        body.push(Block::Heading(CHECKLIST));
        body.push(Block::List(self.checklist(voice, topic, &mut prng)));
        body.extend(picture(1));
        body.push(Block::Heading(FINAL_NOTES));
        body.push(script.final_notes());
        body
    }

    fn picture(&self, number: u32, at: u64, topic: &Topic) -> Block {
        let voice = self.voice(number) * CAPTIONS_A_POST;
        let shown = mix(self.seed ^ (u64::from(number) * CAPTIONS_A_POST + at));
        Block::Picture(Picture {
            source: "yard archive",
            url: format!("https://images.example.org/yard/{shown:016x}.jpg"),
            caption: self
                .captions
                .write(voice / CAPTIONS_A_POST, voice + at, topic),
        })
    }

    fn code(&self, topic: &Topic, prng: &mut Prng) -> Block {
        let thing = prng.pick(self.words.of(Slot::Thing));
        let record = prng.pick(self.words.of(Slot::Record));
        let name = format!("{thing} {record}");
        let language = topic.stack.language;
        Block::Code {
            language,
            lines: snippet(language, &name, prng.between(20, 990)),
        }
    }

    fn checklist(&self, voice: u64, topic: &Topic, prng: &mut Prng) -> Vec<String> {
        let item = |at| {
            let number = voice * ITEMS_A_POST + at;
            self.items.write(number, number, topic)
        };
        (0..prng.between(3, 4)).map(item).collect()
    }

    fn pool_sentence(&self, which: u64, topic: &Topic) -> String {
        let number = u64::from(MAX_POSTS) * SENTENCES_A_POST + which;
        self.sentences.write(which, number, topic)
    }
}

/// The sentences of one post, one after another.
struct Script<'a> {
    author: &'a Author,
    topic: &'a Topic,
    voice: u64,
    /// The frame of the first sentence.
    frame: u64,
    /// How far the frame of the next one is; the count of frames is prime, so all are met.
    stride: u64,
    /// Of 100 sentences, how many come from the pool.
    shared: u64,
    choices: Prng,
    written: u64,
}

impl<'a> Script<'a> {
    fn new(author: &'a Author, voice: u64, topic: &'a Topic, prng: &mut Prng) -> Self {
        let shared = match author.shape {
            Shape::Mixed => prng.between(40, 60),
            Shape::Unique | Shape::Shared | Shape::Template => 0,
        };
        Self {
            author,
            topic,
            voice,
            frame: prng.bits() % author.sentences.len() as u64,
            stride: prng.between(1, author.sentences.len() as u64 - 1),
            shared,
            choices: Prng::new(author.seed, prng.bits()),
            written: 0,
        }
    }

    fn sentence(&mut self) -> String {
        let at = self.written;
        self.written += 1;
        if self.choices.between(1, 100) <= self.shared {
            let which = (self.frame + at * POOL_STRIDE) % POOL;
            return self.author.pool_sentence(which, self.topic);
        }
        let number = self.voice * SENTENCES_A_POST + at;
        let frame = self.frame + at * self.stride;
        let sentence = self.author.sentences.write(frame, number, self.topic);
        if self.author.shape == Shape::Template && at.is_multiple_of(3) {
            let (problem, stack) = (&self.topic.problem, self.topic.stack.name);
            return format!("for {problem} in {stack}, {sentence}");
        }
        sentence
    }

    fn paragraph(&mut self, sentences: u64) -> Block {
        Block::Paragraph((0..sentences).map(|_| self.sentence()).collect())
    }

    fn final_notes(&mut self) -> Block {
        let (author, topic) = (self.author, self.topic);
        let common = |count| (COMMON..COMMON + count).map(|at| author.pool_sentence(at, topic));
        Block::Paragraph(match author.shape {
            Shape::Mixed => common(FINAL_SENTENCES).collect(),
            Shape::Shared => {
                let own = (1..FINAL_SENTENCES).map(|_| self.sentence());
                own.chain(common(1)).collect()
            }
            Shape::Unique | Shape::Template => {
                (0..FINAL_SENTENCES).map(|_| self.sentence()).collect()
            }
        })
    }
}
