//! What the posts are, and what the rest extends.

use super::super::gather::Gathered;
use super::super::quote::shown;
use super::super::{FEW, Site};
use super::evidence::{is_share, number};
use super::page::{Page, list};
use crate::text::counted;

/// A sentence of fewer posts is none that may be meant to stand in many.
const FEWEST: u32 = 3;
/// Hundredths of posts that may fail a general rule before it becomes a warning.
const SPARED: u32 = 2;

/// Writes what stands before the rules.
pub(super) fn write(page: &mut Page, site: &Site<'_>) {
    let posts: usize = site
        .surveys
        .iter()
        .map(|it| it.gathered.posts as usize)
        .sum();
    page.comment(&format!(
        "Proposed by `gatepost init --infer` from {}. Each comment says what was seen; take away what is not meant to hold. `gatepost explain CODE` tells what a finding means.",
        counted(posts, "post")
    ));
    if posts < FEW {
        page.comment(&format!(
            "So few posts tell little: what needs {FEW} to be seen is left out, or commented out."
        ));
    }
    page.gap();
    page.pair("extends", &list(["gatepost:recommended"]));
    write_posts(page, site);
    write_reading(page, site);
    page.table("[gate]");
    page.text("fail-on", "error");
    write_rules(page, site);
}

fn write_posts(page: &mut Page, site: &Site<'_>) {
    page.table("[posts]");
    let left_out = &site.kinds.left_out;
    if let Some(first) = left_out.first() {
        page.comment(&format!(
            "Left out, since nothing of their meta is like that of the others: {}, such as {}.",
            counted(left_out.len(), "file"),
            shown(&first.shown)
        ));
    }
    for (format, count) in site.dropped {
        let files = counted(*count, "file");
        page.comment(&format!(
            "Left out, since they are few: {files} of the format {format}."
        ));
    }
    let unread: u32 = site.surveys.iter().map(|it| it.unread).sum();
    if unread > 0 {
        page.comment(&format!(
            "Not looked at, since they are no text or too large: {}.",
            counted(unread as usize, "file")
        ));
    }
    if site.kinds.others > 0 {
        let others = counted(site.kinds.others, "file");
        page.comment(&format!(
            "Of no kind that has rules of its own below: {others}."
        ));
    }
    page.pair("include", &list(&site.kinds.include));
}

/// What readers of texts must be told.
fn write_reading(page: &mut Page, site: &Site<'_>) {
    let options = &site.reader.options;
    let Some(heading) = &options.meta_heading else {
        return;
    };
    page.table("[format.text]");
    page.text("meta-heading", heading);
    if !options.ignore_lines.is_empty() {
        page.pair("ignore-lines", &list(&options.ignore_lines));
    }
    if !options.headings.is_empty() {
        page.pair("headings", &list(&options.headings));
    }
}

/// Changes to the rules that the proposal extends.
fn write_rules(page: &mut Page, site: &Site<'_>) {
    let sum = |count: fn(&super::Survey<'_>) -> u32| site.surveys.iter().map(count).sum::<u32>();
    let posts = sum(|it| it.gathered.posts);
    let repeated = sum(|it| it.gathered.repeated_keys);
    let says_twice = is_share(repeated, posts, SPARED);
    let has_copies = site.surveys.iter().any(|it| has_copies(&it.gathered));
    if says_twice || has_copies {
        page.table("[rules]");
    }
    if says_twice {
        page.comment(&format!(
            "Posts that say a key twice: {}.",
            number(repeated)
        ));
        page.text("meta/repeated-key", "warning");
    }
    if has_copies {
        page.comment("Many posts have the text of another one.");
        page.text("duplicate-content", "warning");
    }
    write_sentences(page, site);
}

/// How many posts fail whatever is asked of their meta and sections.
pub(super) fn failing(survey: &super::Survey<'_>) -> u32 {
    let gathered = &survey.gathered;
    let mut failing = gathered.faulty + survey.unread;
    if !is_share(gathered.repeated_keys, gathered.posts, SPARED) {
        failing += gathered.repeated_keys;
    }
    if !has_copies(gathered) {
        let copies = gathered.bodies.judged().map(|(repeated, _)| repeated);
        failing += u32::try_from(copies.unwrap_or(0)).unwrap_or(u32::MAX);
    }
    failing
}

/// Whether so many posts have the text of another one that it is no error here.
fn has_copies(gathered: &Gathered) -> bool {
    let judged = gathered.bodies.judged();
    judged.is_none_or(|(repeated, total)| repeated * 100 > total * u64::from(SPARED))
}

/// Sentences that may be meant to stand in many posts.
fn write_sentences(page: &mut Page, site: &Site<'_>) {
    let mut found = Vec::new();
    for survey in site.surveys {
        let counts = survey.gathered.sentences.iter().enumerate();
        found.extend(
            counts
                .map(|(at, count)| {
                    (
                        *count,
                        survey.gathered.posts,
                        survey.assumed.sentences.text(at),
                    )
                })
                .filter(|(count, of, _)| *count >= FEWEST && is_share(*count, *of, 5)),
        );
    }
    if found.is_empty() {
        return;
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(b.2)));
    page.gap();
    page.comment("Sentences that stand in many posts. Uncomment those that may.");
    page.muted(|page| {
        page.line("[rules.boilerplate]");
        page.line("allow = [");
        for (count, of, text) in found {
            let told = super::evidence::in_of(count, of, "posts");
            page.line(&format!(
                "    {}, # {told}",
                super::super::quote::quoted(text)
            ));
        }
        page.line("]");
    });
}
