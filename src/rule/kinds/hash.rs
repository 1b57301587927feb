//! The kind `hash`: hashes of their content that posts declare.

use std::borrow::Cow;
use std::iter::repeat;

use xxhash_rust::xxh3::xxh3_64;

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::post::{Data, Meta, MetaPath, Post, Value};
use crate::rule::holders::elsewhere;
use crate::rule::rewrite::with_text;
use crate::rule::{
    Check, Corpus, CorpusValues, Fact, FindingInfo, FixInfo, Found, OptionInfo, Options,
    PostContext, RuleKind, Survey, identity_of,
};
use crate::text::{Algorithm, mixed};

/// The kind `hash`.
pub(crate) struct HashKind;

/// Most digits that a message quotes.
const QUOTED: usize = 16;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "mismatch",
        summary: "The declared hash is not that of the content",
    },
    FindingInfo {
        name: "same-hash-other-content",
        summary: "Two posts declare the same hash but their content differs",
    },
];

static FIXES: &[FixInfo] = &[FixInfo {
    finding: "mismatch",
    applicability: &[Applicability::Safe],
    summary: "The hash of the content",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "field",
        takes: "meta path",
        default: "",
        doc: "Where the hash is declared; required",
    },
    OptionInfo {
        name: "algorithm",
        takes: "`sha256`, `sha512`, `sha1`, `md5`, `xxh3-64` or `xxh3-128`",
        default: "",
        doc: "How it is made; without it the hash is opaque, and only other posts are compared",
    },
    OptionInfo {
        name: "of",
        takes: "`body`, `text` or list of meta paths",
        default: "\"body\"",
        doc: "What is hashed: `body`, the bytes of the source behind the line that closes the meta \
              block (before the block where that stands at the end); `text`, the decoded text in \
              UTF-8, blocks separated by a line feed; or the values of meta paths, joined by a \
              line feed",
    },
    OptionInfo {
        name: "length",
        takes: "integer",
        default: "",
        doc: "How many hexadecimal digits are kept; by default all",
    },
];

impl RuleKind for HashKind {
    fn name(&self) -> &'static str {
        "hash"
    }

    fn summary(&self) -> &'static str {
        "Hashes of their content that posts declare"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn fixes(&self) -> &'static [FixInfo] {
        FIXES
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let field = options.path("field");
        if options.node("field").is_none() {
            options.lacks("a 'hash' rule needs 'field'");
        }
        let algorithm = options
            .choice("algorithm", &Algorithm::NAMES)
            .and_then(Algorithm::from_name);
        let content = Content::read(options);
        let length = options.count("length");
        if let (Some(node), Some(length)) = (options.node("length"), length) {
            let most = algorithm.map_or(usize::MAX, Algorithm::digits);
            if length == 0 || length > most {
                options.problem(node, format!("'length' must lie between 1 and {most}"));
            }
        }
        Some(Box::new(HashCheck {
            field: field?,
            algorithm,
            content,
            length,
        }))
    }
}

/// What is hashed.
#[derive(Debug)]
enum Content {
    Body,
    Text,
    Meta(Vec<MetaPath>),
}

impl Content {
    fn read(options: &mut Options<'_>) -> Self {
        match options.strings("of").as_slice() {
            [] | [("body", _)] => Self::Body,
            [("text", _)] => Self::Text,
            paths => Self::Meta(
                paths
                    .iter()
                    .filter_map(|(text, node)| options.node_path(node, text))
                    .collect(),
            ),
        }
    }

    /// The content of a post; `None` where a part of it is absent.
    fn of<'a>(&self, post: &'a Post, source: &'a str) -> Option<Cow<'a, str>> {
        let meta = post.meta.as_ref()?;
        Some(match self {
            Self::Body => source_body(meta, source).into(),
            Self::Text => post.body.text.as_str().into(),
            Self::Meta(paths) => {
                let values = paths.iter().map(|path| {
                    let value = path.first(&meta.root)?;
                    (value.data != Data::Null).then(|| written(value, source))?
                });
                values.collect::<Option<Vec<_>>>()?.join("\n").into()
            }
        })
    }

    fn described(&self) -> &'static str {
        match self {
            Self::Body => "the body",
            Self::Text => "the text",
            Self::Meta(_) => "the values",
        }
    }
}

struct HashCheck {
    field: MetaPath,
    algorithm: Option<Algorithm>,
    content: Content,
    length: Option<usize>,
}

/// A declared hash.
struct Declared<'a> {
    value: &'a Value,
    /// Lower-case.
    digits: String,
}

