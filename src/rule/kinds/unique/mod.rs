//! The kind `unique`: values that no two posts of the corpus may share.

mod subject;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use self::subject::{Fold, Held, Subject, content, whole_text};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::post::{MetaPath, Post};
use crate::rule::holders::elsewhere;
use crate::rule::{
    Check, Corpus, CorpusValues, Fact, FindingInfo, Found, OptionInfo, Options, PostContext,
    Recent, RuleKind, Survey,
};
use crate::source::Span;
use crate::text::{WordTable, counted, mixed};

/// The kind `unique`.
pub(crate) struct Unique;

/// Most other holders that a finding points at.
const LABELLED: usize = 2;
/// Most values that one rule compares: their number must fit beside the hash in a tag.
const MOST_KEYS: usize = 100;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "repeated",
    summary: "Another post has the same value",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "key",
        takes: "list of `title`, `slug`, `content` and meta paths",
        default: "",
        doc: "What must be unique, each by itself; required. `tags[]` compares every item; \
              `content` compares the words of the body, of posts with at least 5",
    },
    OptionInfo {
        name: "within",
        takes: "`folder` or meta path",
        default: "",
        doc: "Compares only posts of one folder, or with the same value there; by default all",
    },
    OptionInfo {
        name: "normalize",
        takes: "list of `case`, `space`, `none`",
        default: "",
        doc: "What makes no difference; by default case and space of titles, nothing elsewhere",
    },
];

impl RuleKind for Unique {
    fn name(&self) -> &'static str {
        "unique"
    }

    fn summary(&self) -> &'static str {
        "Values that no two posts of the corpus may share"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let subjects = Subject::read(options);
        match options.node("key") {
            None => options.lacks("a 'unique' rule needs 'key'"),
            Some(node) if subjects.len() > MOST_KEYS => {
                options.problem(node, format!("at most {MOST_KEYS} keys can be compared"));
            }
            Some(_) => {}
        }
        let within = match options.string("within") {
            Some("folder") => Some(Within::Folder),
            Some(_) => options.path("within").map(Within::Meta),
            None => None,
        };
        let fold = Fold::read(options);
        Some(Box::new(Uniqueness {
            subjects,
            within,
            fold,
        }))
    }
}

#[derive(Debug)]
enum Within {
    Folder,
    Meta(MetaPath),
}

struct Uniqueness {
    subjects: Vec<Subject>,
    within: Option<Within>,
    /// `None`: as is usual for each subject.
    fold: Option<Fold>,
}

impl Uniqueness {
    /// Everything that the post must not share; `words` finds the words of its text.
    fn values<'a, 'w>(
        &self,
        post: &'a Post,
        path: &str,
        words: impl Fn() -> Cow<'w, WordTable>,
    ) -> Vec<Held<'a>> {
        let mut values = Vec::with_capacity(self.subjects.len());
        for (number, subject) in self.subjects.iter().enumerate() {
            let fold = self.fold.unwrap_or(subject.usual_fold());
            subject.each_value(post, path, |text, span| {
                let (text, folded) = if matches!(subject, Subject::Content) {
                    ("".into(), content(&words()))
                } else {
                    let folded = fold.folded(&text);
                    (text, folded)
                };
                if !folded.is_empty() {
                    values.push(Held {
                        subject: number,
                        text,
                        folded,
                        span,
                    });
                }
            });
        }
        values
    }

    /// The group in which the post's values must be unique.
    fn scope(&self, post: &Post, path: &str) -> String {
        match &self.within {
            None => String::new(),
            Some(Within::Folder) => path.rsplit_once('/').map_or("", |it| it.0).to_owned(),
            Some(Within::Meta(path)) => {
                let root = post.meta.as_ref().map(|meta| &meta.root);
                let value = root.and_then(|root| path.first(root));
                value.map_or_else(String::new, |value| whole_text(&value.data).into_owned())
            }
        }
    }

    /// What is noted of a value; `bytes` is room for it.
    fn fact(held: &Held<'_>, scope: &str, bytes: &mut Vec<u8>) -> Fact {
        bytes.clear();
        bytes.extend(scope.as_bytes());
        // No byte of a text is 0xff: the parts cannot run into each other.
        bytes.push(0xff);
        bytes.extend(held.folded.as_bytes());
        let hash = xxh3_128(bytes);
        let subject = u32::try_from(held.subject).unwrap_or(u32::MAX);
        #[expect(clippy::cast_possible_truncation, reason = "halves of the hash")]
        let (key, more) = (hash as u64, (hash >> 64) as u32);
        // 88 bits of the hash tell values apart: no two different ones are ever taken for equal.
        Fact {
            key,
            span: held.span,
            tag: subject << 24 | more >> 8,
        }
    }
}

