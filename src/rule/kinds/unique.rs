//! The kind `unique`: values that no two posts of the corpus may share.

use xxhash_rust::xxh3::Xxh3;

use super::holders::{Holder, Holders, elsewhere};
use crate::diagnostic::Diagnostic;
use crate::post::{Data, MetaPath, Post};
use crate::rule::slug_of;
use crate::rule::{
    Check, Corpus, CorpusFindings, Fact, FindingInfo, OptionInfo, Options, PostContext, RuleKind,
};
use crate::source::Span;

/// The kind `unique`.
pub(crate) struct Unique;

/// Longest stretch of a value that a message quotes, in characters.
const QUOTED: usize = 60;
/// Posts with fewer words have no content to compare.
const FEWEST_WORDS: usize = 5;
/// Most other holders that a finding points at.
const LABELLED: usize = 2;
/// Most values that one rule compares: their number must fit beside the hash in a tag.
const MOST_KEYS: usize = 100;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "repeated",
    summary: "another post has the same value",
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
        let mut subjects = Vec::new();
        for (text, node) in options.strings("key") {
            subjects.extend(match text {
                "title" => Some(Subject::Title),
                "slug" => Some(Subject::Slug),
                "content" => Some(Subject::Content),
                path => options.node_path(node, path).map(Subject::Meta),
            });
        }
        if options.node("key").is_none() {
            options.lacks("a 'unique' rule needs 'key'");
        }
        if let Some(node) = options.node("key")
            && subjects.len() > MOST_KEYS
        {
            options.problem(node, format!("at most {MOST_KEYS} keys can be compared"));
            return None;
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

/// What is compared.
#[derive(Debug)]
enum Subject {
    Title,
    Slug,
    Content,
    Meta(MetaPath),
}

#[derive(Debug)]
enum Within {
    Folder,
    Meta(MetaPath),
}

/// What makes no difference.
#[derive(Debug, Clone, Copy)]
struct Fold {
    case: bool,
    space: bool,
}

impl Fold {
    const NONE: Self = Self {
        case: false,
        space: false,
    };
    const ALL: Self = Self {
        case: true,
        space: true,
    };

    fn read(options: &mut Options<'_>) -> Option<Self> {
        options.node("normalize")?;
        let names = options.choices("normalize", &["case", "space", "none"]);
        Some(Self {
            case: names.contains(&"case"),
            space: names.contains(&"space"),
        })
    }

    fn folded(self, text: &str) -> String {
        let text = text.trim();
        let spaced = if self.space {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.join(" ")
        } else {
            text.to_owned()
        };
        if self.case {
            spaced.to_lowercase()
        } else {
            spaced
        }
    }
}

impl Subject {
    /// As it begins a message.
    fn shown(&self, value: &str) -> String {
        let mut cut: String = value.chars().take(QUOTED).collect();
        if cut.len() < value.len() {
            cut.push('…');
        }
        let cut = cut.replace(['\n', '\r'], " ");
        match self {
            Self::Title => format!("title '{cut}'"),
            Self::Slug => format!("slug '{cut}'"),
            Self::Content => "the whole text".to_owned(),
            Self::Meta(path) => format!("`{path}` '{cut}'"),
        }
    }
}

struct Uniqueness {
    subjects: Vec<Subject>,
    within: Option<Within>,
    /// `None`: as is usual for each subject.
    fold: Option<Fold>,
}

/// A value of a post.
struct Held {
    subject: usize,
    /// As written; empty for content.
    text: String,
    folded: String,
    span: Span,
}

impl Uniqueness {
    /// Everything that the post must not share.
    fn values(&self, post: &Post, path: &str) -> Vec<Held> {
        let mut held = Vec::new();
        for (at, subject) in self.subjects.iter().enumerate() {
            let usual = match subject {
                Subject::Title => Fold::ALL,
                Subject::Slug | Subject::Content | Subject::Meta(_) => Fold::NONE,
            };
            let fold = self.fold.unwrap_or(usual);
            let mut hold = |text: String, span: Span| {
                let folded = fold.folded(&text);
                held.push(Held {
                    subject: at,
                    text,
                    folded,
                    span,
                });
            };
            match subject {
                Subject::Title => {
                    if let Some(title) = &post.title {
                        hold(title.text.clone(), title.span);
                    }
                }
                Subject::Slug => hold(slug_of(post, path), slug_span(post)),
                Subject::Content => held.push(Held {
                    subject: at,
                    text: String::new(),
                    folded: content(&post.body.text).unwrap_or_default(),
                    span: post.anchor(),
                }),
                Subject::Meta(path) => {
                    let root = post.meta.iter().map(|meta| &meta.root);
                    for hit in root.flat_map(|root| path.select(root)) {
                        hold(whole_text(&hit.value.data), hit.value.span);
                    }
                }
            }
        }
        held.retain(|it| !it.folded.is_empty());
        held
    }

    /// The group in which the post's values must be unique.
    fn scope(&self, post: &Post, path: &str) -> String {
        match &self.within {
            None => String::new(),
            Some(Within::Folder) => path.rsplit_once('/').map_or("", |it| it.0).to_owned(),
            Some(Within::Meta(path)) => {
                let root = post.meta.as_ref().map(|meta| &meta.root);
                let value = root.and_then(|root| path.first(root));
                value.map_or_else(String::new, |value| whole_text(&value.data))
            }
        }
    }

    fn fact(held: &Held, scope: &str) -> Fact {
        let mut hasher = Xxh3::new();
        // No byte of a text is 0xff: the parts cannot run into each other.
        for part in [scope.as_bytes(), &[0xff], held.folded.as_bytes()] {
            hasher.update(part);
        }
        let hash = hasher.digest128();
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
        let mut facts: Vec<Fact> = Vec::new();
        for held in self.values(cx.post, cx.path) {
            let fact = Self::fact(&held, &scope);
            facts.push(fact);
        }
        // What a post repeats itself is no matter of the corpus: its first place counts.
        facts.sort_by_key(|fact| (fact.key, fact.tag, fact.span));
        facts.dedup_by_key(|fact| (fact.key, fact.tag));
        facts
    }

    fn check_corpus(&self, corpus: &Corpus<'_>) -> CorpusFindings {
        let same = |a: &Fact, b: &Fact| (a.key, a.tag) == (b.key, b.tag);
        let diagnostics =
            Holders::of(corpus).judge(corpus, same, |group| self.repeated(corpus, group));
        CorpusFindings {
            diagnostics,
            ..CorpusFindings::default()
        }
    }
}

impl Uniqueness {
    /// A finding for every reported holder of one value. The value itself is read again from the
    /// first holder; one that cannot be read any more is told elsewhere.
    fn repeated(&self, corpus: &Corpus<'_>, group: &[Holder]) -> Vec<Diagnostic> {
        let Some(held) = group.iter().find_map(|it| self.read(corpus, *it)) else {
            return Vec::new();
        };
        let reported = group.iter().filter(|it| corpus.posts[it.post].is_reported);
        reported
            .map(|holder| self.shared(corpus, group, *holder, &held))
            .collect()
    }

    fn shared(
        &self,
        corpus: &Corpus<'_>,
        group: &[Holder],
        holder: Holder,
        held: &Held,
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

    /// The value that a holder noted.
    fn read(&self, corpus: &Corpus<'_>, holder: Holder) -> Option<Held> {
        let loaded = (corpus.load)(holder.post).ok()?;
        let path = corpus.posts[holder.post].path;
        let wanted = holder.fact(corpus);
        let scope = self.scope(&loaded.post, path);
        let mut values = self.values(&loaded.post, path).into_iter();
        values.find(|held| {
            let fact = Self::fact(held, &scope);
            (fact.key, fact.tag) == (wanted.key, wanted.tag)
        })
    }
}

/// Where the slug is declared, else the post as a whole.
fn slug_span(post: &Post) -> Span {
    let declared = post.meta.as_ref().and_then(|meta| meta.root.get("slug"));
    declared.map_or(post.anchor(), |entry| entry.value.span)
}

/// A scalar as text, or the items of a list, separated.
fn whole_text(data: &Data) -> String {
    match data {
        Data::List(items) => {
            let items: Vec<String> = items.iter().filter_map(|it| it.data.as_text()).collect();
            items.join(", ")
        }
        other => other.as_text().unwrap_or_default(),
    }
}

/// The lower-cased words of a text; `None` for too few.
fn content(text: &str) -> Option<String> {
    let mut words = String::with_capacity(text.len());
    let mut count = 0;
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        if word.is_empty() {
            continue;
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
        count += 1;
    }
    (count >= FEWEST_WORDS).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::kinds::meta::fixture::{check, corpus, corpus_diagnostics, problems};

    fn found(options: &str, posts: &[&str]) -> Vec<(usize, String, String)> {
        corpus(&*check(&Unique, options), posts)
    }

    fn post_of(number: usize, at: &str, message: &str) -> (usize, String, String) {
        (number, at.to_owned(), message.to_owned())
    }

    #[test]
    fn flags_every_holder_of_a_meta_value() {
        let posts = [
            "hash = 'ab1'\n+++\n",
            "hash = 'ab2'\n+++\n",
            "hash = 'ab1'\n+++\n",
        ];
        assert_eq!(
            found("key = 'hash'", &posts),
            [
                post_of(0, "ab1", "`hash` 'ab1' is also in posts/2.md"),
                post_of(2, "ab1", "`hash` 'ab1' is also in posts/0.md"),
            ]
        );
    }

    #[test]
    fn is_silent_on_values_that_differ_or_are_absent() {
        let posts = [
            "hash = 'ab'\nid = 1\n+++\n",
            "hash = 'AB'\nid = '~'\n+++\n",
            "hash = ''\nid = '~'\n+++\n",
            "hash = ' '\n+++\n",
            "Text.\n",
            "Text.\n",
        ];
        assert_eq!(found("key = ['hash', 'id']", &posts), []);
        // Two keys never meet, even with the same value.
        let posts = ["a = 'x'\n+++\n", "b = 'x'\n+++\n"];
        assert_eq!(found("key = ['a', 'b']", &posts), []);
        // What one post repeats itself is not judged.
        assert_eq!(found("key = 'tags[]'", &["tags = ['a', 'a']\n+++\n"]), []);
    }

    #[test]
    fn points_at_two_others_and_counts_the_rest() {
        let posts = ["id = 7\n+++\n"; 5];
        let found = corpus_diagnostics(&*check(&Unique, "key = 'id'"), &posts);
        assert_eq!(found.len(), 5);
        assert_eq!(found[1].message, "`id` '7' is also in 4 other posts");
        assert_eq!(found[1].notes, ["in 5 posts"]);
        let sources: Vec<u32> = found[1].labels.iter().map(|it| it.source.0).collect();
        assert_eq!(sources, [1, 0, 2]);
    }

    #[test]
    fn reports_only_what_is_asked_for() {
        let posts = ["# unreported\nid = 7\n+++\n", "id = 7\n+++\n"];
        assert_eq!(
            found("key = 'id'", &posts),
            [post_of(1, "7", "`id` '7' is also in posts/0.md")]
        );
    }

    #[test]
    fn titles_compare_without_case_and_space() {
        let posts = ["# Warm  caches\n", "title = 'WARM caches '\n+++\n"];
        let both = found("key = 'title'", &posts);
        assert_eq!(both[0].2, "title 'Warm  caches' is also in posts/1.md");
        assert_eq!(both.len(), 2);
        assert_eq!(found("key = 'title'\nnormalize = 'none'", &posts), []);
        let posts = ["id = 'a B'\n+++\n", "id = 'a  b'\n+++\n"];
        assert_eq!(
            found("key = 'id'\nnormalize = ['case', 'space']", &posts).len(),
            2
        );
        assert_eq!(found("key = 'id'\nnormalize = 'case'", &posts), []);
    }

    #[test]
    fn content_compares_words() {
        let posts = [
            "# One\n\nWords, that both; posts share here.\n",
            "# One\n\nwords that both posts share HERE\n",
            "# Too short\n",
            "# Too short\n",
        ];
        let same = found("key = 'content'", &posts);
        assert_eq!(same.len(), 2);
        assert_eq!(
            same[1],
            post_of(
                1,
                "# One".trim_start_matches("# "),
                "the whole text is also in posts/0.md"
            )
        );
    }

    #[test]
    fn items_of_lists_compare_one_by_one() {
        let posts = ["tags = ['a', 'b']\n+++\n", "tags = ['c', 'b']\n+++\n"];
        assert_eq!(found("key = 'tags[]'", &posts)[0].1, "b");
        assert_eq!(found("key = 'tags'", &posts), []);
    }

    #[test]
    fn posts_of_different_groups_may_share() {
        let posts = [
            "id = 7\nlang = 'en'\n+++\n",
            "id = 7\nlang = 'de'\n+++\n",
            "id = 7\n+++\n",
            "id = 7\nlang = 'de'\n+++\n",
        ];
        let numbers: Vec<usize> = found("key = 'id'\nwithin = 'lang'", &posts)
            .iter()
            .map(|it| it.0)
            .collect();
        assert_eq!(numbers, [1, 3]);
        assert_eq!(found("key = 'id'\nwithin = 'folder'", &posts).len(), 4);
    }

    #[test]
    fn long_values_are_cut() {
        let post = format!("id = '{}'\n+++\n", "ä".repeat(100));
        let both = found("key = 'id'", &[&post, &post]);
        assert!(
            both[0]
                .2
                .starts_with(&format!("`id` '{}…' is", "ä".repeat(60)))
        );
    }

    #[test]
    fn tells_mistakes_in_its_options() {
        assert_eq!(problems(&Unique, "")[0].1, "a 'unique' rule needs 'key'");
        assert_eq!(problems(&Unique, "key = 'a..b'")[0].0, "'a..b'");
        assert_eq!(
            problems(&Unique, "key = 'a'\nnormalize = 'cases'")[0].1,
            "unknown normalize 'cases'; did you mean 'case'?"
        );
    }
}
