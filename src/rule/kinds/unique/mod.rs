//! The kind `unique`: values that no two posts of the corpus may share.

mod subject;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use self::subject::{Fold, Held, Subject, content, whole_text};
use crate::diagnostic::Diagnostic;
use crate::post::{MetaPath, Post};
use crate::rule::holders::{Holder, Holders, elsewhere};
use crate::rule::{
    Check, Corpus, CorpusFindings, Fact, FindingInfo, OptionInfo, Options, PostContext, RuleKind,
};
use crate::text::WordTable;

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

/// The values of a post with the key and tag of their facts.
type PostValues = Vec<((u64, u32), Held<'static>)>;
/// Posts that were read again.
type ReadPosts = HashMap<usize, Arc<PostValues>>;

/// Posts that are held at once.
const MOST_READ: usize = 64;

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
            for (text, span) in subject.values(post, path) {
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
            }
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

    fn fact(held: &Held<'_>, scope: &str) -> Fact {
        // No byte of a text is 0xff: the parts cannot run into each other.
        let value = [scope.as_bytes(), &[0xff], held.folded.as_bytes()].concat();
        let hash = xxh3_128(&value);
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
        let mut facts: Vec<Fact> = values.map(|held| Self::fact(held, &scope)).collect();
        // What a post repeats itself is no matter of the corpus: its first place counts.
        facts.sort_by_key(|fact| (fact.key, fact.tag, fact.span));
        facts.dedup_by_key(|fact| (fact.key, fact.tag));
        facts
    }

    fn check_corpus(&self, corpus: &Corpus<'_>) -> CorpusFindings {
        let same = |a: &Fact, b: &Fact| (a.key, a.tag) == (b.key, b.tag);
        let read = Mutex::default();
        let diagnostics =
            Holders::of(corpus).judge(corpus, same, |group| self.repeated(corpus, group, &read));
        CorpusFindings {
            diagnostics,
            ..CorpusFindings::default()
        }
    }
}

impl Uniqueness {
    /// A finding for every reported holder of one value. The value itself is read again from the
    /// first holder; one that cannot be read any more is told elsewhere.
    fn repeated(
        &self,
        corpus: &Corpus<'_>,
        group: &[Holder],
        read: &Mutex<ReadPosts>,
    ) -> Vec<Diagnostic> {
        let found = group.iter().find_map(|it| {
            let values = self.read(corpus, it.post, read)?;
            let fact = it.fact(corpus);
            let wanted = (fact.key, fact.tag);
            let at = values
                .binary_search_by_key(&wanted, |(known, _)| *known)
                .ok()?;
            Some((values, at))
        });
        let Some((values, at)) = found else {
            return Vec::new();
        };
        let held = &values[at].1;
        let reported = group.iter().filter(|it| corpus.posts[it.post].is_reported);
        reported
            .map(|holder| self.shared(corpus, group, *holder, held))
            .collect()
    }

    fn shared(
        &self,
        corpus: &Corpus<'_>,
        group: &[Holder],
        holder: Holder,
        held: &Held<'_>,
    ) -> Diagnostic {
        let subject = &self.subjects[held.subject];
        // Each post is in a group once, so three holders are enough to find two others.
        let others = group.iter().take(LABELLED + 1);
        let others: Vec<Holder> = others
            .filter(|it| it.post != holder.post)
            .take(LABELLED)
            .copied()
            .collect();
        let count = group.len() - 1;
        let place = others.first().map(|it| elsewhere(corpus, *it, count));
        let message = format!(
            "{} is also in {}",
            subject.shown(&held.text),
            place.unwrap_or_default()
        );
        let span = holder.fact(corpus).span;
        let mut found = corpus
            .found("repeated", holder.post, span, message)
            .identified_by(subject.shown(&held.folded))
            .note(format!("in {} posts", group.len()))
            .help(match subject {
                Subject::Content => "keep one of the posts, or tell them apart",
                _ => "give every post a value of its own",
            });
        for other in others {
            let source = corpus.posts[other.post].source;
            found = found.also(source, other.fact(corpus).span, "also here");
        }
        found
    }

    /// The values of a post with their facts, sorted, read once for all that it shares.
    fn read(
        &self,
        corpus: &Corpus<'_>,
        post: usize,
        read: &Mutex<ReadPosts>,
    ) -> Option<Arc<PostValues>> {
        let lock = || read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(values) = lock().get(&post) {
            return Some(values.clone());
        }
        let loaded = (corpus.load)(post).ok()?;
        let path = corpus.posts[post].path;
        let scope = self.scope(&loaded.post, path);
        let words = || Cow::Owned(WordTable::of(&loaded.post.body.text));
        let values = self.values(&loaded.post, path, words).into_iter();
        let values = values.map(|held| {
            let fact = Self::fact(&held, &scope);
            ((fact.key, fact.tag), held.into_owned())
        });
        let mut values: PostValues = values.collect();
        values.sort_by_key(|(fact, _)| *fact);
        let values = Arc::new(values);
        let mut read = lock();
        if read.len() >= MOST_READ {
            read.clear();
        }
        read.insert(post, values.clone());
        Some(values)
    }
}
