//! Tests of meta judged by schemas.

mod mistakes;
mod properties;
mod spans;
mod suite;
mod words;

use super::super::MetaKind;
use super::super::fixture::Fixture;
use crate::diagnostic::Diagnostic;
use crate::parse::ParseOptions;
use crate::rule::{Check, Files, Options, RuleKind, TextFile, node};
use crate::source::{SourceId, Span};

/// The number of the first file; the configuration is number 0.
const FIRST: u32 = 10;

/// Files by name, all in one folder.
pub(super) struct Folder<'a>(Vec<(&'a str, String)>);

impl Files for Folder<'_> {
    fn read(&self, _: SourceId, name: &str) -> Result<TextFile, String> {
        let numbered = (FIRST..).zip(&self.0);
        let found = numbered.into_iter().find(|(_, (known, _))| *known == name);
        let (number, (_, text)) = found.ok_or_else(|| format!("cannot read {name}: not found"))?;
        Ok(TextFile {
            source: SourceId(number),
            text: text.as_str().into(),
            path: name.into(),
        })
    }
}

/// A mistake: its file, the text there, and what is said.
pub(super) type Mistake = (String, String, String);

/// The check that `post.json` of a folder makes, or what is wrong: file, text, message.
pub(super) fn built(folder: &Folder<'_>) -> Result<Box<dyn Check>, Vec<Mistake>> {
    let table = node::parse("schema = 'post.json'");
    let mut problems = Vec::new();
    let options = Options::new("meta", &table, SourceId(0), Span::default(), &mut problems);
    let check = MetaKind.build(&mut options.with_files(folder));
    if problems.is_empty() {
        return Ok(check.unwrap());
    }
    let shown = problems.iter().map(|it| {
        let label = it.primary();
        let (name, text) = match label.source.0.checked_sub(FIRST) {
            Some(number) => (
                folder.0[number as usize].0,
                folder.0[number as usize].1.as_str(),
            ),
            None => ("gatepost.toml", "schema = 'post.json'"),
        };
        let at = &text[label.span.unwrap().range()];
        (name.to_owned(), at.to_owned(), it.message.clone())
    });
    Err(shown.collect())
}

/// The check of a single schema.
pub(super) fn check(schema: &str) -> Box<dyn Check> {
    let folder = Folder(vec![("post.json", schema.to_owned())]);
    built(&folder).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// A Markdown post.
pub(super) fn markdown(text: &str) -> Fixture {
    Fixture::read(text, "markdown", &ParseOptions::default())
}

/// What a schema says of a Markdown post.
pub(super) fn diagnostics(schema: &str, post: &str) -> Vec<Diagnostic> {
    check(schema).check_post(&markdown(post).cx())
}
