//! Required sections that are not there, and where to say so.

use super::check::{Due, SectionCheck, View};
use super::skeleton;
use super::wanted::{Title, Wanted};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Span;
use crate::text::nearest;

/// What a post lacks, one entry a place: editors show one problem at a place.
pub(super) struct Missing<'a> {
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    place: Place,
    lacks: Vec<Lack<'a>>,
}

/// Where it is shown that something is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At a heading whose title may be a misspelling.
    Misspelt(usize),
    /// At a heading of another level.
    Misleveled(usize),
    /// At the heading that it should stand before.
    Before(usize),
    /// At the last line.
    End,
}

#[derive(Clone, Copy)]
enum Lack<'a> {
    Section(&'a Wanted),
    AnyOf(&'a [Title]),
}

/// Most headings that are looked at for a misspelt title: each costs the product of the lengths.
const MOST_NEAR: usize = 100;

impl<'a> Missing<'a> {
    /// Finds what is missing.
    pub(super) fn find(check: &'a SectionCheck, view: &View<'a>) -> Self {
        let mut missing = Self { groups: Vec::new() };
        let mut strangers = Strangers::new(check);
        for (number, due) in view.due.iter().enumerate() {
            if due.heading.is_none() {
                let place = strangers
                    .misspelt(view, due.wanted.titles())
                    .filter(|_| due.misleveled.is_none())
                    .unwrap_or_else(|| place(view, number, due));
                missing.add(place, Lack::Section(due.wanted));
            }
        }
        let is_there = |title: &Title| view.titled(title).is_some();
        if !check.any_of.is_empty() && !check.any_of.iter().any(is_there) {
            let place = strangers
                .misspelt(view, &check.any_of)
                .unwrap_or(Place::End);
            missing.add(place, Lack::AnyOf(&check.any_of));
        }
        missing
    }

    fn add(&mut self, place: Place, lack: Lack<'a>) {
        match self.groups.iter_mut().find(|group| group.place == place) {
            Some(group) => group.lacks.push(lack),
            None => self.groups.push(Group {
                place,
                lacks: vec![lack],
            }),
        }
    }

    /// Whether a heading was told to be a misspelt one.
    pub(super) fn is_at(&self, heading: usize) -> bool {
        let mut groups = self.groups.iter();
        groups.any(|group| group.place == Place::Misspelt(heading))
    }

    pub(super) fn diagnostics(&self, view: &View<'_>) -> Vec<Diagnostic> {
        self.groups.iter().map(|group| group.told(view)).collect()
    }
}

/// The headings that no part of the rule means: any of them may be a misspelt one.
struct Strangers<'a> {
    check: &'a SectionCheck,
    /// Found when first asked for: most posts lack nothing.
    headings: Option<Vec<usize>>,
}

impl<'a> Strangers<'a> {
    fn new(check: &'a SectionCheck) -> Self {
        Self {
            check,
            headings: None,
        }
    }

    /// The stranger whose title is nearest to one of `titles`; it is no stranger any more.
    fn misspelt(&mut self, view: &View<'_>, titles: &[Title]) -> Option<Place> {
        let check = self.check;
        let strangers = self.headings.get_or_insert_with(|| {
            let sections = view.outline.sections();
            let strange = sections.filter(|at| !check.knows(view.heading(*at)));
            strange.take(MOST_NEAR).collect()
        });
        let found = titles.iter().find_map(|title| {
            let folded = strangers.iter().map(|at| &*view.heading(*at).folded);
            let near = nearest(&title.folded, folded)?;
            let mut places = strangers.iter();
            places.position(|at| view.heading(*at).folded == near)
        })?;
        Some(Place::Misspelt(strangers.remove(found)))
    }
}

/// Where a section that is missing should have stood.
fn place(view: &View<'_>, number: usize, due: &Due<'_>) -> Place {
    if let Some(at) = due.misleveled {
        return Place::Misleveled(at);
    }
    if due.wanted.is_last {
        return Place::End;
    }
    let before = if due.wanted.is_first {
        view.outline.sections().next()
    } else if let Some(after) = due.wanted.after.as_ref().and_then(|it| view.titled(it)) {
        Some(view.outline.end(after)).filter(|next| *next < view.outline.headings.len())
    } else {
        let mut later = view.due[number + 1..].iter();
        later.find_map(|later| later.heading)
    };
    before.map_or(Place::End, Place::Before)
}

