//! Which sections posts have, in which order.

use std::collections::BTreeMap;

use crate::post::Post;
use crate::rule::kinds::sections::{Outline, fold_title};

/// A title that may be that of a section in nearly all posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    /// As posts write it.
    pub(super) written: String,
    /// In the form in which titles compare.
    pub(super) folded: String,
}

/// Counts of the sections that were looked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Outlines {
    folded: Vec<String>,
    /// In the order of the titles.
    pub(super) sections: Vec<SectionCount>,
    /// In how many posts each title stands before each: first by the one, then by the other.
    before: Vec<u32>,
}

/// Of the posts with a section, how many have it in which way.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SectionCount {
    pub(super) posts: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) repeated: u32,
    pub(super) empty: u32,
    pub(super) with_items: u32,
}

/// Titles that are looked for.
const MOST_TITLES: usize = 16;

/// The titles in at least half of `posts`, the commonest first.
pub(super) fn common_titles<'a>(posts: impl Iterator<Item = &'a Post>) -> Vec<Title> {
    let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut total = 0;
    for post in posts {
        total += 1;
        let outline = Outline::of(post);
        let mut own: Vec<(String, &str)> = outline
            .sections()
            .map(|at| &outline.headings[at])
            .map(|heading| (heading.folded.clone().into_owned(), heading.text))
            .collect();
        own.sort();
        own.dedup_by(|a, b| a.0 == b.0);
        for (folded, text) in own {
            let held = counts.entry(folded);
            held.or_insert_with(|| (0, text.trim().to_owned())).0 += 1;
        }
    }
    let mut common: Vec<_> = counts
        .into_iter()
        .filter(|(folded, (count, _))| !folded.is_empty() && count * 2 >= total)
        .collect();
    common.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    common.truncate(MOST_TITLES);
    let titles = common.into_iter();
    titles
        .map(|(folded, (_, written))| Title { written, folded })
        .filter(|title| fold_title(&title.written) == title.folded)
        .collect()
}

impl Outlines {
    /// Counts of no post yet.
    pub(super) fn about(titles: &[Title]) -> Self {
        let count = titles.len();
        Self {
            folded: titles.iter().map(|title| title.folded.clone()).collect(),
            sections: vec![SectionCount::default(); count],
            before: vec![0; count * count],
        }
    }

    /// Takes in a post.
    pub(super) fn note(&mut self, post: &Post) {
        if self.folded.is_empty() {
            return;
        }
        let outline = Outline::of(post);
        let own: Vec<usize> = outline.sections().collect();
        let mut places = vec![None; self.folded.len()];
        for (number, folded) in self.folded.iter().enumerate() {
            let is_meant = |at: &&usize| outline.headings[**at].folded == *folded;
            let mut found = own.iter().filter(is_meant);
            let Some(at) = found.next() else {
                continue;
            };
            places[number] = Some(*at);
            let content = outline.content(*at, 0);
            let count = &mut self.sections[number];
            count.posts += 1;
            count.first += u32::from(own.first() == Some(at));
            count.last += u32::from(outline.end(*at) == outline.headings.len());
            count.repeated += u32::from(found.next().is_some());
            count.empty += u32::from(content.is_empty);
            count.with_items += u32::from(content.items > 0);
        }
        for (one, at) in places.iter().enumerate() {
            for (other, behind) in places.iter().enumerate() {
                let is_before = at.zip(*behind).is_some_and(|(at, behind)| at < behind);
                self.before[one * places.len() + other] += u32::from(is_before);
            }
        }
    }

    /// Takes in what another has counted about the same titles.
    pub(super) fn merge(&mut self, other: &Self) {
        for (count, other) in self.sections.iter_mut().zip(&other.sections) {
            count.posts += other.posts;
            count.first += other.first;
            count.last += other.last;
            count.repeated += other.repeated;
            count.empty += other.empty;
            count.with_items += other.with_items;
        }
        for (count, other) in self.before.iter_mut().zip(&other.before) {
            *count += other;
        }
    }

    /// In how many posts the title of one number stands before that of another.
    pub(super) fn before(&self, one: usize, other: usize) -> u32 {
        self.before[one * self.folded.len() + other]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::fixture::post;

    const SOURCES: [&str; 3] = [
        "# One\n\n## Steps\n\n- a\n\n## Notes\n\nwords\n",
        "# Two\n\n## steps\n\n- b\n\n## Notes\n\nwords\n",
        "# Three\n\n## Notes\n\n## Steps\n\nnone\n\n## Extra\n\nwords\n\n## Steps\n\n- c\n",
    ];

    #[test]
    fn counts_how_sections_stand() {
        let posts = SOURCES.map(post);
        let titles = common_titles(posts.iter());
        let written: Vec<_> = titles.iter().map(|title| title.written.as_str()).collect();
        assert_eq!(written, ["Notes", "Steps"]);
        let mut outlines = Outlines::about(&titles);
        for post in &posts[..2] {
            outlines.note(post);
        }
        let mut rest = Outlines::about(&titles);
        rest.note(&posts[2]);
        outlines.merge(&rest);
        let [notes, steps] = outlines.sections[..] else {
            panic!("two titles were looked for");
        };
        assert_eq!((notes.posts, notes.last, notes.empty), (3, 2, 1));
        assert_eq!((steps.posts, steps.first, steps.repeated), (3, 2, 1));
        assert_eq!(steps.with_items, 2);
        assert_eq!(outlines.before(1, 0), 2);
        assert_eq!(outlines.before(0, 1), 1);
    }
}
