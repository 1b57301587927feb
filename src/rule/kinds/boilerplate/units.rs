//! From a post to its units of text, and from units to facts.

use memchr::memmem::Finder;
use xxhash_rust::xxh3::xxh3_64;

use super::Settings;
use crate::post::{Block, BlockKind, Data, MetaPath, Post, TextRange};
use crate::rule::Fact;
use crate::source::Span;
use crate::text::{fold_into, folded, mixed, sentences, words};

/// Stands for a slot in a folded unit. No post can hold it: control characters are not
/// alphanumeric, and a stray one only makes a unit unlike others.
pub(super) const SLOT: char = '\u{1}';
/// Words besides slots that a template must have; `{topic} in {stack}` alone is no template.
const MIN_LITERAL_WORDS: usize = 4;
/// Shortest slot value, in bytes of its folded form.
const MIN_SLOT: usize = 2;
/// Slot values of a post that are masked: each costs a pass over its text.
const MOST_VALUES: usize = 64;
/// Words of a title that are looked at.
const MOST_TITLE_WORDS: usize = 40;
/// Shortest variable part of a title, in bytes.
const MIN_TITLE_PART: usize = 10;
/// The bit of the title's variable part in a slot set.
pub(super) const TITLE_BIT: u32 = 30;

/// A unit of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Key of the folded text.
    pub(super) key: u64,
    /// Where it stands.
    pub(super) span: Span,
    /// Words of the text.
    pub(super) words: u32,
    /// Whether it stands directly behind the unit before it.
    pub(super) follows: bool,
    /// Whether it is a block of code, which is adjacent to code alone.
    pub(super) is_code: bool,
    /// Key of the text with its slots masked, and which slots it has.
    pub(super) masked: Option<(u64, u32)>,
    /// The number of the `allow` entry that it matches.
    pub(super) allowed: Option<u32>,
}

/// The bit that marks a fact as the masked form of the fact before it.
const MASKED: u32 = 1 << 31;
/// The tag of a fact that says which `allow` entry matched.
const ALLOWED: u32 = MASKED | (MASKED - 1);
/// The bit that marks a unit as code.
const CODE: u32 = 1 << 30;
/// The bit that marks a unit as adjacent to the one before it.
const FOLLOWS: u32 = 1 << 29;
const MOST_WORDS: u32 = FOLLOWS - 1;

/// Finds the units of a post.
pub(super) fn units(post: &Post, settings: &Settings) -> Vec<Unit> {
    let mut scan = Scan {
        settings,
        post,
        folded: String::new(),
        spots: Vec::new(),
        follows: false,
    };
    let mut before = None;
    for block in &post.body.blocks {
        let is_code = matches!(block.kind, BlockKind::Code { .. });
        let own = settings.takes(&block.kind).then_some(is_code);
        if own != before {
            scan.follows = false;
        }
        before = own;
        if own.is_some() {
            scan.block(block, is_code);
        }
    }
    scan.finish()
}

/// Writes units as facts: a masked form directly behind its unit.
pub(super) fn facts(units: &[Unit]) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(units.len());
    for unit in units {
        if let Some(entry) = unit.allowed {
            facts.push(Fact {
                key: u64::from(entry),
                span: unit.span,
                tag: ALLOWED,
            });
            continue;
        }
        facts.push(Fact {
            key: unit.key,
            span: unit.span,
            tag: unit.words.min(MOST_WORDS)
                | if unit.follows { FOLLOWS } else { 0 }
                | if unit.is_code { CODE } else { 0 },
        });
        facts.extend(unit.masked.map(|(key, slots)| Fact {
            key,
            span: unit.span,
            tag: MASKED | slots,
        }));
    }
    facts
}

/// What a fact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noted {
    /// A unit.
    Unit {
        follows: bool,
        words: u32,
        is_code: bool,
    },
    /// The masked form of the unit before it.
    Masked { slots: u32 },
    /// A unit that is allowed, by the number of the entry.
    Allowed(u64),
}

