//! The kind `links`: whether local links lead somewhere, and images have a text and a post of
//! their own. The network is never asked.
//!
//! What is at a place in the project is no part of any post, so that nothing found is kept for a
//! later run: it is looked up anew each time, from what is noted of each post.

mod anchors;
mod notes;
mod places;
mod survey;
mod target;
#[cfg(test)]
mod tests;

use self::anchors::Anchors;
use self::notes::{Note, references};
use self::places::{Location, Roots};
use self::survey::{Site, advice};
use self::target::Target;
use crate::diagnostic::Diagnostic;
use crate::rule::{
    Check, Corpus, Fact, FindingInfo, OptionInfo, Options, PostContext, RuleKind, Survey,
};
use crate::text::excerpt;

/// The kind `links`.
pub(crate) struct LinksKind;

/// Most folders in which a target is looked for.
const MOST_ROOTS: usize = 20;
/// Most anchors of a post for which the nearest one is looked for.
const MOST_ADVISED: usize = 100;
/// Most characters of an anchor in a message.
const QUOTED: usize = 80;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "broken",
        summary: "A link or image leads to no file of the site",
    },
    FindingInfo {
        name: "anchor",
        summary: "A link leads to a heading or id that its post does not have",
    },
    FindingInfo {
        name: "alt",
        summary: "An image has no text for those who do not see it",
    },
    FindingInfo {
        name: "reused-image",
        summary: "Another post shows the same image",
    },
];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "roots",
        takes: "list of folders",
        default: "[]",
        doc: "The folders that are served as the root of the site, such as `content` and `static`; \
              without one, links that begin with `/` are not judged",
    },
    OptionInfo {
        name: "check",
        takes: "list of files, pages, anchors, alt, images",
        default: r#"["files", "anchors", "alt", "images"]"#,
        doc: "What is judged: links and images with an extension other than `.html` (`files`), links \
              to URLs of pages (`pages`), anchors, texts of images (`alt`), images that several \
              posts show (`images`)",
    },
];

impl RuleKind for LinksKind {
    fn name(&self) -> &'static str {
        "links"
    }

    fn summary(&self) -> &'static str {
        "Local links and anchors that lead nowhere, images without a text, images used again"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let roots = options.folders("roots");
        if roots.len() > MOST_ROOTS
            && let Some(node) = options.node("roots")
        {
            options.problem(node, format!("at most {MOST_ROOTS} folders can be roots"));
        }
        let names = match options.node("check") {
            Some(_) => options.choices("check", &["files", "pages", "anchors", "alt", "images"]),
            None => vec!["files", "anchors", "alt", "images"],
        };
        let has = |name: &str| names.contains(&name);
        Some(Box::new(Links {
            roots: Roots(roots),
            checks: Checks {
                files: has("files"),
                pages: has("pages"),
                anchors: has("anchors"),
                alt: has("alt"),
                images: has("images"),
            },
        }))
    }
}

/// What is judged.
#[expect(clippy::struct_excessive_bools, reason = "each is a check of its own")]
struct Checks {
    files: bool,
    pages: bool,
    anchors: bool,
    alt: bool,
    images: bool,
}

/// A rule of this kind.
struct Links {
    roots: Roots,
    checks: Checks,
}

impl Links {
    /// Whether it is of interest what links lead to.
    fn follows(&self) -> bool {
        self.checks.files || self.checks.pages || self.checks.anchors
    }

    /// Whether something must be at a place.
    fn judges(&self, location: &Location) -> bool {
        if location.is_page {
            self.checks.pages
        } else {
            self.checks.files && !location.is_generated()
        }
    }
}

impl Check for Links {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if self.checks.anchors {
            check_anchors(cx, &mut found);
        }
        if self.checks.alt {
            check_alt(cx, &mut found);
        }
        found
    }

    fn is_corpus(&self) -> bool {
        true
    }

    fn is_kept(&self) -> bool {
        false
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        self.notes(cx)
    }

    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        let is_key = |fact: &&Fact| Note::of(fact).is_some_and(Note::is_key);
        keys.extend(facts.iter().filter(is_key).map(|fact| fact.key));
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Site::of(self, corpus)))
    }
}

/// Links within the post to anchors that it does not have.
fn check_anchors(cx: &PostContext<'_>, found: &mut Vec<Diagnostic>) {
    let references = references(cx.post, cx.text).into_iter();
    let here = references.filter_map(|it| match Target::of(it.target)? {
        Target::Here(anchor) => Some((it.span, anchor)),
        Target::Local(_) => None,
    });
    let mut here = here.peekable();
    if here.peek().is_none() {
        return;
    }
    let anchors = Anchors::of(cx.post, cx.text);
    let lost = here.filter(|(_, anchor)| !anchors.hold(anchor));
    for (count, (span, anchor)) in lost.enumerate() {
        let spelt = Some(&anchors).filter(|_| count < MOST_ADVISED);
        let shown = excerpt(&anchor, QUOTED);
        let message = format!("no heading or id of this post is called '{shown}'");
        let diagnostic = cx.found("anchor", span, message);
        let diagnostic = diagnostic.help(advice(&anchor, spelt));
        found.push(diagnostic.identified_by(format!("#{anchor}")));
    }
}

/// Whether an element has the attribute `alt`.
fn says_alt(element: &str) -> bool {
    let mut words = element.split(|c: char| c.is_whitespace() || c == '=');
    words.any(|word| {
        word.trim_end_matches(['/', '>'])
            .eq_ignore_ascii_case("alt")
    })
}

/// Images without a text. One that says `alt=""` in HTML is meant to have none.
fn check_alt(cx: &PostContext<'_>, found: &mut Vec<Diagnostic>) {
    for image in &cx.post.body.images {
        let written = cx.text.get(image.span.range()).unwrap_or_default();
        let is_element = written.starts_with('<');
        let is_declared = is_element && says_alt(written);
        if image.target.is_empty() || !image.alt.trim().is_empty() || is_declared {
            continue;
        }
        let shown = excerpt(&image.target, QUOTED);
        let diagnostic = cx.found(
            "alt",
            image.span,
            format!("the image '{shown}' has no text"),
        );
        let help = if is_element {
            "say what is to be seen: `alt=\"what is to be seen\"`"
        } else {
            "say in its brackets what is to be seen: `![what is to be seen](…)`"
        };
        found.push(diagnostic.help(help).identified_by(&image.target));
    }
}
