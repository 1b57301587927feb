//! What is known of all posts of one kind: counts alone, in bounded memory, and no texts.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::assumptions::Assumptions;
use super::distinct::Distinct;
use super::numbers::Spread;
use super::outline::Outlines;
use super::place::{Place, parent};
use super::tally::Tally;
use crate::post::{Data, Map, Problem, ProblemKind};
use crate::rule::PostContext;

/// Counts over posts.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    /// Posts that could be read.
    pub(super) posts: u32,
    /// Posts whose meta could be read.
    pub(super) with_meta: u32,
    /// Posts with faults that no configuration switches off.
    pub(super) faulty: u32,
    /// Posts with a key that stands twice.
    pub(super) repeated_keys: u32,
    /// Posts with a line of meta that no key begins.
    pub(super) unknown_lines: u32,
    /// The places in meta, in the order in which they were met.
    pub(super) fields: Vec<Field>,
    places: FxHashMap<Box<str>, usize>,
    /// Values at places beyond the bound, and keys that no rule can name.
    pub(super) unnamed: u32,
    pub(super) outlines: Outlines,
    pub(super) words: Spread,
    pub(super) bodies: Distinct,
    /// In how many posts each assumed relation holds, and in how many it does not.
    pub(super) relations: Vec<Count>,
    /// In how many posts each assumed sentence stands.
    pub(super) sentences: Vec<u32>,
}

/// A place in meta with what stands there.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The path as posts write it.
    pub(super) written: Box<str>,
    /// The path in the form in which paths compare.
    pub(super) normal: Box<str>,
    pub(super) tally: Tally,
}

/// How often a condition holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) held: u32,
    pub(super) failed: u32,
}

/// Places that are told apart.
const MOST_PLACES: usize = 512;
/// Places whose values are compared between posts: of each, thousands of hashes are in memory.
const MOST_COMPARED: usize = 96;
/// Steps of a place that is looked at.
const MOST_DEPTH: usize = 8;
/// Items of a list that are looked at.
const MOST_ITEMS: usize = 200;
/// The key that suppresses findings.
const ENGINE_KEY: &str = "gatepost";

impl Gathered {
    /// Counts of no post yet.
    pub(super) fn about(assumed: &Assumptions) -> Self {
        Self {
            outlines: Outlines::about(&assumed.titles),
            relations: vec![Count::default(); assumed.relations.len()],
            sentences: vec![0; assumed.sentences.len()],
            ..Self::default()
        }
    }

    /// Takes in a post.
    pub(super) fn note(&mut self, cx: &PostContext<'_>, assumed: &Assumptions) {
        self.posts += 1;
        let post = cx.post;
        let has = |of: fn(&Problem) -> bool| u32::from(post.problems.iter().any(of));
        let faults = has(is_fault);
        self.faulty += faults;
        self.repeated_keys += has(|it| it.kind == ProblemKind::RepeatedKey);
        self.unknown_lines += has(|it| it.kind == ProblemKind::UnknownKey);
        if let Some(meta) = post.meta.as_ref().filter(|_| faults == 0) {
            self.with_meta += 1;
            let mut walk = Walk {
                gathered: self,
                place: Place::default(),
                today: cx.today,
            };
            walk.map(&meta.root);
        }
        self.outlines.note(post);
        self.body(cx);
        for (count, relation) in self.relations.iter_mut().zip(&assumed.relations) {
            count.note(relation.holds(cx));
        }
        for at in assumed.sentences.found_in(post) {
            self.sentences[at] += 1;
        }
    }

