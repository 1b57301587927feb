//! Whether what links lead to is there, and which posts share an image.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::Links;
use super::anchors::Anchors;
use super::notes::{Note, references, slug_key};
use super::places::{Location, locations_of};
use super::target::{Local, Target};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::rule::holders::elsewhere;
use crate::rule::{Corpus, CorpusValues, Fact, Found, Presence, Recent, Survey, identity_of};
use crate::source::Span;
use crate::text::{counted, excerpt, nearest};

/// Questions about single files that cost less than to visit all of the project.
const MOST_ASKED: usize = 256;
/// Posts of one place whose anchors are looked at.
const MOST_POSTS: usize = 8;
/// Most other posts that a finding points at.
const LABELLED: usize = 2;
/// Most characters of a target in a message.
const QUOTED: usize = 80;

/// The posts and files that links can lead to.
pub(super) struct Site<'c> {
    about: &'c Links,
    corpus: &'c Corpus<'c>,
    /// The keys of the files that are usually linked to, once many were asked for.
    visited: OnceLock<FxHashSet<u64>>,
    asked: AtomicUsize,
    /// The names of all files, by their hashes, where links may name a file by its name alone.
    names: OnceLock<FxHashSet<u64>>,
    /// The links and images of posts that are looked at.
    written: Recent<FxHashMap<(Span, bool), String>>,
    /// The anchors of posts that links lead to, as they were noted and as they are spelt.
    anchors: Recent<Noted>,
    spelt: Recent<Anchors>,
}

/// Posts of which something is held at once.
const MOST_HELD: usize = 64;

/// The anchors that were noted of a post.
#[derive(Default)]
struct Noted {
    keys: FxHashSet<u64>,
    are_open: bool,
    are_transcribed: bool,
}

impl Noted {
    fn of(facts: &[Fact]) -> Self {
        let mut noted = Self::default();
        for fact in facts {
            match Note::of(fact) {
                Some(Note::Anchor) => drop(noted.keys.insert(fact.key)),
                Some(Note::Open) => noted.are_open = true,
                Some(Note::Transcribed) => noted.are_transcribed = true,
                _ => {}
            }
        }
        noted
    }
}

impl<'c> Site<'c> {
    pub(super) fn of(about: &'c Links, corpus: &'c Corpus<'c>) -> Self {
        Self {
            about,
            corpus,
            visited: OnceLock::new(),
            asked: AtomicUsize::new(0),
            names: OnceLock::new(),
            written: Recent::new(MOST_HELD),
            anchors: Recent::new(MOST_HELD),
            spelt: Recent::new(MOST_HELD),
        }
    }

    fn is_broken(&self, post: u32, link: &Fact) -> bool {
        if self.is_known(link.key) {
            return false;
        }
        let target = self.target(post, link);
        let local = target.and_then(|target| local(&target));
        local.is_some_and(|local| self.is_absent(post, &local))
    }

    /// The target of the link or image that a fact speaks of.
    fn target(&self, post: u32, fact: &Fact) -> Option<String> {
        let read = || {
            let loaded = self.corpus.ledger.load(post)?;
            let all = references(&loaded.post, &loaded.text).into_iter();
            let all = all.map(|it| ((it.span, it.is_image), it.target.to_owned()));
            Ok::<_, Error>(all.collect())
        };
        let written = self.written.try_get(post, read).ok()?;
        let is_link = Note::of(fact) != Some(Note::Image);
        let link = written.get(&(fact.span, false)).filter(|_| is_link);
        link.or_else(|| written.get(&(fact.span, true))).cloned()
    }

