//! Posts in their context, and checks, for tests.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::parse::{ParseOptions, format_named, format_of_extension};
use crate::post::Post;
use crate::post::fixture::post;
use crate::rule::{
    Check, Corpus, CorpusValues, Fact, Holders, Ledger, LoadedPost, MetricCache, Options,
    PostContext, PostPlace, Presence, Project, RuleKind, node,
};
use crate::source::{SourceId, Span};

/// A post with its source, as [`post`] reads it.
pub(crate) struct Fixture {
    pub(crate) text: String,
    pub(crate) post: Post,
    source: SourceId,
    path: String,
    format: &'static str,
    metrics: MetricCache,
}

/// The day of every test.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 15);

impl Fixture {
    pub(crate) fn new(text: &str) -> Self {
        Self::numbered(text, 0)
    }

    /// A post as the Markdown reader reads it.
    pub(crate) fn markdown(text: &str) -> Self {
        let format = format_of_extension("md").unwrap();
        Self {
            text: text.to_owned(),
            post: format.parse(text, &ParseOptions::default()).remove(0),
            ..Self::new("")
        }
    }

    /// A post whose source has a number of its own.
    pub(crate) fn numbered(text: &str, number: u32) -> Self {
        Self {
            text: text.to_owned(),
            post: post(text),
            source: SourceId(number),
            path: format!("posts/{number}.md"),
            format: "markdown",
            metrics: MetricCache::default(),
        }
    }

    /// A post as the reader of a format reads it.
    pub(crate) fn read(text: &str, format: &'static str, options: &ParseOptions) -> Self {
        let posts = format_named(format).unwrap().parse(text, options);
        Self {
            text: text.to_owned(),
            post: posts.into_iter().next().unwrap(),
            source: SourceId(0),
            path: "posts/0.md".to_owned(),
            format,
            metrics: MetricCache::default(),
        }
    }

    pub(crate) fn cx(&self) -> PostContext<'_> {
        PostContext {
            rule: "rule",
            post: &self.post,
            source: self.source,
            path: &self.path,
            format: self.format,
            place: Some(&self.path),
            text: &self.text,
            today: TODAY,
            overrun: Cell::default(),
            metrics: &self.metrics,
        }
    }

    /// What a check says of the post: code, the text under the primary label, message.
    pub(crate) fn findings(&self, check: &dyn Check) -> Vec<(String, String, String)> {
        let found = check.check_post(&self.cx()).into_iter();
        found.map(|it| self.shown(&it)).collect()
    }

    pub(crate) fn shown(&self, found: &Diagnostic) -> (String, String, String) {
        let span = found.primary().span.unwrap();
        (
            found.code.finding().to_owned(),
            self.text[span.range()].to_owned(),
            found.message.clone(),
        )
    }
}

/// What a check says of posts together, all of them reported but those whose text begins with
/// `# unreported`: number of the post, text under the primary label, message.
pub(crate) fn corpus(check: &dyn Check, texts: &[&str]) -> Vec<(usize, String, String)> {
    let found = corpus_diagnostics(check, texts);
    let shown = found.iter().map(|it| {
        let label = it.primary();
        let post = label.source.0 as usize;
        let text = &texts[post][label.span.unwrap().range()];
        (post, text.to_owned(), it.message.clone())
    });
    shown.collect()
}

/// What [`corpus`] shows, as diagnostics.
pub(crate) fn corpus_diagnostics(check: &dyn Check, texts: &[&str]) -> Vec<Diagnostic> {
    let posts = Posts::of(check, texts);
    let corpus = posts.corpus();
    let survey = check.survey(&corpus).unwrap();
    let reported =
        (0..posts.len()).filter(|post| !posts.texts[*post as usize].starts_with("# unreported"));
    let mut found: Vec<Diagnostic> = reported
        .flat_map(|post| {
            let found = survey.judge(post, &NoValues);
            assert_eq!(found, survey.judge(post, &NoValues));
            let told = found.iter().map(|found| {
                let told = survey.tell(post, found).unwrap();
                assert_eq!(told.primary().span, Some(found.span));
                assert_eq!(told.code.finding(), found.finding);
                told
            });
            told.collect::<Vec<_>>()
        })
        .collect();
    found.sort_by_key(|it| (it.primary().source, it.primary().span));
    found
}

/// No rule measures anything.
struct NoValues;

impl CorpusValues for NoValues {
    fn value(&self, _: &str, _: u32) -> Option<f64> {
        None
    }
}

