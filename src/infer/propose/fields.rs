//! What is asked of each key.

use std::collections::BTreeSet;

use super::super::FEW;
use super::super::gather::{Field, Gathered};
use super::super::place::parent;
use super::super::quote::{quoted, shown};
use super::super::texts::Texts;
use super::Ask;
use super::evidence::{in_of, is_share, number};
use super::page::list;
use super::types::{FIT, type_of};
use super::words::{is_future, is_id, is_open, is_order, is_scale, is_slug};
use crate::post::ValueType;
use crate::rule::kinds::meta::Format;
use crate::text::is_slip;

/// What is asked of one key.
#[derive(Debug)]
pub(super) struct FieldDraft<'a> {
    pub(super) field: &'a Field,
    pub(super) evidence: String,
    /// The type comes first, if there is one.
    pub(super) asks: Vec<Ask>,
}

/// Hundredths of posts that have a key which all must have.
const REQUIRED: u32 = 98;
/// Hundredths of texts that fit a pattern; the rest is at fault.
const PATTERN: u32 = 99;
/// A value is one of a choice if so many values are: of fewer posts, or of a smaller share, it is
/// a slip.
const CHOSEN_TIMES: u32 = 3;
const CHOSEN_SHARE: u32 = 1;
/// One letter beside a value that is seen so many times as often is a slip as well.
const SLIP: u32 = 20;
/// Hundredths of texts that are of a choice.
const CHOICE: u32 = 98;
/// Most values of a choice, and how often each is seen on average at least.
const MOST_CHOICES: usize = 12;
const CHOSEN_OFTEN: usize = 20;
/// Lists are of one length if those of so many posts are.
const FIXED_LENGTH: u32 = 100;
/// How much greater than nearly all numbers another one may be.
const HEADROOM: f64 = 4.0;
/// Beyond this, numbers are sizes that grow, not amounts that stay.
const SMALL: f64 = 100.0;

/// What is asked of the keys that more than a few posts have, those in a map behind it.
pub(super) fn drafts(gathered: &Gathered) -> Vec<FieldDraft<'_>> {
    let mut drafts = Vec::new();
    below(gathered, "", &mut drafts);
    drafts
}

fn below<'a>(gathered: &'a Gathered, place: &str, drafts: &mut Vec<FieldDraft<'a>>) {
    let fields = gathered.fields.iter();
    for field in fields.filter(|it| parent(&it.normal) == place) {
        if !is_common(gathered, field) {
            continue;
        }
        // What is asked of items stands with their list.
        if !field.normal.ends_with("[]") {
            drafts.push(Asking::of(gathered, field).draft());
        }
        // To ask for a key of a value is to ask that the value is a map.
        if let Some((ValueType::Map | ValueType::List, _)) = type_of(&field.tally) {
            below(gathered, &field.normal, drafts);
        }
    }
}

