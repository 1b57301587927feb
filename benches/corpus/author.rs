//! Writes healthy posts.

use super::draft::{Block, CHECKLIST, Draft, FINAL_NOTES, Picture};
use super::frame::{Frames, Words};
use super::meta::Meta;
use super::prng::{Permutation, Prng, index, mix};
use super::script::{self, Script};
use super::snippet::snippet;
use super::topic::{Topic, Topics};
use super::wording::{
    CAPTIONS, HEADINGS, ITEMS, OPENINGS, SENTENCES, SUMMARIES, Slot, TEMPLATE_CAPTIONS,
    TEMPLATE_TITLES, TITLES,
};
use super::{Length, MAX_POSTS, Shape, profile};

/// Numbers of checklist items that belong to one post; no post needs all of them.
const ITEMS_A_POST: u64 = 8;
/// The same for captions.
const CAPTIONS_A_POST: u64 = 2;

/// Knows all words and writes posts with them.
pub(super) struct Author {
    pub(super) seed: u64,
    shape: Shape,
    pub(super) length: Length,
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
        let frames = |stream, texts| Frames::new(seed, stream, &words, texts);
        let (titles, captions) = match shape {
            Shape::Template => (TEMPLATE_TITLES, TEMPLATE_CAPTIONS),
            Shape::Unique | Shape::Shared | Shape::Mixed => (TITLES, CAPTIONS),
        };
        Self {
            seed,
            shape,
            length: Length::default(),
            topics: Topics::new(seed),
            seeds: Permutation::new(seed, 1, u64::from(MAX_POSTS)),
            openings: frames(2, OPENINGS),
            sentences: frames(3, SENTENCES),
            items: frames(4, ITEMS),
            captions: frames(5, captions),
            titles: frames(6, titles),
            summaries: frames(7, SUMMARIES),
            words,
        }
    }

    /// A post with nothing wrong.
    pub(super) fn draft(&self, number: u32) -> Draft {
        let topic = self.topics.of(number);
        let voice = self.voice(number);
        let payload_seed = self.payload_seed(number);
        let title = self.titles.write(mix(voice), voice, &topic);
        let summary = self.summaries.write(mix(voice), voice, &topic);
        let mut prng = self.prng(number);
        let mut draft = Draft {
            number,
            slug: profile::slug(&title, payload_seed),
            title,
            date: profile::date(&mut prng, 2020),
            body: self.body(number, &topic),
            meta: Meta::default(),
        };
        draft.meta = profile::meta(&draft, &topic, summary, payload_seed, &mut prng);
        draft
    }

    /// How many posts there are before a sentence would come again by chance.
    pub(super) fn capacity(&self) -> u64 {
        if self.shape == Shape::Template {
            return self.seeds.size();
        }
        [
            script::capacity(&self.sentences),
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

    /// A sentence that no healthy post has.
    pub(super) fn stray_sentence(&self) -> String {
        script::stray_sentence(&self.sentences, &self.topics.of(0))
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

    /// The choices that are a post's own even where its voice is not.
    fn prng(&self, number: u32) -> Prng {
        Prng::new(!self.seed, u64::from(number))
    }

    fn body(&self, number: u32, topic: &Topic) -> Vec<Block> {
        let voice = self.voice(number);
        let mut prng = Prng::new(self.seed, voice);
        let mut script = Script::new(&self.sentences, self.shape, voice, topic, &mut prng);
        let pictures = prng.pick(&[0, 0, 1, 2]);
        let picture = |at: u64| (at < pictures).then(|| self.picture(number, at, topic));

        let opening = self.openings.write(mix(voice), voice, topic);
        let mut body = vec![Block::Paragraph(vec![opening, script.sentence()])];
        body.extend(picture(0));
        self.topical_sections(&mut body, &mut script, &mut prng);
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
        let voice = self.voice(number);
        let shown = mix(self.seed ^ (u64::from(number) * CAPTIONS_A_POST + at));
        Block::Picture(Picture {
            source: "yard archive",
            url: format!("https://images.example.org/yard/{shown:016x}.jpg"),
            caption: self
                .captions
                .write(voice, voice * CAPTIONS_A_POST + at, topic),
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

    /// Two or three sections of a few paragraphs.
    fn topical_sections(&self, body: &mut Vec<Block>, script: &mut Script<'_>, prng: &mut Prng) {
        let first_heading = index(prng.bits() % HEADINGS.len() as u64);
        for section in 0..index(prng.between(2, 3)) {
            let heading = HEADINGS[(first_heading + section) % HEADINGS.len()];
            body.push(Block::Heading(heading));
            for _ in 0..prng.between(2, self.length.paragraphs()) {
                body.push(script.paragraph(prng.between(2, self.length.sentences())));
            }
        }
    }
}
