//! Everything of a post that may equal something else of it, as conditions name it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::super::outline::Title;
use super::super::pilot::PilotPost;
use super::super::place::{Place, as_path, as_variable};
use super::literal;
use crate::post::{BlockKind, Data, Map, Post, Value};
use crate::rule::kinds::sections::Outline;

/// The features of some posts.
pub(super) struct Features {
    pub(super) all: Vec<Feature>,
    /// How many posts there are.
    pub(super) posts: usize,
    numbers: FxHashMap<String, usize>,
    /// Which posts have a value of each key, whatever it is.
    present: BTreeMap<String, Vec<bool>>,
}

/// Something that each post may have.
pub(super) struct Feature {
    /// As conditions name it.
    pub(super) text: String,
    pub(super) source: Source,
    /// What it is in each post.
    pub(super) values: Vec<Option<Known>>,
}

/// Where a feature comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A value of the meta, by its path as posts write it.
    Meta(String),
    /// One item of a list in meta, or what stands in it.
    Item(String),
    /// Worked out from meta.
    Derived,
    /// The body, or the title.
    Body,
    /// A count in the body.
    Metric,
}

/// A value, as far as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    Text(String),
    Number(f64),
    Boolean(bool),
    /// A list of texts, by its hash.
    List(u64),
}

/// Features that are looked at.
const MOST_FEATURES: usize = 320;
/// Steps to a value.
const MOST_DEPTH: usize = 5;
/// Items of a list that are looked at one by one.
const MOST_ITEMS: usize = 4;
/// Longer texts are prose; only titles are compared.
const MOST_BYTES: usize = 200;
/// The counts that a meta block may declare.
const METRICS: [&str; 7] = [
    "paragraphs",
    "images",
    "links",
    "sections",
    "code-blocks",
    "list-items",
    "reading-time",
];

impl Features {
    /// The features of some posts, the sections of `titles` among them.
    pub(super) fn of(posts: &[&PilotPost], titles: &[Title]) -> Self {
        let mut features = Self {
            all: Vec::new(),
            posts: posts.len(),
            numbers: FxHashMap::default(),
            present: BTreeMap::new(),
        };
        for (number, pilot) in posts.iter().enumerate() {
            if let Some(meta) = &pilot.post.meta {
                features.map(number, &meta.root, &mut Place::default());
            }
        }
        features.presence();
        features.parts();
        for (number, pilot) in posts.iter().enumerate() {
            features.body(number, pilot, titles);
        }
        features
    }

    fn set(&mut self, post: usize, text: &str, source: &Source, value: Known) {
        let at = match self.numbers.get(text) {
            Some(at) => *at,
            None if self.all.len() == MOST_FEATURES => return,
            None => {
                self.numbers.insert(text.to_owned(), self.all.len());
                self.all.push(Feature {
                    text: text.to_owned(),
                    source: source.clone(),
                    values: vec![None; self.posts],
                });
                self.all.len() - 1
            }
        };
        self.all[at].values[post].get_or_insert(value);
    }

    fn map(&mut self, post: usize, map: &Map, place: &mut Place) {
        for entry in &map.entries {
            if place.enter(&entry.key.name) {
                self.value(post, &entry.value.data, place);
                place.leave();
            }
        }
    }

    fn value(&mut self, post: usize, data: &Data, place: &mut Place) {
        let Some(variable) = as_variable(place.normal()) else {
            return;
        };
        let path = as_path(place.written());
        let source = if place.normal().contains('[') {
            Source::Item(path)
        } else {
            Source::Meta(path)
        };
        if matches!(source, Source::Meta(_)) && *data != Data::Null {
            self.note_presence(post, &variable);
        }
        if let Some(known) = known(data) {
            self.set(post, &variable, &source, known);
        }
        if place.depth() == MOST_DEPTH {
            return;
        }
        match data {
            Data::Map(map) => self.map(post, map, place),
            Data::List(items) => {
                let size = Known::Number(count(items.len()));
                self.set(post, &format!("size({variable})"), &Source::Derived, size);
                for (number, item) in items.iter().take(MOST_ITEMS).enumerate() {
                    place.enter_item(number);
                    self.value(post, &item.data, place);
                    place.leave();
                }
            }
            _ => {}
        }
    }

    fn note_presence(&mut self, post: usize, variable: &str) {
        if let Some(present) = self.present.get_mut(variable) {
            present[post] = true;
        } else if self.present.len() < MOST_FEATURES {
            let mut present = vec![false; self.posts];
            present[post] = true;
            self.present.insert(variable.to_owned(), present);
        }
    }

    /// Whether a key is there, of those that only some posts have.
    fn presence(&mut self) {
        for (variable, present) in std::mem::take(&mut self.present) {
            let held = present.iter().filter(|held| **held).count();
            if held * 20 < present.len() || held * 20 > present.len() * 19 {
                continue;
            }
            let text = format!("has({variable})");
            for (post, held) in present.into_iter().enumerate() {
                self.set(post, &text, &Source::Derived, Known::Boolean(held));
            }
        }
    }

