//! Looking for patterns and phrases in the parts of a post that a rule names.

use std::cmp::Reverse;

use super::matcher::{Matcher, Sought};
use super::places::{Scope, places, touches, verbatim};
use crate::rule::{OptionInfo, Options, PostContext};
use crate::source::Span;

/// Most findings of one term in a post; one more tells how many there are beyond.
pub(super) const MOST: usize = 20;

/// The option `ignore-case`.
pub(super) const IGNORE_CASE: OptionInfo = OptionInfo {
    name: "ignore-case",
    takes: "boolean",
    default: "true",
    doc: "Whether upper and lower case are the same, also in `except`",
};

/// The option `except`.
pub(super) const EXCEPT: OptionInfo = OptionInfo {
    name: "except",
    takes: "list of regular expressions",
    default: "[]",
    doc: "What lies inside a match of one of these does not count",
};

/// Terms and where they are looked for.
pub(super) struct Search {
    pub(super) matcher: Matcher,
    pub(super) scopes: Vec<Scope>,
}

/// A place where a term stands.
#[derive(Clone)]
pub(super) struct Appearance<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) scope: Scope,
    /// Number of the pattern or phrase.
    pub(super) of: usize,
}

impl Search {
    /// Looks for `sought` where the option `scope` says, with `ignore-case` and `except`.
    pub(super) fn read<'s, 'a: 's>(options: &mut Options<'a>, mut sought: Sought<'s>) -> Self {
        sought.ignores_case = options.boolean(IGNORE_CASE.name, true);
        sought.exceptions.extend(options.strings(EXCEPT.name));
        Self {
            matcher: Matcher::of(options, &sought),
            scopes: Scope::read_all(options),
        }
    }

    /// All that appears, in order of the source. Of what overlaps, the first and longest counts.
    pub(super) fn appearances<'a>(&self, cx: &PostContext<'a>) -> Vec<Appearance<'a>> {
        if !self.may_find(cx) {
            return Vec::new();
        }
        let mut all = Vec::new();
        for scope in &self.scopes {
            for place in places(cx, &[*scope]) {
                let hits = self.matcher.hits(place.text).into_iter();
                all.extend(hits.map(|hit| Appearance {
                    span: place.span(hit.range.clone()),
                    text: &place.text[hit.range],
                    scope: *scope,
                    of: hit.of,
                }));
            }
        }
        all.sort_by_key(|it| (it.span.start, Reverse(it.span.end), it.of));
        let mut behind = 0;
        all.retain(|it| {
            let is_free = it.span.start >= behind;
            if is_free {
                behind = it.span.end;
            }
            is_free
        });
        all
    }

    /// As [`Search::appearances`], without what running text has verbatim.
    pub(super) fn worded<'a>(&self, cx: &PostContext<'a>) -> Vec<Appearance<'a>> {
        let mut all = self.appearances(cx);
        if !all.is_empty() {
            let verbatim = verbatim(cx);
            all.retain(|it| {
                let is_wording = !touches(&verbatim, it.span)
                    && !is_in_address(cx.text, it.span)
                    && !joins_cells(cx.text, it);
                !it.scope.is_prose() || is_wording
            });
        }
        all
    }

    /// Whether there is a reason to look at single places: one look at all of them is cheaper.
    fn may_find(&self, cx: &PostContext<'_>) -> bool {
        let post = cx.post;
        let may_hit = |text: &str| self.matcher.may_hit(text);
        let may_find_in = |scope: &Scope| match scope {
            Scope::Title => (post.title.as_ref()).is_some_and(|title| may_hit(&title.text)),
            Scope::Source => may_hit(cx.text),
            Scope::Meta => true,
            Scope::H1 | Scope::Headings | Scope::Text | Scope::Code => false,
        };
        let mut scopes = self.scopes.iter();
        (scopes.any(|scope| scope.is_in_body()) && may_hit(&post.body.text))
            || self.scopes.iter().any(may_find_in)
    }
}

/// What is told of an appearance.
pub(super) enum Told<'b, 'a> {
    /// It.
    One(&'b Appearance<'a>),
    /// It and so many more of its group together.
    More(&'b Appearance<'a>, usize),
}

/// The appearances of each group that are told one by one, and for the others of it one that
/// stands for all; `group` numbers the groups, which are fewer than `groups`.
pub(super) fn told<'b, 'a>(
    appearances: &'b [Appearance<'a>],
    groups: usize,
    group: impl Fn(&Appearance<'a>) -> usize,
) -> Vec<Told<'b, 'a>> {
    let mut totals = vec![0; groups];
    for appearance in appearances {
        totals[group(appearance)] += 1;
    }
    let mut counts = vec![0; groups];
    let mut told = Vec::new();
    for appearance in appearances {
        let group = group(appearance);
        counts[group] += 1;
        if counts[group] <= MOST {
            told.push(Told::One(appearance));
        } else if counts[group] == MOST + 1 {
            told.push(Told::More(appearance, totals[group] - MOST));
        }
    }
    told
}

/// Whether a term begins in one cell of a table and ends in another.
fn joins_cells(text: &str, it: &Appearance<'_>) -> bool {
    let written = text.get(it.span.range()).unwrap_or_default();
    let between = ["|", "</td", "</th"];
    let stands = |text: &str| between.iter().any(|sign| text.contains(sign));
    stands(written) && !stands(it.text)
}

/// Whether a place is a part of an address, a path or a handle: `github.com/me`, `@github`.
fn is_in_address(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let is_joined = |c: char| matches!(c, '/' | '@' | '\\');
    let mut left = before.chars().rev();
    let mut right = behind.chars();
    let (l1, l2) = (left.next(), left.next());
    let (r1, r2) = (right.next(), right.next());
    let is_dot = |dot: Option<char>, beyond: Option<char>| {
        dot == Some('.') && beyond.is_some_and(char::is_alphanumeric)
    };
    l1.is_some_and(is_joined) || r1.is_some_and(is_joined) || is_dot(l1, l2) || is_dot(r1, r2)
}