/// Leaves out the keys of values that may be something else than maps after all.
pub(super) fn keep_keys_of_maps(drafts: &mut Vec<FieldDraft<'_>>) {
    let mut maps: BTreeSet<&str> = BTreeSet::from([""]);
    drafts.retain(|draft| {
        let normal = &*draft.field.normal;
        let is_kept = maps.contains(parent(normal).trim_end_matches("[]"));
        let is_made = |key| draft.asks.iter().find(|ask| ask.key == key && ask.is_made);
        let is_map = match is_made("type").map(|ask| ask.value.as_str()) {
            Some(r#""map""#) => true,
            Some(r#""list""#) => is_made("of").is_some(),
            _ => false,
        };
        if is_kept && is_map {
            maps.insert(normal);
        }
        is_kept
    });
}

/// Whether a key is more than a slip.
fn is_common(gathered: &Gathered, field: &Field) -> bool {
    let present = field.tally.present();
    let is_small = (gathered.posts as usize) < 5 * FEW;
    present > 0 && (is_small || is_share(present, gathered.chances(&field.normal), 1))
}

/// One key, and what is known around it.
struct Asking<'a> {
    gathered: &'a Gathered,
    field: &'a Field,
    value_type: Option<(ValueType, u32)>,
    /// Whether there are posts enough to ask more than types and keys.
    is_enough: bool,
}

impl<'a> Asking<'a> {
    fn of(gathered: &'a Gathered, field: &'a Field) -> Self {
        Self {
            gathered,
            field,
            value_type: type_of(&field.tally),
            is_enough: gathered.posts as usize >= FEW && field.tally.present() as usize >= FEW,
        }
    }

    fn draft(&self) -> FieldDraft<'a> {
        let mut asks = Vec::new();
        asks.extend(self.type_ask());
        asks.extend(self.required());
        match self.value_type {
            Some((ValueType::String, _)) => asks.extend(self.text()),
            Some((ValueType::Date | ValueType::Datetime, _)) => asks.extend(self.not_after()),
            Some((ValueType::Integer | ValueType::Number, _)) => asks.extend(self.range()),
            Some((ValueType::List, _)) => asks.extend(self.list()),
            _ => {}
        }
        FieldDraft {
            field: self.field,
            evidence: self.evidence(),
            asks,
        }
    }

    fn evidence(&self) -> String {
        let tally = &self.field.tally;
        let normal = &*self.field.normal;
        let present = tally.present();
        let chances = self.gathered.chances(normal);
        let place = parent(normal);
        if place.is_empty() {
            in_of(present, self.gathered.posts, "posts")
        } else if place.ends_with("[]") {
            in_of(present, chances, "items")
        } else {
            let around = shown(place);
            let things = if place.contains("[]") {
                "items"
            } else {
                "posts"
            };
            in_of(present, chances, things) + &format!(" with {around}")
        }
    }

    fn type_ask(&self) -> Option<Ask> {
        let (value_type, count) = self.value_type?;
        let mut broken = self.field.tally.present() - count;
        if value_type != ValueType::String {
            broken += self.field.tally.empty;
        }
        let ask = Ask::new("type", quoted(value_type.as_str()), broken);
        Some(match broken {
            0 => ask,
            _ => ask.telling(format!("{} of another type", number(broken))),
        })
    }

    fn required(&self) -> Option<Ask> {
        let gathered = self.gathered;
        let chances = gathered.chances(&self.field.normal);
        let present = self.field.tally.present();
        let is_root = parent(&self.field.normal).is_empty();
        let readable = gathered.posts - gathered.faulty;
        let is_few = (gathered.posts as usize) < FEW;
        let wanted = if is_few { 100 } else { REQUIRED };
        let has_meta = !is_root || is_share(gathered.with_meta, readable, REQUIRED);
        let is_asked = has_meta && is_share(present, chances, wanted);
        is_asked.then(|| Ask::new("required", "true", chances.saturating_sub(present)))
    }

    fn text(&self) -> Option<Ask> {
        let tally = &self.field.tally;
        let texts = &tally.texts;
        let is_of =
            |format, hundredths| is_share(texts.of_format(format), tally.strings, hundredths);
        let format = |format, name| {
            let broken = tally.strings - texts.of_format(format);
            let ask = Ask::new("format", quoted(name), broken);
            Some(match broken {
                0 => ask,
                _ => ask.telling(format!("{} of another form", number(broken))),
            })
        };
        if is_of(Format::Semver, FIT) {
            return format(Format::Semver, "semver");
        }
        if is_of(Format::Email, FIT) {
            return format(Format::Email, "email");
        }
        if !self.is_enough {
            return None;
        }
        let is_hyphened = is_share(texts.hyphened, tally.strings, 80);
        if is_of(Format::Slug, FIT) && is_slug(&self.field.normal) {
            return format(Format::Slug, "slug");
        }
        let found = self.choice().or_else(|| pattern(texts, tally.strings));
        if found.is_some() {
            return found;
        }
        if is_of(Format::Slug, FIT) && is_hyphened {
            return format(Format::Slug, "slug");
        }
        let is_id = is_id(&self.field.normal) && is_of(Format::Id, PATTERN);
        is_id.then(|| format(Format::Id, "id")).flatten()
    }

    /// The values, where they are few and each is seen often.
    fn choice(&self) -> Option<Ask> {
        if is_open(&self.field.normal) {
            return None;
        }
        let counts = self.field.tally.texts.values.counts()?;
        let total = self.field.tally.strings;
        let is_chosen = |count: u32| count >= CHOSEN_TIMES && is_share(count, total, CHOSEN_SHARE);
        let is_misspelt = |text: &str, count: u32| {
            let mut others = counts.iter().filter(|(_, often)| **often / SLIP >= count);
            others.any(|(other, _)| is_slip(text, other))
        };
        let (chosen, slips): (Vec<_>, Vec<_>) = counts
            .iter()
            .partition(|(text, count)| is_chosen(**count) && !is_misspelt(text, **count));
        let broken: u32 = slips.iter().map(|(_, count)| **count).sum();
        let is_few = (2..=MOST_CHOICES).contains(&chosen.len());
        let is_often = total as usize >= chosen.len() * CHOSEN_OFTEN;
        if !is_few || !is_often || !is_share(total - broken, total, CHOICE) {
            return None;
        }
        let ask = Ask::new("one-of", list(chosen.iter().map(|(text, _)| text)), broken);
        let slips = slips.iter();
        let told = slips.map(|(text, count)| format!("{} in {}", shown(text), number(**count)));
        let told = told.take(MOST_CHOICES).collect::<Vec<_>>().join(", ");
        Some(if told.is_empty() {
            ask
        } else {
            ask.telling(format!("but {told}"))
        })
    }

    fn not_after(&self) -> Option<Ask> {
        let tally = &self.field.tally;
        let future = tally.texts.future;
        let is_past = is_share(
            tally.strings - future.min(tally.strings),
            tally.strings,
            PATTERN,
        );
        (is_past && !is_future(&self.field.normal)).then(|| {
            let ask = Ask::new("not-after", quoted("today"), future);
            match future {
                0 => ask,
                _ => ask.telling(format!("{} to come", number(future))),
            }
        })
    }

    fn range(&self) -> Vec<Ask> {
        let numbers = &self.field.tally.numbers;
        let Some((least, most)) = numbers.min().zip(numbers.max()) else {
            return Vec::new();
        };
        if !self.is_enough || least >= most {
            return Vec::new();
        }
        let told = format!("from {least} to {most}");
        if let Some(top) = self.scale() {
            let max = numbers.outside(f64::MIN, top);
            return vec![
                Ask::new("min", "0", numbers.outside(0.0, f64::MAX)).telling(told),
                Ask::new("max", top.to_string(), max),
            ];
        }
        let negative = numbers.outside(0.0, f64::MAX);
        if !is_share(numbers.count() - negative, numbers.count(), PATTERN) {
            return Vec::new();
        }
        let mut asks = vec![Ask::new("min", "0", negative).telling(told)];
        asks.extend(self.ceiling());
        asks
    }

    /// The top of the scale of a score.
    fn scale(&self) -> Option<f64> {
        let numbers = &self.field.tally.numbers;
        let holds = |top: &f64| {
            is_share(
                numbers.count() - numbers.outside(0.0, *top),
                numbers.count(),
                FIT,
            )
        };
        let scales = [1.0, 5.0, 10.0, 100.0];
        let top = scales.into_iter().find(holds)?;
        is_scale(&self.field.normal).then_some(top)
    }

    /// A bound far above amounts that are all small and alike.
    fn ceiling(&self) -> Option<Ask> {
        let numbers = &self.field.tally.numbers;
        let (usual, nearly_all) = numbers.percentile(50).zip(numbers.percentile(99))?;
        let is_alike = usual >= 1.0 && nearly_all <= usual * HEADROOM && nearly_all <= SMALL;
        // Numbers of which hardly any comes twice count something up.
        let distinct = self.field.tally.texts.distinct.judged();
        let is_counter = distinct.is_some_and(|(repeated, total)| repeated * 10 <= total);
        if !is_alike || is_counter || is_order(&self.field.normal) {
            return None;
        }
        let top = rounded_up(nearly_all * HEADROOM);
        let broken = numbers.outside(f64::MIN, top);
        Some(Ask::new("max", top.to_string(), broken))
    }

    fn list(&self) -> Vec<Ask> {
        let tally = &self.field.tally;
        let mut asks = Vec::new();
        let items = self.gathered.field(&format!("{}[]", self.field.normal));
        if let Some(items) = items
            && let Some((value_type, count)) = type_of(&items.tally)
        {
            let broken = items.tally.present() - count + items.tally.blank;
            asks.push(Ask::new("of", quoted(value_type.as_str()), broken));
        }
        if !self.is_enough {
            return asks;
        }
        let empty = tally.lengths.outside(1.0, f64::MAX);
        let usual = tally.lengths.percentile(50).unwrap_or(0.0);
        let others = tally.lengths.outside(usual, usual);
        let is_fixed = tally.lists >= FIXED_LENGTH && usual > 1.0;
        if is_fixed && is_share(tally.lists - others, tally.lists, PATTERN) {
            asks.push(Ask::new("min-items", usual.to_string(), others));
            asks.push(Ask::new("max-items", usual.to_string(), 0));
        } else if is_share(tally.lists - empty, tally.lists, PATTERN) {
            asks.push(Ask::new("min-items", "1", empty));
        }
        asks
    }
}

