//! What was seen, in words, and when it is enough.

use crate::text::grouped_digits;

/// `in 998 of 1,000 posts`.
pub(super) fn in_of(count: u32, of: u32, things: &str) -> String {
    if count == of {
        return match of {
            1 => format!("in the one {}", things.trim_end_matches('s')),
            _ => format!("in all {} {things}", number(of)),
        };
    }
    format!("in {} of {} {things}", number(count), number(of))
}

/// A count as people read it.
pub(super) fn number(count: u32) -> String {
    grouped_digits(count as usize)
}

/// Whether a count is at least so many hundredths of another, which is not nothing.
pub(super) fn is_share(count: u32, of: u32, hundredths: u32) -> bool {
    of > 0 && u64::from(count) * 100 >= u64::from(of) * u64::from(hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_many_of_how_many() {
        assert_eq!(in_of(998, 1000, "posts"), "in 998 of 1,000 posts");
        assert_eq!(in_of(5, 5, "posts"), "in all 5 posts");
        assert_eq!(in_of(1, 1, "posts"), "in the one post");
        assert!(is_share(98, 100, 98) && !is_share(97, 100, 98) && !is_share(0, 0, 98));
    }
}
