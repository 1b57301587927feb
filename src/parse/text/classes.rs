//! What each line of a body is, told from the line and its neighbours.

use super::code::{Likeness, bracket_balance, is_plain, likeness, may_stand_in_brackets};
use super::headings;
use super::lines::Line;
use super::shape::{Fence, fence, is_ornament, is_title, marker, sourced_caption};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing to read: blank, chrome, or a rule drawn between blocks.
    Blank,
    /// A heading.
    Heading,
    /// The first line of a list item.
    Item,
    /// One of the two lines of a picture's caption.
    Caption,
    /// A line of code that no fence marks.
    Code,
    /// Code if it stands beside code; none are left when classification ends.
    MaybeCode,
    /// The line that opens or closes a fenced block.
    Fence,
    /// A line inside a fenced block, blank ones too.
    Fenced,
    /// A comment in HTML.
    Comment,
    /// Running text.
    Prose,
}

/// Tells the class of every line. `known` are titles that mark a heading wherever they stand.
pub(super) fn classify(lines: &[Line<'_>], known: &[String]) -> Vec<Class> {
    let mut classes = look_alone(lines, known);
    pair_captions(lines, &mut classes);
    trust_runs(lines, &mut classes);
    lead_into_code(&mut classes);
    go_on_with_code(lines, &mut classes);
    headings::find(lines, &mut classes);
    classes
}

/// Classes that need no look at the neighbours but for an open fence.
fn look_alone(lines: &[Line<'_>], known: &[String]) -> Vec<Class> {
    let mut open: Option<Fence<'_>> = None;
    let mut classes = Vec::with_capacity(lines.len());
    for line in lines {
        let mark = fence(line.text());
        classes.push(match (open, mark) {
            (Some(opening), Some(mark)) if opening.is_closed_by(mark) => {
                open = None;
                Class::Fence
            }
            (Some(_), _) => Class::Fenced,
            (None, Some(_)) => {
                open = mark;
                Class::Fence
            }
            (None, None) => look_at(line.text(), known),
        });
    }
    classes
}

fn look_at(text: &str, known: &[String]) -> Class {
    if text.is_empty() || is_ornament(text) {
        Class::Blank
    } else if known.iter().any(|title| is_title(text, title)) {
        Class::Heading
    } else if marker(text).is_some() {
        Class::Item
    } else if sourced_caption(text).is_some() {
        Class::Caption
    } else if text.starts_with("<!--") && text.ends_with("-->") {
        Class::Comment
    } else {
        match likeness(text) {
            Likeness::Code => Class::Code,
            Likeness::Maybe => Class::MaybeCode,
            Likeness::Text => Class::Prose,
        }
    }
}

/// A line that the next one repeats with a source is the caption's first half.
fn pair_captions(lines: &[Line<'_>], classes: &mut [Class]) {
    let mut before: Option<usize> = None;
    for at in 0..lines.len() {
        if classes[at] == Class::Blank {
            continue;
        }
        if classes[at] == Class::Caption
            && let Some(before) = before
            && sourced_caption(lines[at].text()) == Some(lines[before].text())
            && matches!(classes[before], Class::Prose | Class::MaybeCode)
        {
            classes[before] = Class::Caption;
        }
        before = Some(at);
    }
}

/// Doubtful lines are code where several stand together and one of them is not worded as prose.
fn trust_runs(lines: &[Line<'_>], classes: &mut [Class]) {
    let mut start = 0;
    for run in classes.chunk_by_mut(|a, b| a == b) {
        let texts = lines[start..start + run.len()].iter().map(Line::text);
        start += run.len();
        if run[0] == Class::MaybeCode && run.len() >= TRUSTED_RUN && holds_sign(texts) {
            run.fill(Class::Code);
        }
    }
}

/// Doubtful lines that are code when they stand together.
const TRUSTED_RUN: usize = 3;

fn holds_sign<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    texts.any(|text| text.ends_with(':') || !is_plain(text))
}

/// Doubtful lines that lead into code are code.
fn lead_into_code(classes: &mut [Class]) {
    let mut leads = false;
    for class in classes.iter_mut().rev() {
        match class {
            Class::Blank => {}
            Class::Code => leads = true,
            Class::MaybeCode if leads => *class = Class::Code,
            _ => leads = false,
        }
    }
}

/// Whether blank lines, or the ends of the body, stand on both sides.
pub(super) fn is_alone(classes: &[Class], at: usize) -> bool {
    let is_blank = |class: Option<&Class>| class.is_none_or(|class| *class == Class::Blank);
    is_blank(at.checked_sub(1).map(|before| &classes[before])) && is_blank(classes.get(at + 1))
}

/// Code goes on in doubtful lines, in indented ones, and inside its brackets and comments.
fn go_on_with_code(lines: &[Line<'_>], classes: &mut [Class]) {
    let mut run: Option<Run> = None;
    for (at, line) in lines.iter().enumerate() {
        let is_adjacent = at > 0 && classes[at - 1] == Class::Code;
        let goes_on = match (classes[at], &run) {
            (Class::Blank, _) => continue,
            (Class::Code, _) => true,
            (Class::MaybeCode, Some(_)) => !is_alone(classes, at),
            (Class::Prose, Some(run)) => {
                line.indent() >= 2 || (is_adjacent && run.takes_in(line.text()))
            }
            (Class::Item, Some(run)) => is_adjacent && run.takes_in_item(line.text()),
            _ => false,
        };
        if goes_on {
            classes[at] = Class::Code;
            run.get_or_insert_default().advance(line.text());
        } else {
            run = None;
            if classes[at] == Class::MaybeCode {
                classes[at] = Class::Prose;
            }
        }
    }
}

/// What is open in a run of code.
#[derive(Debug, Default)]
struct Run {
    brackets: i32,
    in_comment: bool,
    /// A line ended in a colon, and items or pairs followed it since.
    in_items: bool,
}

impl Run {
    fn takes_in(&self, text: &str) -> bool {
        self.brackets > 0 && may_stand_in_brackets(text)
    }

    /// Whether an item is a line of a comment, or of a list in YAML.
    fn takes_in_item(&self, text: &str) -> bool {
        (self.in_comment && text.starts_with('*')) || (self.in_items && text.starts_with("- "))
    }

    fn advance(&mut self, text: &str) {
        let is_within = text.starts_with("- ") || text.contains(": ");
        self.in_items = text.ends_with(':') || (self.in_items && is_within);
        self.brackets = self.brackets.saturating_add(bracket_balance(text)).max(0);
        self.in_comment = match (text.rfind("/*"), text.rfind("*/")) {
            (Some(open), close) => close.is_none_or(|close| close < open),
            (None, Some(_)) => false,
            (None, None) => self.in_comment,
        };
    }
}
