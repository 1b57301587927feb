//! From a post to its units of text, and from units to facts.

use xxhash_rust::xxh3::xxh3_64;

use super::Settings;
use super::slots::{MARGIN, SlotMatch, slot_matches};
use crate::post::{BlockKind, Data, MetaPath, Post, TextRange};
use crate::rule::{Fact, PostContext};
use crate::source::Span;
use crate::text::{fold_but_ascii_into, folded, mixed, words};

/// Stands for a slot in a folded unit. No post can hold it: control characters are not
/// alphanumeric, and a stray one only makes a unit unlike others.
pub(super) const SLOT: char = '\u{1}';
/// Words besides slots that a template must have; `{topic} in {stack}` alone is no template.
const MIN_LITERAL_WORDS: usize = 4;
/// Bytes that most units have at most.
const USUAL_UNIT: usize = 512;
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
pub(super) fn units(cx: &PostContext<'_>, settings: &Settings) -> Vec<Unit> {
    let body = &cx.post.body;
    let mut scan = Scan {
        settings,
        cx,
        folded: String::with_capacity(MARGIN.len() + body.text.len() + body.blocks.len()),
        spots: Vec::with_capacity(cx.sentences().len()),
        follows: false,
    };
    scan.folded.push_str(MARGIN);
    let mut before = None;
    for (number, block) in body.blocks.iter().enumerate() {
        let is_code = matches!(block.kind, BlockKind::Code { .. });
        let own = settings.takes(&block.kind).then_some(is_code);
        if own != before {
            scan.follows = false;
        }
        before = own;
        if own.is_some() {
            scan.block(number, is_code);
        }
    }
    scan.finish()
}

/// Writes units as facts: a masked form directly behind its unit.
pub(super) fn facts(units: &[Unit]) -> Vec<Fact> {
    let masked = units.iter().filter(|unit| unit.masked.is_some());
    let mut facts = Vec::with_capacity(units.len() + masked.count());
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
    let items = hits.flat_map(|value| match &value.data {
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
    words: u32,
    follows: bool,
    is_code: bool,
}

struct Scan<'a> {
    settings: &'a Settings,
    cx: &'a PostContext<'a>,
    /// Behind a margin all folded units, each followed by a line feed; capital letters of ASCII
    /// stay till the end.
    folded: String,
    spots: Vec<Spot>,
    /// Whether the next unit stands directly behind the last one.
    follows: bool,
}

impl Scan<'_> {
    fn block(&mut self, number: usize, is_code: bool) {
        if self.settings.whole_blocks || is_code {
            let range = self.cx.post.body.blocks[number].text;
            let words = self.cx.words().count(range.range());
            self.unit(range, u32::try_from(words).unwrap_or(u32::MAX), is_code);
            return;
        }
        for sentence in self.cx.sentences().of_block(number) {
            self.unit(sentence.text, sentence.words, false);
        }
    }

    fn unit(&mut self, range: TextRange, words: u32, is_code: bool) {
        let body = &self.cx.post.body;
        let start = self.folded.len();
        fold_but_ascii_into(body.slice(range), &mut self.folded);
        let end = self.folded.len();
        if end == start {
            return;
        }
        self.spots.push(Spot {
            folded: start..end,
            span: body.span(range.range()),
            words,
            follows: self.follows,
            is_code,
        });
        self.folded.push('\n');
        self.follows = true;
    }

    fn finish(mut self) -> Vec<Unit> {
        self.folded.make_ascii_lowercase();
        let slots = slot_matches(&self.folded, self.cx.post, self.settings);
        let mut slots = slots.as_slice();
        let mut masked = String::with_capacity(USUAL_UNIT);
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
                    words: spot.words,
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
    if slots.is_empty() {
        return None;
    }
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
    let is_template = words(masked).nth(MIN_LITERAL_WORDS - 1).is_some();
    is_template.then(|| (xxh3_64(masked.as_bytes()), names))
}
