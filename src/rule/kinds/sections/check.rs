//! Judging the sections of a post that are there.

use super::missing::Missing;
use super::outline::{Heading, Outline};
use super::wanted::{Title, Wanted};
use crate::diagnostic::Diagnostic;
use crate::parse::ParseOptions;
use crate::rule::{Check, PostContext};
use crate::text::counted;

/// A `sections` rule ready to judge.
pub(super) struct SectionCheck {
    pub(super) required: Vec<Wanted>,
    pub(super) forbidden: Vec<Title>,
    pub(super) any_of: Vec<Title>,
    pub(super) is_ordered: bool,
    pub(super) is_closed: bool,
}

impl Check for SectionCheck {
    fn hint(&self, options: &mut ParseOptions) {
        let required = self.required.iter().flat_map(Wanted::titles);
        for title in required.chain(&self.forbidden).chain(&self.any_of) {
            if !options.headings.contains(&title.text) {
                options.headings.push(title.text.clone());
            }
        }
    }

    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let outline = Outline::of(cx.post);
        let due = self.required.iter().filter(|wanted| wanted.is_due(cx));
        let due: Vec<Due<'_>> = due.map(|wanted| Due::find(wanted, &outline)).collect();
        let view = View {
            cx,
            outline: &outline,
            due: &due,
        };
        let missing = Missing::find(self, &view);
        let mut found = missing.diagnostics(&view);
        found.extend(due.iter().filter_map(|due| view.content(due)));
        found.extend(view.order(self.is_ordered));
        found.extend(self.repeated(&view));
        found.extend(self.forbidden(&view));
        if self.is_closed {
            found.extend(self.foreign(&view, &missing));
        }
        found
    }
}

/// A required section that a post must have, and where it stands.
pub(super) struct Due<'a> {
    pub(super) wanted: &'a Wanted,
    /// Number of its heading.
    pub(super) heading: Option<usize>,
    /// Number of a heading that would be it, were it of the right level.
    pub(super) misleveled: Option<usize>,
}

impl<'a> Due<'a> {
    /// The title of the post is taken for the section only where no other heading is.
    fn find(wanted: &'a Wanted, outline: &Outline<'_>) -> Self {
        let sections = outline.sections().chain(outline.title);
        let mut misleveled = None;
        for at in sections.filter(|at| wanted.means(&outline.headings[*at])) {
            if wanted.takes_level(outline.headings[at].level) {
                return Self {
                    wanted,
                    heading: Some(at),
                    misleveled: None,
                };
            }
            misleveled = misleveled.or(Some(at));
        }
        Self {
            wanted,
            heading: None,
            misleveled,
        }
    }
}

/// A post under judgement.
pub(super) struct View<'a> {
    pub(super) cx: &'a PostContext<'a>,
    pub(super) outline: &'a Outline<'a>,
    pub(super) due: &'a [Due<'a>],
}

impl View<'_> {
    pub(super) fn heading(&self, at: usize) -> &Heading<'_> {
        &self.outline.headings[at]
    }

    /// `empty` or `short`.
    fn content(&self, due: &Due<'_>) -> Option<Diagnostic> {
        let at = due.heading?;
        let content = self.outline.content(at, due.wanted.min_words);
        if !content.is_empty
            && content.words >= due.wanted.min_words
            && content.items >= due.wanted.min_items
        {
            return None;
        }
        let name = due.wanted.name();
        let found = |finding, message: String| {
            let found = self.cx.found(finding, self.outline.span(at), message);
            found.identified_by(name)
        };
        if content.is_empty {
            let message = format!("section \"{name}\" is empty");
            return Some(found("empty", message).help("write it"));
        }
        let lacking = [
            (content.words, due.wanted.min_words, "word"),
            (content.items, due.wanted.min_items, "list item"),
        ];
        let lacking = lacking.iter().filter(|(has, least, _)| has < least);
        let told: Vec<String> = lacking
            .map(|(has, least, unit)| {
                format!("{}, at least {least} are required", counted(*has, unit))
            })
            .collect();
        let message = format!("section \"{name}\" has {}", told.join("; "));
        Some(found("short", message).help("write more of it"))
    }

    /// At most one `order` a heading.
    fn order(&self, is_ordered: bool) -> Vec<Diagnostic> {
        let mut found: Vec<(usize, Diagnostic)> = Vec::new();
        let mut furthest: Option<usize> = None;
        for due in self.due {
            let Some(at) = due.heading else {
                continue;
            };
            let listed = furthest.filter(|before| is_ordered && at < *before);
            furthest = furthest.max(Some(at));
            let is_told = found.iter().any(|(told, _)| *told == at);
            if !is_told && let Some(misplaced) = self.misplaced(due, at, listed) {
                found.push((at, misplaced));
            }
        }
        found.into_iter().map(|(_, misplaced)| misplaced).collect()
    }

    /// What is wrong with where a section stands. `listed` is a section that it must follow by the
    /// order of the list.
    fn misplaced(&self, due: &Due<'_>, at: usize, listed: Option<usize>) -> Option<Diagnostic> {
        let name = due.wanted.name();
        let follows = |other: usize| {
            let before = self.heading(other).shown();
            let message = format!("section \"{name}\" must come after \"{before}\"");
            (message, other, "it must follow this")
        };
        let (message, other, label) = self
            .must_follow(due, at)
            .or(listed)
            .map(follows)
            .or_else(|| {
                let first = self.stands_before(due, at)?;
                let message = format!("section \"{name}\" must come first");
                Some((message, first, "this comes before it"))
            })
            .or_else(|| {
                let last = self.stands_behind(due, at)?;
                let message = format!("section \"{name}\" must come last");
                Some((message, last, "this comes after it"))
            })?;
        let span = self.outline.span(other);
        let found = self.cx.found("order", self.outline.span(at), message);
        let found = found.also(self.cx.source, span, label).help("move it");
        Some(found.identified_by(name))
    }

    /// The section of `after`, where it stands behind.
    fn must_follow(&self, due: &Due<'_>, at: usize) -> Option<usize> {
        let after = due.wanted.after.as_ref()?;
        let other = self.titled(after)?;
        (at < other).then_some(other)
    }

    /// Number of the first section of a title, or of the required section that goes by it.
    pub(super) fn titled(&self, title: &Title) -> Option<usize> {
        let required = self.due.iter().find(|due| due.wanted.has(title));
        required.and_then(|due| due.heading).or_else(|| {
            let mut sections = self.outline.sections();
            sections.find(|at| self.heading(*at).folded == title.folded)
        })
    }

    /// The first section, where the one that must be first is not.
    fn stands_before(&self, due: &Due<'_>, at: usize) -> Option<usize> {
        let first = self.outline.sections().next()?;
        (due.wanted.is_first && first < at).then_some(first)
    }

    /// The last section that is not part of the one that must be last.
    fn stands_behind(&self, due: &Due<'_>, at: usize) -> Option<usize> {
        let is_title = self.outline.title == Some(at);
        let end = self.outline.end(at);
        let last = self.outline.headings.len() - 1;
        (due.wanted.is_last && !is_title && end <= last).then_some(last)
    }
}

