//! Which sections a post must have.

use super::super::FEW;
use super::super::Survey;
use super::Ask;
use super::evidence::{in_of, is_share};

/// One required section.
#[derive(Debug)]
pub(super) struct SectionDraft<'a> {
    pub(super) title: &'a str,
    pub(super) evidence: String,
    /// That the section is there at all.
    pub(super) own: Ask,
    /// What else is asked of it.
    pub(super) asks: Vec<Ask>,
}

/// The sections of a post.
#[derive(Debug)]
pub(super) struct OutlineDraft<'a> {
    /// In their order.
    pub(super) sections: Vec<SectionDraft<'a>>,
    /// That they stand in this order.
    pub(super) order: Option<Ask>,
}

/// Hundredths of posts that have a section which all must have.
const REQUIRED: u32 = 95;
/// Hundredths of those posts in which it stands where it does.
const PLACED: u32 = 99;

/// The sections of nearly all posts of a kind.
pub(super) fn draft<'a>(survey: &'a Survey<'_>) -> OutlineDraft<'a> {
    let outlines = &survey.gathered.outlines;
    let posts = survey.gathered.posts;
    let numbers = 0..outlines.sections.len();
    let mut required: Vec<usize> = numbers
        .filter(|at| {
            let count = outlines.sections[*at];
            let sound = count.posts.saturating_sub(count.repeated + count.empty);
            let is_usual = is_share(sound, count.posts, PLACED);
            is_usual && is_share(count.posts, posts, REQUIRED)
        })
        .collect();
    // By how many of the others stand before each.
    required.sort_by_key(|at| {
        let others = outlines.sections.iter().enumerate();
        others
            .filter(|(other, _)| outlines.before(*other, *at) > outlines.before(*at, *other))
            .count()
    });
    let order = order(survey, &required);
    let sections = required.into_iter().map(|at| section(survey, at));
    let mut sections: Vec<SectionDraft<'_>> = sections.collect();
    keep_first_last(&mut sections);
    OutlineDraft { sections, order }
}

/// A section ends with those in it, and may be last with them: the rule names the outer one.
fn keep_first_last(sections: &mut [SectionDraft<'_>]) {
    let mut is_taken = false;
    for section in sections {
        section.asks.retain(|ask| ask.key != "last" || !is_taken);
        is_taken |= section.asks.iter().any(|ask| ask.key == "last");
    }
}

fn section<'a>(survey: &'a Survey<'_>, at: usize) -> SectionDraft<'a> {
    let gathered = &survey.gathered;
    let count = gathered.outlines.sections[at];
    let mut asks = Vec::new();
    let is_enough = gathered.posts as usize >= FEW;
    if is_share(count.with_items, count.posts, PLACED) {
        // An empty section is told as such.
        let short = count.posts - count.empty.min(count.posts) - count.with_items;
        asks.push(Ask::new("min-items", "1", short));
    }
    if is_share(count.last, count.posts, PLACED) {
        asks.push(Ask::new("last", "true", count.posts - count.last));
    } else if is_enough && is_share(count.first, count.posts, PLACED) {
        asks.push(Ask::new("first", "true", count.posts - count.first));
    }
    let broken = gathered.posts - count.posts + count.repeated + count.empty;
    SectionDraft {
        title: &survey.assumed.titles[at].written,
        evidence: in_of(count.posts, gathered.posts, "posts"),
        own: Ask::new("title", "", broken),
        asks,
    }
}

/// That the sections follow each other as they do in nearly all posts.
fn order(survey: &Survey<'_>, required: &[usize]) -> Option<Ask> {
    let outlines = &survey.gathered.outlines;
    let mut broken = 0;
    for (place, one) in required.iter().enumerate() {
        for other in &required[place + 1..] {
            let (held, failed) = (outlines.before(*one, *other), outlines.before(*other, *one));
            if !is_share(held, held + failed, PLACED) {
                return None;
            }
            broken += failed;
        }
    }
    (required.len() > 1).then(|| Ask::new("ordered", "true", broken))
}
