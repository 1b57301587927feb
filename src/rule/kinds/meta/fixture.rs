//! Posts in their context, and checks, for tests.

use std::cell::Cell;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::post::Post;
use crate::post::fixture::post;
use crate::rule::{
    Check, Corpus, CorpusFindings, CorpusPost, Fact, LoadedPost, MetricCache, Options, PostContext,
    RuleKind, node,
};
use crate::source::{SourceId, Span};

/// A post with its source, as [`post`] reads it.
pub(crate) struct Fixture {
    pub(crate) text: String,
    pub(crate) post: Post,
    source: SourceId,
    path: String,
    metrics: MetricCache,
}

/// The day of every test.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 15);

impl Fixture {
    pub(crate) fn new(text: &str) -> Self {
        Self::numbered(text, 0)
    }

    /// A post whose source has a number of its own.
    pub(crate) fn numbered(text: &str, number: u32) -> Self {
        Self {
            text: text.to_owned(),
            post: post(text),
            source: SourceId(number),
            path: format!("posts/{number}.md"),
            metrics: MetricCache::default(),
        }
    }

    pub(crate) fn cx(&self) -> PostContext<'_> {
        PostContext {
            rule: "rule",
            post: &self.post,
            source: self.source,
            path: &self.path,
            format: "markdown",
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
    let mut found = corpus_findings(check, texts).diagnostics;
    found.sort_by_key(|it| (it.primary().source, it.primary().span));
    found
}

/// What a check says of settings that have no effect.
pub(crate) fn notices(check: &dyn Check, texts: &[&str]) -> Vec<String> {
    let notices = corpus_findings(check, texts).notices.into_iter();
    notices.map(|notice| notice.message).collect()
}

fn corpus_findings(check: &dyn Check, texts: &[&str]) -> CorpusFindings {
    let numbered = texts.iter().zip(0_u32..);
    let posts: Vec<Fixture> = numbered
        .map(|(text, number)| Fixture::numbered(text, number))
        .collect();
    let facts: Vec<Vec<Fact>> = posts.iter().map(|it| check.facts(&it.cx())).collect();
    let entries: Vec<CorpusPost<'_>> = posts
        .iter()
        .zip(&facts)
        .map(|(post, facts)| CorpusPost {
            source: post.source,
            path: &post.path,
            anchor: post.post.anchor(),
            is_reported: !post.text.starts_with("# unreported"),
            facts,
        })
        .collect();
    let load = |number: usize| {
        let text = texts[number];
        Ok(Arc::new(LoadedPost {
            text: text.into(),
            post: post(text),
        }))
    };
    let corpus = Corpus {
        rule: "rule",
        posts: &entries,
        load: &load,
    };
    check.check_corpus(&corpus)
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