impl Group<'_> {
    fn told(&self, view: &View<'_>) -> Diagnostic {
        let message = format!("missing {}", self.list());
        let found = view.cx.found("missing", self.span(view), message);
        let (label, help) = self.advice(view);
        found
            .labelled(label)
            .help(help)
            .identified_by(self.identity())
            .fixed_by(self.fix(view))
    }

    /// The heading with its right title, or the sections with words to replace. Which one of
    /// several sections is meant, and what another level does to those below, nobody can guess.
    fn fix(&self, view: &View<'_>) -> Option<Fix> {
        let before = match self.place {
            Place::Misleveled(_) => return None,
            Place::Misspelt(at) => {
                let near = self.nearest_to(&view.heading(at).folded);
                return skeleton::renamed(view, at, near);
            }
            Place::Before(at) => Some(at),
            Place::End => None,
        };
        let wanted = self.lacks.iter().map(|lack| match lack {
            Lack::Section(wanted) => Some(*wanted),
            Lack::AnyOf(_) => None,
        });
        skeleton::added(view, &wanted.collect::<Option<Vec<_>>>()?, before)
    }

    fn span(&self, view: &View<'_>) -> Span {
        match self.place {
            Place::Misspelt(at) | Place::Misleveled(at) => view.outline.span(at),
            Place::Before(at) => view.heading(at).line,
            Place::End => view.cx.post.last_line,
        }
    }

    /// What to see there, and what to do.
    fn advice(&self, view: &View<'_>) -> (String, String) {
        let names = self.names();
        match self.place {
            Place::Misspelt(at) => {
                let near = self.nearest_to(&view.heading(at).folded);
                let help = format!("rename it to \"{near}\", or add the section");
                (format!("did you mean \"{near}\"?"), help)
            }
            Place::Misleveled(at) => {
                let is = view.heading(at).level;
                let label = format!("this heading is of level {is}");
                (label, "change the level of the heading".to_owned())
            }
            Place::Before(at) => {
                let next = view.heading(at).shown();
                let help = format!("add {names} before \"{next}\"");
                ("expected before this heading".to_owned(), help)
            }
            Place::End => ("expected by the end".to_owned(), format!("add {names}")),
        }
    }

    /// `section "a"`, `sections "a" and one of "b" or "c"`, `one of the sections "b" or "c"`.
    fn list(&self) -> String {
        match self.lacks[..] {
            [Lack::AnyOf(titles)] => format!("one of the sections {}", quoted_any(titles)),
            [Lack::Section(_)] => format!("section {}", self.names()),
            _ => format!("sections {}", self.names()),
        }
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.lacks.iter().map(Lack::name).collect();
        joined(&names, "and")
    }

    fn identity(&self) -> String {
        let titles = self.lacks.iter().flat_map(|lack| match lack {
            Lack::Section(wanted) => vec![wanted.name()],
            Lack::AnyOf(titles) => titles.iter().map(|title| title.text.as_str()).collect(),
        });
        titles.collect::<Vec<_>>().join(", ")
    }

    /// The missing title that a misspelt heading is nearest to.
    fn nearest_to(&self, heading: &str) -> &str {
        let titles = || {
            self.lacks.iter().flat_map(|lack| match lack {
                Lack::Section(wanted) => wanted.titles(),
                Lack::AnyOf(titles) => titles,
            })
        };
        let near = nearest(heading, titles().map(|title| title.folded.as_str()));
        let meant = titles().find(|title| Some(title.folded.as_str()) == near);
        meant
            .or_else(|| titles().next())
            .map_or("", |title| &title.text)
    }
}

impl Lack<'_> {
    fn name(&self) -> String {
        match self {
            Self::Section(wanted) => match wanted.level {
                Some(level) => format!("\"{}\" of level {level}", wanted.name()),
                None => format!("\"{}\"", wanted.name()),
            },
            Self::AnyOf(titles) => format!("one of {}", quoted_any(titles)),
        }
    }
}

fn quoted_any(titles: &[Title]) -> String {
    let quoted: Vec<String> = titles.iter().map(|it| format!("\"{}\"", it.text)).collect();
    joined(&quoted, "or")
}

/// `a`, `a and b`, `a, b and c`.
fn joined(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}
