//! Rules that no post can keep, or that name sections nobody declared.

use std::collections::HashSet;

use super::check::SectionCheck;
use super::wanted::{Title, Wanted};
use crate::rule::{Options, Setting};

/// Tells what contradicts itself in a `sections` rule.
pub(super) fn tell_contradictions(options: &mut Options<'_>, check: &SectionCheck) {
    for title in &check.forbidden {
        if check.required.iter().any(|wanted| wanted.has(title)) {
            let message = format!("section \"{}\" is required and forbidden", title.text);
            tell(options, title.declared, message);
        }
    }
    tell_second(options, check, "first", |wanted| wanted.is_first);
    tell_second(options, check, "last", |wanted| wanted.is_last);
    tell_repeated(options, check);
    for after in check.required.iter().filter_map(|it| it.after.as_ref()) {
        if !is_listed(check, after) {
            let message = format!("'after' names \"{}\", which no list holds", after.text);
            tell(options, after.declared, message);
        }
    }
}

fn tell(options: &mut Options<'_>, at: Setting, message: String) {
    options.problem_at(at.source, at.span, message);
}

/// The sections that every post must have: those under conditions may exclude each other.
fn always_due(check: &SectionCheck) -> impl Iterator<Item = &Wanted> {
    check.required.iter().filter(|it| it.is_always_due())
}

fn tell_second(
    options: &mut Options<'_>,
    check: &SectionCheck,
    place: &str,
    stands_there: fn(&Wanted) -> bool,
) {
    let mut there = always_due(check).filter(|wanted| stands_there(wanted));
    let Some(one) = there.next() else { return };
    for other in there {
        let message = format!("section \"{}\" must come {place} already", one.name());
        tell(options, other.declared, message);
    }
}

/// A heading of another level is another section.
fn tell_repeated(options: &mut Options<'_>, check: &SectionCheck) {
    let mut seen = HashSet::new();
    for wanted in always_due(check) {
        if let Some(title) = wanted.titles().first()
            && !seen.insert((&title.folded, wanted.level))
        {
            let message = format!("section \"{}\" is required already", title.text);
            tell(options, title.declared, message);
        }
    }
}

fn is_listed(check: &SectionCheck, title: &Title) -> bool {
    let mut any_of = check.any_of.iter();
    check.required.iter().any(|wanted| wanted.goes_by(title))
        || any_of.any(|known| known.folded == title.folded)
}