    /// The digits that stand at the same place of all texts of a key, as text and as number.
    fn parts(&mut self) {
        let mut parts = Vec::new();
        for feature in &self.all {
            if !matches!(feature.source, Source::Meta(_)) {
                continue;
            }
            for part in common_digits(feature) {
                let text = part.text(&feature.text);
                let digits = feature.values.iter().map(|value| part.of(value.as_ref()));
                parts.push((text, digits.collect::<Vec<_>>()));
            }
        }
        for (text, digits) in parts {
            for (post, digits) in digits.into_iter().enumerate() {
                let Some(digits) = digits else {
                    continue;
                };
                if let Ok(number) = digits.parse() {
                    let number = Known::Number(number);
                    self.set(post, &format!("int({text})"), &Source::Derived, number);
                }
                self.set(post, &text, &Source::Derived, Known::Text(digits));
            }
        }
    }

    fn body(&mut self, number: usize, pilot: &PilotPost, titles: &[Title]) {
        let post = &pilot.post;
        for name in METRICS {
            if let Some(value) = pilot.metric(name) {
                let text = name.replace('-', "_");
                self.set(number, &text, &Source::Metric, Known::Number(value));
            }
        }
        for (text, is_there) in [
            ("images > 0", !post.body.images.is_empty()),
            ("code_blocks > 0", has_code(post)),
        ] {
            self.set(number, text, &Source::Body, Known::Boolean(is_there));
        }
        for title in titles {
            if let Some((text, items)) = section_items(post, title) {
                self.set(number, &text, &Source::Body, items);
            }
        }
        if let Some(title) = &post.title
            && !self.numbers.contains_key("meta.title")
        {
            self.set(
                number,
                "title",
                &Source::Body,
                Known::Text(title.text.clone()),
            );
        }
    }
}

impl Feature {
    /// Whether its values differ enough that agreeing with another one is no chance.
    pub(super) fn varies(&self) -> bool {
        let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
        let mut total = 0;
        for value in self.values.iter().flatten() {
            *counts.entry(value.hash()).or_default() += 1;
            total += 1;
        }
        let most = counts.values().max().copied().unwrap_or(0);
        let is_boolean = matches!(self.values.iter().flatten().next(), Some(Known::Boolean(_)));
        if is_boolean {
            counts.len() == 2 && (total - most) * 20 >= total
        } else {
            counts.len() >= 3 && most * 5 <= total * 4
        }
    }

    /// The text that it is in a post.
    pub(super) fn text_in(&self, post: usize) -> Option<&str> {
        match self.values[post].as_ref()? {
            Known::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number that it is in a post.
    pub(super) fn number_in(&self, post: usize) -> Option<f64> {
        match self.values[post].as_ref()? {
            Known::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Known {
    fn hash(&self) -> u64 {
        match self {
            Self::Text(text) => xxh3_64(text.as_bytes()),
            Self::Number(number) => xxh3_64_with_seed(&number.to_bits().to_le_bytes(), 1),
            Self::Boolean(value) => u64::from(*value),
            Self::List(hash) => *hash,
        }
    }
}

/// Digits at one place of a text of ASCII characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Digits {
    start: usize,
    /// Nothing where they go on to the end.
    end: Option<usize>,
}

impl Digits {
    fn text(self, variable: &str) -> String {
        match self.end {
            Some(end) => format!("{variable}.substring({}, {end})", self.start),
            None => format!("{variable}.substring({})", self.start),
        }
    }

    fn of(self, value: Option<&Known>) -> Option<String> {
        let Some(Known::Text(text)) = value else {
            return None;
        };
        let part = text.get(self.start..self.end.unwrap_or(text.len()))?;
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (text.is_ascii() && is_number).then(|| part.to_owned())
    }
}

/// The digits of the first text that nearly all others have at the same place.
fn common_digits(feature: &Feature) -> Vec<Digits> {
    let texts: Vec<&Known> = feature.values.iter().flatten().collect();
    let Some(Known::Text(first)) = texts.first() else {
        return Vec::new();
    };
    let found = digits(first).into_iter().filter(|part| {
        let held = texts.iter().filter(|text| part.of(Some(text)).is_some());
        held.count() * 100 >= texts.len() * 95
    });
    found.collect()
}

fn digits(text: &str) -> Vec<Digits> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let end = (at < text.len()).then_some(at);
                // The whole text is no part.
                if from > 0 {
                    found.push(Digits { start: from, end });
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn known(data: &Data) -> Option<Known> {
    Some(match data {
        Data::Boolean(value) => Known::Boolean(*value),
        Data::String(text) if text.len() <= MOST_BYTES && !text.trim().is_empty() => {
            Known::Text(text.clone())
        }
        Data::List(items) => Known::List(list_hash(items.iter().map(text_of))?),
        _ => Known::Number(data.as_number()?),
    })
}

fn text_of(value: &Value) -> Option<&str> {
    match &value.data {
        Data::String(text) => Some(text),
        _ => None,
    }
}

fn list_hash<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Option<u64> {
    let mut joined = Vec::new();
    for text in texts {
        joined.extend_from_slice(text?.as_bytes());
        joined.push(0xff);
    }
    (!joined.is_empty()).then(|| xxh3_64(&joined))
}

/// The items under a section, as conditions name them.
fn section_items(post: &Post, title: &Title) -> Option<(String, Known)> {
    let outline = Outline::of(post);
    let mut own = outline.sections();
    let at = own.find(|at| outline.headings[*at].folded == title.folded)?;
    let name = literal(&title.written.to_lowercase())?;
    let texts = outline.items(at).into_iter().map(Some);
    let items = Known::List(list_hash(texts)?);
    Some((format!("section({name}).items"), items))
}

fn has_code(post: &Post) -> bool {
    let mut blocks = post.body.blocks.iter();
    blocks.any(|block| matches!(block.kind, BlockKind::Code { .. }))
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
