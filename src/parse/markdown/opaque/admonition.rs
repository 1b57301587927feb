//! Admonitions: `:::note` … `:::`, and `!!! note` or `??? note` with indented content.
//!
//! The markers are opaque, titles and content are ordinary text. An indented admonition is
//! painted as a list item, so that the parser takes its content for blocks, not for code.

use std::ops::Range;

use super::Canvas;
use crate::parse::lines::lines;

/// Paints the markers of every admonition outside of code.
pub(super) fn paint(canvas: &mut Canvas<'_>) {
    let source = canvas.source;
    let mut open: Vec<usize> = Vec::new();
    let mut end_before = 0;
    for line in lines(source, 0) {
        let text = line.text.trim_start_matches(' ');
        let marker = Marker {
            text,
            start: line.end() - text.len(),
            indent: line.text.len() - text.len(),
            next: line.next,
        };
        if !line.is_blank() {
            open.retain(|outer| marker.indent >= outer + 4);
        }
        if text.starts_with(":::") && canvas.code_end(marker.start).is_none() {
            paint_fence(canvas, &marker);
            canvas.breaks.extend([end_before, line.end()]);
        } else if (text.starts_with("!!!") || text.starts_with("???"))
            && let Some(title) = marker.title(canvas, open.last().copied())
        {
            paint_item(canvas, &marker, title);
            canvas.breaks.push(line.end());
            open.push(marker.indent);
        }
        end_before = line.end();
    }
}

/// A line that may be the marker of an admonition.
struct Marker<'a> {
    /// The line without its indent.
    text: &'a str,
    start: usize,
    indent: usize,
    next: usize,
}

impl Marker<'_> {
    /// Where the title of `!!! note "Title"` stands in the text; at its end without one. Nothing
    /// when the line is no marker.
    fn title(&self, canvas: &Canvas<'_>, outer: Option<usize>) -> Option<Range<usize>> {
        // In an open admonition the content looks like indented code, up to its own indent.
        let is_nested = outer.is_some_and(|outer| self.indent < outer + 8);
        if !is_nested && canvas.code_end(self.start).is_some() {
            return None;
        }
        let mut below = lines(canvas.source, self.next);
        let content = below.find(|line| !line.is_blank())?;
        let indent = content.text.len() - content.text.trim_start_matches(' ').len();
        if indent < self.indent + 4 {
            return None;
        }
        title(self.text)
    }
}

/// Hides the colons, the name and the attributes of `:::name{attributes} Title`.
fn paint_fence(canvas: &mut Canvas<'_>, marker: &Marker<'_>) {
    let Marker { text, start, .. } = *marker;
    let name = text.trim_start_matches(':').trim_start_matches(' ');
    let rest = name.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let offset = |part: &str| start + text.len() - part.len();
    if let Some(title) = rest.strip_prefix('[')
        && let Some(len) = title.find(']')
    {
        canvas.hide(start..offset(title));
        canvas.hide(offset(&title[len..])..start + text.len());
        return;
    }
    let attributes = rest.trim_start_matches(' ');
    let shown = match attributes
        .strip_prefix('{')
        .and_then(|inner| inner.split_once('}'))
    {
        Some((_, behind)) => behind,
        None => rest,
    };
    canvas.hide(start..offset(shown));
}

/// Where the title stands in `!!! note "Title"`; empty at the end without one. Nothing when the
/// line is no marker.
fn title(text: &str) -> Option<Range<usize>> {
    let rest = text[3..].strip_prefix('+').unwrap_or(&text[3..]);
    let line = text.trim_end();
    let names = rest.trim_end().strip_prefix(' ')?;
    let (names, title) = match names.split_once('"') {
        Some((names, title)) => (names, title.strip_suffix('"')?),
        None => (names, ""),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    if names.trim().is_empty() && title.is_empty() || !names.chars().all(is_word) {
        return None;
    }
    if title.is_empty() {
        return Some(line.len()..line.len());
    }
    let end = line.len() - 1;
    Some(end - title.len()..end)
}

/// Paints the marker as a list item whose content stands four columns in.
fn paint_item(canvas: &mut Canvas<'_>, marker: &Marker<'_>, title: Range<usize>) {
    let Marker { text, start, .. } = *marker;
    canvas.bytes[start..start + 4].copy_from_slice(b"+   ");
    canvas.wrappers.push(start);
    canvas.hide(start + 4..start + title.start);
    canvas.hide(start + title.end..start + text.trim_end().len());
}
