//! What the variables of an expression are in one post. Only what is asked for is made.

use std::collections::HashMap;

use cel::common::types::{CelBool, CelInt, CelList, CelMap, CelMapKey, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use unicode_segmentation::UnicodeSegmentation;

use super::budget::Budget;
use super::reference::Reference;
use super::values::{map_of, number, value_of};
use crate::post::{BlockKind, Body, Data, MetaPath, Post, TextRange, Value};
use crate::rule::PostContext;
use crate::text::days_since_epoch;

/// The variables of one evaluation.
pub(super) struct Variables<'a> {
    references: &'a [Reference],
    post: &'a Post,
    path: &'a str,
    format: &'a str,
    today: i64,
    /// Made before the evaluation where the expression names it.
    slug: Option<String>,
    /// The metrics that the expression names, measured before the evaluation.
    metrics: Vec<(&'static str, f64)>,
    budget: Budget,
}

impl<'a> Variables<'a> {
    /// Those of the post in `cx`.
    pub(super) fn new(references: &'a [Reference], cx: &'a PostContext<'_>) -> Self {
        let names = |wanted: fn(&Reference) -> bool| references.iter().any(wanted);
        Self {
            references,
            post: cx.post,
            path: cx.path,
            format: cx.format,
            today: days_since_epoch(cx.today),
            slug: names(|it| matches!(it, Reference::Slug)).then(|| cx.slug()),
            metrics: measured(references, cx),
            budget: Budget::new(),
        }
    }

    /// Marks the judgement of a post as incomplete if the evaluation was cut short.
    pub(super) fn tell_overrun(&self, cx: &PostContext<'_>) {
        if self.budget.is_spent() {
            cx.overrun.set(true);
        }
    }

    fn found(&self, reference: &'a Reference) -> Option<CowVal<'_, '_>> {
        let value: Box<dyn Val + '_> = match reference {
            Reference::Budget => return Some(CowVal::Borrowed(&self.budget)),
            Reference::Pattern(pattern) => return Some(CowVal::Borrowed(pattern)),
            Reference::Meta => self.meta()?,
            Reference::Path(path) => value_of(&self.at(path)?.data, &self.budget)?,
            Reference::HasPath(path) => Box::new(CelBool::from(self.at(path).is_some())),
            Reference::Metric(metric) => {
                let mut metrics = self.metrics.iter();
                number(metrics.find(|(name, _)| *name == metric.name)?.1)
            }
            Reference::Title => {
                let title = &self.post.title.as_ref()?.text;
                // Each use is a copy, and a title can be as long as a post.
                if !self.budget.take_text(title.len()) {
                    return None;
                }
                text(title)
            }
            Reference::Slug => text(self.slug.as_deref()?),
            Reference::FilePath => text(self.path),
            Reference::Format => text(self.format),
            Reference::Titles => Box::new(titles(self.post)),
            Reference::Section(title) => self.section(title)?,
            Reference::HasSection(title) => {
                let found = section_titled(&self.post.body, title).is_some();
                Box::new(CelBool::from(found))
            }
            Reference::Today => Box::new(CelInt::from(self.today)),
        };
        Some(CowVal::Owned(value))
    }

    fn meta(&self) -> Option<Box<dyn Val + '_>> {
        Some(match &self.post.meta {
            Some(meta) => Box::new(map_of(&meta.root, &self.budget)?),
            None => Box::new(CelMap::default()),
        })
    }

    /// The value at a path; a key without a value counts as absent.
    fn at(&self, path: &MetaPath) -> Option<&'a Value> {
        let meta = self.post.meta.as_ref()?;
        let value = path.first(&meta.root)?;
        (value.data != Data::Null).then_some(value)
    }

    /// What stands under a heading, deeper headings included.
    fn section(&self, title: &str) -> Option<Box<dyn Val + '_>> {
        let body = &self.post.body;
        let blocks = &body.blocks[under(body, section_titled(body, title)?)];
        let content = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => body.slice(TextRange {
                start: first.text.start,
                end: last.text.end,
            }),
            _ => "",
        };
        if !self.budget.take_text(content.len()) {
            return None;
        }
        let items = blocks.iter().filter_map(|block| {
            let is_item = matches!(block.kind, BlockKind::ListItem { .. });
            is_item.then(|| text(body.block_text(block)))
        });
        let words = i64::try_from(content.unicode_words().count()).unwrap_or(i64::MAX);
        let fields: [(&str, Box<dyn Val + '_>); 4] = [
            (
                "title",
                text(body.section_title(&body.sections[section_titled(body, title)?])),
            ),
            ("words", Box::new(CelInt::from(words))),
            ("items", Box::new(CelList::from(items.collect::<Vec<_>>()))),
            ("text", text(content)),
        ];
        let fields: HashMap<CelMapKey<'_>, Box<dyn Val + '_>> = fields
            .into_iter()
            .map(|(name, value)| (CelMapKey::from(name.to_owned()), value))
            .collect();
        Some(Box::new(CelMap::from(fields)))
    }
}

/// The metrics that `references` name and the post has.
fn measured(references: &[Reference], cx: &PostContext<'_>) -> Vec<(&'static str, f64)> {
    let named = references.iter().filter_map(|reference| match reference {
        Reference::Metric(metric) => Some(metric.name),
        _ => None,
    });
    named
        .filter_map(|name| Some((name, cx.metrics().get(name)?)))
        .collect()
}

impl VariableResolver for Variables<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        self.found(self.references.get(Reference::index(variable)?)?)
    }
}

fn text<'a>(text: &'a str) -> Box<dyn Val + 'a> {
    Box::new(CelString::from(text))
}

/// The first section of that folded title.
pub(crate) fn section_titled(body: &Body, title: &str) -> Option<usize> {
    body.sections.iter().position(|section| {
        section.heading.is_some() && folded(body.section_title(section)) == title
    })
}

/// The form in which titles are compared.
pub(crate) fn folded(title: &str) -> String {
    title.trim().to_lowercase()
}

/// The titles of the sections; the heading that is the title of the post is none.
fn titles(post: &Post) -> CelList<'_> {
    let body = &post.body;
    let title = post.title.as_ref().map(|title| folded(&title.text));
    let headed = body.sections.iter().filter(|section| {
        let is_title = section.level == 1 && Some(folded(body.section_title(section))) == title;
        section.heading.is_some() && !is_title
    });
    let titles = headed.map(|section| {
        Box::new(CelString::from(folded(body.section_title(section)))) as Box<dyn Val>
    });
    CelList::from(titles.collect::<Vec<_>>())
}

/// The blocks of a section and of the deeper ones that follow it.
fn under(body: &Body, at: usize) -> std::ops::Range<usize> {
    let section = &body.sections[at];
    let deeper = body.sections[at + 1..]
        .iter()
        .take_while(|next| next.level > section.level);
    let end = deeper
        .last()
        .map_or(section.blocks.end, |last| last.blocks.end);
    section.blocks.start..end
}