impl HashCheck {
    fn declared<'a>(&self, post: &'a Post, source: &str) -> Option<Declared<'a>> {
        let value = self.field.first(&post.meta.as_ref()?.root)?;
        let digits = written(value, source)?.trim().to_lowercase();
        (!digits.is_empty()).then_some(Declared { value, digits })
    }

    fn mismatch(&self, cx: &PostContext<'_>) -> Option<Diagnostic> {
        let declared = self.declared(cx.post, cx.text)?;
        let content = self.content.of(cx.post, cx.text)?;
        let mut expected = self.algorithm?.hash(content.as_bytes());
        expected.truncate(self.length.unwrap_or(expected.len()));
        if declared.digits == expected {
            return None;
        }
        let message = format!(
            "`{}` is '{}', but {} hashes to '{}'",
            self.field,
            cut(&declared.digits),
            self.content.described(),
            cut(&expected)
        );
        let edit = with_text(cx.text, declared.value, &expected);
        let fix = edit.map(|edit| Fix::new(Applicability::Safe, edit));
        let found = cx.found("mismatch", declared.value.span, message);
        Some(
            found
                .identified_by(self.field.to_string())
                .help(format!("set it to `{expected}` once the change is meant"))
                .fixed_by(fix),
        )
    }
}

/// The hashes that all posts declare.
struct Declarations<'c> {
    about: &'c HashCheck,
    corpus: &'c Corpus<'c>,
}

impl Survey for Declarations<'_> {
    fn judge(&self, post: u32, _: &dyn CorpusValues) -> Vec<Found> {
        let facts = self.corpus.facts(post);
        let differing = facts
            .iter()
            .filter(|fact| self.corpus.count(fact.key) > self.corpus.count(with_content(fact)));
        let found = differing.map(|fact| Found {
            finding: "same-hash-other-content",
            span: fact.span,
            identity: identity_of(&self.about.field.to_string()),
            handle: fact.key,
        });
        found.collect()
    }

    fn tell(&self, post: u32, found: &Found) -> Option<Diagnostic> {
        let is_hash = |fact: &Fact| fact.key == found.handle;
        let own = self.corpus.fact(post, is_hash)?;
        let (all, alike) = (
            self.corpus.holders(own.key),
            self.corpus.holders(with_content(&own)),
        );
        // Both are sorted: the first that is not alike stands where they part.
        let mut pairs = all.from(0).zip(alike.from(0).map(Some).chain(repeat(None)));
        let (other, _) = pairs.find(|(one, alike)| Some(*one) != *alike)?;
        let message = format!(
            "`{}` is also declared in {}, of other content",
            self.about.field,
            elsewhere(self.corpus, other, all.len() - alike.len())
        );
        let span = self.corpus.fact(other, is_hash).map(|fact| fact.span);
        let there = self.corpus.ledger.place(other).source;
        let diagnostic = self
            .corpus
            .found("same-hash-other-content", post, found.span, message)
            .also(there, span, "the same hash of other content")
            .help("compute the hash of each post again");
        Some(diagnostic)
    }
}

/// The key of a hash together with the content that it is declared for.
fn with_content(fact: &Fact) -> u64 {
    mixed(fact.key ^ mixed(u64::from(fact.tag) + 1))
}

impl Check for HashCheck {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        self.mismatch(cx).into_iter().collect()
    }

    fn is_corpus(&self) -> bool {
        true
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        let Some(declared) = self.declared(cx.post, cx.text) else {
            return Vec::new();
        };
        let Some(content) = self.content.of(cx.post, cx.text) else {
            return Vec::new();
        };
        let content = xxh3_64(content.as_bytes());
        vec![Fact {
            key: xxh3_64(declared.digits.as_bytes()),
            span: declared.value.span,
            tag: u32::try_from(content >> 32).unwrap_or_default(),
        }]
    }

    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        keys.extend(facts.iter().flat_map(|fact| [fact.key, with_content(fact)]));
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Declarations {
            about: self,
            corpus,
        }))
    }
}

/// The bytes that are not the meta block.
fn source_body<'a>(meta: &Meta, source: &'a str) -> &'a str {
    let range = meta.span.range();
    let before = source.get(..range.start).unwrap_or_default();
    if !before.trim_start_matches('\u{feff}').trim().is_empty() {
        return before;
    }
    let behind = source.get(range.end..).unwrap_or_default();
    behind
        .strip_prefix("\r\n")
        .or_else(|| behind.strip_prefix(['\n', '\r']))
        .unwrap_or(behind)
}

/// A scalar as it is written: a number keeps its zeros.
fn written(value: &Value, source: &str) -> Option<String> {
    match value.data {
        Data::Integer(_) | Data::Float(_) => source.get(value.span.range()).map(str::to_owned),
        _ => value.data.as_text(),
    }
}

