//! What the names of keys say of their values.

use super::super::place::{last_key, parent};

/// Keys of numbers on a scale, of which more is better.
const SCALES: [&str; 10] = [
    "clarity",
    "completeness",
    "confidence",
    "depth",
    "freshness",
    "grade",
    "quality",
    "rating",
    "readability",
    "score",
];
/// Keys of days that are to come.
const FUTURE: [&str; 9] = [
    "deadline", "due", "end", "ends", "event", "expires", "expiry", "until", "valid",
];
/// Keys of names that no two posts share.
const IDS: [&str; 14] = [
    "canonical",
    "doi",
    "guid",
    "hash",
    "id",
    "isbn",
    "key",
    "permalink",
    "ref",
    "reference",
    "sku",
    "slug",
    "uid",
    "uuid",
];
/// Keys of texts of which there are always new ones.
const OPEN: [&str; 12] = [
    "author",
    "authors",
    "by",
    "description",
    "editor",
    "name",
    "series",
    "summary",
    "tag",
    "tags",
    "title",
    "writer",
];
/// Keys of numbers that put posts in an order, or count them.
const ORDERS: [&str; 12] = [
    "count", "day", "month", "number", "order", "part", "position", "priority", "rank", "views",
    "weight", "year",
];

/// Whether a key, or the one around it, is that of a number on a scale.
pub(in crate::infer) fn is_scale(normal: &str) -> bool {
    let around = parent(normal);
    has_word(last_key(normal), &SCALES) || has_word(last_key(around), &SCALES)
}

/// Whether a key is that of a day that may be to come.
pub(super) fn is_future(normal: &str) -> bool {
    has_word(last_key(normal), &FUTURE)
}

/// Whether a key is that of a name which no two posts share.
pub(super) fn is_id(normal: &str) -> bool {
    has_word(last_key(normal), &IDS)
}

/// Whether a key is that of a slug.
pub(super) fn is_slug(normal: &str) -> bool {
    has_word(last_key(normal), &["slug", "permalink"])
}

/// Whether there are always new texts of a key.
pub(super) fn is_open(normal: &str) -> bool {
    has_word(last_key(normal), &OPEN)
}

/// Whether a key puts posts in an order, or counts something.
pub(super) fn is_order(normal: &str) -> bool {
    has_word(last_key(normal), &ORDERS)
}

fn has_word(key: &str, words: &[&str]) -> bool {
    let mut parts = key.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| words.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        assert!(is_scale("score.depth") && is_scale("seo_score") && !is_scale("scored"));
        assert!(is_id("payload.source_id") && !is_id("video"));
        assert!(is_future("expires_at") && !is_future("gender"));
        assert!(is_order("view_count") && !is_order("reading_time"));
    }
}