/// Reads a fact back.
pub(super) fn noted(fact: &Fact) -> Noted {
    if fact.tag == ALLOWED {
        Noted::Allowed(fact.key)
    } else if fact.tag & MASKED != 0 {
        Noted::Masked {
            slots: fact.tag & !MASKED,
        }
    } else {
        Noted::Unit {
            follows: fact.tag & FOLLOWS != 0,
            words: fact.tag & MOST_WORDS,
            is_code: fact.tag & CODE != 0,
        }
    }
}

/// The key by which other posts find a fact.
pub(super) fn key(fact: &Fact) -> u64 {
    match noted(fact) {
        Noted::Unit { .. } | Noted::Masked { .. } => fact.key,
        Noted::Allowed(entry) => allowed_key(entry),
    }
}

/// The key of all units that an `allow` entry matches.
pub(super) fn allowed_key(entry: u64) -> u64 {
    mixed(ALLOWED_SEED ^ entry)
}

/// Keeps the keys of `allow` entries apart from those of texts.
const ALLOWED_SEED: u64 = 0xa110_3ed0_0000_0000;

/// The folded values of one slot of a post.
pub(super) fn slot_texts(post: &Post, slot: &MetaPath) -> Vec<String> {
    let root = post.meta.iter().map(|meta| &meta.root);
    let hits = root.flat_map(|root| slot.select(root));
    let items = hits.flat_map(|hit| match &hit.value.data {
        Data::List(items) => items.iter().map(|item| &item.data).collect(),
        data => vec![data],
    });
    let texts = items.filter_map(Data::as_text);
    texts.map(|text| folded(&text)).collect()
}

/// A unit while its slots are not yet masked.
struct Spot {
    folded: std::ops::Range<usize>,
    span: Span,
    words: usize,
    follows: bool,
    is_code: bool,
}

struct Scan<'a> {
    settings: &'a Settings,
    post: &'a Post,
    /// All folded units, each followed by a line feed.
    folded: String,
    spots: Vec<Spot>,
    /// Whether the next unit stands directly behind the last one.
    follows: bool,
}

impl Scan<'_> {
    fn block(&mut self, block: &Block, is_code: bool) {
        let text = self.post.body.block_text(block);
        if self.settings.whole_blocks || is_code {
            self.unit(block.text, is_code);
            return;
        }
        for range in sentences(text) {
            let at = |offset: usize| block.text.start + u32::try_from(offset).unwrap_or(0);
            let range = TextRange {
                start: at(range.start),
                end: at(range.end),
            };
            self.unit(range, false);
        }
    }

    fn unit(&mut self, range: TextRange, is_code: bool) {
        let text = self.post.body.slice(range);
        let start = self.folded.len();
        fold_into(text, &mut self.folded);
        let end = self.folded.len();
        if end == start {
            return;
        }
        self.spots.push(Spot {
            folded: start..end,
            span: self.post.body.span(range.range()),
            words: words(text).count(),
            follows: self.follows,
            is_code,
        });
        self.folded.push('\n');
        self.follows = true;
    }

    fn finish(self) -> Vec<Unit> {
        let slots = slot_matches(&self.folded, self.post, self.settings);
        let mut slots = slots.as_slice();
        let mut masked = String::new();
        let spots = self.spots.iter();
        spots
            .map(|spot| {
                let text = &self.folded[spot.folded.clone()];
                let count = slots
                    .iter()
                    .take_while(|slot| slot.start < spot.folded.end)
                    .count();
                let (own, others) = slots.split_at(count);
                slots = others;
                let template = mask(text, spot.folded.start, own, &mut masked);
                Unit {
                    key: xxh3_64(text.as_bytes()),
                    span: spot.span,
                    words: u32::try_from(spot.words).unwrap_or(u32::MAX),
                    follows: spot.follows,
                    is_code: spot.is_code,
                    masked: template,
                    allowed: self
                        .settings
                        .allowed(text)
                        .or_else(|| template.and_then(|_| self.settings.allowed(&masked))),
                }
            })
            .collect()
    }
}

