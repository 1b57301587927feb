//! Which values no two posts may share.

use super::super::FEW;
use super::super::gather::{Field, Gathered};
use super::Ask;
use super::evidence::{in_of, is_share, number};
use super::fields::has_own_pattern;
use super::types::{FIT, type_of};
use super::words::is_id;
use crate::post::ValueType;
use crate::rule::kinds::meta::Format;

/// A key whose values are all different.
#[derive(Debug)]
pub(super) struct UniqueDraft<'a> {
    pub(super) field: &'a Field,
    pub(super) ask: Ask,
}

/// Hundredths of values that may be repeated, in a corpus that is large enough to tell.
const REPEATED: u64 = 2;
const LARGE: u32 = 100;
/// Values of a shape that differ in fewer posts may do so by chance.
const TELLING: u32 = 50;

/// The keys whose values look like names and are all different.
pub(super) fn drafts(gathered: &Gathered) -> Vec<UniqueDraft<'_>> {
    let fields = gathered.fields.iter();
    fields.filter_map(|field| draft(gathered, field)).collect()
}

fn draft<'a>(gathered: &Gathered, field: &'a Field) -> Option<UniqueDraft<'a>> {
    let tally = &field.tally;
    let present = tally.present();
    if (present as usize) < FEW || field.normal.contains("[]") || !looks_like_id(field) {
        return None;
    }
    let (repeated, total) = tally.texts.distinct.judged()?;
    let allowed = if present >= LARGE {
        total * REPEATED / 100
    } else {
        0
    };
    if total == 0 || repeated > allowed {
        return None;
    }
    // Of many values a sample was compared.
    let broken = u32::try_from(repeated * u64::from(present) / total).unwrap_or(u32::MAX);
    let told = in_of(present, gathered.posts, "posts");
    let told = match repeated {
        0 => format!("{told}, all different"),
        _ => format!("{told}, all different but in {}", number(broken)),
    };
    Some(UniqueDraft {
        field,
        ask: Ask::new("key", "", broken).telling(told),
    })
}

/// Whether a value is a name by its key, or by its shape. A number that differs is none.
fn looks_like_id(field: &Field) -> bool {
    let tally = &field.tally;
    let is_text = match type_of(tally) {
        Some((ValueType::Integer, _)) => return is_id(&field.normal),
        found => matches!(found, Some((ValueType::String | ValueType::Url, _))),
    };
    let of_format = |format| is_share(tally.texts.of_format(format), tally.strings, FIT);
    let is_other = of_format(Format::Semver) || of_format(Format::Email);
    let is_word = is_share(tally.strings - tally.texts.spaced, tally.strings, FIT);
    let is_shaped = tally.strings >= TELLING && has_own_pattern(field);
    is_text && is_word && !is_other && (is_id(&field.normal) || is_shaped)
}
