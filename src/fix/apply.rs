//! Edits on a text.

use crate::diagnostic::{Edit, Fix};
use crate::source::Span;

/// The text after the edits of `fixes`; `None` where two edits touch, or one lies outside the text.
/// What is only added may be added at one place, one behind the other.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Option<String> {
    let mut edits: Vec<&Edit> = fixes.into_iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    if edits
        .windows(2)
        .any(|two| two[1].span.start <= two[0].span.end && !adds_both(two[0].span, two[1].span))
    {
        return None;
    }
    let mut fixed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        fixed.push_str(text.get(done..range.start)?);
        fixed.push_str(&edit.text);
        done = range.end;
    }
    fixed.push_str(text.get(done..)?);
    Some(fixed)
}

/// Whether text is only added in both, at one place.
fn adds_both(one: Span, other: Span) -> bool {
    one == other && one.start == one.end
}

/// Places that edits take.
#[derive(Default)]
pub(super) struct Taken(Vec<Span>);

impl Taken {
    /// Takes the places of a fix, unless one of them touches a place that is taken already.
    pub(super) fn takes(&mut self, fix: &Fix) -> bool {
        let is_free = fix.edits.iter().all(|edit| self.is_free(edit.span));
        if is_free {
            for edit in &fix.edits {
                self.0.insert(self.place(edit.span), edit.span);
            }
        }
        is_free
    }

    fn is_free(&self, span: Span) -> bool {
        let place = self.place(span);
        let mut before = self.0[..place].iter().rev().take(1);
        let mut behind = self.0[place..].iter().take(1);
        before.all(|taken| taken.end < span.start)
            && behind.all(|taken| span.end < taken.start || adds_both(*taken, span))
    }

    fn place(&self, span: Span) -> usize {
        self.0.partition_point(|taken| taken.start < span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;

    fn fix(edits: &[(u32, u32, &str)]) -> Fix {
        Fix {
            applicability: Applicability::Safe,
            edits: edits
                .iter()
                .map(|(start, end, text)| Edit {
                    span: Span::new(*start, *end),
                    text: (*text).to_owned(),
                })
                .collect(),
        }
    }

    #[test]
    fn edits_are_made_wherever_they_stand() {
        let fixes = [fix(&[(4, 5, "ö")]), fix(&[(0, 1, ""), (7, 7, "!")])];
        assert_eq!(apply("abcdefg", &fixes).as_deref(), Some("bcdöfg!"));
        assert_eq!(apply("abc", &[]).as_deref(), Some("abc"));
        let added = [fix(&[(1, 1, "x")]), fix(&[(1, 1, "y")])];
        assert_eq!(apply("abc", &added).as_deref(), Some("axybc"));
    }

    #[test]
    fn nothing_is_made_of_edits_that_do_not_fit() {
        assert_eq!(
            apply("abc", &[fix(&[(0, 2, "")]), fix(&[(1, 3, "")])]),
            None
        );
        assert_eq!(apply("abc", &[fix(&[(2, 9, "")])]), None);
        assert_eq!(apply("äb", &[fix(&[(1, 2, "")])]), None);
        assert_eq!(
            apply("abc", &[fix(&[(1, 1, "x")]), fix(&[(1, 2, "y")])]),
            None
        );
    }

    #[test]
    fn of_two_that_touch_the_first_wins() {
        let mut taken = Taken::default();
        assert!(taken.takes(&fix(&[(4, 6, ""), (8, 8, ""), (10, 12, "")])));
        for other in [(0, 4), (4, 4), (5, 5), (6, 6), (3, 13), (12, 14), (8, 9)] {
            assert!(!taken.takes(&fix(&[(other.0, other.1, "")])), "{other:?}");
        }
        assert!(!taken.takes(&fix(&[(0, 1, ""), (11, 11, "")])));
        for other in [(0, 3), (8, 8), (13, 14)] {
            assert!(taken.takes(&fix(&[(other.0, other.1, "")])), "{other:?}");
        }
    }
}
