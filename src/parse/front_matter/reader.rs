//! What the readers of all syntaxes share: where their text stands, its bounds, its problems.

use std::ops::Range;

use crate::parse::ParseLimits;
use crate::post::{Problem, ProblemKind};
use crate::source::Span;

const RAISE_SIZE: &str = "shorten it, or raise limits.max-front-matter-size";
const RAISE_VALUES: &str = "shorten it, or raise limits.max-front-matter-values";

/// The text between the delimiters, and what was found wrong with it.
pub(in crate::parse) struct Reader<'a> {
    /// The text of the block without its delimiters.
    pub(in crate::parse) content: &'a str,
    /// Bounds.
    pub(in crate::parse) limits: &'a ParseLimits,
    base: usize,
    values: usize,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// A reader of the bytes `content` of a file.
    pub(in crate::parse) fn new(
        text: &'a str,
        content: Range<usize>,
        limits: &'a ParseLimits,
    ) -> Self {
        Self {
            base: content.start,
            content: &text[content],
            limits,
            values: 0,
            problems: Vec::new(),
        }
    }

    /// The place in the file of a range of the content.
    pub(in crate::parse) fn span(&self, range: Range<usize>) -> Span {
        Span::from_range(self.base + range.start..self.base + range.end)
    }

    /// The text at a place of the content in the file.
    pub(in crate::parse) fn slice(&self, span: Span) -> &'a str {
        let range = span.range();
        let start = range.start.saturating_sub(self.base);
        let end = range.end.saturating_sub(self.base);
        self.content.get(start..end).unwrap_or_default()
    }

    /// The place in the file of the line from an offset of the content on.
    pub(in crate::parse) fn line_at(&self, offset: usize) -> Span {
        let rest = self.content.get(offset..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        self.span(offset..offset + line.trim_end().len())
    }

    /// The place in the file of the character at an offset of the content, or of the last one
    /// before a line break: a place that can be underlined.
    pub(in crate::parse) fn char_at(&self, offset: usize) -> Span {
        let mut start = offset.min(self.content.len());
        while !self.content.is_char_boundary(start) {
            start -= 1;
        }
        let at_break = self.content[start..]
            .chars()
            .next()
            .is_none_or(|c| c == '\n' || c == '\r');
        let line = self.content[..start].trim_end_matches(['\n', '\r']);
        if at_break && let Some(last) = line.chars().next_back() {
            return self.span(line.len() - last.len_utf8()..line.len());
        }
        let len = self.content[start..].chars().next();
        self.span(start..start + len.map_or(0, char::len_utf8))
    }

    /// Whether anything was told yet.
    pub(in crate::parse) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Tells a fault.
    pub(in crate::parse) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Tells that something cannot be parsed.
    pub(in crate::parse) fn unparsable(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem {
            kind: ProblemKind::Unparsable,
            span,
            message: message.into(),
            other: None,
            help: None,
        });
    }

    /// Tells that a bound is passed.
    pub(in crate::parse) fn over_limit(&mut self, span: Span, message: impl Into<String>) {
        self.passed(span, message.into(), None);
    }

    /// Tells that there are more values than may be.
    pub(in crate::parse) fn too_many(&mut self, span: Span) {
        let message = format!("more than {} values", self.limits.front_matter_nodes);
        self.passed(span, message, Some(RAISE_VALUES));
    }

    fn passed(&mut self, span: Span, message: String, help: Option<&str>) {
        self.problems.push(Problem {
            kind: ProblemKind::FrontMatterLimit,
            span,
            message,
            other: None,
            help: help.map(str::to_owned),
        });
    }

    /// Tells that values are nested too deep.
    pub(in crate::parse) fn too_deep(&mut self, span: Span) {
        let most = self.limits.nesting;
        self.over_limit(span, format!("nested deeper than {most}"));
    }

    /// Counts one more value; tells it at `span` and is false when there are too many.
    pub(in crate::parse) fn takes_value(&mut self, span: Span) -> bool {
        self.values += 1;
        let most = self.limits.front_matter_nodes;
        if self.values == most + 1 {
            self.too_many(span);
        }
        self.values <= most
    }

    /// How many values were counted.
    pub(in crate::parse) fn values(&self) -> usize {
        self.values
    }

    /// Tells it at `span` when the content is larger than allowed.
    pub(in crate::parse) fn is_too_large(&mut self, span: Span) -> bool {
        let most = self.limits.front_matter_size;
        let is_too_large = self.content.len() > most;
        if is_too_large {
            self.passed(
                span,
                format!("larger than {}", size(most)),
                Some(RAISE_SIZE),
            );
        }
        is_too_large
    }

    /// The problems found.
    pub(in crate::parse) fn finish(self) -> Vec<Problem> {
        self.problems
    }
}

fn size(bytes: usize) -> String {
    if bytes >= 1024 && bytes.is_multiple_of(1024) {
        format!("{} KiB", bytes / 1024)
    } else {
        format!("{bytes} bytes")
    }
}