/// A pattern that nearly all texts match and that says more than that they are texts.
fn pattern(texts: &Texts, strings: u32) -> Option<Ask> {
    let (pattern, fits) = hex(texts, strings).or_else(|| texts.shapes.pattern())?;
    let broken = strings.saturating_sub(fits);
    let ask = Ask::new("pattern", quoted(&pattern), broken);
    is_share(fits, strings, PATTERN).then_some(match broken {
        0 => ask,
        _ => ask.telling(format!("{} of another form", number(broken))),
    })
}

/// The pattern of hexadecimal numbers of one length.
fn hex(texts: &Texts, strings: u32) -> Option<(String, u32)> {
    let hexes = &texts.hexes;
    let digits = hexes.percentile(50)?;
    let fits = hexes.count() - hexes.outside(digits, digits);
    let is_hex = is_share(fits, strings, PATTERN) && texts.mixed_hexes * 2 >= hexes.count();
    let class = if texts.capital_hexes == 0 {
        "0-9a-f"
    } else {
        "0-9a-fA-F"
    };
    is_hex.then(|| (format!("[{class}]{{{digits}}}"), fits))
}

/// The next of 1, 2, 5, 10, 20, 50 and so on.
fn rounded_up(number: f64) -> f64 {
    let mut size = 1.0;
    loop {
        for top in [size, size * 2.0, size * 5.0] {
            if top >= number {
                return top;
            }
        }
        size *= 10.0;
    }
}

/// Whether the texts of a key are such that no two posts share one.
pub(super) fn has_own_pattern(field: &Field) -> bool {
    pattern(&field.tally.texts, field.tally.strings).is_some()
}