    /// Whether a place is one of a post or of a file that was visited. What an index knows of
    /// other posts may be gone: then every file is looked up.
    fn is_known(&self, key: u64) -> bool {
        if !self.corpus.ledger.is_at_hand() {
            return false;
        }
        if !self.corpus.holders(key).is_empty() {
            return true;
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < MOST_ASKED {
            return false;
        }
        let visited = self.visited.get_or_init(|| {
            let mut keys = FxHashSet::default();
            self.corpus.ledger.project().visit(&mut |path, is_folder| {
                let all = locations_of(path, is_folder);
                keys.extend(all.iter().map(|it| self.about.key(it)));
            });
            keys
        });
        visited.contains(&key)
    }

    /// Whether nothing is at any of the places that a target may lead to.
    fn is_absent(&self, post: u32, local: &Local) -> bool {
        let locations = self.locations(post, local);
        let files = self.corpus.ledger.project();
        let is_absent = |path: String| files.presence(&path) == Presence::Absent;
        let is_empty = |it: &Location| it.candidates().into_iter().all(is_absent);
        let is_empty = !locations.is_empty() && locations.iter().all(is_empty);
        is_empty && !self.is_slug(local) && !self.is_in_vault(local)
    }

    /// Whether a file of that name lies anywhere in a vault.
    fn is_in_vault(&self, local: &Local) -> bool {
        let project = self.corpus.ledger.project();
        if !project.is_vault() {
            return false;
        }
        let names = self.names.get_or_init(|| {
            let mut names = FxHashSet::default();
            project.visit(&mut |path, _| {
                names.insert(name_key(path));
            });
            names
        });
        let path = local.path.trim_end_matches('/');
        names.contains(&name_key(path)) || names.contains(&name_key(&format!("{path}.md")))
    }

    fn locations(&self, post: u32, local: &Local) -> Vec<Location> {
        let from = self.corpus.ledger.location(post);
        from.map_or_else(Vec::new, |from| {
            self.about.roots.locations(&from, &local.path)
        })
    }

    /// Whether the URL of a page ends in the slug of a post, wherever that lies.
    fn is_slug(&self, local: &Local) -> bool {
        let path = local.path.trim_end_matches('/');
        let path = path.strip_suffix(".html").unwrap_or(path);
        let last = path.rsplit('/').next().unwrap_or_default();
        self.about.checks.pages && !self.corpus.holders(slug_key(last)).is_empty()
    }

    /// The posts that a link leads to; none where it leads to a file that is no post.
    fn targets(&self, link: &Fact) -> Vec<u32> {
        let ledger = self.corpus.ledger;
        ledger.first_holders(self.corpus.number, link.key, MOST_POSTS)
    }

    fn lacks_anchor(&self, link: &Fact, anchor: &Fact) -> bool {
        let targets = self.targets(link);
        let is_ascii = Note::of(anchor) == Some(Note::AsciiAt);
        let lacks = |target: u32| {
            let noted = self.anchors.get(target, || {
                if !self.corpus.ledger.is_at_hand() {
                    // Sees whether the post is still as the index has it.
                    self.corpus.ledger.place(target);
                }
                Noted::of(&self.corpus.facts(target))
            });
            let is_transcribed = noted.are_transcribed && is_ascii;
            !(noted.are_open || is_transcribed || noted.keys.contains(&anchor.key))
        };
        !targets.is_empty() && targets.into_iter().all(lacks)
    }

    /// A finding at a link, named by its target.
    fn found(&self, finding: &'static str, post: u32, fact: &Fact, at: usize) -> Option<Found> {
        let target = self.target(post, fact)?;
        Some(Found {
            finding,
            span: fact.span,
            identity: identity_of(&target),
            handle: at as u64,
        })
    }

    fn tell_broken(&self, post: u32, found: &Found, target: &str) -> Diagnostic {
        let shown = excerpt(target, QUOTED);
        let message = format!("nothing is at '{shown}'");
        let mut told = self.corpus.found("broken", post, found.span, message);
        if let Some(local) = local(target) {
            let locations = self.locations(post, &local).into_iter();
            let looked: Vec<String> = locations.map(|it| format!("`{}`", it.path)).collect();
            told = told.note(format!("looked for at {}", looked.join(" and ")));
        }
        told.help("correct the target, or add what it names")
    }

    fn tell_anchor(&self, post: u32, found: &Found, link: &Fact, anchor: &str) -> Diagnostic {
        let target = self.targets(link).first().copied();
        let there = target.map(|target| self.corpus.ledger.place(target));
        let path = there.as_ref().map_or("the post", |there| &*there.path);
        let shown = excerpt(anchor, QUOTED);
        let message = format!("no heading or id of {path} is called '{shown}'");
        let told = self.corpus.found("anchor", post, found.span, message);
        let told = match &there {
            Some(there) => told.also(there.source, there.anchor, "the post that it leads to"),
            None => told,
        };
        let read = |target| {
            let loaded = self.corpus.ledger.load(target)?;
            Ok::<_, Error>(Anchors::of(&loaded.post, &loaded.text))
        };
        let spelt = target.and_then(|it| self.spelt.try_get(it, || read(it)).ok());
        told.help(advice(anchor, spelt.as_deref()))
    }

    fn tell_reused(
        &self,
        post: u32,
        found: &Found,
        image: &Fact,
        target: &str,
    ) -> Option<Diagnostic> {
        let holders = self.corpus.count(image.key);
        let others = self.corpus.others(image.key, post, LABELLED);
        let place = elsewhere(self.corpus, *others.first()?, holders - 1);
        let shown = excerpt(target, QUOTED);
        let message = format!("the image '{shown}' is also in {place}");
        let mut told = self
            .corpus
            .found("reused-image", post, found.span, message)
            .note(format!("in {}", counted(holders, "post")))
            .help("give the post an image of its own");
        for other in others {
            let source = self.corpus.ledger.place(other).source;
            let same = |fact: &Fact| fact.key == image.key && fact.tag == image.tag;
            let span = self.corpus.fact(other, same).map(|fact| fact.span);
            told = told.also(source, span, "also here");
        }
        Some(told)
    }
}

impl Survey for Site<'_> {
    fn judge(&self, post: u32, _: &dyn CorpusValues) -> Vec<Found> {
        let mut found = Vec::new();
        let mut link = None;
        let mut seen = FxHashSet::default();
        for (at, fact) in self.corpus.facts(post).into_iter().enumerate() {
            let finding = match Note::of(&fact) {
                Some(Note::Link) if self.is_broken(post, &fact) => Some("broken"),
                Some(Note::At | Note::AsciiAt) => {
                    let link = link.as_ref();
                    link.and_then(|link| self.lacks_anchor(link, &fact).then_some("anchor"))
                }
                Some(Note::Image) if seen.insert(fact.key) && self.corpus.count(fact.key) > 1 => {
                    Some("reused-image")
                }
                _ => None,
            };
            found.extend(finding.and_then(|finding| self.found(finding, post, &fact, at)));
            if matches!(Note::of(&fact), Some(Note::Link | Note::Lead)) {
                link = Some(fact);
            }
        }
        found
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let at = usize::try_from(found.handle).ok()?;
        let facts = self.corpus.facts(post);
        let fact = facts.get(at)?;
        let target = self.target(post, fact)?;
        let told = match found.finding {
            "anchor" => {
                let link = facts.get(at.checked_sub(1)?)?;
                let anchor = local(&target)?.anchor?;
                self.tell_anchor(post, found, link, &anchor)
            }
            "reused-image" => self.tell_reused(post, found, fact, &target)?,
            _ => self.tell_broken(post, found, &target),
        };
        Some(told.identified_by(target))
    }
}

/// What stands for the name of a file.
fn name_key(path: &str) -> u64 {
    let name = path.rsplit('/').next().unwrap_or_default();
    xxh3_64(name.as_bytes())
}

fn local(target: &str) -> Option<Local> {
    match Target::of(target)? {
        Target::Local(local) => Some(local),
        Target::Here(_) => None,
    }
}

/// Most anchors among which the nearest one is looked for.
const MOST_KNOWN: usize = 200;

/// What to do about an anchor that is none of `anchors`.
pub(super) fn advice(anchor: &str, anchors: Option<&Anchors>) -> String {
    let known = anchors.map(|it| &it.names);
    let known = known.filter(|known| known.len() <= MOST_KNOWN);
    let mut known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
    known.sort_unstable();
    match nearest(anchor, known) {
        Some(near) => format!("did you mean '#{near}'?"),
        None => "name a heading of that post, or the id of an element".to_owned(),
    }
}