/// What a check says of settings that have no effect.
pub(crate) fn notices(check: &dyn Check, texts: &[&str]) -> Vec<String> {
    let posts = Posts::of(check, texts);
    let corpus = posts.corpus();
    let notices = check.survey(&corpus).unwrap().notices().into_iter();
    notices.map(|notice| notice.message).collect()
}

/// Posts with what one rule noted of them.
struct Posts {
    texts: Vec<String>,
    anchors: Vec<Span>,
    facts: Vec<Vec<Fact>>,
    /// The posts of each key.
    holders: BTreeMap<u64, Vec<u32>>,
}

impl Posts {
    fn of(check: &dyn Check, texts: &[&str]) -> Self {
        let numbered = texts.iter().zip(0_u32..);
        let fixtures: Vec<Fixture> = numbered
            .map(|(text, number)| Fixture::numbered(text, number))
            .collect();
        let facts: Vec<Vec<Fact>> = fixtures.iter().map(|it| check.facts(&it.cx())).collect();
        let mut holders: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (post, facts) in (0..).zip(&facts) {
            let mut keys = Vec::new();
            check.keys(facts, &mut keys);
            for key in keys {
                let posts = holders.entry(key).or_default();
                if posts.last() != Some(&post) {
                    posts.push(post);
                }
            }
        }
        holders.retain(|key, posts| posts.len() > 1 || check.asks_who_alone_noted(*key));
        Self {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            anchors: fixtures.iter().map(|it| it.post.anchor()).collect(),
            facts,
            holders,
        }
    }

    fn corpus(&self) -> Corpus<'_> {
        Corpus {
            rule: "rule",
            number: 0,
            ledger: self,
        }
    }
}

impl Ledger for Posts {
    fn len(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap()
    }

    fn noted(&self, _: usize) -> usize {
        self.texts.len()
    }

    fn facts(&self, _: usize, post: u32) -> Vec<Fact> {
        self.facts[post as usize].clone()
    }

    fn holders(&self, _: usize, key: u64) -> Holders<'_> {
        Holders::Posts(self.holders.get(&key).map_or(&[], Vec::as_slice))
    }

    fn widest(&self, _: usize, most: usize) -> Vec<(u64, usize)> {
        let all = self.holders.iter().map(|(key, posts)| (*key, posts.len()));
        let mut widest: Vec<(u64, usize)> = all.collect();
        widest.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
        widest.truncate(most);
        widest
    }

    fn is_at_hand(&self) -> bool {
        false
    }

    fn place(&self, number: u32) -> PostPlace {
        PostPlace {
            source: SourceId(number),
            path: format!("posts/{number}.md").into(),
            anchor: self.anchors[number as usize],
        }
    }

    fn project(&self) -> &dyn Project {
        self
    }

    fn location(&self, number: u32) -> Option<String> {
        Some(format!("posts/{number}.md"))
    }

    fn load(&self, number: u32) -> Result<Arc<LoadedPost>> {
        let text = self.texts[number as usize].as_str();
        Ok(Arc::new(LoadedPost {
            text: text.into(),
            post: post(text),
        }))
    }
}

/// The posts alone are there.
impl Project for Posts {
    fn presence(&self, path: &str) -> Presence {
        let paths = (0..self.len()).map(|number| format!("posts/{number}.md"));
        if paths.into_iter().any(|it| it == path) {
            Presence::There
        } else {
            Presence::Absent
        }
    }

    fn is_vault(&self) -> bool {
        false
    }

    fn visit(&self, _: &mut dyn FnMut(&str, bool)) {}
}

/// A check made from options in TOML; panics when they are wrong.
pub(crate) fn check(kind: &dyn RuleKind, options: &str) -> Box<dyn Check> {
    let (check, problems) = build(kind, options);
    assert_eq!(problems, Vec::<(String, String)>::new());
    check.unwrap()
}

/// What is wrong with options in TOML: the text under the label, and the message.
pub(crate) fn problems(kind: &dyn RuleKind, options: &str) -> Vec<(String, String)> {
    build(kind, options).1
}

type Built = (Option<Box<dyn Check>>, Vec<(String, String)>);

fn build(kind: &dyn RuleKind, options: &str) -> Built {
    let table = node::parse(options);
    let mut problems = Vec::new();
    let mut reader = Options::new("rule", &table, SourceId(0), Span::default(), &mut problems);
    let check = kind.build(&mut reader);
    let problems = problems.iter().map(|it| {
        let span = it.primary().span.unwrap();
        (options[span.range()].to_owned(), it.message.clone())
    });
    (check, problems.collect())
}