fn cut(digits: &str) -> String {
    let mut shown: String = digits.chars().take(QUOTED).collect();
    if shown.len() < digits.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::kinds::meta::fixture::{Fixture, check, corpus, problems};

    const BODY: &str = "# Warm caches\n\nText.\n";

    fn found(options: &str, post: &str) -> Vec<(String, String, String)> {
        Fixture::new(post).findings(&*check(&HashKind, options))
    }

    fn post_with(hash: &str) -> String {
        format!("title = 'A'\nhash = {hash}\n+++\n{BODY}")
    }

    #[test]
    fn is_silent_on_the_right_hash_in_any_case() {
        let hash = Algorithm::Sha256.hash(BODY.as_bytes());
        for hash in [hash.clone(), hash.to_uppercase()] {
            let post = post_with(&format!("'{hash}'"));
            assert_eq!(found("field = 'hash'\nalgorithm = 'sha256'", &post), []);
        }
        let post = post_with(&format!("'{}'", &hash[..24]));
        let options = "field = 'hash'\nalgorithm = 'sha256'\nlength = 24";
        assert_eq!(found(options, &post), []);
        assert_eq!(found(options, BODY), []);
        assert_eq!(found(options, "hash = '~'\n+++\n"), []);
        assert_eq!(found("field = 'hash'", &post_with("'00'")), []);
    }

    #[test]
    fn flags_a_hash_of_something_else() {
        let options = "field = 'hash'\nalgorithm = 'xxh3-64'\nlength = 8";
        let right = &Algorithm::Xxh3.hash(BODY.as_bytes())[..8];
        assert_eq!(
            found(options, &post_with("'00ff'")),
            [(
                "mismatch".to_owned(),
                "00ff".to_owned(),
                format!("`hash` is '00ff', but the body hashes to '{right}'"),
            )]
        );
        let post = Fixture::new(&post_with("'00ff'"));
        let found = check(&HashKind, options).check_post(&post.cx());
        assert_eq!(
            found[0].help,
            [format!("set it to `{right}` once the change is meant")]
        );
    }

    #[test]
    fn hashes_what_it_is_told_to() {
        let text = Algorithm::Md5.hash(b"Warm caches\nText.");
        let options = "field = 'hash'\nalgorithm = 'md5'\nof = 'text'";
        assert_eq!(found(options, &post_with(&format!("'{text}'"))), []);
        let values = Algorithm::Md5.hash(b"A\n007");
        let options = "field = 'hash'\nalgorithm = 'md5'\nof = ['title', 'seed']";
        let post = |seed: &str| format!("title = 'A'\nseed = {seed}\nhash = '{values}'\n+++\n");
        assert_eq!(found(options, &post("'007'")), []);
        assert_eq!(found(options, &post("'~'")), []);
        assert_eq!(found(options, &post("8")).len(), 1);
    }

    #[test]
    fn flags_one_hash_of_two_contents() {
        let check = check(&HashKind, "field = 'hash'");
        let (a, b) = ("hash = 'ab'\n+++\nOne.\n", "hash = 'AB'\n+++\nTwo.\n");
        assert_eq!(
            corpus(&*check, &[a, b, a]),
            [
                (0, "ab", "posts/1.md"),
                (1, "AB", "2 other posts"),
                (2, "ab", "posts/1.md"),
            ]
            .map(|(post, at, place)| {
                let message = format!("`hash` is also declared in {place}, of other content");
                (post, at.to_owned(), message)
            })
        );
        assert_eq!(corpus(&*check, &[a, a]), []);
        assert_eq!(
            corpus(&*check, &[a, "hash = 'ac'\n+++\nTwo.\n", "Three.\n"]),
            []
        );
    }

    #[test]
    fn the_body_is_what_is_not_the_meta_block() {
        let body = |text: &str, start: usize, end: usize| {
            let span = crate::source::Span::from_range(start..end);
            let meta = Meta {
                span,
                ..Meta::default()
            };
            source_body(&meta, text).to_owned()
        };
        assert_eq!(body("---\na\n---\r\nBody\n", 0, 9), "Body\n");
        assert_eq!(body("\u{feff}---\na\n---\nBody", 3, 12), "Body");
        assert_eq!(body("Title\nText\n\nmeta\nkey", 12, 20), "Title\nText\n\n");
        assert_eq!(body("---\n---", 0, 7), "");
    }

    #[test]
    fn tells_mistakes_in_its_options() {
        for (options, message) in [
            ("", "a 'hash' rule needs 'field'"),
            (
                "field = 'a'\nalgorithm = 'sha265'",
                "unknown algorithm 'sha265'; did you mean 'sha256'?",
            ),
            (
                "field = 'a'\nalgorithm = 'md5'\nlength = 40",
                "'length' must lie between 1 and 32",
            ),
            (
                "field = 'a'\nof = ['a..b']",
                "'a..b' is not a meta path: a key is expected here",
            ),
        ] {
            assert_eq!(problems(&HashKind, options)[0].1, message);
        }
    }
}
