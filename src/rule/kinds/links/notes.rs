//! What is noted of a post: where it can be found, its anchors, its links and its images.

use xxhash_rust::xxh3::xxh3_64;

use super::Links;
use super::anchors::Anchors;
use super::places::{Location, locations_of};
use super::target::{Local, Target};
use crate::post::Post;
use crate::rule::{Fact, PostContext};
use crate::source::Span;
use crate::text::mixed;

/// What a fact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// Where the post can be found.
    Own = 1,
    /// An anchor of the post.
    Anchor,
    /// That it may have more anchors.
    Open,
    /// That it may have more anchors of ASCII letters.
    Transcribed,
    /// A link, and whether what it leads to must be there.
    Link,
    /// A link that only its anchor is judged of.
    Lead,
    /// The anchor of the link before it.
    At,
    /// The same, of ASCII letters.
    AsciiAt,
    /// An image.
    Image,
}

impl Note {
    const ALL: [Self; 9] = [
        Self::Own,
        Self::Anchor,
        Self::Open,
        Self::Transcribed,
        Self::Link,
        Self::Lead,
        Self::At,
        Self::AsciiAt,
        Self::Image,
    ];

    /// What a fact says.
    pub(super) fn of(fact: &Fact) -> Option<Self> {
        Self::ALL.into_iter().find(|note| *note as u32 == fact.tag)
    }

    fn fact(self, key: u64, span: Span) -> Fact {
        Fact {
            key,
            span,
            tag: self as u32,
        }
    }

    /// Whether other posts ask for it.
    pub(super) fn is_key(self) -> bool {
        matches!(self, Self::Own | Self::Image)
    }
}

/// A link or image of a post.
pub(super) struct Reference<'a> {
    /// Its target, or all of it where the target is not written as it reads.
    pub(super) span: Span,
    pub(super) target: &'a str,
    pub(super) is_image: bool,
}

/// The links and images of a post in order.
pub(super) fn references<'a>(post: &'a Post, text: &str) -> Vec<Reference<'a>> {
    let body = &post.body;
    let links = body.links.iter().map(|it| (it.span, &it.target, false));
    let images = body.images.iter().map(|it| (it.span, &it.target, true));
    let all = links.chain(images).map(|(span, target, is_image)| {
        let written = text.get(span.range()).unwrap_or_default();
        let at = Some(target).filter(|it| !it.is_empty());
        let at = at.and_then(|target| place_of(target, written));
        let span = at.map_or(span, |at| {
            let start = span.range().start + at;
            Span::from_range(start..start + target.len())
        });
        Reference {
            span,
            target,
            is_image,
        }
    });
    let mut all: Vec<Reference<'a>> = all.collect();
    all.sort_by_key(|it| (it.span, it.is_image));
    all
}

/// Where in a link its target stands: a title or a text may repeat it, and a link may hold an image
/// of the same target, before its own.
fn place_of(target: &str, written: &str) -> Option<usize> {
    let is_own = |at: &usize| {
        let before = written[..*at].trim_end_matches(['<', '"', '\'']).trim_end();
        let attribute = before.strip_suffix('=').unwrap_or_default().trim_end();
        before.ends_with("](") || ["href", "src"].iter().any(|it| ends_with(attribute, it))
    };
    let places = written.match_indices(target).map(|(at, _)| at);
    places
        .filter(is_own)
        .last()
        .or_else(|| written.rfind(target))
}

/// Whether a text ends with a name, whatever its case.
fn ends_with(text: &str, name: &str) -> bool {
    let end = text.len().checked_sub(name.len());
    let end = end.and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(name))
}

impl Links {
    /// What is noted of a post that lies at `cx.place`.
    pub(super) fn notes(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        let Some(place) = cx.place else {
            return Vec::new();
        };
        let mut facts = Vec::new();
        if self.follows() {
            let own = locations_of(place, false).into_iter();
            facts.extend(own.map(|it| Note::Own.fact(self.key(&it), cx.post.anchor())));
        }
        if self.checks.pages {
            facts.push(Note::Own.fact(slug_key(cx.slug()), cx.post.anchor()));
        }
        if self.checks.anchors {
            add_anchors(cx, &mut facts);
        }
        for reference in references(cx.post, cx.text) {
            if self.follows() {
                self.add_link(place, &reference, &mut facts);
            }
            if self.checks.images && reference.is_image {
                let key = self.image_key(place, reference.target);
                facts.extend(key.map(|key| Note::Image.fact(key, reference.span)));
            }
        }
        facts
    }

    fn add_link(&self, place: &str, reference: &Reference<'_>, facts: &mut Vec<Fact>) {
        let Some(Target::Local(Local { path, anchor })) = Target::of(reference.target) else {
            return;
        };
        let Some(location) = self.roots.locations(place, &path).into_iter().next() else {
            return;
        };
        let anchor = anchor.filter(|_| self.checks.anchors && !reference.is_image);
        let note = match (self.judges(&location), &anchor) {
            (true, _) => Note::Link,
            (false, Some(_)) => Note::Lead,
            (false, None) => return,
        };
        facts.push(note.fact(self.key(&location), reference.span));
        if let Some(anchor) = anchor {
            let note = if anchor.is_ascii() {
                Note::AsciiAt
            } else {
                Note::At
            };
            facts.push(note.fact(anchor_key(&anchor), reference.span));
        }
    }

    /// What stands for a place, the same below every root.
    pub(super) fn key(&self, location: &Location) -> u64 {
        let name = self.roots.canonical(&location.path);
        mixed(xxh3_64(name.as_bytes()) ^ u64::from(location.is_page))
    }

    /// What stands for an image, by where it is loaded from.
    fn image_key(&self, place: &str, target: &str) -> Option<u64> {
        let name = match Target::of(target) {
            Some(Target::Local(local)) if local.path.starts_with('/') => local.path,
            Some(Target::Local(local)) => {
                let location = self
                    .roots
                    .locations(place, &local.path)
                    .into_iter()
                    .next()?;
                self.roots.canonical(&location.path)
            }
            Some(Target::Here(_)) => return None,
            None => {
                let is_remote = ["https://", "http://", "//"];
                let is_remote = is_remote.iter().any(|it| target.starts_with(it));
                is_remote.then(|| target.to_owned())?
            }
        };
        Some(mixed(mixed(xxh3_64(name.as_bytes())) ^ IMAGE))
    }
}

/// Tells images from the places of posts.
const IMAGE: u64 = 0x696d_6167_6500_0000;
/// Tells slugs from the places of posts.
const SLUG: u64 = 0x736c_7567_0000_0000;

/// What stands for a slug.
pub(super) fn slug_key(slug: &str) -> u64 {
    mixed(mixed(xxh3_64(slug.as_bytes())) ^ SLUG)
}

/// What stands for an anchor.
pub(super) fn anchor_key(anchor: &str) -> u64 {
    xxh3_64(super::anchors::name(anchor).as_bytes())
}

fn add_anchors(cx: &PostContext<'_>, facts: &mut Vec<Fact>) {
    let anchors = Anchors::of(cx.post, cx.text);
    let place = cx.post.anchor();
    if anchors.are_open {
        facts.push(Note::Open.fact(0, place));
        return;
    }
    if anchors.are_transcribed {
        facts.push(Note::Transcribed.fact(0, place));
    }
    let names = anchors.names.iter();
    let mut keys: Vec<u64> = names.map(|name| xxh3_64(name.as_bytes())).collect();
    keys.sort_unstable();
    facts.extend(keys.into_iter().map(|key| Note::Anchor.fact(key, place)));
}