    /// Takes in what another has counted about the same assumptions. Posts of the other come
    /// behind those of this one.
    pub(super) fn merge(&mut self, other: Self) {
        self.posts += other.posts;
        self.with_meta += other.with_meta;
        self.faulty += other.faulty;
        self.repeated_keys += other.repeated_keys;
        self.unknown_lines += other.unknown_lines;
        self.unnamed += other.unnamed;
        for field in other.fields {
            match self.place(&field.written, &field.normal) {
                Some(at) => self.fields[at].tally.merge(field.tally),
                None => self.unnamed += field.tally.present(),
            }
        }
        self.outlines.merge(&other.outlines);
        self.words.merge(&other.words);
        self.bodies.merge(other.bodies);
        for (count, other) in self.relations.iter_mut().zip(other.relations) {
            count.held += other.held;
            count.failed += other.failed;
        }
        for (count, other) in self.sentences.iter_mut().zip(other.sentences) {
            *count += other;
        }
    }

    /// The field at a path in its normal form.
    pub(super) fn field(&self, normal: &str) -> Option<&Field> {
        self.places.get(normal).map(|at| &self.fields[*at])
    }

    /// How many times there could be a value at a place: of a key how many maps could hold it.
    pub(super) fn chances(&self, normal: &str) -> u32 {
        let tally = |place| self.field(place).map(|it| &it.tally);
        if normal.ends_with("[]") {
            return tally(normal).map_or(0, |items| items.present() + items.blank);
        }
        match parent(normal) {
            "" => self.with_meta,
            parent => tally(parent).map_or(0, |it| it.maps),
        }
    }

    fn body(&mut self, cx: &PostContext<'_>) {
        if let Some(words) = cx.metrics().get("words") {
            self.words.note(words);
        }
        let text = cx.post.body.text.as_str();
        if !text.trim().is_empty() {
            self.bodies.note_hash(xxh3_64(text.as_bytes()));
        }
    }

    /// The number of a place, new ones included while there is room.
    fn place(&mut self, written: &str, normal: &str) -> Option<usize> {
        if let Some(at) = self.places.get(normal) {
            return Some(*at);
        }
        let at = self.fields.len();
        (at < MOST_PLACES).then(|| {
            let mut tally = Tally::default();
            if at >= MOST_COMPARED {
                tally.texts.distinct.give_up();
            }
            self.places.insert(normal.into(), at);
            self.fields.push(Field {
                written: written.into(),
                normal: normal.into(),
                tally,
            });
            at
        })
    }
}

impl Count {
    fn note(&mut self, holds: Option<bool>) {
        match holds {
            Some(true) => self.held += 1,
            Some(false) => self.failed += 1,
            None => {}
        }
    }
}

/// Whether a post with such a problem is an error under every configuration, and may have keys
/// that could not be read.
fn is_fault(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::Unparsable
        | ProblemKind::FrontMatterLimit
        | ProblemKind::FrontMatterLanguage
        | ProblemKind::Unreadable => true,
        ProblemKind::RepeatedKey | ProblemKind::UnknownKey => false,
    }
}

/// A walk over the meta of one post.
struct Walk<'a> {
    gathered: &'a mut Gathered,
    place: Place,
    today: Date,
}

impl Walk<'_> {
    fn map(&mut self, map: &Map) {
        let is_root = self.place.depth() == 0;
        for entry in &map.entries {
            if is_root && entry.key.name == ENGINE_KEY {
                continue;
            }
            if self.place.enter(&entry.key.name) {
                self.value(&entry.value.data);
                self.place.leave();
            } else {
                self.gathered.unnamed += 1;
            }
        }
    }

    fn value(&mut self, data: &Data) {
        let (written, normal) = (self.place.written(), self.place.normal());
        let Some(at) = self.gathered.place(written, normal) else {
            self.gathered.unnamed += 1;
            return;
        };
        self.gathered.fields[at].tally.note(data, self.today);
        if self.place.depth() == MOST_DEPTH {
            return;
        }
        match data {
            Data::Map(map) => self.map(map),
            Data::List(items) => {
                self.place.enter_items();
                for item in items.iter().take(MOST_ITEMS) {
                    self.value(&item.data);
                }
                self.place.leave();
            }
            _ => {}
        }
    }
}