impl Check for Uniqueness {
    fn is_corpus(&self) -> bool {
        true
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        let scope = self.scope(cx.post, cx.path);
        let values = self.values(cx.post, cx.path, || Cow::Borrowed(cx.words()));
        let values = values.iter();
        let mut bytes = Vec::with_capacity(USUAL_VALUE);
        let fact = |held| Self::fact(held, &scope, &mut bytes);
        let mut facts: Vec<Fact> = values.map(fact).collect();
        // What a post repeats itself is no matter of the corpus: its first place counts.
        facts.sort_by_key(|fact| (fact.key, fact.tag, fact.span));
        facts.dedup_by_key(|fact| (fact.key, fact.tag));
        facts
    }

    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        keys.extend(facts.iter().map(key));
    }

    fn asks_who_alone_noted(&self, _: u64) -> bool {
        false
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Repeats {
            about: self,
            corpus,
            values: Recent::new(MOST_POSTS),
            spans: Recent::new(MOST_POSTS),
        }))
    }
}

/// The key by which other posts find a value of one subject.
fn key(fact: &Fact) -> u64 {
    mixed(fact.key ^ mixed(u64::from(fact.tag) + 1))
}

/// The values of all posts.
struct Repeats<'c> {
    about: &'c Uniqueness,
    corpus: &'c Corpus<'c>,
    /// The values of posts that are told about, by their keys.
    values: Recent<FxHashMap<u64, Held<'static>>>,
    /// Where the posts that are pointed at hold a key.
    spans: Recent<FxHashMap<u64, Span>>,
}

/// Bytes that a value has at most as a rule.
const USUAL_VALUE: usize = 256;

/// Posts whose values are held at once.
const MOST_POSTS: usize = 64;

impl Repeats<'_> {
    fn values(&self, post: u32) -> Option<Arc<FxHashMap<u64, Held<'static>>>> {
        let read = || {
            let loaded = self.corpus.ledger.load(post)?;
            let path = self.corpus.ledger.place(post).path;
            let scope = self.about.scope(&loaded.post, &path);
            let words = || Cow::Owned(WordTable::of(&loaded.post.body.text));
            let values = self.about.values(&loaded.post, &path, words).into_iter();
            let mut bytes = Vec::new();
            let keyed = values.map(|held| {
                let key = key(&Uniqueness::fact(&held, &scope, &mut bytes));
                (key, held.into_owned())
            });
            Ok::<_, Error>(keyed.collect())
        };
        self.values.try_get(post, read).ok()
    }

    fn span(&self, post: u32, wanted: u64) -> Option<Span> {
        let spans = self.spans.get(post, || {
            let facts = self.corpus.facts(post).into_iter();
            facts.map(|fact| (key(&fact), fact.span)).collect()
        });
        spans.get(&wanted).copied()
    }
}

impl Survey for Repeats<'_> {
    fn judge(&self, post: u32, _: &dyn CorpusValues) -> Vec<Found> {
        let facts = self.corpus.facts(post);
        let is_shared = |fact: &&Fact| self.corpus.count(key(fact)) > 1;
        let shared = facts.iter().filter(is_shared);
        let found = shared.map(|fact| Found {
            finding: "repeated",
            span: fact.span,
            identity: key(fact),
            handle: key(fact),
        });
        found.collect()
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let values = self.values(post)?;
        let held = values.get(&found.handle)?;
        let subject = &self.about.subjects[held.subject];
        let holders = self.corpus.count(found.handle);
        let others = self.corpus.others(found.handle, post, LABELLED);
        let place = elsewhere(self.corpus, *others.first()?, holders - 1);
        let message = format!("{} is also in {place}", subject.shown(&held.text));
        let mut diagnostic = self
            .corpus
            .found("repeated", post, found.span, message)
            .note(format!("in {}", counted(holders, "post")))
            .help(match subject {
                Subject::Content => "keep one of the posts, or tell them apart",
                _ => "give every post a value of its own",
            });
        for other in others {
            let source = self.corpus.ledger.place(other).source;
            let span = self.span(other, found.handle);
            diagnostic = diagnostic.also(source, span, "also here");
        }
        Some(diagnostic)
    }
}