impl SectionCheck {
    /// `repeated`: titles that a rule names and a post has twice.
    fn repeated(&self, view: &View<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for wanted in &self.required {
            repeated(view, wanted.name(), |it| wanted.is(it), &mut found);
        }
        for title in &self.any_of {
            repeated(
                view,
                &title.text,
                |it| it.folded == title.folded,
                &mut found,
            );
        }
        found
    }

    fn forbidden(&self, view: &View<'_>) -> Vec<Diagnostic> {
        let sections = view.outline.sections();
        let hits = sections.filter_map(|at| {
            let heading = view.heading(at);
            let mut forbidden = self.forbidden.iter();
            let title = forbidden.find(|title| title.folded == heading.folded)?;
            let message = format!("section \"{}\" is not allowed", heading.shown());
            let found = view.cx.found("forbidden", view.outline.span(at), message);
            Some(
                found
                    .help("remove it or give it another title")
                    .identified_by(&title.folded),
            )
        });
        hits.collect()
    }

    /// Sections that a closed outline does not know. A heading under which a missing section was
    /// told is not told again.
    fn foreign(&self, view: &View<'_>, missing: &Missing<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut known_until = 0;
        for at in view.outline.sections() {
            let heading = view.heading(at);
            if at < known_until || self.forbids(heading) || missing.is_at(at) {
                continue;
            }
            if self.knows(heading) {
                known_until = view.outline.end(at);
                continue;
            }
            let message = format!(
                "section \"{}\" is not one of the allowed ones",
                heading.shown()
            );
            let diagnostic = view.cx.found("forbidden", view.outline.span(at), message);
            let diagnostic = diagnostic.help("remove it or give it an allowed title");
            found.push(diagnostic.identified_by(heading.folded.as_ref()));
        }
        found
    }

    fn forbids(&self, heading: &Heading<'_>) -> bool {
        let mut forbidden = self.forbidden.iter();
        forbidden.any(|title| title.folded == heading.folded)
    }

    /// Whether a heading is one that the rule asks for.
    pub(super) fn knows(&self, heading: &Heading<'_>) -> bool {
        let mut any_of = self.any_of.iter();
        self.required.iter().any(|wanted| wanted.means(heading))
            || any_of.any(|title| title.folded == heading.folded)
    }
}

fn repeated(
    view: &View<'_>,
    name: &str,
    is_meant: impl Fn(&Heading<'_>) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let sections = view.outline.sections();
    let mut meant = sections.filter(|at| is_meant(view.heading(*at)));
    let Some(first) = meant.next() else {
        return;
    };
    let first = view.outline.span(first);
    found.extend(meant.map(|at| {
        let message = format!("section \"{name}\" is repeated");
        let diagnostic = view.cx.found("repeated", view.outline.span(at), message);
        diagnostic
            .also(view.cx.source, first, "it stands here first")
            .help("make one section of them")
            .identified_by(name)
    }));
}
