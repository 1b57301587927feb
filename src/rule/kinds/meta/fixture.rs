//! Posts for tests: TOML meta, a line `+++`, then headings, list items and paragraphs.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::post::{
    Block, BlockKind, Body, Data, Entry, Key, Map, Meta, Post, TextRange, Title, Value,
};
use crate::rule::{
    Check, Corpus, CorpusPost, Fact, LoadedPost, MetricCache, Options, PostContext, RuleKind, node,
};
use crate::source::{MapBuilder, SourceId, Span};

/// A post with its source. In its meta the text `~` stands for a key without a value.
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
    let mut found = check.check_corpus(&corpus).diagnostics;
    found.sort_by_key(|it| (it.primary().source, it.primary().span));
    found
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

fn post(text: &str) -> Post {
    let (head, body_at) = match text.find("+++\n") {
        Some(at) => (Some(&text[..at]), at + 4),
        None => (None, 0),
    };
    let meta = head.map(|head| Meta {
        root: map(text, DeTable::parse(head).unwrap().get_ref()),
        span: Span::from_range(0..body_at),
        close: Span::from_range(head.len()..head.len() + 3),
    });
    let body = body(text, body_at);
    let title = meta.as_ref().and_then(|meta| declared_title(&meta.root));
    let heading = body
        .blocks
        .iter()
        .find(|it| matches!(it.kind, BlockKind::Heading(_)));
    let heading = heading.map(|block| Title {
        text: body.block_text(block).to_owned(),
        span: body.span(block.text.range()),
    });
    Post {
        title: title.or(heading),
        meta,
        body,
        first_line: Span::from_range(0..text.find('\n').unwrap_or(text.len())),
        ..Post::default()
    }
}

fn declared_title(root: &Map) -> Option<Title> {
    let value = &root.get("title")?.value;
    let text = value.data.as_text()?;
    let span = value.span;
    Some(Title { text, span })
}

fn map(text: &str, table: &DeTable<'_>) -> Map {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, item)| Entry {
            key: Key {
                name: key.get_ref().to_string(),
                span: Span::from_range(key.span()),
            },
            value: value(text, item.get_ref(), item.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key.span);
    Map { entries }
}

fn value(text: &str, item: &DeValue<'_>, span: std::ops::Range<usize>) -> Value {
    let is_quoted = text[span.clone()].starts_with(['"', '\'']);
    let inset = usize::from(is_quoted);
    let data = match item {
        DeValue::String(text) if text == "~" => Data::Null,
        DeValue::String(text) => Data::String(text.to_string()),
        DeValue::Integer(number) => Data::Integer(number.as_str().parse().unwrap()),
        DeValue::Float(number) => Data::Float(number.as_str().parse().unwrap()),
        DeValue::Boolean(value) => Data::Boolean(*value),
        DeValue::Datetime(value) => Data::String(value.to_string()),
        DeValue::Array(items) => {
            let items = items
                .iter()
                .map(|item| value(text, item.get_ref(), item.span()));
            Data::List(items.collect())
        }
        DeValue::Table(items) => Data::Map(map(text, items)),
    };
    Value {
        span: Span::from_range(span.start + inset..span.end - inset),
        data,
    }
}

fn body(text: &str, start: usize) -> Body {
    let mut builder = MapBuilder::default();
    let mut blocks = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let shown = line.trim_end();
        let hashes = shown.bytes().take_while(|b| *b == b'#').count();
        let (kind, marker) = match shown.strip_prefix("- ") {
            _ if hashes > 0 => (
                BlockKind::Heading(u8::try_from(hashes).unwrap()),
                hashes + 1,
            ),
            Some(_) => (BlockKind::ListItem { list: 0, depth: 0 }, 2),
            None => (BlockKind::Paragraph, 0),
        };
        if !shown.is_empty() {
            if !builder.is_empty() {
                builder.separate('\n');
            }
            let start = builder.len();
            builder.push(
                &shown[marker..],
                Span::from_range(at + marker..at + shown.len()),
            );
            blocks.push(Block {
                kind,
                span: Span::from_range(at..at + shown.len()),
                text: TextRange {
                    start,
                    end: builder.len(),
                },
            });
        }
        at += line.len();
    }
    let (text, map) = builder.finish();
    let mut body = Body {
        text,
        map,
        blocks,
        ..Body::default()
    };
    body.outline();
    body
}