/// Writes `text` with its slots masked; `None` if there are none or too little else.
fn mask(text: &str, offset: usize, slots: &[SlotMatch], masked: &mut String) -> Option<(u64, u32)> {
    masked.clear();
    let mut names = 0;
    let mut at = 0;
    for slot in slots {
        masked.push_str(&text[at..slot.start - offset]);
        masked.push(SLOT);
        at = slot.end - offset;
        names |= 1 << slot.number;
    }
    masked.push_str(&text[at..]);
    let is_template = !slots.is_empty() && words(masked).count() >= MIN_LITERAL_WORDS;
    is_template.then(|| (xxh3_64(masked.as_bytes()), names))
}

/// A slot value in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SlotMatch {
    start: usize,
    end: usize,
    /// Number of the slot among the settings, or [`TITLE_BIT`].
    number: u32,
}

/// Every slot value in `text`, without overlaps: longer values first, parts of the title last, so
/// that posts with and without meta get the same template.
fn slot_matches(text: &str, post: &Post, settings: &Settings) -> Vec<SlotMatch> {
    let mut values = slot_values(text, post, settings);
    values.sort_by(|a, b| {
        let is_title = |number: u32| number == TITLE_BIT;
        (is_title(a.1), b.0.len(), &a.0, a.1).cmp(&(is_title(b.1), a.0.len(), &b.0, b.1))
    });
    values.dedup_by(|a, b| a.0 == b.0);
    values.truncate(MOST_VALUES);
    let mut taken: Vec<SlotMatch> = Vec::new();
    for (value, number) in values {
        let mut found = Vec::new();
        for start in Finder::new(value.as_bytes()).find_iter(text.as_bytes()) {
            let end = start + value.len();
            if is_whole_word(text, start, end) {
                found.push(SlotMatch { start, end, number });
            }
        }
        merge(&mut taken, found);
    }
    taken
}

/// Adds the matches that overlap no earlier one; both lists are sorted.
fn merge(taken: &mut Vec<SlotMatch>, found: Vec<SlotMatch>) {
    if found.is_empty() {
        return;
    }
    let free = |slot: &SlotMatch| {
        let behind = taken.partition_point(|held| held.start < slot.end);
        behind == 0 || taken[behind - 1].end <= slot.start
    };
    let mut added: Vec<SlotMatch> = found.into_iter().filter(free).collect();
    added.dedup_by(|later, earlier| later.start < earlier.end);
    taken.extend(added);
    taken.sort_unstable_by_key(|slot| slot.start);
}

fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let behind = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

fn slot_values(text: &str, post: &Post, settings: &Settings) -> Vec<(String, u32)> {
    use crate::post::Data;
    let mut values = Vec::new();
    if settings.slots.is_empty() {
        return values;
    }
    let mut add = |data: &Data, number: u32| {
        if let Some(text) = data.as_text() {
            let value = folded(&text);
            if value.len() >= MIN_SLOT {
                values.push((value, number));
            }
        }
    };
    for (number, path) in (0..).zip(&settings.slots) {
        let Some(meta) = &post.meta else { break };
        for hit in path.select(&meta.root) {
            match &hit.value.data {
                Data::List(items) => items.iter().for_each(|item| add(&item.data, number)),
                data => add(data, number),
            }
        }
    }
    values.extend(title_parts(post, text));
    values
}

/// The variable part of a title: its longest runs of words that the folded `text` says too.
fn title_parts(post: &Post, text: &str) -> Vec<(String, u32)> {
    let Some(title) = &post.title else {
        return Vec::new();
    };
    let title = folded(&title.text);
    let spots: Vec<(usize, usize)> = words(&title)
        .map(|(at, word)| (at, at + word.len()))
        .take(MOST_TITLE_WORDS)
        .collect();
    let mut parts = Vec::new();
    let mut first = 0;
    while first + 1 < spots.len() {
        let mut last = first;
        while last + 1 < spots.len() && says(text, &title[spots[first].0..spots[last + 1].1]) {
            last += 1;
        }
        let part = &title[spots[first].0..spots[last].1];
        if last > first && part.len() >= MIN_TITLE_PART {
            parts.push((part.to_owned(), TITLE_BIT));
            first = last + 1;
        } else {
            first += 1;
        }
    }
    parts
}

fn says(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}
